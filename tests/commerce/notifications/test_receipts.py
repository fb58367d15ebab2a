"""Which answers count as read receipts: the published ones, and what old listeners make of them."""

import pytest

from rpc_server.commerce.accounts.signature import Algorithm, sign
from rpc_server.commerce.notifications.model import Message, NotificationKind
from rpc_server.commerce.notifications.receipts import receipted_values, refusal

KEY = "AABBCCDDEEFF"
IPN: Message = (
    ("REFNO", "1000037"),
    ("IPN_PID[]", "1"),
    ("IPN_PID[]", "2"),
    ("IPN_PNAME[]", "Software program"),
    ("IPN_PNAME[]", "Another one"),
    ("IPN_DATE", "20050303123434"),
)
LCN: Message = (("LICENSE_CODE", "3C343D0FAF"), ("EXPIRATION_DATE", "2005-03-03"), ("STATUS", "ACTIVE"))
MD5 = "7bf97ed39681027d0c45aa45e3ea98f0"
SHA2 = "ea6f44c39b3d204b59500998fcb9221c92744d9721a94b45fc6d5cda99980176"
SHA3 = "85180497aaaa4844a278b52b1ce257d2820dbf5857470a5f678fef2266d0d4a8"
AT = "20050303123434"


@pytest.mark.parametrize(
    "body",
    [
        f"<EPAYMENT>{AT}|{MD5}</EPAYMENT>",
        f'<sig algo="sha256" date="{AT}">{SHA2}</sig>',
        f'<sig algo="sha3-256" date="{AT}">{SHA3}</sig>',
        f'<sig algo="sha3_256" date="{AT}">{SHA3}</sig>',
        f"<sig date='{AT}' algo='SHA2-256'> {SHA2.upper()} </sig>",
        f"<html>Notice: Undefined index in ipn.php\n<epayment>{AT}|{MD5.upper()}</epayment></html>",
        f"<EPAYMENT>{AT}|{'0' * 32}</EPAYMENT><EPAYMENT>{AT}|{MD5}</EPAYMENT>",
    ],
)
def test_a_receipt_in_any_of_the_documented_forms_is_taken(body: str) -> None:
    assert refusal(NotificationKind.IPN, IPN, body, KEY) is None


@pytest.mark.parametrize(
    ("algorithm", "digest"),
    [
        ("md5", "cb34fe2991668eb82364edf62f845a34"),
        ("sha256", "cdd64ce75e6cf013a60291229c83063a5d903eae3bfa216e99aae8af65a055e8"),
        ("sha3-256", "7fc19d21103ea56f1b413315fb3feb5fbdd137758623a73c7ed12d9bb84f21db"),
    ],
)
def test_a_receipt_of_an_lcn_signs_its_code_and_its_end(algorithm: str, digest: str) -> None:
    body = f'<sig algo="{algorithm}" date="20081117145935">{digest}</sig>'

    assert refusal(NotificationKind.LCN, LCN, body, KEY) is None


def test_a_date_without_a_leading_zero_is_taken_as_it_stands() -> None:
    date = "2005030392434"
    digest = sign(Algorithm.MD5, KEY, "1", "Software program", AT, date)

    assert refusal(NotificationKind.IPN, IPN, f"<EPAYMENT>{date}|{digest}</EPAYMENT>", KEY) is None


def test_a_receipt_that_signs_the_date_of_the_message_in_place_of_its_own_is_taken() -> None:
    body = f'<sig algo="sha256" date="20050303123501">{SHA2}</sig>'

    assert refusal(NotificationKind.IPN, IPN, body, KEY) is None


def test_a_message_without_lines_is_signed_with_empty_values() -> None:
    assert receipted_values(NotificationKind.IPN, (("IPN_DATE", AT),)) == ("", "", AT)


@pytest.mark.parametrize("body", ["", "OK", "<EPAYMENT></EPAYMENT>", f"<EPAYMENT>{AT}{MD5}</EPAYMENT>", "\0" * 1000])
def test_an_answer_without_a_receipt_is_refused_and_told_what_is_missing(body: str) -> None:
    assert refusal(NotificationKind.IPN, IPN, body, KEY) == (
        "The answer has no read receipt: neither <EPAYMENT>DATE|HASH</EPAYMENT> nor <sig algo date>HASH</sig>."
    )


def test_a_receipt_with_another_hash_is_refused_and_told_what_it_signs() -> None:
    body = f'<sig algo="sha256" date="20050303123501">{"0" * 64}</sig>'

    assert refusal(NotificationKind.IPN, IPN, body, KEY) == (
        "The hash of the read receipt differs: it is to be the HMAC of "
        "'1116Software program14200503031234341420050303123501' with the secret key."
    )


def test_a_receipt_under_another_key_is_refused() -> None:
    assert refusal(NotificationKind.IPN, IPN, f"<EPAYMENT>{AT}|{MD5}</EPAYMENT>", "other") is not None


def test_a_receipt_of_an_unknown_algorithm_is_refused() -> None:
    body = f'<sig algo="sha512" date="{AT}">{SHA2}</sig>'

    assert refusal(NotificationKind.IPN, IPN, body, KEY) == (
        "The read receipt names no known algorithm: sha256 or sha3-256."
    )


def test_a_hostile_answer_is_read_in_one_pass() -> None:
    body = "<sig algo='" * 6_000

    assert refusal(NotificationKind.IPN, IPN, body, KEY) is not None
