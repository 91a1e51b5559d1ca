"""The history of a record: days, fields, what differs, and any value back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.editions import shown_digest
from dialogdesk.domain.errors import NotFound
from dialogdesk.domain.records import Meeting, Supplier
from dialogdesk.domain.values import ErasureReason
from dialogdesk.services import adoption, calendar, market
from dialogdesk.services import bin as bins
from dialogdesk.services.desk import Desk
from dialogdesk.services.undo import undo, written_apart
from dialogdesk.ui.differences import Piece, as_html, pieces
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.history_page import HistoryPage
from dialogdesk.ui.minutes.facts import adopted_text
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard
from tests.services.test_adoption import author_of, held_meeting
from tests.ui.found import found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    yield desk
    desk.close()


@pytest.fixture
def supplier(desk: Desk) -> UUID:
    made = market.save_supplier(desk, None, name="Rågvik & Söner <AB>", phone="011")
    change(desk, made, phone="08")
    change(desk, made, city="Vik")
    change(desk, made, phone="09")
    return made


def change(desk: Desk, supplier: UUID, **values: str) -> None:
    with written_apart(desk) as tx:
        tx.change(Supplier, supplier, **values)


@pytest.fixture
def page(desk: Desk, supplier: UUID, qtbot: QtBot) -> Iterator[HistoryPage]:
    page = HistoryPage(desk, Place(Supplier, supplier))
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    desk.listen(page.refresh)
    yield page
    desk.unlisten(page.refresh)


def differences(page: HistoryPage) -> list[str]:
    return [
        each.accessibleName()
        for each in page._content.findChildren(QLabel, "history.difference")  # type: ignore[union-attr]
    ]


def backs(page: HistoryPage) -> list[QPushButton]:
    return page._content.findChildren(QPushButton, "history.bring_back")  # type: ignore[union-attr]


def phone(desk: Desk, supplier: UUID) -> str:
    with desk.read() as db:
        return db.get(Supplier, supplier).phone


def test_every_change_is_told_newest_first(page: HistoryPage) -> None:
    assert found(page, QLabel, "history.title").text() == "Rågvik & Söner <AB>"
    assert found(page, QLabel, "history.facts").text() == "Leverantör · 4 ändringar"
    assert differences(page) == ["Från 08 till 09", "Ifyllt: Vik", "Från 011 till 08"]


def test_one_field_is_told_alone_from_the_beginning(page: HistoryPage) -> None:
    box = found(page, QComboBox, "history.field")
    box.setCurrentIndex(box.findText("Telefon"))
    box.activated.emit(box.currentIndex())
    assert differences(page) == ["Från 08 till 09", "Från 011 till 08", "Ifyllt: 011"]


def test_a_value_is_brought_back_and_can_be_undone(page: HistoryPage, desk: Desk, supplier: UUID) -> None:
    told: list[Notice] = []
    page.said.connect(told.append)
    back = next(each for each in backs(page) if each.text() == "Återställ ”011”")
    back.click()
    assert phone(desk, supplier) == "011"
    assert [notice.text for notice in told] == ["Telefon är som förut."]
    assert differences(page)[0] == "Från 09 till 011"
    undo(desk)
    assert phone(desk, supplier) == "09"
    assert differences(page)[0] == "Från 011 till 09"


def test_what_stands_now_is_not_offered(page: HistoryPage, desk: Desk, supplier: UUID) -> None:
    change(desk, supplier, phone="08")
    assert [each.text() for each in backs(page)].count("Återställ ”08”") == 0


def test_a_name_that_must_be_there_is_never_emptied(desk: Desk, supplier: UUID, page: HistoryPage) -> None:
    change(desk, supplier, city="")
    assert backs(page)[0].text() == "Återställ ”Vik”"
    assert "Töm fältet igen" not in [each.text() for each in backs(page)]


def test_a_value_that_lost_is_marked_in_words_and_can_be_taken(
    desk: Desk, supplier: UUID, page: HistoryPage
) -> None:
    raw = desk.database.driver
    with desk.database.write():
        stamp = raw.execute("SELECT min(stamp) FROM change WHERE col = 'phone'").fetchone()[0]
        raw.execute("INSERT INTO conflict VALUES ('supplier', ?, 'phone', ?, 'value')", (supplier.hex, stamp))
    page.refresh(frozenset({Supplier}))
    assert found(page, QWidget, "history.lost").accessibleName() == "Gällde inte"
    backs(page)[-1].click()
    assert phone(desk, supplier) == "08"


def test_many_changes_are_shown_some_at_a_time(desk: Desk, supplier: UUID, qtbot: QtBot) -> None:
    for n in range(70):
        change(desk, supplier, phone=str(n))
    page = HistoryPage(desk, Place(Supplier, supplier))
    qtbot.addWidget(page)
    before = len(differences(page))
    found(page, QPushButton, "history.more").click()
    assert before < len(differences(page)) == 73


def test_esc_and_the_button_lead_back(page: HistoryPage, keyboard: Keyboard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.left):
        found(page, QPushButton, "history.back").click()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    with qtbot.waitSignal(page.left):
        keyboard.press(page, Qt.Key.Key_Escape)


def test_of_what_is_erased_there_is_no_history(
    desk: Desk, supplier: UUID, page: HistoryPage, qtbot: QtBot
) -> None:
    market.delete_record(desk, Supplier, supplier)
    with qtbot.waitSignal(page.left):
        bins.erase(desk, bins.binned(desk), ErasureReason.CLEARING, "")
    with pytest.raises(NotFound):
        HistoryPage(desk, Place(Supplier, supplier))


def test_what_a_sealed_record_was_is_shown_and_not_offered_and_it_is_said_why(
    desk: Desk, page: HistoryPage, qtbot: QtBot
) -> None:
    meeting_id = held_meeting(desk)
    calendar.change_meeting(desk, meeting_id, title="Dialogmöte om skolmat", place="Sal 1")
    calendar.change_meeting(desk, meeting_id, document_number="311")
    history = HistoryPage(desk, Place(Meeting, meeting_id))
    qtbot.addWidget(history)
    history.show()
    desk.listen(history.refresh)
    why = found(history, QLabel, "history.sealed")
    assert not why.isVisible()
    assert len(backs(history)) > 2
    edition = adoption.adopt(desk, meeting_id)
    assert why.text().startswith("Protokollet är fastställt:")
    assert why.isVisible()
    assert [each.text() for each in backs(history)] == ["Töm fältet igen"], "the number lies outside the seal"
    told = [each.text() for each in history._content.findChildren(QLabel)]  # type: ignore[union-attr]
    assert adopted_text(edition) in told
    assert f"Kontrollsumma {shown_digest(edition.digest)}" in told
    adoption.add_to(desk, meeting_id, "Det var 4 veckor.", author_of(desk, meeting_id))
    told = [each.text() for each in history._content.findChildren(QLabel)]  # type: ignore[union-attr]
    assert {"Tillägg 1", "Det var 4 veckor."} <= set(told)
    desk.unlisten(history.refresh)
    assert not found(page, QLabel, "history.sealed").isVisible()


def test_differences_are_told_word_by_word() -> None:
    assert pieces("Vi skickar mallen på fredag", "Vi skickar hela mallen på måndag") == [
        Piece("Vi skickar", "same"),
        Piece(" hela", "new"),
        Piece(" mallen på ", "same"),
        Piece("fredag", "gone"),
        Piece("måndag", "new"),
    ]
    assert pieces("400 kr", "450 kr") == [Piece("400 kr", "gone"), Piece("450 kr", "new")]
    assert pieces("", "nytt") == [Piece("nytt", "new")]


def test_sentences_that_share_a_word_or_two_stand_one_after_the_other() -> None:
    before, after = "Stödet för versionen upphör om 18 månader.", "Ringer tillbaka om volymen: 450 ton."
    assert pieces(before, after) == [Piece(before, "gone"), Piece(after, "new")]


def test_words_that_change_one_after_the_other_are_one_change() -> None:
    found_pieces = pieces("De ska få besked en vecka i förväg", "De ska få besked två veckor i förväg")
    assert [piece for piece in found_pieces if piece.what != "same"] == [
        Piece("en vecka", "gone"),
        Piece("två veckor", "new"),
    ]


def test_what_the_user_wrote_is_never_markup_and_no_difference_is_told_by_colour_alone() -> None:
    html = as_html(pieces("<b>fet</b> & rund text som är lång", "<i>sned</i> & rund text som är lång"))
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&amp;" in html
    assert "<s>" in html
    assert "<u>" in html
