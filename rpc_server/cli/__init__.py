"""The commands: ``rpc-server serve``, ``migrate``, ``seed``, ``contract``, ``version`` and more; ``--help`` lists them.

Each module holds the commands of one kind, in a ``commands`` group. Everything heavy is imported inside the
command that needs it. Whatever the operator can mend is told in one line on standard error, with exit code 2.
"""

import typer

from rpc_server.cli import (
    clock,
    contract,
    database,
    faults,
    filling,
    init,
    journal,
    notifications,
    operating,
    partners,
    serve,
    sign,
    worker,
)

app = typer.Typer(
    help="Runs and tends the server.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

for _module in (
    serve,
    worker,
    init,
    database,
    clock,
    filling,
    faults,
    journal,
    notifications,
    operating,
    partners,
    sign,
    contract,
):
    app.add_typer(_module.commands)


def main(arguments: list[str] | None = None) -> None:
    """Run the command the arguments name; ``sys.argv`` without them."""
    app(arguments, prog_name="rpc-server")
