"""One conflict on a card: what was written, side by side, and the ways to settle it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.services.conflicts import Conflict, Version
from dialogdesk.services.desk import Desk
from dialogdesk.services.titles import short
from dialogdesk.ui import shown, theme
from dialogdesk.ui.differences import as_html, pieces
from dialogdesk.ui.editors.text import ParagraphsEditor
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import ElidedLabel, caption, label, paragraph

_BESIDE = 2
"""So many versions stand beside each other; the rest under them."""


class ConflictCard(Card):
    """The versions of one field, each with the button that keeps it."""

    chosen = Signal(int)
    """The number of the version to keep, from 0 on."""

    written = Signal(str)
    """The text to stand in place of all of them."""

    opened = Signal()
    """The user wants to see the record."""

    entered = Signal()
    """The keyboard has come to the card."""

    def __init__(self, desk: Desk, conflict: Conflict, number: int, draft: str | None = None) -> None:
        """`draft` is a text begun earlier, to stand in place of the versions."""
        super().__init__(name=f"conflicts.{number}")
        self.conflict = conflict
        self._desk, self._name, self._draft = desk, f"conflicts.{number}", draft
        self._current = False
        self.versions: Sequence[Version] = (conflict.shown, *conflict.others)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._writing = QWidget()
        self._writing.hide()
        self._editor = ParagraphsEditor(lines=2)
        self._lay_out()
        self.setAccessibleName(self._spoken())

    @property
    def is_writing(self) -> bool:
        """Whether a text is being written to stand in place of the versions."""
        return not self._writing.isHidden()

    @property
    def can_be_written(self) -> bool:
        """Whether the field holds text: other values are one or the other."""
        return self.conflict.column.type is str and not self.conflict.is_deletion

    def text(self) -> str:
        """The text written so far to stand in place of the versions."""
        return str(self._editor.value())

    def begin_writing(self) -> None:
        """A text may be written, beginning with the one that is shown."""
        if not self.can_be_written:
            return
        if not self.is_writing:
            self._editor.show_value(self._draft or str(self.conflict.shown.value or ""))
        self._writing.show()
        self._editor.input.selectAll() if self._draft is None else None
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_writing(self) -> None:
        """The versions are chosen among again; what was written is kept for another time."""
        self._draft = self.text()
        self._writing.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def store(self) -> None:
        """What is written is to stand."""
        if self.is_writing and self.text().strip():
            self.written.emit(self.text())

    def set_current(self, *, current: bool) -> None:
        """The card is the one that keys are meant for, or not."""
        self._current = current
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._current:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("focus"), 2))
            corner = theme.radius("l")
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), corner, corner)

    # laying out

    def _lay_out(self) -> None:
        conflict = self.conflict
        self.body.setSpacing(theme.space("m"))
        see = button(_("Visa"), f"{self._name}.open", self.opened.emit, icon="arrow-up-right", look="link")
        see.setAccessibleDescription(conflict.title)
        head = QHBoxLayout()
        head.setSpacing(theme.space("s"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(_heading(conflict), "h3", name=f"{self._name}.title"))
        words.addWidget(ElidedLabel(_facts(conflict), "small", "muted", name=f"{self._name}.facts"))
        head.addLayout(words, 1)
        head.addWidget(see, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        before = shown.field(conflict.column, conflict.base)
        if before and not conflict.is_deletion:
            text = _("Tidigare: {text}").format(text=before)
            self.add(paragraph(text, "small", "muted", name=f"{self._name}.base"))
        sides = QGridLayout()
        sides.setSpacing(theme.space("m"))
        for n, version in enumerate(self.versions):
            sides.addWidget(self._side(n, version), n // _BESIDE, n % _BESIDE)
            sides.setColumnStretch(n % _BESIDE, 1)
        self.body.addLayout(sides)
        if self.can_be_written:
            together = button(
                _("Skriv en gemensam text (E)"),
                f"{self._name}.write",
                self.begin_writing,
                icon="pen-line",
                look="link",
            )
            self.body.addWidget(together, 0, Qt.AlignmentFlag.AlignLeft)
            self.add(self._writing)
            self._lay_out_writing()

    def _side(self, n: int, version: Version) -> Card:
        side = Card(name=f"{self._name}.version{n + 1}", ground="sunken")
        inset = theme.space("m")
        side.body.setContentsMargins(inset, inset, inset, inset)
        side.add(caption(_by(version)))
        is_gone = self.conflict.is_deletion and n > 0
        if self.conflict.is_deletion:
            wrote = shown.field(self.conflict.column, version.told)
            edit = _("Skrev: {text}").format(text=short(wrote)) if wrote else _("Skrev i posten.")
            said = _("Flyttade posten till papperskorgen.") if is_gone else edit
            side.add(paragraph(said, name=f"{self._name}.text{n + 1}"))
        else:
            side.add(self._text(n, version))
        side.add(
            paragraph(self._when(version), "small", "muted", name=f"{self._name}.when{n + 1}"),
        )
        side.body.addStretch(1)
        keep = _("Behåll den här ({key})")
        if self.conflict.is_deletion:
            keep = _("Ta bort ändå ({key})") if is_gone else _("Behåll posten ({key})")
        made = button(keep.format(key=n + 1), f"{self._name}.keep{n + 1}", partial(self.chosen.emit, n))
        made.setAccessibleDescription(self._said(version))
        side.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return side

    def _text(self, n: int, version: Version) -> QLabel:
        """What was written, whole, with what differs from what stood before marked."""
        text, before = self._said(version), shown.field(self.conflict.column, self.conflict.base)
        made = paragraph("", "body", name=f"{self._name}.text{n + 1}")
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setAccessibleName(text or _("tomt"))
        found = pieces(before, text) if self.conflict.column.type is str and text and before else []
        if any(piece.what == "same" for piece in found):  # else all of it is new, and reads best as it is
            made.setTextFormat(Qt.TextFormat.RichText)
            made.setText(as_html(found, whole=True))
        else:
            made.setText(text or _("(tomt)"))
        return made

    def _lay_out_writing(self) -> None:
        self._editor.name(f"{self._name}.together", _("Texten som ska stå"))
        column = QVBoxLayout(self._writing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(label(_("Texten som ska stå"), "small", "muted"))
        column.addWidget(self._editor)
        store = button(_("Spara (Ctrl+Enter)"), f"{self._name}.store", self.store, look="primary")
        stop = button(_("Avbryt"), f"{self._name}.stop", self.end_writing, look="quiet")
        column.addLayout(Flow(store, stop))

    # in words

    def _said(self, version: Version) -> str:
        return "" if self.conflict.is_deletion else shown.field(self.conflict.column, version.told)

    def _when(self, version: Version) -> str:
        when = shown.near_moment(version.written_at, self._desk.now())
        return " · ".join(filter(None, (when, version.device)))

    def _spoken(self) -> str:
        """All of it in one sentence, for whom the card is read aloud."""
        versions = "; ".join(f"{n}: {self._said(v)} ({_by(v)})" for n, v in enumerate(self.versions, 1))
        return f"{_heading(self.conflict)}, {_facts(self.conflict)}. {versions}"


def _heading(conflict: Conflict) -> str:
    return short(conflict.title, 90) or str(conflict.kind.label)


def _facts(conflict: Conflict) -> str:
    field = _("Borttagen och ändrad") if conflict.is_deletion else str(conflict.column.label)
    return " · ".join(filter(None, (str(conflict.kind.label), field, conflict.where)))


def _by(version: Version) -> str:
    return version.user or version.device or _("Okänd")
