"""PHP against a running server: the main job, and the published samples with only host and credentials changed."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parent / "php"


def php(server: Any, script: str, *arguments: str) -> Any:
    """Run a script against the server and answer what it reports; whatever PHP warns of fails it."""
    done = subprocess.run(
        ["php", "-d", "display_errors=stderr", str(SCRIPTS / script), *arguments],
        env={**os.environ, "RPC_SERVER_URL": server.url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert not done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("wire", ["soap", "rpc"])
def test_the_main_job(fresh_server: Any, wire: str) -> None:
    assert php(fresh_server, "main_job.php", wire) == {
        "status": "AUTHRECEIVED",
        "approve": "WAITING",
        "errors": None,
        "gross": 9.95,
        "items": 1,
        "first": "STARTER",
        "later": "COMPLETE",
        "born": 1,
        "set": True,
        "upgraded": True,
        "product": "PRO",
        "history": ["SALE", "UPGRADE"],
        "upgrade_reference": "UPGRADE-1",
        "upgrade_net": 1,
        "partner": [True, True, True],
        "partner_order": ["COMPLETE", None, "USD"],
        "invoice": ["Unpaid", "USD", True, True],
    }


def test_the_published_set_external_ref_sample(server: Any) -> None:
    assert php(server, "set_external_ref.php") == {
        "set": True,
        "empty": ["INVALID_SOURCE", "The provided external reference is empty."],
        "dead session": ["FORBIDDEN", "Invalid hash provided or session expired"],
    }


def test_the_published_get_proforma_sample(server: Any) -> None:
    reported = php(server, "get_proforma.php")

    assert list(reported["proforma"]) == [
        "Number", "CreateDate", "DueDate", "Status", "Currency", "Total", "PaymentMethod", "Orders", "BusinessModel",
        "ProformaPDF",
    ]  # fmt: skip
    assert (reported["proforma"]["Number"], reported["proforma"]["Status"]) == ("100000001", "Unpaid")
    assert reported["without partner"] == ["INVALID_PARTNER", "No partner is set."]
    assert reported["unknown"] == ["INVALID_PROFORMA_NUMBER", "Invalid partner invoice number."]


def test_the_published_set_subscription_upgrade_sample(fresh_server: Any) -> None:
    reported = php(fresh_server, "set_subscription_upgrade.php")

    assert reported["upgraded"] is True
    assert reported["unknown"][1] != "not refused"


@pytest.mark.parametrize("wire", ["soap", "rpc"])
def test_the_published_cross_sell_order(server: Any, wire: str) -> None:
    lines = [["15", 49.95, 0, 49.95], ["34924C876E", 19.95, 3.99, 15.96]]

    assert php(server, "cross_sell.php", wire) == {
        "quoted": lines,
        "no number yet": None,
        "placed": lines,
        "status": "AUTHRECEIVED",
        "campaign": {"ParentCode": "15", "CampaignCode": "2Xrl83KSkemCv3G3dL%2B9eA%3D%3D"},
    }


@pytest.mark.parametrize("wire", ["soap", "rpc"])
def test_the_published_dynamic_products_order(server: Any, wire: str) -> None:
    reported = php(server, "dynamic_products.php", wire)

    assert reported["mixed"][0] == "ORDER_ITEMS_INVALID"
    assert reported["other currency"][1] != "not refused"
    assert (reported["status"], reported["test"], reported["unit"]) == ("AUTHRECEIVED", True, 107)
    assert reported["charged"] == 107
    assert reported["names"] == ["Dynamic product", "Handling", "Shipping", "Coupon"]
    assert reported["email"] == ["customer@example.com"] * 2


@pytest.mark.parametrize("wire", ["soap", "rpc"])
def test_a_promotion_from_its_first_day_to_an_order(fresh_server: Any, wire: str) -> None:
    assert php(fresh_server, "promotions.php", wire) == {
        "products": ["STARTER"],
        "same": True,
        "renamed": ["Renamed by PHP", True, {"Type": "PERCENT", "Value": 25}, "STARTER"],
        "item": [9.95, 7.46, "Renamed by PHP", "25%"],
        "used up": "ORDER_PROMOTION_INVALID",
        "order promotion": [["PRODUCT", 9.95], ["COUPON", -9.95]],
        "last coupon": "PROMOTION_COUPON_REQUIRED",
        "campaign": ["INACTIVE", "10.5", {"Currency": "USD", "Price": 49.22}],
        "upsells": [1, "STARTER"],
    }


@pytest.mark.parametrize(("version", "is_bare"), [("3.0", True), ("6.0", False)])
@pytest.mark.parametrize("wire", ["soap", "rpc"])
def test_a_product_from_its_first_day_to_its_price(fresh_server: Any, wire: str, version: str, is_bare: bool) -> None:
    reported = php(fresh_server, "catalogue.php", wire, version)

    code, text = reported.pop("twice")
    assert (code, text.startswith("There is a product PHP")) == ("PRODUCT_CODE_NOT_UNIQUE", True)
    assert reported == {
        "added": True,
        "same": True,
        "defaults": [False, False, False, "General", "GLOBAL"],
        "updated": [True, "Renamed by PHP", 21],
        "priced": True,
        "group": True,
        "fields": ["Size", True],
        "price": [17.5, 175],
        "found": [is_bare, 1],
        "status": True,
    }
