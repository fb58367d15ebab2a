"""The order of a renewal."""

from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.orders.model import AgreedCharge, AgreedOrder
from rpc_server.commerce.subscriptions.model import HistoryType, Subscription
from rpc_server.commerce.subscriptions.renewals.price import RenewalPrice
from rpc_server.commerce.subscriptions.usage.model import UsageCharge


def agreed_order(
    subscription: Subscription,
    product: Product | None,
    price: RenewalPrice,
    used: tuple[UsageCharge, ...],
    reference: str,
) -> AgreedOrder:
    """The order that charges the renewal, and what was used, to the stored payment method."""
    return AgreedOrder(
        kind=HistoryType.RENEWAL.value,
        code=subscription.product_code,
        product_id=subscription.product_id,
        name=subscription.product_name,
        quantity=subscription.quantity,
        unit_price=price.unit_price,
        price_type=price.price_type,
        tax_category=product.tax_category if product else subscription.tax_category,
        options=price.options,
        renewal_unit_price=price.unit_price,
        currency=price.currency,
        country=subscription.country,
        language=subscription.language,
        billing=subscription.billing,
        customer_reference=subscription.customer_reference,
        external_customer_reference=subscription.external_customer_reference,
        card_id=subscription.card_id,
        payment_token=subscription.payment_token,
        is_test=subscription.is_test,
        subscription_reference=subscription.reference,
        partner_code=subscription.partner_code,
        reference=reference,
        promotion=price.promotion,
        unit_discount=price.unit_discount,
        discounted_quantity=price.discounted_quantity,
        charges=tuple(AgreedCharge(charge.option_code, charge.name, charge.amount) for charge in used),
    )
