"""Who is at the meeting: marked by one key, added by typing a name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import Attendance
from dialogdesk.domain.values import MeetingKind, Party, Presence
from dialogdesk.i18n import _
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.market import save_contact
from dialogdesk.ui import theme
from dialogdesk.ui.editors.pick import Option, PickEditor
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.minutes.rows import Rows
from dialogdesk.ui.widgets.buttons import button
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
        self._rows = Rows("minutes.attendance", _("Närvaro"), _height, _paint)
        self._rows.setToolTip(_("Klicka eller tryck Enter för att växla, Delete för att ta bort"))
        self._rows.pressed_row.connect(self._turn)
        self._rows.removal_asked.connect(self._remove)
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
        above.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(self._rows, 1)
        self.setFocusProxy(self._rows)

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self._rows

    def show_attendance(self, taken: Minutes) -> None:
        """The participants are those of the meeting."""
        self._taken = taken
        ours = sorted(taken.attendance, key=lambda a: a.party is not Party.OURS)
        self._rows.fill([(a, f"{a.name}, {a.presence.label}") for a in ours])
        self._all.setVisible(bool(taken.attendance))
        self._all.setEnabled(any(a.presence is Presence.INVITED for a in taken.attendance))
        is_call = taken.meeting.kind is MeetingKind.PHONE_NOTE
        self._add.input.setPlaceholderText(_("Vem talade du med?") if is_call else _("Lägg till deltagare"))

    def _turn(self, attendance: Attendance) -> None:
        minutes.set_presence(self._desk, attendance.id, _NEXT[attendance.presence])

    def _mark_all(self) -> None:
        if self._taken is not None:
            minutes.set_all_present(self._desk, self._taken.meeting.id)

    def _remove(self, attendance: Attendance) -> None:
        minutes.remove_participant(self._desk, attendance.id)
        text = _("{name} är borttagen från mötet").format(name=attendance.name)
        self.said.emit(
            Notice(
                text,
                remedy=Remedy(_("Ångra"), partial(minutes.restore_participant, self._desk, attendance.id)),
            )
        )

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


def _height(_row: object, _width: int) -> int:
    return theme.px(48)


def _paint(painter: QPainter, option: QStyleOptionViewItem, row: Attendance) -> None:
    room = option.rect.adjusted(theme.px(12), 0, -theme.px(10), 0)
    tint, icon = _LOOKS[row.presence]
    chip = Chip(str(row.presence.label), tint, icon)
    width = chip_size(chip).width()
    place = QRect(room.right() - width, room.top(), width, room.height())
    paint_chip(painter, place, chip)
    words = QRect(
        room.left(), room.top() + theme.px(6), place.left() - room.left() - theme.px(8), theme.px(18)
    )
    painter.setFont(theme.font("strong" if row.party is Party.OURS else "body"))
    painter.setPen(theme.color("text"))
    _draw(painter, words, row.name)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted"))
    _draw(painter, words.translated(0, theme.px(18)), row.title or str(row.party.label))


def _draw(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
