"""Who an account's invoices come from, in a file of known data."""

from rpc_server.commerce.context import Context
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.invoices import service
from rpc_server.commerce.invoices.model import Seller
from rpc_server.commerce.iso import COUNTRIES
from rpc_server.sandbox.section import Entry, Section


class SellerEntry(Entry):
    """The party invoices name as the seller; ``country`` is the account's unless stated.

    ``note`` stands at the foot of every page: a register, a bank account.
    """

    company: str
    tax_id: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: str | None = None
    state: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.country is not None and self.country not in COUNTRIES:
            raise ValueError(f"{self.country!r} is no country code")

    def seller(self, country: str) -> Seller:
        """The seller; ``country`` is the account's."""
        address = Address(
            company=self.company,
            fiscal_code=self.tax_id,
            address1=self.address1,
            address2=self.address2,
            city=self.city,
            zip=self.zip,
            state=self.state,
            country=self.country or country,
            email=self.email,
            phone=self.phone,
        )
        return Seller(address=address, note=self.note)


def load_seller(context: Context, entry: SellerEntry) -> None:
    """Store who the account's invoices come from."""
    service.set_seller(context, entry.seller(context.merchant.country))


SECTIONS = (Section("seller", SellerEntry, load_seller),)
