"""Renewing subscriptions a partner sold: priced by its price lists, ordered on its credit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from rpc_server.commerce.catalog.model import LAST_QUANTITY, PriceKind
from rpc_server.commerce.context import Context
from rpc_server.commerce.orders.drawing_up import counted
from rpc_server.commerce.orders.model import OrderLine
from rpc_server.commerce.partners import placing, service
from rpc_server.commerce.partners.errors import ProductNotListed, QuantityNotAvailable
from rpc_server.commerce.partners.model import Margins, Partner, PartnerOrder
from rpc_server.commerce.partners.offers import Offer, offer_on_any_list
from rpc_server.commerce.partners.renewals import errors
from rpc_server.commerce.partners.renewals.extras import Rate, rate_of
from rpc_server.commerce.partners.renewals.model import NewRenewal, RenewalItem, RenewalOffer
from rpc_server.commerce.pricing.money import ZERO
from rpc_server.commerce.pricing.selection import SelectedPrice
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions.errors import NeverExpires, SubscriptionDisabled
from rpc_server.commerce.subscriptions.model import HistoryType, Subscription

EARLIEST = timedelta(days=90)
"""How long before its end an active subscription may be renewed (documented)."""

Find = Callable[[Context, str], Subscription]


def price(context: Context, wanted: NewRenewal) -> RenewalOffer:
    """What the renewal would cost; nothing is written. Raises what ``place`` raises."""
    return _offer(context, wanted, subscriptions.find)


def place(context: Context, wanted: NewRenewal) -> PartnerOrder:
    """Order the renewal on the partner's credit; delivered, its subscriptions run for their next period.

    Subscriptions are active, in their last ninety days, or past that, but not disabled; their products are still
    on a price list of the partner who sold them. Partner and subscriptions are held to the end of the transaction.
    Raises ``NothingToRenew``, ``RenewedTwice``, ``SubscriptionNotFound``, ``SubscriptionOfNoPartner``,
    ``SubscriptionDisabled``, ``NeverExpires``, ``RenewalTooEarly``, ``ProductNotListed``, ``QuantityNotAvailable``,
    ``ExtraInvalid`` and the errors of prices.
    """
    seller = _seller(context, [subscriptions.find(context, item.reference) for item in wanted.items])
    service.locked(context, seller.code)
    offer = _offer(context, wanted, subscriptions.hold)
    asked = placing.draw_up(
        context,
        offer.partner,
        offer.lines,
        kind=HistoryType.RENEWAL.value,
        external_reference=wanted.external_reference,
    )
    return placing.carry_out(context, offer.partner, asked, offer.margins, wanted.comment)


def _offer(context: Context, wanted: NewRenewal, find: Find) -> RenewalOffer:
    references = [item.reference for item in wanted.items]
    if len(set(references)) < len(references):
        raise errors.RenewedTwice(field="Items")
    held = {reference: find(context, reference) for reference in sorted(references)}
    partner = _seller(context, [held[reference] for reference in references])
    drafts = [_draft(context, partner, held[item.reference], item, n) for n, item in enumerate(wanted.items)]
    listed = sum((draft.listed for draft in drafts), ZERO)
    margin = rate_of(wanted.extra_margin, listed, "ExtraMargin")
    discount = rate_of(wanted.extra_discount, listed, "ExtraDiscount")
    lines = tuple(_line(context, draft, margin, discount) for draft in drafts)
    return RenewalOffer(
        partner=partner,
        lines=lines,
        totals=counted(lines),
        margins=Margins(
            percent=_same(draft.offer.margin_percent for draft in drafts),
            extra_margin=_taken_off(drafts, margin),
            extra_margin_percent=margin.percent,
            extra_discount=_taken_off(drafts, discount),
            extra_discount_percent=discount.percent,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """One subscription's renewal before extras; ``unit`` is the net list price of one unit."""

    subscription: Subscription
    number: int
    offer: Offer
    quantity: int
    selected: SelectedPrice
    unit: Decimal

    @property
    def listed(self) -> Decimal:
        return self.unit * self.quantity


def _draft(context: Context, partner: Partner, subscription: Subscription, item: RenewalItem, number: int) -> _Draft:
    path = f"Items[{number}]"
    quantity = _quantity(subscription, item, path)
    offer = _renewable(context, partner, subscription, path)
    kept = tuple(option.value for option in subscription.options)
    options = kept if item.options is None else item.options
    selected = offer.select(quantity=quantity, options=options, kind=PriceKind.RENEWAL)
    return _Draft(subscription, number + 1, offer, quantity, selected, offer.priced(selected, 1).unit_net)


def _line(context: Context, draft: _Draft, margin: Rate, discount: Rate) -> OrderLine:
    """The order line; later renewals cost what this one does without the extras, which were agreed for it alone."""
    extra = margin.of_unit(draft.unit) + discount.of_unit(draft.unit)
    return placing.order_line(
        context,
        draft.number,
        draft.offer,
        draft.quantity,
        draft.offer.priced(draft.selected, draft.quantity, extra),
        draft.selected.options,
        draft.offer.priced(draft.selected, draft.quantity).unit_net_discounted,
        draft.subscription.reference,
    )


def _taken_off(drafts: Sequence[_Draft], rate: Rate) -> Decimal:
    return sum((draft.quantity * rate.of_unit(draft.unit) for draft in drafts), ZERO)


def _same(percents: Iterable[Decimal]) -> Decimal | None:
    """The one percentage there is; None where there are several."""
    found = set(percents)
    return found.pop() if len(found) == 1 else None


def _seller(context: Context, sold: list[Subscription]) -> Partner:
    if not sold:
        raise errors.NothingToRenew(field="Items")
    codes = {subscription.partner_code for subscription in sold}
    code = codes.pop() if len(codes) == 1 else None
    partner = service.find_partner(context, code) if code else None
    if partner is None:
        raise errors.SubscriptionOfNoPartner(field="Items")
    return partner


def _renewable(context: Context, partner: Partner, subscription: Subscription, path: str) -> Offer:
    field = f"{path}.SubscriptionReference"
    if not subscription.is_enabled:
        raise SubscriptionDisabled(field=field)
    if subscription.expires_at is None:
        raise NeverExpires(field=field)
    if subscription.expires_at - context.clock.now() > EARLIEST:
        raise errors.RenewalTooEarly(field=field)
    offer = offer_on_any_list(context, partner, subscription.product_id or 0)
    if offer is None:
        raise ProductNotListed(field=field)
    return offer


def _quantity(subscription: Subscription, item: RenewalItem, path: str) -> int:
    quantity = subscription.quantity if item.quantity is None else item.quantity
    if not 1 <= quantity <= LAST_QUANTITY:
        raise QuantityNotAvailable(field=f"{path}.Quantity")
    return quantity
