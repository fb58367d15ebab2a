"""Whole entries, of whatever was sent: no secret of the call is left in them."""

import json
import random
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rpc_server.api.errors import ParseError
from rpc_server.api.exchange import BODY, Exchange, Request, Unread
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.errors import ApiError
from rpc_server.ids import Ids
from rpc_server.sandbox.journal.writing import entry_of, unread_entry_of
from tests.api_client import endpoint

_SIX = endpoint("merchant-6.0")
_PLACE_ORDER = Registry(groups()).find(_SIX, "placeOrder")
_NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
_CARDS = st.sampled_from(["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"])
_CODES = st.integers(100, 9999).map(str)
_SESSION_IDS = st.integers(0, 2**32).map(lambda seed: Ids(random.Random(seed)).session_id())
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "No", "Nl", "Cs", "Cc"]), max_size=12)
_DATA = st.recursive(
    _TEXTS | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _sent(card: str, code: str, session_id: str, around: Any) -> dict[str, Any]:
    """An order that has its secrets where they belong, and where a careless client may have put them."""
    return {
        "PaymentDetails": {"PaymentMethod": {"CardNumber": card, "CCID": code, "HolderName": "John Doe"}},
        "Comment": f"card {card[:4]} {card[4:8]} {card[8:12]} {card[12:]}",
        "Trace": json.dumps({"CCID": code, "session": session_id, "card": int(card)}),
        "Around": around,
        "Items": [{"Code": session_id, "Quantity": int(card)}],
    }


def _as_xml(value: Any, name: str = "part") -> str:
    if isinstance(value, dict):
        inner = "".join(_as_xml(each, key if key.isidentifier() else "item") for key, each in value.items())
        return f"<{name}>{inner}</{name}>"
    if isinstance(value, list):
        return "".join(_as_xml(each, "item") for each in value)
    return f'<{name} xsi:type="xsd:string">{escape(str(value))}</{name}>'


@settings(deadline=None)
@given(_CARDS, _CODES, _SESSION_IDS, _DATA, st.sampled_from(["json", "xml"]))
def test_no_secret_of_a_call_is_left(card: str, code: str, session_id: str, around: Any, wire: str) -> None:
    assume(code not in json.dumps(around))
    sent = _sent(card, code, session_id, around)
    body = json.dumps([session_id, sent]) if wire == "json" else _as_xml({"param0": session_id, "param1": sent})
    request = Request(_SIX, "soap", _PLACE_ORDER, [session_id, sent], "r", headers={BODY: body.encode()})
    refusal = ApiError(f"The card {card} of session {session_id} is not for us.")

    entry = entry_of(Exchange(request, None, None, refusal, 0), None, "SECRET_KEY", _NOW)

    for text in (entry.arguments, entry.body, entry.message):
        assert text is not None
        assert not [secret for secret in (card, card[4:12], session_id) if secret in text.replace(" ", "")]
    assert code not in f"{entry.arguments}{entry.body}".replace("***1111", "").replace("***" + card[-4:], "")


@settings(deadline=None)
@given(_CARDS, _CODES, _SESSION_IDS, _DATA, st.floats(0.2, 1))
@example("4111111111111111", "100", "41pjso2krv6sk1wj6936l06yqdpv68r5", None, 0.94140625)
def test_no_secret_of_a_request_that_ends_in_the_middle_is_left(
    card: str, code: str, session_id: str, around: Any, part: float
) -> None:
    body = _as_xml({"param0": session_id, "param1": _sent(card, code, session_id, around)})
    unread = Unread("soap", "/soap/6.0/", "r", None, body[: int(len(body) * part)].encode(), ParseError("No."))

    kept = unread_entry_of(unread, None, None, _NOW).body

    assert not [secret for secret in (card, card[4:12], session_id, f">{code}<") if secret in kept.replace(" ", "")]
