"""Mints the tokens a shop's browser page gets for a card: the part of 2Pay.js that a server plays."""

from collections.abc import Callable, Iterable
from functools import cached_property, partial

import msgspec
import structlog

from rpc_server.api.errors import InternalError, MalformedRequest
from rpc_server.api.objects.order_reading import read_card
from rpc_server.api.objects.orders import CardPayment
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.errors import CardMissing
from rpc_server.errors import ApiError
from rpc_server.wires.http import Environ, Limits, StartResponse, answer, client_address, read_body

_MOST_A_MINUTE = 60
_RETRY = ("Retry-After", "60")
_JSON = "application/json"
_HEADERS = (("Access-Control-Allow-Origin", "*"), ("Cache-Control", "no-store"))
_PREFLIGHT = (("Access-Control-Allow-Methods", "POST"), ("Access-Control-Allow-Headers", "Content-Type"))


class CardToTokenize(msgspec.Struct, rename="pascal"):
    """What is posted: the account, and the card with the members it has in an order; numbers may be texts."""

    merchant_code: str
    card_number: str | int
    expiration_year: str | int
    expiration_month: str | int
    holder_name: str = ""
    card_type: str | None = None
    ccid: str | None = msgspec.field(default=None, name="CCID")


class TokenEndpoint:
    """Answers ``{"token": ...}`` for a posted card, from any page; the token pays one order within ten minutes.

    A refusal is HTTP 400 with ``{"error_code", "message"}``, the form of the hosted REST API; HTTP 429 where an
    address asks for more than a buyer would. Each worker process counts for itself. The security code is checked
    and forgotten.
    """

    def __init__(self, services: Services, limits: Limits, new_request_id: Callable[[], str]) -> None:
        self._services = services
        self._limits = limits
        self._new_request_id = new_request_id
        self._log = structlog.get_logger("rpc_server.wires")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return answer(start_response, "204 No Content", _JSON, b"", *_HEADERS, *_PREFLIGHT)
        if method != "POST":
            return answer(start_response, "405 Method Not Allowed", _JSON, b"{}", ("Allow", "POST"), *_HEADERS)
        if not self._is_in_time(client_address(environ) or ""):
            too_many = {"error_code": "TOO_MANY_REQUESTS", "message": "Too many tokens; try again in a minute."}
            return _answer(start_response, "429 Too Many Requests", _RETRY, **too_many)
        try:
            token = self._mint(read_body(environ, self._limits))
        except ApiError as refusal:
            return _answer(start_response, "400 Bad Request", error_code=refusal.code, message=refusal.message)
        except Exception:  # noqa: BLE001 - nothing of a card may escape in a traceback
            self._log.error("no token", request_id=self._new_request_id())
            return _answer(
                start_response, "500 Internal Server Error", error_code=InternalError.code, message=InternalError.text
            )
        return _answer(start_response, "200 OK", token=token)

    @cached_property
    def _is_in_time(self) -> Callable[[str], bool]:
        """Counts a request of the address, and tells whether it is one of those allowed; loaded when first needed."""
        from limits import RateLimitItemPerMinute
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        return partial(MovingWindowRateLimiter(MemoryStorage()).hit, RateLimitItemPerMinute(_MOST_A_MINUTE))

    def _mint(self, body: bytes) -> str:
        posted = _read(body)
        card = read_card(
            CardPayment(
                card_number=str(posted.card_number),
                expiration_year=str(posted.expiration_year),
                expiration_month=str(posted.expiration_month),
                holder_name=posted.holder_name[:255],
                ccid=posted.ccid,
            )
        )
        if card is None:
            raise CardMissing(field="CardNumber")
        with self._services.database.writing() as work:
            merchant = find_merchant(work.connection, posted.merchant_code)
            if merchant is None:
                raise Forbidden(field="MerchantCode")
            return tokens.mint(Context(merchant, work, self._services), card, posted.card_type)


def _read(body: bytes) -> CardToTokenize:
    try:
        return msgspec.json.decode(body, type=CardToTokenize)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        text = str(wrong) if isinstance(wrong, msgspec.ValidationError) else "The body is not JSON."
        raise MalformedRequest(text) from None


def _answer(start_response: StartResponse, status: str, *headers: tuple[str, str], **members: str) -> list[bytes]:
    return answer(start_response, status, _JSON, msgspec.json.encode(members), *_HEADERS, *headers)
