"""The window builds a tab when it is first shown, keeps what is hidden stale, and can be made anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.i18n import N_, _, set_language
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.main_window import MainWindow
from dialogdesk.ui.sidebar import NextMeeting
from dialogdesk.ui.tab import Place, Tab, TabSpec
from tests.keyboard import Keyboard

MEETING, SUPPLIER = uuid4(), uuid4()


class Sheet(Tab):
    """A tab with one line to write on, that remembers what was asked of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.refreshed: list[frozenset[type[Record]]] = []
        self.place: Place | None = None
        self.can_store = True
        self.flushed = 0
        self.line = QLineEdit()
        self.line.setObjectName(f"{name}.line")
        self.line.setAccessibleName(name)
        self.title = QLabel(_("Möte"))
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addWidget(self.line)

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        self.refreshed.append(changed)

    def show_record(self, kind: type[Record], id: UUID) -> None:  # noqa: A002 - as Tab has it
        self.place = Place(kind, id)
        self.context_changed.emit(f"{kind.label}: {id}")

    def current(self) -> Place | None:
        return self.place

    def focus_first(self) -> None:
        self.line.setFocus()

    def flush(self) -> bool:
        self.flushed += 1
        return self.can_store


class Desk:
    """The window under test, and the tabs built for it, in order."""

    def __init__(self, memory: dict[str, str]) -> None:
        self.built: list[str] = []
        self.memory = memory
        specs = [
            TabSpec(name, label, icon, partial(self._build, name), frozenset(owns))
            for name, label, icon, owns in (
                ("overview", N_("Översikt"), "layout-dashboard", ()),
                ("market", N_("Marknad"), "chart-column", ("procurement", "supplier")),
                ("calendar", N_("Kalender"), "calendar-days", ()),
                ("minutes", N_("Protokoll"), "pen-line", ("meeting", "line")),
                ("governance", N_("Uppföljning"), "layers", ()),
            )
        ]
        self.window = MainWindow(specs, memory)

    def _build(self, name: str) -> Tab:
        self.built.append(name)
        return Sheet(name)

    def sheet(self) -> Sheet:
        tab = self.window.current_tab()
        assert isinstance(tab, Sheet)
        return tab

    def text(self, name: str) -> str:
        label = self.window.findChild(QLabel, name)
        assert label is not None
        return label.text()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk({})
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window._closes_anyway = True


def test_the_window_is_painted_before_any_tab_is_built(qtbot: QtBot) -> None:
    made = Desk({})
    qtbot.addWidget(made.window)
    with qtbot.waitSignal(made.window.painted):
        made.window.show()
    assert made.built == []


def test_what_makes_the_window_imports_nothing_heavy() -> None:
    heavy = {
        "sqlalchemy",
        "sqlcipher3",
        "reportlab",
        "babel",
        "PIL",
        "PySide6.QtPdf",
        "dialogdesk.domain.records",
    }
    code = (
        "import sys, dialogdesk.ui.main_window, dialogdesk.ui.jobs\n"
        f"print(sorted(set(sys.modules) & {heavy!r}))\n"
        "print(sorted(m for m in sys.modules if m.startswith(('dialogdesk.services', 'dialogdesk.store'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "[]"]


def test_the_first_tab_is_built_when_the_window_begins_and_no_other(desk: Desk) -> None:
    desk.window.begin()
    assert desk.built == ["overview"]


def test_the_tab_of_last_time_is_shown(qtbot: QtBot) -> None:
    made = Desk({"window.tab": "calendar"})
    qtbot.addWidget(made.window)
    made.window.begin()
    assert made.built == ["calendar"]


@pytest.mark.parametrize("memory", [{"window.tab": "gone"}, {"window.geometry": "not base64 at all"}])
def test_a_memory_that_makes_no_sense_is_passed_over(qtbot: QtBot, memory: dict[str, str]) -> None:
    made = Desk(memory)
    qtbot.addWidget(made.window)
    made.window.begin()
    assert made.built == ["overview"]


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_2, "market"), (Qt.Key.Key_5, "governance")])
def test_alt_and_a_figure_switch_tabs(desk: Desk, keyboard: Keyboard, key: Qt.Key, name: str) -> None:
    desk.window.begin()
    keyboard.press(desk.sheet().line, key, Qt.KeyboardModifier.AltModifier)
    assert desk.sheet().objectName() == name
    assert QApplication.focusWidget() is desk.sheet().line


def test_a_click_in_the_sidebar_switches_tabs_and_marks_the_one_shown(desk: Desk) -> None:
    desk.window.begin()
    entry = desk.window.findChild(QAbstractButton, "sidebar.minutes")
    assert entry is not None
    entry.click()
    assert desk.sheet().objectName() == "minutes"
    assert entry.isChecked()
    assert desk.built == ["overview", "minutes"]


def test_what_is_typed_is_stored_before_a_tab_is_left(desk: Desk) -> None:
    desk.window.begin()
    first = desk.sheet()
    desk.window.open_tab("market")
    assert first.flushed == 1


def test_the_visible_tab_is_refreshed_at_once_and_the_others_when_they_are_shown(desk: Desk) -> None:
    desk.window.begin()
    overview = desk.sheet()
    desk.window.open_tab("market")
    market = desk.sheet()
    desk.window.records_changed(frozenset({Meeting}))
    desk.window.records_changed(frozenset({Supplier}))
    assert market.refreshed == [frozenset({Meeting}), frozenset({Supplier})]
    assert overview.refreshed == []
    desk.window.open_tab("overview")
    assert overview.refreshed == [frozenset({Meeting, Supplier})]
    desk.window.open_tab("market")
    desk.window.open_tab("overview")
    assert len(overview.refreshed) == 1


def test_a_record_is_shown_in_the_tab_that_owns_its_type(desk: Desk) -> None:
    desk.window.begin()
    desk.sheet().opened.emit(Place(Meeting, MEETING))
    assert desk.sheet().objectName() == "minutes"
    assert desk.sheet().place == Place(Meeting, MEETING)
    assert desk.text("window.context") == f"Möte: {MEETING}"


def test_the_context_line_follows_the_tab(desk: Desk) -> None:
    desk.window.show_place(Place(Meeting, MEETING))
    desk.window.show_place(Place(Supplier, SUPPLIER))
    assert str(SUPPLIER) in desk.text("window.context")
    desk.window.open_tab("minutes")
    assert str(MEETING) in desk.text("window.context")
    desk.window.open_tab("calendar")
    assert desk.text("window.context") == ""


def test_a_hidden_tab_does_not_change_the_context_line(desk: Desk) -> None:
    desk.window.show_place(Place(Meeting, MEETING))
    minutes = desk.sheet()
    desk.window.open_tab("calendar")
    minutes.context_changed.emit("annat")
    assert desk.text("window.context") == ""


def test_everything_is_made_anew_in_another_language_with_the_same_record_in_sight(
    desk: Desk, qapp: QApplication
) -> None:
    desk.window.show_place(Place(Procurement, SUPPLIER))
    desk.window.show_saved("09:19")
    before = desk.sheet()
    set_language("en")
    theme.apply(qapp, "dark", 1.25)
    assert desk.window.rebuild()
    assert desk.sheet() is not before
    assert desk.sheet().objectName() == "market"
    assert desk.sheet().place == Place(Procurement, SUPPLIER)
    assert desk.text("sidebar.saved") != ""
    assert desk.built == ["market", "market"]


def test_nothing_is_made_anew_while_something_typed_cannot_be_stored(desk: Desk) -> None:
    desk.window.begin()
    sheet = desk.sheet()
    sheet.can_store = False
    assert not desk.window.rebuild()
    assert desk.sheet() is sheet
    assert "rödmarkerat" in desk.text("notice.text")


def test_the_window_does_not_close_over_unstored_words_unless_told_to(desk: Desk) -> None:
    desk.window.begin()
    desk.sheet().can_store = False
    assert not desk.window.close()
    anyway = desk.window.findChild(QAbstractButton, "notice.remedy")
    assert anyway is not None
    anyway.click()
    assert not desk.window.isVisible()


def test_the_place_of_the_window_is_remembered(qtbot: QtBot) -> None:
    memory: dict[str, str] = {}
    first = Desk(memory)
    qtbot.addWidget(first.window)
    first.window.resize(790, 560)
    first.window.show()
    first.window.close()
    second = Desk(memory)
    qtbot.addWidget(second.window)
    assert (second.window.width(), second.window.height()) == (790, 560)


def test_what_a_tab_says_is_shown(desk: Desk) -> None:
    desk.window.begin()
    desk.sheet().say("Protokollet är exporterat.")
    assert desk.text("notice.text") == "Protokollet är exporterat."
    desk.window.say(Notice("Disken är full.", "error"))
    assert desk.text("notice.text") == "Disken är full."


@pytest.mark.parametrize(("width", "narrow"), [(1280, False), (1100, True)])
def test_the_sidebar_is_icons_only_in_a_narrow_window(desk: Desk, width: int, *, narrow: bool) -> None:
    desk.window.show_saved("09:19")
    desk.window.resize(width, 800)
    QApplication.processEvents()
    sidebar = desk.window.findChild(QWidget, "sidebar")
    saved = desk.window.findChild(QLabel, "window.saved")
    assert sidebar is not None
    assert saved is not None
    assert (sidebar.width() < 100) is narrow
    assert saved.isVisible() is narrow
    assert saved.text() == "Sparat 09:19"


def test_the_next_meeting_can_be_opened_from_its_card(desk: Desk) -> None:
    desk.window.begin()
    card = desk.window.findChild(QAbstractButton, "sidebar.next_meeting")
    assert card is not None
    assert not card.isVisible()
    desk.window.show_next_meeting(NextMeeting("Avtalsmöte", "i dag 09:00", Place(Meeting, MEETING)))
    assert card.isVisible()
    assert card.accessibleName() == "Nästa möte: Avtalsmöte, i dag 09:00"
    card.click()
    assert desk.sheet().place == Place(Meeting, MEETING)


def test_a_page_stands_in_for_the_tabs_until_one_is_opened(desk: Desk) -> None:
    desk.window.begin()
    page = QWidget()
    page.setObjectName("settings")
    desk.window.show_page(page)
    assert page.isVisible()
    assert desk.window.current_tab() is None
    desk.window.open_tab("overview")
    assert desk.sheet().isVisible()
    assert desk.built == ["overview"]


def test_search_settings_and_text_size_are_asked_for_by_key(
    qtbot: QtBot, desk: Desk, keyboard: Keyboard
) -> None:
    desk.window.begin()
    control = Qt.KeyboardModifier.ControlModifier
    steps: list[int] = []
    desk.window.text_size_asked.connect(steps.append)
    with qtbot.waitSignal(desk.window.search_asked):
        keyboard.press(desk.sheet().line, Qt.Key.Key_K, control)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        keyboard.press(desk.sheet().line, key, control)
    assert steps == [1, -1, 0]


def test_f6_walks_between_the_sidebar_and_the_tab(desk: Desk, keyboard: Keyboard) -> None:
    desk.window.begin()
    assert QApplication.focusWidget() is desk.sheet().line
    keyboard.press(desk.sheet().line, Qt.Key.Key_F6)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "sidebar.overview"
    keyboard.press(focus, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is desk.sheet().line


def test_f6_comes_to_a_notice_that_is_shown(desk: Desk, keyboard: Keyboard) -> None:
    desk.window.begin()
    desk.window.say(Notice("I papperskorgen", remedy=Remedy("Ångra", print)))
    keyboard.press(desk.sheet().line, Qt.Key.Key_F6)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName().startswith("notice.")


def test_everything_that_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    desk.window.begin()
    desk.window.show_next_meeting(NextMeeting("Avtalsmöte", "i dag 09:00", Place(Meeting, MEETING)))
    desk.window.say(Notice("Exporterat", remedy=Remedy("Öppna mappen", print)))
    for widget in desk.window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.objectName().startswith("qt_"):
            assert widget.accessibleName(), widget
            assert widget.objectName(), widget
