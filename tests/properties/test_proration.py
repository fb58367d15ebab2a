"""What an upgrade costs, for every price, period and day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rpc_server.commerce.pricing.model import PriceType
from rpc_server.commerce.subscriptions.proration import PaidPeriod, UpgradeScheme, UpgradeTerms, charge, credit

MARCH_10 = date(2026, 3, 10)
THIRTY_DAYS = PaidPeriod(Decimal("30.00"), date(2026, 2, 18), date(2026, 3, 20))

prices = st.decimals(Decimal(0), Decimal(99_999), places=2)
quantities = st.integers(1, 99_999)
taxes = st.sampled_from([Decimal(0), Decimal(19), Decimal("6.25"), Decimal(24)])
schemes = st.sampled_from(UpgradeScheme)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def paid_periods(draw: st.DrawFn) -> PaidPeriod:
    starts = draw(days)
    ends = draw(st.none() | st.integers(0, 1100).map(lambda length: starts + timedelta(days=length)))
    return PaidPeriod(draw(prices), starts, ends)


@st.composite
def upgrade_terms(draw: st.DrawFn) -> UpgradeTerms:
    return UpgradeTerms(draw(quantities), draw(prices), draw(st.sampled_from(PriceType)), draw(taxes), draw(prices))


def _terms(unit_price: str, paid: str, *, quantity: int = 1, type_: PriceType = PriceType.NET) -> UpgradeTerms:
    return UpgradeTerms(quantity, Decimal(unit_price), type_, Decimal(20), Decimal(paid))


def test_ten_days_of_thirty_left_credit_a_third() -> None:
    assert credit(THIRTY_DAYS, MARCH_10, UpgradeScheme.PRORATED) == Decimal("10.00")


def test_the_difference_scheme_credits_the_whole_period() -> None:
    assert credit(THIRTY_DAYS, MARCH_10, UpgradeScheme.DIFFERENCE) == Decimal("30.00")


def test_the_full_scheme_credits_nothing() -> None:
    assert credit(THIRTY_DAYS, MARCH_10, UpgradeScheme.FULL) == Decimal(0)


def test_a_lifetime_is_credited_whole() -> None:
    lifetime = PaidPeriod(Decimal("30.00"), date(2016, 1, 1), None)

    assert credit(lifetime, MARCH_10, UpgradeScheme.PRORATED) == Decimal("30.00")


def test_an_upgrade_is_charged_the_price_less_the_credit() -> None:
    charged = charge(_terms("99.00", "10.00"))

    assert (charged.billing.net, charged.billing.vat, charged.billing.gross) == (
        Decimal("89.00"), Decimal("17.80"), Decimal("106.80"),
    )  # fmt: skip
    assert charged.prorated == charged.billing
    assert charged.period_net == Decimal("99.00")


def test_gross_prices_are_credited_with_their_tax() -> None:
    charged = charge(_terms("120.00", "10.00", type_=PriceType.GROSS))

    assert (charged.billing.net, charged.billing.gross) == (Decimal("90.00"), Decimal("108.00"))


def test_a_downgrade_is_free_and_shows_what_is_owed_as_a_negative_prorated_price() -> None:
    charged = charge(_terms("5.00", "10.00"))

    assert (charged.billing.net, charged.billing.gross) == (Decimal(0), Decimal(0))
    assert (charged.prorated.net, charged.prorated.gross) == (Decimal("-5.00"), Decimal("-6.00"))
    assert charged.period_net == Decimal("5.00")


def test_a_custom_price_is_for_all_units_together() -> None:
    terms = UpgradeTerms(3, Decimal("99.00"), PriceType.NET, Decimal(20), Decimal("10.00"), custom_price=Decimal(1))

    charged = charge(terms)

    assert (charged.billing.net, charged.billing.gross) == (Decimal("1.00"), Decimal("1.20"))
    assert charged.period_net == Decimal("11.00")


@given(paid_periods(), days, schemes)
def test_a_credit_is_never_below_zero_nor_more_than_was_paid(
    period: PaidPeriod, today: date, scheme: UpgradeScheme
) -> None:
    assert 0 <= credit(period, today, scheme) <= period.net


@given(paid_periods(), days, st.integers(0, 400))
def test_a_credit_never_grows_with_time(period: PaidPeriod, today: date, later: int) -> None:
    after = credit(period, today + timedelta(days=later), UpgradeScheme.PRORATED)

    assert after <= credit(period, today, UpgradeScheme.PRORATED)


@given(upgrade_terms())
def test_nobody_is_charged_less_than_nothing(terms: UpgradeTerms) -> None:
    charged = charge(terms)

    assert charged.billing.gross >= 0
    assert charged.billing == charged.prorated or charged.prorated.net < 0 == charged.billing.gross


@given(upgrade_terms())
def test_net_prices_lose_no_cent_to_the_number_of_units(terms: UpgradeTerms) -> None:
    charged = charge(terms)

    if terms.price_type is PriceType.NET:
        assert charged.prorated.net == terms.unit_price * terms.quantity - terms.credit


@given(upgrade_terms())
def test_the_new_period_costs_at_least_what_is_charged_for_it(terms: UpgradeTerms) -> None:
    charged = charge(terms)

    assert charged.billing.net <= charged.period_net <= charged.billing.net + terms.credit
