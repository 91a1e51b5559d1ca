"""The files of a meeting in the tab Protokoll: added, dropped, opened as copies, saved, removed and brought back."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QClipboard,
    QContextMenuEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk import paths
from dialogdesk.domain.records import AgendaItem, Attachment, Question
from dialogdesk.services import attachments, calendar, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored


@pytest.fixture
def tab(tab: MinutesTab, meeting: UUID) -> MinutesTab:
    """The tab with the running meeting on it."""
    tab.open_meeting(meeting)
    return tab


@pytest.fixture
def said(tab: MinutesTab) -> list[Notice]:
    heard: list[Notice] = []
    tab.said.connect(heard.append)
    return heard


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system's programs were asked to open."""
    asked: list[Path] = []

    def open_url(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked


def a_file(folder: Path, name: str = "Prisbilaga.pdf", content: bytes = b"content") -> Path:
    made = folder / name
    made.write_bytes(content)
    return made


def names(desk: Desk, meeting: UUID) -> list[str]:
    return [a.name for a in attachments.attachments_of(desk, meeting)]


def rows_of(tab: MinutesTab) -> QListWidget:
    return found(tab, QListWidget, "minutes.files")


def choose(action: str, tab: MinutesTab) -> None:
    (found_action,) = tab.findChildren(QAction, f"minutes.files.{action}")
    found_action.trigger()


def mime(*files: Path) -> QMimeData:
    brought = QMimeData()
    brought.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    return brought


def drag(over: QWidget, brought: QMimeData) -> bool:
    """The files are held over the widget; whether it, or what it lies on, takes them. To be ended by `let_go`."""
    event = QDragEnterEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        brought,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def let_go(over: QWidget) -> None:
    """What was held is taken away again. Qt remembers over whom it is held until it hears of this."""
    QApplication.sendEvent(over, QDragLeaveEvent())


def drop(over: QWidget, brought: QMimeData) -> None:
    assert drag(over, brought)
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        brought,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(over, event)


def wait_for_notice(qtbot: QtBot, said: list[Notice]) -> Notice:
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    return said.pop()


@pytest.fixture
def kept(tab: MinutesTab, desk: Desk, meeting: UUID, tmp_path: Path) -> UUID:
    """A file that is with the meeting already, chosen in the list."""
    made = attachments.attach(desk, meeting, a_file(tmp_path))
    rows_of(tab).setCurrentRow(0)
    return made


def test_meeting_without_files_says_how_to_add_one(tab: MinutesTab) -> None:
    assert rows_of(tab).isHidden()
    hint = found(tab, QLabel, "minutes.files.hint")
    assert hint.isVisible()
    assert "Dra hit en fil" in hint.text()
    assert not found(tab, QToolButton, "minutes.files.more").isEnabled()


def test_file_chosen_is_with_the_meeting_and_can_be_undone(
    tab: MinutesTab, meeting: UUID, said: list[Notice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    *, desk: Desk, qtbot: QtBot,
) -> None:  # fmt: skip
    chosen = [str(a_file(tmp_path))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: (chosen, ""))
    found(tab, QToolButton, "minutes.files.add").click()
    notice = wait_for_notice(qtbot, said)
    assert names(desk, meeting) == ["Prisbilaga.pdf"]
    assert notice.text == "Prisbilaga.pdf är tillagd"
    item = rows_of(tab).item(0)
    assert item.text().startswith("Prisbilaga.pdf, 1 kB · ")
    assert found(tab, QLabel, "minutes.files.hint").isHidden()
    assert notice.remedy is not None
    notice.remedy.do()
    assert names(desk, meeting) == []
    assert rows_of(tab).isHidden()


def test_files_dropped_anywhere_are_added_and_stay_where_they_were(
    tab: MinutesTab, desk: Desk, meeting: UUID, said: list[Notice], qtbot: QtBot, tmp_path: Path
) -> None:
    files = [a_file(tmp_path, name, name.encode()) for name in ("a.pdf", "b.pdf")]
    brought = mime(*files)
    veil = found(tab, QWidget, "minutes.files.veil")
    for over in (
        found(tab, LineEditor, "minutes.entry").viewport(),
        rows_of(tab),
        *tab.findChildren(QLineEdit),
    ):
        assert drag(over, brought), over
        assert veil.isVisible()
        let_go(over)
        assert veil.isHidden()
    drop(found(tab, LineEditor, "minutes.entry").viewport(), brought)
    assert veil.isHidden()
    assert wait_for_notice(qtbot, said).text == "2 filer är tillagda"
    assert sorted(names(desk, meeting)) == ["a.pdf", "b.pdf"]
    assert all(path.exists() for path in files)
    assert stored(desk, meeting) == []


def test_text_and_links_are_not_taken_for_files(tab: MinutesTab) -> None:
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/fil.pdf")])
    text = QMimeData()
    text.setText("anteckning")
    for brought in (link, text):
        assert not drag(rows_of(tab), brought)
    page = found(tab, LineEditor, "minutes.entry").viewport()
    assert drag(page, text)
    let_go(page)


def test_files_are_not_taken_where_no_meeting_is_open(tab: MinutesTab, tmp_path: Path) -> None:
    tab.close_meeting()
    assert not drag(tab, mime(a_file(tmp_path)))


def test_pasted_files_are_added_and_not_written_as_lines(
    tab: MinutesTab, desk: Desk, meeting: UUID, said: list[Notice], qtbot: QtBot, tmp_path: Path
) -> None:
    editor = found(tab, LineEditor, "minutes.entry")
    QGuiApplication.clipboard().setMimeData(mime(a_file(tmp_path)), QClipboard.Mode.Clipboard)
    editor.paste()
    assert wait_for_notice(qtbot, said).text == "Prisbilaga.pdf är tillagd"
    assert editor.toPlainText() == ""
    assert names(desk, meeting) == ["Prisbilaga.pdf"]


def test_what_cannot_be_added_is_told_and_the_rest_is(
    tab: MinutesTab, desk: Desk, meeting: UUID, said: list[Notice], qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "mapp").mkdir()
    drop(tab, mime(tmp_path / "mapp", a_file(tmp_path, "tom.txt", b""), a_file(tmp_path)))
    notice = wait_for_notice(qtbot, said)
    assert notice.tone == "error"
    assert notice.text.splitlines() == [
        "mapp är en mapp. Lägg till filerna i den var för sig.",
        "tom.txt är tom: det finns inget att spara.",
    ]
    assert names(desk, meeting) == ["Prisbilaga.pdf"]


def test_file_goes_to_the_meeting_it_was_dropped_on(
    tab: MinutesTab, desk: Desk, meeting: UUID, said: list[Notice], qtbot: QtBot, tmp_path: Path
) -> None:
    now = desk.now()
    other = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1))
    drop(tab, mime(a_file(tmp_path)))
    tab.open_meeting(other)
    wait_for_notice(qtbot, said)
    assert names(desk, meeting) == ["Prisbilaga.pdf"]
    assert names(desk, other) == []
    assert rows_of(tab).isHidden()


def test_enter_opens_a_private_copy_that_cannot_be_changed(
    tab: MinutesTab, desk: Desk, kept: UUID, opened: list[Path], keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.press(rows_of(tab), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    (copy,) = opened
    assert copy.name == "Prisbilaga.pdf"
    assert copy.read_bytes() == b"content"
    assert paths.private_folder(desk.folder) in copy.parents
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IRUSR


def test_one_click_chooses_and_two_open(
    tab: MinutesTab, kept: UUID, opened: list[Path], qtbot: QtBot
) -> None:
    rows = rows_of(tab)
    place = rows.visualItemRect(rows.item(0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert opened == []
    QTest.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=20_000)


def test_program_is_not_opened(
    tab: MinutesTab, desk: Desk, said: list[Notice], opened: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    shown = tab.current()
    assert shown is not None
    attachments.attach(desk, shown.id, a_file(tmp_path, "faktura.pdf.exe"))
    rows_of(tab).setCurrentRow(0)
    choose("open", tab)
    assert "är ett program" in wait_for_notice(qtbot, said).text
    assert opened == []


def test_file_without_a_program_for_it_is_told(
    tab: MinutesTab, kept: UUID, said: list[Notice], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    choose("open", tab)
    assert "Inget program på den här datorn öppnar Prisbilaga.pdf" in wait_for_notice(qtbot, said).text


def test_file_that_has_not_come_yet_is_told(
    tab: MinutesTab, desk: Desk, meeting: UUID, said: list[Notice], opened: list[Path], qtbot: QtBot
) -> None:
    elsewhere = Attachment(
        meeting_id=meeting, name="x.pdf", digest="a" * 64, size=5_300_000, received_at=desk.now()
    )
    with desk.write() as tx:
        tx.add(elsewhere)
    rows_of(tab).setCurrentRow(0)
    choose("open", tab)
    assert "Den hämtas vid nästa utbyte" in wait_for_notice(qtbot, said).text
    assert opened == []


def test_copy_is_saved_where_the_user_says(
    tab: MinutesTab,
    kept: UUID,
    said: list[Notice],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposed: list[str] = []

    def save_as(_parent: QWidget, _title: str, path: str) -> tuple[str, str]:
        proposed.append(Path(path).name)
        return str(tmp_path / "annat namn.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save_as)
    choose("save", tab)
    assert wait_for_notice(qtbot, said).text == "Sparat som annat namn.pdf"
    assert proposed == ["Prisbilaga.pdf"]
    assert (tmp_path / "annat namn.pdf").read_bytes() == b"content"


def test_delete_puts_the_file_in_the_bin_and_undo_brings_it_back(
    tab: MinutesTab, desk: Desk, meeting: UUID, kept: UUID, said: list[Notice], keyboard: Keyboard
) -> None:
    keyboard.press(rows_of(tab), Qt.Key.Key_Delete)
    assert names(desk, meeting) == []
    assert rows_of(tab).isHidden()
    (notice,) = said
    assert notice.text == "Prisbilaga.pdf ligger i papperskorgen."
    assert notice.remedy is not None
    notice.remedy.do()
    assert names(desk, meeting) == ["Prisbilaga.pdf"]


def test_menu_is_reached_by_key_and_by_its_button(tab: MinutesTab, kept: UUID) -> None:
    menu = found(tab, QMenu, "minutes.files.choices")
    rows = rows_of(tab)
    place = rows.visualItemRect(rows.item(0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, rows.mapToGlobal(place))
    QApplication.sendEvent(rows.viewport(), event)
    assert menu.isVisible()
    menu.close()
    found(tab, QToolButton, "minutes.files.more").click()
    assert menu.isVisible()
    assert [action.text() for action in menu.actions()] == ["Öppna", "Spara en kopia", "Ta bort"]
    menu.close()


def test_name_that_is_markup_is_shown_as_it_is(
    tab: MinutesTab, desk: Desk, meeting: UUID, tmp_path: Path
) -> None:
    attachments.attach(desk, meeting, a_file(tmp_path, "<b>fet & fin<b>.txt"))
    item = rows_of(tab).item(0)
    assert item.text().startswith("<b>fet & fin<b>.txt")
    assert item.toolTip() == "&lt;b>fet &amp; fin&lt;b>.txt"


def test_every_control_has_a_name_for_the_screen_reader(tab: MinutesTab, kept: UUID) -> None:
    for widget in tab.findChildren(QWidget):
        if widget.objectName().startswith("minutes.files") and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert widget.accessibleName(), widget.objectName()


def test_file_taken_in_after_its_tab_is_gone_is_with_the_meeting(
    desk: Desk, jobs: Jobs, meeting: UUID, qtbot: QtBot, tmp_path: Path
) -> None:
    tab = MinutesTab(desk, jobs)
    tab.show()
    tab.open_meeting(meeting)
    drop(tab, mime(a_file(tmp_path)))
    tab.deleteLater()
    QApplication.sendPostedEvents(tab, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: bool(names(desk, meeting)), timeout=20_000)


def test_file_for_a_meeting_that_is_gone_is_told(
    tab: MinutesTab, desk: Desk, meeting: UUID, said: list[Notice], qtbot: QtBot, tmp_path: Path
) -> None:
    drop(tab, mime(a_file(tmp_path)))
    desk.unlisten(tab.refresh)  # the tab has not heard of it
    with desk.write() as tx:
        tx.delete(type(minutes.minutes_of(desk, meeting).meeting), meeting)
    desk.listen(tab.refresh)
    assert "finns inte längre" in wait_for_notice(qtbot, said).text
    assert names(desk, meeting) == []


def test_file_that_was_searched_for_is_shown_and_chosen(
    tab: MinutesTab, desk: Desk, meeting: UUID, tmp_path: Path
) -> None:
    attachments.attach(desk, meeting, a_file(tmp_path, "a.pdf", b"a"))
    sought = attachments.attach(desk, meeting, a_file(tmp_path, "b.pdf", b"b"))
    tab.close_meeting()
    tab.show_record(Attachment, sought)
    assert tab.current() is not None
    item = rows_of(tab).currentItem()
    assert item.text().startswith("b.pdf")


def test_point_or_question_that_was_searched_for_is_shown_with_its_meeting(
    tab: MinutesTab, desk: Desk, meeting: UUID
) -> None:
    taken = minutes.minutes_of(desk, meeting)
    for kind, record in ((AgendaItem, taken.agenda[0]), (Question, taken.questions[0])):
        tab.close_meeting()
        tab.show_record(kind, record.id)
        shown = tab.current()
        assert shown is not None
        assert shown.id == meeting
