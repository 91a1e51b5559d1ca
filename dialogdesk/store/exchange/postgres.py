"""A carrier on PostgreSQL, for a unit that has outgrown a folder: one table of sealed files, and a call when one comes."""

from __future__ import annotations

import io
import re
import secrets
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from dialogdesk.i18n import N_, _
from dialogdesk.store.exchange.carrier import (
    MOST_OF_A_FILE,
    PIECE,
    CarrierUnavailable,
    Item,
    NotThere,
    TooLarge,
    check_ours,
    is_plain,
)
from dialogdesk.store.exchange.segments import MOST_BYTES

if TYPE_CHECKING:
    from psycopg import Connection, Error

_SETTINGS: dict[str, Any] = {
    "autocommit": True,
    "connect_timeout": 5,
    "application_name": "DialogDesk",
    "client_encoding": "utf8",
    # A laptop that slept, or a cable that came out, is noticed within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_TABLE = """
    CREATE TABLE IF NOT EXISTS dialogdesk_item (
        name text NOT NULL,
        part integer NOT NULL DEFAULT 0,
        n bigserial NOT NULL,
        body bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (name, part)
    )
"""
_CHANNEL = "dialogdesk"
_LOCK = 0x4444
"""Two laptops that make the table at once would trip over each other."""

_IDLE = 30.0
"""Seconds after which a connection is tried before it is trusted."""

_SLICE = 0.5
"""Seconds of waiting after which it is seen whether the hub is closed."""

EXAMPLE = N_("postgresql://användare:lösenord@server/databas")
_SCHEMES = ("postgresql://", "postgres://")
_ANSWERED = re.compile(r": \w+:  ")
"""The server's own words begin like this, in whatever language: FATAL, two spaces. All else is from the way there."""


class PostgresCarrier:
    """The files of a hub. A file is one row for each piece of it, written in one transaction."""

    def __init__(self, url: str) -> None:
        """The hub at `url`; CarrierUnavailable if that is no address. Nothing is connected yet."""
        self._url = url
        self.where = _where(url)
        """The hub's name for the user: server and database, never the password."""
        self._me = secrets.token_hex(8)
        self._working: Connection[Any] | None = None
        self._listening: Connection[Any] | None = None
        self._used = 0.0
        self._waiting = threading.Lock()
        self._closed = False

    def names(self) -> dict[str, Item]:
        """Every file of the hub."""
        with self._telling():
            rows = self._connection().execute(
                "SELECT name, sum(octet_length(body))::bigint, max(n) FROM dialogdesk_item GROUP BY name"
            )
            return {name: Item(size, str(n)) for name, size, n in rows if is_plain(name)}

    def get(self, name: str, most: int = MOST_BYTES) -> bytes:
        """The content of a file; NotThere if it is gone, TooLarge above `most` bytes."""
        content = io.BytesIO()
        self.get_file(name, content, most)
        return content.getvalue()

    def get_file(self, name: str, target: BinaryIO, most: int = MOST_OF_A_FILE) -> None:
        """The content of a file has been written to `target`; raises as `get` does."""
        if not is_plain(name):
            raise NotThere(name)
        with closing(self._pieces(name, most)) as pieces:
            target.writelines(pieces)

    def put(self, name: str, content: bytes) -> None:
        """The file is there, whole."""
        self.put_file(name, io.BytesIO(content))

    def put_file(self, name: str, source: BinaryIO) -> None:
        """Everything left in `source` is there as a file, whole; who listens is told."""
        check_ours(name)
        with self._telling():
            connection = self._connection()
            with connection.transaction():
                connection.execute("DELETE FROM dialogdesk_item WHERE name = %s", (name,))
                part, piece = 0, source.read(PIECE)
                while piece or not part:
                    connection.execute(
                        "INSERT INTO dialogdesk_item (name, part, body) VALUES (%s, %s, %s)"
                        " ON CONFLICT (name, part) DO UPDATE SET body = excluded.body, n = excluded.n",
                        (name, part, piece),
                    )
                    part, piece = part + 1, source.read(PIECE)
                connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, self._me))

    def remove(self, name: str) -> None:
        """The file is gone, if it was there."""
        check_ours(name)
        with self._telling():
            self._connection().execute("DELETE FROM dialogdesk_item WHERE name = %s", (name,))

    def wait(self, seconds: float) -> bool:
        """True as soon as another laptop has put something, or if listening began only now; False after `seconds`.

        It has a connection of its own, so that the rest may be used meanwhile; `close` ends the wait.
        """
        with self._waiting, self._telling():
            if self._listening is None or self._listening.closed:
                self._listening = self._connect()
                self._listening.execute(f"LISTEN {_CHANNEL}")
                return True
            end = time.monotonic() + seconds
            while not self._closed and (left := end - time.monotonic()) > 0:
                for call in self._listening.notifies(timeout=min(left, _SLICE), stop_after=1):
                    if call.payload != self._me:
                        return True
        if self._closed:
            self.close()
        return False

    def close(self) -> None:
        """The connections are let go of; a wait that goes on ends soon and takes its own along."""
        self._closed = True
        if self._working is not None:
            self._working.close()
        if self._waiting.acquire(blocking=False):
            try:
                if self._listening is not None:
                    self._listening.close()
            finally:
                self._waiting.release()

    def _pieces(self, name: str, most: int) -> Generator[bytes]:
        """The file piece by piece, as it stood when the first was asked for."""
        with self._telling():
            connection = self._connection()
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                found = connection.execute(
                    "SELECT count(*), sum(octet_length(body)) FROM dialogdesk_item WHERE name = %s", (name,)
                ).fetchone()
                if not found or not found[0]:
                    raise NotThere(name)
                if found[1] > most:
                    raise TooLarge(name)
                for part in range(found[0]):
                    row = connection.execute(
                        "SELECT body FROM dialogdesk_item WHERE name = %s AND part = %s",
                        (name, part),
                        binary=True,
                    ).fetchone()
                    if row is None:
                        raise NotThere(name)
                    yield row[0]

    # ---- the connection --------------------------------------------------------------------------

    def _connection(self) -> Connection[Any]:
        """A connection that answers, with the table made."""
        import psycopg

        now = time.monotonic()
        if self._working is not None and now - self._used > _IDLE:
            try:
                self._working.execute("SELECT")
            except psycopg.Error:
                self._working.close()
        if self._working is None or self._working.closed:
            self._working = self._connect()
            try:
                _make_table(self._working)
            except psycopg.Error:
                self._working.close()  # not to be used before there is a table
                raise
        self._used = now
        return self._working

    def _connect(self) -> Connection[Any]:
        import psycopg

        return psycopg.connect(self._url, **_SETTINGS)

    # ---- what went wrong, in words ---------------------------------------------------------------

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What PostgreSQL says, in words the user can act on, and never with the password."""
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise self._told(error) from None  # what the library says may hold the whole address

    def _told(self, error: Error) -> CarrierUnavailable:
        if error.sqlstate is None:
            return self._unreached(str(error))
        if error.sqlstate.startswith(("42501", "28")) or error.sqlstate == "25006":
            return CarrierUnavailable(
                _(
                    "Navet {where} låter inte den här användaren läsa och skriva. Be den som sköter databasen om rätt"
                    " till tabellen dialogdesk_item."
                ).format(where=self.where)
            )
        if error.sqlstate.startswith("53"):
            return CarrierUnavailable(
                _(
                    "Navet {where} har slut på plats. Be den som sköter databasen att frigöra utrymme; det som väntar"
                    " skickas sedan av sig självt."
                ).format(where=self.where)
            )
        if error.sqlstate.startswith(("57P", "08")):
            return self._unreached("")
        return CarrierUnavailable(
            _(
                "Navet {where} svarade med ett fel ({code}). Nytt försök görs av sig självt; ge koden till den som"
                " sköter databasen om det inte går över."
            ).format(where=self.where, code=error.sqlstate)
        )

    def _unreached(self, said: str) -> CarrierUnavailable:
        if _ANSWERED.search(said):
            return CarrierUnavailable(
                _(
                    "Navet {where} släpper inte in den här användaren. Kontrollera användare, lösenord och databas i"
                    " adressen."
                ).format(where=self.where)
            )
        return CarrierUnavailable(
            _(
                "Navet {where} nås inte. Kontrollera nätverket och adressen; det som väntar skickas sedan av sig"
                " självt."
            ).format(where=self.where)
        )


def _make_table(connection: Connection[Any]) -> None:
    found = connection.execute("SELECT to_regclass('dialogdesk_item')").fetchone()
    if found and found[0]:
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        connection.execute(_TABLE)


def _where(url: str) -> str:
    """Server and database of an address, to be shown. CarrierUnavailable if it is none."""
    from psycopg import Error
    from psycopg.conninfo import conninfo_to_dict

    if not is_hub(url):
        raise _unreadable()
    try:
        parts = conninfo_to_dict(url)
    except (Error, UnicodeError):
        raise _unreadable() from None  # what the library says holds the address, and with it the password
    host = str(parts.get("host") or parts.get("hostaddr") or "localhost")
    where = f"{host}/{parts['dbname']}" if parts.get("dbname") else host
    port = str(parts.get("port") or "")
    # A bare sign in the password: the rest of it is taken for the server, the port or the database.
    if "@" in where or "\0" in url or port.strip("0123456789,"):
        raise _unreadable()
    return where


def _unreadable() -> CarrierUnavailable:
    return CarrierUnavailable(
        _(
            "Adressen till navet går inte att läsa. Skriv den som {example}; tecken som @ och / i lösenordet skrivs"
            " {at} och {slash}."
        ).format(example=EXAMPLE, at="%40", slash="%2F")
    )


def is_hub(address: str) -> bool:
    """True for an address of a hub, rather than of a folder."""
    return address.startswith(_SCHEMES)
