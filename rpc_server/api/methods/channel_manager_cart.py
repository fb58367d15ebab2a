"""Channel Manager API 2.1: the cart of a partner's session, ordered on credit."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.families import CHANNEL_MANAGER
from rpc_server.api.methods.channel_manager import partner_of
from rpc_server.api.methods.channel_manager_prices import ProductId, refusals
from rpc_server.api.objects.partner_carts import PartnerContents, show_contents
from rpc_server.api.objects.partner_orders import PartnerOrder, show_partner_order
from rpc_server.api.registry import method
from rpc_server.api.shapes import MaxLength
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.carts import external_reference
from rpc_server.commerce.carts.basket import Basket
from rpc_server.commerce.carts.errors import CartFull, EmptyCart, InvalidExternalReference, NotInCart
from rpc_server.commerce.partners import cart, placing
from rpc_server.commerce.partners.errors import ADDING, InvalidComment, NoPartnerSet, QuantityNotAvailable
from rpc_server.commerce.pricing.errors import PriceOptionsInvalid

LONGEST_COMMENT = 2000

_BUYING = (*refusals(ADDING), QuantityNotAvailable, PriceOptionsInvalid)


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
    partner = partner_of(call)
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
    partner = partner_of(call)
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
    partner_of(call)
    _keep(call, ())
    return True


@method("getContents", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, EmptyCart, *_BUYING], writes=False)
def get_contents(call: Call) -> PartnerContents:
    """What is in the cart and what the partner owes for it: after its margin, with tax in ``FinalPrice``."""
    return show_contents(cart.contents(call.context, partner_of(call), _basket(call)))


@method("setExternalRef", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, InvalidExternalReference])
def set_external_ref(call: Call, external_ref: str | None = None) -> bool:
    """Give the next order the merchant's own reference, of at most 100 characters; also before the cart is filled."""
    partner_of(call)
    call.remember(external_reference=external_reference.checked(external_ref))
    return True


@method("setComment", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, InvalidComment])
def set_comment(call: Call, comment: Annotated[str | None, MaxLength(LONGEST_COMMENT)] = None) -> bool:
    """Give the next order a comment for the merchant; also before the cart is filled."""
    partner_of(call)
    told = (comment or "").strip()
    if not told:
        raise InvalidComment(field="comment")
    call.remember(comment=told)
    return True


@method("placeOrder", CHANNEL_MANAGER, errors=[Forbidden, NoPartnerSet, EmptyCart, *_BUYING])
def place_order(call: Call) -> PartnerOrder:
    """Order what is in the cart on the partner's credit; cart, external reference and comment are used up.

    Past the credit limit the order is taken as well, but awaits payment with ``NOT_ENOUGH_CREDIT``; what a partner
    has to tell first makes it ``DELIVERY_NEEDS_INFO``. Subscriptions begin with the order, delivered or not.
    """
    state = call.open_session.state
    placed = placing.place(
        call.context,
        state.partner_code,
        state.basket,
        external_reference=state.external_reference,
        comment=state.comment,
    )
    call.remember(basket=(), external_reference=None, comment=None)
    return show_partner_order(placed)


def _basket(call: Call) -> Basket:
    return call.open_session.state.basket


def _keep(call: Call, basket: Basket) -> None:
    call.remember(basket=basket)
