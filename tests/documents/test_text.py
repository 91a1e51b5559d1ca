"""Typed and pasted text is printed as it was meant."""

from __future__ import annotations

import pytest

from dialogdesk.documents.text import TypedParagraph, cleaned, joined, one_line, typed_paragraphs


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("<b>&amp;</b> %s {0}", "<b>&amp;</b> %s {0}"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("rad1\r\nrad2\rrad3\x0brad4\u2028rad5\x85rad6", "rad1\nrad2\nrad3\nrad4\nrad5\nrad6"),
        ("styr\x00\x07\x1btecken", "styrtecken"),
        ("av\u00adstavat\u200b osynligt\ufeff\u202e", "avstavat osynligt"),
        ("\u26a0\ufe0f", "\u26a0"),
        ("1\u202f000\u2009kr", "1\xa0000 kr"),
        ("\uf0b7 \uf0fc", "• ✓"),
        ("\ud800", "\ufffd"),
    ],
)
def test_text_is_kept_save_what_is_never_seen(typed: str, printed: str) -> None:
    assert cleaned(typed) == printed


def test_plain_text_is_left_alone() -> None:
    text = "Åtgärd: 61 000 m² – ”klart” senast 2026-12-01 … 5 €"
    assert cleaned(text) is text


def test_each_line_is_a_paragraph_and_blank_ones_are_none() -> None:
    assert typed_paragraphs("ett\n\n \ntvå") == [TypedParagraph("ett"), TypedParagraph("två")]


@pytest.mark.parametrize(
    ("pasted", "label", "text", "depth"),
    [
        ("•\tpunkt", "•", "punkt", 0),
        ("\uf0b7\tpunkt", "•", "punkt", 0),
        ("o\tunder", "•", "under", 0),
        ("- punkt", "–", "punkt", 0),
        ("\t\t– djupt", "–", "djupt", 2),
        ("1.\tett", "1.", "ett", 0),
        ("b)\ttvå", "b)", "två", 0),
    ],
)
def test_pasted_list_is_recognised(pasted: str, label: str, text: str, depth: int) -> None:
    assert typed_paragraphs(pasted) == [TypedParagraph(text, label, depth)]


@pytest.mark.parametrize(
    "text", ["-5 grader", "3. kvartalet är tidigast", "o ja", "A. Ek ringde", "*viktigt*"]
)
def test_sentence_is_no_list(text: str) -> None:
    assert typed_paragraphs(text) == [TypedParagraph(text)]


def test_numbers_before_spaces_are_a_list_where_there_are_several_lines() -> None:
    assert [p.label for p in typed_paragraphs("1. ett\n2. två")] == ["1.", "2."]


def test_name_is_one_line() -> None:
    assert one_line(" Städkraft\n i  Mellby\tAB ") == "Städkraft i Mellby AB"
    assert joined(("a", " ", "b\nc")) == "a, b c"
