"""The merchant's own number of an order."""

import pytest

from rpc_server.commerce.carts import external_reference
from rpc_server.commerce.carts.errors import InvalidExternalReference


def test_a_reference_is_kept_without_the_spaces_around_it() -> None:
    assert external_reference.checked(" NEW_ORDER_REFERENCE\n") == "NEW_ORDER_REFERENCE"


def test_a_reference_of_a_hundred_characters_is_kept() -> None:
    assert external_reference.checked("x" * 100) == "x" * 100


@pytest.mark.parametrize("text", [None, "", "  "])
def test_an_empty_reference_is_refused(text: str | None) -> None:
    with pytest.raises(InvalidExternalReference) as refusal:
        external_reference.checked(text)

    assert (refusal.value.code, refusal.value.message, refusal.value.field) == (
        "INVALID_SOURCE",
        "The provided external reference is empty.",
        "externalRef",
    )


def test_a_reference_longer_than_a_hundred_characters_is_refused() -> None:
    with pytest.raises(InvalidExternalReference) as refusal:
        external_reference.checked("x" * 101)

    assert (refusal.value.code, refusal.value.message) == (
        "INVALID_SOURCE",
        "The external reference is longer than 100 characters.",
    )
