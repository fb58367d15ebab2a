"""The same answers from PHP's own SoapServer and from ours, node by node."""

import json
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rpc_server.api.rendering import renderer
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.types import Types
from rpc_server.wires.soap.writer import Writer
from rpc_server.wires.soap.wsdl import wsdl_document
from tests.conformance.soap.serving import CONFORMANCE
from tests.wires.soap.envelopes import call, canonical
from tests.wires.soap.shop import SOAP_6, BillingDetails, Order, OrderItem, Price, PriceOption, Shop

REGISTRY = Shop().registry
ITEM = OrderItem(
    code="R&<>\"' é\r\n\t😀",
    quantity=-3,
    price=Price(currency="eur", amount=Decimal("9.99")),
    price_options=[PriceOption(name="n", options=["red", ""])],
)
ORDER = Order(
    ref_no="  spaces  ",
    order_no=0,
    test_order=True,
    gross_price=Decimal("10.00"),
    billing_details=BillingDetails(first_name=""),
    items=[ITEM, OrderItem()],
    promotions=[],
    has_shipping=False,
)


@pytest.fixture(scope="module", params=Use)
def types(request: pytest.FixtureRequest) -> Types:
    return Types(SOAP_6, request.param)


def of_php(types: Types, method: str, answer: Any, folder: Path) -> str:
    """PHP's answer; it names an array after its own type, where we write the general one that every stack knows."""
    wsdl = folder / "shop.wsdl"
    wsdl.write_bytes(wsdl_document(REGISTRY, SOAP_6, types.use, "http://localhost/"))
    parameters = "".join(f"<{p.wire_name}/>" for p in REGISTRY.find(SOAP_6, method).parameters if p.is_listed)
    asked = call(method, parameters).decode().replace("urn:rpc:merchant:6.0", types.namespace)
    done = subprocess.run(
        ["php", str(CONFORMANCE / "php" / "soap_server.php"), str(wsdl), json.dumps(answer, default=float)],
        input=asked.encode(), capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    return re.sub('xsi:type="ns1:ArrayOf[A-Za-z]+"', 'xsi:type="SOAP-ENC:Array"', done.stdout.decode())


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("login", "abc"),
        ("setExternalRef", True),
        ("setExternalRef", False),
        ("getPrice", Decimal("10.50")),
        ("getPrice", Decimal(7)),
        ("getTimestamp", 1773144000),
        ("searchProducts", []),
        ("searchProducts", [ITEM]),
        ("searchProducts", [ITEM, ITEM]),
        ("placeOrder", ORDER),
    ],
)
def test_php_and_we_write_the_same(types: Types, method: str, answer: Any, tmp_path: Path) -> None:
    declared = REGISTRY.find(SOAP_6, method)
    plain = renderer(declared.returns, SOAP_6)(answer)

    ours = Writer(types).answer(declared)(answer)

    assert canonical(ours) == canonical(of_php(types, method, plain, tmp_path))


def test_php_and_we_write_the_same_null(tmp_path: Path) -> None:
    types = Types(SOAP_6, Use.ENCODED)

    ours = Writer(types).answer(REGISTRY.find(SOAP_6, "login"))(None)

    assert canonical(ours) == canonical(of_php(types, "login", None, tmp_path))
