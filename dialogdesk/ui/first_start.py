"""The page of the very first start: whose desk this is, on one short page."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.minutes import initials_of
from dialogdesk.domain.record import label_of
from dialogdesk.domain.records import Person, Unit
from dialogdesk.domain.values import Role
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.first_start import Colleague, set_up
from dialogdesk.ui import shown, theme
from dialogdesk.ui.editors.choice import ChoiceEditor
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.editors.text import LineEditor
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card, hairline
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph
from dialogdesk.ui.widgets.page import Page
from dialogdesk.ui.widgets.scroll import scrolled

_ROWS = 2
"""A unit of two is the usual one; more are a click away."""


class FirstStart(QWidget):
    """Asks for the organisation and its people, or fills the desk with sample data."""

    finished = Signal()
    """The unit is stored."""

    sample_asked = Signal()
    """The user wants to look around in sample data first."""

    join_asked = Signal()
    """The unit has DialogDesk on another computer: everything is to be fetched from there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("first_start")
        self._desk = desk
        self.first_person: UUID | None = None
        """Who was put down first, once the unit is stored: most likely the one who sits here."""
        self._organisation, self._unit = LineEditor(), LineEditor()
        self._people = _People()
        self._trouble = {
            "organisation": _trouble("first_start.organisation.error"),
            "people": _trouble("first_start.people.error"),
        }
        self._begin = button(_("Börja"), "first_start.begin", self._store, look="primary")
        for editor in (self._organisation, self._unit):
            editor.settled.connect(self._go_on)
        self._people.went_on.connect(self._go_on)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The window gives its own first widget the focus when it has shown the page: ours comes after.
        QTimer.singleShot(0, self, self.focus_first)

    def focus_first(self) -> None:
        """The keyboard is where the organisation is written."""
        self._organisation.setFocus(Qt.FocusReason.OtherFocusReason)

    # what the user does

    def _go_on(self) -> None:
        """Enter in a field goes on to the next, as Tab does; after the last one it begins."""
        if self._people.is_at_end():
            self._store()
        else:
            self.focusNextChild()

    def _store(self) -> None:
        for said in self._trouble.values():
            said.hide()
        self._organisation.tell("")
        try:
            stored = set_up(
                self._desk,
                organisation=self._organisation.value(),
                unit=self._unit.value(),
                people=self._people.colleagues(),
            )
        except InvalidValue as error:
            self._refuse(error)
            return
        self.first_person = stored[0]
        self.finished.emit()

    def _refuse(self, error: InvalidValue) -> None:
        said = self._trouble[error.field or "people"]
        said.setText(str(error))
        said.show()
        if error.field == "organisation":
            self._organisation.tell(str(error))
            self._organisation.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._people.focus()

    # laying out

    def _lay_out(self) -> None:
        card = Card(name="first_start.card")
        card.body.setContentsMargins(*(theme.space("xxl"),) * 4)
        card.body.setSpacing(theme.space("m"))
        card.add(
            paragraph(_("Välkommen till DialogDesk"), "h1"),
            paragraph(
                _("Berätta vilka ni är. Det står på era protokoll och går att ändra när som helst."),
                colour="muted",
            ),
        )
        card.body.addSpacing(theme.space("s"))
        card.body.addLayout(
            _field(label_of(Unit, "organisation"), self._organisation, "first_start.organisation")
        )
        card.add(self._trouble["organisation"])
        card.body.addLayout(_field(label_of(Unit, "name"), self._unit, "first_start.unit"))
        card.body.addSpacing(theme.space("s"))
        card.add(label(_("Vilka arbetar här?"), "h3"), self._people, self._trouble["people"])
        card.body.addSpacing(theme.space("s"))
        card.add(hairline())
        card.body.addLayout(self._buttons())
        where = _("Allt sparas på den här datorn, i {folder}.").format(folder=shown.path(self._desk.folder))
        card.add(paragraph(where, "small", "muted", name="first_start.where"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(_centred(card), name="first_start.page"))

    def _buttons(self) -> Flow:
        sample = button(
            _("Fyll med exempeldata"),
            "first_start.sample",
            self.sample_asked.emit,
            icon="sprout",
            look="quiet",
        )
        sample.setToolTip(_("Påhittade leverantörer, möten och protokoll att prova i."))
        join = button(
            _("Hämta från en annan dator"),
            "first_start.join",
            self.join_asked.emit,
            icon="download",
        )
        join.setToolTip(_("Hämta allt som finns på den andra datorn, genom en mapp som båda når."))
        return Flow(self._begin, join, sample)


class _People(QWidget):
    """A row a person: name, initials and role."""

    went_on = Signal()
    """Enter was pressed in a field."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_PersonRow] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space("s"))
        self._grid.setVerticalSpacing(theme.space("s"))
        for column, stretch in enumerate((5, 2, 4)):
            self._grid.setColumnStretch(column, stretch)
        for column, name in enumerate(("name", "initials", "role")):
            self._grid.addWidget(label(label_of(Person, name), "small", "muted"), 0, column)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(self._grid)
        for _row in range(_ROWS):
            self._add()
        add = button(
            _("Lägg till person"), "first_start.add_person", self._add_and_go, icon="plus", look="link"
        )
        box.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def colleagues(self) -> list[Colleague]:
        """The people as written."""
        return [row.colleague() for row in self._rows]

    def focus(self) -> None:
        """The keyboard is in the first name."""
        self._rows[0].name.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_at_end(self) -> bool:
        """True when the keyboard is in the last row with a name, past the name, or in an empty row after it."""
        row = next((row for row in self._rows if row.has_focus()), None)
        return row is not None and (
            not row.is_named() or (row is self._rows[-1] and not row.name.input.hasFocus())
        )

    def _add(self) -> None:
        number = len(self._rows) + 1
        row = _PersonRow(number)
        for column, editor in enumerate(row.editors):
            self._grid.addWidget(editor, number, column)
        for written in (row.name, row.initials):
            written.settled.connect(self.went_on)
        self._rows.append(row)

    def _add_and_go(self) -> None:
        """One more row, after the others in the order of Tab too."""
        self._add()
        stops = [self._rows[-2].role, *self._rows[-1].editors]
        for before, after in pairwise(stops):
            self.setTabOrder(before.input, after.input)
        self._rows[-1].name.setFocus(Qt.FocusReason.OtherFocusReason)


class _PersonRow:
    """The fields of one person; the initials follow the name until others are written."""

    def __init__(self, number: int) -> None:
        self.name, self.initials = LineEditor(), LineEditor()
        self.role = ChoiceEditor([(None, "–"), *((role, str(role.label)) for role in Role)])
        self.role.show_value(Role.PROCURER)
        self._own_initials = False
        self.name.typed.connect(self._on_name)
        self.initials.typed.connect(self._on_initials)
        for editor, field in zip(self.editors, ("name", "initials", "role"), strict=True):
            text = _("{field}, person {number}").format(field=label_of(Person, field), number=number)
            editor.name(f"first_start.person{number}.{field}", text)

    @property
    def editors(self) -> tuple[Editor, ...]:
        """The fields from the left."""
        return self.name, self.initials, self.role

    def colleague(self) -> Colleague:
        """The person as written."""
        return Colleague(self.name.value(), self.initials.value(), self.role.value())

    def is_named(self) -> bool:
        """Whether there is a name."""
        return bool(self.name.value().strip())

    def has_focus(self) -> bool:
        """Whether the keyboard is in one of the fields."""
        return any(editor.input.hasFocus() for editor in self.editors)

    def _on_name(self) -> None:
        if not self._own_initials:
            self.initials.show_value(initials_of(self.name.value()))

    def _on_initials(self) -> None:
        self._own_initials = bool(self.initials.value())


def _field(text: str, editor: Editor, name: str) -> QVBoxLayout:
    editor.name(name, text)
    above = label(text, "small", "muted")
    above.setBuddy(editor.input)
    box = QVBoxLayout()
    box.setSpacing(theme.px(4))
    box.addWidget(above)
    box.addWidget(editor)
    return box


def _trouble(name: str) -> QLabel:
    said = paragraph("", "small", "danger", name=name)
    said.hide()
    return said


def _centred(card: QWidget) -> QWidget:
    card.setMaximumWidth(theme.px(640))
    page = Page()
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 8)
    row.addStretch(1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, theme.space("m"), 0, theme.space("m"))
    column.addStretch(1)
    column.addLayout(row)
    column.addStretch(2)
    return page
