"""Who is at the meeting: marked by one key, added by typing a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStyleOptionViewItem, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.record import label_of
from dialogdesk.domain.records import Attendance
from dialogdesk.domain.values import MeetingKind, Party, Presence
from dialogdesk.i18n import _
from dialogdesk.services import attendance as attendance_times
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.market import save_contact
from dialogdesk.ui import icons, shown, theme
from dialogdesk.ui.editors.pick import Option, PickEditor
from dialogdesk.ui.editors.written import time_editor
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.minutes.fields_popup import FieldsPopup, Wanted
from dialogdesk.ui.minutes.rows import Rows, wrapped
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.chip import Chip, chip_size, paint_chip

_NEXT = {
    Presence.INVITED: Presence.PRESENT,
    Presence.PRESENT: Presence.REMOTE,
    Presence.REMOTE: Presence.ABSENT,
    Presence.ABSENT: Presence.PRESENT,
}
_LOOKS = {
    Presence.INVITED: ("muted", "circle"),
    Presence.PRESENT: ("ok", "check"),
    Presence.REMOTE: ("op", "video"),
    Presence.ABSENT: ("warn", "circle-minus"),
}


class AttendancePane(QWidget):
    """The participants of the meeting being minuted."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._taken: Minutes | None = None
        self._is_fixed = False
        self._rows = Rows(
            "minutes.attendance", _("Närvaro"), _height, _paint, mark=self._mark, double_click="edit"
        )
        self._rows.pressed_row.connect(self._turn)
        self._rows.marked_row.connect(self._turn)
        self._rows.removal_asked.connect(self._remove)
        self._rows.edit_asked.connect(self._ask_times)
        self._rows.menu_asked.connect(self._open_menu_at)
        self._rows.currentItemChanged.connect(self._follow_choice)
        self._more = icon_button(
            "ellipsis", _("Kom, gick eller ta bort"), "minutes.attendance.more", self._open_menu
        )
        self._all = button(
            _("Alla närvarande"), "minutes.all_present", self._mark_all, icon="check", look="quiet"
        )
        self._add = PickEditor(
            self._others, self._add_named, _("Lägg till ”{name}”"), hint=_("Lägg till deltagare")
        )
        self._add.name("minutes.participant", _("Lägg till deltagare"))
        self._add.settled.connect(self._add_chosen)
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        above.setSpacing(theme.px(4))
        above.addWidget(self._add)
        deeds = QHBoxLayout()
        deeds.addWidget(self._all)
        deeds.addStretch(1)
        deeds.addWidget(self._more)
        above.addLayout(deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(self._rows, 1)

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self._rows

    def show_attendance(self, taken: Minutes, *, fixed: bool = False) -> None:
        """The participants are those of the meeting; `fixed` once its protocol is adopted."""
        self._taken, self._is_fixed = taken, fixed
        ours = sorted(taken.attendance, key=lambda a: a.party is not Party.OURS)
        self._rows.fill([(a, _said(a)) for a in ours])
        keys = _(
            "Klicka på märket eller tryck Enter för att växla, F2 för när någon kom och gick, Delete för att ta bort"
        )
        self._rows.setToolTip("" if fixed else keys)
        self._add.setVisible(not fixed)
        self._more.setVisible(bool(taken.attendance) and not fixed)
        self._follow_choice()
        self._all.setVisible(bool(taken.attendance) and not fixed)
        self._all.setEnabled(any(a.presence is Presence.INVITED for a in taken.attendance))
        is_call = taken.meeting.kind is MeetingKind.PHONE_NOTE
        self._add.input.setPlaceholderText(_("Vem talade du med?") if is_call else _("Lägg till deltagare"))

    def _mark(self, attendance: Attendance, rect: QRect) -> QRect:
        """Where a click turns the presence: on the chip and a little around it."""
        reach = theme.px(6)
        chip = _chip_rect(attendance, rect).adjusted(-reach, -reach, reach, reach)
        return QRect() if self._is_fixed else chip

    def _follow_choice(self) -> None:
        self._more.setEnabled(self._rows.current_row() is not None)

    def _turn(self, attendance: Attendance) -> None:
        if not self._is_fixed:
            self._do(partial(minutes.set_presence, self._desk, attendance.id, _NEXT[attendance.presence]))

    def _mark_all(self) -> None:
        if self._taken is not None:
            self._do(partial(minutes.set_all_present, self._desk, self._taken.meeting.id))

    def _remove(self, attendance: Attendance) -> None:
        if self._is_fixed or not self._do(partial(minutes.remove_participant, self._desk, attendance.id)):
            return
        text = _("{name} är borttagen från mötet").format(name=attendance.name)
        restore = partial(minutes.restore_participant, self._desk, attendance.id)
        self.said.emit(Notice(text, remedy=Remedy(_("Ångra"), partial(self._do, restore))))

    def _ask_times(self, attendance: Attendance) -> None:
        """When they came and went is asked for, as times of the day."""
        if self._is_fixed:
            return
        wanted = (
            Wanted("came", label_of(Attendance, "came_at"), time_editor(), _clock(attendance.came_at)),
            Wanted("left", label_of(Attendance, "left_at"), time_editor(), _clock(attendance.left_at)),
        )
        popup = FieldsPopup(self, "minutes.times", wanted, partial(self._store_times, attendance.id))
        popup.open_at(self._rows, self._rows.current_rect())

    def _store_times(self, attendance_id: UUID, values: Mapping[str, Any]) -> None:
        attendance_times.set_times(self._desk, attendance_id, **values)

    def _open_menu(self) -> None:
        row = self._rows.current_row()
        if row is not None:
            self._open_menu_at(row, self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _open_menu_at(self, attendance: Attendance, place: QPoint) -> None:
        if self._is_fixed:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName("minutes.attendance.choices")
        came = partial(attendance_times.came_now, self._desk, attendance.id)
        left = partial(attendance_times.left_now, self._desk, attendance.id)
        for icon, text, name, do in (
            ("arrow-right", _("Kom nu"), "came", partial(self._do, came)),
            ("arrow-left", _("Gick nu"), "left", partial(self._do, left)),
            ("clock", f"{_('Ändra tider')}\tF2", "times", partial(self._ask_times, attendance)),
            ("trash-2", f"{_('Ta bort')}\tDelete", "remove", partial(self._remove, attendance)),
        ):
            action = menu.addAction(icons.icon(icon), text)
            action.setObjectName(f"minutes.attendance.{name}")
            action.triggered.connect(partial(_run, do))
        menu.popup(place)

    def _do(self, verb: Callable[[], object]) -> bool:
        """It is done; False if it could not be, which the user is told."""
        try:
            verb()
        except UserError as error:
            self.said.emit(Notice.of(error))
            return False
        return True

    def _others(self) -> Iterable[Option]:
        """Those a line can name who are not down as participants yet."""
        if self._taken is None:
            return []
        there = {a.person_id for a in self._taken.attendance}
        return [Option(p.id, p.name, p.initials) for p in self._taken.people if p.id not in there]

    def _add_chosen(self) -> None:
        """Whoever was picked is down as present, and the field is ready for the next."""
        assert self._taken is not None  # noqa: S101 - the pane is only in sight with a meeting
        try:
            chosen = self._add.value()
        except UserError:
            return  # a name half typed: the list under it says how to go on
        if any(p.id == chosen for p in self._taken.people) and not self._is_there(chosen):
            minutes.add_known_participant(self._desk, self._taken.meeting.id, chosen)
        self._add.show_value(None)

    def _is_there(self, person_id: UUID) -> bool:
        assert self._taken is not None  # noqa: S101 - as above
        return any(a.person_id == person_id for a in self._taken.attendance)

    def _add_named(self, name: str) -> UUID:
        """Somebody new: a contact of the supplier when there is one, else only a name."""
        assert self._taken is not None  # noqa: S101 - the pane is only in sight with a meeting
        meeting = self._taken.meeting
        if meeting.supplier_id is None:
            return minutes.add_participant(self._desk, meeting.id, name, Party.OTHER)
        person_id = save_contact(self._desk, meeting.supplier_id, None, name=name)
        minutes.add_known_participant(self._desk, meeting.id, person_id)
        return person_id


def _run(do: Callable[[], object], *_checked: bool) -> None:
    do()


def _clock(moment: datetime | None) -> time | None:
    return local(moment).time().replace(second=0, microsecond=0) if moment else None


def _times(attendance: Attendance) -> str:
    """From when and until when, for who was not there all the time."""
    came = _("från {time}").format(time=shown.clock(attendance.came_at)) if attendance.came_at else ""
    left = _("till {time}").format(time=shown.clock(attendance.left_at)) if attendance.left_at else ""
    return " ".join(filter(None, (came, left)))


def _said(attendance: Attendance) -> str:
    return ", ".join(filter(None, (attendance.name, str(attendance.presence.label), _times(attendance))))


@dataclass(frozen=True, slots=True)
class _Layout:
    """The words of a participant; the chip stands beside the name, or under the words where the name needs the room."""

    name: list[str]
    title: list[str]
    chip_below: bool


def _chip(row: Attendance) -> Chip:
    tint, icon = _LOOKS[row.presence]
    return Chip(str(row.presence.label), tint, icon)


def _name_font(row: Attendance) -> QFont:
    return theme.font("strong" if row.party is Party.OURS else "body")


def _layout_of(row: Attendance, width: int) -> _Layout:
    beside = width - chip_size(_chip(row)).width() - theme.px(8)
    metrics = QFontMetrics(_name_font(row))
    below = any(metrics.horizontalAdvance(word) > beside for word in row.name.split())
    title = wrapped(row.title or str(row.party.label), theme.font("small"), width)
    return _Layout(wrapped(row.name, _name_font(row), width if below else beside), title, chip_below=below)


def _name_height(row: Attendance, layout: _Layout) -> int:
    """How high the name is, with the chip beside it."""
    name = len(layout.name) * QFontMetrics(_name_font(row)).height()
    return name if layout.chip_below else max(name, chip_size(_chip(row)).height())


def _words_height(row: Attendance, layout: _Layout) -> int:
    small = QFontMetrics(theme.font("small")).height()
    return _name_height(row, layout) + len(layout.title) * small


def _times_height(row: Attendance) -> int:
    return QFontMetrics(theme.font("small")).height() + theme.px(2) if _times(row) else 0


def _room(rect: QRect) -> QRect:
    return rect.adjusted(theme.px(12), theme.px(6), -theme.px(12), -theme.px(6))


def _height(row: Attendance, width: int) -> int:
    layout = _layout_of(row, width - 2 * theme.px(12))
    words = _words_height(row, layout) + _times_height(row)
    words += chip_size(_chip(row)).height() + theme.px(4) if layout.chip_below else 0
    return max(theme.px(44), words + theme.px(12))


def _paint(painter: QPainter, option: QStyleOptionViewItem, row: Attendance) -> None:
    room = _room(option.rect)
    layout, chip = _layout_of(row, room.width()), _chip(row)
    height = _name_height(row, layout)
    spare = height - len(layout.name) * QFontMetrics(_name_font(row)).height()
    _write(painter, room, room.top() + spare // 2, _name_font(row), "text", layout.name)
    top = _write(painter, room, room.top() + height, theme.font("small"), "muted", layout.title)
    if times := _times(row):
        side = theme.px(13)
        line = QRect(room.left(), top + theme.px(2), side, painter.fontMetrics().height())
        icons.paint(painter, line, "clock", theme.color("muted"))
        past = room.adjusted(side + theme.px(5), 0, 0, 0)
        _write(painter, past, line.top(), theme.font("small"), "muted", [times])
    paint_chip(painter, _chip_rect(row, option.rect), chip)


def _chip_rect(row: Attendance, rect: QRect) -> QRect:
    """Where in its rectangle a row has its chip."""
    room = _room(rect)
    layout, size = _layout_of(row, room.width()), chip_size(_chip(row))
    if not layout.chip_below:
        return QRect(room.right() - size.width(), room.top(), size.width(), _name_height(row, layout))
    top = room.top() + _words_height(row, layout) + _times_height(row) + theme.px(4)
    return QRect(room.left(), top, size.width(), size.height())


def _write(painter: QPainter, room: QRect, top: int, font: QFont, colour: str, lines: list[str]) -> int:
    """The lines are written from `top` down; gives where they end."""
    painter.setFont(font)
    painter.setPen(theme.color(colour))
    height = len(lines) * painter.fontMetrics().height()
    painter.drawText(
        QRect(room.left(), top, room.width(), height),
        Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip,
        "\n".join(lines),
    )
    return top + height
