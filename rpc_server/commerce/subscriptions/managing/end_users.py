"""Who uses a subscription: his details, corrected and checked."""

import msgspec

from rpc_server.commerce.customers.checks import is_email
from rpc_server.commerce.customers.model import Address
from rpc_server.commerce.iso import COUNTRIES, LANGUAGES
from rpc_server.commerce.subscriptions.managing.errors import EndUserInvalid


def corrected(known: Address, told: Address) -> Address:
    """The details known with those told: None leaves one as it is, an empty text empties it.

    Raises ``EndUserInvalid`` for an e-mail address or a country that is none.
    """
    stated = {name: value or None for name, value in msgspec.structs.asdict(told).items() if value is not None}
    if told.email and not is_email(told.email):
        raise EndUserInvalid("The e-mail address of the end user is none.", field="EndUser.Email")
    if told.country and told.country not in COUNTRIES:
        raise EndUserInvalid(f"There is no country {told.country[:10]!r}.", field="EndUser.CountryCode")
    return msgspec.structs.replace(known, **stated)


def checked_language(language: str | None) -> str | None:
    """The language, None for none; raises ``EndUserInvalid`` where there is no such."""
    if language and language not in LANGUAGES:
        raise EndUserInvalid(f"There is no language {language[:10]!r}.", field="EndUser.Language")
    return language or None
