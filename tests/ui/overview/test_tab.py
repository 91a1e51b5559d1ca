"""The first page shows the day and leads to everything on it, by mouse or keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.dates import at
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Edition, Line, Meeting, Supplier
from dialogdesk.domain.values import LineKind, MeetingKind
from dialogdesk.i18n import set_language
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.overview.rows import Rows
from dialogdesk.ui.overview.tab import OverviewTab
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard

TODAY = date(2026, 11, 20)
NOW = at(TODAY, time(8, 30)).astimezone(UTC)


class Clock:
    """The time the desk believes it is."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=clock)
    yield desk
    desk.close()


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def tab(desk: Desk, jobs: Jobs, qtbot: QtBot) -> OverviewTab:
    tab = OverviewTab(desk, jobs)
    desk.listen(tab.refresh)
    qtbot.addWidget(tab)
    tab.resize(1064, 760)
    tab.show()
    return tab


def add(desk: Desk, *records: Record) -> None:
    with desk.write() as tx:
        for record in records:
            tx.add(record)


def meeting(title: str, day: int = 0, hour: int = 9, **values: object) -> Meeting:
    starts_at = at(TODAY + timedelta(days=day), time(hour))
    return Meeting(
        **{"title": title, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), **values}  # type: ignore[arg-type]
    )


def action(of: Meeting, text: str, due: int | None = None) -> Line:
    return Line(
        meeting_id=of.id,
        position="i",
        written_at=NOW,
        kind=LineKind.ACTION,
        text=text,
        due=None if due is None else TODAY + timedelta(days=due),
    )


def rows(tab: QWidget, name: str) -> Rows:
    found = tab.findChild(Rows, f"overview.{name}")
    assert found is not None
    return found


def texts(tab: QWidget, name: str) -> list[str]:
    model = rows(tab, name).model()
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def press_button(tab: QWidget, name: str) -> None:
    button = tab.findChild(QAbstractButton, name)
    assert button is not None
    assert button.isVisibleTo(tab)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def click(of: Rows, row: int, x: int) -> None:
    rect = of.row_rect(row)
    QTest.mouseClick(of.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, rect.center().y()))


def test_the_heading_is_the_date_of_today(tab: OverviewTab) -> None:
    title = tab.findChild(QLabel, "overview.title")
    assert title is not None
    assert title.text() == "Fredag 20 november"


def test_the_heading_speaks_english(desk: Desk, jobs: Jobs, qtbot: QtBot) -> None:
    set_language("en")
    tab = OverviewTab(desk, jobs)
    qtbot.addWidget(tab)
    title = tab.findChild(QLabel, "overview.title")
    assert title is not None
    assert title.text() == "Friday 20 November"


def test_todays_meetings_are_told_with_hours_supplier_and_place(desk: Desk, tab: OverviewTab) -> None:
    supplier = Supplier(name="Norrvatten AB")
    running = meeting("Avstämning", hour=8, started_at=NOW, supplier_id=supplier.id, place="Rum 3")
    add(desk, supplier, running, meeting("Internt", hour=14, kind=MeetingKind.INTERNAL))
    assert texts(tab, "today") == [
        "08:00–09:00, Avstämning, Norrvatten AB · Rum 3, Pågår",
        "14:00–15:00, Internt, Internt möte",
    ]


def test_enter_on_a_card_opens_its_minutes(
    desk: Desk, tab: OverviewTab, qtbot: QtBot, keyboard: Keyboard
) -> None:
    first, second = meeting("Ett", hour=9), meeting("Två", hour=10)
    add(desk, first, second)
    tab.focus_first()
    today = rows(tab, "today")
    assert today.currentIndex().row() == 0
    keyboard.press(today, Qt.Key.Key_Down)
    with qtbot.waitSignal(tab.minutes_asked) as asked:
        keyboard.press(today, Qt.Key.Key_Return)
    assert asked.args == [second.id]


@pytest.mark.parametrize(("day", "where"), [(0, "today"), (3, "ahead"), (-3, "unfinished")])
def test_a_click_on_a_meeting_opens_its_minutes(
    desk: Desk, tab: OverviewTab, qtbot: QtBot, day: int, where: str
) -> None:
    visit = meeting("Besök", day)
    add(desk, visit)
    with qtbot.waitSignal(tab.minutes_asked) as asked:
        click(rows(tab, where), 0, 150)
    assert asked.args == [visit.id]


def test_the_arrow_keys_go_from_the_meetings_to_the_actions(
    desk: Desk, tab: OverviewTab, keyboard: Keyboard
) -> None:
    visit = meeting("Besök")
    add(desk, visit, action(visit, "Ring"))
    tab.focus_first()
    keyboard.press(rows(tab, "today"), Qt.Key.Key_Down)
    assert tab.focusWidget() is rows(tab, "actions")
    keyboard.press(rows(tab, "actions"), Qt.Key.Key_Up)
    assert tab.focusWidget() is rows(tab, "today")


def test_late_actions_come_first_and_say_so(desk: Desk, tab: OverviewTab) -> None:
    visit = meeting("Besök", -5, finished_at=NOW)
    add(desk, visit, action(visit, "Utan dag"), action(visit, "Snart", 1), action(visit, "Sen", -2))
    assert texts(tab, "actions") == [
        "Sen, Besök, ons 18 nov, försenad",
        "Snart, Besök, I morgon",
        "Utan dag, Besök",
    ]


def test_a_day_of_another_year_says_its_year(desk: Desk, tab: OverviewTab) -> None:
    visit = meeting("Besök", -400, finished_at=NOW)
    add(desk, visit, action(visit, "Gammal", -400))
    assert texts(tab, "actions") == ["Gammal, Besök, 2025-10-16, försenad"]


def test_ticking_an_action_marks_it_done_and_can_be_undone(
    desk: Desk, tab: OverviewTab, qtbot: QtBot
) -> None:
    visit = meeting("Besök", -5, finished_at=NOW)
    todo = action(visit, "Ring")
    add(desk, visit, todo)
    with qtbot.waitSignal(tab.said) as said:
        click(rows(tab, "actions"), 0, 22)
    notice = said.args[0]
    assert isinstance(notice, Notice)
    assert stored(desk, todo.id).done_at == NOW
    assert texts(tab, "actions") == []
    assert notice.remedy is not None
    notice.remedy.do()
    assert stored(desk, todo.id).done_at is None
    assert texts(tab, "actions") == ["Ring, Besök"]


def test_a_double_click_on_a_box_ticks_that_action_only(desk: Desk, tab: OverviewTab) -> None:
    visit = meeting("Besök", -5, finished_at=NOW)
    todo = [action(visit, text, n) for n, text in enumerate(("Ett", "Två"))]
    add(desk, visit, *todo)
    actions = rows(tab, "actions")
    click(actions, 0, 22)
    QTest.mouseDClick(actions.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(22, 20))
    assert [stored(desk, line.id).done_at is not None for line in todo] == [True, False]


def stored(desk: Desk, line_id: UUID) -> Line:
    with desk.read() as db:
        return db.get(Line, line_id)


def test_the_space_bar_ticks_one_action_after_the_other(
    desk: Desk, tab: OverviewTab, keyboard: Keyboard
) -> None:
    visit = meeting("Besök", -5, finished_at=NOW)
    todo = [action(visit, text, n) for n, text in enumerate(("Ett", "Två", "Tre"))]
    add(desk, visit, *todo)
    actions = rows(tab, "actions")
    actions.setFocus()
    keyboard.press(actions, Qt.Key.Key_Space)
    keyboard.press(actions, Qt.Key.Key_Space)
    assert [stored(desk, line.id).done_at is not None for line in todo] == [True, True, False]


def test_an_action_leads_to_its_line(desk: Desk, tab: OverviewTab, qtbot: QtBot, keyboard: Keyboard) -> None:
    visit = meeting("Besök", -5, finished_at=NOW)
    todo = action(visit, "Ring")
    add(desk, visit, todo)
    with qtbot.waitSignal(tab.opened) as opened:
        click(rows(tab, "actions"), 0, 200)
    assert opened.args == [Place(Line, todo.id)]
    rows(tab, "actions").setFocus()
    with qtbot.waitSignal(tab.opened) as opened:
        keyboard.press(rows(tab, "actions"), Qt.Key.Key_Enter)
    assert opened.args == [Place(Line, todo.id)]


def test_more_actions_than_fit_lead_to_the_follow_up(desk: Desk, tab: OverviewTab, qtbot: QtBot) -> None:
    visit = meeting("Besök", -5, finished_at=NOW)
    add(desk, visit, *(action(visit, f"Nr {n}", n) for n in range(20)))
    button = tab.findChild(QAbstractButton, "overview.all_actions")
    assert button is not None
    assert button.text() == "Visa alla 20"
    with qtbot.waitSignal(tab.follow_up_asked):
        press_button(tab, "overview.all_actions")


@pytest.mark.parametrize(
    ("button", "signal", "args"),
    [
        ("overview.first_note", "note_asked", [None]),
        ("overview.first_procurement", "procurement_asked", []),
        ("overview.first_booking", "booking_asked", [None]),
    ],
)
def test_an_empty_desk_shows_three_ways_to_begin(
    tab: OverviewTab, qtbot: QtBot, button: str, signal: str, args: list[object]
) -> None:
    with qtbot.waitSignal(getattr(tab, signal)) as asked:
        press_button(tab, button)
    assert asked.args == args


def test_the_first_steps_give_way_to_the_page(desk: Desk, tab: OverviewTab, qtbot: QtBot) -> None:
    add(desk, meeting("Besök", 3))
    steps = tab.findChild(QWidget, "overview.first_steps")
    assert steps is not None
    assert not steps.isVisibleTo(tab)
    with qtbot.waitSignal(tab.booking_asked):
        press_button(tab, "overview.book")
    with qtbot.waitSignal(tab.note_asked):
        press_button(tab, "overview.new_note")


def test_a_new_day_is_seen_without_a_change(desk: Desk, tab: OverviewTab, clock: Clock) -> None:
    add(desk, meeting("I morgon", 1))
    assert texts(tab, "today") == []
    clock.now += timedelta(days=1)
    tab._look_at_the_date()
    assert texts(tab, "today") == ["09:00–10:00, I morgon, Dialogmöte"]


def test_the_chosen_row_stays_when_something_is_added_before_it(desk: Desk, tab: OverviewTab) -> None:
    visit = meeting("Besök", hour=14)
    add(desk, visit)
    tab.focus_first()
    add(desk, meeting("Tidigare", hour=8))
    assert rows(tab, "today").current_value().id == visit.id


def test_many_meetings_that_wait_are_counted(desk: Desk, tab: OverviewTab) -> None:
    add(desk, *(meeting(f"Nr {n}", -n) for n in range(1, 10)))
    assert len(texts(tab, "unfinished")) == 6
    more = tab.findChild(QLabel, "overview.more_unfinished")
    assert more is not None
    assert more.text() == "och 3 till"


def test_a_narrow_page_scrolls_to_the_row_the_keyboard_is_on(
    desk: Desk, tab: OverviewTab, keyboard: Keyboard, qtbot: QtBot
) -> None:
    visit = meeting("Besök", -5, finished_at=NOW)
    add(desk, visit, *(action(visit, f"Nr {n}", n) for n in range(12)))
    tab.resize(700, 400)
    actions = rows(tab, "actions")
    qtbot.waitUntil(lambda: actions.mapTo(tab, QPoint()).y() > 100)
    actions.setFocus()
    for _step in range(11):
        keyboard.press(actions, Qt.Key.Key_Down)
    last = actions.mapTo(tab, actions.row_rect(actions.currentIndex().row()).bottomLeft())
    assert actions.currentIndex().row() == 11
    assert 0 < last.y() <= 400


def test_no_list_is_squeezed_where_the_page_is_higher_than_the_window(desk: Desk, tab: OverviewTab) -> None:
    old = meeting("Gammalt", -1)
    add(desk, old, *(meeting(f"Nr {n}", n // 2) for n in range(12)), action(old, "Ring"))
    tab.resize(1064, 400)
    QApplication.processEvents()
    for name in ("today", "unfinished", "ahead", "actions"):
        assert rows(tab, name).height() == rows(tab, name).sizeHint().height()


def test_the_first_steps_need_no_scroll_bar_where_there_is_room(tab: OverviewTab) -> None:
    QApplication.processEvents()
    page = tab.findChild(QScrollArea, "overview.page")
    assert page is not None
    assert page.verticalScrollBar().maximum() == 0


def test_every_row_has_a_name_for_the_screen_reader(desk: Desk, tab: OverviewTab) -> None:
    add(desk, meeting("Besök"))
    told = QAccessible.queryAccessibleInterface(rows(tab, "today"))
    assert told.text(QAccessible.Text.Name) == "Dagens möten"
    assert told.child(0).text(QAccessible.Text.Name) == "09:00–10:00, Besök, Dialogmöte"


@pytest.mark.parametrize("factor", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_page_is_drawn_in_every_theme_and_size(
    desk: Desk, jobs: Jobs, qtbot: QtBot, qapp: QApplication, appearance: theme.Appearance, factor: float
) -> None:
    theme.apply(qapp, appearance, factor)
    old = meeting("Gammalt", -1)
    add(desk, old, meeting("I dag"), meeting("Sedan", 2), action(old, "Ring !!"))
    tab = OverviewTab(desk, jobs)
    qtbot.addWidget(tab)
    tab.resize(1064, 760)
    tab.show()
    with qtbot.captureExceptions() as raised:
        tab.grab()
    assert raised == []


def held(n: int, **values: object) -> Meeting:
    return meeting(f"Möte {n}", -n, 9, finished_at=NOW - timedelta(days=n), **values)


def test_protocols_on_their_way_say_what_comes_next_and_lead_there(
    tab: OverviewTab, desk: Desk, keyboard: Keyboard
) -> None:
    card = tab.findChild(QWidget, "overview.filing_card")
    assert card is not None
    assert not card.isVisibleTo(tab)
    draft, note = held(1), held(2, kind=MeetingKind.PHONE_NOTE, handed_over_at=NOW)
    add(desk, draft, note)
    add(desk, Edition(meeting_id=note.id, digest="0" * 64, made_at=NOW))
    assert card.isVisibleTo(tab)
    assert texts(tab, "filing") == [
        "Möte 1, tors 19 nov, Fastställ",
        "Möte 2, ons 18 nov, Sätt in i pärmen",
    ]
    asked: list[UUID] = []
    tab.filing_asked.connect(asked.append)
    filing = rows(tab, "filing")
    filing.setFocus()
    keyboard.press(filing, Qt.Key.Key_Down)
    keyboard.press(filing, Qt.Key.Key_Return)
    assert asked == [note.id]
    with desk.write() as tx:
        tx.change(Meeting, note.id, document_number="2026-311", binder="12")
    assert texts(tab, "filing") == ["Möte 1, tors 19 nov, Fastställ"]


def test_todays_card_says_how_far_its_protocol_has_come(tab: OverviewTab, desk: Desk) -> None:
    held = meeting("Samtal", hour=7, started_at=NOW, finished_at=NOW, kind=MeetingKind.PHONE_NOTE)
    add(desk, held)
    assert texts(tab, "today")[0].endswith("Avslutat")
    add(desk, Edition(meeting_id=held.id, digest="0" * 64, made_at=NOW))
    assert texts(tab, "today")[0].endswith("Fastställt")
    with desk.write() as tx:
        tx.change(Meeting, held.id, handed_over_at=NOW, document_number="2026-311", binder="12")
    assert texts(tab, "today")[0].endswith("I pärmen")


def test_at_most_five_protocols_are_shown_until_all_are_asked_for(tab: OverviewTab, desk: Desk) -> None:
    add(desk, *(held(n) for n in range(1, 8)))
    assert len(texts(tab, "filing")) == 5
    press_button(tab, "overview.all_filing")
    assert len(texts(tab, "filing")) == 7
    press_button(tab, "overview.all_filing")
    assert len(texts(tab, "filing")) == 5
    add(desk, held(8))
    button = tab.findChild(QAbstractButton, "overview.all_filing")
    assert button is not None
    assert button.text() == "Visa alla 8"
