"""Spelling in the settings: turned off on this computer, the unit's own words taken out again, a missing dictionary told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.services.desk import Desk
from dialogdesk.services.spelling import add_word, own_words
from dialogdesk.settings import Settings
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.settings_page import SettingsPage
from tests.keyboard import Keyboard
from tests.ui.found import found

PATIENCE = 20_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk")
    for word in ("Östvik", "avropsmall"):
        add_word(opened, word)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, settings: Settings, qtbot: QtBot) -> Iterator[SettingsPage]:
    made = SettingsPage(desk, settings)
    qtbot.addWidget(made)
    desk.listen(made.refresh)
    made.show()
    yield made
    desk.unlisten(made.refresh)


def words(page: SettingsPage) -> list[str]:
    """The unit's words, in the order the page shows them in."""
    labels = page.spelling.findChildren(QLabel)
    shown = [
        each for each in labels if each.isVisible() and each.objectName().startswith("settings.spelling.word")
    ]
    return [each.text() for each in sorted(shown, key=lambda each: each.mapTo(page, QPoint()).x())]


def press(page: SettingsPage, name: str) -> None:
    found(page, QAbstractButton, name).click()


def test_turning_it_off_is_remembered_and_asks_for_the_tabs_to_be_made_anew(
    page: SettingsPage, settings: Settings, desk: Desk, qtbot: QtBot
) -> None:
    assert found(page, QAbstractButton, "settings.spelling").isChecked()
    with qtbot.waitSignal(page.look_changed) as changed:
        press(page, "settings.spelling")
    assert changed.args == ["settings.spelling"]
    assert settings["spelling"] == "off"
    again = SettingsPage(desk, settings)
    qtbot.addWidget(again)
    assert not found(again, QAbstractButton, "settings.spelling").isChecked()


def test_words_stand_in_order_and_follow_what_is_added_elsewhere(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: words(page) == ["avropsmall", "Östvik"])
    add_word(desk, "Kvibo")
    qtbot.waitUntil(lambda: words(page) == ["avropsmall", "Kvibo", "Östvik"])


def test_word_is_taken_out_and_can_be_had_back(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    said: list[Notice] = []
    page.said.connect(said.append)
    press(page, "settings.spelling.word1.remove")
    assert own_words(desk) == words(page) == ["Östvik"]
    assert said[-1].text == "”avropsmall” är borttaget ur ordlistan."
    assert said[-1].remedy is not None
    said[-1].remedy.do()
    assert own_words(desk) == ["avropsmall", "Östvik"]
    qtbot.waitUntil(lambda: words(page) == ["avropsmall", "Östvik"])


def test_keyboard_stays_in_the_list_when_a_word_is_taken_out(page: SettingsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    found(page, QAbstractButton, "settings.spelling.word1.remove").setFocus()
    press(page, "settings.spelling.word1.remove")
    assert found(page, QAbstractButton, "settings.spelling.word2.remove").hasFocus()
    press(page, "settings.spelling.word2.remove")
    assert found(page, QAbstractButton, "settings.spelling").hasFocus()


def test_tab_walks_from_the_tick_to_the_words(page: SettingsPage, keyboard: Keyboard, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    tick = found(page, QAbstractButton, "settings.spelling")
    tick.setFocus()
    keyboard.press(tick, Qt.Key.Key_Tab)
    assert found(page, QAbstractButton, "settings.spelling.word1.remove").hasFocus()


def test_dictionary_that_can_be_read_is_not_spoken_of(page: SettingsPage, jobs: Jobs, qtbot: QtBot) -> None:
    page.spelling.look_for_dictionary(jobs)
    answered: list[int] = []
    jobs.run(len, (), done=answered.append)
    qtbot.waitUntil(lambda: answered == [0], timeout=PATIENCE)
    assert not found(page, QWidget, "settings.spelling.missing").isVisibleTo(page)
    assert found(page, QWidget, "settings.spelling").isEnabled()


def test_missing_dictionary_is_told_and_there_is_nothing_to_choose(
    page: SettingsPage, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "hunspell.py").write_text("raise ImportError('none for this computer')")
    monkeypatch.syspath_prepend(tmp_path)  # the worker looks where the window does
    page.spelling.look_for_dictionary(jobs)
    missing = found(page, QWidget, "settings.spelling.missing")
    qtbot.waitUntil(lambda: missing.isVisibleTo(page), timeout=PATIENCE)
    assert not found(page, QWidget, "settings.spelling").isEnabled()
    assert words(page) == ["avropsmall", "Östvik"]


def test_worker_lost_on_the_way_says_nothing_of_the_dictionary(
    page: SettingsPage, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "hunspell.py").write_text("import os; os._exit(1)")
    monkeypatch.syspath_prepend(tmp_path)  # the worker looks where the window does
    page.spelling.look_for_dictionary(jobs)
    answered: list[int] = []
    jobs.run(len, (), done=answered.append)
    qtbot.waitUntil(lambda: answered == [0], timeout=PATIENCE)
    assert not found(page, QWidget, "settings.spelling.missing").isVisibleTo(page)
    assert found(page, QWidget, "settings.spelling").isEnabled()
