"""Steps of undo: what one write did is a stretch of the change log's clock, and taking it back is a write like any.

A step knows nothing of what was written: that stands in the log. What was coalesced into a later change moves to the
later step, and a step that is left with nothing, or with nothing that would make a difference, is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from itertools import groupby
from typing import Any, NamedTuple

from dialogdesk.domain.record import Record, column_of
from dialogdesk.domain.records import RECORDS, Erasure
from dialogdesk.store.changes import COALESCE_MS
from dialogdesk.store.database import Transaction
from dialogdesk.store.folding import RowId
from dialogdesk.store.tables import instant_text

_CLOCK_BITS = 16
_KINDS = {kind.table: kind for kind in RECORDS if kind is not Erasure}
"""What can be undone: a choice between two versions too, but nothing that was erased."""


class Wording(NamedTuple):
    """What was done, in the user's words."""

    whole: str
    bare: str
    """The same, without what anything is called or says: for a screen that others see."""


@dataclass(frozen=True, slots=True)
class Step:
    """One write of the user's: the changes of `writer` after the clock stood at `after`, up to and with `until`."""

    after: int
    until: int
    writer: str
    row: RowId | None = None
    """The row written, where it was only one."""
    texts: frozenset[str] = frozenset()
    """The text columns of it that were written."""
    is_birth: bool = False
    """The row was made by it."""
    what: Wording | None = None
    """What was done, once somebody has asked."""


@dataclass(slots=True)
class Steps:
    """What can be undone and what can be done again, the next of either last."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    standing: dict[str, str] = field(default_factory=dict)
    """A change that brought a value back, and the one whose value it was: the cell is as that one left it."""

    has_erased: bool = False
    """What was done before the first step was an erasure, which nobody has been told cannot be undone."""

    def note(self, step: Step) -> None:
        """The user has done something new; what had been undone stays undone.

        Going on with a text just begun is no step of its own, nor is naming a record that was made for it.
        """
        self.undone.clear()
        place = self._begun_at(step)
        if place is not None:
            begun = self.done[place]
            del self.done[place:]
            step = replace(begun, until=step.until, texts=begun.texts | step.texts)
        self.done.append(step)

    def is_apart(self, step: Step) -> bool:
        """True for one that is no part of the step before, but whose texts the log would coalesce with it.

        Of two rows, one each, the log tells by itself (`store/changes.py`).
        """
        last = self.done[-1].row if self.done else None
        told_apart = step.row is not None and last is not None and step.row != last
        return not told_apart and self._begun_at(step) is None

    def _begun_at(self, step: Step) -> int | None:
        later = step
        for place in range(len(self.done) - 1, -1, -1):
            earlier = self.done[place]
            if earlier.row is None or earlier.row != step.row or not _soon_after(later, earlier):
                return None
            if earlier.texts & step.texts and (earlier.is_birth or place == len(self.done) - 1):
                return place
            later = earlier
        return None

    def clear(self) -> None:
        """Nothing can be undone or done again."""
        self.done.clear()
        self.undone.clear()
        self.standing.clear()

    def origin(self, stamp: str) -> str:
        """The change whose value a change brought back; itself if it brought none back."""
        while stamp in self.standing:
            stamp = self.standing[stamp]
        return stamp


class Deed(Enum):
    """What a step did to a row."""

    BIRTH = auto()
    DELETION = auto()
    RESTORATION = auto()
    EDIT = auto()


@dataclass(frozen=True, slots=True)
class Turn:
    """What a step did to one row, and what takes it back."""

    kind: type[Record]
    pk: str
    deed: Deed
    values: dict[str, Any]
    """The columns that get a value back, `deleted_at` among them."""
    replaced: dict[str, str]
    """For each the change that the step replaced."""
    last: dict[str, str]
    """For each the change that the step left."""
    newest: str
    """The last change of the row that was the step's."""


class OvertakenError(Exception):
    """A step cannot be taken back: what it wrote has been changed elsewhere since, or lacks what it needs."""

    def __init__(self, kind: type[Record], pk: str, column: str) -> None:
        super().__init__(f"{kind.table} {column}")
        self.kind, self.pk, self.column = kind, pk, column


class _Logged(NamedTuple):
    stamp: str
    tbl: str
    pk: str
    col: str
    val: Any
    prev: str | None


def clock_and_writer(raw: Any) -> tuple[int, str]:
    """Where the clock of the log stands, and who writes: what bounds a step."""
    return raw.execute("SELECT hlc, rid FROM sync_state").fetchone()  # type: ignore[no-any-return]


def step_of(transaction: Transaction, after: int, until: int, writer: str) -> Step:
    """The step of a write that found the clock at `after` and left it at `until`."""
    if len(transaction.touched) != 1:
        return Step(after, until, writer)
    (row,) = transaction.touched
    return Step(after, until, writer, row, frozenset(transaction.texts), transaction.is_birth)


def set_apart(raw: Any) -> None:
    """What is written next is a change of its own in the log: it does not take the place of what was typed last.

    To be called inside a write, before what is to stand apart and after it.
    """
    raw.execute("UPDATE sync_state SET row = ''")


def turns_of(raw: Any, step: Step) -> list[Turn]:
    """What takes a step back, row by row; none if nothing would become different."""
    changes = sorted(_changes_in(raw, step), key=_row_and_stamp)
    moment = instant_text(datetime.now(UTC))  # one for all: what went to the bin together comes back together
    turns = (_turn(raw, list(of_row), moment) for _row, of_row in groupby(changes, key=_row))
    return [turn for turn in turns if turn is not None]


def take_back(tx: Transaction, raw: Any, steps: Steps, turns: Sequence[Turn]) -> dict[str, str]:
    """The rows are as before the step. OvertakenError, with nothing to be kept, if one of them cannot be.

    What lies in the bin takes no edits: so what is restored comes first, and what is deleted last. Gives what is
    to be added to `standing` once it is on the disk.
    """
    standing: dict[str, str] = {}
    for turn in turns:
        _refuse_overtaken(raw, steps, turn)
    set_apart(raw)
    for turn in turns:
        if turn.values.get("deleted_at", "") is None:
            standing |= _write(raw, turn, ["deleted_at"])
    for turn in turns:
        standing |= _write(raw, turn, [name for name in turn.values if name != "deleted_at"])
        tx.changed.add(turn.kind)
    for turn in turns:
        if turn.values.get("deleted_at") is not None:
            standing |= _write(raw, turn, ["deleted_at"])
    set_apart(raw)
    return standing


def _soon_after(later: Step, earlier: Step) -> bool:
    return (later.until - earlier.until) >> _CLOCK_BITS <= COALESCE_MS


def _changes_in(raw: Any, step: Step) -> Iterator[_Logged]:
    """The changes of a step that are the user's; others', of the same moment, came in between by an exchange."""
    rows = raw.execute(
        "SELECT stamp, tbl, pk, col, val, prev FROM change WHERE stamp >= ? AND stamp < ?",
        (f"{step.after + 1:016x}", f"{step.until + 1:016x}"),
    )
    for row in rows.fetchall():
        change = _Logged._make(row)
        if change.tbl in _KINDS and change.stamp[16:] == step.writer:
            yield change


def _row(change: _Logged) -> tuple[str, str]:
    return change.tbl, change.pk


def _row_and_stamp(change: _Logged) -> tuple[str, str, str]:
    return change.tbl, change.pk, change.stamp


def _turn(raw: Any, changes: list[_Logged], moment: str) -> Turn | None:
    """What takes the changes of one row back; None if it would make no difference."""
    kind, pk, newest = _KINDS[changes[0].tbl], changes[0].pk, changes[-1].stamp
    births = [c for c in changes if c.col == "*"]
    if births:
        if _value_now(raw, kind, pk, "deleted_at") is not None:
            return None
        born = births[-1].stamp
        return Turn(
            kind, pk, Deed.BIRTH, {"deleted_at": moment}, {"deleted_at": born}, {"deleted_at": born}, newest
        )
    first: dict[str, _Logged] = {}
    last: dict[str, _Logged] = {}
    for change in changes:
        first.setdefault(change.col, change)
        last[change.col] = change
    before = {name: _value_at(raw, kind, change) for name, change in first.items()}
    values = {name: value for name, value in before.items() if value != _value_now(raw, kind, pk, name)}
    if not values:
        return None
    deed = Deed.EDIT
    if "deleted_at" in values:
        deed = Deed.RESTORATION if last["deleted_at"].val is None else Deed.DELETION
    replaced = {name: str(first[name].prev) for name in values}
    return Turn(kind, pk, deed, values, replaced, {name: last[name].stamp for name in values}, newest)


def _value_now(raw: Any, kind: type[Record], pk: str, name: str) -> Any:
    return raw.execute(f"SELECT {name} FROM {kind.table} WHERE id = ?", (pk,)).fetchone()[0]


def _value_at(raw: Any, kind: type[Record], change: _Logged) -> Any:
    """The value that a change replaced."""
    found = raw.execute("SELECT col, val FROM change WHERE stamp = ?", (change.prev,)).fetchone()
    if found is None:
        raise OvertakenError(kind, change.pk, change.col)
    logged, value = found
    return json.loads(value).get(change.col) if logged == "*" else value


def _refuse_overtaken(raw: Any, steps: Steps, turn: Turn) -> None:
    """OvertakenError unless every cell is as the step left it and what the row refers to is there."""
    gone = _value_now(raw, turn.kind, turn.pk, "deleted_at") is not None
    for name, value in turn.values.items():
        stamp = steps.origin(_stamp_now(raw, turn, name))
        table = column_of(turn.kind, name).refers
        if (
            (stamp != steps.origin(turn.last[name]))
            or (gone and "deleted_at" not in turn.values)
            or (table and value and not _is_there(raw, table, value))
        ):
            raise OvertakenError(turn.kind, turn.pk, name)
    if turn.values.get("deleted_at") is not None:
        cells = raw.execute(
            "SELECT col, stamp FROM cell WHERE tbl = ? AND pk = ?", (turn.kind.table, turn.pk)
        ).fetchall()
        for name, stamp in cells:
            if steps.origin(stamp) > turn.newest:  # somebody has written in it since
                raise OvertakenError(turn.kind, turn.pk, name)


def _stamp_now(raw: Any, turn: Turn, name: str) -> str:
    """The change behind the value of a cell: its own, or the one that made the row."""
    found = raw.execute(
        "SELECT stamp FROM cell WHERE tbl = ? AND pk = ? AND col IN (?, '*') ORDER BY col = '*' LIMIT 1",
        (turn.kind.table, turn.pk, name),
    ).fetchone()
    return str(found[0])


def _is_there(raw: Any, table: str, pk: str) -> bool:
    return raw.execute(f"SELECT 1 FROM {table} WHERE id = ?", (pk,)).fetchone() is not None


def _write(raw: Any, turn: Turn, names: Sequence[str]) -> dict[str, str]:
    if not names:
        return {}
    sets = ", ".join(f"{name} = ?" for name in names)
    values = [turn.values[name] for name in names]
    raw.execute(f"UPDATE {turn.kind.table} SET {sets} WHERE id = ?", (*values, turn.pk))
    return {_stamp_now(raw, turn, name): turn.replaced[name] for name in names}
