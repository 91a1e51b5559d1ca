"""Which words of a line are looked up, and which are names."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from dialogdesk.domain.minutes import KnownPerson, read_line
from dialogdesk.domain.spelling import is_name, names_in, words_in
from dialogdesk.domain.values import LineKind

SOMEBODY = KnownPerson(uuid4(), "Åsa Öberg", "ÅÖ")


def asked(text: str, kind: LineKind = LineKind.NOTE) -> list[str]:
    spans = read_line(text, kind, [SOMEBODY], date(2026, 11, 26)).spans
    return [word.text for word in words_in(text, spans)]


@pytest.mark.parametrize(
    "text",
    [
        "1250 12,5 24/7 12-årig A4 3:e 2026-12-01 kl.9 v50",
        "@Åsa @Okänd #6.1",
        "https://upphandling.example/sida www.kommun.example anna@kommun.example kommun.example C:\\mapp",
        "LOU KPI KPI:erna EU:s RFI",
        "t.ex. bl.a. m.m.",
        "b, å x",
        "SharePoint iPad",
        "😀 – … !!",
        "a" * 61,
    ],
)
def test_what_is_no_word_of_the_language_is_not_asked_about(text: str) -> None:
    assert asked(text) == []


def test_signs_around_and_between_words_are_no_part_of_them() -> None:
    text = "”Anbuds- och/eller avtalsfrågor”, sade (han): LOU-kraven slopas…"
    assert asked(text) == ["Anbuds", "och", "eller", "avtalsfrågor", "sade", "han", "kraven", "slopas"]


def test_speaker_owner_and_date_are_not_asked_about() -> None:
    assert asked("åö: ringer @Åsa Öberg senast fre", LineKind.ACTION) == ["ringer", "senast"]
    assert asked("ringer fre") == ["ringer", "fre"], "a note has no date"


def test_a_word_stands_where_it_is_said_to_stand() -> None:
    text = "👍 priset höjs"
    assert [text[word.start : word.end] for word in words_in(text)] == ["priset", "höjs"]


def test_letters_with_loose_accents_are_the_same_word() -> None:
    assert asked("a\u030arsavtal") == ["årsavtal"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Norrgrossen", True), ("norrgrossens", True), ("AB", True), ("Norr", False), ("Norrgrosse", False)],
)
def test_name_is_right_in_any_case_and_as_somebodys(word: str, expected: bool) -> None:  # noqa: FBT001
    assert is_name(word, names_in("Norrgrossen AB (filial)")) is expected
