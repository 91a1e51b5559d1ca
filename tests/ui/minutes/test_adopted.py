"""An adopted meeting: only read, corrected by additions, what came late shown beside it, and its way to the binder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
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

from dialogdesk.domain.dates import local
from dialogdesk.domain.editions import digest_of, shown_digest
from dialogdesk.domain.records import Edition, Line, Meeting, Person
from dialogdesk.services import additions, adoption, last_mile, minutes
from dialogdesk.services.adoption import Apart, Late
from dialogdesk.services.desk import Desk
from dialogdesk.services.last_mile import Step
from dialogdesk.services.unit import our_people
from dialogdesk.ui import shared_screen
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.minutes.adopted import LateBanner
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.last_mile import LastMileStrip
from dialogdesk.ui.minutes.rows import Rows
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.test_files_pane import drop, mime

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
REFUSED = ("Protokollet är fastställt. Det som ska rättas skrivs som tillägg.", "Skriv tillägg")


@pytest.fixture
def user(desk: Desk) -> UUID:
    with desk.read() as db:
        return our_people(db)[0].id


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


@pytest.mark.parametrize("user", [uuid4()])
def test_an_addition_by_nobody_known_is_refused_and_waits_until_it_is_told_who_writes(
    tab: MinutesTab, desk: Desk, adopted: UUID, keyboard: Keyboard, user: UUID
) -> None:
    press(tab, "minutes.add")
    keyboard.type(found(tab, QPlainTextEdit, "minutes.addition"), "Priset gäller från april.")
    press(tab, "minutes.addition.add")
    error = found(tab, QLabel, "minutes.addition.error")
    assert "Välj under Inställningar vem som använder datorn" in error.text()
    assert len(adoption.editions_of(desk, adopted)) == 1
    assert additions.draft_of(desk, adopted) == "Priset gäller från april."
    with desk.write() as tx:
        tx.add(Person(id=user, name="Åsa Provsjö"))
    press(tab, "minutes.addition.add")
    assert [e.author for e in adoption.editions_of(desk, adopted)[1:]] == ["Åsa Provsjö"]
    press(tab, "minutes.add")
    assert not error.isVisibleTo(tab)


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
        == "1 ändring kom från den andra datorn efter fastställandet."
    )
    press(tab, "minutes.late.show")
    assert found(tab, QLabel, "minutes.late.0.0").text() == "Priset gäller från mars"
    assert found(tab, QLabel, "minutes.late.0.1").text() == "Priset gäller från maj"
    assert lines(tab) == ["Underlaget delas", "Priset gäller från mars", "// tyst"]
    press(tab, "minutes.late.write")
    assert found(tab, QPlainTextEdit, "minutes.addition").hasFocus()


@pytest.mark.parametrize(
    ("adopted_as", "now", "shown"),
    [
        ("Priset är 240 kr !!", "Priset är 240 kr", ["[dold rad]", "[dold rad]"]),
        ("Priset är 240 kr", "Priset är 240 kr !!", ["[dold rad]", "[dold rad]"]),
        ("Priset är 240 kr !!", "", ["[dold rad]", "Borttagen"]),
        ("Paus", "Paus till tre", ["Paus", "Paus till tre"]),
    ],
)
def test_on_a_shared_screen_neither_of_a_pair_tells_what_the_other_hides(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, adopted_as: str, now: str, shown: list[str]
) -> None:
    monkeypatch.setattr(shared_screen, "_is_on", True)
    banner = LateBanner()
    qtbot.addWidget(banner)
    late = Late(uuid4(), adopted_as, now)
    banner.show_late([late])
    assert [found(banner, QLabel, f"minutes.late.0.{m}").text() for m in (0, 1)] == shown
    banner.show_late([], [an_adoption_apart(late)])
    apart = [found(banner, QLabel, f"minutes.late.1.{m}").text() for m in (0, 1)]
    assert apart == [shown[0], "Fanns inte" if not now else shown[1]]


def an_adoption_apart(line: Late) -> Apart:
    first, then = (
        Edition(meeting_id=uuid4(), content="", digest=digest_of("", text), made_at=NOON, author="")
        for text in ("ett", "två")
    )
    return Apart(first, then, (line,), ())


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_1, CTRL), (Qt.Key.Key_9, CTRL), (Qt.Key.Key_J, CTRL), (Qt.Key.Key_Up, ALT)],
)
def test_keys_that_shape_a_line_change_nothing_and_say_why(
    tab: MinutesTab, adopted: UUID, keyboard: Keyboard, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    editor = found(tab, LineEditor, "minutes.entry")
    editor.setFocus()
    keyboard.press(editor, key, held)
    assert [(n.text, n.remedy.text if n.remedy else "") for n in said] == [REFUSED]
    assert lines(tab) == ["Underlaget delas", "Priset gäller från mars", "// tyst"]


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Delete])
@pytest.mark.parametrize("pane", ["minutes.agenda", "minutes.attendance"])
def test_keys_that_change_what_is_beside_the_lines_say_why_they_do_not(
    tab: MinutesTab, desk: Desk, adopted: UUID, keyboard: Keyboard, pane: str, key: Qt.Key
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    before = minutes.minutes_of(desk, adopted)
    rows = found(tab, Rows, pane)
    rows.setCurrentRow(0)
    keyboard.press(rows, key)
    assert [(n.text, n.remedy.text if n.remedy else "") for n in said] == [REFUSED]
    assert minutes.minutes_of(desk, adopted) == before


def test_an_adopted_meeting_offers_nothing_that_is_refused(tab: MinutesTab, adopted: UUID) -> None:
    for side, names in (
        ("agenda", ("minutes.agenda.add", "minutes.agenda.more", "minutes.reopen")),
        ("attendance", ("minutes.all_present", "minutes.participant", "minutes.attendance.more")),
    ):
        press(tab, f"minutes.side.{side}")
        assert found(tab, Rows, f"minutes.{side}").isVisibleTo(tab)
        assert not [name for name in names if found(tab, QWidget, name).isVisibleTo(tab)]
    assert [found(tab, Rows, name).toolTip() for name in ("minutes.attendance", "minutes.spoken")] == ["", ""]
    menu = found(tab, LineEditor, "minutes.entry").line_menu()
    *of_qt, own = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.objectName() for action in of_qt] == ["edit-copy", "select-all"]
    assert own.text() == "Eskalera"
    menu.deleteLater()
    words = {text for text, _keys, _do in tab.commands()}
    assert not words & {"Ny dagordningspunkt", "Ny fråga", "Muntlig information: allt är sagt", "Återöppna"}
    assert "Skriv tillägg" in words


def test_what_a_note_is_about_can_be_read_and_not_written_once_it_is_adopted(
    tab: MinutesTab, desk: Desk
) -> None:
    with desk.read() as db:
        author = our_people(db)[0]
    note = minutes.start_note(desk, author_id=author.id)
    tab.open_meeting(note)
    title = found(tab, QLineEdit, "minutes.note.title")
    assert title.isEnabled()
    minutes.finish_meeting(desk, note)
    adoption.adopt(desk, note)
    assert title.isVisibleTo(tab)
    assert not title.isEnabled()


def test_an_addition_is_added_from_its_field_by_key(
    tab: MinutesTab, desk: Desk, adopted: UUID, keyboard: Keyboard
) -> None:
    press(tab, "minutes.add")
    field = found(tab, QPlainTextEdit, "minutes.addition")
    keyboard.type(field, "Första raden\nandra raden")
    assert len(adoption.editions_of(desk, adopted)) == 1
    keyboard.press(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [e.content for e in adoption.editions_of(desk, adopted)[1:]] == ["Första raden\nandra raden"]
    assert not field.isVisible()
    assert found(tab, QAbstractButton, "minutes.addition.add").toolTip() == "Lägg till (Ctrl+Enter)"


def test_an_addition_left_by_escape_is_there_when_one_comes_back(
    tab: MinutesTab, desk: Desk, adopted: UUID, keyboard: Keyboard
) -> None:
    press(tab, "minutes.add")
    field = found(tab, QPlainTextEdit, "minutes.addition")
    keyboard.type(field, "Halvskrivet")
    keyboard.press(field, Qt.Key.Key_Escape)
    assert found(tab, LineEditor, "minutes.entry").hasFocus()
    assert additions.draft_of(desk, adopted) == "Halvskrivet"
    press(tab, "minutes.add")
    assert field.toPlainText() == "Halvskrivet"
    assert field.hasFocus()


def test_a_line_escalated_before_or_after_adoption_is_so_until_somebody_says_otherwise(
    tab: MinutesTab, desk: Desk, adopted: UUID
) -> None:
    editor = found(tab, LineEditor, "minutes.entry")
    line = next(x for x in minutes.lines_of(desk, minutes.minutes_of(desk, adopted)) if "mars" in x.text)
    editor.go_to_line(line.id.hex)
    for raised, offered in ((True, "Eskalera"), (False, "Ta bort eskaleringen"), (True, "Eskalera")):
        menu = editor.line_menu()
        (action,) = menu.findChildren(QAction, "minutes.raise")
        assert action.text() == offered
        action.trigger()
        menu.deleteLater()
        with desk.read() as db:
            assert (db.get(Line, line.id).raised_at is not None) is raised
        assert editor.stream.is_raised(line.id.hex) is raised
        words = {text for text, _keys, _do in tab.commands()}
        assert ("Ta bort eskaleringen" if raised else "Eskalera raden") in words
    tab.close_meeting()
    tab.open_meeting(adopted)
    assert editor.stream.is_raised(line.id.hex)


def test_an_adoption_made_apart_is_told_of_with_what_differs_and_how_the_papers_are_told_apart(
    tab: MinutesTab, desk: Desk, adopted: UUID
) -> None:
    (first,) = adoption.editions_of(desk, adopted)
    content = first.content.replace("från mars", "från maj")
    other = replace(
        first,
        id=uuid4(),
        content=content,
        digest=digest_of("", content),
        made_at=first.made_at + timedelta(minutes=3),
        author="Åsa Öberg",
    )
    with desk.write() as tx:
        tx.add(other)
    assert found(tab, QLabel, "minutes.late.text").text() == (
        "Protokollet fastställdes på två datorer. "
        f"Det som fastställdes först, {moment(first)} av Pontus Berg, gäller."
    )
    press(tab, "minutes.late.show")
    told = [[found(tab, QLabel, f"minutes.late.{n}.{m}").text() for m in (0, 1)] for n in (0, 1)]
    assert told == [
        [
            f"{moment(first)} av Pontus Berg · Kontrollsumma {shown_digest(first.digest)}",
            f"{moment(other)} av Åsa Öberg · Kontrollsumma {shown_digest(other.digest)}",
        ],
        ["Priset gäller från mars", "Priset gäller från maj"],
    ]


def moment(edition: Edition) -> str:
    return f"{local(edition.made_at):%Y-%m-%d %H:%M}"


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
