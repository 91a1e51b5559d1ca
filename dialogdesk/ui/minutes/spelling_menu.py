"""What the menu of a line offers about a misspelt word: what may have been meant, and to take the word for right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu

from dialogdesk.dictionary import suggestions
from dialogdesk.i18n import _
from dialogdesk.ui.jobs import Jobs


def offer(
    menu: QMenu, word: str, jobs: Jobs, replace: Callable[[str], object], add: Callable[[], object]
) -> None:
    """The menu begins with suggestions for the word; they are fetched while it is open."""
    following = menu.actions()[0]
    looking = QAction(_("Söker förslag …"), menu)
    looking.setObjectName("minutes.spelling.looking")
    looking.setEnabled(False)
    adding = QAction(_("Lägg till i ordlistan"), menu)
    adding.setObjectName("minutes.spelling.add")
    adding.triggered.connect(add)
    menu.insertActions(following, [looking, adding])
    menu.insertSeparator(following)
    fetched = _Fetched(menu, looking, replace)
    jobs.run(suggestions, word, done=fetched.show, failed=fetched.fail)


class _Fetched(QObject):
    """Puts the suggestions in their place when they come; the menu may be gone by then, and this with it."""

    def __init__(self, menu: QMenu, looking: QAction, replace: Callable[[str], object]) -> None:
        super().__init__(menu)
        self._menu, self._looking, self._replace = menu, looking, replace
        menu.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An Enter that comes before them does nothing: Qt would put it on the row that adds the word."""
        hurried = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return hurried and self._is_nowhere()

    def show(self, found: tuple[str, ...]) -> None:
        """The suggestions stand first, and Enter takes the likeliest; but whoever is on another row by then stays there."""
        self._menu.removeEventFilter(self)
        if not found:
            self._looking.setText(_("Inga förslag"))
            return
        menu, is_nowhere, bottom = self._menu, self._is_nowhere(), self._menu.geometry().bottom()
        rows = [self._row(n, text) for n, text in enumerate(found, 1)]
        menu.insertActions(self._looking, rows)
        menu.removeAction(self._looking)
        if is_nowhere:
            menu.setActiveAction(rows[0])
            bottom = min(menu.geometry().bottom(), menu.screen().availableGeometry().bottom())
        # Else it grows upwards: what is under the pointer stays there.
        menu.move(menu.x(), bottom + 1 - menu.height())

    def fail(self, _error: Exception) -> None:
        """There is no dictionary any more, or the worker was lost: the word can still be taken for right."""
        self.show(())

    def _is_nowhere(self) -> bool:
        """Whether no row is chosen that does anything."""
        return self._menu.activeAction() in (None, self._looking)

    def _row(self, number: int, text: str) -> QAction:
        row = QAction(text, self._menu)
        row.setObjectName(f"minutes.spelling.suggestion{number}")
        row.triggered.connect(partial(self._replace, text))
        return row
