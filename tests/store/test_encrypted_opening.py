"""Opening an encrypted desk file: with its key only, and what cannot be opened is told and left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable, PassphraseNeeded
from dialogdesk.domain.records import Supplier
from dialogdesk.store import crypto, keys
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database
from dialogdesk.store.keys import KEY_FILE
from dialogdesk.store.migrations import VERSION
from dialogdesk.store.sealed import give_key, open_reading, write_anew

PHRASE = "mako rilu sety bano dife gura"
WRITTEN = "Hemlighetsfulla Leverantören AB"


@pytest.fixture
def key(path: Path) -> bytes:
    """The key of the desk in the test's folder, whose key file stands there."""
    return keys.make(path.parent, PHRASE)


@pytest.fixture
def filled(path: Path, key: bytes) -> Path:
    """A closed, encrypted desk file of some hundred pages."""
    with closing(Database(path, key=key)) as database, database.write() as tx:
        tx.add_all(Supplier(name=f"{WRITTEN} {n}", note=WRITTEN * 20) for n in range(300))
    return path


@pytest.fixture
def killed(filled: Path, key: bytes) -> Path:
    """The same with writes in its log that an unclean exit left there."""
    kill_after(filled, key, f"with database.write() as tx: tx.add(Supplier(name='Sist AB {WRITTEN}'))")
    assert wal_of(filled).stat().st_size > 0
    return filled


def kill_after(path: Path, key: bytes, statement: str) -> None:
    program = (
        "import os, sys\nfrom pathlib import Path\n"
        "from dialogdesk.domain.records import Supplier\nfrom dialogdesk.store.database import Database\n"
        f"database = Database(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]))\n{statement}\nos._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program, str(path), key.hex()], check=False)


def wal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def names(database: Database) -> list[str]:
    with database.read() as db:
        return [s.name for s in db.all(Supplier)]


def raw_of(path: Path, key: bytes | None) -> Any:
    raw = sqlite.connect(str(path), isolation_level=None)
    give_key(raw, key)
    return raw


def overwrite(path: Path, start: int, content: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(start)
        file.write(content)


# ---- with its key ----------------------------------------------------------------------------------


def test_nothing_readable_lies_in_the_folder_open_closed_or_killed(killed: Path, key: bytes) -> None:
    words = [b"SQLite format", b"supplier", b"CREATE", WRITTEN.encode(), WRITTEN.encode("utf-16-le")[:20]]
    assert [word for word in words for content in contents(killed.parent).values() if word in content] == []
    with closing(Database(killed, key=key)) as database:
        with database.write() as tx:
            tx.add(Supplier(name=WRITTEN))
        lying = [file.read_bytes() for file in killed.parent.iterdir()]
        assert [word for word in words for content in lying if word in content] == []
        assert len(names(database)) == 302
        assert faults_of(database) == []


def test_closed_encrypted_desk_opens_with_its_key_and_everything_in_it(filled: Path, key: bytes) -> None:
    with closing(Database(filled, key=key)) as database:
        assert database.key == key
        assert len(names(database)) == 300
        assert faults_of(database) == []
        assert database.execute("PRAGMA cipher_version") != []


def test_unclean_exit_without_damage_opens_with_everything(killed: Path, key: bytes) -> None:
    with closing(Database(killed, key=key)) as database:
        assert f"Sist AB {WRITTEN}" in names(database)
        assert faults_of(database) == []


def test_first_opening_cut_short_is_taken_up_again(path: Path, key: bytes) -> None:
    kill_after(path, key, "")
    wal_of(path).unlink()
    with closing(Database(path, key=key)) as database:
        assert faults_of(database) == []


def test_plain_desk_stays_plain_though_a_key_is_given(path: Path, key: bytes) -> None:
    Database(path).close()
    with closing(Database(path, key=key)) as database:
        assert database.key is None
    Database(path).close()


def test_second_opening_in_the_same_process_is_refused_and_lets_nobody_in(filled: Path, key: bytes) -> None:
    with closing(Database(filled, key=key)):
        with pytest.raises(DeskUnavailable, match="används redan"):
            Database(filled, key=key)
        program = (
            "import sys; from pathlib import Path; from dialogdesk.store.database import Database\n"
            "try: Database(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2])); print('opened')\n"
            "except Exception as error: print(error)"
        )
        found = subprocess.run(
            [sys.executable, "-c", program, str(filled), key.hex()],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "används redan" in found.stdout


# ---- without, or with another's --------------------------------------------------------------------


def test_encrypted_desk_without_its_key_asks_for_the_passphrase_and_is_untouched(filled: Path) -> None:
    before = contents(filled.parent)
    with pytest.raises(PassphraseNeeded, match="lösenfrasen"):
        Database(filled)
    assert contents(filled.parent) == before


def test_encrypted_desk_whose_key_file_is_gone_says_so_and_is_untouched(filled: Path) -> None:
    (filled.parent / KEY_FILE).unlink()
    before = contents(filled.parent)
    with pytest.raises(DeskUnavailable, match=r"nyckelfilen dialogdesk\.key saknas") as refused:
        Database(filled)
    assert not isinstance(refused.value, PassphraseNeeded | DeskDamaged)
    assert contents(filled.parent) == before


def test_key_of_another_desk_is_told_apart_from_damage(
    filled: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = contents(filled.parent)
    with pytest.raises(DeskDamaged, match="hör till andra data"):
        Database(filled, key=crypto.new_key())
    assert contents(filled.parent) == before
    assert capfd.readouterr() == ("", ""), "the driver tells of a wrong key on its own"


def test_killed_desk_is_untouched_by_another_key(killed: Path) -> None:
    before = contents(killed.parent)
    with pytest.raises(DeskDamaged, match="hör till andra data"):
        Database(killed, key=crypto.new_key())
    after = contents(killed.parent)
    assert {name: after[name] for name in before} == before


def noise_of_odd_size(path: Path) -> None:
    path.write_bytes(os.urandom(10_001))


def text_file(path: Path) -> None:
    path.write_text("Protokoll från mötet. " * 4096)


@pytest.mark.parametrize("make", [noise_of_odd_size, text_file], ids=lambda f: f.__name__)
def test_file_that_cannot_be_an_encrypted_desk_is_foreign(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    with pytest.raises(DeskUnavailable, match="inte en DialogDesk-fil"):
        Database(path)


# ---- what cannot be opened -------------------------------------------------------------------------


def test_encrypted_desk_of_a_newer_program_is_refused_and_untouched(filled: Path, key: bytes) -> None:
    with closing(raw_of(filled, key)) as raw:
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = contents(filled.parent)
    with pytest.raises(DeskUnavailable, match="nyare DialogDesk"):
        Database(filled, key=key)
    assert contents(filled.parent) == before


def test_newer_encrypted_desk_killed_before_its_file_was_written_through_is_refused(
    filled: Path, key: bytes
) -> None:
    kill_after(filled, key, f"database.execute('PRAGMA user_version = {VERSION + 1}')")
    before = contents(filled.parent)
    with pytest.raises(DeskUnavailable, match="nyare DialogDesk"):
        Database(filled, key=key)
    after = contents(filled.parent)
    assert {name: after[name] for name in before} == before


def test_encrypted_file_of_another_program_is_refused_and_untouched(path: Path, key: bytes) -> None:
    with closing(raw_of(path, key)) as raw:
        raw.execute("PRAGMA application_id = 252006674")
        raw.execute("CREATE TABLE bookmark (url)")
    before = contents(path.parent)
    with pytest.raises(DeskUnavailable, match="inte en DialogDesk-fil"):
        Database(path, key=key)
    assert contents(path.parent) == before


def zeroed_header(path: Path) -> None:
    overwrite(path, 0, bytes(4096))


def changed_first_page(path: Path) -> None:
    overwrite(path, 100, b"\xff" * 3996)


def truncated(path: Path) -> None:
    os.truncate(path, 4096)


def cut_to_a_header(path: Path) -> None:
    os.truncate(path, 50)


@pytest.mark.parametrize(
    "damage", [zeroed_header, changed_first_page, cut_to_a_header], ids=lambda f: f.__name__
)
def test_damaged_encrypted_desk_is_told_and_untouched(
    filled: Path, key: bytes, damage: Callable[[Path], None]
) -> None:
    damage(filled)
    before = contents(filled.parent)
    with pytest.raises(DeskDamaged, match="är skadad"):
        Database(filled, key=key)
    assert contents(filled.parent) == before


def test_damage_of_the_very_first_bytes_cannot_be_told_from_another_key_and_both_are_said(
    filled: Path, key: bytes
) -> None:
    overwrite(filled, 0, os.urandom(16))
    with pytest.raises(DeskDamaged, match=r"hör till andra data.*skadad från början"):
        Database(filled, key=key)


def test_truncated_encrypted_desk_is_damaged(filled: Path, key: bytes) -> None:
    truncated(filled)
    with pytest.raises(DeskDamaged, match="är skadad"):
        Database(filled, key=key)


def test_damage_in_the_middle_is_found_after_an_unclean_exit_and_file_and_log_are_untouched(
    killed: Path, key: bytes
) -> None:
    size = killed.stat().st_size  # half of it: some of its pages stand in the log anew, and are whole there
    overwrite(killed, size // 4 // 4096 * 4096, b"\xaa" * (size // 2))
    before = contents(killed.parent)
    with pytest.raises(DeskDamaged, match="är skadad"):
        Database(killed, key=key)
    after = contents(killed.parent)
    assert {name: after[name] for name in before} == before


# ---- from one form to the other --------------------------------------------------------------------


def test_desk_written_anew_holds_the_same_in_the_other_form(database: Database, tmp_path: Path) -> None:
    with database.write() as tx:
        tx.add_all(Supplier(name=f"Leverantör {n}", note="å" * n) for n in range(50))
        tx.delete(Supplier, tx.all(Supplier)[7].id)
    database.set_local("passphrase", PHRASE)
    key = crypto.new_key()
    sealed, plain = tmp_path / "sealed", tmp_path / "plain"
    write_anew(database.driver, sealed, key)
    assert b"Leverant" not in sealed.read_bytes()
    with closing(open_reading(sealed, key)) as raw:
        write_anew(raw_of(sealed, key), plain, None)
        assert raw.execute("SELECT count(*) FROM change").fetchone()[0] > 50
    for path, its_key in ((sealed, key), (plain, None)):
        with closing(Database(path, key=its_key)) as opened:
            assert faults_of(opened) == []
            assert names(opened) == names(database)
            assert opened.local("passphrase") == PHRASE
            assert opened.execute("PRAGMA user_version") == database.execute("PRAGMA user_version")


def test_damaged_desk_is_not_written_anew(filled: Path, key: bytes, tmp_path: Path) -> None:
    overwrite(filled, filled.stat().st_size // 2 // 4096 * 4096, b"\xaa" * 8192)
    target = tmp_path / "anew"
    with closing(raw_of(filled, key)) as raw, pytest.raises(sqlite.Error):
        write_anew(raw, target, None)
    assert not target.exists()
