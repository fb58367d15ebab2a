"""Signatures: the published worked examples, and the values PHP's own functions give."""

import json
import random
import subprocess
from pathlib import Path

import pytest

from rpc_server.commerce.accounts.signature import Algorithm, base_string, sign
from rpc_server.commerce.notifications.model import ALL_ALGORITHMS, Message
from rpc_server.commerce.notifications.signature import ins_hash, plain, signed, signed_values

KEY = "AABBCCDDEEFF"
SAMPLE: Message = (
    ("SALEDATE", "2016-06-01 12:22:09"),
    ("REFNO", "1000037"),
    ("REFNOEXT", ""),
    ("ORDERSTATUS", "COMPLETE"),
    ("IPN_PID[]", "1"),
    ("IPN_PID[]", "2"),
    ("IPN_PNAME[]", "Software program"),
    ("IPN_PNAME[]", "Größe"),
    ("IPN_QTY[]", "1"),
    ("IPN_QTY[]", "0"),
    ("IPN_DATE", "20050303123434"),
)
_PHP = Path(__file__).with_name("php") / "signatures.php"
_PAYLOADS = 10_000
_ALPHABETS = ("abc XYZ0189", "äöüßéñ£€", "日本語テスト", "🙂👍🏽🇷🇴", "<>&\"'+%=?#\\/\r\n\t", "\u0000\u200f\ufeff\u0301")


def test_the_worked_example_has_the_published_base_string() -> None:
    source = "192016-06-01 12:22:097100003708COMPLETE111216Software program7Größe11101420050303123434"

    assert base_string(*signed_values(SAMPLE)) == source.encode()


def test_the_worked_example_has_the_published_signatures_in_their_order() -> None:
    assert signed(SAMPLE, ALL_ALGORITHMS, KEY) == (
        *SAMPLE,
        ("HASH", "60c4f6112731757daec4a1ae1d8f4682"),
        ("SIGNATURE_SHA2_256", "6dc2a7e6a74a71776ddcc66ff4061f761a32e99c144bed14fcf34c39966b9598"),
        ("SIGNATURE_SHA3_256", "e7322a2ed5742c328d23e4c2516af8ccb2e39d8e02c310bd32d5b90096255e41"),
    )


def test_only_the_wanted_signatures_are_sent() -> None:
    names = [name for name, _ in signed(SAMPLE, (Algorithm.SHA3_256, Algorithm.MD5), KEY)]

    assert names[-2:] == ["HASH", "SIGNATURE_SHA3_256"]


def test_signatures_in_a_message_are_not_signed() -> None:
    assert signed_values(signed(SAMPLE, ALL_ALGORITHMS, KEY)) == signed_values(SAMPLE)


def test_an_array_is_walked_where_it_first_stands() -> None:
    posted = (("A[]", "1"), ("B", "2"), ("A[]", "3"), ("A[4]", "5"))

    assert signed_values(posted) == ["1", "3", "5", "2"]


def test_a_value_of_zero_is_no_empty_value() -> None:
    assert base_string("0", "") == b"100"


def test_the_ins_hash_is_that_of_the_official_library() -> None:
    assert ins_hash("4774380224", "1817037", "4774380233", "tango") == "566C45D68B75357AD43F9010CFFE8CF5"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("Größe 日本 🙂", "Größe 日本 🙂"),
        ("R&amp;D", "R&D"),
        ("&amp;amp;lt;b&gt;", "<b>"),
        ("C:\\Temp\\", "C:Temp"),
        ("a\\&am\\p;b", "a&b"),
        ("half \ud83d", "half ?"),
    ],
)
def test_values_are_told_as_every_listener_measures_them(value: str, told: str) -> None:
    assert plain(value) == told
    assert plain(told) == told


def test_signatures_are_those_of_php_for_ten_thousand_payloads() -> None:
    drawn = random.Random(20_260_310)
    payloads = [[_text(drawn) for _ in range(drawn.randrange(1, 12))] for _ in range(_PAYLOADS)]
    keys = [_text(drawn) or "k" for _ in payloads]

    asked = "\n".join(json.dumps([key, values]) for key, values in zip(keys, payloads, strict=True))
    answered = subprocess.run(["php", str(_PHP)], input=asked, capture_output=True, text=True, check=True).stdout

    ours = [[sign(a, key, *values) for a in ALL_ALGORITHMS] for key, values in zip(keys, payloads, strict=True)]
    assert [json.loads(line) for line in answered.splitlines()] == ours


def _text(drawn: random.Random) -> str:
    return "".join(drawn.choices(drawn.choice(_ALPHABETS), k=drawn.randrange(24)))
