"""What stands around the lines of an adopted protocol: what came too late to be in it, and its additions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.editions import shown_digest
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.minutes import MARK
from dialogdesk.domain.records import Edition
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import additions
from dialogdesk.services.adoption import Apart, Late
from dialogdesk.services.desk import Desk
from dialogdesk.ui import icons, shared_screen, shown, theme
from dialogdesk.ui.editors.text import ParagraphsEditor
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.labels import label, paint_ground, paragraph
from dialogdesk.ui.widgets.page import Page
from dialogdesk.ui.widgets.scroll import scrolled

_PAUSE = 250
"""Milliseconds after the last key until what is typed is stored."""

_MOST, _LEAST = 200, 64
"""Pixels of the design a list may take of the lines' room, and where there is little height."""

_Part = tuple[tuple[str, str], ...]
"""What belongs together in the list, a row each: what it is called, and what it says."""


class LateBanner(QWidget):
    """Tells that the protocol was adopted twice, or that something came after it was, and shows what is not in it."""

    addition_asked = Signal()
    """An addition is to be written."""

    turned = Signal()
    """Its list has been unfolded, or folded away."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("minutes.late")
        self._shown: Sequence[_Part] | None = None
        sign = QLabel()
        sign.setPixmap(icons.pixmap("triangle-alert", "warn", theme.px(16), self.devicePixelRatio()))
        self._text = paragraph("", "body", name="minutes.late.text")
        self._turn = button(_("Visa"), "minutes.late.show", self._fold, look="link")
        write = button(_("Skriv tillägg"), "minutes.late.write", self.addition_asked.emit, look="link")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(8))
        head.setSpacing(theme.space("s"))
        head.addWidget(sign)
        head.addWidget(self._text, 1)
        head.addWidget(self._turn)
        head.addWidget(write)
        self._list = Page()
        self._rows = QGridLayout(self._list)
        self._rows.setContentsMargins(theme.px(38), 0, theme.px(14), theme.px(8))
        self._rows.setHorizontalSpacing(theme.space("m"))
        self._rows.setVerticalSpacing(theme.px(4))
        self._rows.setColumnStretch(1, 1)
        self._area = scrolled(self._list, name="minutes.late.list")
        self._area.setMaximumHeight(theme.px(_MOST))
        self._area.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._area)
        column.addWidget(hairline())
        self.hide()

    def show_late(self, late: Sequence[Late], apart: Sequence[Apart] = ()) -> None:
        """These came late, and the protocol was adopted apart as told; with neither there is no banner."""
        told = {(each.line_id, each.now) for other in apart for each in other.lines}
        late = [each for each in late if (each.line_id, each.now) not in told]
        self.setVisible(bool(late or apart))
        self.turned.emit()
        parts = [part for each in apart for part in _parts_of(each)]
        parts += [_pair(each, (_("Fastställt"), _("Fanns inte")), (_("Nu"), _("Borttagen"))) for each in late]
        if parts == self._shown:
            return
        self._shown = parts
        self._text.setText(" ".join(filter(None, (_apart_text(apart), _late_text(late)))))
        _empty(self._rows)
        for n, part in enumerate(parts):
            for m, (what, said) in enumerate(part):
                row = 3 * n + m
                self._rows.addWidget(label(what, "small", "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
                self._rows.addWidget(paragraph(said, name=f"minutes.late.{n}.{m}"), row, 1)
            if n + 1 < len(parts):
                self._rows.addWidget(hairline(), 3 * n + 2, 0, 1, 2)

    @property
    def is_unfolded(self) -> bool:
        """Whether its list is read."""
        return not (self.isHidden() or self._area.isHidden())

    def _fold(self) -> None:
        self._area.setHidden(not self._area.isHidden())
        self._turn.setText(_("Visa") if self._area.isHidden() else _("Dölj"))
        self.turned.emit()


class Additions(QWidget):
    """The additions under the lines, and the field where the next one is written."""

    said = Signal(object)
    """A Notice."""

    left = Signal()
    """The keyboard is wanted where it was."""

    turned = Signal()
    """The field has been opened, or put away."""

    def __init__(self, desk: Desk, author: Callable[[], UUID | None]) -> None:
        super().__init__()
        self.setObjectName("minutes.additions")
        paint_ground(self, "surface")
        self._desk, self._author = desk, author
        self._meeting: UUID | None = None
        self._shown: Sequence[Edition] | None = None
        self._is_low = False
        self._list = Page()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(4))
        self._area = scrolled(self._list, name="minutes.additions.list")
        self._area.setMaximumHeight(theme.px(_MOST))
        self._field = ParagraphsEditor(_("Vad som ska läggas till eller rättas"), 2)
        self._field.name("minutes.addition", _("Nytt tillägg"))
        self._field.typed.connect(self._on_typed)
        self._trouble = paragraph("", "small", "danger", name="minutes.addition.error")
        self._trouble.hide()
        self._writing = self._lay_out_field()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.store)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addWidget(self._area)
        column.addWidget(self._writing)
        self.hide()

    def show_additions(self, meeting_id: UUID, made: Sequence[Edition] | None) -> None:
        """The additions of an adopted protocol; None for one that is not adopted."""
        if meeting_id != self._meeting:
            self.store()
            self._meeting = meeting_id
            draft = additions.draft_of(self._desk, meeting_id) if made is not None else ""
            self._field.show_value(draft)
            self._writing.setVisible(bool(draft))
            self._tell("")
        seen = [replace(each, content=_seen(each.content)) for each in made or ()]
        if seen != self._shown:
            self._fill(seen)
        if made is None:
            self._writing.hide()
        self._follow()

    def forget(self) -> None:
        """No meeting is shown; what was written of an addition waits for it on this computer."""
        self.store()
        self._meeting = None

    def begin(self) -> None:
        """The keyboard is where an addition is written."""
        self._writing.show()
        self._follow()
        self._field.setFocus()

    def store(self) -> None:
        """What is typed is kept on this computer."""
        if self._pause.isActive():
            self._pause.stop()
            if self._meeting is not None:
                additions.keep_draft(self._desk, self._meeting, self._field.value())

    def _on_typed(self) -> None:
        self._tell("")
        self._pause.start()

    def _fill(self, made: Sequence[Edition]) -> None:
        self._shown = list(made)
        _empty(self._rows)
        for edition in made:
            head = _("Tillägg {n}").format(n=edition.number - 1)
            facts = (head, shown.day(local_day(edition.made_at)), edition.author)
            self._rows.addWidget(label(" · ".join(filter(None, facts)), "small", "muted"))
            self._rows.addWidget(
                paragraph(edition.content, "live", name=f"minutes.addition.{edition.number - 1}")
            )

    @property
    def is_writing(self) -> bool:
        """Whether an addition is being written."""
        return not self._writing.isHidden()

    def fold(self, *, on: bool) -> None:
        """Where there is little height the list is low, and away while the next addition is written; or not."""
        self._is_low = on
        self._area.setMaximumHeight(theme.px(_LEAST if on else _MOST))
        self._follow()

    def _follow(self) -> None:
        """Without additions, written or being written, nothing is in the way of the lines."""
        self._area.setVisible(bool(self._shown) and not (self._is_low and self.is_writing))
        self.setVisible(bool(self._shown) or self.is_writing)
        self.turned.emit()

    def _add(self) -> None:
        if self._meeting is None:
            return
        self.store()  # whoever is refused may have to go elsewhere first
        try:
            additions.add(self._desk, self._meeting, self._field.value(), self._author())
        except UserError as error:
            self._tell(str(error))
            self._field.setFocus()
            return
        self._close()
        self.said.emit(Notice(_("Tillägget är fogat till protokollet.")))

    def _give_up(self) -> None:
        """The field is put away; what was written waits in it until it is emptied."""
        self._pause.start()
        self.store()
        self._writing.hide()
        self._follow()
        self.left.emit()

    def _close(self) -> None:
        self._field.show_value("")
        self._tell("")
        self._writing.hide()
        self._follow()
        self.left.emit()

    def _tell(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._field.tell(trouble)

    def _lay_out_field(self) -> QWidget:
        field = QWidget()
        column = QVBoxLayout(field)
        column.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), theme.px(10))
        column.setSpacing(theme.px(6))
        column.addWidget(label(_("Nytt tillägg"), "strong"))
        column.addWidget(self._field)
        column.addWidget(self._trouble)
        line = QHBoxLayout()
        line.setSpacing(theme.space("s"))
        means = _("Det som har lagts till går inte att ändra.")
        line.addWidget(paragraph(means, "small", "muted"), 1)
        later = button(_("Avbryt"), "minutes.addition.cancel", self._give_up)
        later.setToolTip(_("Texten finns kvar till nästa gång (Esc)"))
        add = button(_("Lägg till"), "minutes.addition.add", self._add, icon="plus")
        add.setToolTip(_("Lägg till (Ctrl+Enter)"))
        line.addWidget(later)
        line.addWidget(add)
        column.addLayout(line)
        control = Qt.Modifier.CTRL
        for key, do in (
            (QKeySequence(Qt.Key.Key_Escape), self._give_up),
            (QKeySequence(control | Qt.Key.Key_Return), self._add),
            (QKeySequence(control | Qt.Key.Key_Enter), self._add),
        ):
            shortcut = QShortcut(key, field)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        field.hide()
        return field


def _late_text(late: Sequence[Late]) -> str:
    text = ngettext(
        "{n} ändring kom från den andra datorn efter fastställandet.",
        "{n} ändringar kom från den andra datorn efter fastställandet.",
        len(late),
    )
    return text.format(n=len(late)) if late else ""


def _apart_text(apart: Sequence[Apart]) -> str:
    if not apart:
        return ""
    text = _("Protokollet fastställdes på två datorer. Det som fastställdes först, {made}, gäller.")
    return text.format(made=_made(apart[0].first))


def _made(edition: Edition) -> str:
    """When it was adopted and by whom."""
    moment = f"{shown.day(local_day(edition.made_at))} {shown.clock(edition.made_at)}"
    return _("{time} av {name}").format(time=moment, name=edition.author) if edition.author else moment


def _parts_of(apart: Apart) -> Iterator[_Part]:
    """How the papers are told from each other, the lines that differ, and what else does."""
    first, then, none = _("Fastställt först"), _("Fastställt sedan"), _("Fanns inte")
    yield (first, _told_by(apart.first)), (then, _told_by(apart.edition))
    for line in apart.lines:
        yield _pair(line, (first, none), (then, none))
    if apart.parts:
        yield ((_("Skiljer också"), " · ".join(map(str, apart.parts))),)


def _pair(line: Late, adopted: tuple[str, str], now: tuple[str, str]) -> _Part:
    """A line in both its forms, each with what it is called and what stands for it where it was not.

    While others see the screen, where one is marked both are covered: the one would tell what the other hides.
    """
    marked = MARK in line.adopted or MARK in line.now
    return tuple(
        (what, shared_screen.seen(text, marked=marked) if text else none)
        for text, (what, none) in ((line.adopted, adopted), (line.now, now))
    )


def _told_by(edition: Edition) -> str:
    seal = _("Kontrollsumma {seal}").format(seal=shown_digest(edition.digest))
    return f"{_made(edition)} · {seal}"


def _seen(text: str) -> str:
    """The text as it may be shown now: what is marked to nobody while others see the screen."""
    return shared_screen.seen(text, marked=MARK in text)


def _empty(rows: QLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
