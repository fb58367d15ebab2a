"""IRN and IDN: a signed form about one order, answered in ``<EPAYMENT>``, signed as it was."""

from collections.abc import Callable

from rpc_server.commerce.accounts import idempotency
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.messages.errors import MessageRefused
from rpc_server.commerce.messages.model import OrderMessage, Reply
from rpc_server.wires.http import Environ, Limits, StartResponse, answer
from rpc_server.wires.messages.forms import Form, FormEndpoint, signer

_HTML = "text/html; charset=utf-8"
_HASH = "ORDER_HASH"

CarryOut = Callable[[Context, OrderMessage], Reply]


class OrderMessageEndpoint(FormEndpoint):
    """Takes MERCHANT, ORDER_REF, ORDER_AMOUNT, ORDER_CURRENCY, a date and ORDER_HASH over them, and carries it out.

    AMOUNT, PRODUCTS_IDS[] and PRODUCTS_QTY[] may follow; AMOUNT may be signed too (inferred). The same message is
    carried out once, and answered alike whenever it comes again. Answers go into the response, wherever REF_URL
    would have them.
    """

    def __init__(
        self,
        services: Services,
        limits: Limits,
        new_request_id: Callable[[], str],
        date_field: str,
        carry_out: CarryOut,
    ) -> None:
        super().__init__(services, limits, new_request_id)
        self._date_field = date_field
        self._carry_out = carry_out

    def take(self, form: Form, environ: Environ, start_response: StartResponse) -> list[bytes]:
        message = self._message(form)
        signed = (form.text("MERCHANT"), message.order_ref, message.amount, message.currency, message.date)
        with self.services.database.reading() as work:
            merchant, algorithm = signer(work, form, _HASH, signed, (*signed, message.part or ""))
        reply = self._replied(merchant, message, form.text(_HASH))
        return answer(start_response, "200 OK", _HTML, _epayment(merchant, algorithm, message, reply))

    def _message(self, form: Form) -> OrderMessage:
        return OrderMessage(
            order_ref=form.text("ORDER_REF"),
            amount=form.text("ORDER_AMOUNT"),
            currency=form.text("ORDER_CURRENCY"),
            date=form.text(self._date_field),
            part=form.get("AMOUNT") or None,
            products=tuple(zip(form.all("PRODUCTS_IDS"), form.all("PRODUCTS_QTY"), strict=False)),
        )

    def _replied(self, merchant: Merchant, message: OrderMessage, hash_: str) -> Reply:
        services = self.services
        fingerprints = services.vault.fingerprints(repr(message))
        claim = idempotency.Claim(merchant.merchant_id, f"{self._date_field} {hash_.lower()}", fingerprints)
        with services.database.writing() as work:
            stored = idempotency.claim(work.session, merchant.clock(services.clock), services.vault, claim)
        if stored is not None:
            code, _, text = stored.partition(" ")
            return Reply(int(code), text)
        try:
            with services.database.writing() as work:
                reply = self._carry_out(Context(merchant, work, services), message)
                idempotency.settle(work.session, services.vault, claim, f"{reply.code} {reply.text}")
                return reply
        except MessageRefused as refusal:
            with services.database.writing() as work:
                idempotency.release(work.session, claim)
            return refusal.reply


def _epayment(merchant: Merchant, algorithm: Algorithm, message: OrderMessage, reply: Reply) -> bytes:
    """ORDER_REF, RESPONSE_CODE, RESPONSE_MSG, the date, and the signature over these four."""
    told = (_plain(message.order_ref), str(reply.code), reply.text, _plain(message.date))
    signature = sign(algorithm, merchant.secret_key, *told)
    return f"<EPAYMENT>{'|'.join((*told, signature))}</EPAYMENT>".encode()


def _plain(text: str) -> str:
    """What was sent, without what would end or divide the answer."""
    return "".join(character for character in text if character not in "<>&|")
