"""The renewal of a partner's subscriptions, as one payload of the merchant API 6.0."""

from decimal import Decimal
from enum import Enum
from typing import Annotated, ClassVar

from rpc_server.api.objects.reading import present, required_word
from rpc_server.api.objects.resellers import Line
from rpc_server.api.shapes import ApiObject, MaxLength, Wire
from rpc_server.commerce.carts import external_reference
from rpc_server.commerce.partners.model import PartnerOrder
from rpc_server.commerce.partners.renewals.model import Extra, NewRenewal, RenewalItem, RenewalOffer

LONGEST_COMMENT = 2000


class ExtraType(Enum):
    FIXED = "FIXED"
    PERCENT = "PERCENT"


class RenewalExtra(ApiObject):
    """A margin or discount beside the partner's own; ``Type`` is PERCENT or FIXED, an amount of the whole order."""

    value: Decimal | None = None
    type: Line = None

    def value_at(self, path: str) -> Extra:
        """What is agreed; ``path`` is where it was stated."""
        is_percent = required_word(ExtraType, self.type, f"{path}.Type") is ExtraType.PERCENT
        return Extra(self.value or Decimal(0), is_percent)


class RenewalPricingOption(ApiObject):
    """A price option by its code."""

    wire_type: ClassVar[str] = "RenewalPricingOption"
    lone_text: ClassVar[str | None] = "Code"

    code: Line = None


class RenewalItemPayload(ApiObject):
    """A subscription to renew; without a quantity or options it keeps its own."""

    wire_type: ClassVar[str] = "PartnerRenewalItem"

    subscription_reference: Line = None
    quantity: int | None = None
    pricing_options: list[RenewalPricingOption | None] | None = None

    def value(self) -> RenewalItem:
        options = self.pricing_options
        return RenewalItem(
            reference=self.subscription_reference or "",
            quantity=self.quantity,
            options=None if options is None else tuple(option.code or "" for option in present(options)),
        )


class PartnerRenewal(ApiObject):
    """The renewal of subscriptions one partner sold."""

    items: list[RenewalItemPayload | None] | None = None
    extra_discount: RenewalExtra | None = None
    extra_margin: RenewalExtra | None = None
    external_reference_number: Line = None
    comment: Annotated[str | None, MaxLength(LONGEST_COMMENT)] = None

    def value(self) -> NewRenewal:
        named = self.external_reference_number
        return NewRenewal(
            items=tuple(item.value() for item in present(self.items)),
            extra_discount=self.extra_discount.value_at("ExtraDiscount") if self.extra_discount else Extra(),
            extra_margin=self.extra_margin.value_at("ExtraMargin") if self.extra_margin else Extra(),
            external_reference=external_reference.checked(named) if named else None,
            comment=self.comment,
        )


class PartnerRenewalOrder(ApiObject):
    """The order a renewal became (names of the members inferred)."""

    order_reference: str
    status: str
    total: Decimal
    currency: str


class PartnerRenewalPrice(ApiObject):
    """What a renewal costs: ``NetPrice`` and ``GrossPrice`` after all that is taken off."""

    currency: str
    net_price: Decimal
    gross_price: Decimal
    vat: Annotated[Decimal, Wire("Vat")]
    total_discount: Decimal
    discount: Decimal
    partner_margin: Decimal
    extra_margin: Decimal
    extra_discount: Decimal


def show_renewal(placed: PartnerOrder) -> PartnerRenewalOrder:
    """The order as it stands."""
    return PartnerRenewalOrder(
        order_reference=placed.order.reference or "",
        status=placed.order.status.value,
        total=placed.amount,
        currency=placed.order.currency,
    )


def show_renewal_price(offer: RenewalOffer) -> PartnerRenewalPrice:
    """What the renewal costs; all that is taken off is the partner's, so ``Discount`` is nothing beside it."""
    totals, margins = offer.totals, offer.margins
    return PartnerRenewalPrice(
        currency=offer.partner.currency,
        net_price=totals.net_discounted,
        gross_price=totals.gross_discounted,
        vat=totals.vat,
        total_discount=totals.discount,
        discount=Decimal(0),
        partner_margin=offer.margin,
        extra_margin=margins.extra_margin,
        extra_discount=margins.extra_discount,
    )
