"""Where buyers may be sent back to."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.payments.addresses import check_address, with_reference
from rpc_server.commerce.payments.errors import ReturnUrlInvalid

FIELD = "PaymentDetails.PaymentMethod.ReturnURL"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://shop.example",
        "HTTP://SHOP.example:8080/a?b=c#d",
        "http://localhost:8000/ok",
        "http://[::1]:8000/ok",
        "www.test.com",
        "shop.example/ok?a=1",
        "https://bücher.example/ok",
    ],
)
def test_web_addresses_are_taken_also_without_a_scheme(url: str | None) -> None:
    check_address(url, FIELD)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://shop.example/%0aalert(1)",
        "data:text/html,hello",
        "ftp://shop.example",
        "file:///etc/passwd",
        "//shop.example",
        "https://",
        "https:///ok",
        "https://me:secret@shop.example",
        "https://shop.example\\@evil.example",
        "https://shop.example/\r\nSet-Cookie: a=b",
        "https://shop.example/a b",
        'https://shop.example/"><b>',
        "https://shop.example:port/",
        "https://[shop",
    ],
)
def test_what_is_no_safe_web_address_is_refused(url: str) -> None:
    with pytest.raises(ReturnUrlInvalid) as refusal:
        check_address(url, FIELD)

    assert refusal.value.field == FIELD


@given(
    st.lists(st.tuples(st.from_regex("[a-z]{1,5}", fullmatch=True), st.from_regex("[a-z0-9]{1,5}", fullmatch=True))),
    st.from_regex("(/[a-z]{1,5}){0,3}", fullmatch=True),
    st.sampled_from(["", "#part"]),
)
def test_the_reference_joins_whatever_the_address_holds(query: list[tuple[str, str]], path: str, part: str) -> None:
    asked = "&".join(f"{name}={value}" for name, value in query)
    url = f"https://shop.example{path}{'?' if asked else ''}{asked}{part}"

    parts = urlsplit(with_reference(url, "123456789"))

    assert parse_qsl(parts.query) == [*query, ("refno", "123456789")]
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "shop.example", path, part[1:])
