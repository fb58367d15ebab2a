"""Use cases around delivery."""

from collections.abc import Collection, Mapping, Sequence

from rpc_server.commerce.catalog import service as catalog
from rpc_server.commerce.catalog.model import Product
from rpc_server.commerce.context import Context
from rpc_server.commerce.delivery import licence_keys, signing, store
from rpc_server.commerce.delivery.errors import CodeListInvalid, CodeListNotFound
from rpc_server.commerce.delivery.model import CodeList, CodeListType, DeliveredCode, Shortage
from rpc_server.commerce.orders.model import Order, OrderLine, OrderStatus

LONGEST_CODE = 1000
_DELIVERS = "BY_AVANGATE"


def deliver(context: Context, order: Order, products: Mapping[str, Product] | None = None) -> list[DeliveredCode]:
    """Deliver the codes of a finished order, and answer them.

    Lines of products this server delivers get theirs from the list the product names: of a LIST one for each
    unit, from a GENERATOR one key that states the units. Where a list has too few the line gets none and waits;
    the shopper is not told, ``shortages`` tells the merchant. Each order is delivered once; its caller holds it,
    and may give the ``products`` of its lines.
    """
    codes: list[DeliveredCode] = []
    for line, code_list in _lines_with_codes(context, order, products):
        codes += _deliver_line(context, order, line, code_list)
    store.record(context, codes)
    return codes


def deliver_late(context: Context, order: Order) -> list[DeliveredCode]:
    """Deliver the lines of the order that wait for codes, as far as the lists go, and answer their codes.

    What still has too few waits for its list to be loaded again; so do lines of orders that were given back. The
    caller holds the order.
    """
    lists, waiting = store.code_lists(context), store.shortages(context, order.reference)
    store.put_off(context, order.reference or "")
    if order.status is not OrderStatus.COMPLETE:
        return []
    return [code for shortage in waiting for code in _deliver_late(context, order, shortage, lists[shortage.list_code])]


def add_list(context: Context, code_list: CodeList, codes: Sequence[str] = ()) -> None:
    """Give the account a list, with its first codes. Raises ``CodeListInvalid``."""
    if not store.add_list(context, code_list):
        raise CodeListInvalid(f"There is a list {code_list.code!r} already.", field="code")
    if codes:
        load_codes(context, code_list.code, codes)


def load_codes(context: Context, list_code: str, codes: Sequence[str]) -> int:
    """Put more codes into a LIST and answer how many it did not have yet.

    Raises ``CodeListNotFound``, and ``CodeListInvalid`` for codes of a generator, an empty or a too long one.
    Who waits for codes of the list is due from here on.
    """
    code_list = store.code_lists(context).get(list_code)
    if code_list is None:
        raise CodeListNotFound(field="code")
    if code_list.type is CodeListType.GENERATOR:
        raise CodeListInvalid("A generator makes its keys itself.", field="type")
    for n, code in enumerate(codes):
        if not code.strip() or len(code) > LONGEST_CODE:
            raise CodeListInvalid(f"A code has 1 to {LONGEST_CODE} characters.", field=f"codes[{n}]")
    store.call_up(context, list_code, context.clock.now())
    return store.load(context, list_code, codes)


def of_orders(context: Context, references: Collection[str]) -> dict[str, list[DeliveredCode]]:
    """The codes delivered with these orders by RefNo, in order of their lines."""
    found: dict[str, list[DeliveredCode]] = {}
    for code in store.delivered(context, references):
        found.setdefault(code.order_reference, []).append(code)
    return found


def shortages(context: Context) -> list[Shortage]:
    """The lines that wait for codes, the longest waiting first: what the merchant has to load codes for."""
    return store.shortages(context)


def _lines_with_codes(
    context: Context, order: Order, products: Mapping[str, Product] | None
) -> list[tuple[OrderLine, CodeList]]:
    if products is None:
        products = catalog.products_by_code(context, {line.code for line in order.lines if line.code})
    named = [(line, _list_of(products.get(line.code or ""))) for line in order.lines if not line.is_dynamic]
    lists = store.code_lists(context) if any(code for _, code in named) else {}
    return [(line, lists[code]) for line, code in named if code in lists]


def _list_of(product: Product | None) -> str:
    """The code of the list the product's codes come from; empty where this server does not deliver it."""
    if product is None or product.fulfillment != _DELIVERS or product.delivery_terms.code_list is None:
        return ""
    return product.delivery_terms.code_list.code or ""


def _deliver_line(context: Context, order: Order, line: OrderLine, code_list: CodeList) -> list[DeliveredCode]:
    codes = _codes(context, order, line, code_list)
    if not codes:
        now = context.clock.now()
        shortage = Shortage(order.reference or "", line.number, code_list.code, line.quantity, now, None)
        store.note_shortage(context, shortage)
    return [_delivered(context, order, line, code_list, at, code) for at, code in enumerate(codes, start=1)]


def _codes(context: Context, order: Order, line: OrderLine, code_list: CodeList) -> list[str]:
    if code_list.type is CodeListType.LIST:
        return store.take(context, code_list.code, line.quantity, order.reference or "")
    facts = licence_keys.licence(
        context.merchant.code,
        order.reference or "",
        line.number,
        product_code=line.code,
        quantity=line.quantity,
        subscription_reference=line.subscription_reference,
    )
    return [licence_keys.sign(facts, signing.private_key(context))]


def _delivered(
    context: Context, order: Order, line: OrderLine, code_list: CodeList, position: int, code: str
) -> DeliveredCode:
    return DeliveredCode(
        order_reference=order.reference or "",
        line_number=line.number,
        position=position,
        code=code,
        description=code_list.description,
        list_code=code_list.code,
        subscription_reference=line.subscription_reference,
        delivered_at=context.clock.now(),
    )


def _deliver_late(context: Context, order: Order, shortage: Shortage, code_list: CodeList) -> list[DeliveredCode]:
    line = next(line for line in order.lines if line.number == shortage.line_number)
    codes = _deliver_line(context, order, line, code_list)
    if codes:
        store.record(context, codes)
        store.settle_shortage(context, shortage, context.clock.now())
    return codes
