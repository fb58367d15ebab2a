"""Fills accounts from a readable YAML file; ``demo.yaml`` is the one that comes with the server.

Each YAML document is one account. Its top-level keys are sections, stored in a fixed order whatever their
order in the file: what is named by others comes first.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.tables import MerchantRow
from rpc_server.commerce.context import Context, Services
from rpc_server.errors import ApiError, Mistake
from rpc_server.sandbox.reading import Document, documents
from rpc_server.sandbox.rows import Rows
from rpc_server.sandbox.section import Section, SeedMistake
from rpc_server.sandbox.sections import (
    campaigns,
    catalog,
    delivery,
    invoices,
    notifications,
    orders,
    partners,
    shop,
    subscriptions,
)
from rpc_server.sandbox.sections.accounts import AccountEntry, open_account
from rpc_server.sandbox.tables import SeededRow
from rpc_server.storage import Database, UnitOfWork

DEMO = Path(__file__).with_name("demo.yaml")
SECTIONS: tuple[Section, ...] = (
    *invoices.SECTIONS,
    *shop.SECTIONS,
    *catalog.SECTIONS,
    *campaigns.SECTIONS,
    *partners.SECTIONS,
    *delivery.SECTIONS,
    *orders.SECTIONS,
    *subscriptions.SECTIONS,
    *notifications.SECTIONS,
)

_ACCOUNT = "account"
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_UNKNOWN_KEY = re.compile("unknown field `(.+)`")

T = TypeVar("T")


class SeedError(Mistake):
    """The file cannot be stored; the text names the file, the line, the place in it and what is wrong there."""


def seed(services: Services, path: Path = DEMO) -> tuple[Merchant, ...]:
    """Store every account of the file; otherwise as ``seed_text``."""
    return seed_text(services, path.read_text(encoding="utf-8"), path.name)


def seed_text(services: Services, text: str, file: str, *, takes_live: bool = True) -> tuple[Merchant, ...]:
    """Store every account of the text of a file, each with all its sections, and answer the accounts.

    An account that exists already is filled if it has no products. Raises ``SeedError`` for a mistake in the
    file, and for a live account where those are not taken; nothing of the file is kept then, unless a section
    commits by itself.
    """
    found = _read(text, file)
    with services.database.writing() as work:
        merchants = tuple(_store(services, work, document, file, takes_live=takes_live) for document in found)
        for merchant in merchants:
            _keep(services, work, merchant, text, file)
    return merchants


def store_again(services: Services, work: UnitOfWork, merchant: Merchant, seeded: SeededRow) -> None:
    """Fill the merchant, who has nothing any more, from the file he was filled from."""
    text = services.vault.open(seeded.sealed_text, _owner(merchant))
    for document in _read(text, seeded.file):
        if document.value[_ACCOUNT]["code"] == merchant.code:
            _store(services, work, document, seeded.file)
    _keep(services, work, merchant, text, seeded.file)


def today(services: Services, merchant: Merchant) -> date:
    """The day a file's days ago are counted from: that of the machine's clock in the account's zone."""
    return services.clock.now().astimezone(merchant.zone).date()


def is_empty(database: Database) -> bool:
    """Whether there is no account at all."""
    with database.reading() as work:
        return work.session.scalar(select(MerchantRow.merchant_id).limit(1)) is None


def _read(text: str, file: str) -> list[Document]:
    try:
        return list(documents(text))
    except yaml.YAMLError as mistake:
        raise SeedError(f"{file}: {mistake}") from mistake


def _keep(services: Services, work: UnitOfWork, merchant: Merchant, text: str, file: str) -> None:
    """Remember what the account is like now, for resets."""
    row = SeededRow(
        merchant_id=merchant.merchant_id,
        file=file,
        sealed_text=services.vault.seal(text, _owner(merchant)),
        on=today(services, merchant),
        rows=Rows(work.session, merchant).take(),
    )
    work.session.merge(row)


def _owner(merchant: Merchant) -> str:
    """What the sealed text of the merchant's file is bound to."""
    return f"{merchant.merchant_id}-seed"


def _store(services: Services, work: UnitOfWork, document: Document, file: str, *, takes_live: bool = True) -> Merchant:
    at: tuple[str | int, ...] = ()
    try:
        sections = _sections(document.value)
        account = _account(document, takes_live=takes_live)
        at = (_ACCOUNT,)
        merchant = open_account(work, account)
        context = Context(merchant, work, services)
        for section, value in sections:
            at = (section.key,)
            section.load(context, _convert(value, section.type, section.key))
    except SeedMistake as mistake:
        raise _error(file, document, mistake.at, mistake.text) from mistake
    except ApiError as refusal:
        raise _error(file, document, at, refusal.message) from refusal
    except IntegrityError as clash:
        raise _error(file, document, at, f"An entry repeats the key of another. {clash.orig}") from clash
    return merchant


def _account(document: Document, *, takes_live: bool) -> AccountEntry:
    account = _convert(document.value[_ACCOUNT], AccountEntry, _ACCOUNT)
    if account.is_live and not takes_live:
        raise SeedMistake("A live account is not for the sandbox.", _ACCOUNT, "is_live")
    return account


def _sections(value: Any) -> list[tuple[Section, Any]]:
    """The sections the document has, in the order they are stored; raises ``SeedMistake`` for unknown ones."""
    known = {section.key: section for section in SECTIONS}
    if not isinstance(value, dict) or _ACCOUNT not in value:
        raise SeedMistake(f"A document needs the section {_ACCOUNT!r}.")
    for key in value:
        if key not in known and key != _ACCOUNT:
            raise SeedMistake(f"There is no section {key!r}; there are {', '.join([_ACCOUNT, *known])}.", key)
    return [(section, value[key]) for key, section in known.items() if key in value]


def _convert(value: Any, type_: type[T], key: str) -> T:
    try:
        return msgspec.convert(value, type_)
    except msgspec.ValidationError as mistake:
        text, _, place = str(mistake).partition(" - at ")
        steps = [int(number) if number else name for name, number in _STEP.findall(place)]
        unknown = _UNKNOWN_KEY.search(text)
        raise SeedMistake(text, key, *steps, *([unknown[1]] if unknown else [])) from mistake


def _error(file: str, document: Document, at: tuple[str | int, ...], text: str) -> SeedError:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at).lstrip(".")
    return SeedError(f"{file}, line {document.line(at)}: {f'{place}: ' if place else ''}{text}")
