"""A desk is encrypted whole or not at all, opens by keyring or passphrase, and nobody is locked out of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import keyring
import pytest

from dialogdesk.domain.errors import (
    DeskDamaged,
    DeskUnavailable,
    InvalidValue,
    PassphraseNeeded,
    UserError,
    WrongPassphrase,
)
from dialogdesk.domain.records import Supplier
from dialogdesk.services import encryption, market
from dialogdesk.services.backups import newest_backups, restorable
from dialogdesk.services.desk import (
    BACKUP_FOLDER,
    FILE_NAME,
    Desk,
    faults_of,
)
from dialogdesk.services.encryption import Protection
from dialogdesk.services.listing import listed
from dialogdesk.services.restoring import restore
from dialogdesk.store import keys
from dialogdesk.store.crypto import key_id
from dialogdesk.store.files import FOLDER, FileStore
from dialogdesk.store.keys import KEY_FILE
from tests.services.conftest import Clock

NAME = "Hemlighetsfulla Leverantören AB"
OTHER = "hule timy sora pena jodu vika"

Held = dict[tuple[str, str], str]


class OnceClosed(Desk):
    """A desk that a test may close before its fixture does."""

    _closed = False

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            super().close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def sealed(folder: Path, system_keyring: Held, clock: Clock) -> Iterator[Desk]:
    """A new, encrypted desk with something in it, on a computer with a keyring."""
    desk = OnceClosed(folder, now=clock, encrypted=True)
    market.save_supplier(desk, None, name=NAME)
    yield desk
    desk.close()


@pytest.fixture
def plain(folder: Path, clock: Clock) -> Iterator[Desk]:
    desk = OnceClosed(folder, now=clock)
    market.save_supplier(desk, None, name=NAME)
    yield desk
    desk.close()


def names(desk: Desk) -> list[str]:
    return [each.title for each in listed(desk, Supplier, "city")]


def faults(desk: Desk) -> list[str]:
    """What is wrong, but that nobody has put the tests' files into a meeting."""
    return [fault for fault in faults_of(desk) if "belongs to no record" not in fault]


def lying_plain(folder: Path) -> list[str]:
    """The files in the folder and below in which the name, or a readable database, can be found."""
    signs = (NAME.encode(), b"SQLite format 3", b"CREATE TABLE", b"Leverant\xc3\xb6ren")
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(sign in file.read_bytes() for sign in signs)
    )


# ---- a new desk ------------------------------------------------------------------------------------


def test_new_desk_is_plain_unless_asked_for(plain: Desk) -> None:
    assert encryption.state_of(plain) == Protection(encrypted=False)
    assert not encryption.recovery_waits(plain)
    assert not (plain.folder / KEY_FILE).exists()


def test_new_encrypted_desk_opens_by_the_keyring_alone_and_waits_for_its_recovery(
    sealed: Desk, folder: Path, clock: Clock
) -> None:
    assert encryption.state_of(sealed) == Protection(encrypted=True, in_keyring=True)
    assert encryption.state_of(sealed).takes_effect
    assert encryption.recovery_waits(sealed)
    phrase = encryption.passphrase_of(sealed)
    assert len(phrase.split()) == 6
    sealed.close()
    with closing(Desk(folder, now=clock)) as again:
        assert names(again) == [NAME]
        assert encryption.passphrase_of(again) == phrase
        assert encryption.state_of(again).encrypted


def test_nothing_of_an_encrypted_desk_can_be_read_in_its_folder(
    sealed: Desk, folder: Path, clock: Clock
) -> None:
    assert lying_plain(folder) == []
    sealed.close()
    assert len(list((folder / BACKUP_FOLDER).glob("*.desk"))) == 1
    assert lying_plain(folder) == []
    with closing(Desk(folder, now=clock)) as again:
        market.save_supplier(again, None, name=NAME + " 2")
        assert lying_plain(folder) == []


def test_desk_whose_first_start_was_cut_short_knows_a_passphrase_that_opens_it(
    sealed: Desk, folder: Path, clock: Clock
) -> None:
    """Killed after the key was made, or after the file was, but before the passphrase was kept in it."""
    sealed.database.set_local("passphrase", "")
    sealed.close()
    with closing(Desk(folder, now=clock)) as again:
        phrase = encryption.passphrase_of(again)
        encryption.confirm_recovery(again, phrase)
    (folder / FILE_NAME).unlink()
    with closing(Desk(folder, now=clock, encrypted=True)) as anew:
        encryption.confirm_recovery(anew, phrase)


# ---- recovery --------------------------------------------------------------------------------------


def test_passphrase_recovers_the_desk_when_the_keyring_has_lost_the_key(
    sealed: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    phrase = encryption.passphrase_of(sealed)
    sealed.close()
    system_keyring.clear()
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(PassphraseNeeded, match="lösenfrasen"):
        Desk(folder, now=clock)
    with pytest.raises(WrongPassphrase):
        Desk(folder, now=clock, passphrase=OTHER)
    assert (folder / FILE_NAME).read_bytes() == before
    with closing(Desk(folder, now=clock, passphrase=f" {phrase.upper().replace(' ', '-')} ")) as again:
        assert names(again) == [NAME]
        assert encryption.passphrase_of(again) == phrase
    with closing(Desk(folder, now=clock)) as again:  # the keyring has it again
        assert names(again) == [NAME]


def test_folder_copied_to_another_computer_opens_with_the_passphrase(
    sealed: Desk, folder: Path, tmp_path: Path, clock: Clock, system_keyring: Held
) -> None:
    phrase = encryption.passphrase_of(sealed)
    sealed.close()
    shutil.copytree(folder, tmp_path / "other")
    system_keyring.clear()
    with closing(Desk(tmp_path / "other", now=clock, passphrase=phrase)) as other:
        assert names(other) == [NAME]
        assert faults(other) == []


def test_recovery_is_confirmed_by_what_opens_the_key_and_by_nothing_else(sealed: Desk, clock: Clock) -> None:
    phrase = encryption.passphrase_of(sealed)
    with pytest.raises(WrongPassphrase):
        encryption.confirm_recovery(sealed, OTHER)
    assert encryption.recovery_waits(sealed)
    encryption.confirm_recovery(sealed, phrase)
    assert not encryption.recovery_waits(sealed)
    assert encryption.state_of(sealed).confirmed_at == clock.now


@pytest.mark.parametrize("content", [None, b"", b"[]"])
def test_key_file_lost_while_the_desk_is_open_is_made_anew_with_another_passphrase(
    sealed: Desk, content: bytes | None
) -> None:
    encryption.confirm_recovery(sealed, encryption.passphrase_of(sealed))
    (sealed.folder / KEY_FILE).unlink()
    if content is not None:
        (sealed.folder / KEY_FILE).write_bytes(content)
    assert encryption.recovery_waits(sealed)
    assert encryption.state_of(sealed) == Protection(encrypted=True, in_keyring=True)
    encryption.change_passphrase(sealed, OTHER)
    encryption.confirm_recovery(sealed, OTHER)
    assert not encryption.recovery_waits(sealed)


def test_without_a_keyring_encryption_takes_effect_when_recovery_is_confirmed(
    folder: Path, clock: Clock
) -> None:
    desk = Desk(folder, now=clock, encrypted=True)
    assert not encryption.state_of(desk).takes_effect
    phrase = encryption.passphrase_of(desk)
    desk.close()
    desk = Desk(folder, now=clock)  # nobody is locked out before they have the paper
    encryption.confirm_recovery(desk, phrase)
    assert encryption.state_of(desk) == Protection(encrypted=True, confirmed_at=clock.now)
    assert encryption.state_of(desk).takes_effect
    desk.close()
    with pytest.raises(PassphraseNeeded):
        Desk(folder, now=clock)
    Desk(folder, now=clock, passphrase=phrase).close()


def test_key_file_that_is_gone_is_told_and_its_copy_beside_the_backups_serves(
    sealed: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    phrase = encryption.passphrase_of(sealed)
    sealed.close()
    (folder / KEY_FILE).unlink()
    for tried in ("", phrase):
        with pytest.raises(DeskUnavailable, match=r"dialogdesk\.key saknas.*säkerhetskopiorna"):
            Desk(folder, now=clock, passphrase=tried)
    (folder / BACKUP_FOLDER / KEY_FILE).rename(folder / KEY_FILE)
    system_keyring.clear()
    with closing(Desk(folder, now=clock, passphrase=phrase)) as again:
        assert names(again) == [NAME]


def test_damaged_encrypted_desk_is_restored_from_its_newest_backup(
    sealed: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    phrase = encryption.passphrase_of(sealed)
    sealed.close()
    with (folder / FILE_NAME).open("rb+") as file:
        file.write(bytes(8192))
    with pytest.raises(DeskDamaged):
        Desk(folder, now=clock)
    assert restorable(folder)
    system_keyring.clear()
    assert restorable(folder) == [], "nobody can tell whether it is whole"
    assert restorable(folder, OTHER) == []
    (copy,) = restorable(folder, phrase)
    assert restore(folder, copy.backup.path, passphrase=phrase).kept is not None
    with closing(Desk(folder, now=clock, passphrase=phrase)) as again:
        assert names(again) == [NAME]


# ---- another passphrase ----------------------------------------------------------------------------


def test_another_passphrase_opens_the_desk_and_the_first_until_the_new_one_is_confirmed(
    sealed: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    first = encryption.passphrase_of(sealed)
    encryption.confirm_recovery(sealed, first)
    encryption.change_passphrase(sealed, f"  {OTHER.upper()} ")
    assert encryption.passphrase_of(sealed) == OTHER
    assert encryption.recovery_waits(sealed)
    with pytest.raises(WrongPassphrase):
        encryption.confirm_recovery(sealed, first)
    assert encryption.state_of(sealed).former_opens
    sealed.close()
    system_keyring.clear()
    with closing(Desk(folder, now=clock, passphrase=first)) as again:
        assert encryption.passphrase_of(again) == OTHER, "the new sheet can be printed still"
        encryption.confirm_recovery(again, OTHER)
        assert not encryption.state_of(again).former_opens
    system_keyring.clear()
    for place in (folder, folder / BACKUP_FOLDER):
        with pytest.raises(WrongPassphrase):
            keys.unlock(place, first)
    with closing(Desk(folder, now=clock, passphrase=OTHER)) as again:
        assert names(again) == [NAME]


def test_without_a_keyring_protection_stays_on_while_the_passphrase_is_changed(
    folder: Path, clock: Clock
) -> None:
    desk = Desk(folder, now=clock, encrypted=True)
    first = encryption.passphrase_of(desk)
    encryption.confirm_recovery(desk, first)
    encryption.change_passphrase(desk, OTHER)
    assert encryption.state_of(desk) == Protection(encrypted=True, former_opens=True)
    assert encryption.state_of(desk).takes_effect
    assert encryption.recovery_waits(desk)
    desk.close()
    with pytest.raises(PassphraseNeeded):
        Desk(folder, now=clock)
    for phrase in (first, OTHER):
        Desk(folder, now=clock, passphrase=phrase).close()


@pytest.mark.parametrize("weak", ["", "   ", "sommar2026", "a b c d e f g h i j k l m n o"])
def test_passphrase_that_could_be_guessed_is_refused(sealed: Desk, weak: str) -> None:
    before = encryption.passphrase_of(sealed)
    with pytest.raises(InvalidValue, match="minst 16"):
        encryption.change_passphrase(sealed, weak)
    assert encryption.passphrase_of(sealed) == before


def test_passphrase_that_no_longer_opens_the_desk_is_not_told_until_the_right_one_is_typed(
    sealed: Desk,
) -> None:
    """As after a restore of a backup from before the passphrase was changed: the newer paper must go on to hold."""
    first = encryption.passphrase_of(sealed)
    encryption.change_passphrase(sealed, OTHER)
    sealed.database.set_local("passphrase", first)
    assert encryption.passphrase_of(sealed) == ""
    encryption.confirm_recovery(sealed, OTHER)
    assert encryption.passphrase_of(sealed) == OTHER


def test_plain_desk_keeps_a_passphrase_for_what_leaves_it(plain: Desk) -> None:
    encryption.change_passphrase(plain, OTHER)
    assert encryption.passphrase_of(plain) == OTHER
    assert not (plain.folder / KEY_FILE).exists()


# ---- on and off ------------------------------------------------------------------------------------


def test_nothing_plain_is_left_when_a_desk_is_encrypted(
    plain: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    plain.close()
    clock.forward(days=1)
    desk = Desk(folder, now=clock)
    market.save_supplier(desk, None, name=NAME + " 2")
    kept = folder / "dialogdesk 2026-11-01 08.00.00.skadad"
    kept.write_bytes(b"\x00" * 4096 + NAME.encode())
    damaged = folder / BACKUP_FOLDER / "2026-10-01 08.00.00.desk"
    damaged.write_bytes(b"SQLite format 3\x00" + NAME.encode() * 500)
    assert len(lying_plain(folder)) >= 4
    digest, _size = FileStore(folder / FOLDER, None).add(BytesIO(NAME.encode() * 9))
    told: list[object] = []
    desk.listen(told.append)
    encryption.encrypt(desk)
    assert lying_plain(folder) == []
    assert names(desk) == [NAME, NAME + " 2"]
    assert faults(desk) == []
    assert encryption.state_of(desk).in_keyring
    assert encryption.recovery_waits(desk)
    market.save_supplier(desk, None, name=NAME + " 3")
    assert b"".join(FileStore(folder / FOLDER, desk.database.key).pieces(digest)) == NAME.encode() * 9
    assert len(told) == 1, "who listened goes on to listen"
    assert lying_plain(folder) == []
    desk.close()
    assert lying_plain(folder) == []
    with closing(Desk(folder, now=clock)) as again:
        assert len(names(again)) == 3
        assert [b.made_at.day for b in newest_backups(again, 9)] == [21, 20]
        assert restorable(folder)


def test_everything_can_be_read_again_when_encryption_is_taken_away(
    sealed: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    digest, _size = FileStore(folder / FOLDER, sealed.database.key).add(BytesIO(NAME.encode()))
    sealed.close()
    desk = Desk(folder, now=clock)
    encryption.decrypt(desk)
    assert b"".join(FileStore(folder / FOLDER, None).pieces(digest)) == NAME.encode()
    assert encryption.state_of(desk) == Protection(encrypted=False)
    assert names(desk) == [NAME]
    assert faults(desk) == []
    assert system_keyring == {}
    assert not list(folder.rglob(KEY_FILE))
    desk.close()
    assert restorable(folder)
    with closing(Desk(folder, now=clock)) as again:
        assert names(again) == [NAME]


def test_encryption_can_be_taken_away_where_the_passphrase_is_asked_for_at_every_start(
    folder: Path, clock: Clock
) -> None:
    desk = Desk(folder, now=clock, encrypted=True)
    market.save_supplier(desk, None, name=NAME)
    phrase = encryption.passphrase_of(desk)
    encryption.confirm_recovery(desk, phrase)
    desk.close()
    desk = Desk(folder, now=clock, passphrase=phrase)
    kept = folder / "dialogdesk 2026-11-01 08.00.00.skadad.krypt"
    kept.write_bytes(b"sealed by a key that nobody has any more")
    encryption.decrypt(desk)
    assert names(desk) == [NAME]
    assert not list(folder.rglob(KEY_FILE))
    (backup,) = (folder / BACKUP_FOLDER).glob("*.desk")
    assert backup.read_bytes().startswith(b"SQLite format 3")
    assert kept.exists()
    desk.close()


def test_there_and_back_again_holds_the_same_with_the_same_passphrase(
    plain: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    kept = folder / "dialogdesk 2026-11-01 08.00.00.skadad"
    kept.write_bytes(b"\x00" * 4096 + NAME.encode())
    encryption.encrypt(plain)
    phrase = encryption.passphrase_of(plain)
    assert not kept.exists()
    encryption.decrypt(plain)
    assert kept.read_bytes() == b"\x00" * 4096 + NAME.encode()
    encryption.encrypt(plain)
    assert encryption.passphrase_of(plain) == phrase
    assert names(plain) == [NAME]
    assert faults(plain) == []
    assert sorted(file.name for file in folder.iterdir() if file.suffix in (".part", ".old")) == []


def test_without_a_keyring_an_existing_desk_is_encrypted_and_opens_until_the_paper_is_confirmed(
    plain: Desk, folder: Path, clock: Clock
) -> None:
    encryption.encrypt(plain)
    assert not encryption.state_of(plain).takes_effect
    plain.close()
    with closing(Desk(folder, now=clock)) as again:
        assert names(again) == [NAME]


def test_what_cannot_be_written_leaves_the_desk_as_it_was(
    plain: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    (folder / f"{FILE_NAME}.part").mkdir()
    with pytest.raises(DeskUnavailable):
        encryption.encrypt(plain)
    (folder / f"{FILE_NAME}.part").rmdir()
    assert names(plain) == [NAME]
    assert not encryption.state_of(plain).encrypted
    market.save_supplier(plain, None, name="Ny AB")
    encryption.encrypt(plain)
    assert names(plain) == [NAME, "Ny AB"]
    assert lying_plain(folder) == []


def test_what_a_conversion_cut_short_has_left_is_gone_at_the_next_start(
    sealed: Desk, folder: Path, clock: Clock
) -> None:
    sealed.close()
    for end in (".part", ".old"):
        (folder / f"{FILE_NAME}{end}").write_bytes(NAME.encode())
    (folder / f"{KEY_FILE}.part").write_bytes(NAME.encode())
    Desk(folder, now=clock).close()
    assert lying_plain(folder) == []
    assert not list(folder.glob("*.part")) + list(folder.glob("*.old"))


def test_what_was_kept_plain_when_encryption_was_cut_short_is_sealed_at_the_next_start(
    plain: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    plain.close()
    (backup,) = (folder / BACKUP_FOLDER).glob("*.desk")
    kept = backup.read_bytes()
    desk = Desk(folder, now=clock)
    encryption.encrypt(desk)
    desk.database.set_local("encryption.unsettled", "1")  # as it is until all that is kept is sealed
    desk.close()
    backup.write_bytes(kept)
    FileStore(folder / FOLDER, None).add(BytesIO(NAME.encode()))
    assert len(lying_plain(folder)) == 2
    for _again in range(2):
        with closing(Desk(folder, now=clock)) as opened:
            assert lying_plain(folder) == []
            assert opened.database.local("encryption.unsettled") == ""
    backup.write_bytes(kept)  # and one that comes later all the same
    Desk(folder, now=clock).close()
    assert lying_plain(folder) == []


def test_what_was_kept_sealed_when_encryption_was_taken_away_is_opened_at_the_next_start(
    sealed: Desk, folder: Path, clock: Clock, system_keyring: Held
) -> None:
    sealed.close()
    (backup,) = (folder / BACKUP_FOLDER).glob("*.desk")
    kept, key_file, held = backup.read_bytes(), (folder / KEY_FILE).read_bytes(), dict(system_keyring)
    desk = Desk(folder, now=clock)
    encryption.decrypt(desk)
    desk.database.set_local("encryption.unsettled", "1")
    desk.close()
    backup.write_bytes(kept)
    (folder / KEY_FILE).write_bytes(key_file)
    system_keyring.update(held)
    Desk(folder, now=clock).close()
    assert backup.read_bytes().startswith(b"SQLite format 3")
    assert system_keyring == {}
    assert not (folder / KEY_FILE).exists()


def test_desk_that_is_being_copied_is_not_given_another_form(plain: Desk) -> None:
    plain.database.hold_still()
    with pytest.raises(UserError, match="säkerhetskopia"):
        encryption.encrypt(plain)
    plain.database.move_again()
    assert not encryption.state_of(plain).encrypted
    assert not (plain.folder / KEY_FILE).exists()


def test_ordinary_start_of_an_encrypted_desk_stretches_no_passphrase(
    sealed: Desk, folder: Path, clock: Clock
) -> None:
    code = (
        "import sys, keyring; from pathlib import Path; from dialogdesk.services.desk import Desk\n"
        "from tests.memory_keyring import MemoryKeyring\n"
        "ring = MemoryKeyring(); ring.held.update({('DialogDesk', sys.argv[2]): sys.argv[3]})\n"
        "keyring.set_keyring(ring); Desk(Path(sys.argv[1])).close()\n"
        "print([name for name in sys.modules if name.startswith('cryptography')])"
    )
    key = sealed.database.key
    assert key is not None
    assert keyring.get_password("DialogDesk", key_id(key)) == key.hex()
    sealed.close()
    found = subprocess.run(
        [sys.executable, "-c", code, str(folder), key_id(key), key.hex()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"
