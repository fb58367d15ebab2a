"""What a sale invoice says, made out from its order."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import making_out
from rpc_server.commerce.invoices.making_out import UnsoundInvoice
from rpc_server.commerce.invoices.model import InvoiceKind, InvoiceLine, Series, TaxShare
from rpc_server.commerce.orders.model import AppliedPromotion, CrossSellClaim, TrialTerms
from rpc_server.commerce.payments.model import CardSummary, Payment, PaymentType
from rpc_server.commerce.pricing.lines import price_line
from rpc_server.commerce.pricing.model import ChosenOption, LineTerms, PriceType, Totals
from tests.invoice_world import GARDENER, NOON, PAID, SELLER, STAMP, a_line, a_sale, an_order

SPRING = AppliedPromotion(
    code="62B7F22FC5",
    coupon="SPRING26",
    name="Spring sale",
    description="",
    type="REGULAR",
    is_instant=False,
    start=None,
    end=None,
    maximum_orders=None,
    maximum_quantity=None,
    percent=Decimal(30),
    amount=None,
)


def test_it_names_both_parties_and_the_order() -> None:
    invoice = a_sale(a_line(1, "10"), external_reference="SHOP-1")

    assert (invoice.kind, invoice.label, invoice.corrects) == (InvoiceKind.SALE, "000042", None)
    assert (invoice.seller, invoice.buyer, invoice.delivery) == (SELLER, GARDENER, None)
    assert (invoice.order_reference, invoice.order_number, invoice.order_kind) == ("119473852", 20418846, "SALE")
    assert (invoice.currency, invoice.external_reference, invoice.payment) == ("EUR", "SHOP-1", "Visa ending 1111")


def test_its_moments_are_in_the_accounts_zone() -> None:
    late = NOON + timedelta(hours=11)

    invoice = a_sale(a_line(1, "10"), placed_at=late, finished_at=late)

    assert [moment.isoformat() for moment in (invoice.ordered_at, invoice.issued_at)] == [
        "2026-03-11T01:00:00+02:00",
        "2026-03-10T14:00:00+02:00",
    ]
    assert invoice.finished_at == late


def test_a_line_says_what_was_bought_for_how_much() -> None:
    telephone = ChosenOption("SUPPORT", "Support", True, "By telephone", "phone", Decimal(0))
    line = a_line(
        1,
        "19.95",
        quantity=3,
        vat="19",
        discount="5.99",
        sku="BKP-PRO",
        options=(telephone,),
        promotion=SPRING,
        subscription_reference="8AF9A9DC95",
    )

    assert a_sale(line).lines == (
        InvoiceLine(
            number=1,
            name="Product 1",
            details=(
                "P1 · SKU BKP-PRO",
                "Support: By telephone",
                "Promotion: Spring sale (SPRING26)",
                "Subscription 8AF9A9DC95",
            ),
            quantity=3,
            unit_net=Decimal("19.95"),
            listed=Decimal("59.85"),
            discount=Decimal("17.97"),
            net=Decimal("41.88"),
            vat_percent=Decimal(19),
            vat=Decimal("7.96"),
        ),
    )


def test_a_trial_counts_with_its_price_and_has_no_price_of_a_unit() -> None:
    trial = price_line(LineTerms(1, Decimal(9), PriceType.NET, Decimal(20)))

    (line,) = a_sale(a_line(1, "153.30", trial=TrialTerms(15, Decimal(9)), trial_price=trial)).lines

    assert (line.unit_net, line.net, line.vat, line.details[-1]) == (
        None,
        Decimal("9.00"),
        Decimal("1.80"),
        "Trial of 15 days, for the price of the trial",
    )


def test_a_cross_sell_reduction_is_told_where_nothing_else_reduced_the_price() -> None:
    line = a_line(1, "10", discount="2", cross_sell=CrossSellClaim("15", "code"))

    assert a_sale(line).lines[0].details == ("P1", "Reduced beside another product")


def test_the_tax_summary_has_one_row_for_each_rate() -> None:
    invoice = a_sale(a_line(1, "10", vat="7"), a_line(2, "20", vat="19"), a_line(3, "0.33", vat="19"))

    assert invoice.taxes == (
        TaxShare(Decimal(19), Decimal("20.33"), Decimal("3.86")),
        TaxShare(Decimal(7), Decimal("10.00"), Decimal("0.70")),
    )


def test_its_sums_are_those_of_the_order() -> None:
    order = an_order(
        a_line(1, "19.95", quantity=9, vat="6", discount="1"), a_line(2, "9.99", price_type=PriceType.GROSS)
    )

    invoice = making_out.sale(order, SELLER, "RO", STAMP)

    assert (
        Totals(
            net=invoice.listed,
            gross=invoice.listed + invoice.vat,
            net_discounted=invoice.net,
            gross_discounted=invoice.gross,
            discount=invoice.discount,
            vat=invoice.vat,
        )
        == order.totals
    )


def test_an_order_whose_sums_are_not_its_lines_is_never_invoiced() -> None:
    order = replace(an_order(a_line(1, "10")), totals=Totals(net=Decimal(11)))

    with pytest.raises(UnsoundInvoice):
        making_out.sale(order, SELLER, "RO", STAMP)


def test_another_place_of_delivery_is_named() -> None:
    elsewhere = msgspec.structs.replace(GARDENER, address1="Seestraße 1", city="Berlin")

    assert a_sale(a_line(1, "10"), delivery=elsewhere).delivery == elsewhere


def test_the_same_place_without_an_e_mail_address_is_the_same() -> None:
    silent = msgspec.structs.replace(GARDENER, email=None, fiscal_code=None)

    assert a_sale(a_line(1, "10"), delivery=silent).delivery is None


@pytest.mark.parametrize(
    ("payment", "words"),
    [
        (replace(PAID, card=CardSummary("3782", "0005", "AMEX", 1, 2030)), "American Express ending 0005"),
        (replace(PAID, type=PaymentType.PAYPAL, card=None), "PayPal"),
        (replace(PAID, type=PaymentType.PURCHASEORDER, card=None, purchase_order_number="PO-7"), "Purchase order PO-7"),
        (replace(PAID, type=PaymentType.FREE, card=None), "Free of charge"),
        (replace(PAID, card=None), "Card"),
        (None, None),
    ],
)
def test_the_payment_is_told_in_words(payment: Payment | None, words: str | None) -> None:
    assert a_sale(a_line(1, "10"), payment=payment).payment == words


def test_a_business_of_another_member_state_is_told_to_account_for_the_tax() -> None:
    assert a_sale(a_line(1, "10", vat="0")).notes == (
        "Reverse charge: the buyer accounts for the VAT (Article 196 of Council Directive 2006/112/EC).",
    )


def test_an_exemption_in_the_united_states_is_named() -> None:
    school = Address(company="School", country="US", state="NY", tax_exemption_id="EX-1")

    assert a_sale(a_line(1, "10", vat="0"), billing=school).notes == ("Exempt from tax by certificate EX-1.",)


def test_a_taxed_order_needs_no_note() -> None:
    assert a_sale(a_line(1, "10")).notes == ()


def test_a_test_order_says_that_it_is_no_sale() -> None:
    invoice = making_out.sale(an_order(a_line(1, "10"), is_test=True), SELLER, "RO", replace(STAMP, series=Series.TEST))

    assert invoice.label == "TEST-000042"
    assert invoice.notes == (
        "This is the invoice of a test order: nothing was sold, and no tax is due or may be deducted.",
    )
