"""The search index: a trigram index over every searchable text, kept in step by triggers.

Substrings are found, so a word is found inside a compound ("avtal" in "ramavtalsområde"); å, ä and ö are letters
of their own and never folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from dialogdesk.domain.record import Record
from dialogdesk.store.tables import kind_of

SHORTEST = 3
"""Fewer characters than a trigram are looked for by LIKE."""


class Hit(NamedTuple):
    """A record whose text matches, and that text."""

    kind: type[Record]
    id: UUID
    text: str


def triggers(kind: type[Record]) -> Iterator[str]:
    """The SQL of the triggers that keep the index in step with a record type's table."""
    names = [c.name for c in kind.columns if c.searchable]
    if not names:
        return
    table = kind.table
    joined = " || char(10) || ".join(f"new.{n}" for n in names)
    alive = f"CASE WHEN new.deleted_at IS NULL THEN {joined} ELSE '' END"
    yield (
        f"CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN"
        f" INSERT INTO search_entry(tbl, pk, text) VALUES ('{table}', new.id, {alive}); END"
    )
    yield (
        f"CREATE TRIGGER search_{table}_update AFTER UPDATE OF {', '.join(names)}, deleted_at ON {table} BEGIN"
        f" UPDATE search_entry SET text = {alive} WHERE tbl = '{table}' AND pk = new.id; END"
    )
    yield (
        f"CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} BEGIN"
        f" DELETE FROM search_entry WHERE tbl = '{table}' AND pk = old.id; END"
    )


INDEX_TRIGGERS = (
    "CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_index(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER search_entry_update AFTER UPDATE OF text ON search_entry WHEN new.text IS NOT old.text BEGIN"
    " INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text);"
    " INSERT INTO search_index(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text); END",
)
"""The triggers that keep the full-text index in step with its content."""


def find(connection: Connection, needle: str, limit: int = 50) -> list[Hit]:
    """The records whose text holds every word of `needle`, newest first; none for an empty needle."""
    words = needle.split()
    if not words:
        return []
    long = [w for w in words if len(w) >= SHORTEST]
    conditions = [f"e.text LIKE :w{n} ESCAPE '\\'" for n, w in enumerate(words) if len(w) < SHORTEST]
    values: dict[str, object] = {
        f"w{n}": f"%{_escaped(w)}%" for n, w in enumerate(words) if len(w) < SHORTEST
    }
    source = "search_entry e"
    if long:
        source = "search_index i JOIN search_entry e ON e.id = i.rowid"
        conditions.append("search_index MATCH :match")
        values["match"] = " AND ".join('"' + w.replace('"', '""') + '"' for w in long)
    rows = connection.execute(
        text(
            f"SELECT e.tbl, e.pk, e.text FROM {source} WHERE {' AND '.join(conditions)}"  # noqa: S608 - fixed parts
            " AND e.text <> '' ORDER BY e.id DESC LIMIT :limit"
        ),
        values | {"limit": limit},
    )
    return [Hit(kind_of(tbl), UUID(hex=pk), found) for tbl, pk, found in rows]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
