"""Who was told of a meeting they were not at: put down with few keys, with the day, and taken away again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.values import DocumentKind
from dialogdesk.services import market, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.handouts import hand_out, handouts_of
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.handouts_card import HandoutsCard
from tests.keyboard import Keyboard
from tests.minuted import dialogue, type_lines
from tests.ui.found import found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    yield desk
    desk.close()


@pytest.fixture
def meeting(desk: Desk) -> UUID:
    met = dialogue(desk)
    minutes.open_meeting(desk, met.meeting)
    type_lines(desk, met.meeting, "d, Annonsen kommer i mars")
    market.save_supplier(desk, None, name="Rågvik AB")
    return met.meeting


@pytest.fixture
def card(desk: Desk, meeting: UUID, qtbot: QtBot) -> HandoutsCard:
    card = HandoutsCard(desk, meeting)
    qtbot.addWidget(card)
    card.resize(720, 400)
    card.show()
    return card


def _field(card: HandoutsCard, name: str) -> QLineEdit:
    return found(card, QLineEdit, f"afterwards.handout.{name}")


def _popup() -> QListView:
    lists = (w for w in QApplication.topLevelWidgets() if isinstance(w, QListView) and w.isVisible())
    (popup,) = (each for each in lists if each.objectName() == "afterwards.handout.to.options")
    return popup


def _names(card: HandoutsCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def _given(desk: Desk, meeting: UUID) -> list[tuple[str, date]]:
    return [(each.recipient, each.given_on) for each in handouts_of(desk, meeting)]


def test_a_supplier_is_put_down_by_a_few_letters_and_enter_and_the_next_can_be_typed(
    card: HandoutsCard, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    day = local_day(desk.now())
    to = _field(card, "to")
    to.setFocus()
    keyboard.type(to, "rå")
    keyboard.press(_popup(), Qt.Key.Key_Return)
    assert _given(desk, meeting) == [], "the day may be another"
    keyboard.press(_field(card, "day"), Qt.Key.Key_Return)
    assert _given(desk, meeting) == [("Rågvik AB", day)]
    assert handouts_of(desk, meeting)[0].supplier_id is not None
    assert (to.text(), to.property("wrong")) == ("", False)
    assert "Rågvik AB" in _names(card)


def test_the_day_may_be_written_first_and_another_than_today(
    card: HandoutsCard, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    said: list[Notice] = []
    card.said.connect(said.append)
    day = _field(card, "day")
    day.setFocus()
    day.selectAll()
    keyboard.type(day, "2026-11-02\n")
    assert said == []
    keyboard.type(_field(card, "to"), "rå")
    keyboard.press(_popup(), Qt.Key.Key_Return)
    keyboard.press(day, Qt.Key.Key_Return)
    assert _given(desk, meeting) == [("Rågvik AB", date(2026, 11, 2))]


def test_where_it_was_published_is_put_down_as_written(card: HandoutsCard, desk: Desk, meeting: UUID) -> None:
    _field(card, "to").setText("e-Avrop")
    found(card, QAbstractButton, "afterwards.handout.add").click()
    ((recipient, _day),) = _given(desk, meeting)
    assert recipient == "e-Avrop"
    assert handouts_of(desk, meeting)[0].supplier_id is None


def test_nobody_and_a_day_to_come_are_told_under_the_fields(
    card: HandoutsCard, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    trouble = found(card, QLabel, "afterwards.handout.error")
    add = found(card, QAbstractButton, "afterwards.handout.add")
    add.click()
    assert (_field(card, "to").property("wrong"), trouble.text()) == (
        True,
        "Skriv vem som fick sammanfattningen.",
    )
    keyboard.type(_field(card, "to"), "e-Avrop")
    assert not trouble.isVisible()
    _field(card, "day").setText((local_day(desk.now()) + timedelta(days=1)).isoformat())
    add.click()
    assert (_field(card, "day").property("wrong"), trouble.text()) == (True, "Den dagen har inte varit än.")
    assert _given(desk, meeting) == []


def test_one_put_down_by_mistake_is_taken_away_and_comes_back(
    card: HandoutsCard, desk: Desk, meeting: UUID
) -> None:
    hand_out(desk, meeting, "Rågvik AB", local_day(desk.now()))
    card.refresh()
    said: list[Notice] = []
    card.said.connect(said.append)
    found(card, QAbstractButton, "afterwards.handout1.remove").click()
    assert _given(desk, meeting) == []
    assert "Rågvik AB" not in _names(card)
    assert said[0].remedy is not None
    said[0].remedy.do()
    assert len(_given(desk, meeting)) == 1


def test_the_summary_is_looked_at_from_here(card: HandoutsCard, meeting: UUID) -> None:
    asked: list[object] = []
    card.paper_asked.connect(asked.append)
    found(card, QAbstractButton, "afterwards.summary").click()
    assert asked == [(DocumentKind.SUMMARY, meeting.hex, "look")]


def test_without_a_summary_the_card_is_there_only_for_those_who_got_one(desk: Desk, qtbot: QtBot) -> None:
    met = dialogue(desk)
    card = HandoutsCard(desk, met.meeting)
    qtbot.addWidget(card)
    assert card.isHidden()
    hand_out(desk, met.meeting, "e-Avrop", local_day(desk.now()))
    card.refresh()
    assert not card.isHidden()
    assert found(card, QAbstractButton, "afterwards.summary").isHidden()
