"""The options text of an upgrade."""

import pytest

from rpc_server.commerce.subscriptions.errors import UpgradeOptionsInvalid
from rpc_server.commerce.subscriptions.option_list import parse


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (None, ()),
        ("", ()),
        (" ; ;", ()),
        ("emailsupport;oneuser1", ("emailsupport", "oneuser1")),
        ("Users=7", ("Users=7",)),
        ("emailsupport; Users=7;", ("emailsupport", "Users=7")),
        ("EmailSupport", ("EmailSupport",)),
    ],
)
def test_options_are_parted_by_semicolons_and_keep_their_case(text: str | None, options: tuple[str, ...]) -> None:
    assert parse(text) == options


def test_no_product_has_more_than_a_hundred() -> None:
    assert len(parse("x;" * 100)) == 100

    with pytest.raises(UpgradeOptionsInvalid) as refusal:
        parse("x;" * 101)
    assert (refusal.value.code, refusal.value.field) == ("INVALID_OPTIONS", "options")
