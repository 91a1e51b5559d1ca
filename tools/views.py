"""The main views of the program, and how each is brought in sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget, QTextEdit, QWidget

from dialogdesk.app import Program
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import N_, Lazy
from dialogdesk.services.follow_up import Show
from dialogdesk.services.last_mile import Step
from dialogdesk.ui import shown
from dialogdesk.ui.minutes.last_mile import LastMileStrip
from dialogdesk.ui.tab import PaperAsked, Place
from dialogdesk.ui.trouble_page import TroublePage
from dialogdesk.ui.unlock_page import UnlockPage
from tools.picture_desk import Known
from tools.stage import wait_for_worker

W = TypeVar("W", bound=QWidget)

Open = Callable[[Program], Callable[[], object] | None]
"""Brings a view in sight; gives what puts back what does not go by itself when another is opened."""

SETTLED = 60
"""Milliseconds after which what was just shown has its places."""

OFTEN = "och"
"""A word that stands in every protocol."""

AT_HOME = r"C:\Users\asa\AppData\Local\DialogDesk"
"""Where a computer with Windows keeps the data of Åsa, who is among the sample data."""

ONES_OWN = "Johan Skisslund"
"""Who has most to do in the sample data."""


def _first_start(program: Program) -> None:
    """Where it is all kept is said as it would be on the user's computer, and not on this one."""
    where = _part(program, QLabel, "first_start.where")
    where.setText(where.text().replace(shown.path(program.opened_desk.folder), AT_HOME))


EMPTY_VIEWS: dict[str, Open] = {"first-start": _first_start}
"""What a desk shows that nobody has used yet."""


def long_views(meeting: UUID) -> dict[str, Open]:
    """What a desk shows whose only meeting has 2 000 lines."""
    return {"minutes-long": partial(_show, place=Place(Meeting, meeting))}


def views_of(known: Known) -> dict[str, Open]:
    """How each main view is brought in sight, by its name."""
    supplier = Place(Supplier, known.supplier)
    return {
        "overview": partial(_open_tab, name="overview"),
        "market": partial(_open_tab, name="market"),
        "procurement": partial(_show, place=Place(Procurement, known.procurement)),
        "supplier": partial(_show, place=supplier),
        "calendar": partial(_open_tab, name="calendar"),
        **_minutes_views(known),
        **_held_views(known),
        **_follow_up_views(known),
        "palette": partial(_open_palette, place=None),
        **_settings_views(),
        "history": partial(_command, text=N_("Historik för {the}"), place=supplier),
        "conflicts": partial(_command, text=N_("Konflikter"), place=supplier),
        "preview": partial(_preview, asked=PaperAsked(DocumentKind.PROTOCOL, known.running.hex)),
        "preview-find": partial(
            _preview, asked=PaperAsked(DocumentKind.PROTOCOL, known.running.hex), sought=OFTEN
        ),
        "preview-month": partial(
            _preview, asked=PaperAsked(DocumentKind.MONTH, f"{datetime.now(UTC):%Y-%m}")
        ),
        "bin": partial(_command, text=N_("Papperskorgen"), place=supplier),
        "unlock": _lock,
        "trouble": _damage,
    }


def _minutes_views(known: Known) -> dict[str, Open]:
    running = Place(Meeting, known.running)
    return {
        "minutes": partial(_show, place=running),
        "minutes-people": partial(_press, name="minutes.side.attendance", place=running),
        "minutes-told": partial(_unfold, name="minutes.spoken", place=running),
        "minutes-agenda-edit": partial(_edit_point, place=running),
        "minutes-picker": partial(_ask_person, place=running),
        "minutes-find": partial(_find, place=running),
        "minutes-share": partial(_share, place=running),
        "minutes-read": partial(_read_back, place=running),
        "minutes-read-agreed": partial(_read_back, place=running, agreed=True),
        "minutes-palette": partial(_open_palette, place=running),
        "minutes-over": partial(_show, place=Place(Meeting, known.over)),
        "minutes-booked": partial(_show, place=Place(Meeting, known.booked)),
        "minutes-note": partial(_show, place=Place(Meeting, known.note)),
        "minutes-list": partial(_command, text=N_("Alla möten"), place=running),
    }


def _held_views(known: Known) -> dict[str, Open]:
    steps = {step: Place(Meeting, meeting_id) for step, meeting_id in known.steps.items()}
    finish = partial(_command, text=N_("Gå igenom och fastställ"), place=steps[Step.ADOPT])
    added = Place(Meeting, known.added)
    return {
        "minutes-finish": finish,
        "minutes-adopt": partial(_show, place=steps[Step.ADOPT]),
        "minutes-check": partial(
            _press,
            name="minutes.last_mile.check",
            place=steps[Step.ADOPT],
            back="minutes.last_mile.unsend",
        ),
        "minutes-sign": partial(_show, place=steps[Step.SIGN]),
        "minutes-printed": partial(_print, place=steps[Step.SIGN]),
        "minutes-hand-over": partial(_show, place=steps[Step.HAND_OVER]),
        "minutes-file": partial(_show, place=steps[Step.FILE]),
        "minutes-adopted": partial(_show, place=added),
        "minutes-late": partial(_press, name="minutes.late.show", place=added, back="minutes.late.show"),
        "minutes-addition": partial(_press, name="minutes.add", place=added, back="minutes.addition.cancel"),
        "afterwards": partial(_command, text=N_("Efter mötet"), place=steps[Step.DONE]),
    }


def _follow_up_views(known: Known) -> dict[str, Open]:
    lists = {
        "governance" if show is Show.OPEN else f"governance-{show}": partial(_open_list, show=show)
        for show in Show
    }
    return {
        **lists,
        "governance-sought": partial(_narrow, field="search", text=OFTEN),
        "governance-person": partial(_narrow, field="person", text=ONES_OWN),
        "governance-supplier": partial(_narrow, field="supplier", text=known.supplier_name),
        "governance-picking": partial(_narrow, field="procurement", text="s"),
        "governance-period": _open_periods,
        "governance-none": partial(_narrow, field="search", text="kvicksilver"),
    }


def _settings_views() -> dict[str, Open]:
    parts = {
        "letterhead": "settings.letterhead.choose",
        "people": "settings.me",
        "copies": "settings.copies.insight",
        "exchange": "settings.exchange.now",
        "backups": "settings.backup_now",
        "encryption": "settings.encryption.encrypt",
    }
    return {
        "settings": _open_settings,
        **{f"settings-{name}": partial(_open_settings, at=at) for name, at in parts.items()},
        "settings-templates": _unfold_templates,
    }


# ---- anywhere --------------------------------------------------------------------------------------


def _open_tab(program: Program, *, name: str) -> None:
    program.window.open_tab(name)


def _show(program: Program, *, place: Place) -> None:
    program.window.show_place(place)


def _open_palette(program: Program, *, place: Place | None) -> Callable[[], object]:
    if place is None:
        program.window.open_tab("overview")
    else:
        program.window.show_place(place)
    program.window.search_asked.emit()
    return partial(QTest.keyClick, _part(program, QLineEdit, "palette.input"), Qt.Key.Key_Escape)


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
    _do(program, str(text).format(the=place.kind.the))


def _do(program: Program, command: str) -> None:
    {name: do for name, _keys, do in program.commands()}[command]()


def _press(program: Program, *, name: str, place: Place, back: str = "") -> Callable[[], object] | None:
    """A button of the record in sight is pressed, and the one that takes it back afterwards."""
    program.window.show_place(place)
    _part(program, QAbstractButton, name).click()
    return _part(program, QAbstractButton, back).click if back else None


def _part(program: Program, kind: type[W], name: str) -> W:
    return next(part for part in program.window.findChildren(kind, name) if part.isVisible())


def _lock(program: Program) -> None:
    """As where the key of the desk is not on the computer."""
    program.window.show_page(UnlockPage(Path("DialogDesk")))


def _damage(program: Program) -> None:
    """As where the desk cannot be read, and has no whole backup."""
    message = N_("Databasen i {folder} är skadad. Filen lämnas orörd.")
    program.window.show_page(TroublePage(str(message).format(folder="DialogDesk"), ()))


# ---- Protokoll -------------------------------------------------------------------------------------


def _unfold(program: Program, *, name: str, place: Place) -> Callable[[], object]:
    """The first row of a list is unfolded."""
    program.window.show_place(place)
    rows = _part(program, QListWidget, name)
    rows.setCurrentRow(0)
    turn = partial(QTest.keyClick, rows, Qt.Key.Key_Return)
    turn()
    return turn


def _edit_point(program: Program, *, place: Place) -> None:
    program.window.show_place(place)
    rows = _part(program, QListWidget, "minutes.agenda")
    rows.setCurrentRow(1)
    QTest.qWait(SETTLED)
    QTest.keyClick(rows, Qt.Key.Key_F2)


def _ask_person(program: Program, *, place: Place) -> Callable[[], object]:
    """The people to choose from after an @, which is taken away again."""
    program.window.show_place(place)
    editor = _part(program, QTextEdit, "minutes.entry")
    QTest.keyClick(editor, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    return partial(_rub_out, editor)


def _rub_out(editor: QTextEdit) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)


def _find(program: Program, *, place: Place) -> Callable[[], object]:
    _command(program, text=N_("Sök i protokollet"), place=place)
    _part(program, QLineEdit, "minutes.find").setText(OFTEN)
    return _part(program, QAbstractButton, "minutes.find_close").click


def _share(program: Program, *, place: Place) -> Callable[[], object]:
    _press(program, name="minutes.share", place=place)
    return partial(_stop_sharing, program)


def _stop_sharing(program: Program) -> None:
    _part(program, QAbstractButton, "minutes.show_all").click()
    _part(program, QAbstractButton, "notice.close").click()


def _read_back(program: Program, *, place: Place, agreed: bool = False) -> Callable[[], object]:
    _command(program, text=N_("Läs upp"), place=place)
    if agreed:
        _do(program, str(N_("Läs upp")))
    return _part(program, QAbstractButton, "minutes.read_back.leave").click


def _print(program: Program, *, place: Place) -> None:
    """As after it has been printed."""
    program.window.show_place(place)
    _part(program, LastMileStrip, "minutes.last_mile").note_printed(place.id)


# ---- Uppföljning -----------------------------------------------------------------------------------


def _open_list(program: Program, *, show: Show) -> None:
    program.window.open_tab("governance")
    _part(program, QAbstractButton, f"governance.lists.{show}").click()


def _narrow(program: Program, *, field: str, text: str) -> Callable[[], object]:
    """All decisions, of which only some are let through."""
    _open_list(program, show=Show.DECISIONS)
    line = _part(program, QLineEdit, f"governance.{field}")
    _type(line, text)
    return partial(_type, line, "")


def _type(line: QLineEdit, text: str) -> None:
    line.setText(text)
    line.textEdited.emit(text)


def _open_periods(program: Program) -> Callable[[], object]:
    _open_list(program, show=Show.DECISIONS)
    box = _part(program, QComboBox, "governance.period")
    box.showPopup()
    return box.hidePopup


# ---- Inställningar ---------------------------------------------------------------------------------


def _open_settings(program: Program, *, at: str = "") -> None:
    program.show_settings(at)


def _unfold_templates(program: Program) -> None:
    program.show_settings("settings.templates.open")
    QTest.qWait(SETTLED)
    _part(program, QAbstractButton, "settings.templates.open").click()
