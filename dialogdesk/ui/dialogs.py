"""The two dialogs there are: a question before something not easily taken back, and the report of a fault."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.buttons import Button, button
from dialogdesk.ui.widgets.labels import paragraph


class Question(QDialog):
    """A question before something that cannot easily be taken back."""

    def __init__(self, parent: QWidget | None, question: str, action: str, consequence: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle(question)
        self.setModal(True)
        column = _dialog_column(self, theme.px(420))
        column.addWidget(paragraph(question, "h3", name="question.text"))
        if consequence:
            column.addWidget(paragraph(consequence, "body", "muted", name="question.consequence"))
        no = button(_("Avbryt"), "question.no", self.reject)
        yes = button(action, "question.yes", self.accept, look="danger")
        no.setDefault(True)
        column.addLayout(_buttons(no, yes))
        no.setFocus()


class CrashReport(QDialog):
    """Tells that something went wrong in the program itself, with a report to copy."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(_("Något gick fel i programmet"))
        self._report = report
        column = _dialog_column(self, theme.px(640))
        column.addWidget(paragraph(_("Något gick fel i programmet"), "h3", name="crash.title"))
        column.addWidget(
            paragraph(
                _(
                    "Felet ligger i programmet. Det som är sparat ligger kvar, och du kan fortsätta arbeta. "
                    "Kopiera rapporten och skicka den till den som sköter programmet."
                ),
                "body",
                "muted",
                name="crash.text",
            )
        )
        column.addWidget(self._box(), 1)
        self._copy = button(_("Kopiera rapporten"), "crash.copy", self._on_copy, icon="copy")
        done = button(_("Fortsätt arbeta"), "crash.close", self.accept, look="primary")
        column.addLayout(_buttons(self._copy, done))
        done.setDefault(True)
        done.setFocus()

    def _box(self) -> QPlainTextEdit:
        box = QPlainTextEdit(self._report)
        box.setReadOnly(True)
        box.setProperty("look", "field")
        box.setObjectName("crash.report")
        box.setAccessibleName(_("Felrapport"))
        box.setMinimumHeight(theme.px(220))
        box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        box.setFont(theme.font("small"))
        return box

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copy.setText(_("Kopierad"))


def _dialog_column(dialog: QDialog, width: int) -> QVBoxLayout:
    dialog.setMinimumWidth(width)
    column = QVBoxLayout(dialog)
    edge = theme.space("xl")
    column.setContentsMargins(edge, edge, edge, edge)
    column.setSpacing(theme.space("m"))
    return column


def _buttons(*buttons: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.space("s"))
    line.addStretch(1)
    for each in buttons:
        line.addWidget(each)
    return line
