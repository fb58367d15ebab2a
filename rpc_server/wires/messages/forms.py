"""What pages that take forms share: reading them under limits, whose they are, and answers that tell nothing."""

from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl

import structlog

from rpc_server.api.errors import MalformedRequest
from rpc_server.commerce.accounts import signature
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.service import find_merchant
from rpc_server.commerce.accounts.signature import Algorithm
from rpc_server.commerce.context import Services
from rpc_server.commerce.messages.errors import SignatureInvalid
from rpc_server.errors import ApiError
from rpc_server.storage import UnitOfWork
from rpc_server.wires.http import Environ, Limits, StartResponse, answer, read_body

TEXT = "text/plain; charset=utf-8"
_MOST_FIELDS = 500
_NOBODY = "no merchant has this key"
_log = structlog.get_logger("rpc_server.wires")

Fields = list[tuple[str, str]]


class Form:
    """The fields of a form, in their order; names count in any case."""

    def __init__(self, fields: Fields) -> None:
        self._fields = [(name.lower(), value) for name, value in fields]

    def get(self, name: str) -> str | None:
        """The first value of this name."""
        return next((value for known, value in self._fields if known == name.lower()), None)

    def text(self, name: str) -> str:
        """The same, empty where there is none."""
        return self.get(name) or ""

    def all(self, name: str) -> list[str]:
        """Every value of an array, ``NAME[]`` or ``NAME[0]``."""
        return [value for known, value in self._fields if known.partition("[")[0] == name.lower() and "[" in known]


class FormEndpoint:
    """A page that takes a form and answers it, whatever goes wrong; never an error's inside."""

    methods: tuple[str, ...] = ("POST",)

    def __init__(self, services: Services, limits: Limits, new_request_id: Callable[[], str]) -> None:
        self.services = services
        self._limits = limits
        self._new_request_id = new_request_id

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in self.methods:
            allowed = ("Allow", ", ".join(self.methods))
            return answer(start_response, "405 Method Not Allowed", TEXT, b"This page takes a form.\n", allowed)
        try:
            return self.take(self._read(environ), environ, start_response)
        except SignatureInvalid as refusal:
            return answer(start_response, "403 Forbidden", TEXT, f"{refusal.message}\n".encode())
        except ApiError as refusal:
            return answer(start_response, "400 Bad Request", TEXT, f"{refusal.message}\n".encode())
        except Exception:  # noqa: BLE001 - nothing of a form may escape in a traceback
            request_id = self._new_request_id()
            _log.exception("message failed", request_id=request_id)
            text = f"Internal error. Quote {request_id} when you report it.\n"
            return answer(start_response, "500 Internal Server Error", TEXT, text.encode())

    def take(self, form: Form, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Carry the form out and answer it."""
        raise NotImplementedError

    def _read(self, environ: Environ) -> Form:
        """The fields of the address and of the body, the body's first."""
        body = (
            read_body(environ, self._limits).decode("utf-8", "replace") if environ["REQUEST_METHOD"] == "POST" else ""
        )
        return Form(_fields(body) + _fields(environ.get("QUERY_STRING", "")))


def signer(work: UnitOfWork, form: Form, hash_field: str, *readings: tuple[str, ...]) -> tuple[Merchant, Algorithm]:
    """The merchant whose key signed the form, read in one of these ways, and how; raises ``SignatureInvalid``.

    An unknown merchant takes the same work as a known one.
    """
    merchant = find_merchant(work.connection, form.text("MERCHANT"))
    key, given = (merchant.secret_key if merchant else _NOBODY), form.text(hash_field)
    named = form.get("SIGNATURE_ALG")
    made = [
        algorithm
        for algorithm in signature.candidates(named, len(given.strip()))
        for values in readings
        if signature.matches((algorithm,), given, key, *values)
    ]
    if merchant is None or not made or (made[0] is Algorithm.MD5 and not merchant.accepts_md5):
        raise SignatureInvalid
    return merchant, made[0]


def _fields(encoded: str) -> Fields:
    try:
        return parse_qsl(encoded, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise MalformedRequest(f"A form has at most {_MOST_FIELDS} fields.") from None
