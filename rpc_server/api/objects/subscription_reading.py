"""From a subscription as sent, to correct one or to import one, to what is asked for."""

from rpc_server.api.dates import read_day
from rpc_server.api.objects import subscriptions as sent
from rpc_server.api.objects.reading import present, whole_number
from rpc_server.api.objects.sent_values import text
from rpc_server.api.objects.subscription_codes import read_codes
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.subscriptions.managing.editing import Corrections


def read_corrections(subscription: sent.Subscription) -> Corrections:
    """What the subscription is to become; null says nothing. Raises ``InvalidArgument``."""
    product = subscription.product or sent.SubscriptionProduct()
    end_user = subscription.end_user or sent.EndUser()
    return Corrections(
        end_user=read_end_user(end_user),
        language=(end_user.language or "").strip().lower() or None,
        starts_on=read_day(text(subscription.activation_date), "ActivationDate"),
        expires_on=read_day(text(subscription.expiration_date), "ExpirationDate"),
        is_enabled=subscription.subscription_enabled,
        is_recurring=subscription.recurring_enabled,
        customer_reference=whole_number(subscription.avangate_customer_reference, "AvangateCustomerReference"),
        external_customer_reference=text(subscription.external_customer_reference),
        product_id=whole_number(product.product_id, "Product.ProductId"),
        product_name=text(product.product_name),
        product_version=product.product_version,
        quantity=product.product_quantity,
        options=read_options(product.price_option_codes),
        receives_notifications=subscription.receive_notifications,
        delivery=read_codes(subscription.delivery_info),
    )


def read_end_user(end_user: sent.EndUser) -> Address:
    """The end user, flat or nested in ``Person``: null members are None, empty ones empty texts."""
    person = end_user.person or sent.Person()
    stated = {
        name: getattr(person, name) if value is None else value
        for name in sent.Person.__struct_fields__
        for value in (getattr(end_user, name),)
    }
    country = stated.pop("country_code")
    trimmed = {name: None if value is None else value.strip() for name, value in stated.items()}
    return Address(**trimmed, fax=end_user.fax, country=None if country is None else country.strip().upper())


def read_options(codes: list[str] | None) -> tuple[str, ...] | None:
    """The option codes without blanks; None where nothing is said of them."""
    return None if codes is None else tuple(code.strip() for code in present(codes) if code.strip())
