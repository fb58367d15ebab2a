"""The file an account of one's own begins with."""

from pathlib import Path

import pytest

from rpc_server.commerce.context import Context, Services
from rpc_server.commerce.subscriptions import store
from rpc_server.sandbox.seed import seed
from rpc_server.sandbox.starter import FileIsThere, write_starter


def test_it_can_be_seeded_as_it_is(services: Services, tmp_path: Path) -> None:
    write_starter(tmp_path / "shop.yaml")

    (merchant,) = seed(services, tmp_path / "shop.yaml")

    assert (merchant.code, merchant.secret_key, merchant.is_live) == ("MYSHOP", "CHANGE_ME", False)
    with services.database.writing() as work:
        context = Context(merchant, work, services)
        assert store.find(context, "AAAA000001") is not None
        assert store.find(context, "AAAA000002") is not None


def test_it_is_not_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text("mine")

    with pytest.raises(FileIsThere) as refused:
        write_starter(tmp_path / "shop.yaml")

    assert str(refused.value) == f"there is a file {tmp_path / 'shop.yaml'} already"
    assert (tmp_path / "shop.yaml").read_text() == "mine"
