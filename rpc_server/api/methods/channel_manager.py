"""Channel Manager API 2.1: a partner is set, its cart filled from its price lists and ordered on credit.

Orders are collected on proformas. Currency, billing and margin are those of the partner record: no call sets them.
"""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.objects.partners import (
    Partner,
    PartnerContents,
    PartnerOrder,
    Proforma,
    show_contents,
    show_order,
    show_partner,
    show_proforma,
)
from rpc_server.api.registry import method
from rpc_server.api.shapes import Code, Mark
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.carts import external_reference
from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.carts.errors import CartFull, EmptyCart, InvalidExternalReference, NotInCart
from rpc_server.commerce.partners import cart, model, orders, placing, proformas, service
from rpc_server.commerce.partners.errors import (
    InvalidOrderReference,
    InvalidProductId,
    InvalidProformaNumber,
    MixedCurrencies,
    NoPartnerSet,
    OrderAlreadyInvoiced,
    OrderNotApproved,
    PartnerCodeMissing,
    PartnerNotActive,
    PartnerNotFound,
    PriceListNotFound,
    ProductNotListed,
    QuantityNotAvailable,
)
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid

_BUYING = (PriceListNotFound, ProductNotListed, QuantityNotAvailable, PriceOptionsInvalid)

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
    "addProduct",
    CHANNEL_MANAGER,
    errors=[Forbidden, NoPartnerSet, InvalidProductId, CartFull, *_BUYING],
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
