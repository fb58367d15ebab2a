"""Tax numbers of buyers: whether one can be, and whether it is a VAT number of the European Union.

Only forms and check digits are looked at; no register is asked.
"""

_EU_COUNTRIES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

EU_COUNTRIES = frozenset(_EU_COUNTRIES.split())
"""The member states, by ISO 3166 code."""

_GREECE = "GR"
_GREEK_PREFIX = "EL"


def is_fiscal_code(country: str, code: str, *, is_company: bool) -> bool:
    """Whether the code is a tax number of the country: in the EU (companies), Brazil and India; elsewhere any is."""
    if country in EU_COUNTRIES:
        return not is_company or is_eu_vat_number(country, code)
    if country == "BR":
        from stdnum.br import cnpj, cpf

        return bool(cpf.is_valid(code) or cnpj.is_valid(code))
    if country == "IN" and is_company:
        from stdnum.in_ import gstin, pan

        return bool(gstin.is_valid(code) or pan.is_valid(code))
    return True


def is_eu_vat_number(country: str, code: str | None) -> bool:
    """Whether the code is a VAT number of this member state, with or without the state's prefix."""
    if country not in EU_COUNTRIES or not code:
        return False
    from stdnum.eu import vat

    prefix = _GREEK_PREFIX if country == _GREECE else country
    bare = code.strip().upper().replace(" ", "")
    return bool(vat.is_valid(prefix + bare.removeprefix(prefix)))
