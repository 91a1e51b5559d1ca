"""The escalation ladder: three steps of who decides, and where a matter stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialogdesk.documents.charts.chart import Chart
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.charts.pen import Pen, Words

_INDENT = 26.0
_PADDING = 10.0
_GAP = 7.0
_STATE_SHARE = 0.36
_HERE_BAR = 4.0


@dataclass(frozen=True, slots=True)
class Rung:
    """A step: what it is called, who meets there, and what there is to say of the matter's stay."""

    name: str
    who: str = ""
    note: str = ""
    """As "sedan 2026-11-02, svar senast 2026-11-20"."""


@dataclass(frozen=True, slots=True)
class Ladder(Chart):
    """The steps from the lowest to the highest; `at` is the one where the matter stands, counted from 0."""

    rungs: tuple[Rung, ...]
    at: int | None = None

    @property
    def alt(self) -> str:
        told = "; ".join(
            ", ".join(part for part in (rung.name, self._state(n), rung.note) if part)
            for n, rung in enumerate(self.rungs)
        )
        return _("Eskaleringstrappa, lägsta steget först. {steps}.").format(steps=told)

    def draw(self, pen: Pen) -> None:
        wide = pen.width - _INDENT * (len(self.rungs) - 1)
        top = 0.0
        for n in reversed(range(len(self.rungs))):
            top += self._draw_rung(pen, n, n * _INDENT, top, wide) + _GAP

    def _draw_rung(self, pen: Pen, n: int, left: float, top: float, wide: float) -> float:
        """The step drawn, and how high it is."""
        palette, rung = pen.palette, self.rungs[n]
        here = n == self.at
        passed = self.at is not None and n < self.at
        room = wide - 2 * _PADDING - 8
        texts = [pen.words(rung.name, 10.5, width=room * (1 - _STATE_SHARE), bold=True)]
        if rung.who:
            texts.append(pen.words(rung.who, 9, width=room * (1 - _STATE_SHARE), colour=palette.muted))
        state = [pen.words(self._state(n) or " ", 9, width=room * _STATE_SHARE, bold=here)]
        if rung.note:
            state.append(pen.words(rung.note, 9, width=room * _STATE_SHARE, colour=palette.muted))
        high = max(_height(texts), _height(state)) + 2 * _PADDING
        if here or passed:
            pen.box((left, top, wide, high), fill=palette.tint, radius=4)
        pen.box(
            (left, top, wide, high),
            stroke=palette.accent if here else palette.muted if passed else palette.rule,
            line=1.8 if here else 0.8,
            radius=4,
            dashed=not (here or passed) and self.at is not None,
        )
        if here:
            pen.box((left, top + 6, _HERE_BAR, high - 12), fill=palette.accent)
        _put_all(pen, texts, left + _PADDING + 4, top + (high - _height(texts)) / 2)
        right = left + wide - _PADDING - max(words.width for words in state)
        _put_all(pen, state, right, top + (high - _height(state)) / 2)
        return high

    def _state(self, n: int) -> str:
        if self.at is None or n > self.at:
            return ""
        return _("ärendet är här") if n == self.at else _("passerat")


def _height(texts: list[Words]) -> float:
    return sum(words.height for words in texts)


def _put_all(pen: Pen, texts: list[Words], left: float, top: float) -> None:
    for words in texts:
        pen.put(words, left, top)
        top += words.height
