"""The customer methods, on the database, as JSON shows their answers."""

from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.payments import tokens
from rpc_server.commerce.payments.model import TokenKind
from rpc_server.commerce.subscriptions import store as subscriptions
from tests.api_client import ApiClient
from tests.customer_world import GRACE, SHOWN, subscription_of
from tests.order_world import engine, stock
from tests.subscription_world import card_of


@pytest.fixture
def client(services: Services, merchant: Merchant) -> ApiClient:
    return ApiClient(services, "merchant-6.0", merchant)


def added(client: ApiClient, **changes: Any) -> int:
    """Grace's number, once she is added; ``changes`` make her somebody else."""
    number = client.call("createCustomer", {**GRACE, **changes})
    assert isinstance(number, int)
    return number


def test_a_new_customer_is_shown_as_recorded(client: ApiClient) -> None:
    number = added(client)

    shown = client.call("getCustomerInformation", number)

    assert shown == {**SHOWN, "AvangateCustomerReference": str(number)}
    assert list(shown) == list(SHOWN)


@pytest.mark.parametrize(("version", "left_out"), [("3.0", {"Credit"}), ("5.0", {"Credit"}), ("6.0", set())])
def test_credit_came_with_the_sixth_version(
    services: Services, merchant: Merchant, version: str, left_out: set[str]
) -> None:
    client = ApiClient(services, f"merchant-{version}", merchant)

    assert set(SHOWN) - set(client.call("getCustomerInformation", added(client))) == left_out


def test_old_versions_answer_no_language_and_keep_it(services: Services, merchant: Merchant, client: ApiClient) -> None:
    old = ApiClient(services, "merchant-3.0", merchant)
    number = added(old, Language="de")
    shown = old.call("getCustomerInformation", number)

    old.call("updateCustomerInformation", shown)

    assert shown["Language"] == ""
    assert client.call("getCustomerInformation", number)["Language"] == "de"


def test_either_reference_or_both_name_a_customer(client: ApiClient) -> None:
    number = added(client)

    by_number, by_name, by_both = (
        client.call("getCustomerInformation", *named) for named in ((number,), (None, "grace"), (number, "grace"))
    )

    assert by_number == by_name == by_both


@pytest.mark.parametrize(
    ("named", "refusal"),
    [
        ((1, None), ("CUSTOMER_NOT_FOUND", "There is no such customer.")),
        ((None, "nobody"), ("CUSTOMER_NOT_FOUND", "There is no such customer.")),
        (
            (None, None),
            ("CUSTOMER_REFERENCE_EMPTY", "AvangateCustomerReference or ExternalCustomerReference is required."),
        ),
    ],
)
def test_who_is_not_there_is_told(client: ApiClient, named: tuple[Any, Any], refusal: tuple[str, str]) -> None:
    assert client.refusal("getCustomerInformation", *named) == refusal


def test_references_of_two_customers_are_refused(client: ApiClient) -> None:
    number = added(client)
    added(client, ExternalCustomerReference="ada")

    assert client.refusal("getCustomerInformation", number, "ada") == (
        "CUSTOMER_REFERENCE_INVALID",
        "AvangateCustomerReference and ExternalCustomerReference do not belong to one customer.",
    )


def test_an_external_reference_names_one_customer(client: ApiClient) -> None:
    added(client)

    assert client.refusal("createCustomer", GRACE) == (
        "CUSTOMER_EXTERNAL_REFERENCE_TAKEN",
        "Another customer has this ExternalCustomerReference.",
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"FirstName": " "}, ("CUSTOMER_FIRST_NAME_EMPTY", "FirstName is required.")),
        ({"LastName": None}, ("CUSTOMER_LAST_NAME_EMPTY", "LastName is required.")),
        ({"Address1": ""}, ("CUSTOMER_ADDRESS1_EMPTY", "Address1 is required.")),
        ({"City": ""}, ("CUSTOMER_CITY_EMPTY", "City is required.")),
        ({"Zip": ""}, ("CUSTOMER_ZIP_EMPTY", "Zip is required.")),
        ({"CountryCode": ""}, ("CUSTOMER_COUNTRY_EMPTY", "CountryCode is required.")),
        ({"Email": ""}, ("CUSTOMER_EMAIL_EMPTY", "Email is required.")),
        ({"Email": "grace@"}, ("CUSTOMER_EMAIL_INVALID", "The e-mail address is not valid.")),
        ({"CountryCode": "XX"}, ("CUSTOMER_COUNTRY_INVALID", "There is no country 'XX'.")),
        ({"Language": "xx"}, ("CUSTOMER_LANGUAGE_INVALID", "There is no language 'xx'.")),
        ({"FiscalCode": "DE136695976"}, ("CUSTOMER_FISCAL_CODE_INVALID", "A FiscalCode needs a Company.")),
        (
            {"FiscalCode": "DE123456789", "Company": "Mark I", "CountryCode": "DE"},
            ("CUSTOMER_FISCAL_CODE_INVALID", "This is no tax number of DE."),
        ),
        ({"City": "x" * 256}, ("INVALID_ARGUMENT", "City is longer than 255 characters.")),
    ],
)
def test_a_customer_who_cannot_be_is_refused(
    client: ApiClient, changes: dict[str, Any], refusal: tuple[str, str]
) -> None:
    assert client.refusal("createCustomer", {**GRACE, **changes}) == refusal


@pytest.mark.parametrize(
    "changes",
    [
        {"Company": "Mark I", "CountryCode": "DE", "FiscalCode": "DE136695976"},
        {"CountryCode": "BR", "FiscalCode": "111.444.777-35"},
    ],
)
def test_tax_numbers_are_taken_where_they_are_right(client: ApiClient, changes: dict[str, Any]) -> None:
    assert client.call("getCustomerInformation", added(client, **changes))["FiscalCode"] == changes["FiscalCode"]


def test_a_customer_read_changed_and_sent_back_is_changed(client: ApiClient) -> None:
    number = added(client)
    grace = client.call("getCustomerInformation", number)

    assert client.call("updateCustomerInformation", {**grace, "City": "Boston", "Phone": None}) is True

    assert client.call("getCustomerInformation", number) == {**grace, "City": "Boston", "Phone": None}


def test_what_an_update_leaves_out_stays(client: ApiClient) -> None:
    number = added(client)

    client.call("updateCustomerInformation", {"ExternalCustomerReference": "grace", "CountryCode": "CA"})

    shown = client.call("getCustomerInformation", number)
    assert shown == {**SHOWN, "AvangateCustomerReference": str(number), "CountryCode": "ca"}


def test_a_customer_without_an_external_reference_takes_one(client: ApiClient) -> None:
    number = added(client, ExternalCustomerReference=None)

    client.call("updateCustomerInformation", {"AvangateCustomerReference": number, "ExternalCustomerReference": "g"})

    assert client.call("getCustomerInformation", None, "g")["AvangateCustomerReference"] == str(number)


def test_an_external_reference_is_not_taken_from_another(client: ApiClient) -> None:
    added(client)
    number = added(client, ExternalCustomerReference=None)

    assert client.refusal(
        "updateCustomerInformation", {"AvangateCustomerReference": number, "ExternalCustomerReference": "grace"}
    ) == ("CUSTOMER_EXTERNAL_REFERENCE_TAKEN", "Another customer has this ExternalCustomerReference.")


@pytest.mark.parametrize(("flag", "city"), [(False, "London"), (True, "Boston")])
def test_subscriptions_follow_only_where_asked(
    client: ApiClient, services: Services, merchant: Merchant, *, flag: bool, city: str
) -> None:
    number = added(client)
    with engine(services, merchant) as context:
        subscription_of(context, number)

    client.call("updateCustomerInformation", {"AvangateCustomerReference": number, "City": "Boston"}, flag)

    with engine(services, merchant) as context:
        subscription = subscriptions.find(context, "8AF9A9DC95")
        assert subscription is not None
        assert (subscription.end_user.city, subscription.billing.city) == (city, "London")


def test_api_3_knows_no_flag_for_subscriptions(services: Services, merchant: Merchant) -> None:
    old = ApiClient(services, "merchant-3.0", merchant)
    number = added(old)
    with engine(services, merchant) as context:
        subscription_of(context, number)

    old.call("updateCustomerInformation", {"AvangateCustomerReference": number, "City": "Boston"}, True)

    with engine(services, merchant) as context:
        subscription = subscriptions.find(context, "8AF9A9DC95")
        assert subscription is not None
        assert subscription.end_user.city == "London"


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, (True, False)),
        ({"is_trial": True, "was_trial": True}, (True, True)),
        ({"is_enabled": False, "is_trial": True}, (False, False)),
    ],
)
def test_subscriptions_switch_an_account_on(
    client: ApiClient, services: Services, merchant: Merchant, changes: dict[str, Any], shown: tuple[bool, bool]
) -> None:
    number = added(client)
    with engine(services, merchant) as context:
        subscription_of(context, number, **changes)

    grace = client.call("getCustomerInformation", number)

    assert (grace["Enabled"], grace["Trial"]) == shown


def test_cards_of_a_customer_are_shown_once(client: ApiClient, services: Services, merchant: Merchant) -> None:
    number = added(client)
    with engine(services, merchant) as context:
        subscription_of(context, number, card_id=card_of(context))
        subscription_of(context, number, "8AF9A9DC96", card_id=card_of(context))

    shown = client.call("getCustomerInformation", number)["ExistingCards"]

    assert shown == [{"CardType": "Visa", "FirstDigits": "4111", "LastDigits": "1111"}]


def test_payment_data_is_a_token_for_the_card(client: ApiClient, services: Services, merchant: Merchant) -> None:
    number = added(client)
    with engine(services, merchant) as context:
        card_id = card_of(context)
        subscription_of(context, number, card_id=card_id)

    (card,) = client.call("getCustomerInformation", number, "grace", True)["ExistingCards"]

    with engine(services, merchant) as context:
        assert tokens.spend(context, TokenKind.TRANSIENT, card["TransientToken"]).card_id == card_id


def test_a_customer_pays_again_with_the_card_of_an_earlier_order(
    client: ApiClient, services: Services, merchant: Merchant
) -> None:
    stock(services)
    number = added(client)
    card = {
        "CardNumber": "5555555555554444",
        "ExpirationYear": "2030",
        "ExpirationMonth": "12",
        "HolderName": "John Doe",
    }
    order = {
        "Currency": "usd",
        "CustomerReference": number,
        "Items": [{"Code": "BOOK", "Quantity": 1}],
        "BillingDetails": GRACE,
        "PaymentDetails": {"Type": "CC", "PaymentMethod": card},
    }
    client.call("placeOrder", order)

    (known,) = client.call("getCustomerInformation", number, None, True)["ExistingCards"]
    paid = {
        "Type": "EXISTING_PAYMENT_DATA",
        "PaymentMethod": {"TransientToken": known["TransientToken"], "CCID": "123"},
    }
    again = client.call("placeOrder", {**order, "PaymentDetails": paid})

    assert (known["CardType"], known["LastDigits"]) == ("MasterCard", "4444")
    assert again["Status"] == "AUTHRECEIVED"
    assert len(client.call("getCustomerInformation", number)["ExistingCards"]) == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["grace", "ada"]),
        ({"Email": "GRACE@example.com"}, ["grace"]),
        ({"Email": "race@example.com"}, []),
        ({"Phone": "555 0100"}, ["grace"]),
        ({"CountryCode": "gb"}, ["ada"]),
        ({"Language": "FR"}, ["ada"]),
        ({"Trial": True}, ["grace"]),
        ({"Trial": False}, ["ada"]),
        ({"Status": "ACTIVE"}, ["grace"]),
        ({"Status": "inactive"}, ["ada"]),
        ({"CountryCode": "GB", "Email": "grace@example.com"}, []),
    ],
)
def test_customers_are_found_by_what_is_known_of_them(
    client: ApiClient, services: Services, merchant: Merchant, wanted: dict[str, Any], found: list[str]
) -> None:
    number = added(client)
    added(client, ExternalCustomerReference="ada", Email="ada@example.com", CountryCode="GB", Language="fr", Phone="7")
    with engine(services, merchant) as context:
        subscription_of(context, number, is_trial=True)

    page = client.call("searchCustomers", wanted)

    assert {customer["ExternalCustomerReference"] for customer in page["Items"]} == set(found)
    assert page["Pagination"] == {"Page": 1, "Limit": 10, "Count": len(found)}


def test_customers_are_answered_page_by_page(client: ApiClient) -> None:
    numbers = sorted(added(client, ExternalCustomerReference=name) for name in "abc")

    page = client.call("searchCustomers", {"Pagination": {"Page": 2, "Limit": 2}})

    assert [customer["AvangateCustomerReference"] for customer in page["Items"]] == [str(numbers[2])]
    assert page["Pagination"] == {"Page": 2, "Limit": 2, "Count": 3}


def test_a_status_that_is_none_is_refused(client: ApiClient) -> None:
    assert client.refusal("searchCustomers", {"Status": "ASLEEP"}) == (
        "INVALID_ARGUMENT",
        "Status must be one of ACTIVE, INACTIVE.",
    )
