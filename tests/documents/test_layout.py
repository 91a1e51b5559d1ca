"""Pages are filled as a careful typesetter would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from dialogdesk.documents.layout import Flow, ParagraphStyle, Strip
from dialogdesk.documents.pages import Placed, paginated
from dialogdesk.documents.structure import DocumentError, Element
from dialogdesk.documents.tables import Column, Table, TableStyle

BLACK = (0.0, 0.0, 0.0)
STYLE = ParagraphStyle(10, 14, BLACK, gap=6)
HEADING = ParagraphStyle(14, 18, BLACK, bold=True, gap=16)
TABLE = TableStyle(ParagraphStyle(9, 12, BLACK), BLACK, BLACK)
PAGE = 600.0
LONG = "En mening om vad leverantören sade under mötet och vad som följer av det. "


def _heights(page: Sequence[Placed]) -> float:
    return max(placed.top + placed.strip.height for placed in page)


def _flow(*texts: str) -> Flow:
    flow = Flow(400)
    for text in texts:
        flow.paragraph(text, STYLE)
    return flow


def test_nothing_stands_below_the_foot_of_a_page_or_over_another() -> None:
    pages = paginated(_flow(*[LONG * n for n in range(1, 30)]).strips, PAGE)
    assert len(pages) > 1
    for page in pages:
        ends = [0.0]
        for placed in page:
            assert placed.top >= ends[-1] - 1e-9
            ends.append(placed.top + placed.strip.height)
        assert ends[-1] <= PAGE


def test_every_strip_is_on_some_page_in_order() -> None:
    flow = _flow(*[LONG * n for n in range(1, 30)])
    placed = [p.strip for page in paginated(flow.strips, PAGE) for p in page]
    assert placed == flow.strips


@pytest.mark.parametrize("lines", range(30, 45))
def test_heading_is_never_alone_at_the_foot_of_a_page(lines: int) -> None:
    flow = Flow(400)
    for _line in range(lines):
        flow.paragraph("En rad.", ParagraphStyle(10, 14, BLACK))
    flow.heading(1, "Rubrik", HEADING)
    heading = flow.strips[-1]
    flow.paragraph(LONG * 8, STYLE)
    for page in paginated(flow.strips, PAGE):
        assert page[-1].strip is not heading


def test_one_line_of_a_paragraph_is_never_parted_from_the_rest() -> None:
    for lines in range(30, 45):
        flow = _flow(*["En rad."] * lines)
        start = len(flow.strips)
        flow.paragraph(LONG * 8, STYLE)
        whole = flow.strips[start:]
        pages = [[p.strip for p in page] for page in paginated(flow.strips, PAGE)]
        parts = [sum(strip in page for strip in whole) for page in pages]
        assert 1 not in parts


def test_white_space_is_dropped_at_the_top_of_a_page() -> None:
    pages = paginated(_flow(*[LONG] * 60).strips, PAGE)
    assert [page[0].top for page in pages] == [0.0] * len(pages)


def test_what_belongs_together_is_not_parted() -> None:
    flow = _flow(*["En rad."] * 28)
    with flow.together():
        for _line in range(4):
            flow.paragraph("Tillsammans.", STYLE)
    *_others, last = paginated(flow.strips, PAGE)
    assert len(last) == 4


def test_strip_that_no_page_can_hold_is_refused() -> None:
    with pytest.raises(DocumentError, match="higher than a page"):
        paginated([Strip(PAGE + 1, lambda *_: None)], PAGE)


def _table(rows: Sequence[Sequence[str]]) -> list[Strip]:
    columns = [Column(width=60), Column(share=1)]
    return Table(columns, TABLE, 400).strips(Element("Document"), rows, head=("Nr", "Text"))


def test_head_of_a_table_is_repeated_on_every_page() -> None:
    pages = paginated(_table([(str(n), LONG) for n in range(300)]), PAGE)
    assert len(pages) > 10
    assert [page[0].repeated for page in pages] == [False] + [True] * (len(pages) - 1)
    assert sum(not placed.repeated for page in pages for placed in page) == 301
    assert max(map(_heights, pages)) <= PAGE


def test_cell_higher_than_a_page_is_parted() -> None:
    pages = paginated(_table([("1", "kort"), ("2", LONG * 200), ("3", "kort")]), PAGE)
    assert len(pages) > 2
    assert max(map(_heights, pages)) <= PAGE
    assert min(map(_heights, pages[:-1])) > PAGE * 0.8


def test_head_of_a_table_is_never_alone_at_the_foot_of_a_page() -> None:
    for lines in range(25, 45):
        flow = _flow(*["En rad."] * lines)
        flow.add(_table([("1", LONG * 3), ("2", "kort")]))
        head = flow.strips[lines]
        for page in paginated(flow.strips, PAGE):
            assert page[-1].strip is not head


def test_heading_and_head_stay_by_a_row_that_is_higher_than_a_page() -> None:
    for lines in range(25, 50):
        flow = _flow(*["En rad."] * lines)
        flow.heading(1, "Rubrik", HEADING)
        heading = flow.strips[-1]
        flow.add(_table([("1", LONG * 200), ("2", "kort")]))
        (page,) = [page for page in paginated(flow.strips, PAGE) if heading in [p.strip for p in page]]
        after = [p.strip for p in page].index(heading) + 1
        assert len(page) >= after + 2, f"after {lines} lines the heading has only the head of its table"


def test_band_goes_on_over_the_end_of_a_page() -> None:
    from dialogdesk.documents.style import MARKED

    flow = _flow(*["En rad."] * 20)
    with flow.band(MARKED):
        flow.typed("\n".join([LONG] * 20), STYLE)
    inside = flow.strips[20:]
    assert [strip.gap for strip in inside[1:]] == [0.0] * (len(inside) - 1)
    assert len(paginated(flow.strips, PAGE)) == 2


@pytest.mark.parametrize("lines", range(25, 45))
def test_first_and_last_row_of_a_table_stand_with_another(lines: int) -> None:
    flow = _flow(*["En rad."] * lines)
    table = _table([(str(n), "kort") for n in range(8)])
    flow.add(table)
    rows = table[1:]
    for page in paginated(flow.strips, PAGE):
        on_page = [placed.strip for placed in page if placed.strip in rows]
        assert len(on_page) != 1


@pytest.mark.parametrize("lines", range(20, 32))
def test_first_and_last_item_of_a_list_stand_with_another(lines: int) -> None:
    flow = _flow(*["En rad."] * lines)
    flow.bullets(["En punkt."] * 6, STYLE)
    items = flow.strips[lines:]
    for page in paginated(flow.strips, PAGE):
        assert sum(placed.strip in items for placed in page) != 1


def test_word_wider_than_its_cell_is_broken_within_it() -> None:
    strips = _table([("samverkansupphandlingsmodell", "x" * 2000)])
    assert strips[1].height > 12 * 20
    assert max(map(_heights, paginated(strips, PAGE))) <= PAGE


def test_first_paragraph_stands_close_to_its_heading() -> None:
    flow = Flow(400)
    flow.heading(1, "Rubrik", HEADING)
    flow.paragraph("Först.", STYLE)
    flow.paragraph("Sedan.", STYLE)
    _heading, first, second = flow.strips
    assert first.gap < second.gap == STYLE.gap


def test_room_for_a_hand_is_in_the_rows_and_not_in_the_head() -> None:
    rows, by_hand = [("1", "kort")], replace(TABLE, by_hand=9.0)
    plain = _table(rows)
    signed = Table([Column(width=60), Column(share=1)], by_hand, 400).strips(
        Element("Document"), rows, head=("Nr", "Text")
    )
    assert [after.height - before.height for before, after in zip(plain, signed, strict=True)] == [0.0, 9.0]
