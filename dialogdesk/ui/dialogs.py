"""The dialogs there are: a question before something not easily taken back, waiting, and the report of a fault."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.buttons import Button, button
from dialogdesk.ui.widgets.labels import label, paragraph

_PATIENCE = 300
"""Milliseconds of waiting before anything is said about it."""


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


class Waiting(QDialog):
    """How far something has come that the program cannot leave half-way, a page of paper at a time."""

    def __init__(self, parent: QWidget, text: str, total: int, consequence: str) -> None:
        """Shown only once it takes time; `consequence` says what comes of calling it off."""
        super().__init__(parent)
        self.setObjectName("waiting")
        self.setWindowTitle(text)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.called_off = False
        """Whether the user does not want to wait for the rest."""
        self._total = total
        self._since = QElapsedTimer()
        self._since.start()
        self._bar = QProgressBar()
        self._bar.setObjectName("waiting.progress")
        self._bar.setAccessibleName(text)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, total)
        self._told = label("", "body", "muted", name="waiting.told")
        column = _dialog_column(self, theme.px(360))
        for each in (label(text, "h3"), self._bar, self._told, paragraph(consequence, "small", "muted")):
            column.addWidget(each)
        column.addLayout(_buttons(button(_("Avbryt"), "waiting.cancel", self.reject)))

    def tell(self, done: int) -> None:
        """So many of them are done; the window answers its keys before the next."""
        self._bar.setValue(done)
        self._told.setText(_("Sida {page} av {count}").format(page=done, count=self._total))
        if self._since.elapsed() >= _PATIENCE and done < self._total:
            self.show()
        if self.isVisible():
            QApplication.processEvents()

    def reject(self) -> None:
        """Esc and the button call the rest off."""
        self.called_off = True

    def end(self) -> None:
        """It is done, or called off."""
        self.hide()
        self.deleteLater()


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
