"""What the meetings left to do is listed, found, ticked off and followed back to its line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Line, Meeting, Person, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.governance.followed_table import COLUMNS, FollowedTable
from dialogdesk.ui.governance.tab import GovernanceTab
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard
from tests.ui.found import found

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NAMES = [column.name for column in COLUMNS]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=lambda: NOW)
    yield desk
    desk.close()


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def tab(desk: Desk, jobs: Jobs, qtbot: QtBot) -> GovernanceTab:
    tab = GovernanceTab(desk, jobs)
    desk.listen(tab.refresh)
    qtbot.addWidget(tab)
    tab.resize(1064, 760)
    tab.show()
    return tab


@pytest.fixture
def visit(desk: Desk) -> Meeting:
    supplier = Supplier(name="Norrvatten AB")
    visit = Meeting(
        title="Dialog om rör", starts_at=NOW, ends_at=NOW + timedelta(hours=1), supplier_id=supplier.id
    )
    add(desk, supplier, visit)
    return visit


def add(desk: Desk, *records: Record) -> None:
    with desk.write() as tx:
        for record in records:
            tx.add(record)


def line(
    of: Meeting,
    text: str,
    kind: LineKind = LineKind.ACTION,
    *,
    due: int | None = None,
    done: int | None = None,
    owner: Person | None = None,
) -> Line:
    return Line(
        meeting_id=of.id,
        position="i",
        written_at=NOW,
        kind=kind,
        text=text,
        due=None if due is None else NOW.date() + timedelta(days=due),
        done_at=None if done is None else NOW + timedelta(days=done),
        owner_id=owner.id if owner else None,
    )


def stored(desk: Desk, line_id: UUID) -> Line:
    with desk.read() as db:
        return db.get(Line, line_id)


def table(tab: QWidget) -> FollowedTable:
    found = tab.findChild(FollowedTable, "governance.lines")
    assert found is not None
    return found


def cells(tab: QWidget, column: str) -> list[str]:
    model = table(tab).model()
    return [model.index(row, NAMES.index(column)).data() for row in range(model.rowCount())]


def shown_columns(tab: QWidget) -> list[str]:
    return [name for n, name in enumerate(NAMES) if not table(tab).isColumnHidden(n)]


def turn_to(tab: QWidget, show: str) -> None:
    segment = tab.findChild(QAbstractButton, f"governance.lists.{show}")
    assert segment is not None
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton)


def at_cell(tab: QWidget, row: int, column: str) -> QPoint:
    of = table(tab)
    return of.visualRect(of.model().index(row, NAMES.index(column))).center()


def double_click(tab: QWidget, where: QPoint) -> None:
    """As the system tells of it: a click, and then a second one that is a double click."""
    QTest.mouseClick(table(tab).viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(table(tab).viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_open_actions_are_listed_with_all_that_belongs_to_them(
    desk: Desk, tab: GovernanceTab, visit: Meeting
) -> None:
    owner = Person(name="Karin Sundell")
    add(desk, owner, line(visit, "Skicka ritning", due=2, owner=owner), line(visit, "Klar", done=-1))
    assert [cells(tab, c) for c in ("action", "owner", "due", "meeting", "supplier")] == [
        ["Skicka ritning"],
        ["Karin Sundell"],
        ["2026-11-22"],
        ["Dialog om rör"],
        ["Norrvatten AB"],
    ]


def test_each_list_shows_its_own(desk: Desk, tab: GovernanceTab, visit: Meeting) -> None:
    add(
        desk,
        line(visit, "sen", due=-1),
        line(visit, "sedan", due=1),
        line(visit, "klar", done=-1),
        line(visit, "beslutat", LineKind.DECISION),
    )
    assert cells(tab, "action") == ["sen", "sedan"]
    turn_to(tab, "overdue")
    assert cells(tab, "action") == ["sen"]
    turn_to(tab, "done")
    assert cells(tab, "action") == ["klar"]
    turn_to(tab, "decisions")
    assert cells(tab, "decision") == ["beslutat"]
    assert shown_columns(tab) == ["decision", "meeting", "held", "supplier"]


def test_the_search_looks_in_text_owner_meeting_and_supplier(
    desk: Desk, tab: GovernanceTab, visit: Meeting, keyboard: Keyboard
) -> None:
    other = Meeting(title="Städ", starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    add(desk, other, line(visit, "Ring"), line(other, "Mejla"))
    search = tab.findChild(QWidget, "governance.search")
    assert search is not None
    keyboard.type(search, "norrv rör")
    keyboard.press(search, Qt.Key.Key_Down)
    assert cells(tab, "action") == ["Ring"]
    assert tab.focusWidget() is table(tab)


def test_a_click_on_the_box_ticks_and_the_notice_undoes(
    desk: Desk, tab: GovernanceTab, visit: Meeting, qtbot: QtBot
) -> None:
    todo = line(visit, "Ring")
    add(desk, todo)
    with qtbot.waitSignal(tab.said) as said:
        QTest.mouseClick(table(tab).viewport(), Qt.MouseButton.LeftButton, pos=at_cell(tab, 0, "tick"))
    assert stored(desk, todo.id).done_at == NOW
    assert cells(tab, "action") == []
    said.args[0].remedy.do()
    assert stored(desk, todo.id).done_at is None
    assert cells(tab, "action") == ["Ring"]


def test_a_double_click_on_a_box_ticks_that_action_only(
    desk: Desk, tab: GovernanceTab, visit: Meeting, qtbot: QtBot
) -> None:
    todo = [line(visit, text, due=n) for n, text in enumerate(("ett", "två"))]
    add(desk, *todo)
    with qtbot.assertNotEmitted(tab.opened):
        double_click(tab, at_cell(tab, 0, "tick"))
    assert [stored(desk, each.id).done_at is not None for each in todo] == [True, False]


def test_the_space_bar_ticks_one_after_the_other(
    desk: Desk, tab: GovernanceTab, visit: Meeting, keyboard: Keyboard
) -> None:
    todo = [line(visit, text, due=n) for n, text in enumerate(("ett", "två", "tre"))]
    add(desk, *todo)
    tab.focus_first()
    keyboard.press(table(tab), Qt.Key.Key_Space)
    keyboard.press(table(tab), Qt.Key.Key_Space)
    assert [stored(desk, each.id).done_at is not None for each in todo] == [True, True, False]
    assert cells(tab, "action") == ["tre"]


def test_a_done_action_can_be_opened_again(
    desk: Desk, tab: GovernanceTab, visit: Meeting, keyboard: Keyboard
) -> None:
    done = line(visit, "Ring", done=-1)
    add(desk, done)
    turn_to(tab, "done")
    tab.focus_first()
    keyboard.press(table(tab), Qt.Key.Key_Space)
    assert stored(desk, done.id).done_at is None


def test_a_decision_cannot_be_ticked(
    desk: Desk, tab: GovernanceTab, visit: Meeting, keyboard: Keyboard
) -> None:
    decided = line(visit, "Vite tas inte ut", LineKind.DECISION)
    add(desk, decided)
    turn_to(tab, "decisions")
    tab.focus_first()
    keyboard.press(table(tab), Qt.Key.Key_Space)
    assert stored(desk, decided.id).done_at is None


def test_enter_and_double_click_lead_to_the_line(
    desk: Desk, tab: GovernanceTab, visit: Meeting, qtbot: QtBot, keyboard: Keyboard
) -> None:
    todo = line(visit, "Ring")
    add(desk, todo)
    tab.focus_first()
    with qtbot.waitSignal(tab.opened) as opened:
        keyboard.press(table(tab), Qt.Key.Key_Return)
    assert opened.args == [Place(Line, todo.id)]
    with qtbot.waitSignal(tab.opened) as opened:
        double_click(tab, at_cell(tab, 0, "action"))
    assert opened.args == [Place(Line, todo.id)]


def test_an_empty_list_tells_how_lines_come_into_it(desk: Desk, tab: GovernanceTab, visit: Meeting) -> None:
    for show, heading in (
        ("open", "Inga öppna åtgärder"),
        ("overdue", "Inget är försenat"),
        ("done", "Inget är klart än"),
        ("decisions", "Inga beslut än"),
    ):
        turn_to(tab, show)
        assert heading in [label.text() for label in tab.findChildren(QLabel) if label.isVisibleTo(tab)]
    turn_to(tab, "open")
    add(desk, line(visit, "Ring"))
    assert table(tab).isVisibleTo(tab)


def test_the_heading_counts_what_is_open_and_what_is_late(
    desk: Desk, tab: GovernanceTab, visit: Meeting
) -> None:
    add(desk, line(visit, "sen", due=-1), line(visit, "sedan", due=1))
    facts = tab.findChild(QLabel, "governance.facts")
    assert facts is not None
    assert facts.text() == "2 öppna åtgärder · 1 försenad"


def test_a_narrow_list_gives_up_columns_for_the_text(desk: Desk, tab: GovernanceTab, visit: Meeting) -> None:
    add(desk, line(visit, "Ring"))
    assert shown_columns(tab) == ["tick", "action", "owner", "due", "meeting", "supplier"]
    tab.resize(640, 600)
    QApplication.processEvents()
    assert shown_columns(tab) == ["tick", "action", "owner", "due"]
    assert table(tab).columnWidth(NAMES.index("action")) >= 260


@pytest.mark.parametrize("factor", [0.8, 2.0])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_list_fills_its_card_in_every_theme_and_size(
    desk: Desk,
    jobs: Jobs,
    qtbot: QtBot,
    qapp: QApplication,
    appearance: theme.Appearance,
    factor: float,
) -> None:
    theme.apply(qapp, appearance, factor)
    visit = Meeting(title="Möte", starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    add(desk, visit, line(visit, "Ring", due=-1))
    tab = GovernanceTab(desk, jobs)
    qtbot.addWidget(tab)
    tab.resize(1064, 760)
    tab.show()
    with qtbot.captureExceptions() as raised:
        tab.grab()
    assert raised == []
    of = table(tab)
    assert of.horizontalHeader().length() == of.viewport().width()


def test_ones_own_actions_ask_who_one_is_until_it_is_said(
    desk: Desk, jobs: Jobs, visit: Meeting, qtbot: QtBot
) -> None:
    karin = Person(name="Karin Sundell")
    add(desk, karin, line(visit, "min", owner=karin), line(visit, "någons"))
    who: list[UUID | None] = [None]
    tab = GovernanceTab(desk, jobs, lambda: who[0])
    qtbot.addWidget(tab)
    tab.resize(1064, 760)
    tab.show()
    turn_to(tab, "mine")
    ask = tab.findChild(QAbstractButton, "governance.nothing.action")
    assert ask is not None
    with qtbot.waitSignal(tab.settings_asked):
        QTest.mouseClick(ask, Qt.MouseButton.LeftButton)
    who[0] = karin.id
    turn_to(tab, "open")
    turn_to(tab, "mine")
    assert cells(tab, "action") == ["min"]
    assert shown_columns(tab) == ["tick", "action", "due", "meeting", "supplier"]


def test_insights_risks_and_needs_have_lists_that_lead_to_their_lines(
    desk: Desk, tab: GovernanceTab, visit: Meeting, qtbot: QtBot, keyboard: Keyboard
) -> None:
    insight = line(visit, "Lärt", LineKind.INSIGHT)
    add(desk, insight, line(visit, "Farligt", LineKind.RISK), line(visit, "Snart", LineKind.NEED))
    for show, column, text in (
        ("risks", "risk", "Farligt"),
        ("needs", "need", "Snart"),
        ("insights", "insight", "Lärt"),
    ):
        turn_to(tab, show)
        assert shown_columns(tab)[0] == column
        assert cells(tab, column) == [text]
    tab.focus_first()
    with qtbot.waitSignal(tab.opened) as opened:
        keyboard.press(table(tab), Qt.Key.Key_Return)
    assert opened.args == [Place(Line, insight.id)]


def test_a_supplier_written_in_the_filter_narrows_the_list_and_emptied_lets_all_through(
    desk: Desk, tab: GovernanceTab, visit: Meeting, keyboard: Keyboard
) -> None:
    other = Meeting(title="Städ", starts_at=NOW - timedelta(days=400), ends_at=NOW)
    add(desk, other, line(visit, "Ring"), line(other, "Mejla"))
    field = tab.findChild(QWidget, "governance.supplier")
    assert field is not None
    keyboard.type(field, "Norrvatten AB")
    assert cells(tab, "action") == ["Ring"]
    for _letter in "Norrvatten AB":
        keyboard.press(field, Qt.Key.Key_Backspace)
    assert sorted(cells(tab, "action")) == ["Mejla", "Ring"]


def test_a_choice_is_taken_away_by_the_sign_after_it_and_the_list_is_wide_enough_for_its_names(
    desk: Desk, tab: GovernanceTab, visit: Meeting, keyboard: Keyboard
) -> None:
    other = Meeting(title="Städ", starts_at=NOW, ends_at=NOW)
    long = Supplier(name="Norrvattens samfällda ledningsägare", city="Exempelköping")
    add(desk, other, long, line(visit, "Ring"), line(other, "Mejla"))
    field = found(tab, QLineEdit, "governance.supplier")
    keyboard.type(field, "Norrvatten")
    popup = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "governance.supplier.options")
    assert popup.width() > field.width()
    keyboard.type(field, " AB")
    assert cells(tab, "action") == ["Ring"]
    sign = QPoint(field.width() - theme.px(16), field.height() // 2)
    popup.hide()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=sign)
    assert sorted(cells(tab, "action")) == ["Mejla", "Ring"]
    assert not popup.isVisible(), "it would lie over what the choice hid"


def test_an_old_meeting_is_left_out_by_the_period_and_the_list_says_so(
    desk: Desk, tab: GovernanceTab, keyboard: Keyboard
) -> None:
    old = Meeting(title="Städ", starts_at=NOW - timedelta(days=400), ends_at=NOW - timedelta(days=400))
    add(desk, old, line(old, "Mejla"))
    period = tab.findChild(QWidget, "governance.period")
    assert period is not None
    period.setFocus()
    keyboard.press(period, Qt.Key.Key_Down)
    assert cells(tab, "action") == []
    assert table(tab).isVisibleTo(tab)
    keyboard.press(period, Qt.Key.Key_Up)
    assert cells(tab, "action") == ["Mejla"]
