"""Lists of codes and refund reasons from a file."""

from pathlib import Path

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.context import Services
from rpc_server.commerce.delivery import store as delivery
from rpc_server.commerce.delivery.model import CodeList, CodeListType
from rpc_server.commerce.orders.refunds import store as refunds
from rpc_server.sandbox.seed import SeedError, seed
from tests.order_world import engine

SHOP = """\
account: {code: SMALL, secret_key: KEY, refunds_need_approval: true, unpaid_order_days: 30}
"""
LISTS = """\
code_lists:
  - {code: KEYS, description: Keep it, codes: [B, A]}
  - {code: MAKER, name: Made, type: GENERATOR}
refund_reasons: [Bad weather, Lost interest]
products:
  - {code: BOOK, name: Book, fulfillment: BY_AVANGATE, code_list: KEYS, pricing: [{prices: [{amounts: {USD: 10}}]}]}
"""


def stored(services: Services, folder: Path, text: str) -> Merchant:
    path = folder / "shop.yaml"
    path.write_text(SHOP + text)
    (merchant,) = seed(services, path)
    return merchant


def test_lists_products_that_name_them_and_reasons_are_stored(services: Services, tmp_path: Path) -> None:
    merchant = stored(services, tmp_path, LISTS)

    with engine(services, merchant) as context:
        book = catalog.product_by_code(context, "BOOK")
        assert delivery.code_lists(context) == {
            "KEYS": CodeList("KEYS", "KEYS", CodeListType.LIST, "Keep it"),
            "MAKER": CodeList("MAKER", "Made", CodeListType.GENERATOR),
        }
        assert delivery.take(context, "KEYS", 2, "1") == ["B", "A"]
        assert refunds.own_reasons(context) == ["Bad weather", "Lost interest"]
    assert book is not None
    assert book.delivery_terms.code_list is not None
    assert book.delivery_terms.code_list.code == "KEYS"


def test_an_account_says_whether_refunds_need_approval_and_how_long_orders_wait(
    services: Services, tmp_path: Path
) -> None:
    merchant = stored(services, tmp_path, "")

    assert (merchant.refunds_need_approval, merchant.unpaid_order_days) == (True, 30)


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ("  - {code: A}\n  - {code: A}\n", "shop.yaml, line 4: code_lists[1]: There is a list 'A' already."),
        ("  - {code: A, type: GENERATOR, codes: [K]}\n", "line 3: code_lists[0]: A generator makes its keys itself."),
        ("  - {code: A, codes: ['']}\n", "line 3: code_lists[0]: A code has 1 to 1000 characters."),
    ],
)
def test_a_list_that_cannot_be_is_a_mistake_of_the_file(
    services: Services, tmp_path: Path, lists: str, told: str
) -> None:
    with pytest.raises(SeedError, match="code_lists") as mistake:
        stored(services, tmp_path, f"code_lists:\n{lists}")

    assert told in str(mistake.value)
