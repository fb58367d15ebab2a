"""``rpc-server order``, ``refund``, ``codes`` and ``rates``: what an operator does for one merchant."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, MerchantCode, engine

if TYPE_CHECKING:
    from rpc_server.commerce.catalog.model import ExchangeRate
    from rpc_server.commerce.context import Context
    from rpc_server.commerce.orders.model import Order
    from rpc_server.commerce.orders.refunds.model import Refund

Reference = Annotated[str, typer.Argument(help="The order's RefNo.")]

commands = typer.Typer()
order = typer.Typer(no_args_is_help=True, help="Cancel or reverse an order, or note that it was paid.")
refund = typer.Typer(no_args_is_help=True, help="Decide about refunds that wait for approval.")
codes = typer.Typer(no_args_is_help=True, help="Licence codes to deliver.")
rates = typer.Typer(no_args_is_help=True, help="What currencies are worth.")
for _name, _group in (("order", order), ("refund", refund), ("codes", codes), ("rates", rates)):
    commands.add_typer(_group, name=_name)


@order.command()
def cancel(reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Cancel an order that is not paid."""
    from rpc_server.commerce.orders import cancelling

    with engine(merchant, database=database, config=config) as context:
        _tell(cancelling.cancel(context, reference))


@order.command()
def reverse(
    reference: Reference,
    merchant: MerchantCode,
    verdict: Annotated[str, typer.Option(help="What it was found to be: FRAUD or INVALIDDATA.")] = "FRAUD",
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Let go of the money of an order that is authorised and not yet finished."""
    from rpc_server.commerce.orders import cancelling
    from rpc_server.commerce.orders.model import ApproveStatus
    from rpc_server.errors import Mistake

    found = {status.value: status for status in (ApproveStatus.FRAUD, ApproveStatus.INVALIDDATA)}.get(verdict.upper())
    with engine(merchant, database=database, config=config) as context:
        if found is None:
            raise Mistake("a verdict is FRAUD or INVALIDDATA")
        _tell(cancelling.reverse(context, reference, found))


@order.command()
def paid(reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Note that an order to be paid by wire, check or purchase order was paid."""
    from rpc_server.commerce.orders import service

    with engine(merchant, database=database, config=config) as context:
        _tell(service.receive_payment(context, reference))


@refund.command("list")
def list_(merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """List the refunds that wait for approval, the first first."""
    from rpc_server.commerce.orders.refunds import service

    with engine(merchant, database=database, config=config) as context:
        for waiting in service.pending(context):
            typer.echo(f"{waiting.order_reference}  {waiting.amount:.2f} {waiting.currency}  {waiting.reason}")


@refund.command()
def approve(reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Give back the money whose refund waits for approval."""
    from rpc_server.commerce.orders.refunds import service

    with engine(merchant, database=database, config=config) as context:
        _tell_refund(service.approve(context, _waiting(context, reference)))


@refund.command()
def discard(reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Drop a refund that waits for approval: nothing is given back."""
    from rpc_server.commerce.orders.refunds import service

    with engine(merchant, database=database, config=config) as context:
        _tell_refund(service.discard(context, _waiting(context, reference)))


@codes.command("load")
def load_codes(
    list_code: Annotated[str, typer.Argument(help="The code of the list.")],
    file: Annotated[Path, typer.Argument(help="A code on each line.")],
    merchant: MerchantCode,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Put more licence codes into a list; orders that wait for some are next."""
    from rpc_server.commerce.delivery import service

    with engine(merchant, database=database, config=config) as context:
        read = [code for line in _text(file).splitlines() if (code := line.strip())]
        loaded = service.load_codes(context, list_code, read)
        typer.echo(f"Loaded {loaded} of {len(read)} codes into {list_code}.")


@rates.command("load")
def load_rates(
    file: Annotated[Path, typer.Argument(help="CSV with the columns currency, since (2026-03-10) and units.")],
    merchant: MerchantCode,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Keep exchange rates, in place of those of the same days; ``units`` of each currency buy the same."""
    from rpc_server.commerce.catalog import exchange

    with engine(merchant, database=database, config=config) as context:
        read = list(_rates(file))
        exchange.load_rates(context, read)
        typer.echo(f"Loaded {len(read)} exchange rates.")


def _waiting(context: "Context", reference: str) -> str:
    """The id of the refund of the order that waits for approval; raises ``RefundNotFound``."""
    from rpc_server.commerce.orders.refunds import service
    from rpc_server.commerce.orders.refunds.errors import RefundNotFound

    for waiting in service.pending(context):
        if waiting.order_reference == reference:
            return waiting.refund_id
    raise RefundNotFound(f"No refund of order {reference[:20]} waits for approval.")


def _rates(file: Path) -> Iterator["ExchangeRate"]:
    """The rates of a CSV file; raises ``Mistake`` naming the line that is wrong."""
    import csv
    from datetime import date
    from decimal import Decimal, InvalidOperation

    from rpc_server.commerce.catalog.model import ExchangeRate
    from rpc_server.errors import Mistake

    rows = csv.DictReader(_text(file).splitlines(), skipinitialspace=True)
    if not {"currency", "since", "units"} <= set(rows.fieldnames or ()):
        raise Mistake(f"{file}: the first line must name the columns currency, since and units")
    for row in rows:
        try:
            since = date.fromisoformat((row["since"] or "").strip())
            yield ExchangeRate((row["currency"] or "").strip().upper(), Decimal((row["units"] or "").strip()), since)
        except (ValueError, InvalidOperation):
            raise Mistake(f"{file}, line {rows.line_num}: no currency, day like 2026-03-10 and number") from None


def _text(file: Path) -> str:
    from rpc_server.errors import Mistake

    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Mistake(f"{file} is no text in UTF-8") from None


def _tell(found: "Order") -> None:
    typer.echo(f"Order {found.reference} is {found.status.value}.")


def _tell_refund(found: "Refund") -> None:
    typer.echo(
        f"The refund of {found.amount:.2f} {found.currency} for order {found.order_reference} is {found.status.value}."
    )
