"""Resellers as the Channel Manager shows and reads them."""

from typing import Annotated

from rpc_server.api.shapes import ApiObject, Mark, MaxLength, Wire
from rpc_server.commerce.partners.resellers import model

Line = Annotated[str | None, MaxLength(255)]


class Reseller(ApiObject):
    """A company a partner sells to. ``PostaCode`` is the sample's spelling; ``PostalCode`` is understood too."""

    reseller_code: Line = None
    company: Line = None
    first_name: Line = None
    last_name: Line = None
    email: Line = None
    phone: Line = None
    fax: Line = None
    country: Line = None
    state: Line = None
    city: Line = None
    address: Line = None
    posta_code: Annotated[Line, Wire("PostaCode")] = None
    postal_code: Annotated[Line, Mark.INPUT] = None

    def value(self) -> model.ResellerDetails:
        return model.ResellerDetails(
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
            zip=self.posta_code or self.postal_code,
        )


def show_reseller(reseller: model.Reseller) -> Reseller:
    """The reseller with every member."""
    return Reseller(
        reseller_code=reseller.code,
        company=reseller.company,
        first_name=reseller.first_name,
        last_name=reseller.last_name,
        email=reseller.email,
        phone=reseller.phone,
        fax=reseller.fax,
        country=reseller.country,
        state=reseller.state,
        city=reseller.city,
        address=reseller.address,
        posta_code=reseller.zip,
    )
