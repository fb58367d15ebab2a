"""No card number, security code or session id survives, wherever it stands and however it is written."""

import json
import random
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rpc_server.ids import Ids
from rpc_server.sandbox.journal.masking import masked, masked_text, masked_words

_SESSION_IDS = st.integers(0, 2**32).map(lambda seed: Ids(random.Random(seed)).session_id())
_CODES = st.integers(100, 9999).map(str)
_CODE_NAMES = st.sampled_from(["CCID", "ccid", "Cvv", "CVV2", "cvc", "card_cvc", "SecurityCode", "security_code"])
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "Cs", "Cc"]), max_size=20)
_GAPS = st.sampled_from(["", " ", "-", "  "])


@st.composite
def _numbers(draw: st.DrawFn) -> str:
    """A card number of 13 to 19 digits that adds up."""
    digits = draw(st.lists(st.integers(0, 9), min_size=12, max_size=18))
    doubled = [d if n % 2 else sum(divmod(2 * d, 10)) for n, d in enumerate(reversed(digits))]
    return "".join(map(str, [*digits, -sum(doubled) % 10]))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


@settings(deadline=None)
@given(_numbers(), _GAPS, _TEXTS, _TEXTS)
def test_no_card_number_survives_in_any_text(number: str, gap: str, before: str, after: str) -> None:
    written = gap.join(number[at : at + 4] for at in range(0, len(number), 4))

    told = masked_text(f"{before} {written} {after}")

    assert number not in _digits(told)


@settings(deadline=None)
@given(_numbers())
def test_a_card_number_written_in_references_does_not_survive(number: str) -> None:
    as_xml = "".join(f"&#{ord(digit)};" for digit in number)
    as_json = "".join(f"\\u{ord(digit):04x}" for digit in number)

    assert number not in _digits(masked_text(as_xml))
    assert number not in _digits(masked_text(as_json))


@settings(deadline=None)
@given(_SESSION_IDS, _TEXTS)
def test_no_session_id_survives_in_any_text(session_id: str, around: str) -> None:
    assert session_id not in masked_text(f"{around} {session_id} {around}")
    assert session_id not in masked_text(f"<param0>{session_id}</param0>")
    assert session_id not in masked_text(json.dumps({"params": [session_id, around]}))
    assert session_id.upper() not in masked_text(f"session={session_id.upper()}")


@settings(deadline=None)
@given(_CODE_NAMES, _CODES, _TEXTS)
def test_no_security_code_survives_behind_its_name(name: str, code: str, around: str) -> None:
    assume(code not in json.dumps(around))
    xml = f"<a>{escape(around)}</a><ns1:{name} xsi:type='xsd:string'>{code}</ns1:{name}><b/>"
    php_map = f"<item><key xsi:type='xsd:string'>{name}</key><value xsi:type='xsd:int'>{code}</value></item>"
    plain = {"x": around, name: code, "y": [around]}
    once = json.dumps(plain)

    for written in (xml, php_map, once, json.dumps(once), json.dumps({"z": once}), f"a=b&{name}={code}&c=d"):
        assert code not in masked_text(written)


@settings(deadline=None)
@given(
    st.recursive(_TEXTS | st.integers(0, 99), lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner)), _CODES
)
def test_whatever_stands_under_a_secret_name_is_masked_and_collected(inside: Any, code: str) -> None:
    secrets: set[str] = set()

    told = masked({"Payment": {"CCID": [code, inside]}, "Amount": 5}, secrets)

    assert told == {"Payment": {"CCID": "***"}, "Amount": 5}
    assert code in secrets


@settings(deadline=None)
@given(_CODES)
def test_a_collected_secret_is_masked_wherever_it_stands_alone(code: str) -> None:
    told = masked_text(f'<multiRef id="id7">{code}</multiRef><Price>1{code}9</Price>', {code})

    assert told == f'<multiRef id="id7">***</multiRef><Price>1{code}9</Price>'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<CardNumber>4111111111111111</CardNumber>", "<CardNumber>***1111</CardNumber>"),
        ("4111 1111 1111 1111", "***"),
        ("4111111111111112", "***"),
        ('{"CCID": null, "b": 1}', '{"CCID": null, "b": 1}'),
        ('{"CCID": {"x": "123"}, "b": 1}', '{"CCID": "***", "b": 1}'),
        ("<CCID/><Quantity>5</Quantity>", "<CCID/><Quantity>5</Quantity>"),
        ("<CCID></CCID><Quantity>5</Quantity>", "<CCID></CCID><Quantity>5</Quantity>"),
        ("<CCID><![CDATA[123]]></CCID>", "<CCID>***</CCID>"),
        ("<CCID>12", "<CCID>***"),
        ("/pay?avng8apitoken=abc&x=1", "/pay?avng8apitoken=***&x=1"),
        ("<EesToken>tok_mona_doe</EesToken>", "<EesToken>***</EesToken>"),
    ],
)
def test_how_a_text_is_told(text: str, told: str) -> None:
    assert masked_text(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-10 12:00:00",
        "5d41402abc4b2a76b9719d911017c592",
        "addSubscriptionAdditionalInformationField",
        "RefNo 123456789, 9.95 USD, +40 21 303 2062",
        "192.168.100.100",
    ],
    ids=["date", "hash", "method", "order", "address"],
)
def test_what_is_no_secret_is_told_as_it_is(text: str) -> None:
    assert masked_text(text) == text


def test_numbers_in_plain_data_are_masked_too() -> None:
    assert masked_words({"a": [4111111111111111, 9.5, True, None]}, set()) == {"a": ["***1111", 9.5, True, None]}


def test_a_long_word_takes_no_long_time() -> None:
    assert masked_text("z" * 200_000) == "zzzz***"
