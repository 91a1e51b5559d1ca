"""The copies of a protocol: what each leaves out, taken away before anything is laid on a page.

Our own copy has everything but working notes. The supplier's copy has none of the kinds of line that the unit keeps from
suppliers, no prepared question that was not put, and none of our watch marks; what is marked stands in it only if the
supplier itself said it. In the masked copy nothing that is marked stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from dialogdesk.documents.protocol import Protocol, ProtocolLine, line_numbers, says_something
from dialogdesk.documents.secrets import is_left_out, is_masked
from dialogdesk.documents.text import joined
from dialogdesk.domain.copies import USUALLY_KEPT
from dialogdesk.domain.values import Copy, LineKind

_PLACE = ProtocolLine(id="", text="", omitted=True)


def copy_of(
    protocol: Protocol, copy: Copy, kept_from_supplier: Collection[LineKind] = USUALLY_KEPT
) -> Protocol:
    """The protocol as this copy has it, not to be signed; decisions and actions keep the numbers of our own."""
    if copy is Copy.OWN:
        return protocol
    numbers = line_numbers(protocol)
    opening = _kept(protocol.opening, copy, kept_from_supplier)
    items = tuple(replace(item, lines=_kept(item.lines, copy, kept_from_supplier)) for item in protocol.items)
    kept = {line.id for lines in (opening, *(item.lines for item in items)) for line in lines}
    return replace(
        protocol,
        copy=copy,
        status=joined((protocol.status, str(copy.label)), " · "),
        opening=opening,
        items=items,
        unasked=() if copy is Copy.SUPPLIER else protocol.unasked,
        signatures=(),
        seal="",  # it is worked out from what this copy leaves out
        additions=tuple(replace(each, omitted=each.marked, marked=False) for each in protocol.additions),
        numbers={line_id: number for line_id, number in numbers.items() if line_id in kept},
    )


def _kept(
    lines: Iterable[ProtocolLine], copy: Copy, kept_from_supplier: Collection[LineKind]
) -> tuple[ProtocolLine, ...]:
    return tuple(_with_one_place_each(_masked(lines, copy, kept_from_supplier)))


def _masked(
    lines: Iterable[ProtocolLine], copy: Copy, kept_from_supplier: Collection[LineKind]
) -> Iterator[ProtocolLine]:
    for line in filter(says_something, lines):
        if is_left_out(line.kind, copy, kept_from_supplier):
            continue
        if line.marked and is_masked(copy, theirs=line.theirs):
            yield _PLACE
        else:
            yield replace(line, marked=False)


def _with_one_place_each(lines: Iterable[ProtocolLine]) -> Iterator[ProtocolLine]:
    """What is left out in a row has one place: how much it is, is not told."""
    before: ProtocolLine | None = None
    for line in lines:
        if not (line.omitted and before is not None and before.omitted):
            yield line
        before = line
