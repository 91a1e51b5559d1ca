"""The desk's file: opened once with its pragmas, read and written through one connection."""

from __future__ import annotations

import getpass
import platform
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import FileIO
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Executable,
    Row,
    StaticPool,
    create_engine,
    event,
    select,
    text,
)

from dialogdesk.domain.errors import InvalidValue, NotFound
from dialogdesk.domain.record import Record
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.i18n import _
from dialogdesk.store import migrations
from dialogdesk.store.folding import Fold, parked_rows, settle_conflicts
from dialogdesk.store.refusals import (
    as_user_errors,
    check_unclean,
    has_content,
    in_use,
    refuse_foreign,
    refuse_newer,
)
from dialogdesk.store.sealed import give_key, is_plain
from dialogdesk.store.tables import instant_text, storable, table_of

R = TypeVar("R", bound=Record)
Clock = Callable[[], int]
"""Milliseconds since 1970, as the change log counts time."""

_OLDEST_SQLITE = (3, 51, 3)
_PRAGMAS = (
    "locking_mode = EXCLUSIVE",
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = 1",
    "checkpoint_fullfsync = 1",
    "foreign_keys = ON",
    "recursive_triggers = ON",  # or INSERT OR REPLACE would remove a row without a trace in the log
    "busy_timeout = 0",
    "secure_delete = ON",
    "temp_store = MEMORY",
)
"""In this order: the lock before the journal, the journal before its flushing (storage.md)."""

_LOG_PAGES = 1000
"""So many pages in the log, and they are written into the main file: SQLite's own measure."""

_open_here: WeakValueDictionary[Path, Database] = WeakValueDictionary()
"""The desks open in this process."""


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class Snapshot:
    """Reading: what stands in the desk now."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, kind: type[R], record_id: UUID) -> R:
        """The record; NotFound if there is none or it lies in the bin."""
        found = self.find(kind, record_id)
        if found is None:
            raise NotFound(_("{kind} finns inte längre.").format(kind=kind.label))
        return found

    def find(self, kind: type[R], record_id: UUID | None, *, deleted: bool = False) -> R | None:
        """The record, or None. One in the bin is found only with `deleted`."""
        if record_id is None:
            return None
        table = table_of(kind)
        row = self.connection.execute(select(table).where(table.c.id == record_id)).one_or_none()
        if row is None or (row.deleted_at is not None and not deleted):
            return None
        return record_from(kind, row)

    def all(
        self,
        kind: type[R],
        /,
        *where: ColumnElement[bool],
        order_by: Sequence[Any] = (),
        limit: int | None = None,
        **equal: object,
    ) -> list[R]:
        """The living records of a type whose columns equal `equal` and for which every `where` holds."""
        table = table_of(kind)
        query = select(table).where(table.c.deleted_at.is_(None), *where)
        for name, value in equal.items():
            query = query.where(table.c[name] == value)
        rows = self.connection.execute(query.order_by(*order_by).limit(limit))
        return [record_from(kind, row) for row in rows]

    def rows(
        self, query: Executable, values: dict[str, Any] | None = None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """What a query gives, for what is not a whole record."""
        return self.connection.execute(query, values).all()


class Transaction(Snapshot):
    """Writing: everything written in it reaches the disk together, or nothing does."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.changed: set[type[Record]] = set()
        self.touched: set[tuple[str, str]] = set()
        """The rows written, by table and id: what belongs to one step of undo is known by them."""
        self.texts: set[str] = set()
        """The columns into which text was written."""
        self.is_birth = False
        """Whether a record was added."""

    def add(self, record: Record) -> None:
        """Store a new record. InvalidValue if a field that must be filled in is empty."""
        self.add_all((record,))

    def add_all(self, records: Iterable[Record]) -> None:
        """Store new records as `add` does, at less cost for each where many of a type follow one another."""
        for kind, group in groupby(records, key=_kind_of):
            names = [c.name for c in kind.columns]
            rows = [_checked(kind, {name: getattr(record, name) for name in names}) for record in group]
            self.connection.execute(table_of(kind).insert(), rows)
            self.changed.add(kind)
            self.touched.update((kind.table, row["id"].hex) for row in rows)  # type: ignore[attr-defined]
            self.texts.update(name for name, value in rows[0].items() if value and type(value) is str)
            self.is_birth = True

    def change(self, kind: type[Record], record_id: UUID, /, **values: object) -> None:
        """Set the fields named. InvalidValue as for `add`; NotFound if there is no such living record."""
        if not values:
            return
        table = table_of(kind)
        alive = (table.c.id == record_id) & table.c.deleted_at.is_(None)
        done = self.connection.execute(table.update().where(alive), _checked(kind, values))
        if done.rowcount == 0:
            raise NotFound(_("{kind} finns inte längre.").format(kind=kind.label))
        self.changed.add(kind)
        self.touched.add((kind.table, record_id.hex))
        self.texts.update(name for name, value in values.items() if type(value) is str)

    def delete(self, kind: type[Record], record_id: UUID) -> None:
        """Put the record in the bin."""
        self._set_deleted(kind, record_id, datetime.now(UTC))

    def restore(self, kind: type[Record], record_id: UUID) -> None:
        """Take the record out of the bin."""
        self._set_deleted(kind, record_id, None)

    def _set_deleted(self, kind: type[Record], record_id: UUID, moment: datetime | None) -> None:
        table = table_of(kind)
        self.connection.execute(table.update().where(table.c.id == record_id), {"deleted_at": moment})
        self.changed.add(kind)
        self.touched.add((kind.table, record_id.hex))


class Database:
    """One open desk file. It belongs to the thread that opened it."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock = _milliseconds,
        key: bytes | None = None,
        before_migration: Callable[[Database], object] | None = None,
    ) -> None:
        """Open the file, made if missing, brought to today's form if older; `before_migration` is done first then.

        With a `key` a new file is encrypted and an encrypted one opened; a plain file stays plain.
        DeskUnavailable or DeskDamaged tell why it cannot be; the file is then untouched.
        """
        assert sqlite.sqlite_version_info >= _OLDEST_SQLITE, sqlite.sqlite_version  # noqa: S101 - the WAL-reset bug
        self.path = path
        self._clock = clock
        self._writing = False
        self._open: Snapshot | None = None
        self._reader: FileIO | None = None
        self._before_migration = before_migration
        self._signed_from = 0
        """Where the clock stood when the writer of now began."""
        refuse_second(path)
        self.key = None if is_plain(path) else key
        """What the file is encrypted with; None for a plain one."""
        refuse_foreign(path, self.key)
        with as_user_errors(path):
            if has_content(path) and has_content(path.with_name(path.name + "-wal")):
                check_unclean(path, self.key)
            self._raw = self._connect()
            try:
                self._engine = self._make_engine()
                self._connection = self._engine.connect()
                self._prepare()
            except BaseException:
                self._close_file()
                raise
        _open_here[path.resolve()] = self

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """Read from the desk; inside a write, what that write has done so far is seen."""
        if self._open is not None:
            yield self._open
            return
        with as_user_errors(self.path):
            try:
                yield Snapshot(self._connection)
            finally:
                self._connection.rollback()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Write to the desk: committed and flushed to the disk when the block ends, undone if it raises."""
        assert self._open is None, "a write inside a write"  # noqa: S101 - a bug of ours, never the user's
        with as_user_errors(self.path):
            self._writing = True
            try:
                with self._connection.begin():
                    transaction = Transaction(self._connection)
                    self._open = transaction
                    yield transaction
                    if self._raw.execute("SELECT 1 FROM dirty LIMIT 1").fetchone():
                        settle_conflicts(self._raw)
            except BaseException:
                if (
                    self._raw.in_transaction
                ):  # a refused COMMIT leaves it open; SQLAlchemy takes it for closed
                    self._raw.rollback()
                raise
            finally:
                self._writing = False
                self._open = None

    def execute(self, sql: str) -> list[Any]:
        """Run one statement outside any transaction and give its rows (pragmas, VACUUM)."""
        with as_user_errors(self.path):
            return self._raw.execute(sql).fetchall()  # type: ignore[no-any-return]

    @property
    def driver(self) -> Any:
        """The driver's connection, for what is done to thousands of rows; inside `write` only, save to read."""
        return self._raw

    def local(self, name: str) -> str:
        """What this copy of the desk remembers for itself under a name; nothing if it never has."""
        with as_user_errors(self.path):
            found = self._raw.execute("SELECT value FROM local WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set_local(self, name: str, value: str) -> None:
        """This copy of the desk remembers `value`; it is neither logged nor shared. An empty one is forgotten."""
        with self.write():
            if value:
                self._raw.execute("INSERT OR REPLACE INTO local VALUES (?, ?)", (name, value))
            else:
                self._raw.execute("DELETE FROM local WHERE name = ?", (name,))

    def clock(self) -> int:
        """Where the clock of the change log stands: every change after now has a higher one."""
        return int(self._raw.execute("SELECT hlc FROM sync_state").fetchone()[0])

    def hold_still(self) -> FileIO:
        """All that is written stands in the main file, which changes no more until `move_again`: to be copied.

        It may be read in any thread, by one at a time, and is never to be closed: under POSIX that would drop the
        lock of the desk. What is written meanwhile waits in the log.
        """
        if self._reader is None:
            self._reader = self.path.open("rb", buffering=0)  # a buffer would keep what has changed since
        busy, _, _ = self.execute("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        assert not busy, "held still in the middle of a read or a write"  # noqa: S101
        self.execute("PRAGMA wal_autocheckpoint = 0")
        return self._reader

    @property
    def is_held(self) -> bool:
        """Whether the main file is being copied and must not change."""
        return bool(self.execute("PRAGMA wal_autocheckpoint")[0][0] == 0)

    def move_again(self) -> None:
        """What is written goes on into the main file, as before `hold_still`."""
        self.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")

    def close(self) -> None:
        """Write everything into the main file and let go of it."""
        _open_here.pop(self.path.resolve(), None)
        self._connection.close()
        self._engine.dispose()
        self._close_file()

    def _close_file(self) -> None:
        self._raw.close()
        if self._reader is not None:
            self._reader.close()

    def _connect(self) -> Any:
        raw = sqlite.connect(str(self.path), timeout=0, isolation_level=None, cached_statements=512)
        try:
            give_key(raw, self.key)
            for pragma in _PRAGMAS:
                raw.execute(f"PRAGMA {pragma}")
            raw.execute("BEGIN IMMEDIATE")  # takes the exclusive lock now, not at the first write
            raw.execute("COMMIT")
        except BaseException:
            raw.close()
            raise
        raw.create_function("desk_now", 0, self._clock)
        raw.create_function("swedish", 1, swedish_key, deterministic=True)
        return raw

    def _make_engine(self) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=lambda: self._raw,
            module=sqlite,
            poolclass=StaticPool,
        )
        # The driver's own transaction handling is off (isolation_level=None). Reads need no transaction on the
        # only connection there is; a write takes its lock at once, so that it cannot fail half-way.
        event.listen(engine, "begin", self._begin)
        return engine

    def _begin(self, connection: Connection) -> None:
        if self._writing:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _prepare(self) -> None:
        version = self.execute("PRAGMA user_version")[0][0]
        refuse_newer(self.path, version)
        if version < migrations.VERSION:
            if version and self._before_migration is not None:
                self._before_migration(self)
            self._migrate(version)
        self._new_writer()
        if waiting := parked_rows(self._raw):  # some of them for an editor that is gone now
            with self.write():
                Fold(self._raw).bring(waiting)

    def _migrate(self, version: int) -> None:
        self.execute("PRAGMA foreign_keys = OFF")
        try:
            with self.write() as tx:
                migrations.migrate(tx.connection, version)
                broken = tx.rows(text("PRAGMA foreign_key_check"))
                if broken:
                    message = f"references broken by migration: {broken[:3]}"
                    raise AssertionError(message)
        finally:
            self.execute("PRAGMA foreign_keys = ON")

    def sign(self, name: str) -> None:
        """What is written from now on is signed with the name; what was written before keeps the one it had."""
        (user,) = self._raw.execute(
            "SELECT w.user FROM writer w JOIN sync_state s ON s.rid = w.rid"
        ).fetchone()
        if not name or user == name:
            return
        if self.clock() != self._signed_from:  # a writer has one name for ever: it may have gone out already
            self._new_writer(name)
            return
        with self.write():
            self._raw.execute(
                "UPDATE writer SET user = ? WHERE rid = (SELECT rid FROM sync_state)", (storable(name),)
            )

    def _new_writer(self, user: str = "") -> None:
        """A new writer id at every opening, so that a copied or restored file never reuses a stamp."""
        rid = secrets.token_hex(8)
        self._signed_from = self.clock()
        with self.write() as tx:
            tx.connection.execute(text("UPDATE sync_state SET rid = :rid, applying = 0"), {"rid": rid})
            tx.connection.execute(
                text("INSERT INTO writer VALUES (:rid, :device, :user, :at)"),
                {
                    "rid": rid,
                    "device": platform.node(),
                    "user": user or _user_name(),
                    "at": instant_text(datetime.now(UTC)),
                },
            )


def record_from(kind: type[R], row: Row[*tuple[Any, ...]]) -> R:
    """The record that a row of its table holds; a column the row has no value for takes its default."""
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return kind(**{c.name: values[c.name] for c in kind.columns if c.optional or values[c.name] is not None})


def _kind_of(record: Record) -> type[Record]:
    return type(record)


def _checked(kind: type[Record], values: dict[str, object]) -> dict[str, object]:
    """The values as they may be stored: text normalised, required text present."""
    clean = {name: storable(value) if type(value) is str else value for name, value in values.items()}
    for c in kind.columns:
        if c.required and c.name in clean and not str(clean[c.name] or "").strip():
            raise InvalidValue(_("Fyll i {field}.").format(field=str(c.label).lower()), field=c.name)
    return clean


def _user_name() -> str:
    """The name the user logged in with; nothing where the system knows none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


def refuse_second(path: Path) -> None:
    """A second opening in one process is refused before the file is touched.

    Under POSIX a process that closes a file, even one it only read, lets go of every lock it has on it.
    """
    if path.resolve() in _open_here:
        raise in_use(path)
