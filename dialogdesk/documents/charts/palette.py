"""The colours a chart is drawn in: those of the paper, unless the screen gives others."""

from __future__ import annotations

from dataclasses import dataclass

from dialogdesk.documents.text import Colour

_LINEAR_UP_TO = 0.04045


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a chart. Nothing in a chart is told by colour alone."""

    ink: Colour
    muted: Colour
    accent: Colour
    rule: Colour
    """Hairlines and the outlines of what is empty."""
    paper: Colour
    """What the chart stands on."""
    tint: Colour
    """A faint ground for what belongs together."""
    heat: tuple[Colour, Colour, Colour]
    """Levels 1, 2 and 3, the faintest first."""

    def on(self, ground: Colour) -> Colour:
        """The colour of a text on the ground: ink or paper, whichever is told from it best."""
        return max((self.ink, self.paper), key=lambda colour: contrast(colour, ground))


def rgb(code: str) -> Colour:
    """The colour of a code, as "#0E5A62"."""
    red, green, blue = (int(code[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """How well the colours are told apart, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    if share <= _LINEAR_UP_TO:
        return share / 12.92
    linear: float = ((share + 0.055) / 1.055) ** 2.4
    return linear


PAPER = Palette(
    ink=rgb("#1E2226"),
    muted=rgb("#565B63"),
    accent=rgb("#0E5A62"),
    rule=rgb("#A9AEB4"),
    paper=(1.0, 1.0, 1.0),
    tint=rgb("#EDF1F2"),
    heat=(rgb("#D3E8E7"), rgb("#93C7C6"), rgb("#0E5A62")),
)
"""The colours of every document."""
