"""What differs between the desk and a copy of it, as lines of plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from dialogdesk.domain.dates import local
from dialogdesk.domain.record import Column
from dialogdesk.domain.values import Labelled
from dialogdesk.i18n import _, ngettext
from dialogdesk.store.differences import Difference

_ORE = 100


def told(differences: Sequence[Difference]) -> Iterator[str]:
    """A line for each type with its counts, then one for each record and changed field that is known by name."""
    if not differences:
        yield _("Inget skiljer: kopian är lik det som finns nu.")
    for each in differences:
        yield f"{each.kind.plural}: {', '.join(counts(each))}"
        yield from (f"  - {_one_line(title)}" for title in each.now_titles)
        yield from _rest("-", each.only_now - len(each.now_titles))
        yield from (f"  + {_one_line(title)}" for title in each.copy_titles)
        yield from _rest("+", each.only_copy - len(each.copy_titles))
        for change in each.changes:
            yield f"  * {_one_line(change.title)}"
            for field in change.fields:
                now, copy = (_one_line(_text(field.column, value)) for value in (field.now, field.copy))
                yield f"      {field.column.label}: {now} → {copy}"
        yield from _rest("*", each.changed - len(each.changes))


def exchanged_comes_back() -> str:
    """What one has to know who goes back to a copy on a desk that exchanges."""
    return _(
        "Det som redan har utbytts med de andra datorerna kommer tillbaka vid nästa utbyte: "
        "återställ bara om något har gått förlorat."
    )


def _rest(sign: str, count: int) -> Iterator[str]:
    """How many more there are than those told by name."""
    if count > 0:
        text = ngettext("och {count} till", "och {count} till", count)
        yield f"  {sign} {text.format(count=count)}"


def counts(difference: Difference, number: Callable[[int], str] = str) -> list[str]:
    """`2 bara nu`, `1 bara i kopian`, `3 ändrade`: those that there are, with the numbers as they are to be shown."""
    changed = ngettext("{n} ändrad", "{n} ändrade", difference.changed)
    found = (
        (difference.only_now, _("{n} bara nu")),
        (difference.only_copy, _("{n} bara i kopian")),
        (difference.changed, changed),
    )
    return [text.format(n=number(n)) for n, text in found if n]


def _text(column: Column, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if column.money:
        return f"{value / _ORE:.2f} kr"
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    return str(value.label) if isinstance(value, Labelled) else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split()) or _("(utan namn)")
