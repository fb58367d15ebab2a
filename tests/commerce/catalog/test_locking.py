"""What a writer sees who had to wait for another."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import service, store
from rpc_server.commerce.catalog.additional_fields import service as additional_fields
from rpc_server.commerce.catalog.additional_fields.model import AdditionalField, FieldScope, FieldType
from rpc_server.commerce.catalog.authoring import option_groups, products
from rpc_server.commerce.catalog.product_groups import service as product_groups
from rpc_server.commerce.catalog.product_groups.model import ProductGroup
from rpc_server.commerce.context import Context, Services
from tests.catalogue import a_product
from tests.catalogue_world import SUPPORT, stock

Act = Callable[[Context], Any]


def read_by_id_and_locked(context: Context) -> str:
    return products.to_change(context, product_id=4700002, code="").name


def read_first_and_locked(context: Context) -> str:
    service.product_by_code(context, "PRO")
    return service.product_to_change(context, "PRO").name


def rename_product(context: Context) -> None:
    current = service.product_to_change(context, "PRO")
    store.update_product(context, replace(current, name="New"))


def read_group(context: Context) -> str:
    option_groups.find(context, "SUPPORT")
    return option_groups.to_change(context, "SUPPORT").name


def rename_group(context: Context) -> None:
    store.update_option_group(context, replace(option_groups.to_change(context, "SUPPORT"), name="New"))


def read_product_group(context: Context) -> str:
    product_groups.find(context, "GAMES")
    return product_groups.held(context, "GAMES").name


def rename_product_group(context: Context) -> None:
    product_groups.update(context, replace(product_groups.to_change(context, "GAMES"), name="New"))


def read_field(context: Context) -> str:
    additional_fields.find(context, "F")
    return additional_fields.to_change(context, "F").label


def rename_field(context: Context) -> None:
    current = additional_fields.to_change(context, "F")
    additional_fields.update(context, AdditionalField("F", "New", current.type, current.scope))


@pytest.mark.parametrize(
    ("rename", "read"),
    [
        (rename_product, read_by_id_and_locked),
        (rename_product, read_first_and_locked),
        (rename_group, read_group),
        (rename_product_group, read_product_group),
        (rename_field, read_field),
    ],
)
def test_who_waits_for_a_writer_sees_what_it_wrote(
    services: Services, merchant: Merchant, rename: Act, read: Act
) -> None:
    stock(services, merchant, SUPPORT, a_product(name="Old"))

    def work_on(act: Act) -> Any:
        with services.database.writing() as work:
            return act(Context(merchant, work, services))

    work_on(lambda context: product_groups.keep(context, ProductGroup("GAMES", "Old")))
    work_on(
        lambda context: additional_fields.add(context, AdditionalField("F", "Old", FieldType.TEXT, FieldScope.ORDER))
    )
    with ThreadPoolExecutor(1) as pool:
        with services.database.writing() as work:
            rename(Context(merchant, work, services))
            waiting = pool.submit(work_on, read)
            time.sleep(0.3)
        assert waiting.result() == "New"
