"""``getInvoices``: PDF documents of finished orders, the same at every version."""

import base64
import io
from typing import Any

import pytest
from pypdf import PdfReader

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.commerce.invoices import service
from rpc_server.commerce.invoices.model import InvoiceKind
from rpc_server.commerce.orders import service as orders
from rpc_server.commerce.orders import store
from tests.api_client import ApiClient
from tests.order_world import asked, engine, payment, stock

VERSIONS = ["3.0", "3.1", "4.0", "5.0", "6.0"]


@pytest.fixture
def reference(services: Services, merchant: Merchant) -> str:
    """The RefNo of a finished test order of one BOOK."""
    stock(services)
    return placed(services, merchant)


@pytest.fixture
def client(reference: str, services: Services, merchant: Merchant) -> ApiClient:
    return ApiClient(services, "merchant-6.0", merchant)


def placed(services: Services, merchant: Merchant, **changes: Any) -> str:
    with engine(services, merchant) as context:
        return orders.place(context, asked(**changes)).reference or ""


def corrected(services: Services, merchant: Merchant, reference: str, kind: InvoiceKind) -> None:
    with engine(services, merchant) as context:
        order = store.find(context, reference)
        assert order is not None
        service.issue(context, order, kind)


def title(document: str) -> str | None:
    about = PdfReader(io.BytesIO(base64.b64decode(document, validate=True))).metadata
    return about.title if about else None


@pytest.mark.parametrize("version", VERSIONS)
def test_a_sale_is_answered_as_a_document(reference: str, services: Services, merchant: Merchant, version: str) -> None:
    answer = ApiClient(services, f"merchant-{version}", merchant).call("getInvoices", reference)

    assert list(answer) == ["Sale", "Cancellation", "Refunds"]
    assert title(answer["Sale"]) == "Invoice TEST-000001"
    assert (answer["Cancellation"], answer["Refunds"]) == (None, [])


def test_a_refunded_order_has_both_documents(
    client: ApiClient, reference: str, services: Services, merchant: Merchant
) -> None:
    corrected(services, merchant, reference, InvoiceKind.REFUND)

    answer = client.call("getInvoices", reference)

    assert title(answer["Sale"]) == "Invoice TEST-000001"
    assert [title(document) for document in answer["Refunds"]] == ["Credit note TEST-000002"]
    assert answer["Cancellation"] is None


def test_a_cancelled_sale_has_both_documents(
    client: ApiClient, reference: str, services: Services, merchant: Merchant
) -> None:
    corrected(services, merchant, reference, InvoiceKind.CANCELLATION)

    answer = client.call("getInvoices", reference)

    assert title(answer["Cancellation"]) == "Cancellation invoice TEST-000002"
    assert (title(answer["Sale"]), answer["Refunds"]) == ("Invoice TEST-000001", [])


def test_the_documents_are_the_same_whenever_asked_for(client: ApiClient, reference: str) -> None:
    assert client.call("getInvoices", reference) == client.call("getInvoices", reference)


def test_an_order_that_is_not_finished_has_none(client: ApiClient, services: Services, merchant: Merchant) -> None:
    declined = placed(services, merchant, payment=payment("Mona Doe"))

    assert client.refusal("getInvoices", declined) == (
        "ORDER_INVOICES_NOT_AVAILABLE",
        "The order is PENDING: invoices are for orders that are COMPLETE or refunded.",
    )


def test_an_unknown_order_is_not_found(client: ApiClient) -> None:
    assert client.refusal("getInvoices", "1") == ("ORDER_NOT_FOUND", "There is no order '1'.")


def test_no_account_sees_the_invoices_of_another(reference: str, services: Services, other_merchant: Merchant) -> None:
    stranger = ApiClient(services, "merchant-6.0", other_merchant)

    assert stranger.refusal("getInvoices", reference)[0] == "ORDER_NOT_FOUND"
