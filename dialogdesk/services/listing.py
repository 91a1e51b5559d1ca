"""The records of a type, a line each: what they are called, and what tells those of the same name apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from dialogdesk.domain.dates import local
from dialogdesk.domain.record import Record, column_of, title_column
from dialogdesk.domain.records import Meeting
from dialogdesk.services.desk import Desk
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import kind_of, table_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One record."""

    id: UUID
    title: str
    apart: str
    """As the day of a meeting, or the meeting of a line; empty where nothing is known."""


def listed(desk: Desk, kind: type[Record], apart: str) -> list[Listed]:
    """Every living record of a type, told apart by the column `apart`; meetings in the order they are held."""
    table, column = table_of(kind), column_of(kind, apart)
    query = select(table.c.id, table.c[title_column(kind).name], table.c[apart])
    query = query.where(table.c.deleted_at.is_(None))
    if column.type is datetime:
        query = query.order_by(table.c[apart], table.c.id)
    with desk.read() as db:
        rows = db.rows(query)
        names = _names(db, kind_of(column.refers)) if column.refers else {}
    return [
        Listed(id_, title, names.get(value, "") if column.refers else _said(value))
        for id_, title, value in rows
    ]


def _names(db: Snapshot, kind: type[Record]) -> dict[UUID, str]:
    """What the records referred to are called: a meeting with its day."""
    table = table_of(kind)
    title = table.c[title_column(kind).name]
    if kind is Meeting:
        rows = db.rows(select(table.c.id, title, table.c.starts_at))
        return {id_: f"{name}, {_said(starts_at)}" for id_, name, starts_at in rows}
    return dict(map(tuple, db.rows(select(table.c.id, title))))


def _said(value: str | datetime) -> str:
    return f"{local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
