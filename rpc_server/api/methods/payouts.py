"""Payouts: what the platform owes for what was sold (5.0 on)."""

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT_5_TO_6
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.payouts import PayoutPage, PayoutSearchOptions, read_search, show_payout
from rpc_server.api.registry import method
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.payouts import service
from rpc_server.commerce.payouts.errors import PayoutPeriodInvalid


@method("searchPayouts", MERCHANT_5_TO_6, errors=[Forbidden, InvalidArgument, PayoutPeriodInvalid], writes=False)
def search_payouts(call: Call, search_options: PayoutSearchOptions | None = None) -> PayoutPage:
    """A page of the account's payouts, the latest month first: sales less commission and refunds (rule inferred).

    A month counts what was finished and given back in it, in the account's zone; test orders and those of
    partners are left out, and where the platform is the merchant of record its tax goes off too.
    """
    options = search_options or PayoutSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    found, count = service.search(call.context, read_search(options, page=page.page or 1, limit=page.limit or 1))
    return PayoutPage(
        items=[show_payout(payout) for payout in found],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )
