"""A small panel that asks for a value or two: Enter stores them, Esc leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.ui import theme
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.widgets.labels import label, paragraph
from dialogdesk.ui.widgets.popup import Popup


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value to be asked for: its name in `save`, its label, the control, and what it is now."""

    name: str
    label: str
    editor: Editor
    now: Any = None


class FieldsPopup(Popup):
    """Asks, stores with `save`, and closes; what `save` refuses is told under the fields, and stays."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        wanted: Sequence[Wanted],
        save: Callable[[Mapping[str, Any]], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._wanted, self._save = wanted, save
        self._is_settled = False
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space("s"))
        grid.setVerticalSpacing(theme.space("s"))
        for row, each in enumerate(wanted):
            each.editor.name(f"{name}.{each.name}", each.label)
            each.editor.show_value(each.now)
            each.editor.settled.connect(self._settle)
            title: QLabel = label(each.label, "small", "muted")
            title.setBuddy(each.editor.input)
            grid.addWidget(title, row, 0)
            grid.addWidget(each.editor, row, 1)
        self._trouble = paragraph("", "small", "danger", name=f"{name}.trouble")
        self._trouble.hide()
        self.body.addLayout(grid)
        self.body.addWidget(self._trouble)
        self.setFixedWidth(theme.px(320))

    def open_at(self, anchor: QWidget, part: QRect) -> None:
        """The panel is under a part of `anchor`, the keyboard in its first field."""
        self.open_below(anchor, part)
        self._wanted[0].editor.setFocus(Qt.FocusReason.PopupFocusReason)
        select = getattr(self._wanted[0].editor.input, "selectAll", None)
        if select is not None:
            select()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._is_settled = True
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A click elsewhere stores what was typed, if it can be stored."""
        if not self._is_settled:
            self._is_settled = True
            self._store()
        super().closeEvent(event)

    def _settle(self) -> None:
        if not self._is_settled and self._store():
            self._is_settled = True
            self.close()

    def _store(self) -> bool:
        """What was typed is stored; False if it cannot be, which then is told."""
        try:
            values = {each.name: each.editor.value() for each in self._wanted}
            if any(values[each.name] != each.now for each in self._wanted):
                self._save(values)
        except UserError as error:
            self._tell(error)
            return False
        return True

    def _tell(self, error: UserError) -> None:
        for each in self._wanted:
            each.editor.tell(str(error) if error.field == each.name else "")
        self._trouble.setText(str(error))
        self._trouble.show()
        self.adjustSize()
