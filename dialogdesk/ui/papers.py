"""What the window does when a document is asked for: it is shown in place of the tab, until one goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dialogdesk.ui.main_window import MainWindow
from dialogdesk.ui.tab import PaperAsked

if TYPE_CHECKING:  # the window is painted before these are imported
    from dialogdesk.domain.values import Copy
    from dialogdesk.services.desk import Desk
    from dialogdesk.ui.jobs import Jobs


class Papers(QObject):
    """Shows documents, prints them and saves them, in the one window there is."""

    def __init__(self, window: MainWindow, desk: Callable[[], Desk | None], jobs: Jobs) -> None:
        """`desk` gives the desk, or None while none is open or it is nobody's yet."""
        super().__init__(window)
        self._window, self._desk, self._jobs = window, desk, jobs
        self._asked: PaperAsked | None = None
        self._copy: Copy | None = None
        window.paper_asked.connect(self.show)

    def show(self, asked: PaperAsked) -> None:
        """The document is shown, in our own copy; printed or saved at once if that is what it is asked for."""
        self._asked, self._copy = asked, None
        self._show()

    def _show(self) -> None:
        from dialogdesk.domain.values import Copy
        from dialogdesk.ui.preview.page import PreviewPage

        desk, asked = self._desk(), self._asked
        if desk is None or asked is None:
            return
        self._window.flush()
        page = PreviewPage(desk, self._jobs, asked, self._copy or Copy.OWN)
        page.left.connect(self._window.begin)  # with the tab one came from
        page.said.connect(self._window.say)
        page.copy_changed.connect(self._remember)
        self._asked = asked._replace(then="look")  # what is done is done, when the window is made anew
        self._window.show_page(page, again=self._show)

    def _remember(self, copy: Copy) -> None:
        self._copy = copy
