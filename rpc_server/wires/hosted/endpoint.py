"""Where buyers are sent to answer their bank or wallet, and where a real bank sends them back to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import structlog
from werkzeug.urls import iri_to_uri

from rpc_server.api.errors import MalformedRequest, RequestTooLarge
from rpc_server.commerce.accounts.service import merchant_by_id
from rpc_server.commerce.context import Actor, Context, Services
from rpc_server.commerce.orders import authorising
from rpc_server.commerce.orders.authorising import Answer
from rpc_server.commerce.payments import challenges
from rpc_server.commerce.payments.challenges import TOKEN_PARAMETER
from rpc_server.commerce.payments.errors import ChallengeOver
from rpc_server.commerce.sign_on.errors import LinkOver
from rpc_server.storage import UnitOfWork
from rpc_server.wires.hosted import pages
from rpc_server.wires.http import Environ, Limits, StartResponse, answer, read_body

_HTML = "text/html; charset=utf-8"
_MOST_FIELDS = 10
_log = structlog.get_logger("rpc_server.wires")

Answered = list[bytes]


class HostedPage:
    """What the pages of buyers share: an answer to every request, whatever goes wrong, and never an error's inside."""

    def __init__(self, services: Services, limits: Limits, new_request_id: Callable[[], str]) -> None:
        self._services = services
        self._limits = limits
        self._new_request_id = new_request_id

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self._carry_out(environ, start_response)
        except (ChallengeOver, LinkOver) as over:
            return _message(start_response, "410 Gone", "This page is over", over.message)
        except RequestTooLarge as too_large:
            return _message(start_response, "413 Content Too Large", "Too much", too_large.message)
        except MalformedRequest as malformed:
            return _message(start_response, "400 Bad Request", "Not understood", malformed.message)
        except Exception:  # noqa: BLE001 - a buyer gets a page, whatever it was
            request_id = self._new_request_id()
            _log.exception("page failed", request_id=request_id)
            text = f"What you asked for could not be looked up. If you ask about it, name {request_id}."
            return _message(start_response, "500 Internal Server Error", "Something went wrong", text)

    def _carry_out(self, environ: Environ, start_response: StartResponse) -> Answered:
        raise NotImplementedError

    def _context(self, work: UnitOfWork, token: str) -> Context:
        """The engine of the merchant whose buyer has the token; raises ``ChallengeOver``."""
        owner = challenges.owner_of(work.connection, token)
        merchant = merchant_by_id(work.connection, owner) if owner is not None else None
        if merchant is None:
            raise ChallengeOver
        return Context(merchant, work, self._services, Actor.CUSTOMER)

    @contextmanager
    def _engine(self, token: str) -> Iterator[Context]:
        with self._services.database.writing() as work:
            yield self._context(work, token)


class AuthorizePage(HostedPage):
    """Plays the bank or wallet: GET asks the buyer, POST takes his answer and sends him back to the shop.

    Where a real bank asks, GET sends him there.
    """

    def _carry_out(self, environ: Environ, start_response: StartResponse) -> Answered:
        match environ["REQUEST_METHOD"]:
            case "GET":
                return self._ask(_token(query_fields(environ)), start_response)
            case "POST":
                return self._answer(form_fields(environ, self._limits), start_response)
            case _:
                return refuse_method(start_response, "GET, POST")

    def _ask(self, token: str, start_response: StartResponse) -> Answered:
        with self._services.database.reading() as work:
            context = self._context(work, token)
            asked = authorising.question(context, token)
        if asked.challenge.redirect_url is not None:
            return _redirect(start_response, asked.challenge.redirect_url)
        return show_page(start_response, "200 OK", pages.question_page(asked, context.merchant.name, token))

    def _answer(self, form: dict[str, str], start_response: StartResponse) -> Answered:
        token = _token(form)
        try:
            given = Answer(form.get(pages.ANSWER_FIELD, ""))
        except ValueError:
            raise MalformedRequest("The page was answered with none of its buttons.") from None
        with self._engine(token) as context:
            way_back = authorising.answer(context, token, given)
        return _redirect(start_response, way_back)


class ReturnPage(HostedPage):
    """Where a real bank sends the buyer back to: his payment is settled, and he goes on to the shop."""

    def _carry_out(self, environ: Environ, start_response: StartResponse) -> Answered:
        if environ["REQUEST_METHOD"] != "GET":
            return refuse_method(start_response, "GET")
        token = _token(query_fields(environ))
        with self._engine(token) as context:
            way_back = authorising.come_back(context, token)
        return _redirect(start_response, way_back)


def query_fields(environ: Environ) -> dict[str, str]:
    """The fields of the address, the first of each name; raises ``MalformedRequest`` for too many."""
    return _fields(environ.get("QUERY_STRING", ""))


def form_fields(environ: Environ, limits: Limits) -> dict[str, str]:
    """The fields of a posted form, the first of each name; raises ``MalformedRequest``, ``RequestTooLarge``."""
    return _fields(read_body(environ, limits).decode("utf-8", "replace"))


def _fields(encoded: str) -> dict[str, str]:
    try:
        fields = parse_qs(encoded, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise MalformedRequest("The request has more fields than this page.") from None
    return {name: values[0] for name, values in fields.items()}


def _token(fields: dict[str, str]) -> str:
    token = fields.get(TOKEN_PARAMETER, "")
    if len(token) != challenges.TOKEN_LENGTH:
        raise ChallengeOver
    return token


def _redirect(start_response: StartResponse, address: str) -> Answered:
    return answer(start_response, "303 See Other", _HTML, b"", ("Location", iri_to_uri(address)), *pages.HEADERS)


def refuse_method(start_response: StartResponse, allowed: str) -> Answered:
    """Tell that the page is asked for in another way."""
    page = pages.message_page("Not like this", f"This page takes {allowed}.")
    return answer(start_response, "405 Method Not Allowed", _HTML, page, ("Allow", allowed), *pages.HEADERS)


def _message(start_response: StartResponse, status: str, title: str, text: str) -> Answered:
    return show_page(start_response, status, pages.message_page(title, text))


def show_page(start_response: StartResponse, status: str, page: bytes) -> Answered:
    """Send a page, with what keeps it private."""
    return answer(start_response, status, _HTML, page, *pages.HEADERS)
