"""The window: the sidebar, the context line, and one tab at a time, each built when it is first shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Notice, NoticeBar, Remedy, saved_text
from dialogdesk.ui.panes import step_pane
from dialogdesk.ui.sidebar import PRODUCT, ExchangeSign, NextMeeting, Sidebar
from dialogdesk.ui.tab import Place, Tab, TabSpec
from dialogdesk.ui.widgets.labels import ElidedLabel, label

if TYPE_CHECKING:
    from dialogdesk.domain.record import Record
    from dialogdesk.ui.forms import Form

ON_MAC = sys.platform == "darwin"
TAB_KEYS = "Ctrl+Alt+{n}" if ON_MAC else "Alt+{n}"
"""On a Mac Qt's Ctrl is ⌘ and its Alt is ⌥; nowhere else is Ctrl+Alt used, for there it is AltGr."""

_NARROW_BELOW = 1200
_FIRST_SIZE = (1280, 800)
_GEOMETRY, _TAB = "window.geometry", "window.tab"

Memory = MutableMapping[str, str]
"""What the window remembers from one time to the next, by key."""


class MainWindow(QMainWindow):
    """Shows tabs and tells what is said. It knows nothing of the desk: the tabs are made by their specs."""

    painted = Signal()
    """The window is on the screen for the first time: now is the time for what takes time."""

    search_asked = Signal()
    settings_asked = Signal()
    text_size_asked = Signal(int)
    """+1 larger, -1 smaller, 0 as designed."""

    history_asked = Signal(object)
    """A Place: the user wants to see what has been changed in it."""

    paper_asked = Signal(object)
    """A PaperAsked: the user wants a document on the screen, on paper or as a file."""

    exchange_asked = Signal()
    """The user wants to see how the exchange with the other computers stands."""

    conflicts_asked = Signal()
    """The user wants to see what was written in two versions."""

    conflict_asked = Signal(object)
    """A Place that was written in two versions: the user wants to choose."""

    rescue_asked = Signal()
    """The data are damaged: the user wants to see what there is to go back to."""

    def __init__(self, tabs: Sequence[TabSpec], memory: Memory) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(PRODUCT)
        self._specs = {spec.name: spec for spec in tabs}
        self._memory = memory
        self._stale: dict[str, frozenset[type[Record]]] = {}
        self._built: dict[str, Tab] = {}
        self._contexts: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        self._shown = ""
        self._saved = ""
        self._next: NextMeeting | None = None
        self._exchange: ExchangeSign | None = None
        self._has_painted = False
        self.is_ready = False
        """True once the desk is open and somebody's: there are tabs to show."""
        self._closes_anyway = False
        self._show_page_again: Callable[[], object] | None = None
        self._shell = self._new_shell()
        self._add_shortcuts()
        self._restore_geometry()

    # tabs

    def begin(self) -> None:
        """The tab of last time is shown, else the first."""
        self.is_ready = True
        remembered = self._memory.get(_TAB, "")
        self.open_tab(remembered if remembered in self._specs else next(iter(self._specs)))

    def open_tab(self, name: str) -> Tab:
        """The tab is shown, built if it never was, true to what is stored, and has the keyboard."""
        self._leave()
        tab = self._built.get(name) or self._build_again(name)
        self._shown = name
        self._memory[_TAB] = name
        self._shell.show_tab(tab, name)
        self._shell.context.setText(self._contexts.get(name, ""))
        changed = self._stale.pop(name, frozenset())
        if changed:
            tab.refresh(changed)
        tab.focus_first()
        return tab

    def _turn_to(self, name: str) -> None:
        """The user wants the tab; before the desk is open and somebody's, there is none to show."""
        if self.is_ready:
            self.open_tab(name)

    def show_place(self, place: Place) -> None:
        """The record is shown in the tab that owns its type."""
        name = next(spec.name for spec in self._specs.values() if place.kind.table in spec.owns)
        self.open_tab(name).show_record(place.kind, place.id)

    def show_page(self, page: QWidget, *, again: Callable[[], object] | None = None) -> None:
        """A page that is no tab, as the settings, stands where the tab was until a tab is opened.

        `again` shows it once more when the window has been made anew. If the page has the verbs `refresh` and
        `flush` of a tab, they are asked as a tab's are.
        """
        self._leave()
        self._shown = ""
        self._show_page_again = again
        self._shell.show_page(page)
        page.setFocus()

    def records_changed(self, changed: frozenset[type[Record]]) -> None:
        """What is in sight is true again after records of those types were stored; the rest when it is shown."""
        for name, tab in self._built.items():
            if name == self._shown:
                tab.refresh(changed)
            else:
                self._stale[name] = self._stale.get(name, frozenset()) | changed
        refresh = getattr(self._shell.page, "refresh", None)
        if refresh is not None:
            refresh(changed)

    def leave_as_it_is(self) -> None:
        """The tabs go on showing what they do, until something is stored: what is typed there has nowhere else to be."""
        self._stale.clear()

    def current_tab(self) -> Tab | None:
        """The tab in sight."""
        return self._built.get(self._shown)

    def in_sight(self) -> QWidget | None:
        """The tab in sight, or the page in place of it."""
        return self.current_tab() or self._shell.page

    @property
    def comes_back(self) -> bool:
        """Whether what is in sight is there again after `rebuild`."""
        return bool(self._shown) or self._show_page_again is not None

    def rebuild(self, *, anew: bool = False) -> bool:
        """Everything is made anew, in the language, colours and text size of now, with the same record in sight.

        With `anew` nothing is in sight: what was shown may not be there any more. False if something typed cannot
        be stored: it would be lost, so all stays as it is and says why.
        """
        if not self.flush():
            self.say(Notice(_("Rätta det som är rödmarkerat först, annars går det förlorat."), "error"))
            return False
        shown = self._shown
        self._places = {
            name: place for name, tab in self._built.items() if not anew and (place := tab.current())
        }
        self._built.clear()
        self._stale.clear()
        self._contexts.clear()
        self._shown = ""
        self._shell = self._new_shell()
        again = self._show_page_again
        if shown and not anew:
            self.open_tab(shown)
        elif again is not None and not anew:
            again()
        return True

    def drop_content(self) -> None:
        """Nothing is in the window any more: what its tabs show is about to be closed."""
        self._built.clear()
        self._shown = ""
        self._shell.hide()
        self._shell.deleteLater()

    def flush(self) -> bool:
        """What is being typed in any tab, or in the page in sight, is stored; False if some of it cannot be."""
        flushed = [tab.flush() for tab in self._built.values()]
        flush = getattr(self._shell.page, "flush", None)
        if flush is not None:
            flushed.append(flush())  # whatever a tab says: what is written in the page is kept too
        return all(flushed)

    def store_typed(self) -> None:
        """What is being typed is stored as it would be in a moment, without a word and without changing what is shown."""
        for tab in self._built.values():
            tab.store_typed()
        for form in self._forms():
            form.store_typed()

    def held(self) -> frozenset[tuple[str, str]]:
        """The rows being edited anywhere in the window, by table and hex id: what comes for them waits."""
        held = frozenset[tuple[str, str]]().union(*(tab.held() for tab in self._built.values()))
        return held | {
            (form.record.table, form.record.id.hex)
            for form in self._forms()
            if form.record is not None and form.is_edited
        }

    def _forms(self) -> Sequence[Form]:
        from dialogdesk.ui.forms import Form

        return self._shell.findChildren(Form)

    # what is said

    def say(self, notice: Notice) -> None:
        """The notice is shown at the foot of the window; one that tells of damage leads to the backups."""
        if notice.is_damage and getattr(self._shell.page, "tells_of_damage", False):
            return
        if notice.is_damage and notice.remedy is None:
            notice = replace(notice, remedy=Remedy(_("Återställ …"), self.rescue_asked.emit))
        self._shell.notice.say(notice)

    def show_saved(self, clock: str) -> None:
        """The sign says when something was last stored, as "09:19"."""
        self._saved = saved_text(clock)
        self._shell.show_saved(self._saved)

    def show_next_meeting(self, meeting: NextMeeting | None) -> None:
        """The card says which meeting comes next."""
        self._next = meeting
        self._shell.sidebar.show_next(meeting)

    def show_exchange(self, sign: ExchangeSign | None) -> None:
        """The sign says how the exchange with the other computers stands; None where there is none."""
        if sign != self._exchange:
            self._exchange = sign
            self._shell.sidebar.show_exchange(sign)

    # making

    def _new_shell(self) -> _Shell:
        keys = [TAB_KEYS.format(n=n) for n in range(1, len(self._specs) + 1)]
        shown_keys = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
        shell = _Shell(list(self._specs.values()), shown_keys)
        shell.sidebar.tab_asked.connect(self._turn_to)
        shell.sidebar.meeting_asked.connect(self.show_place)
        shell.sidebar.search_asked.connect(self.search_asked)
        shell.sidebar.settings_asked.connect(self.settings_asked)
        shell.sidebar.exchange_asked.connect(self.exchange_asked)
        shell.sidebar.conflicts_asked.connect(self.conflicts_asked)
        self.setCentralWidget(shell)  # the old one is deleted by Qt
        shell.show_saved(self._saved)
        shell.sidebar.show_next(self._next)
        shell.sidebar.show_exchange(self._exchange)
        shell.fit(self.width())
        return shell

    def _build_again(self, name: str) -> Tab:
        """The tab is built; what it showed before the window was made anew it shows again."""
        tab = self._build(name)
        place = self._places.pop(name, None)
        if place is not None:
            tab.show_record(place.kind, place.id)
        return tab

    def _build(self, name: str) -> Tab:
        tab = self._specs[name].build()
        tab.setObjectName(name)
        tab.opened.connect(self.show_place)
        tab.said.connect(self.say)
        tab.history_asked.connect(self.history_asked)
        tab.paper_asked.connect(self.paper_asked)
        tab.conflict_asked.connect(self.conflict_asked)
        tab.context_changed.connect(partial(self._on_context, name))
        self._built[name] = tab
        return tab

    def _on_context(self, name: str, context: str) -> None:
        self._contexts[name] = context
        if name == self._shown:
            self._shell.context.setText(context)

    def _leave(self) -> None:
        tab = self.current_tab()
        if tab is not None:
            tab.flush()
            return
        flush = getattr(self._shell.page, "flush", None)
        if flush is not None:
            flush()

    def _add_shortcuts(self) -> None:
        for number, name in enumerate(self._specs, start=1):
            self._add_shortcut(partial(self._turn_to, name), TAB_KEYS.format(n=number))
        self._add_shortcut(self.search_asked.emit, "Ctrl+K")
        self._add_shortcut(self.settings_asked.emit, "Ctrl+,")
        self._add_shortcut(partial(self.text_size_asked.emit, 1), "Ctrl++", "Ctrl+=")
        self._add_shortcut(partial(self.text_size_asked.emit, -1), "Ctrl+-")
        self._add_shortcut(partial(self.text_size_asked.emit, 0), "Ctrl+0")
        self._add_shortcut(partial(self._cycle_panes, 1), "Meta+Tab" if ON_MAC else "F6")
        self._add_shortcut(partial(self._cycle_panes, -1), "Meta+Shift+Tab" if ON_MAC else "Shift+F6")

    def _add_shortcut(self, do: Callable[[], object], *keys: str) -> None:
        shortcut = QShortcut(self)
        shortcut.setKeys([QKeySequence(key) for key in keys])
        shortcut.activated.connect(do)

    def _cycle_panes(self, step: int) -> None:
        """The keyboard goes to the next pane: the sidebar, those of the tab, then the notice if one is shown."""
        shown: Sequence[QWidget] = getattr(self.in_sight(), "panes", tuple)()
        step_pane((self._shell.sidebar, *shown, self._shell.notice), step)

    # the window itself

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shell.fit(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.flush() and not self._closes_anyway:
            anyway = Remedy(_("Stäng ändå"), self._close_anyway)
            text = _("Allt är inte sparat: rätta det som är rödmarkerat, eller vänta tills disken svarar.")
            self.say(Notice(text, "error", anyway))
            event.ignore()
            return
        geometry = self.saveGeometry().toBase64().toStdString()
        self._memory[_GEOMETRY] = geometry
        super().closeEvent(event)

    def _close_anyway(self) -> None:
        self._closes_anyway = True
        self.close()

    def _restore_geometry(self) -> None:
        self.setMinimumSize(760, 520)
        remembered = QByteArray.fromBase64(self._memory.get(_GEOMETRY, "").encode())
        if not self.restoreGeometry(remembered):
            room = self.screen().availableSize()
            self.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height()))


class _Shell(QWidget):
    """What fills the window: thrown away and made anew when language, colours or text size change."""

    def __init__(self, tabs: Sequence[TabSpec], shortcuts: Sequence[str]) -> None:
        super().__init__()
        self.sidebar = Sidebar(tabs, shortcuts)
        self.context = ElidedLabel("", "small", "muted", name="window.context")
        self._saved = label("", "small", "muted", name="window.saved")
        self._stack = QStackedWidget()
        self.page: QWidget | None = None
        """What is shown in place of a tab."""
        content = self._content()
        self.notice = NoticeBar(content)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.sidebar)
        line.addWidget(content, 1)

    def show_tab(self, tab: Tab, name: str) -> None:
        """The tab fills the content."""
        if self._stack.indexOf(tab) < 0:
            self._stack.addWidget(tab)
        self._stack.setCurrentWidget(tab)
        self.sidebar.show_tab(name)
        self._drop_page()

    def show_page(self, page: QWidget) -> None:
        """The page fills the content, until a tab is shown."""
        self._drop_page()
        self.page = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self.context.setText("")
        self.sidebar.show_tab("")

    def show_saved(self, text: str) -> None:
        """The sign that all is saved, in the sidebar or, when that is narrow, at the top."""
        self._saved.setText(text)
        self.sidebar.show_saved(text)

    def fit(self, width: int) -> None:
        """The sidebar is icons only where the window is narrow for the text size."""
        narrow = width < theme.px(_NARROW_BELOW)
        self.sidebar.set_narrow(narrow=narrow)
        self._saved.setVisible(narrow)
        side, foot = (theme.px(14), theme.px(10)) if narrow else (theme.px(28), theme.px(24))
        self._column.setContentsMargins(side, theme.px(10), side, foot)

    def _content(self) -> QWidget:
        content = QWidget()
        self._column = column = QVBoxLayout(content)
        column.setSpacing(theme.px(4))
        top = QHBoxLayout()
        top.addWidget(self.context, 1)
        top.addWidget(self._saved)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        return content

    def _drop_page(self) -> None:
        if self.page is not None:
            self._stack.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None
