"""The command `export`: one document as a file, or every document of the desk in a folder.

It asks for each document to be made and is given it: by this process, or by the worker of the window that has the
desk open, which goes on meanwhile.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.papers import SummarySource
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.domain.values import Copy, DocumentKind
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.pages import Rendered
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.documents import Paper

Making = Generator["Paper", "Rendered", int]
"""Gives each paper to be made, takes it made or the error it came to, and ends with the exit status."""

_DONE, _USER_ERROR = 0, 1
_FOLDERS = {
    DocumentKind.SUPPLIER: Supplier.plural.message,
    DocumentKind.PROCUREMENT: Procurement.plural.message,
    DocumentKind.MONTH: "Kalender",  # not translated: documents are in Swedish, and so are the names of their files
}
_MEETINGS = Meeting.plural.message


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The command reads what is to be exported, which copy of it, and where to."""
    command.add_argument(
        "document", nargs="?", choices=[kind.value for kind in DocumentKind], help=_("slag av dokument")
    )
    command.add_argument("id", nargs="?", help=_("id, eller för month en månad som 2026-11"))
    command.add_argument("--all", action="store_true", help=_("alla dokument, till en ny eller tom mapp"))
    which = command.add_mutually_exclusive_group()
    which.add_argument(
        "--copy", choices=[copy.value for copy in Copy], help=_("vems kopia, om inte vår egen")
    )
    which.add_argument(
        "--masked", action="store_true", help=_("maskade kopior: inget som är märkt ”Sekretess?” följer med")
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar=_("MÅL"), help=_("filen, eller mappen för --all")
    )


def export(desk: Desk, chosen: argparse.Namespace) -> int:
    """What was asked for is made here and now; the exit status."""
    making = papers_to_make(desk, chosen)
    try:
        paper = next(making)
        while True:
            try:
                made = paper.make(paper.source, paper.copy)
            except Exception as error:  # noqa: BLE001 - thrown where it is told of or raised on
                paper = making.throw(error)
            else:
                paper = making.send(made)
    except StopIteration as end:
        status: int = end.value
        return status


def papers_to_make(desk: Desk, chosen: argparse.Namespace) -> Making:
    """The papers that were asked for, each written when it is made. UserError for what cannot be asked for."""
    copy = Copy.MASKED if chosen.masked else Copy(chosen.copy or Copy.OWN)
    if not chosen.all:
        if chosen.document is None or chosen.id is None:
            raise UserError(_("Ange vad som ska exporteras: slag och id, eller --all."))
        return _one(desk, DocumentKind(chosen.document), chosen.id, copy, chosen.out)
    if chosen.document is not None:
        raise UserError(_("--all gör alla dokument. Ange varken slag eller id."))
    if copy is Copy.SUPPLIER:
        raise UserError(_("--all gör egna kopior, eller maskade med --masked."))
    return _all(desk, chosen.out, masked=copy is Copy.MASKED)


def _one(desk: Desk, kind: DocumentKind, key: str, copy: Copy, file: Path) -> Making:
    from dialogdesk.services.documents import paper_of
    from dialogdesk.services.files import write_file

    paper = paper_of(desk, kind, key, copy)
    if file.suffix.lower() != ".pdf":  # a command writes where it is told to, so no other name is made up
        raise UserError(_("Dokumentet blir en PDF. Ange ett namn som slutar på .pdf."))
    made = yield paper
    if write_file(file, made.pdf):
        _tell(_("Skrev över {file}.").format(file=file))
    _tell(*made.notes)
    return _DONE


def _all(desk: Desk, folder: Path, *, masked: bool) -> Making:
    """Every document in the folder; one that cannot be made is told of, and the others are made."""
    from dialogdesk.services.documents import every_paper, paper_count
    from dialogdesk.services.files import write_file

    _begin(folder)
    total, taken, faults = paper_count(desk), set[str](), list[Exception]()
    written = failed = 0
    for number, paper in enumerate(every_paper(desk, masked=masked), 1):
        place = _free(_place_of(paper), taken)
        _tell(f"{number}/{total} {place}")
        try:
            made = yield paper
        except UserError as error:
            failed += 1
            _tell(f"{place}: {error}")
            continue
        except Exception as fault:  # noqa: BLE001 - the others are made first; then it is raised
            failed += 1
            faults.append(fault)
            _tell(_("{file}: fel i programmet.").format(file=place))
            continue
        _make_folder((folder / place).parent)
        write_file(folder / place, made.pdf)
        written += 1
        _tell(*(f"{place}: {note}" for note in made.notes))
    print(_("Dokument i mappen: {n}").format(n=written))
    if failed:
        _tell(_("Gick inte att göra: {n}").format(n=failed))
    if faults:
        raise faults[0]
    return _USER_ERROR if failed else _DONE


def _begin(folder: Path) -> None:
    """The folder is there and holds nothing: what is handed out must not lie among other copies."""
    _make_folder(folder)
    try:
        taken = any(not each.name.startswith(".") for each in folder.iterdir())
    except OSError as error:
        raise UserError(_("Mappen {folder} går inte att läsa.").format(folder=folder)) from error
    if taken:
        raise UserError(_("Mappen {folder} är inte tom. Ange en ny eller tom mapp.").format(folder=folder))


def _make_folder(folder: Path) -> None:
    from dialogdesk.store.targets import why_not

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            _("Mappen {folder} går inte att skapa. {why}").format(folder=folder, why=why_not(error))
        ) from error


def _place_of(paper: Paper) -> Path:
    """Meetings by year, the rest by what it is of."""
    source = paper.source.meeting if isinstance(paper.source, SummarySource) else paper.source
    if isinstance(source, MeetingSource):
        return Path(_MEETINGS, str(local(source.taken.meeting.starts_at).year), paper.file_name)
    return Path(_FOLDERS[paper.kind], paper.file_name)


def _free(place: Path, taken: set[str]) -> Path:
    """The place, or the first one like it that no document has had: two meetings may share day and title."""
    number, found = 1, place
    while str(found).casefold() in taken:  # not every disk tells capitals apart
        number += 1
        found = place.with_name(f"{place.stem} ({number}){place.suffix}")
    taken.add(str(found).casefold())
    return found


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
