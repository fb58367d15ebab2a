"""What a merchant does with customers, leads and proposals: each method with success, and refused."""

from typing import Any

from tests.conformance.stepping import answered, step

ANA = 298084139
"""A customer of the demo account."""

_ZOE: dict[str, Any] = {
    "ExternalCustomerReference": "ZOË-1",
    "FirstName": "Zoë",
    "LastName": "Doe",
    "Company": None,
    "Address1": "Example Street",
    "City": "Paris",
    "Zip": "75001",
    "CountryCode": "FR",
    "Email": "zoe@example.com",
    "Language": "fr",
}
_NUMBER = answered("createCustomer")

CUSTOMERS = (
    step("createCustomer", _ZOE),
    step("createCustomer", _ZOE),
    step("createCustomer", {**_ZOE, "City": ""}),
    step("createCustomer", {**_ZOE, "FiscalCode": "FR1", "Company": "Zoë SA"}),
    step("createCustomer"),
    step("getCustomerInformation", _NUMBER),
    step("getCustomerInformation", _NUMBER, "ZOË-1"),
    step("getCustomerInformation", None, "ZOË-1"),
    step("getCustomerInformation", _NUMBER, "ana-popescu"),
    step("getCustomerInformation", 1),
    step("getCustomerInformation", "many"),
    step("getCustomerInformation"),
    step("updateCustomerInformation", answered("getCustomerInformation")),
    step("updateCustomerInformation", {"ExternalCustomerReference": "ZOË-1", "City": "Lyon", "Phone": "+33 1"}, True),
    step("updateCustomerInformation", {"ExternalCustomerReference": "ZOË-1", "Email": "nowhere"}, False),
    step("updateCustomerInformation", {"AvangateCustomerReference": 1}),
    step("updateCustomerInformation", {"AvangateCustomerReference": "1x"}),
    step("getCustomerInformation", None, "ZOË-1"),
    step("getCustomerInformation", ANA),
    step("searchCustomers", {"Email": "ZOE@example.com", "Status": "INACTIVE"}),
    step("searchCustomers", {"Trial": False, "Pagination": {"Page": 1, "Limit": 2}}),
    step("searchCustomers", {"Status": "ASLEEP"}),
)

SIGN_ON = (
    step("getSingleSignOn", "3C5F1D9E20", "J.GROSS@example.org", 60, "my_license", "de", "10.0.0.1"),
    step("getSingleSignOn", "3C5F1D9E20"),
    step("getSingleSignOn", "0000000000"),
    step("getSingleSignOn", "3C5F1D9E20", "eve@example.com"),
    step("getSingleSignOn", "3C5F1D9E20", None, 10, "attic"),
    step("getSingleSignOn", "3C5F1D9E20", None, 0),
    step("getSingleSignOnByCustomer", str(ANA), "AvangateCustomerReference", "my_products"),
    step(
        "getSingleSignOnByCustomer", "ana-popescu", "ExternalCustomerReference", "my_subscription",
        "Request[]=code=8AF9A9DC95", 60, "", "en",
    ),
    step("getSingleSignOnByCustomer", "nobody", "ExternalCustomerReference"),
    step("getSingleSignOnByCustomer", "ana-popescu", "Nickname"),
    step("getSingleSignOnByCustomer", "ana-popescu", "ExternalCustomerReference", "index", None, 10, "localhost"),
)  # fmt: skip

INFERRED = (
    step("deleteSku", "BKP-ENTERPRISE"),
    step("deleteSku", "BKP-ENTERPRISE"),
    step("getCrossSellCampaigns"),
    step("addPromotion", {
        "Name": "Short", "ChannelType": "ALL", "Type": "REGULAR", "Coupon": {"Type": "SINGLE", "Code": "SHORT"},
        "Discount": {"Type": "PERCENT", "Value": 10}, "Products": [{"Code": "STARTER"}, {"Code": "PRO"}],
    }),
    step("deletePromotionProducts", answered("addPromotion", "Code"), [{"Code": "PRO"}]),
    step("deletePromotionProducts", answered("addPromotion", "Code"), [{"Code": "PRO"}]),
    step("deletePromotionProducts", "0000000000", [{"Code": "PRO"}]),
    step("deletePromotion", answered("addPromotion", "Code")),
    step("deletePromotion", answered("addPromotion", "Code")),
)  # fmt: skip

_LEAD: dict[str, Any] = {
    "CartId": "cart-1",
    "Currency": "usd",
    "Language": "EN",
    "ExternalReference": "LEAD-é",
    "Source": "shop",
    "CustomerReference": ANA,
    "MachineId": "M-1",
    "Items": [
        {
            "Code": None, "Quantity": 2, "IsDynamic": True, "Name": "Größe", "Tangible": False, "PurchaseType": "PRODUCT",
            "PriceOptions": [{"Name": "OPT", "Required": True, "Options": [{"Name": "A", "Value": "a", "Surcharge": "7"}]}],
            "RecurringOptions": {"CycleLength": 2, "CycleUnit": "DAY", "CycleAmount": 12.2},
            "MarketingCampaigns": {"Type": "17", "ParentCode": "STARTER", "CampaignCode": "C"},
            "Price": {"Amount": 100.5, "Type": "CUSTOM"},
            "AdditionalFields": [{"Code": "text_1", "Text": "Question", "Value": "Answer"}],
        },
        {"Code": "STARTER", "Quantity": 1},
    ],
    "BillingDetails": {"FirstName": "Zoë", "Email": "zoe@example.com", "CountryCode": "FR"},
}  # fmt: skip
_PROPOSAL = {"Name": "Offer", "ExpirationDate": "2026-04-01", "Items": _LEAD["Items"], "Currency": "EUR"}

LEADS = (
    step("addLead", _LEAD),
    step("addLead", {**_LEAD, "Items": []}),
    step("addLead", {**_LEAD, "Items": [{"Code": "NOTHING"}]}),
    step("addLead", {**_LEAD, "Currency": "ZZZ"}),
    step("getLead", answered("addLead", "LeadCode")),
    step("getLead", "0000000000"),
    step("updateLead", answered("getLead")),
    step(
        "updateLead", lambda answers: {**_LEAD, "LeadCode": answers.get("addLead", {}).get("LeadCode"), "Source": None}
    ),
    step("updateLead", {**_LEAD, "LeadCode": "0000000000"}),
    step("updateLead", {**_LEAD, "LeadCode": "0000000000", "Items": [{"Code": "STARTER", "Quantity": "some"}]}),
    step("searchLeads", {"Email": "ZOE@example.com", "Type": "NotStopped", "ProductCode": "STARTER"}),
    step("searchLeads", {"StartDate": "2026-03-11"}),
    step("searchLeads", {"Type": "Cold"}),
    step("createProposal", _PROPOSAL),
    step("createProposal", {**_PROPOSAL, "Name": ""}),
    step("createProposal", {**_PROPOSAL, "ExpirationDate": "soon"}),
    step("getProposalById", answered("createProposal", "ProposalId")),
    step("getProposalById", "00000000-0000-4000-8000-000000000000"),
    step("updateProposal", answered("getProposalById")),
    step("updateProposal", {"ProposalId": "00000000-0000-4000-8000-000000000000"}),
    step("performAction", answered("createProposal", "ProposalId"), "send"),
    step("performAction", answered("createProposal", "ProposalId"), "SEND"),
    step("performAction", answered("createProposal", "ProposalId"), "SHRED"),
    step("updateProposal", answered("getProposalById")),
    step("searchProposals", {"Statuses": ["SENT"], "Name": "off"}),
    step("searchProposals", {"Statuses": ["LOST"]}),
    step("searchPayouts"),
    step("searchPayouts", {"StartDate": "2026-01-01", "EndDate": "2026-03-31", "Currency": "USD"}),
    step("searchPayouts", {"StartDate": "2026-04-01", "EndDate": "2026-03-31"}),
)

LEGACY_PRICING = (
    step("updatePricingConfiguration", {"Code": "5A3C1E9D42", "Name": "Renamed"}, 4700001),
    step("updatePricingConfiguration", {"Code": "5A3C1E9D42", "Name": "Renamed"}, "STARTER"),
    step("updatePricingConfiguration", {"Code": "0000000000"}, 4700001),
    step("updatePricingConfiguration", {"Code": "5A3C1E9D42"}, 99),
)


def made(client: Any, session_id: str) -> dict[str, str]:
    """A lead and a proposal, made over the wire, by the names ``REFERENCES`` gives them."""
    return {
        "{lead}": client.call("addLead", session_id, _LEAD)["LeadCode"],
        "{proposal}": client.call("createProposal", session_id, _PROPOSAL)["ProposalId"],
    }


REFERENCES: list[tuple[str, str, tuple[Any, ...]]] = [
    ("merchant-6.0", "getCustomerInformation", (ANA,)),
    ("merchant-6.0", "getCustomerInformation", (None, "ana-popescu")),
    ("merchant-6.0", "updateCustomerInformation", ({"AvangateCustomerReference": ANA, "City": "Mine"},)),
    ("merchant-6.0", "deleteSku", ("BKP-PRO",)),
    ("merchant-6.0", "deletePromotion", ("62B7F22FC5",)),
    ("merchant-6.0", "deletePromotionProducts", ("62B7F22FC5", [{"Code": "PRO"}])),
    ("product-2.0", "updatePricingConfiguration", ({"Code": "5A3C1E9D42"}, 4700001)),
    ("product-2.5", "updatePricingConfiguration", ({"Code": "5A3C1E9D42"}, "STARTER")),
    ("merchant-6.0", "getLead", ("{lead}",)),
    ("merchant-6.0", "updateLead", ({**_LEAD, "LeadCode": "{lead}"},)),
    ("merchant-6.0", "getProposalById", ("{proposal}",)),
    ("merchant-6.0", "updateProposal", ({**_PROPOSAL, "ProposalId": "{proposal}"},)),
    ("merchant-6.0", "performAction", ("{proposal}", "SEND")),
    ("merchant-6.0", "getSingleSignOn", ("8AF9A9DC95",)),
    ("merchant-6.0", "getSingleSignOnByCustomer", ("ana-popescu", "ExternalCustomerReference")),
]
"""Methods that are given the reference of something APITEST has."""

INVENTED: dict[Any, Any] = {
    ANA: 298999999,
    "ana-popescu": "nobody",
    "{lead}": "0000000001",
    "{proposal}": "00000000-0000-4000-8000-000000000001",
}
"""What nobody has, for each of those."""
