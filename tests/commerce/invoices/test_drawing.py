"""What stands on the paper, read back from the PDF."""

# ruff: noqa: RUF001 - a minus sign is one, and names are spelled in their own scripts

import io
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import making_out
from rpc_server.commerce.invoices.drawing import draw
from rpc_server.commerce.invoices.model import Invoice, Refund, Seller, Series
from rpc_server.commerce.pricing.model import ChosenOption, PriceType
from tests.invoice_world import SELLER, STAMP, a_line, a_sale, an_order

USUAL = a_sale(a_line(1, "19.95", quantity=3, vat="19", discount="5.99", name="Backup Pro"), a_line(2, "1200", vat="7"))

USUAL_PAGE = """\
Northwind Software SRL Invoice
No. 000042
FROM
Northwind Software SRL
Strada Aviatorilor 10
011853 București
Romania
Tax ID RO18547290
billing@northwind.example
BILLED TO
Gärtnerei GmbH
Zoë Łukasiewicz
Königstraße 12
80331 München
Germany
Tax ID DE136695976
zoe@gaertnerei.example
DETAILS
Issue date 10 March 2026
Order 119473852
Order number 20418846
Order date 9 March 2026
Completed 10 March 2026
Payment Visa ending 1111
Currency EUR
DESCRIPTION QTY UNIT PRICE DISCOUNT TAX NET EUR
Backup Pro 3 19.95 −17.97 19% 41.88
P1
Product 2 1 1,200.00 7% 1,200.00
P2
TAX RATE NET TAX GROSS
19% 41.88 7.96 49.84
7% 1,200.00 84.00 1,284.00
Subtotal 1,259.85
Discount −17.97
Net 1,241.88
Tax 19% 7.96
Tax 7% 84.00
Total EUR 1,333.84
Invoice 000042 · Order 119473852 Page 1 of 1
Trade register J40/1234/2006"""


def pages(invoice: Invoice) -> list[str]:
    """The text of each page, without what stands for the parts of a letter."""
    read = PdfReader(io.BytesIO(draw(invoice))).pages
    return [re.sub(r"[\x00-\x09\x0b-\x1f]", "", page.extract_text()) for page in read]


def text(invoice: Invoice) -> str:
    return "\n".join(pages(invoice))


def test_a_page_says_all_there_is_to_say() -> None:
    assert pages(USUAL) == [USUAL_PAGE]


def test_the_document_is_titled_and_dated_by_the_invoice() -> None:
    about = PdfReader(io.BytesIO(draw(USUAL))).metadata

    assert about is not None
    assert (about.title, about.author, about.creation_date) == (
        "Invoice 000042",
        "Northwind Software SRL",
        STAMP.issued_at,
    )


def test_it_is_on_a4() -> None:
    box = PdfReader(io.BytesIO(draw(USUAL))).pages[0].mediabox

    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)


DRAWN_ELSEWHERE = """
import hashlib
from rpc_server.commerce.invoices.drawing import draw
from tests.commerce.invoices.test_drawing import USUAL
print(hashlib.sha256(draw(USUAL)).hexdigest())
"""


def test_the_same_invoice_makes_the_same_bytes_in_every_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DRAWN_ELSEWHERE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_a_credit_note_names_the_invoice_it_corrects() -> None:
    refund = Refund("r", Decimal(107), reason="Duplicate purchase")

    shown = text(making_out.refund(USUAL, (), refund, replace(STAMP, number=43)))

    assert "Northwind Software SRL Credit note\nNo. 000043\n" in shown
    assert "For invoice 000042\nInvoiced 10 March 2026\n" in shown
    assert "Total refunded EUR −107.00\nReason: Duplicate purchase\n" in shown


def test_a_cancellation_shows_every_line_below_zero() -> None:
    shown = text(making_out.cancellation(USUAL, (), replace(STAMP, number=43)))

    assert "Cancellation invoice\nNo. 000043\n" in shown
    assert "Backup Pro −3 19.95 17.97 19% −41.88\n" in shown
    assert "Total cancelled EUR −1,333.84" in shown


def test_an_order_of_no_value_is_a_page_of_zeros() -> None:
    shown = text(a_sale(a_line(1, "0", vat="0"), currency="USD"))

    assert "Product 1 1 0.00 0% 0.00\nP1\n" in shown
    assert "Total USD 0.00" in shown


def test_the_invoice_of_a_test_order_says_so_at_its_head() -> None:
    order = an_order(a_line(1, "10"), is_test=True)
    shown = text(making_out.sale(order, SELLER, "RO", replace(STAMP, series=Series.TEST)))

    assert "No. TEST-000042\nTest order, not a tax document\n" in shown
    assert "This is the invoice of a test order: nothing was sold" in shown


def test_unit_prices_that_do_not_multiply_are_explained() -> None:
    explained = "Unit prices are rounded; amounts are worked out for the whole line."

    assert explained in text(a_sale(a_line(1, "9.99", quantity=3, vat="19", price_type=PriceType.GROSS)))
    assert explained not in text(USUAL)


def test_another_place_of_delivery_is_shown() -> None:
    there = Address(first_name="Ada", last_name="Lovelace", address1="1 Main St", city="Austin", zip="78701", state="TX", country="US")  # fmt: skip

    shown = text(a_sale(a_line(1, "10"), delivery=there))

    assert "DELIVERED TO\nAda Lovelace\n1 Main St\nAustin, TX 78701\nUnited States\n" in shown


def test_a_long_order_goes_on_over_pages_that_say_what_they_are() -> None:
    found = pages(a_sale(*(a_line(number, "1.10", quantity=number) for number in range(1, 121))))

    shown = "\n".join(found).splitlines()
    assert len(found) > 3
    assert [page.splitlines()[0] for page in found[1:]] == ["Northwind Software SRL Invoice 000042, continued"] * (
        len(found) - 1
    )
    assert all(page.splitlines()[1] == "DESCRIPTION QTY UNIT PRICE TAX NET EUR" for page in found[1:-1])
    assert [line.split(" 1.10 ")[0] for line in shown if " 1.10 20% " in line] == [
        f"Product {number} {number}" for number in range(1, 121)
    ]
    assert [line for line in shown if line.startswith("Invoice 000042 ·")] == [
        f"Invoice 000042 · Order 119473852 Page {number} of {len(found)}" for number in range(1, len(found) + 1)
    ]


def test_more_than_nine_pages_are_counted_too() -> None:
    found = pages(a_sale(*(a_line(number, "1.10") for number in range(1, 201))))

    assert len(found) > 9
    assert f"Page 10 of {len(found)}" in found[9]


SCRIPTS = [
    "Zoë Żółć", "Παπαδόπουλος", "Привет", "Nguyễn Đặng", "김철수", "山田太郎", "李小龍", "やまだ", "สมชาย ใจดี",
    "राजेश शर्मा", "გიორგი", "Հայկ Վարդանյան", "রাজেশ", "ராஜேஷ்", "አበበ", "មករា", "రాజేష్", "ສະບາຍ", "Rocket 🚀",
]  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_are_printed_in_every_script(name: str) -> None:
    shown = text(a_sale(a_line(1, "10", name=name)))

    assert f"{name} 1 10.00 20% 10.00" in shown
    assert "cannot be printed" not in shown


@pytest.mark.parametrize(("written", "seen"), [("כהן", "כהן"), ("محمد", "محمد"), ("شارع ١٢", "١٢ شارع")])
def test_names_written_from_right_to_left_are_printed(written: str, seen: str) -> None:
    shown = text(a_sale(a_line(1, "10", name=written)))

    assert seen in shown
    assert "cannot be printed" not in shown


def test_text_after_another_script_is_set_in_its_own_typeface_again() -> None:
    buyer = Address(company="株式会社", address1="الملك", city="Cairo", country="EG", email="a@example.eg")

    assert "株式会社\nالملك\nCairo\nEgypt\na@example.eg\n" in text(
        a_sale(a_line(1, "10"), billing=buyer, delivery=buyer)
    )


def test_what_no_typeface_prints_is_replaced_and_said_to_be() -> None:
    shown = text(a_sale(a_line(1, "10", name="Runes ᚠ𐎀")))

    assert "Runes �� 1 10.00" in shown
    assert "Characters shown as � are on record as they were given, but cannot be printed." in shown


def test_characters_that_hide_or_turn_text_round_are_not_printed() -> None:
    name = "Pay\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH SPACE}ee\t\x00\nLtd"

    assert "Payee Ltd 1 10.00" in text(a_sale(a_line(1, "10", name=name)))


def test_a_name_like_the_page_count_is_a_name() -> None:
    assert "{nb} 1 10.00" in text(a_sale(a_line(1, "10", name="{nb}")))


def test_nothing_runs_off_the_paper_however_long_it_is() -> None:
    option = ChosenOption("G", "x" * 255, True, "y " * 127, "v", Decimal(0))
    line = a_line(1, "99999.99", quantity=99999, name="W" * 255, options=(option,) * 30)
    buyer = Address(**dict.fromkeys(("first_name", "company", "address1", "address2", "city", "zip"), "Unbroken" * 31))
    seller = Seller(address=msgspec.structs.replace(SELLER.address, company="Long " * 51), note="n " * 900)
    written: list[tuple[float, float]] = []

    def note_place(shown: str, _: object, matrix: list[float], *__: object) -> None:
        if shown.strip():
            written.append((matrix[4], matrix[5]))

    for page in PdfReader(io.BytesIO(draw(a_sale(line, billing=buyer, delivery=buyer, seller=seller)))).pages:
        page.extract_text(visitor_text=note_place)

    assert len(written) > 100
    assert all(50 < x < 550 and 20 < y < 800 for x, y in written)
