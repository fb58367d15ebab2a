"""From what a product as sent says of its subscriptions to the terms they will run under."""

from dataclasses import replace
from enum import Enum

from msgspec import UNSET

from rpc_server.api.errors import InvalidArgument, MissingArgument
from rpc_server.api.objects import products as sent
from rpc_server.api.objects.reading import merged, present, stated_flag, stated_or, whole_number, word
from rpc_server.api.objects.sent_values import upper
from rpc_server.commerce.catalog import model
from rpc_server.commerce.catalog.authoring.product_rules import LONGEST_GRACE_DAYS

_UNITS = {"D": "D", "DAY": "D", "DAYS": "D", "M": "M", "MONTH": "M", "MONTHS": "M"}


class SettingsOf(Enum):
    """Whether the account's settings hold, or the product's own."""

    GLOBAL = "GLOBAL"
    CUSTOM = "CUSTOM"


class BundleManagement(Enum):
    GLOBAL = "GLOBAL"
    INDIVIDUAL = "INDIVIDUAL"


def with_subscriptions(product: sent.Product, onto: model.Product) -> model.Product:
    """``onto`` with what was stated of the subscriptions it makes, or without any; raises ``InvalidArgument``."""
    generates = stated_or(product.generates_subscription, onto.generates_subscription)
    if not generates:
        return replace(
            onto, generates_subscription=False, cycle=None, grace_days=None, renewal_terms=model.RenewalTerms()
        )
    stated = product.subscription_information or sent.SubscriptionInformation()
    onto = _with_grace(stated, replace(onto, generates_subscription=True, cycle=_cycle(stated, onto.cycle)))
    return replace(onto, renewal_terms=_renewal_terms(stated, onto.renewal_terms))


def _renewal_terms(stated: sent.SubscriptionInformation, onto: model.RenewalTerms) -> model.RenewalTerms:
    path = "SubscriptionInformation"
    management = word(BundleManagement, stated.bundle_renewal_management, f"{path}.BundleRenewalManagement")
    deprecated = stated.deprecated_products
    return replace(
        onto,
        deprecated_products=onto.deprecated_products if deprecated is None else tuple(present(deprecated)),
        bundle_management=management.value if management else onto.bundle_management,
        contract=onto.contract if stated.contract_period is UNSET else _contract(stated.contract_period),
        bills_usage=stated_flag(stated.usage_billing, onto.bills_usage, f"{path}.UsageBilling"),
        emails=onto.emails if stated.renewal_emails is None else _emails(stated.renewal_emails, onto.emails),
    )


def _cycle(stated: sent.SubscriptionInformation, onto: model.BillingCycle | None) -> model.BillingCycle | None:
    """A cycle with a length and a unit, months unless said otherwise; a one-time fee is for ever."""
    path = "SubscriptionInformation.BillingCycle"
    length = whole_number(stated.billing_cycle, path)
    if stated.is_one_time_fee:
        length = model.LIFETIME
    if length is None:
        length = onto.length if onto else None
    unit = _unit(stated.billing_cycle_units, f"{path}Units") or (onto.unit if onto else model.CycleUnit.MONTH)
    return None if length is None else model.BillingCycle(length, unit)


def _unit(stated: str | None, path: str) -> model.CycleUnit | None:
    named = upper(stated)
    if not named:
        return None
    if named not in _UNITS:
        raise InvalidArgument(f"{path} must be M or D.", field=path)
    return model.CycleUnit(_UNITS[named])


def _with_grace(stated: sent.SubscriptionInformation, onto: model.Product) -> model.Product:
    """An unlimited grace period is the longest there is."""
    grace = stated.grace_period
    if grace is UNSET:
        return onto
    path = "SubscriptionInformation.GracePeriod"
    if grace is None or word(SettingsOf, grace.type, f"{path}.Type") is not SettingsOf.CUSTOM:
        days, is_unlimited = None, False
    else:
        is_unlimited = bool(grace.is_unlimited)
        days = LONGEST_GRACE_DAYS if is_unlimited else _days(grace, path)
    return replace(onto, grace_days=days, renewal_terms=replace(onto.renewal_terms, has_unlimited_grace=is_unlimited))


def _days(grace: sent.GracePeriod, path: str) -> int:
    days = whole_number(grace.period, f"{path}.Period")
    if days is None:
        raise MissingArgument(f"{path}.Period is required.", field=f"{path}.Period")
    if _unit(grace.period_units, f"{path}.PeriodUnits") is model.CycleUnit.MONTH:
        raise InvalidArgument(f"{path}.PeriodUnits must be D.", field=f"{path}.PeriodUnits")
    return days


def _contract(stated: sent.ContractPeriod | None) -> model.ContractPeriod | None:
    return None if stated is None else merged(model.ContractPeriod(), stated)


def _emails(stated: sent.RenewalEmails, onto: model.RenewalEmails | None) -> model.RenewalEmails | None:
    if word(SettingsOf, stated.type, "SubscriptionInformation.RenewalEmails.Type") is not SettingsOf.CUSTOM:
        return None
    known, settings = onto or model.RenewalEmails(), stated.settings or sent.RenewalEmailSettings()
    return model.RenewalEmails(
        manual_renewal=merged(known.manual_renewal, settings.manual_renewal or sent.RenewalEmailDays()),
        automatic_renewal=merged(known.automatic_renewal, settings.automatic_renewal or sent.RenewalEmailDays()),
    )
