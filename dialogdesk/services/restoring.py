"""Going back to a copy of the desk: what differs is seen first, and what stands now is saved before it is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import DeskDamaged, PassphraseNeeded, UserError, WrongPassphrase
from dialogdesk.domain.records import RECORDS
from dialogdesk.domain.values import BackupReason
from dialogdesk.i18n import _
from dialogdesk.services.desk import BACKUP_FOLDER, FILE_NAME, Desk, expected_files, has_desk, utc_now
from dialogdesk.store import crypto, keys
from dialogdesk.store import differences as comparing
from dialogdesk.store.backup import Backup, Making
from dialogdesk.store.copies import State, look
from dialogdesk.store.differences import Changed, Difference, FieldDifference
from dialogdesk.store.durable import never
from dialogdesk.store.files import FOLDER, FileStore, as_file
from dialogdesk.store.refusals import damaged, passphrase_needed
from dialogdesk.store.restoring import (
    DAMAGED,
    REPLACED,
    Carried,
    carried_of,
    discard,
    files_of,
    in_one_file,
    make_ready,
    put_in_place,
    refuse_unfit,
)
from dialogdesk.store.sealed import is_plain, key_fits

__all__ = ["Changed", "Difference", "FieldDifference"]  # what the floors above name too


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    saved: Backup | None
    """The backup of what stood there; None if it was damaged, or there was nothing."""
    kept: Path | None
    """Where the file that stood there is kept."""
    exchanges: bool = False
    """Whether the desk has an exchange set up, which brings back what was exchanged."""


def differences(desk: Desk, path: Path, *, passphrase: str = "", most: int = 100) -> list[Difference]:
    """What differs between the open desk and a copy, by type of record; nothing is changed.

    UserError for a file that is no copy, damaged or from a newer program; PassphraseNeeded, or WrongPassphrase, for
    one whose key is not known; DeskDamaged where it is the desk that cannot be read.
    """
    if not path.is_file():
        raise UserError(_("{path} finns inte.").format(path=path))
    key = key_of(path, desk.folder, desk.database.key, passphrase)
    refuse_unfit(path, look(path, key).state)
    try:
        with in_one_file(path, key, desk.database.path) as whole:
            return comparing.differences(desk.database, whole, key, most=most)
    except DeskDamaged as error:  # in pages that a look did not read
        refuse_unfit(path, look(path, key, deep=True).state)
        raise damaged(desk.database.path) from error


def key_of(path: Path, folder: Path, at_hand: bytes | None = None, passphrase: str = "") -> bytes | None:
    """The key of a copy: the desk's, or one that lies beside the copy and that the passphrase opens; None if plain.

    PassphraseNeeded or WrongPassphrase where the copy is encrypted and none of them is its.
    """
    if is_plain(path):
        return None
    if at_hand is not None and key_fits(path, at_hand):
        return at_hand
    places = [*_key_places(path, folder)]
    for place in places:
        for key in _keys_in(place, passphrase):
            if key_fits(path, key):
                return key
    if look(path).state is not State.LOCKED:
        return None  # no desk at all, or not the whole of one
    if not places:
        raise UserError(
            _("{path} är krypterad, och nyckelfilen {name} saknas. Lägg den bredvid kopian.").format(
                path=path, name=keys.KEY_FILE
            )
        )
    if passphrase:
        raise WrongPassphrase(_("Lösenfrasen öppnar inte {path}.").format(path=path))
    raise PassphraseNeeded(_("{path} är krypterad och öppnas med sin lösenfras.").format(path=path))


def _key_places(path: Path, folder: Path) -> Iterator[Path]:
    """The folders where a key file lies that may be the copy's."""
    for place in (folder, path.parent, folder / BACKUP_FOLDER):
        for each in (place, *sorted(p for p in place.glob("*") if (p / keys.KEY_FILE).is_file())):
            if (each / keys.KEY_FILE).is_file():
                yield each


def _keys_in(place: Path, passphrase: str) -> Iterator[bytes]:
    with suppress(UserError):
        found = keys.find(place)
        if found is not None:
            yield found
    file = None
    with suppress(UserError):
        file = keys.read(place)
    if file is not None and passphrase:
        with suppress(UserError, crypto.Forged):
            yield keys.unwrapped(file, passphrase)


# ---- in the running program: in three steps, the second of them in another thread ---------------------


class Restore:
    """A copy on its way to become the open desk."""

    def __init__(self, desk: Desk, path: Path, *, passphrase: str = "") -> None:
        """UserError at once for a file that will not do. The desk is to be left alone until this is done."""
        self._desk, self._path = desk, path
        self._key = key_of(path, desk.folder, desk.database.key, passphrase)
        refuse_unfit(path, look(path, self._key).state)
        self._carried = carried_of(desk.database)
        self._making: Making = desk.begin_backup(BackupReason.RESTORE)
        self.saved: Backup | None = None
        """The backup of what stands now; None if it is damaged."""

    def prepare(self, stopped: Callable[[], bool] = never) -> Path:
        """What stands now is saved, and the copy lies ready beside it; in any thread. UserError if it cannot be."""
        file, desk_key = self._desk.folder / FILE_NAME, self._desk_key
        self._making.copy(stopped)
        # Before the backup is finished: that thins out the older ones, and this may be the oldest.
        ready = make_ready(self._path, file, (self._key, desk_key), self._carried)
        try:
            self.saved = self._making.finish()
        except DeskDamaged:
            self.saved = None  # then the file itself is kept, as it is
        except UserError:
            discard(ready)
            raise
        _bring_files(self._path.parent, self._key, ready, self._desk.folder, desk_key)
        return ready

    @property
    def _desk_key(self) -> bytes | None:
        return self._desk.database.key

    def let_go(self) -> None:
        """The desk moves again: to be called whatever came of it."""
        self._making.let_go()

    def carry_out(self, ready: Path) -> Restored:
        """The desk holds what the copy did, and everyone who listens is told. UserError if it could not be; then not."""
        desk, kept = self._desk, []
        file, key = desk.database.path, desk.database.key
        ending = REPLACED if self.saved else DAMAGED

        def swap() -> bytes | None:
            kept.append(put_in_place(ready, file, ending, _wall_clock(desk.now())))
            return key

        desk.reopen(swap)
        _set_files_aside(desk.folder, set(expected_files(desk)))
        desk.forget_steps()
        desk.tell(frozenset(RECORDS))
        return Restored(self.saved, kept[0], exchanges=_exchanges(self._carried))


# ---- on a closed desk --------------------------------------------------------------------------------


def restore(folder: Path, path: Path, *, passphrase: str = "", copy_passphrase: str = "") -> Restored:
    """The desk in the folder, which must be closed, is what the copy holds; what stood there is saved first.

    The desk keeps its present form, encrypted or not; where there was none it gets the copy's. The copy is opened with
    the desk's passphrase, unless it has one of its own. UserError if it cannot be; then nothing has changed.
    """
    of_copy = copy_passphrase or passphrase
    file = folder / FILE_NAME
    if path.resolve() == file.resolve():
        raise UserError(_("{path} är själva databasen. Ange en kopia av den.").format(path=path))
    if not path.is_file():
        raise UserError(_("{path} finns inte.").format(path=path))
    if has_desk(folder) and file.stat().st_size:
        ready, saved, ending, key, exchanges = _made_ready(folder, path, passphrase, of_copy)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        key = key_of(path, folder, None, of_copy)
        ready, saved, ending = make_ready(path, file, (key, key), None), None, REPLACED
        exchanges = False
        if key is not None and keys.read(folder) is None:
            _bring_key(path, folder, key)
        _bring_files(path.parent, key, ready, folder, key)
    named = set(files_of(ready, key))
    kept = put_in_place(ready, file, ending, _wall_clock(utc_now()))
    _set_files_aside(folder, named)
    return Restored(saved, kept, exchanges=exchanges)


def _made_ready(
    folder: Path, path: Path, passphrase: str, of_copy: str
) -> tuple[Path, Backup | None, str, bytes | None, bool]:
    """The copy, ready beside the desk that is there; the backup of that, how its file is to be called, and the key.

    Last whether the desk exchanges.
    """
    file = folder / FILE_NAME
    try:
        desk = Desk(folder, passphrase=passphrase)
    except DeskDamaged:
        key = _key_of_damaged(folder, passphrase)
        source_key = key_of(path, folder, key, of_copy)
        ready = make_ready(path, file, (source_key, key), None)
        _bring_files(path.parent, source_key, ready, folder, key)
        return ready, None, DAMAGED, key, False
    try:
        key = desk.database.key
        source_key = key_of(path, folder, key, of_copy)
        carried = carried_of(desk.database)
        # First of all: making a backup thins out the older ones, and this may be the oldest.
        ready = make_ready(path, file, (source_key, key), carried)
        saved = _saved(desk, ready)
    finally:
        desk.close_as_it_is()
    _bring_files(path.parent, source_key, ready, folder, key)
    return ready, saved, REPLACED if saved else DAMAGED, key, _exchanges(carried)


def _exchanges(carried: Carried) -> bool:
    return any(name == "exchange.place" and value for name, value in carried.local)


def _saved(desk: Desk, ready: Path) -> Backup | None:
    """The backup of what stands now; None if it is damaged. DeskUnavailable if there is no room for it."""
    try:
        return desk.back_up(BackupReason.RESTORE)
    except DeskDamaged:
        return None
    except UserError:
        discard(ready)
        raise


def _key_of_damaged(folder: Path, passphrase: str) -> bytes | None:
    """The key a damaged desk had, and its restored self is to have; None for a plain one."""
    if is_plain(folder / FILE_NAME) or keys.read(folder) is None:
        return None
    key = keys.find(folder)
    if key is None and not passphrase:
        raise passphrase_needed(folder)
    return key or keys.unlock(folder, passphrase)


def _bring_key(path: Path, folder: Path, key: bytes) -> None:
    """The key file that lies beside the copy lies beside the desk too."""
    for place in _key_places(path, folder):
        file = None
        with suppress(UserError):
            file = keys.read(place)
        if file is not None and file.id == crypto.key_id(key):
            keys.hand_on(place, folder)
            return


def _bring_files(
    source: Path, source_key: bytes | None, ready: Path, folder: Path, key: bytes | None
) -> None:
    """The attached files of the copy made ready lie beside the desk, where they lay beside its source or aside."""
    ours = FileStore(folder / FOLDER, key)
    places = (FileStore(source / FOLDER, source_key), FileStore(folder / BACKUP_FOLDER / FOLDER, key))
    for digest in files_of(ready, key):
        for theirs in places:
            if theirs.has(digest) and not ours.has(digest):
                with suppress(UserError):  # one that is damaged is no worse for not being brought
                    ours.add(as_file(theirs.pieces(digest)), expected=digest)


def _set_files_aside(folder: Path, named: set[str]) -> None:
    """Attached files that the desk does not name any more lie among the backups, one of which may bring them back."""
    ours, aside = FileStore(folder / FOLDER, None), FileStore(folder / BACKUP_FOLDER / FOLDER, None)
    with suppress(OSError, UserError):  # then they lie where they do no harm
        for digest in set(aside.digests()).intersection(ours.digests()) & named:
            aside.remove(digest)
        for digest in set(ours.digests()) - named:
            aside.folder.mkdir(parents=True, exist_ok=True)
            (ours.folder / digest).replace(aside.folder / digest)


def _wall_clock(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None)
