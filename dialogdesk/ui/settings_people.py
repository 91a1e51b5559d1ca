"""Our people on the settings page: a row of fields each, stored as typed, taken away with a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count, pairwise
from typing import Any
from uuid import UUID

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.record import Column
from dialogdesk.domain.records import Person
from dialogdesk.i18n import _
from dialogdesk.services import conflicts
from dialogdesk.services.desk import Desk
from dialogdesk.services.market import restore_record
from dialogdesk.services.unit import our_people, remove_person, save_person
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.fields import Choice, Field, Text
from dialogdesk.ui.forms import Form
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.disputed import Disputed
from dialogdesk.ui.widgets.labels import plain_tip

Store = Callable[[UUID | None, Mapping[str, Any]], Person]
"""Stores a person, a new one for None, and gives the person as stored."""

_LARGEST_ON_ONE_LINE = 1.3
"""Up to this text size the fields of a person stand beside each other."""


class People(QWidget):
    """Everyone who works here."""

    said = Signal(object)
    """A Notice."""

    changed = Signal()
    """Somebody was added, renamed, removed or brought back."""

    conflict_asked = Signal(object)
    """The Place of a person who was written in two versions: the user wants to choose."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._storing = False
        self._numbers = count(1)
        self._rows: list[_PersonRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.space("s" if _on_one_line() else "xl"))
        self._add = button(
            _("Lägg till person"), "settings.add_person", self._add_row, icon="plus", look="link"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addLayout(self._column)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.reload()

    def reload(self) -> None:
        """There is a row for everyone stored, in the order they were entered, and last the one being added."""
        with self._desk.read() as db:
            people = our_people(db)
        known = {row.person.id: row for row in self._rows if row.person is not None}
        shown = [known.pop(p.id) if p.id in known else self._new_row(p) for p in people]
        self._drop(known.values())
        self._arrange([*shown, *(row for row in self._rows if row.person is None)])
        disputed = conflicts.disputed(self._desk, Person)
        for row in shown:
            row.show_disputed(disputed.get(row.person.id, ()) if row.person is not None else ())

    def refresh(self) -> None:
        """The rows are true again after somebody was changed elsewhere; one being stored here shows itself."""
        if self._storing:
            return
        self.reload()
        with self._desk.read() as db:
            people = {person.id: person for person in our_people(db)}
        for row in self._rows:
            if row.person is not None:
                row.form.show_record(people[row.person.id])

    def flush(self) -> bool:
        """What is being typed is stored; False if some of it cannot be."""
        flushed = [row.form.flush() for row in self._rows]
        return all(flushed)

    # what the user does

    def _add_row(self) -> None:
        """A row to write in: the one that waits for a name, if there is one."""
        waiting = [row for row in self._rows if row.person is None]
        if not waiting:
            waiting = [self._new_row(None)]
            self._arrange([*self._rows, *waiting])
        waiting[0].form.focus_first()

    def _store(self, person_id: UUID | None, changes: Mapping[str, Any]) -> Person:
        self._storing = True
        try:
            stored = save_person(self._desk, person_id, **changes)
        finally:
            self._storing = False
        with self._desk.read() as db:
            person = db.get(Person, stored)
        self.changed.emit()
        return person

    def _ask_conflict(self, row: _PersonRow) -> None:
        if row.person is not None:
            self.conflict_asked.emit(Place(Person, row.person.id))

    def _remove(self, row: _PersonRow) -> None:
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        person = row.person
        if person is None:
            self._drop([row])
            self._arrange([other for other in self._rows if other is not row])
            return
        remove_person(self._desk, person.id)
        self.reload()
        self.changed.emit()
        undo = Remedy(_("Ångra"), partial(_bring_back, self._desk, person.id, self))
        text = _("{name} är borttagen. Protokollen behåller namnet.").format(name=person.name)
        self.said.emit(Notice(text, remedy=undo))

    # laying out

    def _new_row(self, person: Person | None) -> _PersonRow:
        row = _PersonRow(f"settings.person{next(self._numbers)}", person, self._store)
        row.remove.clicked.connect(partial(self._remove, row))
        row.disputed.asked.connect(partial(self._ask_conflict, row))
        return row

    def _arrange(self, rows: list[_PersonRow]) -> None:
        self._rows = rows
        for place, row in enumerate(rows):
            self._column.removeWidget(row)
            self._column.insertWidget(place, row)
            row.show_labels(shown=place == 0 or not _on_one_line())
        for before, after in pairwise([*(stop for row in rows for stop in row.stops()), self._add]):
            self.setTabOrder(before, after)

    def _drop(self, rows: Iterable[_PersonRow]) -> None:
        for row in rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()


class _PersonRow(QWidget):
    """The fields of one person, and the button that takes the person away."""

    def __init__(self, name: str, person: Person | None, store: Store) -> None:
        super().__init__()
        self.person = person
        self._store = store
        self.form = Form(Person, _fields(), save=self._save, name=name)
        self.remove = icon_button("trash-2", "", f"{name}.remove")
        self.disputed = Disputed(f"{name}.disputed")
        self._labels = [
            label for label in self.form.findChildren(QLabel) if label.objectName().endswith(".label")
        ]
        self._above = QWidget()
        self._above.setFixedHeight(self._labels[0].sizeHint().height() + theme.px(4))
        end = QVBoxLayout()
        end.setSpacing(0)
        end.addWidget(self._above)
        end.addWidget(self.remove)
        end.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.space("s"))
        line.addWidget(self.form, 1)
        line.addLayout(end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.disputed)
        column.addLayout(line)
        if person is not None:
            self.form.show_record(person)
        self._name_button()

    def show_labels(self, *, shown: bool) -> None:
        """The fields say what they are; where rows stand under each other the first one says it for all."""
        self._above.setVisible(shown)
        for label in self._labels:
            label.setVisible(shown)

    def show_disputed(self, fields: Sequence[Column]) -> None:
        """A line above the fields says which of them were written in two versions; none for none."""
        self.disputed.say([str(field.label) for field in fields])

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in reading order; the list of a drop-down is a window of its own."""
        parts = [*self.disputed.findChildren(QWidget), *self.form.findChildren(QWidget)]
        takes_keys = Qt.FocusPolicy.TabFocus
        here = [w for w in parts if w.focusPolicy() & takes_keys and w.window() is self.window()]
        return [*here, self.remove]

    def _save(self, changes: Mapping[str, Any]) -> Person:
        self.person = self._store(self.person.id if self.person else None, changes)
        self._name_button()
        return self.person

    def _name_button(self) -> None:
        tip = _("Ta bort {name}").format(name=self.person.name) if self.person else _("Ta bort")
        self.remove.setAccessibleName(tip)
        plain_tip(self.remove, tip)


def _bring_back(desk: Desk, person_id: UUID, people: People) -> None:
    """The person is one of ours again; the page may be gone by now."""
    restore_record(desk, Person, person_id)
    if shiboken6.isValid(people):
        people.reload()
        people.changed.emit()


def _on_one_line() -> bool:
    return theme.active().text_factor <= _LARGEST_ON_ONE_LINE


def _fields() -> Sequence[Field | tuple[Field, ...]]:
    name, initials = Text("name", stretch=8), Text("initials", stretch=3)
    role, email = Choice("role", stretch=7), Text("email", stretch=12)
    return ((name, initials, role, email),) if _on_one_line() else ((name, initials), (role, email))
