"""The hub: a real PostgreSQL server carries files as a folder does, and calls when one comes."""

from __future__ import annotations

import io
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dialogdesk.store.exchange import postgres
from dialogdesk.store.exchange.carrier import CarrierUnavailable, NotThere, TooLarge
from dialogdesk.store.exchange.postgres import PostgresCarrier, is_hub

SEGMENT = "a" * 64 + ".seg"
OTHER = "b" * 64 + ".seg"
PASSWORD = "hemligt-lösen"  # noqa: S105 - of a server that lives as long as the tests
_PATIENCE = 30


@dataclass
class Server:
    """A running server, and the addresses it is found at."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """As its owner, by socket."""
        return f"postgresql://postgres@/postgres?host={self.folder}&port={self.port}"

    def tcp(self, user: str = "desk", password: str = PASSWORD, database: str = "postgres") -> str:
        """By network, with a password."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str) -> list[Any]:
        """What the owner of the server does."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []


def _programs() -> Path:
    """Where the newest PostgreSQL server of Debian's packages lies."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: float(p.parts[-3]))
    if not found:
        pytest.skip("no PostgreSQL server here (apt-get install postgresql)")
    return found[-1].parent


def _as_postgres(folder: Path) -> list[str]:
    """How to run a program that root may not run; the server also goes when the tests are killed."""
    if os.getuid() != 0:
        return []
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("there is no user postgres to run the server as")
    if not shutil.which("setpriv"):
        pytest.skip("there is no setpriv to run the server as another user")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=SIGINT"]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="dialogdesk-pg-") as made:
        folder = Path(made)
        before = _as_postgres(folder)
        data = folder / "data"
        subprocess.run(
            [*before, programs / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256",
             "--auth-local=trust", "-E", "UTF8", "--no-locale", "--no-sync"],
            check=True, capture_output=True, cwd=folder,
        )  # fmt: skip
        port = _free_port()
        running = subprocess.Popen(
            [*before, programs / "postgres", "-D", data, "-p", str(port), "-k", folder, "-h", "127.0.0.1", "-F"],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            ready: list[str | Path] = [
                programs / "pg_isready",
                "-q",
                "-h",
                folder,
                "-p",
                str(port),
                "-t",
                "1",
            ]
            while subprocess.run(ready, check=False).returncode:
                assert running.poll() is None, "the server did not start"
            made_here = Server(folder, port)
            made_here.sql(f"CREATE USER desk PASSWORD '{PASSWORD}'")
            made_here.sql("CREATE USER guest PASSWORD 'guest'")
            made_here.sql("GRANT CREATE ON SCHEMA public TO desk")
            yield made_here
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


@pytest.fixture
def hub(server: Server) -> Iterator[PostgresCarrier]:
    server.sql("DROP TABLE IF EXISTS dialogdesk_item")
    opened = PostgresCarrier(server.tcp())
    yield opened
    opened.close()


@pytest.fixture
def other(server: Server, hub: PostgresCarrier) -> Iterator[PostgresCarrier]:
    opened = PostgresCarrier(server.tcp())
    yield opened
    opened.close()


def told(url: str) -> str:
    """What the user is told of a hub that cannot be used."""
    hub = PostgresCarrier(url)
    try:
        with pytest.raises(CarrierUnavailable) as caught:
            hub.names()
    finally:
        hub.close()
    return str(caught.value)


def test_what_is_put_is_there_for_all(hub: PostgresCarrier, other: PostgresCarrier) -> None:
    assert hub.names() == {}
    hub.put(SEGMENT, b"content")
    assert other.names()[SEGMENT].size == 7
    assert other.get(SEGMENT) == b"content"


@pytest.mark.parametrize("size", [0, 1, 1024 * 1024, 3 * 1024 * 1024 + 5])
def test_files_travel_as_streams(hub: PostgresCarrier, other: PostgresCarrier, size: int) -> None:
    content = os.urandom(size)
    hub.put_file(SEGMENT, io.BytesIO(content))
    target = io.BytesIO()
    other.get_file(SEGMENT, target)
    assert target.getvalue() == content
    assert other.names()[SEGMENT].size == size


def test_file_put_anew_has_another_version_and_nothing_of_the_old_one(hub: PostgresCarrier) -> None:
    hub.put(SEGMENT, bytes(3 * 1024 * 1024))
    before = hub.names()[SEGMENT]
    hub.put(SEGMENT, b"short")
    assert hub.get(SEGMENT) == b"short"
    assert hub.names()[SEGMENT].version != before.version


def test_two_that_put_the_same_file_at_once_leave_one_whole(
    hub: PostgresCarrier, other: PostgresCarrier
) -> None:
    contents = [bytes([n]) * (2 * 1024 * 1024) for n in (1, 2)]
    putting = [
        threading.Thread(target=carrier.put, args=(SEGMENT, content))
        for carrier, content in zip((hub, other), contents, strict=True)
    ]
    for thread in putting:
        thread.start()
    for thread in putting:
        thread.join()
    assert hub.get(SEGMENT) in contents


def test_file_that_is_gone_or_too_large_is_told_apart(hub: PostgresCarrier) -> None:
    with pytest.raises(NotThere):
        hub.get(SEGMENT)
    hub.put(SEGMENT, bytes(100))
    with pytest.raises(TooLarge):
        hub.get(SEGMENT, most=99)
    hub.remove(SEGMENT)
    hub.remove(SEGMENT)
    assert hub.names() == {}


@pytest.mark.parametrize("name", ["../x.seg", "x'; DROP TABLE dialogdesk_item; --.seg", SEGMENT + ".part"])
def test_nothing_is_put_under_a_name_that_is_not_ours(hub: PostgresCarrier, name: str) -> None:
    with pytest.raises(ValueError, match="no name of ours"):
        hub.put(name, b"x")
    with pytest.raises(NotThere):
        hub.get(name)


def test_names_that_are_paths_are_not_listed(hub: PostgresCarrier, server: Server) -> None:
    hub.put(SEGMENT, b"x")
    server.sql("INSERT INTO dialogdesk_item (name, body) VALUES ('../x.seg', 'x'), (E'two\\nlines', 'x')")
    assert set(hub.names()) == {SEGMENT}


def test_source_that_fails_leaves_the_file_as_it_was(hub: PostgresCarrier) -> None:
    class Trouble(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError("the source is gone")
            return super().read(size)

    hub.put(SEGMENT, b"content")
    with pytest.raises(OSError, match="the source is gone"):
        hub.put_file(SEGMENT, Trouble(b"other"))
    assert hub.get(SEGMENT) == b"content"


def test_target_that_fails_leaves_the_hub_usable(hub: PostgresCarrier) -> None:
    class Full(io.BytesIO):
        def writelines(self, lines: Any, /) -> None:
            next(iter(lines))
            raise OSError("no room")

    hub.put(SEGMENT, b"content")
    with pytest.raises(OSError, match="no room"):
        hub.get_file(SEGMENT, Full())
    hub.put(OTHER, b"other")
    assert set(hub.names()) == {SEGMENT, OTHER}


def test_listener_is_called_when_another_puts_something(hub: PostgresCarrier, other: PostgresCarrier) -> None:
    assert other.wait(0)  # it listens from now, so it is to look once
    assert not other.wait(0.05)
    hub.put(SEGMENT, b"content")
    assert other.wait(_PATIENCE)


def test_own_files_call_nobody_back(hub: PostgresCarrier) -> None:
    assert hub.wait(0)
    hub.put(SEGMENT, b"content")
    assert not hub.wait(0.2)


def test_closing_ends_the_wait(other: PostgresCarrier) -> None:
    assert other.wait(0)
    waiting = threading.Thread(target=other.wait, args=(600,))
    waiting.start()
    other.close()
    waiting.join(_PATIENCE)
    assert not waiting.is_alive()


def test_lost_connection_is_told_and_made_anew(hub: PostgresCarrier, server: Server) -> None:
    hub.put(SEGMENT, b"content")
    assert hub.wait(0)
    server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'desk'")
    with pytest.raises(CarrierUnavailable, match="nås inte"):
        hub.names()
    with pytest.raises(CarrierUnavailable, match="nås inte"):
        hub.wait(_PATIENCE)
    assert set(hub.names()) == {SEGMENT}
    assert hub.wait(0)


def test_wrong_password_is_told_without_it(server: Server) -> None:
    for url in (server.tcp(password="fel-lösen"), server.tcp(user="nobody"), server.tcp(database="none")):  # noqa: S106
        said = told(url)
        assert "släpper inte in den här användaren" in said
        assert f"127.0.0.1/{'none' if url.endswith('none') else 'postgres'}" in said
        assert "lösen@" not in said
        assert PASSWORD not in said
        assert "fel-lösen" not in said


def test_user_without_rights_is_told(server: Server, hub: PostgresCarrier) -> None:
    hub.names()
    assert "låter inte den här användaren läsa och skriva" in told(server.tcp("guest", "guest"))


def test_server_that_is_not_there_is_told() -> None:
    assert "Navet 127.0.0.1/db nås inte" in told(f"postgresql://u:{PASSWORD}@127.0.0.1:{_free_port()}/db")
    assert "Navet no-such-host.invalid nås inte" in told(f"postgresql://u:{PASSWORD}@no-such-host.invalid")


def test_server_that_is_silent_is_given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgres._SETTINGS, "connect_timeout", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "nås inte" in told(f"postgresql://u:{PASSWORD}@127.0.0.1:{silent.getsockname()[1]}/db")


@pytest.mark.parametrize(
    "url",
    [
        "", "https://server/db", "host=server password=hemligt", "postgresql://u:hemligt@server:port/db",
        "postgresql://u:hem@ligt@server/db", "postgresql://u:1/hemligt@server/db", "postgresql://u:%zz@server/db",
        "postgresql://u:hemligt@server/db?hemligt=1", "postgresql://u:hemligt\0@server/db", "postgresql://[hemligt",
    ],
)  # fmt: skip
def test_address_that_is_none_is_told_without_the_password(url: str) -> None:
    with pytest.raises(CarrierUnavailable, match="Adressen till navet går inte att läsa") as caught:
        PostgresCarrier(url)
    assert "ligt" not in str(caught.value)


def test_address_of_a_hub_is_told_from_a_folder() -> None:
    assert is_hub("postgresql://server/db")
    assert is_hub("postgres://server/db")
    assert not is_hub("/mnt/utbyte")
    assert not is_hub("\\\\server\\utbyte")
