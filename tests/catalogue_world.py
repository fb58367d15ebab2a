"""Merchants who write their catalogue through the API."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import store
from rpc_server.commerce.catalog.model import Option, OptionGroup, OptionGroupType, Product
from rpc_server.commerce.context import Context, Services
from rpc_server.errors import ApiError
from tests.api_client import ApiClient
from tests.catalogue import a_group, adds, an_option

SUPPORT = a_group(OptionGroupType.RADIO, an_option("email", adds("7")), an_option("none", is_default=True))
ADDONS = a_group(OptionGroupType.CHECKBOX, an_option("x"), an_option("y"), code="ADDONS")
USERS = a_group(
    OptionGroupType.INTERVAL, Option("few", "Few", scale_min=1, scale_max=10, impact=adds("2")), code="Users"
)

Stored = OptionGroup | Product


def stock(services: Services, merchant: Merchant, *stored: Stored) -> None:
    """Put option groups and products into a merchant's catalogue."""
    with services.database.writing() as work:
        context = Context(merchant, work, services)
        for value in stored:
            if isinstance(value, OptionGroup):
                store.insert_option_group(context, value)
            else:
                store.insert_product(context, value)


class CatalogueClient(ApiClient):
    """Sends numbers with a fraction as a wire reads them, exactly."""

    def call(self, name: str, *arguments: Any) -> Any:
        return super().call(name, *json.loads(json.dumps(arguments), parse_float=Decimal))


def client(services: Services, merchant: Merchant, version: str = "6.0") -> ApiClient:
    """A client of the merchant API."""
    return CatalogueClient(services, f"merchant-{version}", merchant)


def told(act: Callable[[], object]) -> tuple[str, str, str | None]:
    """Code, text and field of the refusal ``act`` meets."""
    with pytest.raises(ApiError) as refused:
        act()
    return refused.value.code, refused.value.message, refused.value.field


def refusal(caller: ApiClient, name: str, *arguments: Any) -> tuple[str, str, str | None]:
    """Code, text and field a call is refused with."""
    return told(lambda: caller.call(name, *arguments))
