"""Going back to a copy: what differs is seen first, nothing is lost, and the way back is offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.records import Line, Supplier
from dialogdesk.domain.values import BackupReason
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.backups import newest_backups
from dialogdesk.services.desk import FILE_NAME, Desk, faults_of
from dialogdesk.services.encryption import passphrase_of
from dialogdesk.services.listing import listed
from dialogdesk.services.restoring import differences
from dialogdesk.settings import Settings
from dialogdesk.store.keys import KEY_FILE
from dialogdesk.ui import theme
from dialogdesk.ui.restore_page import RestorePage
from dialogdesk.ui.safekeeping import Safekeeping
from tests.keyboard import Keyboard
from tests.ui.found import found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with one backup, in which much has happened since."""
    folder = tmp_path / "desk"
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Björkviks kommun")
    kept = market.save_supplier(desk, None, name="Kvar AB", city="Trosa")
    gone = market.save_supplier(desk, None, name="<b>Bort</b> & AB")
    now = desk.now()
    meeting = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Dialogmöte")
    desk.back_up()
    market.save_supplier(desk, kept, city="Nyköping")
    market.save_supplier(desk, None, name="Ny AB")
    market.delete_record(desk, Supplier, gone)
    agenda = minutes.minutes_of(desk, meeting).agenda
    minutes.save_lines(
        desk,
        [
            Line(
                meeting_id=meeting,
                agenda_item_id=agenda[0].id,
                position=f"i{n:03}",
                written_at=now,
                text=f"rad {n}",
            )
            for n in range(60)
        ],
        {},
    )
    desk.close_as_it_is()
    return folder


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    opened = Desk(folder)
    yield opened
    opened.close_as_it_is()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> RestorePage:
    page = RestorePage("Kopian från 2026-11-19 16:40", "efter ändringar")
    page.show_differences(differences(desk, newest_backups(desk, 1)[0].path), exchanges=False)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    return page


def text_of(page: QWidget, name: str) -> str:
    return found(page, QLabel, name).text()


def texts_in(page: QWidget, name: str) -> list[str]:
    return [label.text() for label in found(page, QWidget, name).findChildren(QLabel)]


def turn(page: QWidget, table: str) -> None:
    QTest.mouseClick(found(page, QPushButton, f"restore.{table}.turn"), Qt.MouseButton.LeftButton)


def names(desk: Desk) -> set[str]:
    return {each.title for each in listed(desk, Supplier, "city")}


# ---- the page


def test_what_differs_is_counted_by_type(page: RestorePage) -> None:
    assert text_of(page, "restore.supplier.counts") == "1 bara nu · 1 bara i kopian · 1 ändrad"
    assert text_of(page, "restore.line.counts") == "60 bara nu"
    assert page.findChild(QLabel, "restore.meeting.counts") is None, "the meeting is the same in both"


def test_what_differs_is_named_when_the_type_is_opened(page: RestorePage) -> None:
    turn(page, "supplier")
    told = texts_in(page, "restore.supplier.details")
    assert told[:4] == [
        "BARA NU – FÖRSVINNER",
        "Ny AB",
        "BARA I KOPIAN – KOMMER TILLBAKA",
        "<b>Bort</b> & AB",
    ]
    assert told[4:] == ["ÄNDRADE", "Kvar AB", "Ort", "Nu", "Nyköping", "I kopian", "Trosa"]
    turn(page, "supplier")
    assert not found(page, QWidget, "restore.supplier.details").isVisible()


def test_many_are_counted_and_not_all_named(page: RestorePage) -> None:
    turn(page, "line")
    told = texts_in(page, "restore.line.details")
    assert told[1:3] == ["rad 0", "rad 1"]
    assert told[-1] == "och 40 till"


def test_copy_that_is_the_same_offers_nothing_to_restore(desk: Desk, qtbot: QtBot) -> None:
    same = desk.back_up().path
    page = RestorePage("Kopian", "")
    page.show_differences(differences(desk, same), exchanges=False)
    qtbot.addWidget(page)
    page.show()
    assert found(page, QLabel, "restore.same").isVisible()
    assert not found(page, QPushButton, "restore.do").isVisible()
    assert found(page, QPushButton, "restore.leave").text() == "Tillbaka"


def test_desk_that_exchanges_is_warned_that_what_was_shared_comes_back(page: RestorePage, desk: Desk) -> None:
    assert not found(page, QLabel, "restore.shared").isVisible()
    other = RestorePage("Kopian", "")
    other.show_differences(differences(desk, newest_backups(desk, 1)[0].path), exchanges=True)
    assert not found(other, QLabel, "restore.shared").isHidden()
    other.deleteLater()


@pytest.mark.parametrize("factor", [0.8, 2.0])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_it_never_needs_to_be_scrolled_sideways(
    desk: Desk, qtbot: QtBot, qapp: QApplication, appearance: theme.Appearance, factor: float
) -> None:
    theme.apply(qapp, appearance, factor)
    page = RestorePage("Kopian från 2026-11-19 16:40", "efter ändringar")
    page.show_differences(differences(desk, newest_backups(desk, 1)[0].path), exchanges=True)
    qtbot.addWidget(page)
    page.resize(640, 480)
    page.show()
    for table in ("supplier", "line"):
        turn(page, table)
    with qtbot.captureExceptions() as raised:
        page.grab()
    assert raised == []
    card = found(page, QWidget, "restore.card")
    assert card.mapTo(page, card.rect().topRight()).x() <= 640


def test_every_control_has_a_name_for_the_screen_reader(page: RestorePage) -> None:
    turn(page, "supplier")
    takes_keys = Qt.FocusPolicy.TabFocus
    controls = [w for w in page.findChildren(QWidget) if w.focusPolicy() & takes_keys and w.window() is page]
    assert [w.objectName() for w in controls if not (w.accessibleName() or getattr(w, "text", str)())] == []
    assert [type(w).__name__ for w in controls if not w.objectName()] == []


# ---- in the program


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[Program]:
    program = Program(qapp, Settings(tmp_path / "settings.json"), folder)
    qtbot.addWidget(program.window)
    program.start()
    qtbot.waitUntil(lambda: program.is_open)
    yield program
    program.stop()


def press(program: Program, name: str) -> None:
    QTest.mouseClick(found(program.window, QPushButton, name), Qt.MouseButton.LeftButton)


def notice(program: Program) -> str:
    shell = program.window.centralWidget()
    assert shell is not None
    return found(shell, QLabel, "notice.text").text()  # in the window an old one may be on its way out


def keeping_of(program: Program) -> Safekeeping:
    keeping = program.findChild(Safekeeping)
    assert keeping is not None
    return keeping


def go_back_to(program: Program, qtbot: QtBot, number: int) -> None:
    program.show_settings()
    press(program, f"settings.backup{number}.restore")
    assert names(program.opened_desk) == {"Kvar AB", "Ny AB"}, "a look changes nothing"
    press(program, "restore.do")
    qtbot.waitUntil(lambda: "är återställd" in notice(program), timeout=20_000)


def test_desk_goes_back_to_the_copy_and_from_there_to_what_it_was(program: Program, qtbot: QtBot) -> None:
    go_back_to(program, qtbot, 0)
    desk = program.opened_desk
    assert names(desk) == {"Kvar AB", "<b>Bort</b> & AB"}
    assert faults_of(desk) == []
    assert program.window.isEnabled()
    # a window made anew shows its parts when the event loop comes to it
    qtbot.waitUntil(found(program.window, QPushButton, "settings.backup_now").isVisible)
    assert "Det som fanns innan är sparat" in notice(program)
    press(program, "notice.remedy")
    qtbot.waitUntil(lambda: names(desk) == {"Kvar AB", "Ny AB"}, timeout=20_000)
    assert faults_of(desk) == []


def test_what_is_typed_after_a_restore_is_kept_and_backed_up(
    program: Program, qtbot: QtBot, folder: Path
) -> None:
    go_back_to(program, qtbot, 0)
    market.save_supplier(program.opened_desk, None, name="Efteråt AB")
    program.stop()
    desk = Desk(folder)
    assert "Efteråt AB" in names(desk)
    assert [b.reason.value for b in newest_backups(desk, 3)] == ["", "aterstallning"]
    desk.close_as_it_is()


def test_look_can_be_left_without_a_change(program: Program) -> None:
    program.show_settings()
    press(program, "settings.backup0.restore")
    press(program, "restore.leave")
    assert (
        program.window.findChild(QWidget, "restore") is None
        or not found(program.window, QWidget, "restore").isVisible()
    )
    assert program.window.findChild(QWidget, "settings") is not None
    assert names(program.opened_desk) == {"Kvar AB", "Ny AB"}


def test_damaged_copy_is_told_and_the_desk_is_as_it_was(program: Program, qtbot: QtBot) -> None:
    (made,) = newest_backups(program.opened_desk, 1)
    with made.path.open("rb+") as file:  # a page in the middle, that a look does not read
        file.seek(made.path.stat().st_size // 4096 // 2 * 4096)
        file.write(b"\xaa" * 4096)
    keeping_of(program).restore_backup(made.path)
    qtbot.waitUntil(lambda: "skadad" in notice(program), timeout=20_000)
    assert program.window.isEnabled()
    assert names(program.opened_desk) == {"Kvar AB", "Ny AB"}
    assert faults_of(program.opened_desk) == []


def test_backup_is_made_when_asked_for_and_listed(program: Program, qtbot: QtBot) -> None:
    program.show_settings("settings.backup_now")
    now = found(program.window, QPushButton, "settings.backup_now")
    qtbot.waitUntil(now.hasFocus)
    press(program, "settings.backup_now")
    assert not now.hasFocus()
    qtbot.waitUntil(lambda: "gjord och kontrollerad" in notice(program), timeout=20_000)
    assert newest_backups(program.opened_desk, 1)[0].reason is BackupReason.ASKED
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the rows that were
    assert text_of(program.window, "settings.backup0.facts").startswith("på begäran")
    assert now.isEnabled()
    assert now.hasFocus(), "the keyboard comes back to the button that was pressed"


def test_copy_with_another_key_is_opened_with_its_passphrase(
    program: Program, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard
) -> None:
    other = Desk(tmp_path / "other", encrypted=True)
    market.save_supplier(other, None, name="Hemlig AB")
    phrase, path = passphrase_of(other), other.back_up().path
    other.close_as_it_is()
    key_file = tmp_path / "other" / KEY_FILE
    assert key_file.exists()
    key_file.unlink()  # only the one among the backups is left, which holds no key in clear
    keeping_of(program).show_copy(path)
    page = found(program.window, RestorePage, "restore")
    field = page.findChild(QWidget, "restore.passphrase")
    assert field is not None
    assert program.window.focusWidget() is field
    keyboard.type(field, "fel fras\n")
    assert "öppnar inte" in text_of(page, "restore.passphrase.error")
    field.selectAll()  # type: ignore[attr-defined]
    keyboard.type(field, f"{phrase}\n")
    assert text_of(page, "restore.supplier.counts") == "2 bara nu · 1 bara i kopian"
    assert program.window.focusWidget() is found(page, QPushButton, "restore.unit.turn")
    press(program, "restore.do")
    qtbot.waitUntil(lambda: "är återställd" in notice(program), timeout=20_000)
    assert names(program.opened_desk) == {"Hemlig AB"}
    assert program.opened_desk.database.key is None


def test_all_backups_damaged_is_said_when_the_desk_cannot_be_opened(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, folder: Path
) -> None:
    for path in (folder / "backups").iterdir():
        path.write_bytes(b"\xaa" * 50_000)
    (folder / FILE_NAME).write_bytes(b"SQLite format 3\x00" + b"\xaa" * 50)
    program = Program(qapp, Settings(tmp_path / "settings.json"), folder)
    qtbot.addWidget(program.window)
    program.start()
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "trouble") is not None)
    assert "ingen hel säkerhetskopia" in text_of(program.window, "trouble.no_backup")
    assert program.window.findChild(QPushButton, "trouble.restore") is None
    program.stop()


def test_one_comes_to_what_differs_before_what_does_it(
    page: RestorePage, qtbot: QtBot, keyboard: Keyboard
) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.setFocus()
    stops = []
    for _stop in range(4):
        stop = QApplication.focusWidget()
        assert stop is not None
        stops.append(stop.objectName())
        keyboard.press(stop, Qt.Key.Key_Tab)
    assert stops == ["restore.supplier.turn", "restore.line.turn", "restore.do", "restore.leave"]


def test_after_a_restore_one_is_where_the_backups_are(program: Program, qtbot: QtBot) -> None:
    go_back_to(program, qtbot, 0)
    # a window made anew shows its parts when the event loop comes to it
    qtbot.waitUntil(found(program.window, QPushButton, "settings.backup_now").isVisible)
    bar = found(program.window, QWidget, "notice")
    foot = bar.parentWidget()
    assert foot is not None
    qtbot.waitUntil(lambda: bar.geometry().bottom() > foot.height() - 40)
