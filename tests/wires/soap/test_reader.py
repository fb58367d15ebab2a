"""Reading as lenient as PHP's own server: names, places, lists, maps, nulls and untyped values.

The envelopes are shaped as the clients named in the tests write them.
"""

from decimal import Decimal
from typing import Any

import pytest

from rpc_server.api.families import Endpoint
from rpc_server.wires.http import Limits
from rpc_server.wires.soap.names import Use
from rpc_server.wires.soap.reader import read_message
from tests.wires.soap.envelopes import Client, call
from tests.wires.soap.shop import SOAP_3, SOAP_6

SESSION = '<sessionID xsi:type="xsd:string">s1</sessionID>'


def order_of(members: str, attributes: str = "") -> Any:
    """The order that a placeOrder call with these members is read into."""
    _, order = Client().arguments(call("placeOrder", f"{SESSION}<order {attributes}>{members}</order>"))
    return order


def echoed(value: str) -> Any:
    """The untyped value that an element is read into."""
    _, read = Client().arguments(call("echo", f"{SESSION}{value}"))
    return read


def login_with(parts: str) -> list[Any]:
    return Client().arguments(call("login", parts))


@pytest.mark.parametrize(
    "parts",
    [
        "<merchantCode>C</merchantCode><date>D</date><hash>H</hash>",
        "<MerchantCode>C</MerchantCode><Date>D</Date><hash>H</hash>",
        "<hash>H</hash><date>D</date><merchantCode>C</merchantCode>",
        "<a>C</a><b>D</b><c>H</c>",
        "<HASH>H</HASH><wrong>D</wrong><merchantcode>C</merchantcode>",
        "<ns1:merchantCode>C</ns1:merchantCode><q:date xmlns:q='urn:q'>D</q:date><hash>H</hash>",
        "\n  <merchantCode>C</merchantCode>\n  <date>D</date>\n  <hash>H</hash>\n",
    ],
    ids=["exact", "other case", "other order", "by place", "mixed", "any prefix", "indented"],
)
def test_parts_go_by_name_in_any_case_else_by_place(parts: str) -> None:
    assert login_with(parts) == ["C", "D", "H"]


def test_a_surplus_argument_of_php_fills_the_place_the_wsdl_does_not_list() -> None:
    parts = "<merchantCode>C</merchantCode><date>D</date><hash>H</hash><param3>sha256</param3><param4>x</param4>"

    assert login_with(parts) == ["C", "D", "H", "sha256"]


def test_a_part_given_twice_does_not_take_the_place_of_another() -> None:
    assert login_with("<date>D</date><date>E</date><merchantCode>C</merchantCode>") == ["C", "D"]


def test_missing_parts_in_the_middle_are_none_and_at_the_end_are_cut_off() -> None:
    nil = '<param2 xsi:nil="true"/>'

    assert login_with(f"<hash>H</hash>{nil}") == [None, None, "H"]
    assert login_with(f'<merchantCode>C</merchantCode><date xsi:nil="1"/>{nil}') == ["C"]
    assert login_with("") == []


@pytest.mark.parametrize(("nil", "expected"), [("true", None), ("1", None), ("false", "x"), ("0", "x"), ("", "x")])
def test_only_a_true_nil_is_null(nil: str, expected: str | None) -> None:
    assert order_of(f'<RefNo xsi:nil="{nil}">x</RefNo>') == {"RefNo": expected}


@pytest.mark.parametrize("shape", ["BillingDetails", "Items", "Errors", "Custom", "OrderNo"])
def test_null_is_null_for_every_shape(shape: str) -> None:
    assert order_of(f'<{shape} xsi:nil="true"/>') == {shape: None}


def test_texts_are_read_as_they_are() -> None:
    text = " a\tb\n c&#13;&#10;d &amp;&lt;&#233;<![CDATA[<b>]]> "

    assert order_of(f"<RefNo>{text}</RefNo><CardNumber/>") == {"RefNo": " a\tb\n c\r\nd &<é<b> ", "CardNumber": ""}


def test_members_go_by_name_in_any_case_and_unknown_ones_are_skipped() -> None:
    members = "<x:refno xmlns:x='urn:x'>1</x:refno><ORDERNO>2</ORDERNO><New><Deep/></New><testOrder>true</testOrder>"

    assert order_of(members) == {"RefNo": "1", "OrderNo": "2", "TestOrder": "true"}


@pytest.mark.parametrize(("endpoint", "read"), [(SOAP_3, ["a"]), (SOAP_6, [{"Name": "a"}])])
def test_a_member_is_read_as_the_version_of_the_endpoint_has_it(endpoint: Endpoint, read: list[Any]) -> None:
    category = "<category><Tags><Name>a</Name></Tags></category>"

    _, category_read = Client(endpoint).arguments(call("sortCategories", f"{SESSION}{category}"))

    assert category_read == {"Tags": read}


def test_the_last_of_a_repeated_member_counts() -> None:
    assert order_of("<RefNo>1</RefNo><RefNo>2</RefNo>") == {"RefNo": "2"}


def test_phps_typed_arrays_are_lists() -> None:
    items = """<Items SOAP-ENC:arrayType="ns1:OrderItem[2]" xsi:type="ns1:ArrayOfOrderItem">
        <item xsi:type="ns1:OrderItem"><Code xsi:type="xsd:string">A</Code>
          <PriceOptions SOAP-ENC:arrayType="ns1:PriceOption[1]" xsi:type="ns1:ArrayOfPriceOption">
            <item xsi:type="ns1:PriceOption"><Options SOAP-ENC:arrayType="xsd:string[1]"
              xsi:type="ns1:ArrayOfString"><item xsi:type="xsd:string">red</item></Options></item></PriceOptions>
        </item>
        <item xsi:type="ns1:OrderItem"><Code xsi:type="xsd:string">B</Code></item></Items>"""

    assert order_of(items, 'xsi:type="ns1:Order"') == {
        "Items": [{"Code": "A", "PriceOptions": [{"Options": ["red"]}]}, {"Code": "B"}]
    }


@pytest.mark.parametrize(
    "items",
    [
        "<Items><item><Code>A</Code></item></Items>",
        "<Items><Item><Code>A</Code></Item></Items>",
        "<Items><OrderItem><Code>A</Code></OrderItem></Items>",
        "<Items xsi:type='SOAP-ENC:Array'><q:anyType xmlns:q='urn:q'><Code>A</Code></q:anyType></Items>",
        "<Items><Code>A</Code></Items>",
        "<Items><item><key>0</key><value><Code>A</Code></value></item></Items>",
        "<Items><item><key>Code</key><value>A</value></item></Items>",
    ],
    ids=["item", "wrapper", "type name", "SOAP-ENC:Array", "lone object", "Map of numbers", "lone Map"],
)
def test_a_list_of_one_object_is_a_list_however_it_is_written(items: str) -> None:
    assert order_of(items) == {"Items": [{"Code": "A"}]}


def test_savon_repeats_the_member_for_each_entry_of_a_list() -> None:
    members = "<Items><Code>A</Code></Items><Items><Code>B</Code></Items><Promotions>P1</Promotions><Promotions>P2</Promotions>"

    assert order_of(members) == {"Items": [{"Code": "A"}, {"Code": "B"}], "Promotions": ["P1", "P2"]}


@pytest.mark.parametrize(
    "items",
    ["<Items/>", "<Items> </Items>", '<Items SOAP-ENC:arrayType="ns1:OrderItem[0]" xsi:type="SOAP-ENC:Array"/>'],
)
def test_an_empty_list_is_an_empty_list(items: str) -> None:
    assert order_of(items) == {"Items": []}


def test_an_object_may_hold_its_like() -> None:
    tree = "<category><Name>a</Name><Categories><item><Name>b</Name><Categories/></item></Categories></category>"

    _, read = Client().arguments(call("sortCategories", f"{SESSION}{tree}"))

    assert read == {"Name": "a", "Categories": [{"Name": "b", "Categories": []}]}


def test_a_null_in_a_list_stays_in_its_place() -> None:
    entries = '<item>a</item><item xsi:nil="true"/><item/>'

    assert order_of(f"<Promotions>{entries}</Promotions>") == {"Promotions": ["a", None, ""]}


def test_a_php_array_with_holes_is_the_list_of_its_values() -> None:
    entries = "<item><key>1</key><value>a</value></item><item><key>4</key><value>b</value></item>"

    assert order_of(f'<Promotions xsi:type="ns2:Map">{entries}</Promotions>') == {"Promotions": ["a", "b"]}


def test_an_associative_array_without_a_wsdl_is_an_object() -> None:
    entries = """<item><key xsi:type="xsd:string">BillingDetails</key><value xsi:type="ns2:Map"><item>
        <key xsi:type="xsd:string">FirstName</key><value xsi:type="xsd:string">Ana</value></item></value></item>
        <item><key xsi:type="xsd:string">refno</key><value xsi:type="xsd:string">1</value></item>"""

    assert order_of(entries, 'xsi:type="ns2:Map"') == {"BillingDetails": {"FirstName": "Ana"}, "RefNo": "1"}


@pytest.mark.parametrize(
    "attributes",
    [
        "<item><key>A</key><value>1</value></item><item><key>B</key><value>2</value></item>",
        "<A>1</A><B>2</B>",
        '<x:A xmlns:x="urn:x" xsi:type="xsd:string">1</x:A><B>2</B>',
    ],
    ids=["Map", "Struct", "typed"],
)
def test_a_map_is_read_from_entries_or_from_named_elements(attributes: str) -> None:
    body = call("describe", f"{SESSION}<attributes>{attributes}</attributes>")

    assert Client().arguments(body) == ["s1", {"A": "1", "B": "2"}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('<value xsi:type="xsd:string">007</value>', "007"),
        ('<value xsi:type="xsd:int">007</value>', 7),
        ('<value xsi:type="xsd:long"> -7 </value>', -7),
        ('<value xsi:type="xsd:double">9.90</value>', Decimal("9.90")),
        ('<value xsi:type="xsd:float">1e2</value>', Decimal(100)),
        ('<value xsi:type="xsd:decimal">.5</value>', Decimal("0.5")),
        ('<value xsi:type="xsd:boolean">true</value>', True),
        ('<value xsi:type="xsd:boolean">0</value>', False),
        ("<value>7</value>", "7"),
        ("<value/>", ""),
        ('<value xsi:type="ns2:Map"/>', {}),
        ('<value xsi:type="SOAP-ENC:Struct"/>', {}),
        ('<value xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="xsd:anyType[0]"/>', []),
        ('<value SOAP-ENC:arrayType="xsd:int[1]"><a xsi:type="xsd:int">1</a></value>', [1]),
        ("<value><item>1</item></value>", ["1"]),
        ("<value><Code>1</Code><Code>2</Code></value>", ["1", "2"]),
        ("<value><Code>1</Code></value>", {"Code": "1"}),
        (
            '<value xsi:type="SOAP-ENC:Struct"><A xsi:type="xsd:int">1</A><B xsi:nil="true"/></value>',
            {"A": 1, "B": None},
        ),
        (
            "<value><item><key>k</key><value><item><key>1</key><value>2</value></item></value></item></value>",
            {"k": {"1": "2"}},
        ),
    ],
)
def test_an_untyped_value_is_what_its_type_or_form_says(value: str, expected: Any) -> None:
    read = echoed(value)

    assert (type(read), read) == (type(expected), expected)


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("int", "1.5"), ("int", "1_0"), ("int", "9" * 19), ("int", ""), ("double", "NaN"), ("double", "1e999"),
        ("double", "\u0661"), ("boolean", "yes"), ("dateTime", "2026-03-10T12:00:00"),
    ],
)  # fmt: skip
def test_a_text_that_is_not_what_its_type_says_stays_a_text(type_: str, text: str) -> None:
    assert echoed(f'<value xsi:type="xsd:{type_}">{text}</value>') == text


def test_an_object_where_a_text_belongs_is_kept_for_the_refusal_to_name() -> None:
    answer = Client().post(call("placeOrder", f"{SESSION}<order><RefNo>a<b>c</b></RefNo></order>"))

    assert b"<faultstring>RefNo has text between its elements.</faultstring>" in answer.body


@pytest.mark.parametrize("value", ["a<b/>", "<b/>a", "<b/>a<c/>"])
def test_text_between_the_elements_of_an_untyped_value_is_never_cut_off(value: str) -> None:
    answer = Client().post(call("echo", f"{SESSION}<value>{value}</value>"))

    assert b"<faultstring>value has text between its elements.</faultstring>" in answer.body


def test_a_misplaced_object_is_refused_by_name() -> None:
    answer = Client().post(call("placeOrder", f"{SESSION}<order><RefNo><b>c</b></RefNo></order>"))

    assert (
        b"<faultcode>INVALID_ARGUMENT</faultcode><faultstring>order.RefNo must be a text.</faultstring>" in answer.body
    )


def test_a_text_where_an_object_belongs_is_refused_by_name() -> None:
    answer = Client().post(call("placeOrder", f"{SESSION}<order><BillingDetails>x</BillingDetails></order>"))

    assert b"<faultstring>order.BillingDetails must be an object.</faultstring>" in answer.body


@pytest.mark.parametrize(
    ("namespace", "use"),
    [
        ("urn:rpc:merchant:6.0", Use.ENCODED),
        ("urn:rpc:merchant:6.0:literal", Use.LITERAL),
        ("urn:rpc:merchant:3.0:literal", Use.LITERAL),
        ("urn:other", Use.ENCODED),
        ("", Use.ENCODED),
    ],
)
def test_the_namespace_of_the_operation_says_how_to_answer(namespace: str, use: Use) -> None:
    body = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        f'<login xmlns="{namespace}"/></e:Body></e:Envelope>'
    )

    message = read_message(body.encode(), Limits())

    assert (message.operation, message.use) == ("login", use)
