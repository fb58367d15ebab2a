"""Multi-reference messages as .NET, Axis and PHP write them, and what must not be done with them."""

import tracemalloc

import pytest

from rpc_server.wires.http import Limits
from tests.wires.soap.envelopes import Client, call

SESSION = '<sessionID xsi:type="xsd:string">s1</sessionID>'


def test_dotnet_writes_every_object_beside_the_operation() -> None:
    body = call(
        "placeOrder",
        f'{SESSION}<order href="#id1"/>',
        """<q1:Order id="id1" xsi:type="q1:Order" xmlns:q1="urn:rpc:merchant:6.0">
             <BillingDetails href="#id2"/><Items href="#id3"/></q1:Order>
           <q2:BillingDetails id="id2" xsi:type="q2:BillingDetails" xmlns:q2="urn:rpc:merchant:6.0">
             <FirstName xsi:type="xsd:string">Ana</FirstName></q2:BillingDetails>
           <q3:Array id="id3" xmlns:q4="urn:rpc:merchant:6.0" q3:arrayType="q4:OrderItem[2]"
             xmlns:q3="http://schemas.xmlsoap.org/soap/encoding/"><Item href="#id4"/><Item href="#id5"/></q3:Array>
           <q5:OrderItem id="id4" xsi:type="q5:OrderItem" xmlns:q5="urn:rpc:merchant:6.0"><Code>A</Code></q5:OrderItem>
           <q6:OrderItem id="id5" xsi:type="q6:OrderItem" xmlns:q6="urn:rpc:merchant:6.0"><Code>B</Code></q6:OrderItem>
        """,
    )

    assert Client().arguments(body) == [
        "s1",
        {"BillingDetails": {"FirstName": "Ana"}, "Items": [{"Code": "A"}, {"Code": "B"}]},
    ]


def test_axis_writes_texts_and_nulls_beside_the_operation_too() -> None:
    body = call(
        "setExternalRef",
        '<sessionID href="#id0"/><externalRef href="#id1"/>',
        """<multiRef id="id0" SOAP-ENC:root="0" xsi:type="xsd:string">s1</multiRef>
           <multiRef id="id1" SOAP-ENC:root="0" xsi:type="xsd:string" xsi:nil="false">REF</multiRef>""",
    )

    assert Client().arguments(body) == ["s1", "REF"]


def test_php_writes_an_object_used_twice_once() -> None:
    body = call(
        "placeOrder",
        f"""{SESSION}<order xsi:type="ns1:Order">
            <BillingDetails id="ref1" xsi:type="ns1:BillingDetails"><FirstName>Ana</FirstName></BillingDetails>
            <DeliveryDetails href="#ref1"/></order>""",
    )

    assert Client().arguments(body) == [
        "s1",
        {"BillingDetails": {"FirstName": "Ana"}, "DeliveryDetails": {"FirstName": "Ana"}},
    ]


def test_a_reference_before_its_value_and_through_another_is_followed() -> None:
    body = call(
        "placeOrder",
        f'{SESSION}<order><DeliveryDetails href="#a"/><BillingDetails href="#b"/></order>',
        '<x id="a" href="#b"/><x id="b"><FirstName>Ana</FirstName></x>',
    )

    assert Client().arguments(body) == [
        "s1",
        {"DeliveryDetails": {"FirstName": "Ana"}, "BillingDetails": {"FirstName": "Ana"}},
    ]


def test_an_untyped_value_has_the_type_of_what_it_refers_to() -> None:
    body = call("echo", f'{SESSION}<value href="#n"/>', '<multiRef id="n" xsi:type="xsd:int">7</multiRef>')

    assert Client().arguments(body) == ["s1", 7]


@pytest.mark.parametrize("reference", ["#nowhere", "#", "", "cid:part1", "http://127.0.0.1/x"])
def test_a_reference_to_nothing_in_the_message_is_refused(reference: str) -> None:
    answer = Client().post(call("echo", f'{SESSION}<value href="{reference}"/>'))

    assert f"<faultstring>{reference} names no value of this message.</faultstring>".encode() in answer.body


@pytest.mark.parametrize(
    "values",
    [
        '<x id="a" href="#a"/>',
        '<x id="a" href="#b"/><x id="b" href="#a"/>',
        '<x id="a"><item href="#a"/></x>',
        '<x id="a"><item><item href="#b"/></item></x><x id="b"><item href="#a"/></x>',
    ],
)
def test_a_value_that_contains_itself_is_refused(values: str) -> None:
    answer = Client().post(call("echo", f'{SESSION}<value href="#a"/>', values))

    assert b"<faultcode>INVALID_REQUEST</faultcode>" in answer.body
    assert b"nested deeper than 64 or contain themselves" in answer.body


@pytest.mark.timeout(20)
def test_references_that_double_at_each_step_are_refused_before_they_are_written_out() -> None:
    values = "".join(f'<x id="v{n}"><item href="#v{n + 1}"/><item href="#v{n + 1}"/></x>' for n in range(25))
    values += '<x id="v25">a</x>'

    answer = Client().post(call("echo", f'{SESSION}<value href="#v0"/>', values))

    assert b"<faultcode>REQUEST_TOO_LARGE</faultcode>" in answer.body


def test_a_long_chain_of_references_is_refused_as_too_deep() -> None:
    values = "".join(f'<x id="v{n}"><item href="#v{n + 1}"/></x>' for n in range(2_000)) + '<x id="v2000">a</x>'

    answer = Client().post(call("echo", f'{SESSION}<value href="#v0"/>', values))

    assert b"nested deeper than 64" in answer.body


def test_many_references_to_one_wide_value_are_refused_before_they_fill_the_memory() -> None:
    values = '<x id="a">' + "<i/>" * 9_000 + "</x>"
    body = call("echo", SESSION + "<value>" + '<i href="#a"/>' * 5_000 + "</value>", values)
    tracemalloc.start()

    answer = Client().post(body)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert b"<faultcode>REQUEST_TOO_LARGE</faultcode>" in answer.body
    assert peak < 20_000_000


def test_what_is_shared_counts_each_time() -> None:
    values = '<x id="a">' + "<item>1</item>" * 100 + "</x>"
    shared = '<item href="#a"/>' * 100

    body = call("echo", f"{SESSION}<value>{shared}</value>", values)

    assert Client().post(body).status == "200 OK"
    assert b"REQUEST_TOO_LARGE" in Client(limits=Limits(nodes=5_000)).post(body).body
