"""``rpc-server sign``: what it prints, and which mistake it sees in a hash that differs."""

import hashlib
import hmac
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rpc_server.cli import app
from rpc_server.cli.sign_report import report
from rpc_server.commerce.accounts.signature import Algorithm
from rpc_server.commerce.buy_links import signed_parameters

KEY = "AABBCCDDEEFF"
IPN = "REFNO=1000037&REFNOEXT=&IPN_PID%5B%5D=1&IPN_PNAME%5B%5D=Gr%C3%B6%C3%9Fe&IPN_DATE=20050303123434"
LINK = "currency=USD&prod=Widget&price=10&qty=1&type=PRODUCT&dynamic=1&merchant=M&name=Jane"
LINK_SIGNATURE = "0024622158eebd4ecf12d59275918619d91e278c8b057e720d5c1803a44c4d99"
SHA2 = "99ca767fb500883473a655feb775e6d6b9f0186451a224ccf08f5a4fe836dbf1"
SHA3 = "8cca544e261fc3e3ea9421d8bb3b1a5618fd6f34cd4443c04f51f5a248394ff4"
FIELDS = [("name", " Größe & Söhne"), ("none", ""), ("date", "2026")]


def run(*arguments: str) -> str:
    """What the command prints."""
    done = CliRunner().invoke(app, ["sign", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_login_is_shown_byte_by_byte() -> None:
    printed = run("login", "--merchant-code", "AVANGATE", "--date", "2010-05-13 12:12:12", "--key", "SECRET_KEY")

    assert (
        printed
        == """\
              bytes  value
merchantCode      8  AVANGATE
date             19  2010-05-13 12:12:12

base string, 30 bytes:
  8AVANGATE192010-05-13 12:12:12

      0  38 41 56 41 4e 47 41 54 45 31 39 32 30 31 30 2d  8AVANGATE192010-
     16  30 35 2d 31 33 20 31 32 3a 31 32 3a 31 32        05-13 12:12:12

md5       bf763db7d333e9c3038698cf59ada3e6
sha256    29e85dbf92ce0113e7755c31c0438a7db98a4de9f910bf0a527e005f35e43739
sha3-256  0c7e9c0c96148e5bf8e199a0a0e27977edc099ff0b27794e761853b96e04c7fb
"""
    )


def test_a_message_is_shown_with_lengths_in_bytes_where_characters_are_fewer(tmp_path: Path) -> None:
    body = tmp_path / "ipn.txt"
    body.write_text(f"{IPN}&HASH=e931bc95a8e65fa0d01c4318ef69034e\n")

    printed = run("ipn", str(body), "--key", KEY)

    assert (
        printed
        == """\
             bytes  value
REFNO            7  1000037
REFNOEXT         0  (empty: its 0 stands alone)
IPN_PID[]        1  1
IPN_PNAME[]      7  Größe   (5 characters: count bytes, as PHP's strlen does)
IPN_DATE        14  20050303123434

base string, 35 bytes:
  710000370117Größe1420050303123434

      0  37 31 30 30 30 30 33 37 30 31 31 37 47 72 c3 b6  710000370117Gr..
     16  c3 9f 65 31 34 32 30 30 35 30 33 30 33 31 32 33  ..e1420050303123
     32  34 33 34                                         434

md5       e931bc95a8e65fa0d01c4318ef69034e
sha256    e2d6d74db3b5cc7fe653f0b877d0daef29926a55d8ad7a6439e135332b965f9a
sha3-256  565eb93a8fe137b280b82958f26dfb4685aca5a85f7b0f4e17be835d64d7c3f7

e931bc95a8e65fa0d01c4318ef69034e is right: md5.
"""
    )


def test_a_receipt_is_shown_in_both_forms() -> None:
    asked = ["sign", "receipt", "-", "--date", "20050303123434"]

    printed = CliRunner(env={"RPC_SERVER_SIGN_KEY": KEY}).invoke(app, asked, input=IPN).output

    assert "  117Größe14200503031234341420050303123434\n" in printed
    assert printed.splitlines()[-3:] == [
        "<EPAYMENT>20050303123434|be1f42c7e677790dcfc877e9102c5d5f</EPAYMENT>",
        f'<sig algo="sha256" date="20050303123434">{SHA2}</sig>',
        f'<sig algo="sha3-256" date="20050303123434">{SHA3}</sig>',
    ]


def test_a_receipt_of_an_lcn_has_its_own_values(tmp_path: Path) -> None:
    body = tmp_path / "lcn.txt"
    body.write_text("LICENSE_CODE=3C343D0FAF&EXPIRATION_DATE=2005-03-03&STATUS=ACTIVE")

    printed = run("receipt", str(body), "--key", KEY, "--date", "20081117145935")

    assert "<EPAYMENT>20081117145935|cb34fe2991668eb82364edf62f845a34</EPAYMENT>" in printed


def test_an_lcn_is_shown_as_an_ipn_is(tmp_path: Path) -> None:
    body = tmp_path / "lcn.txt"
    body.write_text("LICENSE_CODE=3C343D0FAF")

    assert "  103C343D0FAF\n" in run("lcn", str(body), "--key", KEY)


def test_the_signature_in_a_buy_link_is_compared() -> None:
    url = f"https://secure.2checkout.com/checkout/buy/?{LINK}&signature={LINK_SIGNATURE}"

    printed = run("buy-link", url, "--key", "demo-buy-link-secret")

    assert "\n  3USD2106Widget117PRODUCT\n" in printed
    assert printed.splitlines()[-1] == f"{LINK_SIGNATURE} is right: sha256."


def test_a_body_that_is_not_there_is_told_in_one_line() -> None:
    done = CliRunner().invoke(app, ["sign", "ipn", "/nowhere/ipn.txt", "--key", KEY])

    assert (done.exit_code, done.output) == (2, "rpc-server: No such file or directory: /nowhere/ipn.txt\n")


@pytest.mark.parametrize(
    ("base", "key", "judgement"),
    [
        ("14 Größe & Söhne042026", KEY, "its lengths count characters, not bytes"),
        (" Größe & Söhne2026", KEY, "it has no lengths"),
        ("17 Größe & Söhne42026", KEY, "empty values are left out, where each is a 0"),
        ("16Größe & Söhne042026", KEY, "its values are stripped of spaces at their ends"),
        ("21 Größe &amp; Söhne042026", KEY, "its values have HTML entities"),
        ("31+Gr%C3%B6%C3%9Fe+%26+S%C3%B6hne042026", KEY, "its values are still URL-encoded"),
        ("17 Größe & Söhne042026", f"{KEY}\n", "the key has a line break at its end"),
        ("17 Größe & Söhne042026", bytes.fromhex(KEY), "the key is decoded from hexadecimal"),
    ],
)
def test_the_usual_mistakes_are_seen(base: str, key: str | bytes, judgement: str) -> None:
    secret = key if isinstance(key, bytes) else key.encode()
    theirs = hmac.new(secret, base.encode(), hashlib.sha256).hexdigest()

    printed = report(FIELDS, KEY, list(Algorithm), [theirs.upper()])

    assert printed.splitlines()[-1] == f"{theirs.upper()} is wrong: {judgement}."


def test_values_in_latin_1_are_seen() -> None:
    theirs = hmac.new(KEY.encode(), "14 Größe & Söhne042026".encode("latin-1"), hashlib.md5).hexdigest()

    assert report(FIELDS, KEY, list(Algorithm), [theirs]).endswith("is wrong: its values are not in UTF-8.")


def test_another_mistake_is_not_guessed_at() -> None:
    printed = report(FIELDS, KEY, list(Algorithm), ["0" * 32])

    assert printed.splitlines()[-1] == (
        f"{'0' * 32} is wrong, by none of the usual mistakes: compare each value with yours, and the key."
    )


def test_what_cannot_be_seen_is_shown_as_an_escape() -> None:
    assert "  a\\nb\\u200f" in report([("name", "a\nb\u200f")], KEY, [])


def test_a_buy_link_signs_the_documented_parameters_alone() -> None:
    returning = [("return-url", "https://a.example/?b=1"), ("merchant", "M"), ("prod", "PRO"), ("lock", "1")]

    assert [name for name, _ in signed_parameters(returning)] == ["lock", "return-url"]
    priced = [*returning, ("price", "USD:10"), ("coupon", "C"), ("qty", "1")]
    assert [name for name, _ in signed_parameters(priced)] == ["coupon", "lock", "price", "prod", "qty", "return-url"]
