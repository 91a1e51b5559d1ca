"""Renders every main view of the program, on its sample data, as PNG files named view-theme-language-size.

`screenshots.py --out DIR` makes all of them; `--smoke` one theme, language and size, thrown away after a look that
something is on each.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from uuid import UUID

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from dialogdesk.app import Program
from dialogdesk.domain.records import Line, Meeting, Procurement, Supplier
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import N_, Lazy
from dialogdesk.resources import resource_path
from dialogdesk.services import demo, exchange
from dialogdesk.services.adoption import is_adopted
from dialogdesk.services.desk import Desk
from dialogdesk.services.market import delete_record, save_supplier
from dialogdesk.services.unit import change_unit
from dialogdesk.ui.application import make_application
from dialogdesk.ui.logos import read_logo
from dialogdesk.ui.tab import PaperAsked, Place
from dialogdesk.ui.trouble_page import TroublePage
from dialogdesk.ui.unlock_page import UnlockPage
from tools.stage import running, wait_for_worker

THEMES = ("light", "dark")
LANGUAGES = ("sv", "en")
SIZES = ((1280, 800), (1920, 1080))
STILL = 250
"""Milliseconds a window must look the same to count as done: previews come from a worker process."""
PATIENCE = 6_000
"""Milliseconds after which a window is taken as it looks: a clock may tick in it."""
OFTEN = "och"
"""A word that stands in every protocol."""

FEWEST_COLOURS = 12
"""A view with fewer is blank."""


PHRASE = "mako rilu sety bano dife gura"


class Known(NamedTuple):
    """The records of the sample data that are shown."""

    procurement: UUID
    supplier: UUID
    meeting: UUID
    held: UUID
    """Finished, and not adopted yet."""
    adopted: UUID


class Look(NamedTuple):
    """One way the program can look."""

    theme: str
    language: str


Open = Callable[[Program], object]


def main(arguments: Sequence[str] | None = None) -> int:
    """The pictures are in the folder; 1 if one of them is blank."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/pictures"), metavar="DIR")
    parser.add_argument("--smoke", action="store_true", help="one look and size only, kept nowhere")
    chosen = parser.parse_args(arguments)
    application = make_application()
    application.setCursorFlashTime(0)
    faults: list[str] = []
    sys.excepthook = partial(_note_fault, faults)
    with tempfile.TemporaryDirectory() as scratch:
        looks = (
            [Look("light", "sv")] if chosen.smoke else [Look(*look) for look in product(THEMES, LANGUAGES)]
        )
        sizes = SIZES[:1] if chosen.smoke else SIZES
        out = Path(scratch) / "pictures" if chosen.smoke else chosen.out
        blank = render(application, Path(scratch), out, looks, sizes)
    for name in blank:
        print(f"{name} is blank", file=sys.stderr)
    return 1 if blank or faults else 0


def _note_fault(
    faults: list[str], kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """An error in a slot or a painter is shown, and the pictures count as failed."""
    faults.append(str(error))
    sys.__excepthook__(kind, error, trace)


def render(
    application: QApplication,
    scratch: Path,
    out: Path,
    looks: Sequence[Look],
    sizes: Sequence[tuple[int, int]],
) -> list[str]:
    """Every view in every look and size is in `out`; the names of those that show nothing are returned."""
    out.mkdir(parents=True, exist_ok=True)
    known = _fill(scratch / "sample")
    blank: list[str] = []
    for look in looks:
        for folder, views in ((scratch / "empty", EMPTY_VIEWS), (scratch / "sample", views_of(known))):
            with running(application, folder, appearance=look.theme, language=look.language) as program:
                for name, open_view in views.items():
                    for width, height in sizes:
                        program.window.resize(width, height)
                        open_view(program)
                        image = settled(program)
                        file = f"{name}-{look.theme}-{look.language}-{width}x{height}.png"
                        image.save(str(out / file))
                        if not _shows_something(image):
                            blank.append(file)
    return blank


EMPTY_VIEWS: dict[str, Open] = {"first-start": lambda _program: None}
"""What a desk shows that nobody has used yet."""


def views_of(known: Known) -> dict[str, Open]:
    """How each main view is brought in sight, by its name."""
    return {
        "overview": partial(_open_tab, name="overview"),
        "market": partial(_open_tab, name="market"),
        "procurement": partial(_show, place=Place(Procurement, known.procurement)),
        "supplier": partial(_show, place=Place(Supplier, known.supplier)),
        "calendar": partial(_open_tab, name="calendar"),
        "minutes": partial(_show, place=Place(Meeting, known.meeting)),
        "minutes-finish": partial(
            _command, text=N_("Gå igenom och fastställ"), place=Place(Meeting, known.held)
        ),
        "minutes-adopted": partial(_show, place=Place(Meeting, known.adopted)),
        "governance": partial(_open_tab, name="governance"),
        "palette": _open_palette,
        "settings": _open_settings,
        "settings-letterhead": partial(_open_settings, at="settings.letterhead.choose"),
        "settings-backups": partial(_open_settings, at="settings.backup_now"),
        "settings-exchange": partial(_open_settings, at="settings.exchange.now"),
        "settings-encryption": partial(_open_settings, at="settings.encryption.encrypt"),
        "history": partial(_command, text=N_("Historik för {the}"), place=Place(Supplier, known.supplier)),
        "conflicts": partial(_command, text=N_("Konflikter"), place=Place(Supplier, known.supplier)),
        "preview": partial(_preview, asked=PaperAsked(DocumentKind.PROTOCOL, known.meeting.hex)),
        "preview-find": partial(
            _preview, asked=PaperAsked(DocumentKind.PROTOCOL, known.meeting.hex), sought=OFTEN
        ),
        "preview-month": partial(
            _preview, asked=PaperAsked(DocumentKind.MONTH, f"{datetime.now(UTC):%Y-%m}")
        ),
        "bin": partial(_command, text=N_("Papperskorgen"), place=Place(Supplier, known.supplier)),
        "unlock": _lock,
        "trouble": _damage,
    }


def _open_tab(program: Program, *, name: str) -> None:
    program.window.open_tab(name)


def _show(program: Program, *, place: Place) -> None:
    program.window.show_place(place)


def _open_palette(program: Program) -> None:
    program.window.open_tab("overview")
    program.window.search_asked.emit()


def _open_settings(program: Program, *, at: str = "") -> None:
    for dialog in _dialogs(program):
        dialog.close()
    program.show_settings(at)


def _preview(program: Program, *, asked: PaperAsked, sought: str = "") -> None:
    """The document on its page, with the places of the words in it."""
    program.window.open_tab("overview")
    program.window.paper_asked.emit(asked)
    wait_for_worker(program)
    for field in program.window.findChildren(QLineEdit, "preview.find"):
        field.setText(sought)


def _command(program: Program, *, text: Lazy, place: Place) -> None:
    """What a command of that name does while a record is in sight."""
    program.window.show_place(place)
    next(do for name, _keys, do in program.commands() if name == str(text).format(the=place.kind.the))()


def _lock(program: Program) -> None:
    """As where the key of the desk is not on the computer."""
    program.window.show_page(UnlockPage(Path("DialogDesk")))


def _damage(program: Program) -> None:
    """As where the desk cannot be read, and has no whole backup."""
    message = N_("Databasen i {folder} är skadad. Filen lämnas orörd.")
    program.window.show_page(TroublePage(str(message).format(folder="DialogDesk"), ()))


def settled(program: Program) -> QImage:
    """The window once it has stopped changing."""
    waited = QElapsedTimer()
    waited.start()
    QTest.qWait(STILL)
    wait_for_worker(program)
    before = picture_of(program)
    while waited.elapsed() < PATIENCE:
        QTest.qWait(STILL)
        now = picture_of(program)
        if now == before:
            return now
        before = now
    return before


def picture_of(program: Program) -> QImage:
    """The window as it looks now, with the dialogs that stand on it."""
    window = program.window
    image = window.grab().toImage()
    painter = QPainter(image)
    for dialog in _dialogs(program):
        painter.drawPixmap(
            dialog.mapToGlobal(dialog.rect().topLeft()) - window.mapToGlobal(window.rect().topLeft()),
            dialog.grab(),
        )
    painter.end()
    return image


def _dialogs(program: Program) -> list[QWidget]:
    """The windows in sight besides the main one."""
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not program.window]


def _fill(folder: Path) -> Known:
    """A desk with the sample data, and what is shown of it: the fullest minutes and whom and what they concern."""
    desk = Desk(folder)
    demo.fill(desk)
    with desk.read() as db:
        meetings = [m for m in db.all(Meeting) if m.procurement_id and m.supplier_id]
        meetings.sort(key=lambda m: len(db.all(Line, meeting_id=m.id)))
    adopted = {m.id for m in meetings if is_adopted(desk, m.id)}
    drafts = [m for m in meetings if m.id not in adopted]
    fullest = next(m for m in reversed(drafts) if m.finished_at is None)
    held = next(m for m in reversed(drafts) if m.finished_at is not None)
    locked = next(m for m in reversed(meetings) if m.id in adopted)
    assert fullest.procurement_id  # noqa: S101 - as they were chosen
    assert fullest.supplier_id  # noqa: S101 - as above
    known = Known(fullest.procurement_id, fullest.supplier_id, fullest.id, held.id, locked.id)
    _live_with(desk, folder, known)
    desk.close()
    return known


def _live_with(desk: Desk, folder: Path, known: Known) -> None:
    """The unit has a logo, something lies in the bin, and two laptops have written in one place."""
    change_unit(desk, logo=read_logo(resource_path("dialogdesk.svg")))
    other = Desk(folder.with_name("other"))
    place = exchange.Place("folder", str(folder.with_name("exchange")))
    Path(place.where).mkdir()
    for each in (desk, other):
        exchange.set_up(each, place, PHRASE)
        exchange.exchange_now(each)
    other.sign("Karin Öberg")
    for each, note in (
        (other, "Ringer tillbaka tisdag om volymen: 475 ton."),
        (desk, "Ringer tillbaka måndag om volymen: 450 ton."),
    ):
        save_supplier(each, known.supplier, note=note)
    for each in (other, desk):
        exchange.exchange_now(each)
    other.close_as_it_is()
    with desk.read() as db:
        line = db.all(Line, meeting_id=known.meeting, limit=1)[0]
    delete_record(desk, Line, line.id)


def _shows_something(image: QImage) -> bool:
    """Whether more is on the picture than a background."""
    step = 4
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step)
    }
    return len(colours) >= FEWEST_COLOURS


if __name__ == "__main__":
    sys.exit(main())
