"""A random world: laptops that write, exchange, fail, are restored and cloned, through a folder that lies.

It keeps books of its own: every value anybody wrote, and who saw which value when they wrote over it. At the end all
laptops must hold the same, and every value must be on the screen, or have been seen by whoever replaced it, or wait as
an open conflict, or have been settled (storage.md).
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import pytest

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import RECORDS, AgendaItem, Line, Meeting, Person, Resolution, Supplier
from dialogdesk.store import crypto
from dialogdesk.store.check import digest_of, faults_of
from dialogdesk.store.database import Database
from dialogdesk.store.exchange import ring, rounds, segments
from dialogdesk.store.exchange.carrier import FileUnreadable, Item, NotThere
from dialogdesk.store.exchange.importing import settle_parked
from dialogdesk.store.exchange.rounds import Exchange, Report, run
from dialogdesk.store.files import FileStore
from dialogdesk.store.folding import RowId, mark_erased, resolution_id, sweep

Cell = tuple[str, str, str]
"""Table, id and column."""

WRITTEN: dict[type[Record], tuple[str, ...]] = {
    Supplier: ("name", "city", "note"),
    Person: ("name", "title"),
    Meeting: ("title", "purpose"),
    AgendaItem: ("title",),
    Line: ("text", "requirement"),
}
"""What the laptops write: types whose references go up, down and round, and some columns of each."""

REFERENCES: dict[type[Record], dict[str, type[Record]]] = {
    Person: {"supplier_id": Supplier},
    Meeting: {"supplier_id": Supplier},
    AgendaItem: {"meeting_id": Meeting},
    Line: {"meeting_id": Meeting, "owner_id": Person},
}
ERASED: tuple[type[Record], ...] = (Supplier, Meeting, Line)
REQUIRED = {(AgendaItem, "meeting_id"), (Line, "meeting_id")}
MOMENT = "2026-11-26T08:00:00.000000Z"


def _key_file(keys: ring.Ring) -> bytes:
    """The key's file, sealed as cheaply as can be: a passphrase that takes its time is tested elsewhere."""
    salt, nonce = b"s" * 16, b"n" * 12
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "wrap", lambda _key, _phrase: crypto.Wrapped(salt, nonce, b"w" * 48))
        return ring.write_key_file(keys, keys.generation, keys.key, "")


class Shared:
    """The folder as it is: whatever is done to it, it is only files."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def names(self) -> dict[str, Item]:
        return {name: Item(len(body), segments.hash_of(body)) for name, body in sorted(self.files.items())}

    def get(self, name: str, most: int = 0) -> bytes:  # noqa: ARG002 - as a carrier
        try:
            return self.files[name]
        except KeyError:
            raise NotThere(name) from None

    def put(self, name: str, content: bytes) -> None:
        self.files[name] = content

    def get_file(self, name: str, target: BinaryIO, most: int = 0) -> None:  # noqa: ARG002 - as a carrier
        target.write(self.get(name))

    def put_file(self, name: str, source: BinaryIO) -> None:
        self.put(name, source.read())

    def remove(self, name: str) -> None:
        self.files.pop(name, None)

    def close(self) -> None:
        """Nothing is held open."""


class Glimpse(Shared):
    """The folder as one laptop sees it on a bad day: some of it, some of that cut short, some not to be read."""

    def __init__(self, shared: Shared, rng: random.Random, share: float) -> None:
        self.files = shared.files
        self._rng, self._share = rng, share

    def names(self) -> dict[str, Item]:
        return {n: item for n, item in super().names().items() if self._rng.random() < self._share}

    def get(self, name: str, most: int = 0) -> bytes:
        body, luck = super().get(name, most), self._rng.random()
        if luck < 0.05:
            return body[: self._rng.randrange(len(body) + 1)]
        if luck < 0.08:
            raise FileUnreadable("not synchronised yet")
        return body


@dataclass
class Laptop:
    """One computer: its desk, how wrong its clock is, what it has written and not sent, and its last backup."""

    name: str
    path: Path
    skew: int
    database: Database
    unsent: list[tuple[Cell, str]] = field(default_factory=list)
    backup: tuple[Path, list[tuple[Cell, str]]] | None = None
    exchange: Exchange | None = None


class World:
    """Some laptops and what happens to them, all of it from one seed."""

    def __init__(self, folder: Path, seed: int, laptops: int = 3) -> None:
        self.rng = random.Random(seed)
        self.folder, self.shared = folder, Shared()
        self.moment = 1_798_761_600_000
        self.laptops: dict[str, Laptop] = {}
        self.count = 0
        self.written: dict[Cell, set[str]] = defaultdict(set)
        self.replaced: dict[tuple[Cell, str], list[str | None]] = defaultdict(list)
        """By a value that was on somebody's screen, what they wrote over it."""
        self.settled: set[tuple[Cell, str]] = set()
        self.lost: set[tuple[Cell, str]] = set()
        """What died with a disk before it was ever sent: nobody can have it."""
        self.forced = False
        self.ring = ring.Ring("u" * 32, ((1, bytes(self.rng.randbytes(32))),))
        self.key_file = _key_file(self.ring)
        for _ in range(laptops):
            self.join()

    # ---- what happens --------------------------------------------------------------------------

    def live(self, steps: int) -> None:
        """So many things happen."""
        happenings = (
            (0.16, self.insert),
            (0.50, self.update),
            (0.55, self.delete_or_restore),
            (0.80, self.exchange_badly),
            (0.86, self.exchange_well),
            (0.89, self.settle_one),
            (0.92, self.damage),
            (0.935, self.back_up),
            (0.95, self.restore),
            (0.957, self.clone),
            (0.965, self.join_late),
            (0.972, self.erase),
            (0.98, self.renew),
            (1.0, self.reopen),
        )
        for _ in range(steps):
            self.moment += self.rng.choice([1, 5, 1000, 40_000, 400_000])
            laptop = self.laptops[self.rng.choice(list(self.laptops))]
            luck = self.rng.random()
            next(do for most, do in happenings if luck < most)(laptop)

    def insert(self, laptop: Laptop) -> None:
        kind = self.rng.choice(list(WRITTEN))
        record_id = UUID(int=self.rng.getrandbits(128)).hex
        values: dict[str, Any] = {name: self._new_value() for name in WRITTEN[kind]}
        for name, target in REFERENCES.get(kind, {}).items():
            ids = [r[0] for r in laptop.database.execute(f"SELECT id FROM {target.table} ORDER BY id")]
            values[name] = self.rng.choice(ids) if ids else None
            if values[name] is None and (kind, name) in REQUIRED:
                return
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        with laptop.database.write():
            laptop.database.driver.execute(
                f"INSERT INTO {kind.table}(id, {names}) VALUES (?, {marks})", (record_id, *values.values())
            )
        for name in WRITTEN[kind]:
            self._wrote(laptop, (kind.table, record_id, name), values[name], None)

    def update(self, laptop: Laptop) -> None:
        kind = self.rng.choice(list(WRITTEN))
        record_id = self._some_row(laptop, kind, "deleted_at IS NULL")
        if record_id is None:
            return
        for name in self.rng.sample(WRITTEN[kind], self.rng.choice([1, 1, len(WRITTEN[kind])])):
            ((seen,),) = laptop.database.execute(f"SELECT {name} FROM {kind.table} WHERE id = '{record_id}'")
            value = self._new_value()
            self._set(laptop, kind, record_id, name, value)
            self._wrote(laptop, (kind.table, record_id, name), value, seen)
        if kind is Meeting:
            points = laptop.database.execute(f"SELECT id FROM agenda_item WHERE meeting_id = '{record_id}'")
            if points:
                self._set(laptop, Meeting, record_id, "current_item_id", self.rng.choice(points)[0])

    def delete_or_restore(self, laptop: Laptop) -> None:
        kind = self.rng.choice(list(WRITTEN))
        record_id = self._some_row(laptop, kind, "1")
        if record_id is None:
            return
        cell = (kind.table, record_id, "deleted_at")
        ((seen,),) = laptop.database.execute(f"SELECT deleted_at FROM {kind.table} WHERE id = '{record_id}'")
        value = None if seen else self._new_value()
        if seen is None:  # a deletion that lost is on the screen as a conflict: this one has seen it
            rows = laptop.database.execute(
                "SELECT c.val FROM cell l JOIN change c ON c.stamp = l.stamp AND c.col = 'deleted_at'"
                f" WHERE l.tbl = '{kind.table}' AND l.pk = '{record_id}' AND l.col = 'deleted_at'"
            )
            seen = rows[0][0] if rows else None
        self._set(laptop, kind, record_id, "deleted_at", value)
        if value is None:
            self.replaced[cell, seen].append(None)
        else:
            self._wrote(laptop, cell, value, seen)

    def exchange_badly(self, laptop: Laptop) -> None:
        held = self._held(laptop) if self.rng.random() < 0.3 else frozenset()
        self._round(laptop, Glimpse(self.shared, self.rng, self.rng.choice([0.3, 0.6, 0.9])), held)

    def exchange_well(self, laptop: Laptop) -> None:
        self._round(laptop, self.shared, frozenset())

    def settle_one(self, laptop: Laptop) -> None:
        found = self._conflicts(laptop)
        if not found:
            return
        table, pk, column, stamp = self.rng.choice(found)
        self.settled.add(((table, pk, column), self._value_at(laptop, stamp, column)))
        with laptop.database.write() as tx:
            made = resolution_id(table, pk, column, stamp)
            if tx.find(Resolution, made) is None:
                laptop.database.driver.execute(
                    "INSERT INTO resolution(id, kind, row, field, stamp, resolved_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (made.hex, table, pk, column, stamp, MOMENT),
                )

    def damage(self, _laptop: Laptop) -> None:
        """Something happens to a file that a sync service or a stick could do to it."""
        names = [n for n in self.shared.files if n.endswith(segments.ENDING)]
        if not names:
            return
        name = self.rng.choice(sorted(names))
        body, luck = self.shared.files[name], self.rng.random()
        if luck < 0.4:
            self.shared.files[f"{name[:10]}-LAPTOP-{self.count} (conflicted copy).seg"] = body
        elif luck < 0.7:
            self.shared.files[f"junk{self.count}.seg"] = body[: self.rng.randrange(len(body) + 1)]
        elif not any(self._has_segment(laptop, name[:64]) for laptop in self.laptops.values()):
            return  # the only copy there is: to lose it is to lose data, no fault of the exchange
        elif luck < 0.9:
            del self.shared.files[name]
        elif luck < 0.96:
            self.shared.files[name] = body[: self.rng.randrange(len(body))]
        else:
            self.shared.files[name] = body[:30] + bytes([body[30] ^ 255]) + body[31:]

    def back_up(self, laptop: Laptop) -> None:
        target = self._file(f"backup-{laptop.name}-{self._number()}")
        laptop.database.execute(f"VACUUM INTO '{target}'")
        laptop.backup = target, list(laptop.unsent)

    def restore(self, laptop: Laptop) -> None:
        """The disk dies and the backup takes its place."""
        if laptop.backup is None:
            return
        source, unsent = laptop.backup
        before = laptop.database
        kept = {segments.hash_of(body) for body in self.shared.files.values()}
        for other in self.laptops.values():
            if other is not laptop:
                kept |= self._segments_of(other.database)
        laptop.path = self._file(f"restored-{laptop.name}-{self._number()}")
        laptop.path.write_bytes(source.read_bytes())
        restored = self._open(laptop.path, laptop.skew)
        kept |= self._segments_of(restored)
        stamps = {row[0] for row in restored.execute("SELECT stamp FROM change")}
        for stamp, table, pk, column, value, segment in before.execute(
            "SELECT stamp, tbl, pk, col, val, seg FROM change"
        ):
            if stamp not in stamps and segment not in kept:
                for name, lost in json.loads(value).items() if column == "*" else [(column, value)]:
                    self.lost.add(((table, pk, name), lost))
        self.lost.update(one for one in laptop.unsent if one not in unsent)
        before.close()
        laptop.database, laptop.unsent, laptop.exchange = restored, list(unsent), None

    def clone(self, laptop: Laptop) -> None:
        """A new computer is made by copying the file of another: the classic mistake."""
        if len(self.laptops) >= 5:
            return
        path = self._file(f"clone-{self._number()}")
        laptop.database.execute(f"VACUUM INTO '{path}'")
        name = f"laptop{self._number()}"
        self.laptops[name] = Laptop(
            name, path, laptop.skew, self._open(path, laptop.skew), list(laptop.unsent)
        )

    def join_late(self, _laptop: Laptop) -> None:
        if len(self.laptops) < 5:
            self.join()

    def join(self) -> None:
        """A new computer with the unit's passphrase."""
        name = f"laptop{self._number()}"
        skew = self.rng.choice([0, 0, 0, -3_600_000, 86_400_000])
        path = self._file(name)
        self.laptops[name] = Laptop(name, path, skew, self._open(path, skew))

    def erase(self, laptop: Laptop) -> None:
        """A row is erased for good, with all that is nothing without it."""
        kind = self.rng.choice(ERASED)
        record_id = self._some_row(laptop, kind, "1")
        if record_id is None:
            return
        with laptop.database.write():
            mark_erased(laptop.database.driver, kind.table, record_id)
            sweep(laptop.database.driver)
        laptop.database.set_local(rounds.RENEW, "1")

    def renew(self, laptop: Laptop) -> None:
        """Somebody asks for a new generation, for nothing at all; two may do so at once."""
        laptop.database.set_local(rounds.RENEW, "1")

    def reopen(self, laptop: Laptop) -> None:
        laptop.database.close()
        laptop.database, laptop.exchange = self._open(laptop.path, laptop.skew), None

    # ---- how it ends ---------------------------------------------------------------------------

    def end(self) -> int:
        """Everybody exchanges until nothing is new; then what must hold is looked at. Gives the number of conflicts."""
        for _ in range(3):
            for laptop in self.laptops.values():
                laptop.database.set_local("exchange.verified", "")
                report = self._round(laptop, self.shared, frozenset())
        for laptop in self.laptops.values():
            report = self._round(laptop, self.shared, frozenset())
            if report.waiting:  # its parent was lost with two disks: the user says to go on without
                self.forced = True
                self._round(laptop, self.shared, frozenset(), force=True)
        if self.forced:
            for laptop in [*self.laptops.values(), *self.laptops.values()]:
                self._round(laptop, self.shared, frozenset())
        first, *others = self.laptops.values()
        for laptop in others:
            for here, there in zip(self._tables(laptop), self._tables(first), strict=True):
                assert set(here) - set(there) == set(there) - set(here), f"{laptop.name}, {first.name}"
            assert self._conflicts(laptop) == self._conflicts(first), "conflicts differ"
            assert digest_of(laptop.database) == digest_of(first.database)
        for laptop in self.laptops.values():
            assert faults_of(laptop.database) == []
        self._look_for_every_value(first)
        return len(self._conflicts(first))

    def close(self) -> None:
        for laptop in self.laptops.values():
            laptop.database.close()

    def _look_for_every_value(self, laptop: Laptop) -> None:
        waiting = {
            ((table, pk, column), self._value_at(laptop, stamp, column))
            for table, pk, column, stamp in self._conflicts(laptop)
        }
        logged: set[tuple[Cell, Any]] = set()
        for table, pk, column, value in laptop.database.execute("SELECT tbl, pk, col, val FROM change"):
            for name, one in json.loads(value).items() if column == "*" else [(column, value)]:
                logged.add(((table, pk, name), one))
        erased = {tuple(row) for row in laptop.database.execute("SELECT kind, row FROM erasure")}
        assert not erased & {cell[:2] for cell, _value in logged}, "something is left of what was erased"
        for cell, values in self.written.items():
            table, pk, column = cell
            if (table, pk) in erased:
                continue
            rows = laptop.database.execute(f"SELECT {column} FROM {table} WHERE id = '{pk}'")
            for value in values:
                if (cell, value) in self.lost and (cell, value) not in logged:
                    continue
                if not rows:
                    assert self.forced, f"the row of {cell} is gone"
                    continue
                assert self._is_accounted_for(cell, value, rows[0][0], waiting, logged), (cell, value, rows)

    def _is_accounted_for(
        self,
        cell: Cell,
        value: str,
        shown: object,
        waiting: set[tuple[Cell, Any]],
        logged: set[tuple[Cell, Any]],
    ) -> bool:
        one = (cell, value)
        if shown == value or one in waiting or one in self.settled:
            return True
        for after in self.replaced[one]:
            if after is None or (cell, after) in logged or ((cell, after) in self.lost and one not in logged):
                return True
            if self._is_accounted_for(cell, after, shown, waiting, logged):
                return True
        return False

    # ---- the small print -----------------------------------------------------------------------

    def _round(
        self, laptop: Laptop, carrier: Shared, held: frozenset[RowId], *, force: bool = False
    ) -> Report:
        exchange = Exchange(laptop.database, self._files(laptop), carrier, held=lambda: held)
        report = run(exchange.round(force=force))
        laptop.unsent = []
        if held:
            settle_parked(laptop.database)
        return report

    def _files(self, laptop: Laptop) -> FileStore:
        return FileStore(self.folder / f"files-{laptop.name}", None)

    def _open(self, path: Path, skew: int) -> Database:
        database = Database(path, clock=lambda: self.moment + skew)
        database.execute("PRAGMA synchronous = OFF")  # no power cut here, and a thousand worlds to see
        with database.write():  # the same bytes at every run of a seed
            database.driver.execute("UPDATE writer SET started_at = ?", (MOMENT,))
        if ring.ring_of(database) is None:
            ring.keep_ring(database, self.ring)
            database.set_local(rounds.PASSPHRASE, "mako rilu")
            ring.keep_file(database, crypto.key_id(self.ring.key), self.key_file)
        return database

    def _held(self, laptop: Laptop) -> frozenset[RowId]:
        kind = self.rng.choice(list(WRITTEN))
        row = self._some_row(laptop, kind, "1")
        return frozenset() if row is None else frozenset({(kind.table, row)})

    def _set(self, laptop: Laptop, kind: type[Record], record_id: str, name: str, value: object) -> None:
        with laptop.database.write():
            laptop.database.driver.execute(
                f"UPDATE {kind.table} SET {name} = ? WHERE id = ?", (value, record_id)
            )

    def _some_row(self, laptop: Laptop, kind: type[Record], where: str) -> str | None:
        rows = laptop.database.execute(f"SELECT id FROM {kind.table} WHERE {where} ORDER BY rowid")
        if not rows:
            return None
        near = rows[-4:] if self.rng.random() < 0.7 else rows
        return str(self.rng.choice(near)[0])

    def _wrote(self, laptop: Laptop, cell: Cell, value: str, seen: str | None) -> None:
        self.written[cell].add(value)
        laptop.unsent.append((cell, value))
        if seen is not None:
            self.replaced[cell, seen].append(value)

    def _conflicts(self, laptop: Laptop) -> list[tuple[str, str, str, str]]:
        return laptop.database.execute(
            "SELECT tbl, pk, col, stamp FROM conflict c WHERE c.kind <> 'same' AND NOT EXISTS (SELECT 1 FROM"
            " resolution r WHERE r.kind = c.tbl AND r.row = c.pk AND r.field = c.col AND r.stamp = c.stamp)"
            " ORDER BY 1, 2, 3, 4"
        )

    def _value_at(self, laptop: Laptop, stamp: str, column: str) -> Any:
        ((logged, value),) = laptop.database.execute(f"SELECT col, val FROM change WHERE stamp = '{stamp}'")
        return json.loads(value)[column] if logged == "*" else value

    def _tables(self, laptop: Laptop) -> list[list[Any]]:
        return [laptop.database.execute(f"SELECT * FROM {kind.table} ORDER BY id") for kind in RECORDS]

    def _segments_of(self, database: Database) -> set[str]:
        return {row[0] for row in database.execute("SELECT hash FROM segment")}

    def _has_segment(self, laptop: Laptop, name: str) -> bool:
        return name in self._segments_of(laptop.database)

    def _new_value(self) -> str:
        return f"v{self._number()}"

    def _number(self) -> int:
        self.count += 1
        return self.count

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite"
