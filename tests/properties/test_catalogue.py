"""What a merchant writes into the catalogue reads back equal, over SOAP and over JSON-RPC, whatever it is."""

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rpc_server.api.dispatch import Api
from rpc_server.api.exchange import LogJournal
from rpc_server.api.families import Endpoint, Family, Version
from rpc_server.api.methods import groups
from rpc_server.api.registry import Registry
from rpc_server.app import create_router
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.iso import COUNTRIES, CURRENCIES
from rpc_server.wires.http import Limits
from tests.catalogue import a_product
from tests.catalogue_world import ADDONS, SUPPORT, USERS, stock
from tests.conformance.clients import JsonRpcClient, SoapClient, into, log_in

WIRES = ("soap", "jsonrpc")
SIX = Endpoint(Family.MERCHANT, Version(6, 0))
COMBINATIONS = [
    [{"Code": code, "Options": options} for code, options in (("SUPPORT", support), ("ADDONS", addons)) if options]
    for support in ([], ["email"], ["none"])
    for addons in ([], ["x"], ["y"], ["x", "y"])
]
_numbers = itertools.count(1)

wires = st.sampled_from(WIRES)
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
prose = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60)
urls = st.just("") | words.map(lambda word: f"https://www.example.com/{word}")
amounts = st.decimals(0, Decimal("99999999.99"), places=2) | st.decimals(0, 1000, places=4)
flags = st.booleans()
currencies = st.lists(st.sampled_from(sorted(CURRENCIES)), min_size=1, max_size=3, unique=True)
languages = st.lists(st.sampled_from(["DE", "fr", "PT-BR", "zh"]), max_size=3, unique=True)


@st.composite
def intervals(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Intervals of quantity that follow each other."""
    bounds = sorted(draw(st.sets(st.integers(1, 99_999), min_size=2, max_size=4)))
    return [(low if n == 0 else low + 1, high) for n, (low, high) in enumerate(itertools.pairwise(bounds))]


@st.composite
def prices(draw: st.DrawFn, stated: list[str], *, is_flat: bool) -> list[dict[str, Any]]:
    combinations = st.lists(st.sampled_from(COMBINATIONS), min_size=1, max_size=4, unique_by=str)
    return [
        {
            "Amount": draw(amounts),
            "Currency": currency,
            "MinQuantity": str(low),
            "MaxQuantity": str(high),
            "OptionCodes": combination,
        }
        for currency in stated
        for combination in (draw(combinations) if is_flat else [[]])
        for low, high in draw(intervals())
    ]


@st.composite
def configurations(draw: st.DrawFn) -> dict[str, Any]:
    stated, is_flat = draw(currencies), draw(flags)
    offered = st.sampled_from([[], ["SUPPORT"], ["Users", "ADDONS"]])
    return {
        "Name": draw(words),
        "Code": None,
        "Default": False,
        "BillingCountries": sorted(draw(st.sets(st.sampled_from(sorted(COUNTRIES)), max_size=4))),
        "UseOriginalPrices": draw(flags),
        "PricingSchema": "FLAT" if is_flat else "DYNAMIC",
        "PriceType": draw(st.sampled_from(["NET", "GROSS"])),
        "DefaultCurrency": stated[0],
        "Prices": {
            "Regular": draw(prices(stated, is_flat=is_flat)),
            "Renewal": draw(st.just([]) | prices(stated, is_flat=is_flat)),
        },
        "PriceOptions": [
            {"Code": code, "Required": draw(flags)} for code in (["SUPPORT", "ADDONS"] if is_flat else draw(offered))
        ],
    }


mail_days = st.fixed_dictionaries(
    dict.fromkeys(
        ["Before30Days", "Before15Days", "Before7Days", "Before1Day", "OnExpirationDate", "After5Days", "After15Days"],
        flags,
    )
)
contracts = st.fixed_dictionaries(
    {
        "Action": words,
        "EmailsDuringContract": flags,
        "Period": st.integers(0, 99),
        "PeriodUnits": words,
        "IsUnlimited": flags,
    }
)
graces = st.fixed_dictionaries(
    {
        "Type": st.just("CUSTOM"), "Period": st.integers(0, 3650).map(str), "PeriodUnits": st.just("D"),
        "IsUnlimited": st.just(False),
    }
)  # fmt: skip
cycles = st.tuples(st.integers(1, 36), st.just("M")) | st.tuples(st.integers(1, 1095), st.just("D"))
attachments = st.none() | st.fixed_dictionaries({"Code": words, "Name": words, "Type": words})
translations = languages.flatmap(
    lambda codes: st.tuples(
        *(st.fixed_dictionaries({"Name": prose, "Description": prose, "Language": st.just(code)}) for code in codes)
    ).map(list)
)


@st.composite
def subscriptions(draw: st.DrawFn) -> dict[str, Any]:
    length, unit = draw(cycles)
    return {
        "DeprecatedProducts": draw(st.lists(words, max_size=3)),
        "BundleRenewalManagement": draw(st.sampled_from(["GLOBAL", "INDIVIDUAL"])),
        "BillingCycle": str(length),
        "BillingCycleUnits": unit,
        "IsOneTimeFee": False,
        "ContractPeriod": draw(st.none() | contracts),
        "UsageBilling": draw(st.integers(0, 1)),
        "GracePeriod": draw(st.none() | graces),
        "RenewalEmails": {
            "Type": "CUSTOM",
            "Settings": {"ManualRenewal": draw(mail_days), "AutomaticRenewal": draw(mail_days)},
        },
    }


@st.composite
def fulfillments(draw: st.DrawFn) -> dict[str, Any]:
    named = [
        "IsStartAfterFulfillment", "IsElectronicCode", "IsDownloadLink", "IsBackupMedia",
        "IsDownloadInsuranceService", "IsInstantDeliveryThankYouPage", "IsDisplayInPartnersCPanel",
    ]  # fmt: skip
    members = ["Code", "Name", "File", "Version", "Size", "Type", "LastUpdate"]
    return {name: draw(flags) for name in named} | {
        "CodeList": draw(attachments),
        "BackupMedia": draw(attachments),
        "ProductFile": draw(st.none() | st.fixed_dictionaries(dict.fromkeys(members, words))),
        "AdditionalInformationByEmail": draw(prose),
        "AdditionalInformationEmailTranslations": [],
        "AdditionalThankYouPage": draw(prose),
        "AdditionalThankYouPageTranslations": draw(translations),
        "ReturnMethod": draw(st.none() | st.fixed_dictionaries({"Type": words, "URL": words})),
    }


@st.composite
def products(draw: st.DrawFn) -> dict[str, Any]:
    """A product as it is answered, but for what is drawn by the server."""
    renews, is_bundle = draw(flags), draw(flags)
    named = draw(st.lists(configurations(), min_size=1, max_size=2, unique_by=lambda c: str(c["Name"])))
    texts = ["LongDescription", "TrialDescription", "SystemRequirements", "Name", "Description"]
    return {
        "AvangateId": None,
        "ProductCode": f"P{next(_numbers)}-{draw(words)}",
        "ProductType": "BUNDLE" if is_bundle else "REGULAR",
        "ProductName": draw(words),
        "ProductVersion": draw(prose),
        "PurchaseMultipleUnits": draw(flags),
        "ChangeOptionsQuantityAtManualRenewal": draw(flags),
        "ProductGroupCode": "General",
        "TaxCategory": draw(st.none() | words),
        "Tangible": draw(st.integers(0, 1)),
        "GroupName": "General",
        "ShippingClass": draw(
            st.none()
            | st.fixed_dictionaries(
                {
                    "Name": words,
                    "Amount": amounts,
                    "Currency": st.sampled_from(["USD", "EUR"]),
                    "ApplyTo": st.sampled_from(["PRODUCT", "ORDER"]),
                    "Type": st.sampled_from(["FIXED", "PERCENT"]),
                }
            )
        ),
        "GiftOption": draw(flags),
        "ShortDescription": draw(prose),
        "LongDescription": draw(prose),
        "SystemRequirements": draw(prose),
        "ProductCategory": draw(st.just(False) | words),
        "Platforms": draw(
            st.lists(st.fixed_dictionaries({"IdPlatform": words, "PlatformName": words, "Category": words}), max_size=2)
        ),
        "ProductImages": draw(st.lists(st.fixed_dictionaries({"Default": flags, "URL": words}), max_size=2)),
        "TrialUrl": draw(urls),
        "TrialDescription": draw(prose),
        "Enabled": draw(flags),
        "AdditionalFields": [],
        "Translations": [
            {**{text: draw(prose) for text in texts}, "TrialUrl": draw(urls), "Language": language}
            for language in draw(languages)
        ],
        "PricingConfigurations": named,
        "Prices": [],
        "BundleProducts": [{"ProductId": "4700002", "ProductCode": "PRO"}] if is_bundle else [],
        "Fulfillment": draw(st.sampled_from(["NO_DELIVERY", "BY_VENDOR", "BY_AVANGATE"])),
        "GeneratesSubscription": renews,
        "SubscriptionInformation": draw(subscriptions()) if renews else None,
        "FulfillmentInformation": draw(fulfillments()),
    }


fixed_impacts = st.fixed_dictionaries(
    {
        "ImpactOn": st.sampled_from(["BASE", "TOTAL"]),
        "Percent": st.none(),
        "Method": st.just("FIXED"),
        "Amounts": currencies.flatmap(
            lambda codes: st.tuples(
                *(st.fixed_dictionaries({"Currency": st.just(code), "Amount": amounts}) for code in codes)
            ).map(list)
        ),
        "Impact": st.sampled_from(["ADD", "SUBTRACT"]),
    }
)
percent_impacts = st.fixed_dictionaries(
    {
        "ImpactOn": st.sampled_from(["BASE", "TOTAL"]),
        "Percent": st.decimals(0, 10_000, places=2),
        "Method": st.just("PERCENT"),
        "Amounts": st.just([]),
        "Impact": st.sampled_from(["ADD", "SUBTRACT"]),
    }
)
codes = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=";,="), min_size=1)


@st.composite
def option_groups(draw: st.DrawFn) -> dict[str, Any]:
    """A group as it is answered."""
    type_ = draw(st.sampled_from(["RADIO", "CHECKBOX", "COMBO", "INTERVAL"]))
    scales = [(0, 0)] * draw(st.integers(1, 3)) if type_ != "INTERVAL" else draw(intervals())
    months = st.fixed_dictionaries(
        {"Months": st.integers(0, 1200), "ImpactOn": words, "Impact": st.sampled_from(["ADD", "SUBTRACT"])}
    )
    options = [
        {
            "Value": f"{number}{draw(codes)}",
            "ScaleMin": low,
            "ScaleMax": high,
            "SubscriptionImpact": draw(st.none() | months),
            "PriceImpact": draw(st.none() | fixed_impacts | percent_impacts),
            "Default": draw(flags) if type_ == "CHECKBOX" else number == 0,
            "Name": draw(words),
            "Description": draw(prose),
            "Translations": draw(translations),
        }
        for number, (low, high) in enumerate(scales)
    ]
    usage = draw(st.sampled_from(["PREPAID", "PAY_PER_USAGE"]))
    return {
        "Type": type_,
        "Options": options,
        "Code": f"G{next(_numbers)}-{draw(codes)}",
        "Required": usage == "PREPAID" and draw(flags),
        "Name": draw(words),
        "Description": draw(prose),
        "Translations": draw(translations),
        "Usage": usage,
        "UsagePricingModel": draw(st.none() | words),
    }


class Callers:
    """One client a wire, each logged in."""

    def __init__(self, services: Services) -> None:
        post = into(create_router(Api(Registry(groups()), services, LogJournal()), services, Limits()))
        now = services.clock.now().strftime("%Y-%m-%d %H:%M:%S")
        clients: dict[str, SoapClient | JsonRpcClient] = {
            "soap": SoapClient(post, SIX), "jsonrpc": JsonRpcClient(post, SIX),
        }  # fmt: skip
        self._callers = {wire: (client, log_in(client, now)) for wire, client in clients.items()}

    def call(self, wire: str, name: str, *arguments: Any) -> Any:
        client, session_id = self._callers[wire]
        return client.call(name, session_id, *map(_as_floats, arguments))

    def answers(self, name: str, *arguments: Any) -> tuple[Any, Any]:
        """What each wire answers."""
        over_soap, over_rpc = (self.call(wire, name, *arguments) for wire in WIRES)
        return over_soap, over_rpc


def _as_floats(value: Any) -> Any:
    match value:
        case Decimal():
            return float(value)
        case list():
            return [_as_floats(entry) for entry in value]
        case dict():
            return {key: _as_floats(entry) for key, entry in value.items()}
        case _:
            return value


@pytest.fixture
def callers(services: Services, merchant: Merchant) -> Callers:
    """Clients of APITEST, which sells PRO and has three option groups."""
    stock(services, merchant, SUPPORT, ADDONS, USERS, a_product())
    return Callers(services)


any_number = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@any_number
@given(wire=wires, sent=products())
def test_an_added_product_reads_back_equal_on_both_wires(callers: Callers, wire: str, sent: dict[str, Any]) -> None:
    assert callers.call(wire, "addProduct", sent) is True

    over_soap, over_rpc = callers.answers("getProductByCode", sent["ProductCode"])

    drawn = [configuration["Code"] for configuration in over_rpc["PricingConfigurations"]]
    named = zip(sent["PricingConfigurations"], drawn, strict=True)
    assert over_soap == over_rpc
    assert over_rpc == sent | {
        "AvangateId": over_rpc["AvangateId"],
        "PricingConfigurations": [configuration | {"Code": code} for configuration, code in named],
    }


@any_number
@given(wire=wires, sent=products())
def test_a_product_sent_back_as_it_was_read_stays_as_it_is(callers: Callers, wire: str, sent: dict[str, Any]) -> None:
    callers.call("jsonrpc", "addProduct", sent)
    before = callers.call(wire, "getProductByCode", sent["ProductCode"])

    assert callers.call(wire, "updateProduct", before) is True

    assert callers.answers("getProductByCode", sent["ProductCode"]) == (before, before)


@any_number
@given(wire=wires, sent=configurations())
def test_an_added_pricing_configuration_reads_back_equal_on_both_wires(
    callers: Callers, wire: str, sent: dict[str, Any]
) -> None:
    named = sent | {"Name": f"{next(_numbers)} {sent['Name']}"}
    assert callers.call(wire, "addPricingConfiguration", named, "PRO") is True

    asked = "PRO", named["Name"], named["PricingSchema"], named["PriceType"]
    over_soap, over_rpc = callers.answers("getPricingConfigurationByName", *asked)

    assert over_soap == over_rpc == named | {"Code": over_rpc["Code"]}


@any_number
@given(wire=wires, sent=option_groups())
def test_an_added_option_group_reads_back_equal_on_both_wires(
    callers: Callers, wire: str, sent: dict[str, Any]
) -> None:
    assert callers.call(wire, "addPriceOptionGroup", sent) is True
    assert callers.answers("getPriceOptionGroup", sent["Code"]) == (sent, sent)

    assert callers.call(wire, "updatePriceOptionGroup", sent) is True
    assert callers.answers("getPriceOptionGroup", sent["Code"]) == (sent, sent)
