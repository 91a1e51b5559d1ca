"""An adopted meeting: only read, corrected by additions, what came late shown beside it, and its way to the binder."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Meeting
from dialogdesk.services import additions, adoption, last_mile, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.last_mile import Step
from dialogdesk.services.unit import our_people
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.last_mile import LastMileStrip
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.test_files_pane import drop, mime


@pytest.fixture
def adopted(tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard) -> UUID:
    """The meeting shown, with two lines and a kept working note, adopted."""
    tab.open_meeting(meeting)
    keyboard.type(
        found(tab, LineEditor, "minutes.entry"), "b,Underlaget delas\nPriset gäller från mars\n// tyst\n"
    )
    with desk.read() as db:
        author = our_people(db)[0]
    minutes.change_note(desk, meeting, author_id=author.id)
    minutes.finish_meeting(desk, meeting)
    adoption.adopt(desk, meeting)
    return meeting


def press(tab: QWidget, name: str) -> None:
    button = found(tab, QAbstractButton, name)
    assert button.isVisibleTo(tab)
    button.click()


def lines(tab: MinutesTab) -> list[str]:
    return found(tab, LineEditor, "minutes.entry").toPlainText().split("\n")


def facts(tab: MinutesTab) -> str:
    return found(tab, QLabel, "minutes.facts").text()


def stored_meeting(desk: Desk, meeting: UUID) -> Meeting:
    with desk.read() as db:
        return db.get(Meeting, meeting)


def bring_late(desk: Desk, line_id: UUID, text: str) -> None:
    """As the fold brings what another laptop wrote: past the locks."""
    raw = desk.database.driver
    raw.execute("UPDATE sync_state SET applying = 1")
    raw.execute("UPDATE line SET text = ? WHERE id = ?", (text, line_id.hex))
    raw.execute("UPDATE sync_state SET applying = 0")


def test_an_adopted_meeting_says_so_and_shows_the_lines_of_its_edition(
    tab: MinutesTab, desk: Desk, adopted: UUID
) -> None:
    day = adoption.editions_of(desk, adopted)[0].made_at.astimezone().date().isoformat()
    assert facts(tab).startswith(f"Fastställt {day} av Pontus Berg")
    assert lines(tab) == ["Underlaget delas", "Priset gäller från mars", "// tyst"]
    assert not found(tab, QWidget, "minutes.reopen").isVisibleTo(tab)
    assert not found(tab, QWidget, "minutes.step").isVisibleTo(tab)
    assert "Återöppna" not in [text for text, _keys, _do in tab.commands()]


def test_typing_is_told_of_once_and_leads_to_an_addition_that_stands_under_the_lines(
    tab: MinutesTab, desk: Desk, adopted: UUID, keyboard: Keyboard
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    editor = found(tab, LineEditor, "minutes.entry")
    editor.setFocus()
    keyboard.type(editor, "xyz")
    (notice,) = said
    assert notice.text == "Protokollet är fastställt. Det som ska rättas skrivs som tillägg."
    assert notice.remedy is not None
    notice.remedy.do()
    field = found(tab, QPlainTextEdit, "minutes.addition")
    assert field.hasFocus()
    keyboard.type(field, "Priset gäller från april.")
    press(tab, "minutes.addition.add")
    assert found(tab, QLabel, "minutes.addition.1").text() == "Priset gäller från april."
    assert [e.content for e in adoption.editions_of(desk, adopted)[1:]] == ["Priset gäller från april."]
    assert editor.hasFocus()
    assert lines(tab) == ["Underlaget delas", "Priset gäller från mars", "// tyst"]


def test_an_empty_addition_is_not_added_and_says_why(tab: MinutesTab, desk: Desk, adopted: UUID) -> None:
    press(tab, "minutes.add")
    press(tab, "minutes.addition.add")
    assert found(tab, QLabel, "minutes.addition.error").text() == "Skriv vad som ska läggas till."
    assert len(adoption.editions_of(desk, adopted)) == 1


def test_an_addition_begun_waits_until_it_is_added(
    tab: MinutesTab, desk: Desk, adopted: UUID, keyboard: Keyboard
) -> None:
    press(tab, "minutes.add")
    field = found(tab, QPlainTextEdit, "minutes.addition")
    keyboard.type(field, "Halvskrivet")
    tab.store_typed()
    assert additions.draft_of(desk, adopted) == "Halvskrivet"
    keyboard.press(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    tab.close_meeting()
    tab.open_meeting(adopted)
    assert field.isVisible()
    assert field.toPlainText() == "Halvskrivet"
    press(tab, "minutes.addition.add")
    assert additions.draft_of(desk, adopted) == ""


def test_what_came_late_is_told_of_and_shown_old_and_new_but_never_among_the_lines(
    tab: MinutesTab, desk: Desk, adopted: UUID
) -> None:
    banner = found(tab, QWidget, "minutes.late")
    assert not banner.isVisibleTo(tab)
    line = next(x for x in minutes.lines_of(desk, minutes.minutes_of(desk, adopted)) if "mars" in x.text)
    bring_late(desk, line.id, "Priset gäller från maj")
    tab.refresh(frozenset({type(line)}))
    assert (
        found(tab, QLabel, "minutes.late.text").text()
        == "1 ändring kom från den andra datorn efter fastställandet"
    )
    press(tab, "minutes.late.show")
    assert found(tab, QLabel, "minutes.late.0.0").text() == "Priset gäller från mars"
    assert found(tab, QLabel, "minutes.late.0.1").text() == "Priset gäller från maj"
    assert lines(tab) == ["Underlaget delas", "Priset gäller från mars", "// tyst"]
    press(tab, "minutes.late.write")
    assert found(tab, QPlainTextEdit, "minutes.addition").hasFocus()


# ---- the last mile -------------------------------------------------------------------------------


def test_a_draft_is_warned_of_before_it_is_saved_to_be_sent_and_the_day_is_put_down(
    tab: MinutesTab, desk: Desk, meeting: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes.finish_meeting(desk, meeting)
    tab.open_meeting(meeting)
    says = found(tab, QLabel, "minutes.last_mile.says")
    press(tab, "minutes.last_mile.check")
    assert "sannolikt en allmän handling (TF 2 kap. 10 §)" in says.text()
    assert found(tab, QWidget, "minutes.last_mile.unsend").hasFocus()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    press(tab, "minutes.last_mile.send")
    assert stored_meeting(desk, meeting).fact_check_at is None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "kopia.pdf"), ""))
    press(tab, "minutes.last_mile.send")
    assert (tmp_path / "kopia.pdf").read_bytes().startswith(b"%PDF")
    assert stored_meeting(desk, meeting).fact_check_at is not None
    sent = found(tab, QWidget, "minutes.last_mile.sign.check")
    assert sent.accessibleName().startswith("Skickat för faktagranskning")


def test_a_scan_dropped_on_the_strip_leads_by_key_to_the_binder(
    tab: MinutesTab, desk: Desk, adopted: UUID, keyboard: Keyboard, tmp_path: Path, qtbot: QtBot
) -> None:
    strip = found(tab, LastMileStrip, "minutes.last_mile")
    scan = tmp_path / "skannat.pdf"
    scan.write_bytes(b"%PDF-1.4 undertecknat")
    assert strip.acceptDrops()
    strip.first_focus().setFocus()
    drop(strip, mime(scan))
    qtbot.waitUntil(lambda: last_mile.step_of(desk, adopted) is Step.HAND_OVER, timeout=20_000)
    assert not strip.acceptDrops()
    there = QApplication.focusWidget()
    assert there is not None
    assert there.objectName() == "minutes.last_mile.hand_over"
    keyboard.press(there, Qt.Key.Key_Return)
    assert QApplication.clipboard().text() == last_mile.registrar_text(desk, adopted)
    assert stored_meeting(desk, adopted).handed_over_at is not None
    number, binder = (found(tab, QLineEdit, f"minutes.binder.{n}") for n in ("document_number", "binder"))
    assert number.hasFocus()
    keyboard.type(number, "2026-311:4\n")
    keyboard.type(binder, "Pärm 12\n")
    assert last_mile.step_of(desk, adopted) is Step.DONE
    assert (
        found(tab, QLabel, "minutes.last_mile.says").text() == "Klart: protokollet är registrerat och insatt."
    )
    assert adoption.editions_of(desk, adopted)[0].number == 1


def test_printing_makes_the_scan_the_next_step(
    tab: MinutesTab, adopted: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialogdesk.ui import paper

    scan = found(tab, QAbstractButton, "minutes.last_mile.scan")
    assert scan.property("look") == "plain"
    monkeypatch.setattr(paper, "print_pdf", lambda *_args: False)
    press(tab, "minutes.last_mile.print")
    assert scan.property("look") == "plain"
    monkeypatch.setattr(paper, "print_pdf", lambda *_args: True)
    press(tab, "minutes.last_mile.print")
    assert scan.property("look") == "primary"


def test_a_meeting_taken_up_from_the_queue_has_the_keyboard_at_its_next_step(
    tab: MinutesTab, adopted: UUID
) -> None:
    tab.close_meeting()
    tab.go_on(adopted)
    there = QApplication.focusWidget()
    assert there is not None
    assert there.objectName() == "minutes.last_mile.print"
