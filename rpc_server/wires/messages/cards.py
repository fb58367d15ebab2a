"""Where a shop of API 2.x has its buyer's browser post the card, so that the shop itself never sees it."""

from html import escape

from werkzeug.urls import iri_to_uri

from rpc_server.commerce.accounts import service as accounts
from rpc_server.commerce.carts import buyer
from rpc_server.commerce.carts.buyer import TypedPayment
from rpc_server.commerce.context import Context
from rpc_server.commerce.payments.addresses import check_address
from rpc_server.commerce.payments.cards import plain_number
from rpc_server.commerce.payments.errors import CardExpirationInvalid
from rpc_server.gateways import CardDetails
from rpc_server.wires.hosted import pages
from rpc_server.wires.http import Environ, StartResponse, answer, client_address
from rpc_server.wires.messages.forms import Form, FormEndpoint

_HTML = "text/html; charset=utf-8"
_CARD = "CC"


class CardFormEndpoint(FormEndpoint):
    """Takes what ``setPaymentDetails`` takes, as a form, for the session ``sessionID``, and sends the browser to ``redir``.

    The names of the fields are those of the method's members, in any case (inferred). Nothing is ordered here,
    whatever ``finish`` says: the shop calls ``placeOrder``.
    """

    def take(self, form: Form, environ: Environ, start_response: StartResponse) -> list[bytes]:
        redirect = form.get("redir")
        check_address(redirect, "redir")
        services = self.services
        with services.database.writing() as work:
            session = accounts.resume(
                work.connection, services.clock, services.sessions, form.text("sessionID"), is_locked=True
            )
            context = Context(session.merchant, work, services)
            payment, card_id = buyer.told_payment(context, _typed(form, client_address(environ)), session.state.card_id)
            accounts.remember(work.connection, session, payment=payment, card_id=card_id)
        if redirect:
            where = ("Location", iri_to_uri(redirect))
            return answer(start_response, "303 See Other", _HTML, b"", where, *pages.HEADERS)
        page = pages.message_page("Thank you", escape("The shop goes on from here."))
        return answer(start_response, "200 OK", _HTML, page, *pages.HEADERS)


def _typed(form: Form, address: str | None) -> TypedPayment:
    number = plain_number(form.text("CardNumber"))
    card = CardDetails(
        number=number,
        expiry_month=_digits(form, "ExpirationMonth"),
        expiry_year=_digits(form, "ExpirationYear"),
        holder_name=form.text("HolderName")[:255],
        security_code=form.text("CCID").strip() or None,
    )
    return TypedPayment(
        type=form.text("Type") or _CARD,
        currency=form.get("Currency") or None,
        customer_ip=form.get("CustomerIP") or address,
        card=card if number else None,
        card_type=form.get("CardType") or None,
        renews_automatically=form.text("AutoRenewal").lower() in ("1", "true", "on", "yes"),
    )


def _digits(form: Form, name: str) -> int:
    text = form.text(name).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise CardExpirationInvalid(field=name)
    return int(text)
