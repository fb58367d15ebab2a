"""The Channel Manager API 2.1, method by method: whole answers, every documented code and text."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.orders import store as order_store
from rpc_server.commerce.partners import store
from rpc_server.commerce.partners.model import PartnerStatus
from rpc_server.commerce.partners.tables import PartnerOrderRow, PriceListAssignmentRow
from tests.api_client import ApiClient
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

NO_PARTNER = ("INVALID_PARTNER", "No partner is set.")
EMPTY = ("EMPTY_CART", "The shopping cart is empty.")
NO_LISTS = ("PARTNER_PRICING_LISTS_NOT_FOUND", "There are no pricing lists with provided code.")
INACTIVE = replace(PARTNER, code="SLEEPER", status=PartnerStatus.INACTIVE)
CASH = replace(PARTNER, code="CASHONLY", credit_limit=None)
CAREFUL = replace(PARTNER, code="CAREFUL", is_trusted=False)


@pytest.fixture
def anonymous(services: Services, merchant: Merchant) -> ApiClient:
    """A session of APITEST, which has four partners, before any was set."""
    with services.database.writing() as work:
        partners_of(Context(merchant, work, services), PARTNER, INACTIVE, CASH, CAREFUL)
    return ApiClient(services, "channel-manager-2.1", merchant)


@pytest.fixture
def client(anonymous: ApiClient) -> ApiClient:
    """A session that works for PARTNER1."""
    anonymous.call("setPartner", "PARTNER1")
    return anonymous


def place(client: ApiClient, quantity: int = 1, product_id: int = 1001) -> Any:
    client.call("addProduct", product_id, quantity, None, PRICE_LIST)
    return client.call("placeOrder")


def assign(services: Services, merchant: Merchant, *, has_list: bool) -> None:
    with services.database.writing() as work:
        if has_list:
            store.assign_price_list(Context(merchant, work, services), PRICE_LIST, "PARTNER1")
        else:
            work.session.execute(
                delete(PriceListAssignmentRow).where(
                    PriceListAssignmentRow.merchant_id == merchant.merchant_id,
                    PriceListAssignmentRow.partner_code == "PARTNER1",
                )
            )


class TestSearchPartners:
    @pytest.mark.parametrize("text", ["beispiel", "VERTRIEB", "einkauf@partner", " gmbh "])
    def test_active_partners_are_found_by_company_and_address(self, anonymous: ApiClient, text: str) -> None:
        found = anonymous.call("searchPartners", text)

        assert [partner["PartnerCode"] for partner in found] == ["CAREFUL", "CASHONLY", "PARTNER1"]

    def test_each_is_shown_with_its_own_credit(self, client: ApiClient) -> None:
        place(client)

        found = {partner["PartnerCode"]: partner for partner in client.call("searchPartners", "beispiel")}

        assert found["PARTNER1"] == client.call("getPartnerByCode", "PARTNER1")
        assert [found[code]["AvailableCreditLimit"] for code in ("CAREFUL", "CASHONLY")] == [500, None]

    @pytest.mark.parametrize("text", ["%", "_eispiel", "nobody"])
    def test_what_is_in_no_name_finds_nothing(self, anonymous: ApiClient, text: str) -> None:
        assert anonymous.call("searchPartners", text) == []

    @pytest.mark.parametrize("arguments", [[], [""], [" "], [None]])
    def test_something_must_be_looked_for(self, anonymous: ApiClient, arguments: list[Any]) -> None:
        assert anonymous.refusal("searchPartners", *arguments) == (
            "INVALID_SEARCH",
            "Invalid value. Please use a string to search.",
        )

    def test_what_is_no_text_has_the_same_code(self, anonymous: ApiClient) -> None:
        assert anonymous.refusal("searchPartners", ["beispiel"])[0] == "INVALID_SEARCH"


class TestComment:
    def test_the_next_order_carries_it(self, client: ApiClient, services: Services) -> None:
        assert client.call("setComment", " At the back door ") is True
        first, second = place(client)["RefNo"], place(client)["RefNo"]

        with services.database.reading() as work:
            rows = work.session.execute(select(PartnerOrderRow.order_reference, PartnerOrderRow.comment))
            assert {row.order_reference: row.comment for row in rows} == {first: "At the back door", second: None}

    @pytest.mark.parametrize("arguments", [[], [""], [" "]])
    def test_an_empty_one_is_refused(self, client: ApiClient, arguments: list[str]) -> None:
        assert client.refusal("setComment", *arguments) == ("INVALID_COMMENT", "The provided comment is empty.")

    def test_another_partner_begins_without_it(self, client: ApiClient, services: Services) -> None:
        client.call("setComment", "For PARTNER1")
        client.call("setPartner", "CAREFUL")
        place(client)

        with services.database.reading() as work:
            assert work.session.scalars(select(PartnerOrderRow.comment)).all() == [None]


class TestSetPartner:
    def test_an_active_partner_is_set(self, anonymous: ApiClient) -> None:
        assert anonymous.call("setPartner", "PARTNER1") is True

    @pytest.mark.parametrize("arguments", [[], [""], [None]])
    def test_a_code_is_mandatory(self, anonymous: ApiClient, arguments: list[Any]) -> None:
        assert anonymous.refusal("setPartner", *arguments) == ("INVALID_PARTNER", "Partner code is mandatory.")

    @pytest.mark.parametrize("code", ["NOBODY", "SLEEPER", "partner1"])
    def test_only_the_code_of_an_active_partner_will_do(self, anonymous: ApiClient, code: str) -> None:
        assert anonymous.refusal("setPartner", code) == (
            "INVALID_PARTNER",
            "Provided partner code is not associated with an active partner account in the Avangate system.",
        )

    def test_another_partner_begins_with_an_empty_cart(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 1, None, PRICE_LIST)
        client.call("setPartner", "CASHONLY")

        assert client.refusal("getContents") == EMPTY

    def test_the_same_partner_again_keeps_the_cart(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 1, None, PRICE_LIST)
        client.call("setPartner", "PARTNER1")

        assert len(client.call("getContents")["Products"]) == 1

    @pytest.mark.parametrize(
        ("method", "arguments"),
        [
            ("addProduct", [1001, 1, None, PRICE_LIST]),
            ("deleteProduct", [1001]),
            ("clearProducts", []),
            ("getContents", []),
            ("setExternalRef", ["REF"]),
            ("setComment", ["At the back door"]),
            ("placeOrder", []),
            ("getOrdersWithoutProforma", []),
            ("setProforma", ["100000001"]),
            ("setPaymentDetails", [{"Type": "PAYPAL"}]),
            ("payProforma", []),
            ("getOrderStatus", ["123456789"]),
            ("createProforma", [["123456789"]]),
            ("getProforma", ["100000001"]),
            ("getPricingListInformation", [PRICE_LIST]),
            ("getProductById", [1001, PRICE_LIST]),
            ("getProductByCode", ["P1001", PRICE_LIST]),
            ("getProductPrice", [1001, PRICE_LIST]),
        ],
    )
    def test_without_it_every_method_is_refused(self, anonymous: ApiClient, method: str, arguments: list[Any]) -> None:
        assert anonymous.refusal(method, *arguments) == NO_PARTNER


class TestGetPartnerByCode:
    def test_a_partner_is_shown_with_what_is_left_of_its_credit(self, client: ApiClient) -> None:
        place(client)

        assert client.call("getPartnerByCode", "PARTNER1") == {
            "PartnerCode": "PARTNER1",
            "CompanyName": "Beispiel Vertrieb GmbH",
            "Email": "einkauf@partner.example",
            "CommunicationLanguage": "de",
            "Currency": "EUR",
            "CreditLimit": 500,
            "AvailableCreditLimit": 404.8,
        }

    def test_a_partner_without_credit_has_no_limits(self, anonymous: ApiClient) -> None:
        shown = anonymous.call("getPartnerByCode", "CASHONLY")

        assert (shown["CreditLimit"], shown["AvailableCreditLimit"]) == (None, None)

    @pytest.mark.parametrize("arguments", [[], [""]])
    def test_a_code_is_mandatory(self, anonymous: ApiClient, arguments: list[str]) -> None:
        assert anonymous.refusal("getPartnerByCode", *arguments) == ("INVALID_PARTNER", "Partner code is mandatory.")

    @pytest.mark.parametrize("code", ["NOBODY", "SLEEPER"])
    def test_only_active_partners_are_shown(self, anonymous: ApiClient, code: str) -> None:
        assert anonymous.refusal("getPartnerByCode", code) == (
            "INVALID_PARTNER",
            "Partner code provided is not associated with an active partner account in the Avangate system.",
        )


PRODUCT = {
    "ProductId": 1002,
    "ProductCode": "P1002",
    "ProductName": "Product 1002",
    "ProductVersion": "1.0",
    "ProductStatus": True,
    "ProductType": "REGULAR",
    "Currency": "EUR",
    "DefaultCurrency": "EUR",
    "Price": 50,
    "GiftOption": False,
    "IdGroup": None,
    "GroupName": "General",
    "ShortDescription": "",
    "ProductImage": None,
    "Languages": [],
    "PriceIntervals": [{"MinQuantity": 1, "MaxQuantity": 99999, "Price": 50}],
    "PriceType": "NET",
    "PriceSchema": "DYNAMIC",
    "LongDescription": "",
    "SystemRequirements": "",
    "Platforms": [],
    "URLImage": None,
    "TrialURL": "",
    "TrialDescription": "",
    "PriceOptions": [
        {
            "Name": "Support",
            "Description": "",
            "Required": True,
            "Type": "RADIO",
            "Options": [
                {"Name": "By mail", "Value": "mail", "Default": True, "Description": ""},
                {"Name": "By phone", "Value": "phone", "Default": False, "Description": ""},
            ],
        }
    ],
    "AdditionalInfo": [],
}


class TestPriceLists:
    def test_a_partner_sees_the_lists_it_may_buy_from(self, client: ApiClient) -> None:
        assert client.call("getPartnerPricingLists") == [{"Code": PRICE_LIST, "Name": "Resellers 2026"}]

    def test_the_text_without_a_partner_has_no_full_stop_here(self, anonymous: ApiClient) -> None:
        assert anonymous.refusal("getPartnerPricingLists") == ("INVALID_PARTNER", "No partner is set")

    def test_a_partner_without_lists_is_told(self, client: ApiClient, services: Services, merchant: Merchant) -> None:
        assign(services, merchant, has_list=False)

        assert client.refusal("getPartnerPricingLists") == NO_LISTS

    def test_a_list_is_shown_with_what_is_for_sale_on_it(self, client: ApiClient) -> None:
        shown = client.call("getPricingListInformation", PRICE_LIST)

        assert (shown["Code"], shown["Name"]) == (PRICE_LIST, "Resellers 2026")
        assert [product["ProductId"] for product in shown["Products"]] == [1001, 1002, 1003]
        assert shown["Products"][1] == PRODUCT

    @pytest.mark.parametrize("arguments", [[], [""], ["NOSUCHLIST"]])
    def test_an_unknown_list_is_refused(self, client: ApiClient, arguments: list[str]) -> None:
        assert client.refusal("getPricingListInformation", *arguments) == NO_LISTS


class TestProducts:
    def test_a_product_is_found_by_id_and_by_code(self, client: ApiClient) -> None:
        assert client.call("getProductById", 1002, PRICE_LIST) == PRODUCT
        assert client.call("getProductByCode", "P1002", PRICE_LIST) == PRODUCT

    def test_prices_are_those_of_the_list(self, client: ApiClient) -> None:
        assert client.call("getProductById", "1001", PRICE_LIST)["PriceIntervals"] == [
            {"MinQuantity": 1, "MaxQuantity": 9, "Price": 100},
            {"MinQuantity": 10, "MaxQuantity": 99, "Price": 90},
        ]

    @pytest.mark.parametrize(
        ("arguments", "code", "text"),
        [
            ([None, PRICE_LIST], "INVALID_PRODUCT", "Please provide a valid product ID."),
            ([0, PRICE_LIST], "INVALID_PRODUCT", "Please provide a valid product ID."),
            (["P1001", PRICE_LIST, 0], "INVALID_PRODUCT", "productId must be a whole number."),
            ([1001, None], "INVALID_PRICING_LIST_CODE", "Please provide a valid pricing list code."),
            ([1001, ""], "INVALID_PRICING_LIST_CODE", "Please provide a valid pricing list code."),
            ([1001, "X"], "PARTNER_PRICING_LISTS_NOT_FOUND", "There are no pricing lists with provided code."),
            (
                [1005, PRICE_LIST],
                "PRODUCT_NOT_FOUND",
                "There is no product with this id in the given pricing list.",
            ),
        ],
    )
    def test_by_id_refusals_have_these_words(
        self, client: ApiClient, arguments: list[Any], code: str, text: str
    ) -> None:
        assert client.refusal("getProductById", *arguments) == (code, text)

    @pytest.mark.parametrize(
        ("arguments", "code", "text"),
        [
            ([None, PRICE_LIST], "INVALID_PRODUCT", "Provide a valid product ID."),
            (["", PRICE_LIST], "INVALID_PRODUCT", "Provide a valid product ID."),
            (["P1001", ""], "INVALID_PRICING_LIST_CODE", "Provide a valid pricing list code."),
            (["P1001", "X"], "PARTNER_PRICING_LISTS_NOT_FOUND", "There are no pricing lists with the provided code."),
            (
                ["P1005", PRICE_LIST],
                "PRODUCT_NOT_FOUND",
                "There is no product with this ID in the given pricing list.",
            ),
        ],
    )
    def test_by_code_refusals_have_those_words(
        self, client: ApiClient, arguments: list[Any], code: str, text: str
    ) -> None:
        assert client.refusal("getProductByCode", *arguments) == (code, text)


class TestProductPrice:
    def test_a_unit_is_priced_after_the_margin(self, client: ApiClient) -> None:
        assert client.call("getProductPrice", 1001, PRICE_LIST) == {
            "Currency": "EUR",
            "NetPricePerUnit": 80,
            "PartnerMarginPerUnit": 20,
            "VatPerUnit": 15.2,
        }

    def test_the_price_list_comes_before_the_options(self, client: ApiClient) -> None:
        assert client.call("getProductPrice", "1002", PRICE_LIST, ["phone"]) == {
            "Currency": "EUR",
            "NetPricePerUnit": 67.5,
            "PartnerMarginPerUnit": 7.5,
            "VatPerUnit": 12.83,
        }

    @pytest.mark.parametrize(
        ("arguments", "code", "text"),
        [
            ([None, PRICE_LIST], "PRODUCT_ERROR", "Invalid product ID."),
            ([1001, ""], "PARTNER_PRICING_LISTS_NOT_FOUND", "There are no pricing lists with the provided code."),
            ([1001, "X"], "PARTNER_PRICING_LISTS_NOT_FOUND", "There are no pricing lists with the provided code."),
            (
                [1004, PRICE_LIST],
                "PRODUCT_NOT_FOUND",
                "There is no active product with the provided ID in the given pricing list.",
            ),
            ([1002, PRICE_LIST, ["fax"]], "ORDER_PRODUCT_PRICE_OPTIONS_INVALID", "There is no price option 'fax'."),
        ],
    )
    def test_refusals_have_words_of_their_own(
        self, client: ApiClient, arguments: list[Any], code: str, text: str
    ) -> None:
        assert client.refusal("getProductPrice", *arguments) == (code, text)


class TestAddProduct:
    @pytest.mark.parametrize(
        "arguments",
        [
            [1002, 3, ["phone"], PRICE_LIST],
            ["1002", "3", ["phone"], PRICE_LIST],
            [1002, PRICE_LIST, 3, ["phone"]],
        ],
    )
    def test_the_samples_order_of_arguments_is_read_and_the_tables(
        self, client: ApiClient, arguments: list[Any]
    ) -> None:
        assert client.call("addProduct", *arguments) is True

        (line,) = client.call("getContents")["Products"]
        assert (line["IdProduct"], line["Quantity"], line["PriceOptions"], line["PricingListCode"]) == (
            1002,
            3,
            "phone",
            PRICE_LIST,
        )

    @pytest.mark.parametrize(
        "arguments", [[1001, None, None, PRICE_LIST], [1001, PRICE_LIST], [1001, PRICE_LIST, None, None]]
    )
    def test_no_quantity_is_one_unit(self, client: ApiClient, arguments: list[Any]) -> None:
        client.call("addProduct", *arguments)

        assert [line["Quantity"] for line in client.call("getContents")["Products"]] == [1]

    def test_table_order_with_a_dropped_argument_is_read(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, PRICE_LIST, 4)

        assert [line["Quantity"] for line in client.call("getContents")["Products"]] == [4]

    def test_a_second_time_adds_to_the_line(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 2, None, PRICE_LIST)
        client.call("addProduct", 1001, 3, [], PRICE_LIST)

        assert [line["Quantity"] for line in client.call("getContents")["Products"]] == [5]

    @pytest.mark.parametrize("product_id", [0, -1, None])
    def test_a_product_id_that_is_none_is_refused(self, client: ApiClient, product_id: int | None) -> None:
        assert client.refusal("addProduct", product_id, 1, None, PRICE_LIST) == ("PRODUCT_ERROR", "Invalid product ID.")

    def test_a_product_id_of_letters_has_the_same_code(self, client: ApiClient) -> None:
        assert client.refusal("addProduct", "P1001", 1, None, PRICE_LIST) == (
            "PRODUCT_ERROR",
            "productId must be a whole number.",
        )

    @pytest.mark.parametrize("code", ["NOSUCHLIST", "", None])
    def test_a_price_list_the_partner_has_not_is_refused(self, client: ApiClient, code: str | None) -> None:
        assert client.refusal("addProduct", 1001, 1, None, code) == (
            "PARTNER_PRICING_LISTS_NOT_FOUND",
            "There are no pricing lists with the provided code.",
        )

    @pytest.mark.parametrize("product_id", [1004, 1005, 99999999999])
    def test_a_product_the_list_does_not_sell_is_refused(self, client: ApiClient, product_id: int) -> None:
        assert client.refusal("addProduct", product_id, 1, None, PRICE_LIST) == (
            "PRODUCT_NOT_FOUND",
            "There is no active product with the specified product ID in the given pricing list.",
        )

    @pytest.mark.parametrize("quantity", [0, -3, 100, 10**12])
    def test_a_quantity_without_a_price_is_refused(self, client: ApiClient, quantity: int) -> None:
        assert client.refusal("addProduct", 1001, quantity, None, PRICE_LIST) == (
            "INVALID_QUANTITY",
            "Quantity is not available for purchase.",
        )

    def test_an_unknown_option_is_refused(self, client: ApiClient) -> None:
        assert client.refusal("addProduct", 1002, 1, ["fax"], PRICE_LIST) == (
            "ORDER_PRODUCT_PRICE_OPTIONS_INVALID",
            "There is no price option 'fax'.",
        )


class TestDeleteProduct:
    def test_options_come_before_the_quantity(self, client: ApiClient) -> None:
        client.call("addProduct", 1002, 5, ["phone"], PRICE_LIST)

        assert client.call("deleteProduct", 1002, ["phone"], 2) is True
        assert [line["Quantity"] for line in client.call("getContents")["Products"]] == [3]

    def test_without_a_quantity_the_line_goes(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 5, None, PRICE_LIST)

        assert client.call("deleteProduct", 1001) is True
        assert client.refusal("getContents") == EMPTY

    def test_a_quantity_alone_is_understood(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 5, None, PRICE_LIST)
        client.call("deleteProduct", 1001, 2)

        assert [line["Quantity"] for line in client.call("getContents")["Products"]] == [3]

    def test_other_options_are_another_line(self, client: ApiClient) -> None:
        client.call("addProduct", 1002, 1, ["phone"], PRICE_LIST)

        assert client.refusal("deleteProduct", 1002, ["mail"]) == (
            "PRODUCT_NOT_FOUND",
            "There is no product with the specified settings in cart.",
        )

    def test_from_an_empty_cart_is_refused(self, client: ApiClient) -> None:
        assert client.refusal("deleteProduct", 1001) == EMPTY


class TestContents:
    def test_every_line_is_shown_with_product_and_prices(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 10, None, PRICE_LIST)

        assert client.call("getContents") == {
            "Products": [
                {
                    "IdProduct": 1001,
                    "Product": {
                        "ProductId": 1001,
                        "ProductCode": "P1001",
                        "ProductName": "Product 1001",
                        "ProductVersion": "1.0",
                        "ProductStatus": True,
                        "ProductType": "REGULAR",
                        "Currency": "EUR",
                        "DefaultCurrency": "EUR",
                        "Price": 100,
                        "GiftOption": False,
                        "IdGroup": None,
                        "GroupName": "General",
                        "ShortDescription": "",
                        "ProductImage": None,
                        "Languages": [],
                        "PriceIntervals": [
                            {"MinQuantity": 1, "MaxQuantity": 9, "Price": 100},
                            {"MinQuantity": 10, "MaxQuantity": 99, "Price": 90},
                        ],
                        "PriceType": "NET",
                        "PriceSchema": "DYNAMIC",
                    },
                    "Quantity": 10,
                    "PriceOptions": "",
                    "Price": {
                        "NetPrice": 720,
                        "NetCurrency": "EUR",
                        "FinalPrice": 856.8,
                        "FinalCurrency": "EUR",
                    },
                    "UnitPrice": {
                        "Currency": "EUR",
                        "NetPricePerUnit": 72,
                        "PartnerMarginPerUnit": 18,
                        "VatPerUnit": 13.68,
                    },
                    "PricingListCode": PRICE_LIST,
                }
            ]
        }

    def test_an_empty_cart_is_refused(self, client: ApiClient) -> None:
        assert client.refusal("getContents") == EMPTY

    def test_clearing_empties_the_cart(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 10, None, PRICE_LIST)

        assert client.call("clearProducts") is True
        assert client.refusal("getContents") == EMPTY

    def test_the_cart_of_another_session_is_another(
        self, client: ApiClient, services: Services, merchant: Merchant
    ) -> None:
        client.call("addProduct", 1001, 10, None, PRICE_LIST)
        second = ApiClient(services, "channel-manager-2.1", merchant)
        second.call("setPartner", "PARTNER1")

        assert second.refusal("getContents") == EMPTY


class TestExternalReference:
    def test_the_next_order_carries_it(self, client: ApiClient, services: Services, merchant: Merchant) -> None:
        assert client.call("setExternalRef", "NEW_ORDER_REFERENCE") is True

        first, second = place(client)["RefNo"], place(client)["RefNo"]

        with services.database.reading() as work:
            context = Context(merchant, work, services)
            found = [order_store.find(context, reference) for reference in (first, second)]
        assert [order.external_reference for order in found if order] == ["NEW_ORDER_REFERENCE", None]

    @pytest.mark.parametrize("arguments", [[], [""], [None], ["   "]])
    def test_an_empty_one_is_refused(self, client: ApiClient, arguments: list[Any]) -> None:
        assert client.refusal("setExternalRef", *arguments) == (
            "INVALID_SOURCE",
            "The provided external reference is empty.",
        )

    def test_one_of_more_than_a_hundred_characters_is_refused(self, client: ApiClient) -> None:
        assert client.refusal("setExternalRef", "x" * 101) == (
            "INVALID_SOURCE",
            "The external reference is longer than 100 characters.",
        )


class TestPlaceOrder:
    def test_an_order_within_credit_is_complete(self, client: ApiClient) -> None:
        order = place(client)

        assert order == {
            "RefNo": order["RefNo"],
            "Status": "COMPLETE",
            "OrderLockReason": None,
            "ProformaNumber": None,
            "TotalAmount": 95.2,
            "Currency": "EUR",
            "TotalSubbscriptionsNumber": 1,
        }
        assert len(order["RefNo"]) == 9

    def test_an_order_past_the_limit_awaits_payment(self, client: ApiClient) -> None:
        place(client, 5)

        order = place(client)

        assert order == {
            "RefNo": order["RefNo"],
            "Status": "AWAITING_PAYMENT",
            "OrderLockReason": ["NOT_ENOUGH_CREDIT"],
            "ProformaNumber": None,
            "TotalAmount": 95.2,
            "Currency": "EUR",
            "TotalSubbscriptionsNumber": 1,
        }

    def test_an_order_of_no_value_is_on_a_proforma_of_its_own(self, client: ApiClient) -> None:
        order = place(client, product_id=1003)

        assert order == {
            "RefNo": order["RefNo"],
            "Status": "COMPLETE",
            "OrderLockReason": None,
            "ProformaNumber": order["ProformaNumber"],
            "TotalAmount": 0,
            "Currency": "EUR",
            "TotalSubbscriptionsNumber": None,
        }
        assert client.call("getProforma", order["ProformaNumber"])["Status"] == "Paid"

    def test_the_merchants_approval_is_waited_for(self, anonymous: ApiClient) -> None:
        anonymous.call("setPartner", "CAREFUL")

        assert place(anonymous)["Status"] == "PENDING_APPROVAL"

    def test_the_cart_is_empty_afterwards(self, client: ApiClient) -> None:
        place(client)

        assert client.refusal("placeOrder") == EMPTY

    def test_a_refused_order_leaves_the_cart(self, client: ApiClient, services: Services, merchant: Merchant) -> None:
        client.call("addProduct", 1001, 1, None, PRICE_LIST)
        assign(services, merchant, has_list=False)

        assert client.refusal("placeOrder")[0] == "PARTNER_PRICING_LISTS_NOT_FOUND"

        assign(services, merchant, has_list=True)
        assert len(client.call("getContents")["Products"]) == 1

    def test_twins_in_one_session_place_one_order(self, client: ApiClient) -> None:
        client.call("addProduct", 1001, 1, None, PRICE_LIST)
        start = threading.Barrier(3)

        def attempt(_: int) -> str:
            start.wait()
            try:
                return str(client.call("placeOrder")["Status"])
            except Exception as refused:  # noqa: BLE001 - the refusal is what is looked at
                return str(refused)

        with ThreadPoolExecutor(3) as pool:
            outcomes = sorted(pool.map(attempt, range(3)))

        assert outcomes == ["COMPLETE", "The shopping cart is empty.", "The shopping cart is empty."]


class TestGetOrderStatus:
    def test_the_order_is_answered_as_when_it_was_placed(self, client: ApiClient) -> None:
        order = place(client)

        assert client.call("getOrderStatus", order["RefNo"]) == order

    @pytest.mark.parametrize("arguments", [[], [""], ["000000000"], ["x" * 500]])
    def test_an_unknown_order_is_refused(self, client: ApiClient, arguments: list[str]) -> None:
        assert client.refusal("getOrderStatus", *arguments) == (
            "INVALID_REFERENCE",
            "The provided order reference is invalid.",
        )

    def test_the_order_of_another_partner_is_refused(self, client: ApiClient) -> None:
        reference = place(client)["RefNo"]
        client.call("setPartner", "CASHONLY")

        assert client.refusal("getOrderStatus", reference)[0] == "INVALID_REFERENCE"


class TestProforma:
    def test_a_new_one_is_unpaid_and_due_in_thirty_days(self, client: ApiClient) -> None:
        references = [place(client)["RefNo"], place(client, 2)["RefNo"]]

        proforma = client.call("createProforma", references)

        assert proforma == {
            "Number": proforma["Number"],
            "CreateDate": "2026-03-10 14:00:00",
            "DueDate": "2026-04-09 14:00:00",
            "Status": "Unpaid",
            "Currency": "EUR",
            "Total": "285.60",
            "PaymentMethod": None,
            "Orders": references,
            "BusinessModel": "RESELLER",
            "ProformaPDF": proforma["ProformaPDF"],
        }
        assert proforma["ProformaPDF"].startswith("https://localhost/partners/proforma.pdf?document=")
        assert len(proforma["Number"]) == 9
        assert client.call("getOrderStatus", references[0])["ProformaNumber"] == proforma["Number"]

    @pytest.mark.parametrize("flag", [[], [True], [None], ["true"]])
    def test_it_is_read_with_and_without_the_samples_third_argument(self, client: ApiClient, flag: list[Any]) -> None:
        proforma = client.call("createProforma", [place(client)["RefNo"]])

        assert client.call("getProforma", proforma["Number"], *flag) == proforma

    def test_a_third_argument_of_false_asks_for_no_document(self, client: ApiClient) -> None:
        proforma = client.call("createProforma", [place(client)["RefNo"]])

        assert client.call("getProforma", proforma["Number"], False) == {**proforma, "ProformaPDF": None}

    def test_it_is_overdue_after_its_due_date(
        self, client: ApiClient, services: Services, merchant: Merchant, clock: SetClock
    ) -> None:
        number = client.call("createProforma", [place(client)["RefNo"]])["Number"]
        clock.advance(timedelta(days=30, seconds=1))
        later = ApiClient(services, "channel-manager-2.1", merchant)
        later.call("setPartner", "PARTNER1")

        assert later.call("getProforma", number)["Status"] == "Overdue"

    @pytest.mark.parametrize("arguments", [[], [""], ["000000000"], [None, True]])
    def test_an_unknown_number_is_refused(self, client: ApiClient, arguments: list[Any]) -> None:
        assert client.refusal("getProforma", *arguments) == (
            "INVALID_PROFORMA_NUMBER",
            "Invalid partner invoice number.",
        )

    def test_an_order_is_on_one_proforma_at_most(self, client: ApiClient) -> None:
        reference = place(client)["RefNo"]
        client.call("createProforma", [reference])

        assert client.refusal("createProforma", [reference]) == (
            "INVALID_REFERENCE",
            "The order is already part of a partner invoice.",
        )

    @pytest.mark.parametrize("sales", [None, [], ["000000000"]])
    def test_no_order_or_an_unknown_one_is_refused(self, client: ApiClient, sales: list[str] | None) -> None:
        assert client.refusal("createProforma", sales) == (
            "INVALID_REFERENCE",
            "The provided order reference is invalid.",
        )

    def test_an_order_not_approved_is_refused(self, anonymous: ApiClient) -> None:
        anonymous.call("setPartner", "CAREFUL")

        assert anonymous.refusal("createProforma", [place(anonymous)["RefNo"]]) == (
            "INVALID_REFERENCE",
            "Only approved orders can be added to a partner invoice.",
        )

    def test_the_same_order_asked_for_twice_at_once_is_invoiced_once(
        self, client: ApiClient, services: Services, merchant: Merchant
    ) -> None:
        reference = place(client)["RefNo"]
        start = threading.Barrier(3)

        def attempt(_: int) -> str:
            own = ApiClient(services, "channel-manager-2.1", merchant)
            own.call("setPartner", "PARTNER1")
            start.wait()
            try:
                return str(own.call("createProforma", [reference])["Status"])
            except Exception as refused:  # noqa: BLE001 - the refusal is what is looked at
                return str(refused)

        with ThreadPoolExecutor(3) as pool:
            outcomes = sorted(pool.map(attempt, range(3)))

        taken = "The order is already part of a partner invoice."
        assert outcomes == [taken, taken, "Unpaid"]


class TestOtherMerchants:
    @pytest.fixture
    def stranger(self, services: Services, other_merchant: Merchant) -> ApiClient:
        """A session of OTHERCO for its own partner, who has the same code."""
        with services.database.writing() as work:
            partners_of(Context(other_merchant, work, services), PARTNER)
        client = ApiClient(services, "channel-manager-2.1", other_merchant)
        client.call("setPartner", "PARTNER1")
        return client

    def test_partners_are_the_merchants_own(self, client: ApiClient, stranger: ApiClient) -> None:
        assert stranger.refusal("setPartner", "CASHONLY")[0] == "INVALID_PARTNER"
        assert stranger.refusal("getPartnerByCode", "CASHONLY")[0] == "INVALID_PARTNER"

    def test_price_lists_are_the_merchants_own(
        self, client: ApiClient, stranger: ApiClient, services: Services, other_merchant: Merchant
    ) -> None:
        assign(services, other_merchant, has_list=False)

        assert stranger.refusal("getPartnerPricingLists")[0] == "PARTNER_PRICING_LISTS_NOT_FOUND"
        assert len(client.call("getPartnerPricingLists")) == 1

    def test_credit_is_the_merchants_own(self, client: ApiClient, stranger: ApiClient) -> None:
        place(client)

        assert stranger.call("getPartnerByCode", "PARTNER1")["AvailableCreditLimit"] == 500

    def test_orders_and_proformas_are_the_merchants_own(self, client: ApiClient, stranger: ApiClient) -> None:
        reference = place(client)["RefNo"]
        number = client.call("createProforma", [reference])["Number"]

        assert stranger.refusal("getOrderStatus", reference)[0] == "INVALID_REFERENCE"
        assert stranger.refusal("createProforma", [reference])[0] == "INVALID_REFERENCE"
        assert stranger.refusal("getProforma", number)[0] == "INVALID_PROFORMA_NUMBER"
