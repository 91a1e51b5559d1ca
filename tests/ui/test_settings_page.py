"""The settings are stored as they are made, people can be brought back, and the look changes at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.errors import DeskUnavailable, UserError
from dialogdesk.domain.records import Person
from dialogdesk.services.backups import backup_folder, newest_backups, second_copy, update_second
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit, our_people, save_person, unit_of
from dialogdesk.settings import Settings
from dialogdesk.store.backup import make_backup
from dialogdesk.ui import theme
from dialogdesk.ui.settings_cards import CARDS, card_name
from dialogdesk.ui.settings_data import DataPart
from dialogdesk.ui.settings_page import SettingsPage
from dialogdesk.ui.shown import file_size
from tests.keyboard import Keyboard
from tests.ui.found import found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    change_unit(desk, organisation="Björkviks kommun")
    yield desk
    desk.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def karin(desk: Desk) -> UUID:
    return save_person(desk, None, name="Karin Sundell")


@pytest.fixture
def page(desk: Desk, settings: Settings, karin: UUID, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(desk, settings)
    show(qtbot, page)
    return page


def show(qtbot: QtBot, page: SettingsPage) -> None:
    qtbot.addWidget(page)
    page.resize(1000, 900)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def line(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, f"settings.{name}")
    assert found is not None
    return found


def choice(page: QWidget, name: str) -> QComboBox:
    found = [box for box in page.findChildren(QComboBox, f"settings.{name}") if box.isVisibleTo(page)]
    assert len(found) == 1
    return found[0]


def press(page: QWidget, name: str) -> None:
    found = page.findChild(QAbstractButton, f"settings.{name}")
    assert found is not None
    assert found.isVisibleTo(page)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def is_shown(page: QWidget, name: str) -> bool:
    found = page.findChild(QWidget, f"settings.{name}")
    assert found is not None
    return found.isVisibleTo(page)


def people(desk: Desk) -> list[Person]:
    with desk.read() as db:
        return our_people(db)


def test_the_unit_is_stored_as_it_is_typed(
    desk: Desk, page: SettingsPage, keyboard: Keyboard, qtbot: QtBot
) -> None:
    assert line(page, "unit.organisation").text() == "Björkviks kommun"
    keyboard.type(line(page, "unit.name"), "Upphandling")
    qtbot.waitUntil(lambda: unit_of(desk).name == "Upphandling")


def test_what_is_typed_is_stored_when_the_page_is_left_at_once(
    desk: Desk, page: SettingsPage, keyboard: Keyboard
) -> None:
    keyboard.type(line(page, "unit.name"), "Upphandling")
    page.hide()
    assert unit_of(desk).name == "Upphandling"


def test_a_person_is_changed_in_place(
    desk: Desk, page: SettingsPage, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(line(page, "person1.email"), "karin@kommun.example")
    qtbot.waitUntil(lambda: people(desk)[0].email == "karin@kommun.example")


def test_a_person_is_added_with_initials_made_from_the_name(
    desk: Desk, page: SettingsPage, keyboard: Keyboard, qtbot: QtBot
) -> None:
    press(page, "add_person")
    assert line(page, "person2.name").hasFocus()
    keyboard.type(line(page, "person2.name"), "Åsa Öberg")
    qtbot.waitUntil(lambda: [p.name for p in people(desk)] == ["Karin Sundell", "Åsa Öberg"])
    qtbot.waitUntil(lambda: line(page, "person2.initials").text() == "ÅÖ")


def test_one_empty_row_at_a_time_waits_for_a_name(desk: Desk, page: SettingsPage, qtbot: QtBot) -> None:
    press(page, "add_person")
    press(page, "add_person")
    qtbot.waitUntil(line(page, "person2.initials").isVisible)
    assert page.findChild(QLineEdit, "settings.person3.name") is None
    press(page, "person2.remove")
    assert len(people(desk)) == 1


def test_a_removed_person_can_be_brought_back(
    desk: Desk, page: SettingsPage, karin: UUID, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.said) as said:
        press(page, "person1.remove")
    assert people(desk) == []
    notice = said.args[0]
    assert notice.text == "Karin Sundell är borttagen. Protokollen behåller namnet."
    notice.remedy.do()
    assert [p.id for p in people(desk)] == [karin]
    assert line(page, "person2.name").text() == "Karin Sundell"


def test_a_person_can_be_brought_back_when_the_page_is_gone(
    desk: Desk, settings: Settings, karin: UUID, qtbot: QtBot
) -> None:
    page = SettingsPage(desk, settings)
    page.show()
    with qtbot.waitSignal(page.said) as said:
        press(page, "person1.remove")
    undo = said.args[0].remedy.do
    page.close()
    page.deleteLater()
    del page
    QApplication.processEvents()
    undo()
    assert [p.id for p in people(desk)] == [karin]


def test_tab_walks_a_new_row_before_the_button_under_it(
    page: SettingsPage, keyboard: Keyboard, qtbot: QtBot
) -> None:
    press(page, "add_person")
    qtbot.waitUntil(line(page, "person2.initials").isVisible)
    keyboard.press(line(page, "person2.name"), Qt.Key.Key_Tab)
    assert line(page, "person2.initials").hasFocus()


def test_this_computer_remembers_who_uses_it(
    page: SettingsPage, settings: Settings, karin: UUID, qtbot: QtBot
) -> None:
    box = choice(page, "me")
    with qtbot.waitSignal(page.me_changed) as changed:
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert changed.args == [karin]
    assert settings["me"] == str(karin)


def test_people_renamed_and_added_are_among_those_to_choose(
    page: SettingsPage, keyboard: Keyboard, qtbot: QtBot
) -> None:
    line(page, "person1.name").end(False)
    keyboard.type(line(page, "person1.name"), "s")
    qtbot.waitUntil(lambda: choice(page, "me").itemText(1) == "Karin Sundells")


@pytest.mark.parametrize(
    ("button", "setting", "value"),
    [
        ("language.en", "language", "en"),
        ("appearance.dark", "appearance", "dark"),
        ("appearance.light", "appearance", "light"),
    ],
)
def test_language_and_appearance_change_at_once(
    page: SettingsPage, settings: Settings, qtbot: QtBot, button: str, setting: str, value: str
) -> None:
    with qtbot.waitSignal(page.look_changed) as changed:
        press(page, button)
    assert settings[setting] == value
    assert changed.args == [f"settings.{setting}"]


def test_the_text_size_is_chosen_in_per_cent(page: SettingsPage, settings: Settings, qtbot: QtBot) -> None:
    box = choice(page, "text_size")
    assert box.currentText() == "100 %"
    with qtbot.waitSignal(page.look_changed):
        box.setCurrentIndex(box.findText("150 %"))
        box.activated.emit(box.currentIndex())
    assert settings.number("text_size", 100) == 150


def test_spoilt_settings_show_what_holds_without_them(desk: Desk, settings: Settings, qtbot: QtBot) -> None:
    for name, value in (("language", "xx"), ("appearance", "pink"), ("text_size", "big"), ("me", "nobody")):
        settings[name] = value
    page = SettingsPage(desk, settings)
    qtbot.addWidget(page)
    segment = page.findChild(QAbstractButton, "settings.appearance.system")
    assert segment is not None
    assert segment.isChecked()
    assert choice(page, "text_size").currentText() == "100 %"


def test_an_hourly_cost_in_words_is_asked_for_as_one_is_written(
    page: SettingsPage, desk: Desk, keyboard: Keyboard
) -> None:
    field = line(page, "unit.hourly_cost")
    field.setFocus()
    keyboard.type(field, "sexhundra\n")
    told = found(page, QLabel, "settings.unit.hourly_cost.error").text()
    assert told == "Skriv beloppet i siffror, till exempel 650 kr."
    field.clear()
    keyboard.type(field, "650 kr\n")
    assert unit_of(desk).hourly_cost == 65_000


@pytest.mark.parametrize("name", CARDS)
def test_the_page_can_begin_at_any_card_with_the_keyboard_in_it(
    desk: Desk, settings: Settings, karin: UUID, qtbot: QtBot, name: str
) -> None:
    page = SettingsPage(desk, settings, at=card_name(name))
    show(qtbot, page)
    card = found(page, QWidget, card_name(name))
    qtbot.waitUntil(lambda: card.isAncestorOf(page.focusWidget()))
    head = card.mapTo(page, QPoint()).y()
    assert 0 <= head < page.height() - theme.px(100)
    assert card.findChildren(QLabel)[0].text() == str(CARDS[name])


def test_the_page_made_anew_begins_at_the_control_that_was_used(
    desk: Desk, settings: Settings, qtbot: QtBot
) -> None:
    settings["appearance"] = "dark"
    page = SettingsPage(desk, settings, at="settings.appearance")
    show(qtbot, page)
    segment = page.findChild(QAbstractButton, "settings.appearance.dark")
    assert segment is not None
    qtbot.waitUntil(segment.hasFocus)


def data_part(page: QWidget) -> DataPart:
    found = page.findChild(DataPart)
    assert found is not None
    return found


def test_another_data_folder_is_used_from_the_next_start(
    desk: Desk, page: SettingsPage, settings: Settings, tmp_path: Path
) -> None:
    assert line(page, "folder").text() == str(desk.folder)
    assert not is_shown(page, "next_folder")
    data_part(page).change_folder(tmp_path / "annan")
    assert settings["data_folder"] == str(tmp_path / "annan")
    assert is_shown(page, "folder_changes")
    assert line(page, "next_folder").text() == str(tmp_path / "annan")
    press(page, "keep_folder")
    assert settings["data_folder"] == str(desk.folder)
    assert not is_shown(page, "next_folder")


def test_a_synced_data_folder_is_refused(page: SettingsPage, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(DeskUnavailable, match="synkad mapp"):
        data_part(page).change_folder(tmp_path / "OneDrive - Kommunen" / "desk")
    assert "data_folder" not in settings


def test_the_newest_backups_are_listed_with_their_size_and_the_rest_on_asking(
    desk: Desk, settings: Settings, qtbot: QtBot
) -> None:
    for day in range(10, 18):
        make_backup(desk.database, backup_folder(desk), datetime(2026, 11, day, 16, 40))  # noqa: DTZ001 - local
    page = SettingsPage(desk, settings)
    show(qtbot, page)
    newest, facts = (found(page, QLabel, f"settings.{name}") for name in ("backup0", "backup0.facts"))
    assert newest.text() == "2026-11-17 16:40"
    assert facts.text().startswith("efter ändringar · ")
    assert facts.text().endswith(" kB")
    assert page.findChild(QLabel, "settings.no_backup") is None
    assert page.findChild(QLabel, "settings.backup5") is None
    press(page, "all_backups")
    assert found(page, QLabel, "settings.backup7").text() == "2026-11-10 16:40"
    taken = sum(backup.path.stat().st_size for backup in newest_backups(desk, 99))
    assert (
        found(page, QLabel, "settings.backups_taken").text() == f"Kopiorna tar {file_size(taken)} på disken."
    )


def test_a_damaged_backup_is_said_to_be_and_cannot_be_chosen(
    desk: Desk, settings: Settings, qtbot: QtBot
) -> None:
    for day in (18, 19):
        make_backup(desk.database, backup_folder(desk), datetime(2026, 11, day, 16, 40))  # noqa: DTZ001 - local
    last, _first = newest_backups(desk, 2)
    last.path.write_bytes(last.path.read_bytes()[:-4096])
    page = SettingsPage(desk, settings)
    show(qtbot, page)
    assert found(page, QWidget, "settings.backup0.state").accessibleName() == "skadad"
    assert page.findChild(QAbstractButton, "settings.backup0.restore") is None
    with qtbot.waitSignal(page.backups.restore_asked) as asked:
        press(page, "backup1.restore")
    assert asked.args == [_first.path]


def test_the_second_copy_is_chosen_told_and_given_up(
    desk: Desk, page: SettingsPage, tmp_path: Path, qtbot: QtBot
) -> None:
    state = found(page, QLabel, "settings.second_state")
    assert state.text().startswith("Går datorn sönder finns ingen kopia.")
    assert not is_shown(page, "stop_second")
    (tmp_path / "usb").mkdir()
    with qtbot.waitSignal(page.backups.second_changed):
        page.backups.choose_folder(tmp_path / "usb")
    desk.back_up()
    update_second(desk)
    page.backups.reload()
    assert "usb" in state.text()
    assert "Den senaste där är från" in state.text()
    (tmp_path / "usb").rename(tmp_path / "borta")
    update_second(desk)
    page.backups.reload()
    assert "går inte att nå" in state.text()
    press(page, "stop_second")
    assert second_copy(desk).folder is None
    assert not is_shown(page, "stop_second")


def test_a_folder_among_the_data_is_no_second_place(page: SettingsPage, desk: Desk) -> None:
    with pytest.raises(UserError, match="ligger i datamappen"):
        page.backups.choose_folder(desk.folder / "kopior")


def test_a_desk_without_backups_says_when_the_first_is_made(page: SettingsPage) -> None:
    assert is_shown(page, "no_backup")


def test_every_control_has_a_name_for_the_screen_reader(page: SettingsPage) -> None:
    takes_keys = Qt.FocusPolicy.TabFocus
    controls = [w for w in page.findChildren(QWidget) if w.focusPolicy() & takes_keys and w.window() is page]
    assert [w.objectName() for w in controls if not (w.accessibleName() or getattr(w, "text", str)())] == []
    assert [type(w).__name__ for w in controls if not w.objectName()] == []


@pytest.mark.parametrize("factor", [0.8, 2.0])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_it_never_needs_to_be_scrolled_sideways(
    desk: Desk,
    settings: Settings,
    qtbot: QtBot,
    qapp: QApplication,
    appearance: theme.Appearance,
    factor: float,
) -> None:
    theme.apply(qapp, appearance, factor)
    save_person(desk, None, name="Karin Sundell")
    page = SettingsPage(desk, settings)
    qtbot.addWidget(page)
    page.resize(640, 480)
    page.show()
    with qtbot.captureExceptions() as raised:
        page.grab()
    assert raised == []
    card = page.findChild(QWidget, "settings.people.card")
    assert card is not None
    assert card.mapTo(page, card.rect().topRight()).x() <= 640
