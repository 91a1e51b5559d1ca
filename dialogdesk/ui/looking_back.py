"""What the window does about what has been done: undo and redo, the history of a record, the bin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.ui import shared_screen
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.main_window import MainWindow
from dialogdesk.ui.tab import Command, Place
from dialogdesk.ui.undo_keys import REDO_KEYS, UNDO_KEYS, UndoKeys

if TYPE_CHECKING:  # the window is painted before these are imported
    from dialogdesk.services.desk import Desk


@contextmanager
def _hands_off() -> Iterator[None]:
    """A field that has the keyboard is left alone when something is stored; meanwhile none has, so all show the truth."""
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    try:
        yield
    finally:
        if focus is not None and shiboken6.isValid(focus) and QApplication.focusWidget() is None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)


def _may_quote() -> bool:
    """Whether what was written may be told of: not while others see the screen."""
    return not shared_screen.is_on()


class LookingBack(QObject):
    """Undoes, does again and shows what was, in the one window there is."""

    def __init__(self, window: MainWindow, desk: Callable[[], Desk | None]) -> None:
        """`desk` gives the desk, or None while none is open or it is nobody's yet."""
        super().__init__(window)
        self._window, self._desk = window, desk
        self._keys = UndoKeys(window)
        self._keys.undo_asked.connect(self.undo)
        self._keys.redo_asked.connect(self.redo)
        window.history_asked.connect(self.show_history)

    def undo(self, *, offered: bool = False) -> None:
        """What was done last, or what has been offered, is undone, and it is said what that was."""
        desk = self._desk()
        if desk is None:
            return
        from dialogdesk.services.undo import undo

        again = Remedy(_("Gör om"), self.redo)
        self._do(
            partial(undo, desk, quoting=_may_quote(), offered=offered),
            _("Ångrade: {what}"),
            _("Inget att ångra."),
            again,
        )

    def redo(self, *, offered: bool = False) -> None:
        """What was undone last, or what has been offered, is done again, and it is said what that was."""
        desk = self._desk()
        if desk is None:
            return
        from dialogdesk.services.undo import redo

        back = Remedy(_("Ångra"), self.undo)
        self._do(
            partial(redo, desk, quoting=_may_quote(), offered=offered),
            _("Gjorde om: {what}"),
            _("Inget att göra om."),
            back,
        )

    def commands(self) -> tuple[Command, ...]:
        """What can be undone, done again and looked at now, for the list of commands."""
        desk = self._desk()
        if desk is None:
            return ()
        from dialogdesk.services.undo import next_redo, next_undo

        found: list[Command] = []
        if what := next_undo(desk, quoting=_may_quote()):
            found.append(
                (_("Ångra: {what}").format(what=what), UNDO_KEYS[0], partial(self.undo, offered=True))
            )
        if what := next_redo(desk, quoting=_may_quote()):
            found.append(
                (_("Gör om: {what}").format(what=what), REDO_KEYS[0], partial(self.redo, offered=True))
            )
        tab = self._window.current_tab()
        for place in tab.places() if tab else ():
            text = _("Historik för {the}").format(the=place.kind.the)
            found.append((text, "", partial(self.show_history, place)))
        return (*found, (_("Papperskorgen"), "", self.show_bin))

    def show_history(self, place: Place) -> None:
        """The history of the record is shown in place of the tab, until one goes back."""
        from dialogdesk.ui.history_page import HistoryPage

        desk = self._desk()
        if desk is None:
            return
        self._window.flush()
        tab = self._window.current_tab()
        try:
            page = HistoryPage(desk, place)
        except UserError as error:
            self._window.say(Notice.of(error))
            return
        page.left.connect(partial(self._go_back, tab.objectName() if tab else ""))
        page.said.connect(self._window.say)
        self._window.show_page(page, again=partial(self.show_history, place))

    def show_bin(self) -> None:
        """The bin is shown in place of the tab, until one goes back."""
        from dialogdesk.ui.bin_page import BinPage

        desk = self._desk()
        if desk is None:
            return
        self._window.flush()
        tab = self._window.current_tab()
        page = BinPage(desk)
        page.left.connect(partial(self._go_back, tab.objectName() if tab else ""))
        page.said.connect(self._window.say)
        self._window.show_page(page, again=self.show_bin)

    def _go_back(self, tab: str) -> None:
        """The tab one came from is in sight again, with the record it had; else the one of last time."""
        if tab:
            self._window.open_tab(tab)
        else:
            self._window.begin()

    def _do(self, do: Callable[[], str], told: str, nothing: str, remedy: Remedy) -> None:
        self._window.flush()  # what is being typed is a step too
        try:
            with _hands_off():
                what = do()
        except UserError as error:
            self._window.say(Notice.of(error))
            return
        self._window.say(Notice(told.format(what=what), remedy=remedy) if what else Notice(nothing))
