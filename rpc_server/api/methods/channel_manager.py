"""Channel Manager API 2.1: a partner is set, its cart filled from its price lists and ordered on credit.

Orders are collected on proformas. Currency, billing and margin are those of the partner record: no call sets them.
"""

from dataclasses import fields
from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.objects.partners import (
    Partner,
    PartnerContents,
    PartnerOrder,
    PricingList,
    Proforma,
    SimplePricingList,
    UnitPrice,
    show_contents,
    show_full_price_list,
    show_offer,
    show_order,
    show_partner,
    show_price_list,
    show_proforma,
    show_unit_price,
)
from rpc_server.api.objects.product_infos import ProductInfo
from rpc_server.api.registry import method
from rpc_server.api.shapes import Code, Mark
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.carts import external_reference
from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.carts.errors import CartFull, EmptyCart, InvalidExternalReference, NotInCart
from rpc_server.commerce.partners import cart, model, orders, placing, proformas, service
from rpc_server.commerce.partners.errors import (
    ADDING,
    PRICING,
    READING_BY_CODE,
    READING_BY_ID,
    InvalidOrderReference,
    InvalidProductId,
    InvalidProformaNumber,
    MixedCurrencies,
    NoPartnerSet,
    NoPartnerSetForPricingLists,
    NoPriceLists,
    OrderAlreadyInvoiced,
    OrderNotApproved,
    PartnerCodeMissing,
    PartnerNotActive,
    PartnerNotFound,
    ProductIdMissing,
    QuantityNotAvailable,
    Wording,
)
from rpc_server.commerce.partners.offers import find_offer, find_offer_by_code, offers_of
from rpc_server.commerce.partners.pricing import unit_price
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid
from rpc_server.errors import ApiError


def _refusals(wording: Wording) -> dict[type[ApiError], None]:
    """The errors of a wording, each once."""
    return dict.fromkeys(getattr(wording, field.name) for field in fields(wording))


_BUYING = (*_refusals(ADDING), QuantityNotAvailable, PriceOptionsInvalid)

ProductId = Annotated[int | None, Code(InvalidProductId.code)]


@method("setPartner", CHANNEL_MANAGER, errors=[Forbidden, PartnerCodeMissing, PartnerNotActive])
def set_partner(call: Call, partner_code: str | None = None) -> bool:
    """Choose the partner the calls that follow are for; nearly every other method needs it.

    Choosing another partner than before empties the cart and forgets the external reference (inferred: price
    lists belong to a partner).
    """
    partner = service.set_partner(call.context, partner_code)
    if partner.code != call.open_session.state.partner_code:
        call.remember(partner_code=partner.code, basket=(), external_reference=None, proforma_number=None)
    return True


@method("getPartnerByCode", CHANNEL_MANAGER, errors=[Forbidden, PartnerCodeMissing, PartnerNotFound], writes=False)
def get_partner_by_code(call: Call, partner_code: str | None = None) -> Partner:
    """An active partner and what is left of its credit; needs no ``setPartner``."""
    partner = service.partner_by_code(call.context, partner_code)
    return show_partner(partner, service.available_credit(call.context, partner))


@method(
    "getPartnerPricingLists",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSetForPricingLists, NoPriceLists],
    writes=False,
)
def get_partner_pricing_lists(call: Call) -> list[SimplePricingList]:
    """The price lists the partner may buy from, by code."""
    try:
        partner = _partner(call)
    except NoPartnerSet as refusal:
        raise NoPartnerSetForPricingLists(hint=refusal.hint) from refusal
    found = service.price_lists(call.context, partner)
    if not found:
        raise NoPriceLists
    return [show_price_list(price_list) for price_list in found]


@method("getPricingListInformation", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, NoPriceLists], writes=False)
def get_pricing_list_information(call: Call, pricing_list_code: str | None = None) -> PricingList:
    """A price list of the partner with the products on it that are for sale, their prices and options."""
    partner = _partner(call)
    found = service.find_price_list(call.context, partner, pricing_list_code or "")
    if found is None:
        raise NoPriceLists(field="pricingListCode")
    return show_full_price_list(found, offers_of(call.context, partner, found))


@method("getProductById", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, *_refusals(READING_BY_ID)], writes=False)
def get_product_by_id(
    call: Call,
    product_id: Annotated[int | None, Code(ProductIdMissing.code)] = None,
    pricing_list_code: str | None = None,
) -> ProductInfo:
    """A product on a price list of the partner, with the list's prices."""
    return show_offer(find_offer(call.context, _partner(call), product_id, pricing_list_code, READING_BY_ID))


@method(
    "getProductByCode", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, *_refusals(READING_BY_CODE)], writes=False
)
def get_product_by_code(
    call: Call, product_code: str | None = None, pricing_list_code: str | None = None
) -> ProductInfo:
    """A product on a price list of the partner, with the list's prices."""
    partner = _partner(call)
    return show_offer(find_offer_by_code(call.context, partner, product_code, pricing_list_code, READING_BY_CODE))


@method(
    "getProductPrice",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSet, *_refusals(PRICING), PriceOptionsInvalid],
    writes=False,
)
def get_product_price(
    call: Call,
    product_id: ProductId = None,
    pricing_list_code: str | None = None,
    price_options: list[str] | None = None,
) -> UnitPrice:
    """What one unit costs the partner when it buys the fewest the price list has a price for.

    The price list comes before the options here, and last in ``addProduct``.
    """
    partner = _partner(call)
    offer = find_offer(call.context, partner, product_id, pricing_list_code, PRICING)
    price = offer.price(quantity=offer.smallest_quantity, options=tuple(price_options or ()))
    return show_unit_price(unit_price(price, partner.currency))


@method(
    "addProduct",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSet, CartFull, *_BUYING],
    other_order=("product_id", "pricing_list_code", "quantity", "price_options"),
)
def add_product(
    call: Call,
    product_id: ProductId = None,
    quantity: int | None = None,
    price_options: list[str] | None = None,
    pricing_list_code: str | None = None,
) -> bool:
    """Put units of a product into the cart, at the prices of one of the partner's price lists.

    The order of parameters is that of the published samples; the table on the same page has the price list
    third, and is understood too. No quantity stands for the smallest the list has a price for; required price
    options not named take their default.
    """
    partner = _partner(call)
    _keep(
        call,
        cart.add_product(
            call.context,
            partner,
            _basket(call),
            product_id=product_id,
            quantity=quantity,
            options=tuple(price_options or ()),
            price_list_code=pricing_list_code,
        ),
    )
    return True


@method(
    "deleteProduct",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSet, EmptyCart, NotInCart, QuantityNotAvailable],
)
def delete_product(
    call: Call, product_id: ProductId = None, price_options: list[str] | None = None, quantity: int | None = None
) -> bool:
    """Take units of the line with exactly these options out of the cart; the whole line without a quantity."""
    partner = _partner(call)
    _keep(
        call,
        cart.delete_product(
            call.context,
            partner,
            _basket(call),
            product_id=product_id,
            options=tuple(price_options or ()),
            quantity=quantity,
        ),
    )
    return True


@method("clearProducts", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet])
def clear_products(call: Call) -> bool:
    """Empty the cart; the external reference stays."""
    _partner(call)
    _keep(call, ())
    return True


@method("getContents", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, EmptyCart, *_BUYING], writes=False)
def get_contents(call: Call) -> PartnerContents:
    """What is in the cart and what the partner owes for it: after its margin, with tax in ``FinalPrice``."""
    return show_contents(cart.contents(call.context, _partner(call), _basket(call)))


@method("setExternalRef", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, InvalidExternalReference])
def set_external_ref(call: Call, external_ref: str | None = None) -> bool:
    """Give the next order the merchant's own reference, of at most 100 characters; also before the cart is filled."""
    _partner(call)
    call.remember(external_reference=external_reference.checked(external_ref))
    return True


@method("placeOrder", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, EmptyCart, *_BUYING])
def place_order(call: Call) -> PartnerOrder:
    """Order what is in the cart on the partner's credit; the cart and the external reference are used up.

    Past the credit limit the order is taken as well, but awaits payment with ``NOT_ENOUGH_CREDIT``.
    """
    state = call.open_session.state
    placed = placing.place(call.context, state.partner_code, state.basket, external_reference=state.external_reference)
    call.remember(basket=(), external_reference=None)
    return show_order(placed)


@method("getOrderStatus", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, InvalidOrderReference], writes=False)
def get_order_status(call: Call, ref_no: str | None = None) -> PartnerOrder:
    """An order of the partner as it stands: an object, where order API 2.x has a text."""
    return show_order(orders.find(call.context, _partner(call), ref_no))


@method(
    "createProforma",
    CHANNEL_MANAGER,
    errors=[
        Forbidden,
        NoPartnerSet,
        InvalidOrderReference,
        OrderNotApproved,
        OrderAlreadyInvoiced,
        MixedCurrencies,
    ],
)
def create_proforma(call: Call, sales: list[str] | None = None) -> Proforma:
    """Collect orders of the partner on a new invoice: approved ones, not invoiced yet, of one currency."""
    partner_code = call.open_session.state.partner_code
    return _show(call, proformas.create(call.context, partner_code, sales or []))


@method("getProforma", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, InvalidProformaNumber], writes=False)
def get_proforma(
    call: Call, proforma_number: str | None = None, with_document: Annotated[bool | None, Mark.UNLISTED] = None
) -> Proforma:
    """An invoice of the partner as it stands.

    The SOAP sample passes ``true`` as a third argument, which no table mentions; it asks for the document
    (inferred) and changes nothing: ``ProformaPDF`` is null, for this server makes no documents.
    """
    return _show(call, proformas.find(call.context, _partner(call), proforma_number))


def _partner(call: Call) -> model.Partner:
    return service.chosen_partner(call.context, call.open_session.state.partner_code)


def _basket(call: Call) -> Basket:
    return call.open_session.state.basket


def _keep(call: Call, basket: Basket) -> None:
    call.remember(basket=basket)


def _show(call: Call, proforma: model.Proforma) -> Proforma:
    return show_proforma(proforma, now=call.context.clock.now(), zone=call.merchant.zone)
