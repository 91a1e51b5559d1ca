"""The month on paper is a table that can be read aloud, and loses no meeting."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dialogdesk.documents.month import render
from tests.documents.papers import crowded_month, plain_month
from tests.documents.reading import Document, Read


def _grid(document: Document) -> Read:
    return document.root.all("Table")[0]


def _cell(document: Document, week: str, weekday: int) -> str:
    """What is heard of a day, its paragraphs parted by a slash; Monday is 1."""
    (row,) = (r for r in _grid(document).all("TR") if r.all("TH")[0].text == week)
    return " / ".join(p.text.strip() for p in row.all("TD")[weekday - 1].all("P"))


def test_heads_are_the_days_of_the_week_and_the_numbers_of_the_weeks() -> None:
    grid = _grid(Document(render(plain_month()).pdf))
    heads = [(head.text, head.attributes["/Scope"]) for head in grid.all("TH")]
    assert heads[:2] == [("Vecka", "/Column"), ("Måndag", "/Column")]
    assert heads[8:] == [(str(week), "/Row") for week in (49, 50, 51, 52, 53)]
    assert [len(row.all("TD")) for row in grid.all("TR")] == [0, 7, 7, 7, 7, 7]


def test_day_says_what_day_it_is_and_its_meetings() -> None:
    document = Document(render(plain_month()).pdf)
    assert _cell(document, "52", 5) == "25 december / Juldagen"
    assert _cell(document, "49", 1) == "30 november"
    assert _cell(document, "50", 2) == "8 december / 09.00–10.30 Operativt möte: Operativt möte lokalvård"
    assert _cell(document, "53", 5).startswith("1 januari / Nyårsdagen / 10.00–11.30 Strategiskt möte")


def test_kind_shows_without_colour_and_is_explained() -> None:
    text = Document(render(plain_month()).pdf).page_texts[0]
    assert "09.00 Op Lokalvård" in text
    assert "Op operativt möte" in text.replace("\xa0", " ")
    assert "Te\xa0telefonanteckning" not in text


def test_month_with_room_for_all_is_one_page() -> None:
    for month in (date(2026, 12, 1), date(2027, 2, 28), date(2026, 8, 15)):
        document = Document(render(replace(plain_month(), month=month)).pdf)
        assert len(document.reader.pages) == 1, month
        assert "nästa sida" not in document.text


def test_meetings_without_room_are_counted_and_listed_after_the_sheet() -> None:
    sheet = crowded_month()
    document = Document(render(sheet).pdf)
    hidden = sum(map(int, re.findall(r"\+(\d+) till", document.page_texts[0])))
    assert 0 < hidden < len(sheet.meetings)
    shown = len(re.findall(r"\d\d\.00 [A-Z]", document.page_texts[0]))
    assert shown + hidden == len(sheet.meetings)
    assert "Alla möten med tid och plats står på nästa sida." in document.page_texts[0]
    assert "Alla möten på bladet" not in document.page_texts[0]
    listed = document.root.all("Table")[1]
    assert len(listed.all("TR")) == 1 + len(sheet.meetings)
    for meeting in sheet.meetings:
        assert " ".join(meeting.title.split()) in " ".join(listed.text.split())


def test_full_week_takes_room_from_those_that_need_less() -> None:
    busy = tuple(replace(plain_month().meetings[0], title=f"Dialogmöte nummer {n}") for n in range(9))
    document = Document(render(replace(plain_month(), meetings=busy)).pdf)
    assert len(document.reader.pages) == 1
    assert all(f"Nummer {n}" in document.page_texts[0] for n in range(9))
    assert "till" not in document.page_texts[0]


def test_title_cut_short_is_heard_whole() -> None:
    sheet = crowded_month()
    assert "Upphandling av lokalvård, fönsterputs och sanering" in _cell(Document(render(sheet).pdf), "32", 1)


def test_month_without_meetings_says_so() -> None:
    text = Document(render(replace(plain_month(), meetings=())).pdf).text
    assert text.endswith("Inga möten är bokade.")
