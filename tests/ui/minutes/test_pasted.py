"""What is pasted from Word, Teams, mail and the web comes in as clean lines, at once however many they are."""

from __future__ import annotations

import time
from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication

from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.pasted import cleaned, rows_from
from tests.keyboard import Keyboard
from tests.ui.minutes.conftest import stored

CTRL = Qt.KeyboardModifier.ControlModifier
MANY = 2_000
SOON = 10.0
"""Seconds within which many lines are in: a second on a quiet machine, more on a loaded one."""

WORD_TABLE = """<html><head><style>td { color: red }</style><title>Pris</title></head><body>
<!--[if gte mso 9]><xml>no text</xml><![endif]-->
<p>Priser från&nbsp;Norrgrossen:</p>
<table><tr><th><p>Vara</p></th><th><p>Pris</p></th></tr>
<tr><td><p class=MsoNormal>Mjölk,
 ekologisk<o:p></o:p></p></td><td>11,50&nbsp;kr</td></tr></table>
<p>Gäller till &amp; med maj</p></body></html>"""


def paste(editor: LineEditor, keyboard: Keyboard, text: str = "", html: str = "") -> None:
    """The text has been copied elsewhere and pasted by key."""
    copied = QMimeData()
    if text:
        copied.setText(text)
    if html:
        copied.setHtml(html)
    QApplication.clipboard().setMimeData(copied)
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    QApplication.clipboard().clear()  # Qt would let go of it when Python is gone


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("•\tFörsta punkten", "Första punkten"),
        ("·  Word", "Word"),
        ("o\tandra nivån", "andra nivån"),
        ("\uf0b7\tSymbol", "Symbol"),
        ("- en rad i ett mejl", "en rad i ett mejl"),
        ("– med tankstreck", "med tankstreck"),
        ("- 5 grader i bilen", "- 5 grader i bilen"),
        ("1.\tNumrerad", "1. Numrerad"),
        ("b)\tunder", "b) under"),
        ("leverans\u00adtid", "leveranstid"),
        ("240\u00a0kr\u202fper\u2009timme", "240 kr per timme"),
        ("\ufeffBOM och\u200b tecken utan bredd", "BOM och tecken utan bredd"),
        ("  indragen  ", "indragen"),
        ("ordning-o\ttabell", "ordning-o\ttabell"),
        ("2026-12-01 leverans", "2026-12-01 leverans"),
        ("1.5 procent", "1.5 procent"),
        ("👨\u200d👩\u200d👧 kvar", "👨\u200d👩\u200d👧 kvar"),
        ("שלום\u200f", "שלום\u200f"),
        ("Från: Anna <a@b.se>", "Från: Anna <a@b.se>"),
        ("!! kan vara hemligt", "!! kan vara hemligt"),
    ],
)
def test_signs_of_lists_and_layout_are_not_of_the_text(written: str, meant: str) -> None:
    assert cleaned(written) == [meant]


def test_empty_rows_and_page_breaks_only_part_the_lines() -> None:
    assert cleaned("ett\r\n\r\n \u00a0\r\ntvå\vtre\ffyra\n") == ["ett", "två", "tre", "fyra"]


def test_table_comes_in_row_by_row_with_tabs_between_its_cells() -> None:
    copied = QMimeData()
    copied.setText("Vara\nPris\nMjölk, ekologisk\n11,50 kr")
    copied.setHtml(WORD_TABLE)
    assert rows_from(copied) == [
        "Priser från Norrgrossen:",
        "Vara\tPris",
        "Mjölk, ekologisk\t11,50 kr",
        "Gäller till & med maj",
    ]


def test_page_copied_without_plain_text_is_read(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    paste(editor, keyboard, html="<ul><li>ett</li><li>två<br>tre</li></ul><script>no()</script>")
    assert [line.text for line in stored(desk, meeting)] == ["ett", "två", "tre"]


def test_head_of_a_mail_is_kept_as_text(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    rows = [
        "Från: Anna Lindén",
        "Skickat: den 24 november 2026 14:02",
        "Till: Pontus Berg",
        "Ämne: Pris",
        "Hej!",
    ]
    paste(editor, keyboard, "\n".join((*rows[:4], "", *rows[4:])))
    lines = stored(desk, meeting)
    assert [line.text for line in lines] == rows
    assert {line.speaker_id for line in lines} == {None}


def test_paste_into_a_line_goes_on_where_it_stood_and_is_one_step_of_undo(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "före efter")
    cursor = editor.textCursor()
    cursor.setPosition(5)
    editor.setTextCursor(cursor)
    paste(editor, keyboard, "ett\n• två ")
    assert [line.text for line in stored(desk, meeting)] == ["före ett", "tvåefter"]
    keyboard.press(editor, Qt.Key.Key_Z, CTRL)
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["före efter"]
    keyboard.press(editor, Qt.Key.Key_Y, CTRL)
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["före ett", "tvåefter"]


def test_two_thousand_lines_are_pasted_in_one_go(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "först\nsist")
    keyboard.press(editor, Qt.Key.Key_Up)
    keyboard.press(editor, Qt.Key.Key_End)
    keyboard.press(editor, Qt.Key.Key_Return)
    rows = [f"Rad {n}: leverantören räknar med {n} dagar" for n in range(MANY)]
    started = time.monotonic()
    paste(editor, keyboard, "\n".join(rows))
    assert time.monotonic() - started < SOON
    lines = stored(desk, meeting)
    assert [line.text for line in lines] == ["först", *rows, "sist"]
    assert max(len(line.position) for line in lines) < 600
