"""A field for the unit's passphrase: hidden until one chooses to see it, and what is wrong with it stands under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.editors.text import LineEditor
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.labels import label, paragraph


class PassphraseField(QWidget):
    """One passphrase, typed word by word as it stands on the paper."""

    given = Signal()
    """Enter was pressed."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__()
        self._editor = LineEditor()
        self._editor.name(name, what)
        self._editor.input.setEchoMode(QLineEdit.EchoMode.Password)
        self._editor.setMaximumWidth(
            theme.px(480)
        )  # not the whole: what is wrong needs the room to be told in
        self._editor.settled.connect(self.given)
        self._eye = icon_button("eye", _("Visa lösenfrasen"), f"{name}.show", self._turn)
        self._trouble = paragraph("", "small", "danger", name=f"{name}.error")
        self._trouble.hide()
        above = label(what, "small", "muted")
        above.setBuddy(self._editor.input)
        line = QHBoxLayout()
        line.setSpacing(theme.space("s"))
        line.addWidget(self._editor, 8)
        line.addWidget(self._eye)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(above)
        column.addLayout(line)
        column.addWidget(self._trouble)
        self.setFocusProxy(self._editor)

    def value(self) -> str:
        """What has been typed."""
        return str(self._editor.value())

    def clear(self) -> None:
        """Nothing is typed, and nothing is wrong."""
        self._editor.show_value("")
        self.refuse("")

    def refuse(self, why: str) -> None:
        """What was typed stays, and why it will not do stands under it; "" for nothing wrong."""
        self._trouble.setText(why)
        self._trouble.setVisible(bool(why))
        self._editor.tell(why)
        if why:
            self._editor.input.selectAll()
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        hidden = self._editor.input.echoMode() == QLineEdit.EchoMode.Password
        echo = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self._editor.input.setEchoMode(echo)
        text = _("Dölj lösenfrasen") if hidden else _("Visa lösenfrasen")
        self._eye.setIcon(icons.icon("eye-off" if hidden else "eye", "muted", on="accent"))
        self._eye.setToolTip(text)
        self._eye.setAccessibleName(text)
