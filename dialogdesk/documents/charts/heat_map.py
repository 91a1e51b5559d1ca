"""A heat map: the level reached in each field, its number and its shares, told by more than colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialogdesk.documents.charts.chart import Chart, no_data, percent
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.charts.pen import Pen

_GAP = 3.0
_PADDING = 8.0
_BAR_HEIGHT, _BAR_GAP = 6.0, 5.0
_NUMBER, _DOT = 20.0, 2.6
_LABELS_AT_MOST = 0.26
_OUTLINES = (0.8, 0.8, 1.4, 2.2)
"""The outline grows with the level."""


@dataclass(frozen=True, slots=True)
class Field:
    """What one field shows: the highest level fully reached, 0–3, None where nothing is assessed."""

    level: int | None = None
    shares: tuple[float | None, float | None, float | None] = (None, None, None)
    """How much of level 1, 2 and 3 is fulfilled, 0–1; None where no statement is relevant."""
    target: int | None = None


@dataclass(frozen=True, slots=True)
class HeatMap(Chart):
    """Rows and columns with a field where they meet, as the Dalamodell's steps and perspectives."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    fields: tuple[tuple[Field, ...], ...]
    """A tuple a row."""

    @property
    def alt(self) -> str:
        rows = [
            _("{name}: {fields}.").format(
                name=row,
                fields="; ".join(f"{c} {_in_words(f)}" for c, f in zip(self.columns, fields, strict=True)),
            )
            for row, fields in zip(self.rows, self.fields, strict=True)
        ]
        return " ".join([_("Värmekarta med uppnådd nivå, 0 till 3."), *rows])

    def draw(self, pen: Pen) -> None:
        labels = [pen.words(row, width=pen.width * _LABELS_AT_MOST) for row in self.rows]
        left = max(words.width for words in labels) + 10
        wide = (pen.width - left + _GAP) / len(self.columns) - _GAP
        heads = [pen.words(column, width=wide, bold=True) for column in self.columns]
        top = max(words.height for words in heads) + 5
        for n, words in enumerate(heads):
            pen.put(words, left + n * (wide + _GAP), top - 5 - words.height)
        for words, fields in zip(labels, self.fields, strict=True):
            high = max(words.height + 8, 3 * _BAR_HEIGHT + 2 * _BAR_GAP + 2 * _PADDING)
            pen.put(words, 0, top + (high - words.height) / 2)
            for n, field in enumerate(fields):
                _draw_field(pen, field, (left + n * (wide + _GAP), top, wide, high))
            top += high + _GAP
        _draw_legend(pen, top + 6)


def _in_words(field: Field) -> str:
    if field.level is None:
        return no_data()
    shares = ", ".join(no_data() if share is None else percent(share) for share in field.shares)
    told = _("nivå {level} (uppfyllt per nivå: {shares})").format(level=field.level, shares=shares)
    if field.target is None:
        return told
    return _("{level}, mål {target}").format(level=told, target=field.target)


def _draw_field(pen: Pen, field: Field, place: tuple[float, float, float, float]) -> None:
    left, top, wide, high = place
    palette = pen.palette
    middle = top + high / 2
    if field.level is None:
        pen.box((left, top, wide, high), stroke=palette.rule, dashed=True, radius=3)
        pen.put_middle(pen.words("–", _NUMBER, colour=palette.muted), left + wide / 2, middle)
        return
    ground = palette.heat[field.level - 1] if field.level else palette.paper
    ink = palette.on(ground)
    pen.box(
        (left, top, wide, high),
        fill=ground,
        stroke=palette.ink if field.level else palette.muted,
        line=_OUTLINES[field.level],
        radius=3,
    )
    pen.put_middle(pen.words(str(field.level), _NUMBER, bold=True, colour=ink), left + _PADDING + 7, middle)
    bars = left + _PADDING + 22
    room = left + wide - _PADDING - 2 * _DOT - 4 - bars
    y = middle - (3 * _BAR_HEIGHT + 2 * _BAR_GAP) / 2
    for level, share in enumerate(field.shares, 1):
        if share is None:
            pen.line((bars, y + _BAR_HEIGHT / 2), (bars + room, y + _BAR_HEIGHT / 2), ink, 0.6, dashed=True)
        else:
            pen.box((bars, y, room * share, _BAR_HEIGHT), fill=ink)
            pen.box((bars, y, room, _BAR_HEIGHT), stroke=ink, line=0.7)
        if field.target == level:
            dot = (left + wide - _PADDING - _DOT, y + _BAR_HEIGHT / 2)
            pen.disc(dot, _DOT, stroke=ink, line=1.1)
        y += _BAR_HEIGHT + _BAR_GAP


def _draw_legend(pen: Pen, top: float) -> None:
    text = _(
        "Siffran är den högsta nivå som är helt uppfylld. Staplarna visar, uppifrån och ned, hur mycket av nivå 1, 2 "
        "och 3 som är uppfyllt. Ring: målet. Streck: inga uppgifter."
    )
    pen.put(pen.words(text, 8.5, width=pen.width, colour=pen.palette.muted), 0, top)
