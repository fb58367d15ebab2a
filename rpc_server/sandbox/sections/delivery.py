"""Lists of codes and reasons for refunds in a file of known data."""

from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import service as delivery
from rpc_server.commerce.delivery.model import CodeList, CodeListType
from rpc_server.commerce.orders.refunds import service as refunds
from rpc_server.errors import ApiError
from rpc_server.sandbox.section import Entry, Section, SeedMistake

CODE_LISTS_KEY = "code_lists"
REFUND_REASONS_KEY = "refund_reasons"


class CodeListEntry(Entry):
    """Where the codes of products come from: the ``codes`` here, each given away once, or a GENERATOR of keys."""

    code: str
    name: str = ""
    type: CodeListType = CodeListType.LIST
    description: str = ""
    codes: tuple[str, ...] = ()


def load_code_lists(context: Context, entries: list[CodeListEntry]) -> None:
    """Store the lists with their codes; raises ``SeedMistake`` for a list that stands twice or a code that is none."""
    for n, entry in enumerate(entries):
        code_list = CodeList(entry.code, entry.name or entry.code, entry.type, entry.description)
        try:
            delivery.add_list(context, code_list, entry.codes)
        except ApiError as refusal:
            raise SeedMistake(refusal.message, CODE_LISTS_KEY, n) from refusal


def load_refund_reasons(context: Context, reasons: list[str]) -> None:
    """Give the account the reasons of its own."""
    refunds.add_reasons(context, reasons)


SECTIONS = (
    Section(CODE_LISTS_KEY, list[CodeListEntry], load_code_lists),
    Section(REFUND_REASONS_KEY, list[str], load_refund_reasons),
)
