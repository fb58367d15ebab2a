"""Every delivery test has KEYED (a code of the list KEYS each), SIGNED (a signed key) and LOOSE (a list it lacks)."""

from pathlib import Path

import pytest

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.context import Services
from rpc_server.sandbox.seed import seed

WORLD = """\
account: {code: APITEST, secret_key: SECRET_KEY, currency: USD}
code_lists:
  - {code: KEYS, name: Keys, description: Enter it under Help, codes: [K-1, K-2, K-3]}
  - {code: MAKER, name: Made, type: GENERATOR}
products:
  - {code: KEYED, id: 1, name: Keyed, cycle: 1M, fulfillment: BY_AVANGATE, code_list: KEYS, pricing: [{prices: [{amounts: {USD: 10}}]}]}
  - {code: SIGNED, id: 2, name: Signed, cycle: 1M, fulfillment: BY_AVANGATE, code_list: MAKER, pricing: [{prices: [{amounts: {USD: 10}}]}]}
  - {code: LOOSE, id: 3, name: Loose, fulfillment: BY_AVANGATE, code_list: NONE, pricing: [{prices: [{amounts: {USD: 10}}]}]}
  - {code: VENDOR, id: 4, name: Vendor, fulfillment: BY_VENDOR, code_list: KEYS, pricing: [{prices: [{amounts: {USD: 10}}]}]}
"""


@pytest.fixture(autouse=True)
def _stocked(services: Services, merchant: Merchant, tmp_path: Path) -> None:
    world = tmp_path / "world.yaml"
    world.write_text(WORLD)
    seed(services, world)
