"""What a stored record is: an immutable value with an id, whose fields carry their own labels."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints
from uuid import UUID, uuid4

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import N_, Lazy, _


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A stored value. `deleted_at` is set on what lies in the bin; nothing is ever removed from the desk."""

    table: ClassVar[str]
    label: ClassVar[Lazy]
    plural: ClassVar[Lazy]
    new: ClassVar[Lazy]
    """One just made, as "nytt möte"."""
    the: ClassVar[Lazy]
    """A certain one, as "mötet"."""
    columns: ClassVar[tuple[Column, ...]]
    """The stored fields in the order they were written, id and deleted_at first."""

    id: UUID = field(default_factory=uuid4)
    deleted_at: datetime | None = None


RecordT = TypeVar("RecordT", bound=Record)


def column(  # noqa: PLR0913 - each is one word about a field, and named where it is said
    label: Lazy,
    *,
    default: Any = MISSING,
    refers: str | None = None,
    required: bool = False,
    searchable: bool = False,
    derived: bool = False,
    money: bool = False,
    belongs: bool = False,
) -> Any:
    """A stored field. `refers` names the table a UUID points into; `searchable` text is found by the search.

    `money` is whole öre. A `derived` one is worked out by the program (an order, a clock, what a text says): nobody is
    asked about it. A record `belongs` to what it refers to if it is nothing without it; it always does where the
    reference may not be empty.
    """
    return field(
        default=default,
        metadata={
            "label": label,
            "refers": refers,
            "required": required,
            "searchable": searchable,
            "derived": derived,
            "money": money,
            "belongs": belongs,
        },
    )


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(column,))
def record(
    *, table: str, label: Lazy, plural: Lazy, new: Lazy, the: Lazy
) -> Callable[[type[RecordT]], type[RecordT]]:
    """Make the class a stored record type, kept in the table named, and called by the words given."""

    def make(cls: type[RecordT]) -> type[RecordT]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.table, made.label, made.plural, made.new, made.the = table, label, plural, new, the
        made.columns = _columns(made)
        return made

    return make


@dataclass(frozen=True, slots=True)
class Column:
    """One stored field of a record type, as tables, forms and exports read it."""

    name: str
    type: type
    optional: bool
    label: Lazy
    refers: str | None = None
    required: bool = False
    searchable: bool = False
    derived: bool = False
    money: bool = False
    belongs: bool = False
    """The record is nothing without what this refers to: erased with it, and back from the bin with it."""


_COMMON = {"id": N_("Id"), "deleted_at": N_("Borttagen")}


def _columns(kind: type[Record]) -> tuple[Column, ...]:
    hints = get_type_hints(kind)
    return tuple(_column(f, hints[f.name]) for f in dataclasses.fields(kind))


def _column(f: dataclasses.Field[Any], hint: Any) -> Column:
    options = [t for t in getattr(hint, "__args__", ()) if t is not type(None)]
    inner = options[0] if options else hint
    return Column(
        name=f.name,
        type=inner,
        optional=bool(options),
        label=f.metadata.get("label") or _COMMON[f.name],
        refers=f.metadata.get("refers"),
        required=f.metadata.get("required", False),
        searchable=f.metadata.get("searchable", False),
        derived=f.metadata.get("derived", False),
        money=f.metadata.get("money", False),
        belongs=bool(f.metadata.get("refers")) and (f.metadata["belongs"] or not options),
    )


def column_of(kind: type[Record], name: str) -> Column:
    """The stored field `name` of a record type; KeyError if it has none."""
    for c in kind.columns:
        if c.name == name:
            return c
    raise KeyError(name)


def label_of(kind: type[Record], name: str) -> str:
    """The label of a field in the active language."""
    return str(column_of(kind, name).label)


def title_column(kind: type[Record]) -> Column:
    """The field that tells records of a type apart: the first that is required, else searched, else a text or word."""
    texts = [c for c in kind.columns if issubclass(c.type, str)]
    return max(texts, key=lambda c: (c.required, c.searchable, not c.derived))  # of equals the first


def read_id(text: str) -> UUID:
    """The id that is written so; UserError if it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise UserError(
            _("”{text}” är inget id. Kör dialogdesk list för att se dem.").format(text=text)
        ) from None


def referring(kinds: tuple[type[Record], ...], table: str) -> Iterator[tuple[type[Record], Column]]:
    """Every column among `kinds` that points into `table`."""
    for kind in kinds:
        for c in kind.columns:
            if c.refers == table:
                yield kind, c
