"""The tables of the desk, derived from its records, and the tables the desk keeps for itself."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Dialect, ForeignKey, Index, Integer, MetaData, Table, Text, TypeDecorator
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import TypeEngine

from dialogdesk.domain import record
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import RECORDS, Line

metadata = MetaData()


class UuidText(TypeDecorator[UUID]):
    """A UUID as 32 hex digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.hex

    def process_result_value(self, value: str | None, dialect: Dialect) -> UUID | None:  # noqa: ARG002
        return None if value is None else UUID(hex=value)


def instant_text(moment: datetime) -> str:
    """An aware moment as it is stored."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Instant(TypeDecorator[datetime]):
    """An aware datetime as UTC text of fixed width, so that text order is time order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored time must be aware"
            raise TypeError(message)
        return instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A date as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else date.fromisoformat(value)


class Word(TypeDecorator[StrEnum]):
    """A value of a closed set as its stored word; one written by a newer program reads as the set's first."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        if value is None:
            return None
        return next((word for word in self.words if word == value), next(iter(self.words)))


class Flag(TypeDecorator[bool]):
    """True or false as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002, FBT001
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002
        return None if value is None else bool(value)


def storable(text: str) -> str:
    """The text as it is stored: composed letters (å is one character), and nothing a file of text cannot hold."""
    if not text.isprintable():
        text = text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)


def _stored_as(kind: type) -> TypeEngine[Any]:
    if issubclass(kind, StrEnum):
        return Word(kind)
    by_type: dict[type, TypeEngine[Any]] = {
        UUID: UuidText(),
        datetime: Instant(),
        date: Day(),
        bool: Flag(),
        int: Integer(),
        str: Text(),
    }
    return by_type[kind]


def loaded(column: record.Column, stored: Any) -> Any:
    """The value that a stored one stands for, as a record would hold it."""
    kind = _stored_as(column.type)
    return kind.process_result_value(stored, DefaultDialect()) if isinstance(kind, TypeDecorator) else stored


def _table(kind: type[Record]) -> Table:
    made = Table(kind.table, metadata, *(_column(c) for c in kind.columns))
    for c in kind.columns:
        if c.refers:
            Index(f"{kind.table}_{c.name}", made.c[c.name])
    return made


def _column(c: record.Column) -> Column[Any]:
    if c.name == "id":
        return Column("id", UuidText(), primary_key=True, nullable=False)
    references = [ForeignKey(f"{c.refers}.id", deferrable=True, initially="DEFERRED")] if c.refers else []
    return Column(c.name, _stored_as(c.type), *references)


_TABLES = {kind: _table(kind) for kind in RECORDS}
_KINDS = {kind.table: kind for kind in RECORDS}

# The open actions are listed at every start: without this index every line ever written is read.
Index("line_open", _TABLES[Line].c.kind, _TABLES[Line].c.done_at)

table_of = _TABLES.__getitem__
"""The table a record type is stored in."""

kind_of = _KINDS.__getitem__
"""The record type stored in the table named; KeyError for a table of the desk's own."""
