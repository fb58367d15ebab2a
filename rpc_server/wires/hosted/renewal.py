"""Where a customer renews his subscription by hand: the page ``manualRenewalLink`` leads to."""

from rpc_server.api.errors import MalformedRequest
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.context import Actor, Context
from rpc_server.commerce.pricing.errors import CurrencyNotPriced
from rpc_server.commerce.subscriptions import renewal_link
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions.errors import ChangeNotAllowed, SubscriptionNotFound
from rpc_server.commerce.subscriptions.renewals import by_hand
from rpc_server.commerce.subscriptions.renewals.errors import (
    OfferChanged,
    RenewalDeclined,
    RenewalInProgress,
    RenewalNotPriced,
)
from rpc_server.errors import ApiError
from rpc_server.storage import UnitOfWork
from rpc_server.wires.hosted import renewal_pages
from rpc_server.wires.hosted.endpoint import (
    Answered,
    HostedPage,
    form_fields,
    query_fields,
    refuse_method,
    show_page,
)
from rpc_server.wires.http import Environ, StartResponse

_LONGEST_NUMBER = 9
_FALSE_LINK = "This link leads to no subscription."
_NO_OFFER = ("409 Conflict", "It cannot be renewed", "")
_REFUSALS: dict[type[ApiError], tuple[str, str, str]] = {
    SubscriptionNotFound: (
        "404 Not Found", "No such subscription", "Copy the link as a whole, or ask the shop for another.",
    ),
    RenewalDeclined: ("402 Payment Required", "The payment was refused", "Your subscription is what it was."),
    RenewalInProgress: ("409 Conflict", "Not decided yet", "Look again in some minutes; you will not pay twice."),
    ChangeNotAllowed: _NO_OFFER,
    RenewalNotPriced: _NO_OFFER,
    CurrencyNotPriced: _NO_OFFER,
}  # fmt: skip
"""Status, title and advice of each refusal; the first that fits."""


class RenewalPage(HostedPage):
    """GET shows whoever has the link what his next period costs; POST charges the stored payment method, once."""

    def _carry_out(self, environ: Environ, start_response: StartResponse) -> Answered:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "POST"):
            return refuse_method(start_response, "GET, POST")
        link = query_fields(environ)
        try:
            if method == "GET":
                return self._offer(link, start_response)
            return self._renew(link, form_fields(environ, self._limits), start_response)
        except tuple(_REFUSALS) as refused:
            status, title, advice = next(told for kind, told in _REFUSALS.items() if isinstance(refused, kind))
            return show_page(start_response, status, renewal_pages.refusal_page(title, refused.message, advice))

    def _offer(self, link: dict[str, str], start_response: StartResponse, notice: str = "") -> Answered:
        with self._services.database.reading() as work:
            context, reference = self._named(work, link)
            offered = by_hand.offer(context, reference)
            page = renewal_pages.offer_page(offered, context.merchant, notice)
        return show_page(start_response, "409 Conflict" if notice else "200 OK", page)

    def _renew(self, link: dict[str, str], form: dict[str, str], start_response: StartResponse) -> Answered:
        number, amount = _agreed(form)
        try:
            with self._services.database.writing() as work:
                context, reference = self._named(work, link)
                order = by_hand.accept(context, reference, number=number, amount=amount)
                renewed = subscriptions.find(context, reference)
                page = renewal_pages.paid_page(order, renewed, context.merchant)
        except OfferChanged as changed:
            return self._offer(link, start_response, changed.message)
        return show_page(start_response, "200 OK", page)

    def _named(self, work: UnitOfWork, link: dict[str, str]) -> tuple[Context, str]:
        """The engine of the merchant and the subscription a link names; raises ``SubscriptionNotFound`` for a false one."""
        code, reference = link.get(renewal_link.MERCHANT, ""), link.get(renewal_link.SUBSCRIPTION, "")
        merchant = find_merchant(work.connection, code) if code.isprintable() else None
        if merchant is None:
            raise SubscriptionNotFound(_FALSE_LINK)
        context = Context(merchant, work, self._services, Actor.CUSTOMER)
        if not renewal_link.is_sealed(context, reference, link.get(renewal_link.SEAL, "")):
            raise SubscriptionNotFound(_FALSE_LINK)
        return context, reference


def _agreed(form: dict[str, str]) -> tuple[int, str]:
    """The renewal and the amount the page was showing when its button was pressed."""
    number = form.get(renewal_pages.NUMBER_FIELD, "")
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
        raise MalformedRequest("The page was answered without its button.")
    return int(number), form.get(renewal_pages.AMOUNT_FIELD, "")
