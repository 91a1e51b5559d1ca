"""The card Kryptering says what holds, proves the paper, changes the passphrase, and turns encryption on and off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.domain.errors import WrongPassphrase
from dialogdesk.services import encryption
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit
from dialogdesk.settings import Settings
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.settings_encryption import EncryptionPart
from dialogdesk.ui.settings_page import SettingsPage
from tests.documents.reading import Document
from tests.keyboard import Keyboard

Held = dict[tuple[str, str], str]


@pytest.fixture
def sealed(tmp_path: Path, system_keyring: Held) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", encrypted=True)
    change_unit(desk, organisation="Björkviks kommun")
    yield desk
    desk.close()


@pytest.fixture
def plain(tmp_path: Path, system_keyring: Held) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    change_unit(desk, organisation="Björkviks kommun")
    yield desk
    desk.close()


def shown_part(desk: Desk, qtbot: QtBot) -> EncryptionPart:
    part = EncryptionPart(desk)
    qtbot.addWidget(part)
    part.resize(900, 500)
    part.show()
    part.activateWindow()
    qtbot.waitUntil(part.isActiveWindow)
    return part


def named(part: QWidget, name: str) -> QWidget:
    found = part.findChild(QWidget, f"settings.encryption.{name}")
    assert found is not None, name
    return found


def text(part: QWidget, name: str) -> str:
    found = named(part, name)
    assert isinstance(found, QLabel)
    return found.text() if found.isVisibleTo(part) else ""


def field(part: QWidget, name: str) -> QLineEdit:
    found = named(part, name)
    assert isinstance(found, QLineEdit)
    return found


def press(part: QWidget, name: str) -> None:
    found = named(part, name)
    assert isinstance(found, QAbstractButton)
    assert found.isVisibleTo(part), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def answer_question(name: str) -> None:
    """The question that is about to be asked is answered by its button."""

    def press_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        answer = dialog.findChild(QAbstractButton, f"question.{name}")
        assert answer is not None
        answer.click()

    QTimer.singleShot(0, press_it)


def said(part: EncryptionPart) -> list[Notice]:
    notices: list[Notice] = []
    part.said.connect(notices.append)
    return notices


def test_card_stands_on_the_settings_page_and_can_be_gone_to(
    sealed: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    page = SettingsPage(sealed, Settings(tmp_path / "settings.json"), at="settings.encryption.print")
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(named(page, "print").hasFocus)
    assert "Nyckeln ligger i datorns nyckelring" in text(page, "state")


def test_recovery_is_confirmed_by_the_passphrase_from_the_paper(
    sealed: Desk, qtbot: QtBot, keyboard: Keyboard
) -> None:
    part = shown_part(sealed, qtbot)
    notices = said(part)
    assert "inte bekräftad" in text(part, "waiting")
    press(part, "confirm")
    assert field(part, "typed").hasFocus()
    assert field(part, "typed").text() == "", "the phrase is to come from the paper"
    keyboard.type(field(part, "typed"), "mako rilu")
    press(part, "typed.ok")
    assert "stämmer inte" in text(part, "typed.error")
    assert encryption.recovery_waits(sealed)
    assert notices == []
    field(part, "typed").clear()
    keyboard.type(field(part, "typed"), encryption.passphrase_of(sealed))
    QTest.keyClick(field(part, "typed"), Qt.Key.Key_Return)
    assert not encryption.recovery_waits(sealed)
    assert [notice.text for notice in notices] == ["Återställningen är bekräftad."]
    assert text(part, "waiting") == ""
    assert "bekräftades" in text(part, "confirmed")
    assert not field(part, "typed").isVisibleTo(part)


def test_passphrase_is_changed_to_one_proposed_or_made_up(
    sealed: Desk, qtbot: QtBot, keyboard: Keyboard
) -> None:
    first = encryption.passphrase_of(sealed)
    encryption.confirm_recovery(sealed, first)
    part = shown_part(sealed, qtbot)
    press(part, "change")
    proposed = field(part, "phrase").text()
    assert len(proposed.split()) == 6
    press(part, "phrase.propose")
    assert field(part, "phrase").text() not in ("", proposed)
    field(part, "phrase").clear()
    keyboard.type(field(part, "phrase"), "sommar")
    press(part, "phrase.ok")
    assert "minst 16" in text(part, "phrase.error")
    assert encryption.passphrase_of(sealed) == first
    press(part, "phrase.propose")
    assert text(part, "phrase.error") == ""
    chosen = field(part, "phrase").text()
    press(part, "phrase.ok")
    assert encryption.passphrase_of(sealed) == chosen
    assert "inte bekräftad" in text(part, "waiting")
    with pytest.raises(WrongPassphrase):
        encryption.confirm_recovery(sealed, first)


def test_changed_passphrase_tells_that_the_old_one_works_until_it_is_confirmed(
    sealed: Desk, qtbot: QtBot, keyboard: Keyboard
) -> None:
    encryption.confirm_recovery(sealed, encryption.passphrase_of(sealed))
    part = shown_part(sealed, qtbot)
    press(part, "change")
    assert any("gamla lösenfrasen gäller också" in each.text() for each in part.findChildren(QLabel))
    press(part, "phrase.ok")
    assert "gamla lösenfrasen gäller också tills den nya är bekräftad" in text(part, "waiting")
    press(part, "confirm")
    keyboard.type(field(part, "typed"), encryption.passphrase_of(sealed))
    press(part, "typed.ok")
    assert text(part, "waiting") == ""


@pytest.mark.parametrize(("asked_by", "name"), [("confirm", "typed"), ("change", "phrase")])
def test_question_and_its_error_are_scrolled_into_view_and_esc_calls_it_off(
    sealed: Desk, tmp_path: Path, qtbot: QtBot, keyboard: Keyboard, asked_by: str, name: str
) -> None:
    page = SettingsPage(sealed, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(page)
    page.resize(1000, 460)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    pane = page.findChild(QScrollArea, "settings.page")
    assert pane is not None

    def all_seen(widget: str) -> bool:
        seen = named(page, widget)
        return bool(seen.isVisibleTo(page)) and seen.visibleRegion().boundingRect() == seen.rect()

    pane.ensureWidgetVisible(named(page, asked_by), 0, 0)
    press(page, asked_by)
    qtbot.waitUntil(lambda: all_seen(f"{name}.cancel"))
    assert all_seen(name)
    field(page, name).clear()
    keyboard.type(field(page, name), "sommar")
    pane.verticalScrollBar().setValue(0)
    QTest.keyClick(field(page, name), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all_seen(f"{name}.cancel") and all_seen(f"{name}.error"))
    keyboard.type(field(page, name), "n")
    assert text(page, f"{name}.error") == ""
    QTest.keyClick(field(page, name), Qt.Key.Key_Return)
    assert text(page, f"{name}.error") != ""
    field(page, name).clear()
    assert text(page, f"{name}.error") == ""
    QTest.keyClick(field(page, name), Qt.Key.Key_Escape)
    assert not field(page, name).isVisibleTo(page)
    assert named(page, asked_by).hasFocus()


def test_one_question_is_asked_at_a_time_and_can_be_called_off(sealed: Desk, qtbot: QtBot) -> None:
    part = shown_part(sealed, qtbot)
    press(part, "confirm")
    press(part, "change")
    assert not field(part, "typed").isVisibleTo(part)
    before = encryption.passphrase_of(sealed)
    press(part, "phrase.cancel")
    assert not field(part, "phrase").isVisibleTo(part)
    assert encryption.passphrase_of(sealed) == before


def test_sheet_is_saved_as_a_file_with_a_word_that_it_belongs_on_paper(
    sealed: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "blad.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    part = shown_part(sealed, qtbot)
    notices = said(part)
    assert any("hör hemma på papper" in label.text() for label in part.findChildren(QLabel))
    press(part, "export")
    read = Document(target.read_bytes()).text
    for word in encryption.passphrase_of(sealed).split():
        assert f"\n{word}" in read
    assert "Björkviks kommun" in read
    assert "ta bort filen" in notices[0].text
    assert sorted(each.name for each in tmp_path.iterdir()) == ["blad.pdf", "desk"]


def test_sheet_of_a_passphrase_that_is_not_known_is_not_printed(
    sealed: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    sealed.database.set_local("passphrase", "hule timy sora pena jodu vika")
    part = shown_part(sealed, qtbot)
    notices = said(part)
    for way in ("print", "export"):
        press(part, way)
    assert [notice.tone for notice in notices] == ["error", "error"]
    assert "inte lösenfrasen som gäller" in notices[0].text


def test_encryption_is_taken_away_and_turned_on_after_a_plain_question(sealed: Desk, qtbot: QtBot) -> None:
    part = shown_part(sealed, qtbot)
    notices = said(part)
    told: list[str] = []
    part.begun.connect(lambda: told.append("begun"))
    part.ended.connect(lambda: told.append("ended"))
    answer_question("no")
    press(part, "decrypt")
    assert encryption.state_of(sealed).encrypted
    assert told == []
    answer_question("yes")
    press(part, "decrypt")
    assert not encryption.state_of(sealed).encrypted
    assert "inte krypterade" in text(part, "state")
    assert part.focusWidget() is named(part, "encrypt")
    for name in ("print", "export", "confirm", "change", "decrypt", "waiting"):
        assert not named(part, name).isVisibleTo(part), name
    answer_question("yes")
    press(part, "encrypt")
    assert encryption.state_of(sealed).encrypted
    assert part.focusWidget() is named(part, "print")
    assert [notice.tone for notice in notices] == ["info", "info"]
    assert told == ["begun", "ended"] * 2


def test_trouble_while_encrypting_is_told_and_the_desk_stays_plain(plain: Desk, qtbot: QtBot) -> None:
    part = shown_part(plain, qtbot)
    notices = said(part)
    plain.database.hold_still()
    answer_question("yes")
    press(part, "encrypt")
    plain.database.move_again()
    assert [notice.tone for notice in notices] == ["error"]
    assert not encryption.state_of(plain).encrypted
    assert QApplication.overrideCursor() is None


def test_without_a_keyring_the_card_says_when_encryption_takes_effect(tmp_path: Path, qtbot: QtBot) -> None:
    desk = Desk(tmp_path / "desk", encrypted=True)
    part = shown_part(desk, qtbot)
    assert "får verkan när återställningen är bekräftad" in text(part, "state")
    encryption.confirm_recovery(desk, encryption.passphrase_of(desk))
    part.reload()
    assert "frågar efter lösenfrasen vid varje start" in text(part, "state")
    desk.close()


def test_every_control_has_a_name_for_a_screen_reader(sealed: Desk, qtbot: QtBot) -> None:
    part = shown_part(sealed, qtbot)
    controls = [*part.findChildren(QAbstractButton), *part.findChildren(QLineEdit)]
    assert len(controls) > 10
    assert [control.objectName() for control in controls if not control.accessibleName()] == []
