"""``rpc-server partner``: what a merchant decides of partner orders, and money partners sent him."""

from typing import TYPE_CHECKING, Annotated

import typer

from rpc_server.cli.command import Config, DatabaseUrl, MerchantCode, engine
from rpc_server.cli.operating import Reference

if TYPE_CHECKING:
    from rpc_server.commerce.partners.model import PartnerOrder

Number = Annotated[str, typer.Argument(help="The number of the partner invoice.")]
Receipt = Annotated[str | None, typer.Option(help="What the bank calls the payment.")]
PaidBy = Annotated[str, typer.Option("--by", help="How it was paid: WIRE or CHECK.")]

commands = typer.Typer()
partner = typer.Typer(no_args_is_help=True, help="Decide about partner orders, and note that a proforma was paid.")
commands.add_typer(partner, name="partner")


@partner.command()
def approve(reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Approve an order that waits for it."""
    from rpc_server.commerce.partners import deciding

    with engine(merchant, database=database, config=config) as context:
        _tell(deciding.approve(context, reference))


@partner.command()
def reject(reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Refuse an order that waits for approval."""
    from rpc_server.commerce.partners import deciding

    with engine(merchant, database=database, config=config) as context:
        _tell(deciding.reject(context, reference))


@partner.command()
def cancel(reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None) -> None:
    """Cancel an order that was not delivered and is on no proforma."""
    from rpc_server.commerce.partners import deciding

    with engine(merchant, database=database, config=config) as context:
        _tell(deciding.cancel(context, reference))


@partner.command()
def delivered(
    reference: Reference, merchant: MerchantCode, database: DatabaseUrl = None, config: Config = None
) -> None:
    """Say that you delivered an order that waits for that."""
    from rpc_server.commerce.partners import deciding

    with engine(merchant, database=database, config=config) as context:
        _tell(deciding.confirm_delivery(context, reference))


@partner.command()
def paid(
    number: Number,
    merchant: MerchantCode,
    by: PaidBy = "WIRE",
    receipt: Receipt = None,
    database: DatabaseUrl = None,
    config: Config = None,
) -> None:
    """Note that the money for a partner invoice arrived; what waited for it is delivered."""
    from rpc_server.commerce.partners.proformas import model, paying
    from rpc_server.errors import Mistake

    found = {way.value: way for way in model.PaidBy if way.is_offline}.get(by.upper())
    with engine(merchant, database=database, config=config) as context:
        if found is None:
            raise Mistake("a proforma is paid by WIRE or CHECK")
        proforma = paying.receive(context, number, found, receipt)
        typer.echo(f"Proforma {proforma.number} over {proforma.total:.2f} {proforma.currency} is paid.")


def _tell(found: "PartnerOrder") -> None:
    held = f" ({', '.join(reason.value for reason in found.lock_reasons)})" if found.lock_reasons else ""
    typer.echo(f"Order {found.order.reference} is {found.status.value}{held}.")
