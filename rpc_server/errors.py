"""The root of every error a caller can meet.

An error is named after its situation and lives in the room that raises it; it carries the documented
string code, a text for people, and, where one value is to blame, the wire path of that value.

    ApiError
      wire and binding     rpc_server.api.errors
      sessions, accounts   rpc_server.commerce.accounts.errors
      catalogue, prices    rpc_server.commerce.catalog.errors, rpc_server.commerce.pricing.errors
      shipping             rpc_server.commerce.shipping.errors
      campaigns            rpc_server.commerce.campaigns.promotions.errors, .cross_sell.errors, .upsell.errors
      customers            rpc_server.commerce.customers.errors, rpc_server.commerce.sign_on.errors
      leads, proposals     rpc_server.commerce.leads.errors, rpc_server.commerce.proposals.errors
      payouts              rpc_server.commerce.payouts.errors
      invoices             rpc_server.commerce.invoices.errors
      orders, payments     rpc_server.commerce.orders.errors, rpc_server.commerce.payments.errors
      subscriptions        rpc_server.commerce.subscriptions.errors, .managing.errors, .importing.errors,
                           .usage.errors, .information.errors, .codes.errors
      partners             rpc_server.commerce.partners.errors and those of the rooms below it
      notifications        rpc_server.commerce.notifications.errors
      posted messages      rpc_server.commerce.messages.errors
      processors           rpc_server.gateways.errors
"""

from typing import ClassVar


class Mistake(Exception):
    """What an operator can mend himself; its one line says what is wrong and shows no secret."""


class ApiError(Exception):
    """A refusal with a documented code; nothing the refused call began is kept.

    ``code`` is the string every dialect shows (SOAP ``faultcode``, JSON-RPC ``data.error_code``),
    ``text`` the sentence for people, ``field`` the wire path of the value to blame
    (``Items[0].Quantity``), ``hint`` what to do about it.
    """

    code: str = "INTERNAL_ERROR"
    text: ClassVar[str] = "The request could not be processed."

    def __init__(
        self, text: str | None = None, *, field: str | None = None, hint: str | None = None, code: str | None = None
    ) -> None:
        if code is not None:
            self.code = code
        self.message = text if text is not None else self.text
        self.field = field
        self.hint = hint
        super().__init__(self.message)
