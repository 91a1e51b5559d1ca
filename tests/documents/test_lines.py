"""Lines are broken, and their characters found a font, without losing any."""

from __future__ import annotations

import time

import pytest

from dialogdesk.documents.fonts import BOLD, REGULAR, REPLACEMENT
from dialogdesk.documents.lines import Line, line_width, set_lines
from dialogdesk.documents.text import Span, Text

BLACK = (0.0, 0.0, 0.0)
WIDTH = 120.0


def _lines(text: Text, width: float = WIDTH) -> list[Line]:
    return set_lines(text, size=10, colour=BLACK, width=width)


def _text(line: Line) -> str:
    return "".join(piece.text for stretch in line.stretches for piece in stretch.pieces)


def _fonts(line: Line) -> list[str]:
    return [piece.ink.font.fontName for stretch in line.stretches for piece in stretch.pieces]


def test_no_line_is_wider_than_asked_and_no_letter_is_lost() -> None:
    text = "Leverantören beskriver hur arbetet läggs upp, och vad som påverkar kostnaden. " * 5
    lines = _lines(text)
    assert "".join(map(_text, lines)) == text.rstrip()
    assert all(0 < line.width <= WIDTH for line in lines)


def test_space_at_a_broken_line_is_kept_for_the_reader() -> None:
    first, *_others = _lines("förvaltningen bedömer att bristerna medför risk")
    assert _text(first).endswith(" ")
    assert first.width == pytest.approx(line_width(_text(first).rstrip(), size=10))


@pytest.mark.parametrize("word", ["x" * 10_000, "ä" * 2_500, "😀" * 500, "samverkansupphandling" * 40])
def test_word_without_an_end_is_broken(word: str) -> None:
    lines = _lines(word)
    assert "".join(map(_text, lines)) == word
    assert max(line.width for line in lines) <= WIDTH


def test_very_long_text_takes_no_longer_by_the_letter() -> None:
    started = time.perf_counter()
    _lines("ord " * 50_000)
    assert time.perf_counter() - started < 3.0


def test_line_breaks_after_a_hyphen_between_letters_only() -> None:
    broken = [_text(line) for line in _lines("samarbets-upphandlingen", 70)]
    assert broken == ["samarbets-", "upphandlingen"]
    assert [_text(line) for line in _lines("den 2026-11-20", 50)] == ["den ", "2026-11-20"]


def test_empty_text_is_one_empty_line() -> None:
    (line,) = _lines("")
    assert (line.stretches, line.width) == ([], 0.0)


def test_each_character_is_set_in_a_font_that_has_it() -> None:
    (line,) = _lines("Å ½ 😀 ש م ∮", 400)
    assert set(_fonts(line)) == {
        *(
            REGULAR,
            "NotoEmoji-Regular",
            "NotoSansHebrew-Regular",
            "NotoSansArabic-Regular",
            "NotoSansMath-Regular",
        )
    }


def test_bold_and_plain_share_a_line() -> None:
    (line,) = _lines([Span("Fråga: ", bold=True), Span("hur?")])
    assert _fonts(line) == [BOLD, REGULAR]
    assert _text(line) == "Fråga: hur?"


def test_character_no_font_has_is_marked_and_what_it_stands_for_kept() -> None:
    (line,) = _lines("a中文b")
    marks = [piece for stretch in line.stretches for piece in stretch.pieces if piece.actual]
    assert [(mark.text, mark.actual) for mark in marks] == [(REPLACEMENT, "中"), (REPLACEMENT, "文")]


def test_text_from_the_right_is_placed_from_the_right_and_read_in_order() -> None:
    (line,) = _lines("אבג", 400)
    assert line.from_right
    assert _text(line) == "אבג"
    lefts = [stretch.left for stretch in line.stretches]
    assert lefts == sorted(lefts, reverse=True)


def test_bracket_in_text_from_the_right_is_turned_and_read_as_typed() -> None:
    (line,) = _lines("אב (גד)", 400)
    turned = [piece for stretch in line.stretches for piece in stretch.pieces if piece.actual]
    assert [(piece.text, piece.actual) for piece in turned] == [(")", "("), ("(", ")")]


def test_loose_mark_stands_over_its_letter() -> None:
    (line,) = _lines("x\u0304", 400)
    letter, mark = line.stretches
    assert mark.left < letter.left + line.width
    assert line.width == pytest.approx(line_width("x", size=10))
