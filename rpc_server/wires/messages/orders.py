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
from rpc_server.wires.messages.second_answers import SecondAnswers

_HTML = "text/html; charset=utf-8"
_HASH = "ORDER_HASH"
_SECOND = "REF_URL"

CarryOut = Callable[[Context, OrderMessage], Reply]


class OrderMessageEndpoint(FormEndpoint):
    """Takes MERCHANT, ORDER_REF, ORDER_AMOUNT, ORDER_CURRENCY, a date and ORDER_HASH over them, and carries it out.

    AMOUNT, PRODUCTS_IDS[] and PRODUCTS_QTY[] may follow; AMOUNT may be signed too (inferred). The same message is
    carried out once, and answered alike whenever it comes again. The answer goes into the response and, where there
    is a REF_URL, by GET to that URL too: the same fields as its query, ``ORDER_REF=...&RESPONSE_CODE=1&...``
    (documented that it goes there; the name of the field and the query are those of PayU's service, inferred).
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
        self._second = SecondAnswers(services)

    def take(self, form: Form, environ: Environ, start_response: StartResponse) -> list[bytes]:
        message = self._message(form)
        signed = (form.text("MERCHANT"), message.order_ref, message.amount, message.currency, message.date)
        with self.services.database.reading() as work:
            merchant, algorithm = signer(work, form, _HASH, signed, (*signed, message.part or ""))
        url = form.text(_SECOND)
        reply = self._replied(merchant, message, form.text(_HASH), url)
        told = self._told(merchant, algorithm, message, reply)
        if url:
            self._second.tell(merchant, url, told)
        return answer(start_response, "200 OK", _HTML, f"<EPAYMENT>{'|'.join(told.values())}</EPAYMENT>".encode())

    def _message(self, form: Form) -> OrderMessage:
        return OrderMessage(
            order_ref=form.text("ORDER_REF"),
            amount=form.text("ORDER_AMOUNT"),
            currency=form.text("ORDER_CURRENCY"),
            date=form.text(self._date_field),
            part=form.get("AMOUNT") or None,
            products=tuple(zip(form.all("PRODUCTS_IDS"), form.all("PRODUCTS_QTY"), strict=False)),
        )

    def _replied(self, merchant: Merchant, message: OrderMessage, hash_: str, url: str) -> Reply:
        """What became of the message; whoever repeats it for another URL, which nobody signed, is refused."""
        services = self.services
        fingerprints = services.vault.fingerprints(f"{message!r}{url}")
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

    def _told(self, merchant: Merchant, algorithm: Algorithm, message: OrderMessage, reply: Reply) -> dict[str, str]:
        """ORDER_REF, RESPONSE_CODE, RESPONSE_MSG, the date, and the signature over these four."""
        told = {
            "ORDER_REF": _plain(message.order_ref),
            "RESPONSE_CODE": str(reply.code),
            "RESPONSE_MSG": reply.text,
            self._date_field: _plain(message.date),
        }
        return {**told, _HASH: sign(algorithm, merchant.secret_key, *told.values())}


def _plain(text: str) -> str:
    """What was sent, without what would end or divide the answer."""
    return "".join(character for character in text if character not in "<>&|")
