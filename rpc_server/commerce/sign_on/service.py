"""Signing customers in to their account pages at a merchant's word."""

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers import service as customers
from rpc_server.commerce.customers.model import Customer
from rpc_server.commerce.sign_on import links
from rpc_server.commerce.sign_on.errors import AccessPageInvalid, SignOnEmailInvalid
from rpc_server.commerce.sign_on.model import AccessPage, NewLink
from rpc_server.commerce.subscriptions import service as subscriptions
from rpc_server.commerce.subscriptions.errors import SubscriptionNotFound
from rpc_server.commerce.subscriptions.model import Subscription

DEFAULT_SECONDS = 10
"""How long a link is good for unless said otherwise (documented)."""


def by_subscription(
    context: Context, reference: str, *, email: str | None, page: AccessPage, seconds: int, ip: str | None
) -> str:
    """A token that signs in the customer of the subscription, once; or who uses it, where it has no customer.

    ``email``, where given, must be the customer's, the buyer's or the end user's. Raises ``SubscriptionNotFound``,
    ``SignOnEmailInvalid``, ``AccessPageInvalid`` and what ``links.mint`` raises.
    """
    if page is AccessPage.MY_SUBSCRIPTION:
        raise AccessPageInvalid(f"{page.value} is a page of customers, not of subscriptions.", field="accessPage")
    subscription = subscriptions.find(context, reference)
    customer = _customer_of(context, subscription)
    if email and email.strip().lower() not in _addresses(subscription, customer):
        raise SignOnEmailInvalid(field="email")
    number = customer.reference if customer else None
    return links.mint(
        context,
        NewLink(
            customer_reference=number,
            subscription_reference=None if customer else subscription.reference,
            page=page,
            seconds=seconds,
            ip=ip,
        ),
    )


def by_customer(
    context: Context, customer: Customer, *, page: AccessPage, subscription: str | None, seconds: int, ip: str | None
) -> str:
    """A token that signs the customer in, once; ``subscription`` is the one of his that ``my_subscription`` shows.

    Raises ``SubscriptionNotFound`` where it is not his, and what ``links.mint`` raises.
    """
    if subscription is not None and subscriptions.find(context, subscription).customer_reference != customer.reference:
        raise SubscriptionNotFound(field="request")
    return links.mint(
        context,
        NewLink(
            customer_reference=customer.reference,
            subscription_reference=subscription,
            page=page,
            seconds=seconds,
            ip=ip,
        ),
    )


def _customer_of(context: Context, subscription: Subscription) -> Customer | None:
    number = subscription.customer_reference
    return None if number is None else customers.customer_by_reference(context, number)


def _addresses(subscription: Subscription, customer: Customer | None) -> set[str]:
    """The e-mail addresses of those who may be meant, in lower case."""
    people = (subscription.end_user, subscription.billing, *((customer.address,) if customer else ()))
    return {person.email.lower() for person in people if person.email}
