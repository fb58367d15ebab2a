"""The Channel Manager's objects at the merchant API 6.0: every call is one payload that names its partner itself."""

from typing import Annotated

from rpc_server.api.objects.paging import Pagination, window
from rpc_server.api.objects.resellers import Line
from rpc_server.api.shapes import ApiObject, Wire
from rpc_server.commerce.partners.model import Partner
from rpc_server.commerce.partners.resellers import model as resellers

LONGEST_COMMENT = 2000


class PartnerUserQuery(ApiObject):
    """Whose user is asked for, by either member or both."""

    partner_user_uuid: Annotated[Line, Wire("PartnerUserUUID")] = None
    email: Line = None


class PartnerUser(ApiObject):
    """A partner and who works for it; ``Country`` is in lower case. What this server does not keep is null."""

    uuid: str
    partner_code: str
    company_commercial_name: str
    address: str | None
    city: str | None
    state_or_province: str | None
    zip: str | None
    first_name: str | None
    last_name: str | None
    position: str | None
    email: str
    website: str | None
    phone_number: str | None
    mobile_phone: str | None
    communication_language: str
    country: str | None


class InvoiceTemplate(ApiObject):
    """How partner invoices look; there is one."""

    id_invoice_template: int
    template_name: str


class ResellersQuery(ApiObject):
    """Whose resellers are asked for, and which page of them."""

    partner_code: Line = None
    search_by: Pagination | None = None

    def page(self) -> tuple[int, int]:
        """Page and limit; raises ``InvalidArgument`` for what is no page."""
        wanted = window(self.search_by, None, None)
        return wanted.page or 1, wanted.limit or 1


class PartnerReseller(ApiObject):
    """A company a partner sells to."""

    reseller_code: Line = None
    first_name: Line = None
    last_name: Line = None
    company: Line = None
    email: Line = None
    address: Line = None
    city: Line = None
    postal_code: Line = None
    country: Line = None
    state: Line = None
    phone: Line = None
    fax: Line = None


class ResellerUpdate(PartnerReseller):
    """A reseller as he is to be, and whose he is."""

    partner_code: Line = None

    def value(self) -> resellers.ResellerDetails:
        return resellers.ResellerDetails(
            code=self.reseller_code,
            company=self.company,
            first_name=self.first_name,
            last_name=self.last_name,
            email=self.email,
            country=self.country,
            phone=self.phone,
            fax=self.fax,
            state=self.state,
            city=self.city,
            address=self.address,
            zip=self.postal_code,
        )


class OrderResellerUpdate(ApiObject):
    """Which reseller of which partner an order is for."""

    partner_code: Line = None
    reseller_code: Line = None
    order_ref_no: Line = None


def show_user(partner: Partner, uuid: str) -> PartnerUser:
    """The partner with its user."""
    billing = partner.billing
    return PartnerUser(
        uuid=uuid,
        partner_code=partner.code,
        company_commercial_name=partner.company_name,
        address=billing.address1,
        city=billing.city,
        state_or_province=billing.state,
        zip=billing.zip,
        first_name=billing.first_name,
        last_name=billing.last_name,
        position=None,
        email=partner.email,
        website=None,
        phone_number=billing.phone,
        mobile_phone=None,
        communication_language=partner.language,
        country=billing.country.lower() if billing.country else None,
    )


def show_reseller(reseller: resellers.Reseller) -> PartnerReseller:
    """The reseller in the words of 6.0."""
    return PartnerReseller(
        reseller_code=reseller.code,
        first_name=reseller.first_name,
        last_name=reseller.last_name,
        company=reseller.company,
        email=reseller.email,
        address=reseller.address,
        city=reseller.city,
        postal_code=reseller.zip,
        country=reseller.country,
        state=reseller.state,
        phone=reseller.phone,
        fax=reseller.fax,
    )
