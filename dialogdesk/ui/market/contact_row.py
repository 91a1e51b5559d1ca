"""One contact on a supplier's card: two lines to read, a small form when it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.record import Column
from dialogdesk.domain.records import Person
from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.fields import Text
from dialogdesk.ui.forms import Form
from dialogdesk.ui.widgets.buttons import IconButton, button, icon_button
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.disputed import Disputed
from dialogdesk.ui.widgets.labels import ElidedLabel, plain_tip

SaveContact = Callable[[UUID | None, Mapping[str, Any]], Person]
"""Stores a contact, a new one for None, and gives it as it then stands."""

_FIELDS = ((Text("name"), Text("title")), (Text("email"), Text("phone")))


class ContactRow(QWidget):
    """A contact, read or written. Enter or Esc ends the writing; all of it is stored either way."""

    asked = Signal()
    """The user wants to write in it."""

    closed = Signal()
    """It is read again, with what was typed stored."""

    left = Signal()
    """It was closed by its own button or key, so the keyboard is to go on from here."""

    remove_asked = Signal()

    conflict_asked = Signal()
    """Something of it was written in two versions: the user wants to choose."""

    def __init__(self, person: Person | None, save: SaveContact) -> None:
        super().__init__()
        self.person = person
        self.is_new = person is None
        """Added in this place and not closed since: it keeps its place until then."""
        self._save = save
        self._reading = _Reading()
        self._reading.edit.clicked.connect(self.asked)
        self._reading.remove.clicked.connect(self.remove_asked)
        self._writing: _Writing | None = None
        self._disputed = Disputed("market.contact.disputed")
        self._disputed.setContentsMargins(0, theme.px(6), 0, 0)
        self._disputed.asked.connect(self.conflict_asked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._disputed)
        self._column.addWidget(self._reading)
        self._column.addWidget(hairline())
        if person is not None:
            self._tell(person)

    def show_person(self, person: Person) -> None:
        """This is the contact as it stands; what is being typed is left alone."""
        self.person = person
        self._tell(person)
        if self._writing is not None:
            self._writing.form.show_record(person)

    def show_disputed(self, fields: Sequence[Column]) -> None:
        """A line above it says which fields were written in two versions; none for none."""
        self._disputed.say([str(field.label) for field in fields])

    def open(self) -> None:
        """It can be written, with the keyboard in the name."""
        if self._writing is None:
            self._writing = _Writing(self._store)
            self._writing.done.connect(self._leave)
            self._column.insertWidget(2, self._writing)
            if self.person is not None:
                self._writing.form.show_record(self.person)
        self._reading.hide()
        self._writing.show()
        self._writing.form.focus_first()

    def close(self) -> bool:
        """It is read again; False if something typed cannot be stored, which then says why."""
        if self._writing is None:
            return True
        if not self._writing.form.flush():
            return False
        self._column.removeWidget(self._writing)
        self._writing.hide()
        self._writing.deleteLater()
        self._writing = None
        self._reading.show()
        self.is_new = False
        self.closed.emit()
        return True

    def flush(self) -> bool:
        """What is being typed is stored; False if it could not be."""
        return self._writing is None or self._writing.form.flush()

    def focus(self) -> None:
        """The keyboard is at its button for writing."""
        self._reading.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in reading order."""
        takes_keys = Qt.FocusPolicy.TabFocus
        return [widget for widget in self.findChildren(QWidget) if widget.focusPolicy() & takes_keys]

    def _store(self, changes: Mapping[str, Any]) -> Person:
        self.person = self._save(self.person.id if self.person else None, changes)
        self._tell(self.person)
        return self.person

    def _tell(self, person: Person) -> None:
        self._reading.show_person(person)
        self._disputed.name(f"market.contact.disputed.{person.id}")

    def _leave(self) -> None:
        if self.close():
            self.left.emit()


class _Reading(QWidget):
    """Name over title, e-post over telephone, and the two things one can do."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._title = ElidedLabel(style="strong"), ElidedLabel(style="small", colour="muted")
        self._email, self._phone = ElidedLabel(), ElidedLabel(style="small", colour="muted")
        self.edit: IconButton = icon_button("pencil", _("Ändra"), "market.contact.edit")
        self.remove: IconButton = icon_button("trash-2", _("Ta bort"), "market.contact.remove")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.px(6), 0, theme.px(6))
        line.setSpacing(theme.space("s"))
        pairs = ((self._name, self._title, 3), (self._email, self._phone, 4))
        for above, below, share in pairs:
            pair = QVBoxLayout()
            pair.setSpacing(theme.px(2))
            pair.addWidget(above)
            pair.addWidget(below)
            line.addLayout(pair, share)
        line.addWidget(self.edit)
        line.addWidget(self.remove)

    def show_person(self, person: Person) -> None:
        texts = (
            (self._name, person.name),
            (self._title, person.title),
            (self._email, person.email or person.phone),
            (self._phone, person.phone if person.email else ""),
        )
        for line, text in texts:
            line.setText(text)
            line.setVisible(bool(text))
        for made, name, tip in (
            (self.edit, "edit", _("Ändra {name}").format(name=person.name)),
            (self.remove, "remove", _("Ta bort {name}").format(name=person.name)),
        ):
            made.setObjectName(f"market.contact.{name}.{person.id}")
            made.setAccessibleName(tip)
            plain_tip(made, tip)


class _Writing(QWidget):
    """The form of a contact and the button that says one is done."""

    done = Signal()

    def __init__(self, save: Callable[[Mapping[str, Any]], Person]) -> None:
        super().__init__()
        self.form = Form(Person, _FIELDS, save=save, name="market.contact")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space("m"), 0, theme.space("m"))
        column.setSpacing(theme.space("s"))
        column.addWidget(self.form)
        finish = button(_("Klar"), "market.contact.done", icon="check")
        finish.clicked.connect(self.done)
        column.addWidget(finish, 0, Qt.AlignmentFlag.AlignLeft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.done.emit()
            return
        super().keyPressEvent(event)
