"""Whole answers, node by node: encoded as PHP's SoapServer writes them, and literal."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rpc_server.api.binding import bind
from rpc_server.wires.http import Limits
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.reader import arguments_reader, read_message
from rpc_server.wires.soap.types import Types
from rpc_server.wires.soap.writer import Writer, number, text
from tests.wires.soap.envelopes import canonical, envelope
from tests.wires.soap.shop import SOAP_3, SOAP_6, BillingDetails, Category, Order, OrderItem, Price, PriceOption, Shop

REGISTRY = Shop().registry
ORDER = Order(
    ref_no='R&<>"1',
    order_no=0,
    test_order=True,
    gross_price=Decimal("10.00"),
    billing_details=BillingDetails(first_name="Ana", email=""),
    items=[
        OrderItem(
            code="A",
            quantity=1,
            price=Price(currency="eur", amount=Decimal("9.99")),
            price_options=[PriceOption(name="n", options=["red", "x"])],
        )
    ],
    promotions=[],
    errors={"CODE": "text", "B": "x\r\ny"},
    custom=[1, "a", True, None, Decimal("2.5"), {"k": "v"}, []],
    card_number="4111111111111111",
    has_shipping=False,
)


def written(method: str, value: Any, use: Use = Use.ENCODED, version: Any = SOAP_6) -> bytes:
    return Writer(Types(version, use)).answer(REGISTRY.find(version, method))(value)


def echoed(value: Any) -> str:
    """The element that an untyped answer is written as."""
    body = written("echo", value).decode()
    return body.partition("<ns1:echoResponse>")[2].partition("</ns1:echoResponse>")[0]


def test_an_order_is_written_encoded() -> None:
    assert canonical(written("placeOrder", ORDER)) == canonical(
        envelope("""<ns1:placeOrderResponse><placeOrderReturn xsi:type="ns1:Order">
          <RefNo xsi:type="xsd:string">R&amp;&lt;&gt;"1</RefNo>
          <OrderNo xsi:type="xsd:int">0</OrderNo>
          <TestOrder xsi:type="xsd:boolean">true</TestOrder>
          <GrossPrice xsi:type="xsd:double">10</GrossPrice>
          <BillingDetails xsi:type="ns1:BillingDetails">
            <FirstName xsi:type="xsd:string">Ana</FirstName><Email xsi:type="xsd:string"></Email>
          </BillingDetails>
          <DeliveryDetails xsi:nil="true"/>
          <Items SOAP-ENC:arrayType="ns1:OrderItem[1]" xsi:type="SOAP-ENC:Array">
            <item xsi:type="ns1:OrderItem">
              <Code xsi:type="xsd:string">A</Code>
              <Quantity xsi:type="xsd:int">1</Quantity>
              <Price xsi:type="ns1:Price">
                <Currency xsi:type="xsd:string">eur</Currency><Amount xsi:type="xsd:double">9.99</Amount>
              </Price>
              <PriceOptions SOAP-ENC:arrayType="ns1:PriceOption[1]" xsi:type="SOAP-ENC:Array">
                <item xsi:type="ns1:PriceOption">
                  <Name xsi:type="xsd:string">n</Name>
                  <Options SOAP-ENC:arrayType="xsd:string[2]" xsi:type="SOAP-ENC:Array">
                    <item xsi:type="xsd:string">red</item><item xsi:type="xsd:string">x</item>
                  </Options>
                </item>
              </PriceOptions>
            </item>
          </Items>
          <Promotions SOAP-ENC:arrayType="xsd:string[0]" xsi:type="SOAP-ENC:Array"/>
          <Errors xsi:type="ns2:Map">
            <item><key xsi:type="xsd:string">CODE</key><value xsi:type="xsd:string">text</value></item>
            <item><key xsi:type="xsd:string">B</key><value xsi:type="xsd:string">x&#13;
y</value></item>
          </Errors>
          <Custom SOAP-ENC:arrayType="xsd:anyType[7]" xsi:type="SOAP-ENC:Array">
            <item xsi:type="xsd:int">1</item>
            <item xsi:type="xsd:string">a</item>
            <item xsi:type="xsd:boolean">true</item>
            <item xsi:nil="true"/>
            <item xsi:type="xsd:double">2.5</item>
            <item xsi:type="ns2:Map">
              <item><key xsi:type="xsd:string">k</key><value xsi:type="xsd:string">v</value></item>
            </item>
            <item SOAP-ENC:arrayType="xsd:anyType[0]" xsi:type="SOAP-ENC:Array"/>
          </Custom>
          <HasShipping xsi:type="xsd:boolean">false</HasShipping>
        </placeOrderReturn></ns1:placeOrderResponse>""")
    )


def test_an_order_is_written_literal() -> None:
    assert canonical(written("placeOrder", ORDER, Use.LITERAL)) == canonical(
        """<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
            xmlns:ns1="urn:rpc:merchant:6.0:literal" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <SOAP-ENV:Body><ns1:placeOrderResponse><placeOrderReturn>
          <RefNo>R&amp;&lt;&gt;"1</RefNo><OrderNo>0</OrderNo><TestOrder>true</TestOrder><GrossPrice>10</GrossPrice>
          <BillingDetails><FirstName>Ana</FirstName><Email></Email></BillingDetails>
          <DeliveryDetails xsi:nil="true"/>
          <Items><OrderItem><Code>A</Code><Quantity>1</Quantity>
            <Price><Currency>eur</Currency><Amount>9.99</Amount></Price>
            <PriceOptions><PriceOption><Name>n</Name>
              <Options><string>red</string><string>x</string></Options></PriceOption></PriceOptions>
            </OrderItem></Items>
          <Promotions/>
          <Errors><item><key>CODE</key><value>text</value></item><item><key>B</key><value>x&#13;
y</value></item></Errors>
          <Custom><item>1</item><item>a</item><item>true</item><item xsi:nil="true"/><item>2.5</item>
            <item><item><key>k</key><value>v</value></item></item><item/></Custom>
          <HasShipping>false</HasShipping>
        </placeOrderReturn></ns1:placeOrderResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>"""
    )


def test_an_object_may_hold_its_like() -> None:
    tree = Category(name="a", categories=[Category(name="b")])

    assert canonical(written("sortCategories", tree)) == canonical(
        envelope("""<ns1:sortCategoriesResponse><sortCategoriesReturn xsi:type="ns1:Category">
          <Name xsi:type="xsd:string">a</Name>
          <Categories SOAP-ENC:arrayType="ns1:Category[1]" xsi:type="SOAP-ENC:Array">
            <item xsi:type="ns1:Category"><Name xsi:type="xsd:string">b</Name><Categories xsi:nil="true"/></item>
          </Categories>
        </sortCategoriesReturn></ns1:sortCategoriesResponse>""")
    )


def test_a_map_namespace_is_declared_only_where_a_map_is() -> None:
    assert b"xml.apache.org" in written("describe", {})
    assert b"xml.apache.org" not in written("describe", None)


def test_members_of_other_versions_unset_ones_and_input_are_left_out() -> None:
    assert b"HasShipping" not in written("placeOrder", ORDER, version=SOAP_3)
    assert b"HasShipping" not in written("placeOrder", Order())
    assert b"Card" not in written("placeOrder", ORDER)


@pytest.mark.parametrize(
    ("method", "value", "element"),
    [
        ("setExternalRef", False, '<setExternalRefReturn xsi:type="xsd:boolean">false</setExternalRefReturn>'),
        ("getPrice", Decimal("10.50"), '<getPriceReturn xsi:type="xsd:double">10.5</getPriceReturn>'),
        ("getTimestamp", 7, '<getTimestampReturn xsi:type="xsd:int">7</getTimestampReturn>'),
        ("login", None, '<loginReturn xsi:nil="true"/>'),
        ("describe", {}, '<describeReturn xsi:type="ns2:Map"></describeReturn>'),
        (
            "searchProducts", [],
            '<searchProductsReturn SOAP-ENC:arrayType="ns1:OrderItem[0]" xsi:type="SOAP-ENC:Array"/>',
        ),
        (
            "searchProducts", [None],
            """<searchProductsReturn SOAP-ENC:arrayType="ns1:OrderItem[1]" xsi:type="SOAP-ENC:Array">
               <item xsi:nil="true"/></searchProductsReturn>""",
        ),
    ],
)  # fmt: skip
def test_an_answer_is_one_bare_value(method: str, value: Any, element: str) -> None:
    assert canonical(written(method, value)) == canonical(
        envelope(f"<ns1:{method}Response>{element}</ns1:{method}Response>")
    )


@pytest.mark.parametrize(
    ("value", "element"),
    [
        (2**31 - 1, '<echoReturn xsi:type="xsd:int">2147483647</echoReturn>'),
        (2**31, '<echoReturn xsi:type="xsd:long">2147483648</echoReturn>'),
        (-(2**31) - 1, '<echoReturn xsi:type="xsd:long">-2147483649</echoReturn>'),
        (0.1, '<echoReturn xsi:type="xsd:double">0.1</echoReturn>'),
        ("", '<echoReturn xsi:type="xsd:string"></echoReturn>'),
        (None, '<echoReturn xsi:nil="true"/>'),
    ],
)
def test_an_untyped_answer_says_its_type(value: Any, element: str) -> None:
    assert echoed(value) == element


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("10", "10"), ("10.00", "10"), ("0.00", "0"), ("9.50", "9.5"), ("100", "100"), ("1E+3", "1000"), ("0E-4", "0"),
        ("1E-7", "0.0000001"), ("-0.50", "-0.5"), ("12345678901234567890.12", "12345678901234567890.12"),
    ],
)  # fmt: skip
def test_amounts_are_plain_numbers(value: str, digits: str) -> None:
    assert number(Decimal(value)) == digits


@pytest.mark.parametrize(
    ("value", "written_as"),
    [
        ("a&b<c>d", "a&amp;b&lt;c&gt;d"), ("\r\n\t", "&#13;\n\t"), ("a\x00b\x0b\x1f", "a\ufffdb\ufffd\ufffd"),
        ("\ud800", "\ufffd"), ("\ufffe\uffff", "\ufffd\ufffd"), ("😀é", "😀é"), ("]]>", "]]&gt;"),
    ],
)  # fmt: skip
def test_texts_are_escaped_and_what_xml_cannot_hold_is_replaced(value: str, written_as: str) -> None:
    assert text(value) == written_as


def test_a_value_without_a_soap_type_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no SOAP type for a set"):
        written("echo", {1} | {2})


xml_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=0x20))
amount = st.decimals(0, 10**9, places=2).map(lambda value: value.normalize() + 0)
items = st.builds(
    OrderItem,
    code=st.none() | xml_text,
    quantity=st.none() | st.integers(-(2**31), 2**31 - 1),
    price=st.none() | st.builds(Price, currency=xml_text, amount=st.none() | amount),
    price_options=st.lists(st.builds(PriceOption, name=xml_text, options=st.lists(st.none() | xml_text)), max_size=2),
)
orders = st.builds(
    Order,
    ref_no=st.none() | xml_text,
    test_order=st.none() | st.booleans(),
    gross_price=st.none() | amount,
    billing_details=st.none() | st.builds(BillingDetails, first_name=st.none() | xml_text),
    items=st.none() | st.lists(items, max_size=3),
    errors=st.none() | st.dictionaries(xml_text, xml_text, min_size=1, max_size=3),
    has_shipping=st.booleans(),
)


@given(order=orders, use=st.sampled_from(Use))
def test_an_answered_order_can_be_sent_back_whole(order: Order, use: Use) -> None:
    method = REGISTRY.find(SOAP_6, "placeOrder")
    answered = written("placeOrder", order, use).decode()
    sent = answered.replace("placeOrderResponse", "placeOrder").replace(
        "<placeOrderReturn", "<sessionID/><placeOrderReturn"
    )

    arguments = arguments_reader(method, SOAP_6)(read_message(sent.encode(), Limits()).element)

    assert bind(method, arguments) == ["", order]
