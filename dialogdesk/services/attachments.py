"""Files kept with a meeting: taken in as they are, opened only as copies, saved elsewhere, put in the bin."""

from __future__ import annotations

import re
import secrets
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import func

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.records import Attachment, Meeting
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.store.files import FileStore
from dialogdesk.store.tables import table_of

_UNSAFE = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that mean a device in Windows, with whatever ending."""

_MOST_BYTES, _MOST_ENDING = 200, 20
"""What every disk takes for a name, and how much of it the ending may be."""

_PROGRAMS = re.compile(
    r"app|application|bat|chm|cmd|com|command|cpl|desktop|dll|exe|gadget|hta|inf|jar|jse?|lnk|ms[cip]|psm?1|pif|pkg|pyw?"
    r"|reg|run|sc[fr]|sh|url|vb[es]?|workflow|ws[fh]?|xll",
    re.IGNORECASE,
)
"""The endings of files that do something when they are opened."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that lies among the desk's, and is not yet named in it."""

    name: str
    digest: str
    size: int


def attach(desk: Desk, meeting_id: UUID, path: Path) -> UUID:
    """The file is kept with the meeting. UserError if it is no file that can be."""
    return keep(desk, meeting_id, receive(desk.files, path))


def receive(files: FileStore, path: Path) -> Received:
    """The content of the file is among the desk's. It takes long for a large one, and needs no desk."""
    digest, size = files.add(path)
    return Received(_shown(path.name), digest, size)


def keep(desk: Desk, meeting_id: UUID, received: Received) -> UUID:
    """The file belongs to the meeting; one with the same name and content that does already is meant by it."""
    with desk.read() as db:
        db.get(Meeting, meeting_id)
        same = db.all(Attachment, meeting_id=meeting_id, digest=received.digest, name=received.name)
    if same:
        return same[0].id
    made = Attachment(
        meeting_id=meeting_id,
        name=received.name,
        digest=received.digest,
        size=received.size,
        received_at=desk.now(),
    )
    with desk.write() as tx:
        tx.add(made)
    return made.id


def attachments_of(desk: Desk, meeting_id: UUID) -> list[Attachment]:
    """The files of a meeting, in the order they came."""
    table = table_of(Attachment)
    order = [table.c.received_at, func.swedish(table.c.name), table.c.id]
    with desk.read() as db:
        return db.all(Attachment, meeting_id=meeting_id, order_by=order)


def open_copy(desk: Desk, attachment_id: UUID, private_folder: Path) -> Path:
    """A copy to be looked at, which can be changed by nobody and is cleared away with the private folder."""
    with desk.read() as db:
        attachment = db.get(Attachment, attachment_id)
    return copy_to_open(desk.files, attachment, private_folder)


def copy_to_open(files: FileStore, attachment: Attachment, private_folder: Path) -> Path:
    """The copy that `open_copy` gives. UserError for a program: it is not to be started by looking at it."""
    name = safe_name(attachment.name)
    if is_program(name):
        raise UserError(
            _("{name} är ett program och öppnas inte härifrån. Spara en kopia om du vet vad den är.").format(
                name=attachment.name
            )
        )
    folder = private_folder / secrets.token_hex(8)  # of its own, so that the copy can have its own name
    try:
        private_folder.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        files.copy_out(attachment.digest, folder / name)
        (folder / name).chmod(stat.S_IRUSR)
    except OSError as error:
        raise UserError(
            _("{name} gick inte att öppna: det går inte att skriva i {folder}.").format(
                name=attachment.name, folder=private_folder
            )
        ) from error
    return folder / name


def save_copy(desk: Desk, attachment_id: UUID, target: Path) -> None:
    """`target` holds the file, checked. UserError if it cannot be, and then what was there still is."""
    with desk.read() as db:
        attachment = db.get(Attachment, attachment_id)
    desk.files.copy_out(attachment.digest, target)


def remove_attachment(desk: Desk, attachment_id: UUID) -> None:
    """The file lies in the bin; what it holds stays on the disk."""
    with desk.write() as tx:
        tx.delete(Attachment, attachment_id)


def restore_attachment(desk: Desk, attachment_id: UUID) -> None:
    """The file is with its meeting again."""
    with desk.write() as tx:
        tx.restore(Attachment, attachment_id)


def is_program(name: str) -> bool:
    """True for a name whose ending says that something is started when the file is opened."""
    return bool(_PROGRAMS.fullmatch(name.rpartition(".")[2].strip()))


def safe_name(name: str) -> str:
    """A name that is one on every system and leads nowhere else: no path, no device, no hidden or endless name."""
    clean = _UNSAFE.sub("_", _shown(name)).strip(". ")
    if not clean:
        return "fil"  # not translated: a name on the disk
    if _DEVICES.fullmatch(clean):
        clean = f"_{clean}"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending.encode()) > _MOST_ENDING:
        stem, dot, ending = clean, "", ""
    room = _MOST_BYTES - len(f"{dot}{ending}".encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{stem}{dot}{ending}"


def _shown(name: str) -> str:
    """The name as it can be shown: on one line, without signs that turn the direction of text or show nothing."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    visible = "".join(" " if c.isspace() else c for c in readable if c.isspace() or _is_visible(c))
    return (
        " ".join(unicodedata.normalize("NFC", visible).split()) or "fil"
    )  # not translated: a name of the desk


def _is_visible(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
