"""A form is a tuple of fields: it shows a record, and stores what is typed as it is typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.errors import InvalidValue, UserError
from dialogdesk.domain.record import Column, Record
from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.fields import Field
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.labels import label, paragraph

Save = Callable[[Mapping[str, Any]], Record | None]
"""Stores the changes and gives the record as it then stands; UserError with `field` if they cannot be."""

Rows = Iterable["Field | tuple[Field, ...]"]
"""Fields under each other; those in a tuple beside each other."""

_PAUSE = 250
"""Milliseconds after the last key until what is typed is stored."""


@dataclass(slots=True, eq=False)
class _Slot:
    """One field as it stands on the screen."""

    field: Field
    column: Column | None
    editor: Editor
    message: QLabel
    changed: bool = False
    """Typed in since it was last stored."""
    wrong: bool = False
    being_written: bool = False
    """Typed in since it got the keyboard."""


class Form(QWidget):
    """Shows the fields of one record and stores each by `save` when it is typed.

    A field that is not accepted keeps what was typed and says why under itself. A new record is first stored when its
    required fields are filled in; `save` then gets all of them. In `save`, `record` is the one being edited, or None.
    """

    def __init__(self, kind: type[Record], fields: Rows, *, save: Save, name: str, more: Rows = ()) -> None:
        super().__init__()
        self.setObjectName(name)
        self.record: Record | None = None
        self._kind, self._save, self._name = kind, save, name
        self._columns = {column.name: column for column in kind.columns}
        self._slots: dict[str, _Slot] = {}
        self._values: dict[str, Any] = {}
        self._trouble = paragraph("", "small", "danger", name=f"{name}.error")
        self._trouble.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._store_typed)
        self._lay_out(fields, more)
        self.start()
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there are no widgets without one
        app.focusChanged.connect(self._on_focus)

    # what the tab calls

    def show_record(self, record: Record) -> None:
        """The record is shown; where the same one was shown, what is being typed is left alone."""
        another = self.record is None or self.record.id != record.id
        if another and self.record is not None:
            self.flush()
        if another:
            self._forget()
        self._adopt(record, but_focused=not another)

    def start(self, **initial: Any) -> None:
        """An empty form for a record not yet stored, with those values filled in."""
        self._forget()
        self.record = None
        self._values = {name: self._default(name) for name in self._slots} | initial
        for slot in self._slots.values():
            slot.editor.show_value(self._values[slot.field.name])

    def flush(self) -> bool:
        """What is being typed is stored; False if something could not be, which then says why."""
        self._pause.stop()
        stored = [self._store(slot, settled=True, leaving=True) for slot in self._slots.values()]
        return all(stored)

    @property
    def is_edited(self) -> bool:
        """Whether something is being typed, or is stored in a moment: nobody else's change is to come in between.

        A field that was not accepted and has been left alone is no reason to wait: what it says may stand for ever.
        """
        waits = self._pause.isActive() and any(slot.changed for slot in self._slots.values())
        return self.isVisible() and (waits or any(slot.being_written for slot in self._slots.values()))

    def store_typed(self) -> None:
        """What has been typed is stored now, if it would be in a moment anyway."""
        if self._pause.isActive():
            self._pause.stop()
            self._store_typed()

    def values(self) -> dict[str, Any]:
        """What the fields say now; InvalidValue names the first that cannot be read."""
        return self._values | {name: self._read(slot) for name, slot in self._slots.items()}

    def focus_first(self) -> None:
        """The keyboard is in the first field."""
        self.focus(next(iter(self._slots)))

    def focus(self, name: str) -> None:
        """The keyboard is in the field named."""
        self._slots[name].editor.setFocus()

    # laying out

    def _lay_out(self, fields: Rows, more: Rows) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        self._add_rows(column, fields)
        folded = tuple(more)
        if folded:
            self._add_more(column, folded)
        column.addWidget(self._trouble)
        column.addStretch(1)

    def _add_more(self, column: QVBoxLayout, folded: Rows) -> None:
        rest = QWidget()
        rest.hide()
        inner = QVBoxLayout(rest)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.space("m"))
        self._add_rows(inner, folded)
        self._rest = rest
        self._unfold = button(
            _("Visa mer"), f"{self._name}.more", self._turn, icon="chevron-down", look="link"
        )
        line = QHBoxLayout()
        line.addWidget(self._unfold)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(rest)

    def _turn(self) -> None:
        self._rest.setHidden(not self._rest.isHidden())
        self._unfold.setText(_("Visa mer") if self._rest.isHidden() else _("Visa mindre"))

    def _add_rows(self, column: QVBoxLayout, rows: Rows) -> None:
        for row in rows:
            line = QHBoxLayout()
            line.setSpacing(theme.space("l"))
            for each in row if isinstance(row, tuple) else (row,):
                line.addLayout(self._add_field(each), each.stretch)
            column.addLayout(line)

    def _add_field(self, each: Field) -> QVBoxLayout:
        column = self._columns.get(each.name)
        text = str(each.label or (column.label if column else each.name))
        editor = each.editor(column, text)
        name = f"{self._name}.{each.name}"
        editor.name(name, text)
        message = paragraph("", "small", "danger", name=f"{name}.error")
        message.hide()
        slot = _Slot(each, column, editor, message)
        self._slots[each.name] = slot
        self._connect(slot)
        box = QVBoxLayout()
        box.setSpacing(theme.px(4))
        if not each.labels_itself:
            above = label(text, "small", "muted", name=f"{name}.label")
            above.setBuddy(editor.input)
            box.addWidget(above)
        box.addWidget(editor)
        box.addWidget(message)
        box.addStretch(1)
        return box

    def _connect(self, slot: _Slot) -> None:
        slot.editor.typed.connect(partial(self._on_typed, slot))
        slot.editor.settled.connect(partial(self._store, slot, settled=True))
        slot.editor.refused.connect(partial(self._tell, slot))

    # what the user does

    def _on_typed(self, slot: _Slot) -> None:
        slot.changed = True
        slot.being_written = _within(slot.editor, QApplication.focusWidget())
        if slot.field.saves_as_typed:
            self._pause.start()

    def _on_focus(self, left: QWidget | None, entered: QWidget | None) -> None:
        for slot in self._slots.values():
            if _within(slot.editor, left) and not _within(slot.editor, entered):
                slot.being_written = False
                self._store(slot, settled=True)

    # storing

    def _store_typed(self) -> None:
        """What has been typed is stored; only a field already marked says anything of its troubles yet."""
        for slot in self._slots.values():
            if slot.changed and slot.field.saves_as_typed:
                self._store(slot, settled=False)

    def _store(self, slot: _Slot, *, settled: bool, leaving: bool = False) -> bool:
        """The field is stored if it was typed in; True if nothing of it is left to store."""
        if slot.changed and not self._try_save(slot, settled=settled, leaving=leaving):
            return False
        if settled:
            slot.editor.show_value(self._values[slot.field.name])
        return True

    def _try_save(self, slot: _Slot, *, settled: bool, leaving: bool) -> bool:
        try:
            changes = self._changes(slot)
            if self.record is None and not leaving and self._lacks(changes):
                return False
            stored = self._save(changes)
        except UserError as error:
            self._refuse(slot, error, settled=settled)
            return False
        self._accept(changes)
        if stored is not None:
            self._adopt(stored, but_focused=True)
        self._try_the_rest()
        return True

    def _changes(self, slot: _Slot) -> dict[str, Any]:
        """What to store: the field, or of a new record everything that can be read."""
        changes = {slot.field.name: self._read(slot)}
        if self.record is not None:
            return changes
        for other in self._slots.values():
            if other is not slot:
                with suppress(InvalidValue):
                    changes[other.field.name] = self._read(other)
        return self._values | changes

    def _lacks(self, changes: Mapping[str, Any]) -> bool:
        """Whether a required field of a new record is still empty."""
        return any(c.required and not str(changes.get(c.name) or "").strip() for c in self._kind.columns)

    def _read(self, slot: _Slot) -> Any:
        try:
            return slot.editor.value()
        except InvalidValue as error:
            raise InvalidValue(str(error), field=slot.field.name) from error

    def _accept(self, changes: Mapping[str, Any]) -> None:
        """Those values are stored; what was said of them, and of others for their sake, no longer holds."""
        self._values.update(changes)
        for name, slot in self._slots.items():
            slot.changed = slot.changed and name not in changes
            if not slot.changed:
                self._tell(slot, "")
        self._trouble.hide()

    def _try_the_rest(self) -> None:
        """A field refused for the sake of another may be accepted now."""
        for slot in self._slots.values():
            if slot.changed and slot.wrong:
                self._store(slot, settled=False)

    def _refuse(self, slot: _Slot, error: UserError, *, settled: bool) -> None:
        concerned = self._slots.get(error.field or "")
        if concerned is None:
            self._trouble.setText(str(error))
            self._trouble.show()
        elif settled or concerned.wrong:
            slot.wrong = True
            self._tell(concerned, str(error))

    def _tell(self, slot: _Slot, trouble: str) -> None:
        if not trouble and not slot.wrong:
            return
        slot.wrong = bool(trouble)
        slot.message.setText(trouble)
        slot.message.setVisible(bool(trouble))
        slot.editor.tell(trouble)

    # showing

    def _adopt(self, record: Record, *, but_focused: bool) -> None:
        self.record = record
        for name, slot in self._slots.items():
            self._values[name] = self._value_of(record, slot.field)
            # A text being written is left alone; a value come to but not touched follows what it depends on.
            written = slot.field.saves_as_typed and _within(slot.editor, QApplication.focusWidget())
            if not slot.changed and not (but_focused and written):
                slot.editor.show_value(self._values[name])

    def _value_of(self, record: Record, field: Field) -> Any:
        return field.of(record) if field.of else getattr(record, field.name, self._values.get(field.name))

    def _forget(self) -> None:
        """Nothing is waiting to be stored, and no field is marked."""
        self._pause.stop()
        for slot in self._slots.values():
            slot.changed = slot.being_written = False
            self._tell(slot, "")
        self._trouble.hide()

    def _default(self, name: str) -> Any:
        for each in dataclasses.fields(self._kind):
            if each.name == name and each.default is not dataclasses.MISSING:
                return each.default
        return None


def _within(editor: Editor, widget: QWidget | None) -> bool:
    """Whether the widget is a part of the editor; the windows an editor opens are parts of it too."""
    while widget is not None and widget is not editor:
        widget = widget.parentWidget()
    return widget is editor
