"""Customers: made, read, changed and searched for by merchants."""

from typing import Annotated

from rpc_server.api.dispatch import Call
from rpc_server.api.errors import InvalidArgument
from rpc_server.api.families import MERCHANT, MERCHANT_6, Family, span
from rpc_server.api.objects.customers import (
    Customer,
    CustomerPage,
    CustomerSearchOptions,
    read_changes,
    read_external,
    read_new,
    read_number,
    read_search,
    show_customer,
)
from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.registry import method
from rpc_server.api.shapes import Mark, Wire
from rpc_server.commerce.accounts.errors import Forbidden
from rpc_server.commerce.customers import changing, errors, model, service
from rpc_server.commerce.customers.search import search
from rpc_server.commerce.customers.standing import KnownCard, Standing, standings
from rpc_server.commerce.payments import tokens

_WITHOUT_SUBSCRIPTIONS = span(Family.MERCHANT, "3.0", "3.1")
_WITH_SUBSCRIPTIONS = span(Family.MERCHANT, "4.0", "6.0")
_DETAILS = (
    Forbidden,
    InvalidArgument,
    errors.CustomerDetailMissing,
    errors.CustomerDetailInvalid,
    errors.ExternalReferenceTaken,
)
_NAMING = (errors.CustomerNotFound, errors.CustomersDiffer, errors.CustomerReferenceMissing)

Sent = Annotated[Customer, Mark.MESSAGE]


@method("createCustomer", MERCHANT, errors=_DETAILS)
def create_customer(call: Call, customer: Sent) -> int:
    """Add a customer and answer the AvangateCustomerReference drawn for him.

    FirstName, LastName, Address1, City, Zip, CountryCode and Email are required; a FiscalCode needs a Company and is
    checked where its form is known. Enabled is false until he has a subscription.
    """
    return changing.register(call.context, read_new(customer)).reference


@method("getCustomerInformation", MERCHANT, errors=[Forbidden, InvalidArgument, *_NAMING])
def get_customer_information(
    call: Call,
    avangate_customer_reference: int | None = None,
    external_customer_reference: str | None = None,
    include_payment_data: bool = False,  # noqa: FBT001, FBT002 - the place the documents give it
) -> Customer:
    """The customer either reference names, or both, which then must be those of one customer.

    With ``includePaymentData`` each of ExistingCards has a TransientToken: it pays one order as
    EXISTING_PAYMENT_DATA within ten minutes.
    """
    reference = avangate_customer_reference or None
    found = service.find(call.context, reference, read_external(external_customer_reference))
    standing = standings(call.context, [found.reference])[found.reference]
    return _show(call, found, standing, _minted(call, standing) if include_payment_data else {})


@method("updateCustomerInformation", _WITHOUT_SUBSCRIPTIONS, errors=[*_DETAILS, *_NAMING])
def update_customer_only(call: Call, customer: Sent) -> bool:
    """Change the customer of the object's references to what the object says; a member left out stays as it is."""
    changing.change(call.context, *_references(customer), read_changes(customer))
    return True


@method("updateCustomerInformation", _WITH_SUBSCRIPTIONS, errors=[*_DETAILS, *_NAMING])
def update_customer_information(
    call: Call,
    customer: Sent,
    update_end_user_subscriptions: Annotated[bool, Wire("UpdateEndUserSubscriptions")] = False,  # noqa: FBT002
) -> bool:
    """Change the customer of the object's references to what the object says; a member left out stays as it is.

    With ``UpdateEndUserSubscriptions`` he becomes, as he then is, the end user of all his subscriptions.
    """
    change = changing.change_with_subscriptions if update_end_user_subscriptions else changing.change
    change(call.context, *_references(customer), read_changes(customer))
    return True


@method("searchCustomers", MERCHANT_6, errors=[Forbidden, InvalidArgument], writes=False)
def search_customers(call: Call, search_options: CustomerSearchOptions | None = None) -> CustomerPage:
    """A page of the customers that meet every given option, by reference; the e-mail address counts whole."""
    options = search_options or CustomerSearchOptions()
    page = window(options.pagination, options.page, options.limit)
    found, count = search(call.context, read_search(options, page=page.page or 1, limit=page.limit or 1))
    standing = standings(call.context, [customer.reference for customer in found])
    return CustomerPage(
        items=[_show(call, customer, standing[customer.reference], {}) for customer in found],
        pagination=Pagination(page=page.page, limit=page.limit, count=count),
    )


def _references(customer: Customer) -> tuple[int | None, str | None]:
    return read_number(customer.avangate_customer_reference), read_external(customer.external_customer_reference)


def _minted(call: Call, standing: Standing) -> dict[KnownCard, str]:
    """A token for each of the cards."""
    return {
        card: tokens.mint_for_stored(call.context, card.card_id, is_test=card.is_test, payment_token=card.payment_token)
        for card in standing.cards
    }


def _show(call: Call, customer: model.Customer, standing: Standing, minted: dict[KnownCard, str]) -> Customer:
    currency = call.merchant.default_currency
    return show_customer(customer, standing, call.endpoint, currency=currency, tokens=minted)
