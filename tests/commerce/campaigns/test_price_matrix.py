"""Special prices: what they are given for, and the prices there are."""

from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.campaigns.promotions import errors, service
from rpc_server.commerce.campaigns.promotions.model import (
    NamedOption,
    PromotedProduct,
    PromotionType,
    SpecialPrice,
    SpecialPriceRequest,
    option_hash,
)
from rpc_server.commerce.context import Context
from tests.catalogue import a_promotion

ENCRYPTION = NamedOption("encryption", "Addons", "Encryption")
REPORTS = NamedOption("reports", "Addons", "Reports")
NINE = (("USD", Decimal(9)),)
SPECIAL = a_promotion(code="", type=PromotionType.SPECIAL_PRICE, percent=None)


def request(**changes: Any) -> SpecialPriceRequest:
    plain: dict[str, Any] = {
        "product_code": "SCANNER", "configuration_code": None, "option_hash": "", "options": (), "amounts": NINE,
    }  # fmt: skip
    return SpecialPriceRequest(**{**plain, **changes})


def stored(context: Context, **changes: Any) -> SpecialPrice:
    code = service.add(context, SPECIAL, (request(**changes),)).code
    (price,) = service.find(context, code).special_prices
    return price


def test_the_matrix_has_a_row_for_each_combination_that_has_a_price(shop: Context) -> None:
    assert service.matrix(shop, (PromotedProduct("SCANNER"), PromotedProduct("PRO"))) == [
        SpecialPrice("SCANNER", "F1A7F1A7F1", (), (("USD", Decimal(30)), ("EUR", Decimal(27)))),
        SpecialPrice("SCANNER", "F1A7F1A7F1", (ENCRYPTION,), (("USD", Decimal(35)),)),
        SpecialPrice("SCANNER", "F1A7F1A7F1", (ENCRYPTION, REPORTS), (("USD", Decimal(39)),)),
        SpecialPrice("PRO", "5A3C1E9D42", (), (("USD", Decimal("19.95")), ("EUR", Decimal("17.95")))),
    ]


def test_the_matrix_can_be_cut_to_options_and_a_configuration(shop: Context) -> None:
    rows = service.matrix(shop, (PromotedProduct("SCANNER", "F1A7F1A7F1", ("reports",)),))

    assert [row.option_codes for row in rows] == [{"encryption", "reports"}]


def test_there_is_no_matrix_of_a_product_there_is_not(shop: Context) -> None:
    with pytest.raises(errors.PromotionProductsInvalid):
        service.matrix(shop, (PromotedProduct("NOTHING"),))


def test_a_special_price_names_its_options_by_their_hash(shop: Context) -> None:
    named = stored(shop, option_hash=option_hash({"reports", "encryption"}))

    assert named == SpecialPrice("SCANNER", None, (ENCRYPTION, REPORTS), NINE)


def test_a_special_price_names_its_options_by_their_names(shop: Context) -> None:
    named = stored(shop, configuration_code="F1A7F1A7F1", options=(("Addons", "Reports"), ("Addons", "Encryption")))

    assert named == SpecialPrice("SCANNER", "F1A7F1A7F1", (REPORTS, ENCRYPTION), NINE)


def test_a_special_price_without_options_is_that_of_the_base(shop: Context) -> None:
    assert stored(shop, product_code="PRO") == SpecialPrice("PRO", None, (), NINE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"product_code": "NOTHING"}, "PriceMatrix[0].ProductCode"),
        ({"configuration_code": "0000000000"}, "PriceMatrix[0].PricingConfigurationCode"),
        ({"options": (("Addons", "Telephone"),)}, "PriceMatrix[0].Options"),
        ({"option_hash": option_hash({"reports"})}, "PriceMatrix[0].Options"),
        ({"amounts": (("USD", Decimal(-1)),)}, "PriceMatrix[0].Prices"),
    ],
)
def test_a_row_the_catalogue_knows_nothing_of_is_refused(shop: Context, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(errors.PriceMatrixInvalid) as refusal:
        service.add(shop, SPECIAL, (request(**changes),))

    assert refusal.value.field == field


def test_an_update_that_says_nothing_of_the_matrix_keeps_it(shop: Context) -> None:
    before = service.add(shop, SPECIAL, (request(),))

    service.update(shop, before, before, None)

    assert service.find(shop, before.code).special_prices == (SpecialPrice("SCANNER", None, (), NINE),)


def test_the_hash_of_options_knows_no_order() -> None:
    assert option_hash(["a", "b"]) == option_hash(["b", "a"]) == "b345e1dc09f20fdefdea469f09167892"
    assert option_hash([]) == ""
