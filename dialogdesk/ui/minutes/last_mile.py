"""The strip over a finished meeting: how far its protocol has come on its way to the binder, and the step that is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import _
from dialogdesk.services.calendar import change_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.last_mile import Reached, Step
from dialogdesk.ui import icons, shown, theme
from dialogdesk.ui.fields import Text
from dialogdesk.ui.forms import Form
from dialogdesk.ui.minutes.drop import files_in
from dialogdesk.ui.widgets.buttons import Button, Look, button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paint_text, paragraph

_WIDE = 760
"""From this width, in pixels of the design, all of it is shown, and what is next beside what it means."""

_FORM = 380
"""Pixels of the design for number and binder, as the binder is often named after the matter."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the protocol of a meeting has come."""

    meeting: Meeting
    step: Step
    adopted_at: datetime | None
    signed_at: datetime | None


class LastMileStrip(Card):
    """Every step with its state, and under them the one that is next."""

    finish_asked = Signal()
    """What is missing is to be gone through, and the protocol adopted."""

    fact_check_asked = Signal()
    """The supplier's copy is to be saved, to be sent."""

    print_asked = Signal()
    """The protocol is to be printed."""

    signed = Signal(object)
    """The paths of scans of the signed protocol."""

    hand_over_asked = Signal()
    """The registrar's text is wanted, and the protocol is theirs."""

    text_asked = Signal()
    """The registrar's text is wanted again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="minutes.last_mile")
        self._desk = desk
        self._progress: Progress | None = None
        self._printed: set[UUID] = set()
        self._warned = False
        self._narrow = False
        self.body.setContentsMargins(theme.space("l"), theme.px(10), theme.space("l"), theme.px(10))
        self._signs = {sign: _Sign(name) for sign, name in _SIGNS.items()}
        self._says = paragraph("", "body", "muted", name="minutes.last_mile.says")
        self._form = Form(
            Meeting,
            ((Text("document_number"), Text("binder")),),
            save=self._save,
            name="minutes.binder",
        )
        self._buttons = self._make_buttons()
        self._lay_out()

    def show_progress(self, progress: Progress) -> None:
        """The strip says how far it has come, and offers what is next."""
        before, self._progress = self._progress, progress
        if before is not None and before.meeting.id != progress.meeting.id:
            self._warned = False
        there = QApplication.focusWidget()
        leads_on = before is not None and before.step is not progress.step and self._holds(there)
        self.setAcceptDrops(self._takes_scans())
        self._show_signs(progress)
        self._form.show_record(progress.meeting)
        self._show_step()
        if leads_on and not self._is_in_form(there):
            self.first_focus().setFocus(Qt.FocusReason.TabFocusReason)

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and self.isAncestorOf(widget)

    def _is_in_form(self, widget: QWidget | None) -> bool:
        return widget is not None and self._form.isAncestorOf(widget)

    def note_printed(self, meeting_id: UUID) -> None:
        """It has been printed: signing it is next."""
        self._printed.add(meeting_id)
        self._show_step()

    def note_sent(self) -> None:
        """The draft has been saved to be sent, and the warning has done its work."""
        self._warned = False
        self._show_step()

    def flush(self) -> bool:
        """What is typed is stored; False if it cannot be."""
        return self._form.record is None or self._form.flush()

    def first_focus(self) -> QWidget:
        """The step that is next."""
        primary = (b for b in self._buttons.values() if b.property("look") == "primary" and not b.isHidden())
        return next(primary, self._form.findChild(QLineEdit, "minutes.binder.document_number") or self)

    # ---- what is next --------------------------------------------------------------------------

    def _show_signs(self, progress: Progress) -> None:
        meeting = progress.meeting
        done: dict[str, datetime | None] = {
            "check": meeting.fact_check_at,
            "adopt": progress.adopted_at,
            "sign": progress.signed_at,
            "hand_over": meeting.handed_over_at,
        }
        nexts = {Step.ADOPT: "adopt", Step.SIGN: "sign", Step.HAND_OVER: "hand_over", Step.FILE: "file"}
        words = _sign_words()
        for name, sign in self._signs.items():
            moment = done.get(name)
            filed = name == "file" and progress.step is Step.DONE
            sign.say(
                words[name][1] if moment or filed else words[name][0],
                shown.day(local_day(moment)) if moment else "",
                "done" if moment or filed else "next" if nexts.get(progress.step) == name else "later",
            )
        hidden = {
            "sign": meeting.kind is MeetingKind.PHONE_NOTE,
            "check": meeting.fact_check_at is None and progress.adopted_at is not None,
        }
        for name, sign in self._signs.items():
            away = self._narrow and name != nexts.get(progress.step, "file")
            sign.setHidden(hidden.get(name, False) or away)

    def _show_step(self) -> None:
        if self._progress is None:
            return
        step, meeting = self._progress.step, self._progress.meeting
        asks = self._warned and step is Step.ADOPT
        printed = meeting.id in self._printed
        looks: dict[str, Look] = {}
        if asks:
            looks = {"send": "primary", "unsend": "plain"}
        elif step is Step.ADOPT:
            looks = {"check": "plain", "finish": "primary"}
        elif step is Step.SIGN:
            looks = {"print": "plain" if printed else "primary", "scan": "primary" if printed else "plain"}
        elif step is Step.HAND_OVER:
            looks = {"hand_over": "primary"}
        else:
            looks = {"text": "plain"}
        for name, made in self._buttons.items():
            if name in looks:
                _look(made, looks[name], self._icons[name])
            made.setVisible(name in looks)
        self._form.setVisible(step in (Step.FILE, Step.DONE))
        self._form.setMinimumWidth(0 if self._narrow else theme.px(_FORM))
        self._says.setText(self._sentence(step, asks=asks))
        self._says.setHidden(self._narrow and not asks)

    def _sentence(self, step: Step, *, asks: bool) -> str:
        if asks:
            return _(
                "Ett utkast som skickas ut blir sannolikt en allmän handling (TF 2 kap. 10 §). "
                "Skicka bara det ni kan lämna ut. Dagen antecknas när kopian är sparad."
            )
        return {
            Step.ADOPT: _("Gå igenom vad som saknas och fastställ."),
            Step.SIGN: _("Skriv ut och skriv under. Släpp sedan det skannade protokollet här."),
            Step.HAND_OVER: _(
                "Texten till registratorn kopieras, och protokollet går att exportera som PDF."
            ),
            Step.FILE: _("Skriv in det nummer registratorn gav, och pärmen det sitter i."),
            Step.DONE: _("Klart: protokollet är registrerat och insatt."),
        }[step]

    def _ask_check(self) -> None:
        self._warned = True
        self._show_step()
        self._buttons["unsend"].setFocus(Qt.FocusReason.TabFocusReason)

    def _call_off(self) -> None:
        self._warned = False
        self._show_step()
        self.first_focus().setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Välj det skannade protokollet"), folder)
        if chosen:
            self.signed.emit([Path(path) for path in chosen])

    def _save(self, changes: Mapping[str, Any]) -> Record | None:
        assert self._form.record is not None  # noqa: S101 - the form is only in sight with a meeting
        meeting_id = self._form.record.id
        change_meeting(self._desk, meeting_id, **changes)
        with self._desk.read() as db:
            return db.get(Meeting, meeting_id)

    # ---- a scan dropped here -------------------------------------------------------------------

    def _takes_scans(self) -> bool:
        return self._progress is not None and self._progress.step is Step.SIGN

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not files_in(event.mimeData()):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._lie_on("accent_soft")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._lie_on("surface")

    def dropEvent(self, event: QDropEvent) -> None:
        """A file dropped here is the signed protocol, and not one that was received."""
        self._lie_on("surface")
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.signed.emit(files_in(event.mimeData()))

    def _lie_on(self, ground: str) -> None:
        self._ground = ground
        self.update()

    # ---- layout --------------------------------------------------------------------------------

    def _make_buttons(self) -> dict[str, Button]:
        made = (
            ("check", _("Faktagranskning"), self._ask_check, "send"),
            ("unsend", _("Avbryt"), self._call_off, ""),
            ("send", _("Spara leverantörens kopia"), self.fact_check_asked.emit, "file-down"),
            ("finish", _("Gå igenom och fastställ"), self.finish_asked.emit, "clipboard-check"),
            ("print", _("Skriv ut"), self.print_asked.emit, "printer"),
            ("scan", _("Välj skannat protokoll"), self._choose, "paperclip"),
            ("hand_over", _("Till registrator"), self.hand_over_asked.emit, "copy"),
            ("text", _("Kopiera texten igen"), self.text_asked.emit, "copy"),
        )
        self._icons = {name: icon for name, _text, _do, icon in made}
        return {name: button(text, f"minutes.last_mile.{name}", do) for name, text, do, _icon in made}

    def _lay_out(self) -> None:
        self._row = QWidget()
        self._row.setLayout(Flow(*self._signs.values()))
        self._form.setMaximumWidth(theme.px(_FORM))
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing(theme.space("m"))
        self._below.addWidget(self._says, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons = self._buttons_line = QHBoxLayout()
        buttons.setSpacing(theme.space("m"))
        buttons.addWidget(self._form, 1)
        for made in self._buttons.values():
            buttons.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        self._below.addLayout(buttons)
        self.add(self._row)
        self.body.addLayout(self._below)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, as in large type, what is done and what is later gives way to what is next."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(_WIDE)
        if narrow is not self._narrow:
            self._narrow = narrow
            directions = QBoxLayout.Direction
            self._below.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
            self._below.setAlignment(
                self._buttons_line, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0)
            )
            if self._progress is not None:
                self._show_signs(self._progress)
                self._show_step()
            if narrow:  # the one sign there is stands before its buttons
                self._buttons_line.insertWidget(0, self._row, 0, Qt.AlignmentFlag.AlignVCenter)
            else:
                self.body.insertWidget(0, self._row)


_SIGNS = {
    "check": "minutes.last_mile.sign.check",
    "adopt": "minutes.last_mile.sign.adopt",
    "sign": "minutes.last_mile.sign.sign",
    "hand_over": "minutes.last_mile.sign.hand_over",
    "file": "minutes.last_mile.sign.file",
}


def _sign_words() -> Mapping[str, Sequence[str]]:
    """What each step is called before and after it."""
    return {
        "check": (_("Faktagranskning (valfri)"), _("Skickat för faktagranskning")),
        "adopt": (_("Fastställ"), str(Reached.ADOPTED.label)),
        "sign": (_("Skriv under"), str(Reached.SIGNED.label)),
        "hand_over": (_("Till registrator"), str(Reached.HANDED_OVER.label)),
        "file": (str(Reached.FILED.label), str(Reached.FILED.label)),
    }


_LOOKS = {"done": ("circle-check", "ok", "text"), "next": ("circle-dot", "accent", "text")}
_LATER = ("circle", "muted", "muted")


class _Sign(QWidget):
    """A step with its state."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon = QLabel()
        self._text = label("", "body")
        self._day = label("", "small", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, theme.space("l"), 0)
        line.setSpacing(theme.px(6))
        for each in (self._icon, self._text, self._day):
            line.addWidget(each)

    def say(self, text: str, day: str, state: str) -> None:
        """The step is done, next or later."""
        icon, tint, ink = _LOOKS.get(state, _LATER)
        self._icon.setPixmap(icons.pixmap(icon, tint, theme.px(16), self.devicePixelRatio()))
        self._text.setText(text)
        self._text.setFont(theme.font("strong" if state == "next" else "body"))
        paint_text(self._text, theme.color(ink))
        self._day.setText(day)
        self._day.setVisible(bool(day))
        said = {"done": _("klart"), "next": _("härnäst")}.get(state, _("återstår"))
        self.setAccessibleName(" ".join(filter(None, (text, day, said))))


def _look(made: Button, look: Look, icon: str) -> None:
    """The button is the one that leads on, or a plain one."""
    made.setProperty("look", look)
    made.style().unpolish(made)
    made.style().polish(made)
    if icon:
        made.setIcon(icons.icon(icon, "on_accent" if look == "primary" else "muted"))
