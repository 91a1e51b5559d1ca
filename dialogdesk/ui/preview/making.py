"""What stands in place of the pages while they are made, and where they could not be."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.announce import announce
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.empty import EmptyState
from dialogdesk.ui.widgets.labels import label

PATIENCE = 300
"""Milliseconds before anything is said: what is made sooner just appears."""


class Making(QWidget):
    """How far the document has come, once it takes time; or why there is none."""

    called_off = Signal()
    """The user does not want to wait."""

    asked_again = Signal()
    """The user wants it tried once more."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setObjectName("preview.progress")
        self._bar.setAccessibleName(_("Gör i ordning dokumentet"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.px(280))
        self._told = label("", "small", "muted", name="preview.progress.told")
        self._cancel = button(_("Avbryt"), "preview.cancel", self.called_off.emit)
        self._trouble = EmptyState(
            "triangle-alert",
            _("Dokumentet kunde inte göras"),
            "",
            name="preview.trouble",
            action=_("Försök igen"),
            clicked=self.asked_again.emit,
            action_icon="refresh-cw",
        )
        self._working = self._lay_out()
        self._stack = QStackedLayout(self)
        self._blank = QWidget(focusPolicy=Qt.FocusPolicy.StrongFocus)
        self._blank.setAccessibleName(_("Gör i ordning dokumentet"))
        self.setFocusProxy(self._blank)
        for each in (self._blank, self._working, self._trouble):
            self._stack.addWidget(each)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_progress)

    def begin(self) -> None:
        """Nothing is said yet."""
        self._stack.setCurrentIndex(0)
        self._bar.setRange(0, 0)
        self._told.setText("")
        self._patience.start()

    def tell(self, done: int, total: int) -> None:
        """So many of the pages are made."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._told.setText(
            _("Sida {page} av {count}").format(page=shown.number(done), count=shown.number(total))
        )

    def end(self) -> None:
        """It is made, or nobody waits for it any more."""
        self._patience.stop()

    def show_trouble(self, text: str) -> None:
        """It could not be made: why, and what to do."""
        self._patience.stop()
        self._trouble.say(_("Dokumentet kunde inte göras"), text)
        self._stack.setCurrentWidget(self._trouble)
        announce(self, text)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is here, and has to go elsewhere when the pages come."""
        return self._blank.hasFocus() or self._cancel.hasFocus()

    def _show_progress(self) -> None:
        self._stack.setCurrentWidget(self._working)
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible():  # as in the pages, which are out of sight
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> QWidget:
        working = QWidget()
        column = QVBoxLayout(working)
        column.setSpacing(theme.space("m"))
        column.addStretch(2)
        for each in (label(_("Gör i ordning dokumentet"), "h3"), self._bar, self._told, self._cancel):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return working
