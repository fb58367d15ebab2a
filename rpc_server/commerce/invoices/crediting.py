"""How money given back is taken off the lines of a sale, tax and all. Pure.

What is credited of a line is always counted from the first credit on: its net part is the line's net times the
share of its gross that is given back by then, rounded once. So however many refunds there are, a line given
back in full has given back its net and its tax to the cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rpc_server.commerce.invoices.model import Invoice, InvoiceLine, Refund, RefundedLine
from rpc_server.commerce.pricing.money import ZERO, rounded


class OverCredited(AssertionError):
    """More would be given back than was paid: a mistake of this program, never of a caller."""


def credited_lines(sale: Invoice, earlier: Iterable[Invoice], refund: Refund) -> tuple[InvoiceLine, ...]:
    """The lines of the refund's invoice, amounts negative; lines of which nothing is given back are left out.

    A line is given back what the refund names for it, as far as earlier credits left that much of it; the rest
    of the refund is spread over what is left of all lines. Raises ``OverCredited`` for more than is left.
    """
    before = _credited(earlier)
    left = {line.number: line.gross - before.get(line.number, _NOTHING)[0] for line in sale.lines}
    named = _named(refund.lines, left)
    rest = _spread(refund.gross - sum(named.values(), ZERO), {n: left[n] - named[n] for n in left})
    units = _units(refund.lines)
    return tuple(
        _credit(line, before.get(line.number, _NOTHING), share, units.get(line.number))
        for line in sale.lines
        if (share := named[line.number] + rest[line.number])
    )


def everything_left(sale: Invoice, earlier: Sequence[Invoice]) -> tuple[InvoiceLine, ...]:
    """The lines of an invoice that gives back whatever earlier credits left, by amount."""
    return credited_lines(sale, earlier, Refund("", left_of(sale, earlier)))


def left_of(sale: Invoice, earlier: Iterable[Invoice]) -> Decimal:
    """How much of the sale, with tax, is not given back yet; the amounts of credits are negative."""
    return sale.gross + sum((credit.gross for credit in earlier), ZERO)


_NOTHING = (ZERO, ZERO)


def _credited(earlier: Iterable[Invoice]) -> Mapping[int, tuple[Decimal, Decimal]]:
    """Gross and net given back so far of each line, positive."""
    sums: dict[int, tuple[Decimal, Decimal]] = {}
    for line in (line for credit in earlier for line in credit.lines):
        gross, net = sums.get(line.number, _NOTHING)
        sums[line.number] = (gross - line.gross, net - line.net)
    return sums


def _named(parts: Iterable[RefundedLine], left: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What the refund names for each line, as far as there is so much left of it."""
    named = dict.fromkeys(left, ZERO)
    for part in parts:
        named[part.number] = min(named[part.number] + part.gross, left[part.number])
    return named


def _units(parts: Iterable[RefundedLine]) -> dict[int, int]:
    units: dict[int, int] = {}
    for part in parts:
        units[part.number] = units.get(part.number, 0) + (part.quantity or 0)
    return units


def _spread(amount: Decimal, over: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """The amount divided in proportion to ``over``, in whole cents that add up to it."""
    whole = sum(over.values(), ZERO)
    if not ZERO <= amount <= whole:
        raise OverCredited(f"{amount} is to be given back where {whole} is left")
    shares, reached, given = {}, ZERO, ZERO
    for number, part in over.items():
        reached += part
        due = rounded(amount * reached / whole) if whole else ZERO
        shares[number] = due - given
        given = due
    return shares


def _credit(line: InvoiceLine, before: tuple[Decimal, Decimal], share: Decimal, units: int | None) -> InvoiceLine:
    gross_before, net_before = before
    net = rounded(line.net * (gross_before + share) / line.gross) - net_before
    quantity = line.quantity if share == line.gross else units
    return InvoiceLine(
        number=line.number,
        name=line.name,
        details=line.details,
        quantity=-quantity if quantity else None,
        unit_net=None,
        listed=-net,
        net=-net,
        vat_percent=line.vat_percent,
        vat=net - share,
    )
