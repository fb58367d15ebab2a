"""A partner's job told in PHP, over each wire."""

from typing import Any

import pytest

from tests.conformance.test_php import php


@pytest.mark.parametrize("wire", ["soap", "rpc"])
def test_a_partners_job_from_its_price_list_to_a_paid_invoice(fresh_server: Any, wire: str) -> None:
    reported = php(fresh_server, "partner_job.php", wire)

    reported["again"][1] = reported["again"][1].removeprefix("PAYMENT_PROFORMA: ")
    reported["too soon"][1] = reported["too soon"][1].removeprefix("PAYMENT_PROFORMA: ")
    del reported["reference"]
    assert reported == {
        "partner": [1, True, 1000],
        "unit": ["USD", 22.46, 7.49],
        "cart": [True, True, True, 3, 67.38],
        "order": ["COMPLETE", None, None, 67.38, 1],
        "reseller": [True, "E1 6AN"],
        "subscriptions": [[False, "DELIVERED"]],
        "before": ["Unpaid", True, "67.38", None],
        "steps": [True, True, True],
        "after": ["Paid", "CC", True],
        "document": "%PDF-",
        "too soon": ["PAYMENT_PROFORMA", "You must use setPaymentDetails first."],
        "again": ["PAYMENT_PROFORMA", "This is a paid partner invoice."],
        "order now": True,
    }
