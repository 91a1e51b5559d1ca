"""The search index: a trigram index over every searchable text, kept in step by triggers.

Substrings are found, so a word is found inside a compound ("avtal" in "ramavtalsområde"); å, ä and ö are letters
of their own and never folded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Result, text

from dialogdesk.domain.record import Record
from dialogdesk.store.tables import kind_of, storable

SHORTEST = 3
"""Fewer characters than a trigram are looked for by LIKE."""


class Hit(NamedTuple):
    """A record whose text matches, and that text."""

    kind: type[Record]
    id: UUID
    text: str


def triggers(kind: type[Record]) -> Iterator[str]:
    """The SQL of the triggers that keep the index in step with a record type's table."""
    names = _searchable(kind)
    if not names:
        return
    table, entry = kind.table, text_of(kind, "new")
    yield (
        f"CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN"
        f" INSERT INTO search_entry(tbl, pk, text) VALUES ('{table}', new.id, {entry}); END"
    )
    yield (
        f"CREATE TRIGGER search_{table}_update AFTER UPDATE OF {', '.join(names)}, deleted_at ON {table} BEGIN"
        f" UPDATE search_entry SET text = {entry} WHERE tbl = '{table}' AND pk = new.id; END"
    )
    yield (
        f"CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} BEGIN"
        f" DELETE FROM search_entry WHERE tbl = '{table}' AND pk = old.id; END"
    )


_TO_INDEX = "INSERT INTO search_index(rowid, text) VALUES (new.id, new.text);"
_FROM_INDEX = "INSERT INTO search_index(search_index, rowid, text) VALUES ('delete', old.id, old.text);"

INDEX_TRIGGERS = (
    f"CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN {_TO_INDEX} END",
    (
        "CREATE TRIGGER search_entry_update AFTER UPDATE OF text ON search_entry WHEN new.text IS NOT old.text"
        f" BEGIN {_FROM_INDEX} {_TO_INDEX} END"
    ),
    f"CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN {_FROM_INDEX} END",
)
"""The triggers that keep the full-text index in step with its content."""


_TO_INDEX_ITSELF = "INSERT INTO search_index(search_index, rank) VALUES (?, ?)"
_MERGED_AT_ONCE = 16
"""Pages of the full-text index: a few milliseconds' work."""


def leave_unmerged(raw: Any) -> None:
    """Writing adds to the full-text index and never tidies it, which could take a hundred milliseconds in one go."""
    raw.execute(_TO_INDEX_ITSELF, ("automerge", 0))
    raw.execute(_TO_INDEX_ITSELF, ("crisismerge", 1000))


def merge_some(raw: Any) -> bool:
    """Tidy the full-text index a little; False if there was nothing left to tidy."""
    before = raw.total_changes
    raw.execute(_TO_INDEX_ITSELF, ("merge", _MERGED_AT_ONCE))
    return bool(raw.total_changes - before > 1)


def is_unmerged(raw: Any) -> bool:
    """True after `leave_unmerged`, also in another run of the program, until `merge_as_usual`."""
    found = raw.execute("SELECT 1 FROM search_index_config WHERE k = 'automerge' AND v = 0")
    return found.fetchone() is not None


def merge_as_usual(raw: Any) -> None:
    """Writing tidies as it goes along, by SQLite's own measure."""
    raw.execute(_TO_INDEX_ITSELF, ("automerge", 4))
    raw.execute(_TO_INDEX_ITSELF, ("crisismerge", 16))


def text_of(kind: type[Record], row: str) -> str:
    """The SQL of what a row, by its name in the statement, is found by; nothing if it lies in the bin.

    A row from before a column was added has no value in it.
    """
    joined = " || char(10) || ".join(f"coalesce({row}.{name}, '')" for name in _searchable(kind))
    return f"CASE WHEN {row}.deleted_at IS NULL THEN {joined} ELSE '' END"


def reindex(connection: Connection, kinds: Iterable[type[Record]]) -> None:
    """Every record of these types is found by its searchable columns as they are today."""
    for kind in kinds:
        if not _searchable(kind):
            continue
        table, entry = kind.table, text_of(kind, "r")
        connection.exec_driver_sql(
            f"UPDATE search_entry SET text = (SELECT {entry} FROM {table} r WHERE r.id = pk) WHERE tbl = '{table}'"
        )
        connection.exec_driver_sql(
            f"INSERT INTO search_entry(tbl, pk, text) SELECT '{table}', r.id, {entry} FROM {table} r"
            f" WHERE NOT EXISTS (SELECT 1 FROM search_entry e WHERE e.tbl = '{table}' AND e.pk = r.id)"
        )


def _searchable(kind: type[Record]) -> list[str]:
    return [c.name for c in kind.columns if c.searchable]


def find(
    connection: Connection, needle: str, limit: int = 50, *, kind: type[Record] | None = None
) -> list[Hit]:
    """The records, of one type if `kind` is given, whose text holds every word of `needle`, newest first.

    None for an empty needle.
    """
    words = _words(needle)
    long = [w for w in words if len(w) >= SHORTEST]
    if not long:
        return _read_through(connection, words, _of_kind(kind), limit) if words else []
    short = [w for w in words if len(w) < SHORTEST]
    rows = connection.execute(
        text(
            "SELECT e.tbl, e.pk, e.text FROM search_index i JOIN search_entry e ON e.id = i.rowid"
            f" WHERE search_index MATCH :match AND e.text <> ''{_of_kind(kind)}{_likes(short)}"
            " ORDER BY i.rowid DESC"  # the index's own order, so that it stops at the limit
        ),
        {"match": " AND ".join('"' + w.replace('"', '""') + '"' for w in long)} | _patterns(short),
    )
    return _first(rows, short, limit)


def find_among(connection: Connection, kind: type[Record], needle: str, limit: int) -> list[Hit]:
    """As `find` for one type, by reading every text of it: quicker where it is a few thousand among many more."""
    words = _words(needle)
    return _read_through(connection, words, f" AND e.tbl = '{kind.table}'", limit) if words else []


def _of_kind(kind: type[Record] | None) -> str:
    """The condition on the type. The plus keeps the planner from gathering and sorting every text of it first."""
    return "" if kind is None else f" AND +e.tbl = '{kind.table}'"


def _read_through(connection: Connection, words: Sequence[str], of_kind: str, limit: int) -> list[Hit]:
    rows = connection.execute(
        text(
            f"SELECT tbl, pk, text FROM search_entry e WHERE text <> ''{of_kind}{_likes(words)}"
            " ORDER BY id DESC"
        ),
        _patterns(words),
    )
    return _first(rows, words, limit)


def _words(needle: str) -> list[str]:
    return storable(needle).split()


def _likes(words: Sequence[str]) -> str:
    return "".join(f" AND e.text LIKE :w{n} ESCAPE '\\'" for n in range(len(words)))


def _patterns(words: Sequence[str]) -> dict[str, str]:
    """What LIKE looks for: it is blind to case in A to Z only, so any other letter may be any one sign there."""
    return {f"w{n}": f"%{''.join(map(_pattern, word))}%" for n, word in enumerate(words)}


def _pattern(letter: str) -> str:
    if not letter.isascii():
        return "_"
    return "\\" + letter if letter in "\\%_" else letter


def _first(rows: Result[Any], words: Sequence[str], limit: int) -> list[Hit]:
    """The first rows whose text holds the words in truth, letter for letter but for case."""
    low = [w.lower() for w in words]
    with rows:
        holding = (Hit(kind_of(row.tbl), UUID(hex=row.pk), row.text) for row in rows if _holds(row.text, low))
        return list(islice(holding, limit))


def _holds(found: str, words: Sequence[str]) -> bool:
    return not words or all(w in found.lower() for w in words)
