"""A merchant as he was when he was filled from a file of known data."""

from rpc_server.commerce.accounts.model import Merchant
from rpc_server.commerce.accounts.numbering import sow
from rpc_server.commerce.context import Services
from rpc_server.sandbox import seed
from rpc_server.sandbox.errors import SandboxRefusal
from rpc_server.sandbox.restoring import with_merchant_alone
from rpc_server.sandbox.rows import Rows
from rpc_server.sandbox.tables import SeededRow
from rpc_server.storage import UnitOfWork


class NotSeeded(SandboxRefusal):
    """There is no file the account could be filled from again. Code and text are ours."""

    code = "NOT_SEEDED"
    text = "The account was not filled from a file."


def reset(services: Services, code: str, *, ids_seed: str | None = None) -> None:
    """Let the merchant have what his file says and nothing else; his clock follows the machine's again.

    The rows of that day are put back in one transaction. Files speak of days ago, so on another day the file
    itself is stored again. With an ``ids_seed`` the same calls draw the same numbers after each such reset.
    Raises ``NotSeeded``.
    """

    def change(work: UnitOfWork, merchant: Merchant) -> None:
        seeded = work.session.get(SeededRow, merchant.merchant_id)
        if seeded is None:
            raise NotSeeded(field="merchant")
        rows = Rows(work.session, merchant)
        rows.put_back(seeded.rows)
        if seeded.on != seed.today(services, merchant):
            rows.clear()
            seed.store_again(services, work, merchant, seeded)
        if ids_seed is not None:
            sow(work.session, merchant, ids_seed)

    with_merchant_alone(services, code, change)
