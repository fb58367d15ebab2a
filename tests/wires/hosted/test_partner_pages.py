"""The documents and the panel of partners, behind links that are good for a while."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from werkzeug.test import Client, TestResponse

from rpc_server.app import create_api, create_router
from rpc_server.clock import SetClock
from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.partners.model import PartnerStatus
from rpc_server.commerce.partners.tables import PartnerRow
from rpc_server.commerce.payments.vault import Vault
from rpc_server.wires.http import Limits
from tests.api_client import ApiClient
from tests.partner_world import PARTNER, PRICE_LIST, partners_of

EMAIL = PARTNER.email
GONE = 410


class Partner:
    """PARTNER1 at its client program and at its browser."""

    def __init__(self, services: Services, merchant: Merchant) -> None:
        with services.database.writing() as work:
            partners_of(Context(merchant, work, services), PARTNER)
        self.api = ApiClient(services, "channel-manager-2.1", merchant)
        self.api.call("setPartner", "PARTNER1")
        self.browser = browser(services)

    def invoice(self) -> dict[str, str]:
        self.api.call("setExternalRef", "PO-1 Ünïcode 日本")
        self.api.call("addProduct", 1002, 3, ["phone"], PRICE_LIST)
        invoice: dict[str, str] = self.api.call("createProforma", [self.api.call("placeOrder")["RefNo"]])
        return invoice

    def get(self, link: str) -> TestResponse:
        path = link.removeprefix("https://localhost")
        return self.browser.get(path, environ_base={"REMOTE_ADDR": "127.0.0.1"})


def browser(services: Services) -> Client:
    return Client(create_router(create_api(services), services, Limits()))


@pytest.fixture
def partner(services: Services, merchant: Merchant) -> Partner:
    return Partner(services, merchant)


def text_of(answer: TestResponse) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def test_the_link_of_an_invoice_leads_to_its_document(partner: Partner) -> None:
    invoice = partner.invoice()

    answer = partner.get(invoice["ProformaPDF"])

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'inline; filename="proforma-{invoice["Number"]}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    printed = text_of(answer)
    for said in (
        f"No. {invoice['Number']}", "Unpaid", "Beispiel Vertrieb GmbH", "10 March 2026", "9 April 2026",
        invoice["Orders"][0], "PO-1 Ünïcode 日本", "Product 1002 (By phone)", f"EUR {invoice['Total']}",
    ):  # fmt: skip
        assert said in printed


def test_a_paid_invoice_says_so(partner: Partner) -> None:
    invoice = partner.invoice()
    partner.api.call("setProforma", invoice["Number"])
    partner.api.call("setPaymentDetails", {"Type": "PAYPAL"})
    partner.api.call("payProforma")

    printed = text_of(partner.get(invoice["ProformaPDF"]))

    assert "Paid on" in printed
    assert "PayPal" in printed
    assert "To be paid" not in printed


def test_the_same_invoice_is_the_same_document(partner: Partner) -> None:
    link = partner.invoice()["ProformaPDF"]

    assert partner.get(link).data == partner.get(link).data


def test_a_link_is_good_for_an_hour(partner: Partner, clock: SetClock) -> None:
    link = partner.invoice()["ProformaPDF"]
    clock.advance(timedelta(hours=1))
    assert partner.get(link).status_code == 200

    clock.advance(timedelta(seconds=1))

    answer = partner.get(link)
    assert answer.status_code == GONE
    assert "This link is not good any more; getProforma answers a new one." in answer.text


def test_a_link_outlives_the_change_of_the_vaults_keys(partner: Partner, services: Services) -> None:
    link = partner.invoice()["ProformaPDF"]
    rotated = replace(services, vault=Vault([bytes(32), bytes(range(32))]))

    assert browser(rotated).get(link.removeprefix("https://localhost")).status_code == 200


@pytest.mark.parametrize("spoiled", ["{}0", "{}", "1{}", "x", "", "é" * 40, "-" * 500])
def test_a_link_that_was_never_given_leads_nowhere(partner: Partner, spoiled: str) -> None:
    path, _, token = partner.invoice()["ProformaPDF"].partition("=")

    answer = partner.get(f"{path}={spoiled.format(token[:-1])}")

    assert answer.status_code == GONE


def test_a_link_of_the_panel_is_none_to_a_document(partner: Partner) -> None:
    signed_on = partner.api.call("getPartnerSingleSignOn", EMAIL, "PARTNER1").partition("token=")[2]

    assert partner.get(f"/partners/proforma.pdf?document={signed_on}").status_code == GONE


@pytest.mark.parametrize("path", ["/partners/proforma.pdf", "/partners/"])
def test_pages_are_only_read(partner: Partner, path: str) -> None:
    assert partner.browser.post(path).status_code == 405


@pytest.mark.parametrize(
    ("asked_for", "path", "title"),
    [
        ("https://secure.avangate.com/partners/", "/partners/", "Partner panel"),
        ("https://secure.avangate.com/partners/proformas.php", "/partners/proformas.php", "Proformas"),
        ("https://secure.avangate.com/partners/account.php?tab=1", "/partners/account.php", "Account"),
        ("https://evil.example/steal.php", "/partners/", "Partner panel"),
        ("", "/partners/", "Partner panel"),
    ],
)
def test_a_partner_is_signed_in_where_it_wants_to_be(partner: Partner, asked_for: str, path: str, title: str) -> None:
    invoice = partner.invoice()

    link = partner.api.call("getPartnerSingleSignOn", EMAIL, "PARTNER1", asked_for, 60, "")

    answer = partner.get(link)
    assert link.startswith(f"https://localhost{path}?token=")
    assert answer.status_code == 200
    for said in (f"<h1>{title}</h1>", "Beispiel Vertrieb GmbH", "Test merchant", f"Proforma {invoice['Number']}"):
        assert said in answer.text


def test_a_sign_on_lasts_ten_seconds_unless_said_otherwise(partner: Partner, clock: SetClock) -> None:
    brief = partner.api.call("getPartnerSingleSignOn", EMAIL, "PARTNER1")
    long = partner.api.call("getPartnerSingleSignOn", EMAIL, "PARTNER1", "", 60)
    clock.advance(timedelta(seconds=11))

    assert [partner.get(link).status_code for link in (brief, long)] == [GONE, 200]


def test_a_sign_on_for_one_address_serves_no_other(partner: Partner) -> None:
    here = partner.api.call("getPartnerSingleSignOn", EMAIL, "PARTNER1", "", 60, "127.0.0.1")
    elsewhere = partner.api.call("getPartnerSingleSignOn", EMAIL, "PARTNER1", "", 60, "2001:db8::7")

    assert [partner.get(link).status_code for link in (here, elsewhere)] == [200, GONE]


def test_a_partner_no_longer_active_is_signed_in_no_more(partner: Partner, services: Services) -> None:
    link = partner.api.call("getPartnerSingleSignOn", EMAIL, "PARTNER1", "", 60)
    with services.database.writing() as work:
        work.session.query(PartnerRow).update({"status": PartnerStatus.INACTIVE})

    assert partner.get(link).status_code == GONE


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["x@example.com", "PARTNER1"], ("SSO_EMAIL_INVALID", "The e-mail address does not belong to the partner.")),
        ([EMAIL, ""], ("INVALID_PARTNER", "Partner code is mandatory.")),
        (
            [EMAIL, "PARTNER1", "", 0],
            ("SSO_VALIDITY_TIME_INVALID", "validityTime must be between 1 and 86400 seconds."),
        ),
        (
            [EMAIL, "PARTNER1", "", 9, "fe80::1%a-b"],
            ("SSO_VALIDATION_IP_INVALID", "validationIP must be an IP address."),
        ),
    ],
)
def test_who_cannot_be_signed_in(partner: Partner, arguments: list[object], refusal: tuple[str, str]) -> None:
    assert partner.api.refusal("getPartnerSingleSignOn", *arguments) == refusal
