"""Text as it was typed or pasted, made ready to be set: nothing in it is markup, and nothing is lost in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

Colour = tuple[float, float, float]
"""Red, green and blue, 0 to 1, in sRGB."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text set in one way; a `link` is a web address it leads to."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: Colour | None = None
    link: str = ""


Text = str | Sequence[Span]
"""A paragraph's text. A plain string is literal to the last character: `<b>` and `&` are letters."""


@dataclass(frozen=True, slots=True)
class TypedParagraph:
    """A paragraph within a typed or pasted text; an item of a list has a label, as "•" or "2."."""

    text: str
    label: str = ""
    depth: int = 0


_PLAIN = re.compile("[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]*")
_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SIGN_LABEL = r"[•·◦▪▫‣●○■□◼➢➤❖✓✔*–—-]"
_ITEM = re.compile(
    rf"(?P<indent>[ \t]*)(?P<label>{_SIGN_LABEL}|o(?=\t)|\d{{1,3}}[.)](?=\t)|[a-z][.)](?=\t))[ \t]+(?P<text>\S.*)"
)
_NUMBERED = re.compile(r"(?P<indent>[ \t]*)(?P<label>\d{1,2}[.)])[ \t]+(?P<text>\S.*)")
_PRINTED_LABELS = {"o": "•", "-": "–"}
"""The signs of lists that are typed for want of a better."""
_SPACES_A_TAB = 4
_DEEPEST = 3
_OFFICE_SIGNS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0A8: "▫",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF0E0: "→",
    0xF0A3: "□",
    0xF06F: "□",
    0xF0FE: "☑",
    0xF02D: "–",
    0xF076: "❖",
}
"""Signs of the fonts Symbol and Wingdings, which office programs paste under private numbers."""

_UNSEEN = (
    *(*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x180E),
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
    *(*range(0xFE00, 0xFE10), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0200)),
)
_NO_CHARACTERS = (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_REPLACEMENTS: dict[int, str | None] = {
    **dict.fromkeys(_UNSEEN),
    **dict.fromkeys(_NO_CHARACTERS, "\ufffd"),
    **dict.fromkeys((0x1680, *range(0x2000, 0x200B), 0x205F, 0x3000), " "),
    **dict.fromkeys((0x2007, 0x202F), "\xa0"),
    **_OFFICE_SIGNS,
}


def cleaned(text: str) -> str:
    """The text with a line feed for every line ending and without signs that are never seen.

    Letters built of several characters become one where there is one. Control characters, marks of direction,
    joiners, soft hyphens and variation selectors go: they have no shape of their own. A space of unusual width
    becomes one of the two usual. Half a surrogate pair, which is no text, becomes the replacement character.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_REPLACEMENTS)


def one_line(text: str) -> str:
    """The text cleaned, on one line: for a name, a title or a number."""
    return " ".join(cleaned(text).split())


def joined(parts: Sequence[str], separator: str = ", ") -> str:
    """The parts that are not empty, each on one line."""
    return separator.join(one_line(part) for part in parts if part.strip())


def typed_paragraphs(text: str) -> list[TypedParagraph]:
    """The paragraphs of a typed or pasted text: one a line, blank lines dropped, items of lists recognised.

    A sign or a number before a tab makes an item, as office programs paste; so does a sign before a space.
    A number before a space does where the text has several lines.
    """
    lines = [line for line in cleaned(text).split("\n") if line.strip()]
    patterns = (_ITEM, _NUMBERED) if len(lines) > 1 else (_ITEM,)
    return [_typed_paragraph(line, patterns) for line in lines]


def _typed_paragraph(line: str, patterns: Sequence[re.Pattern[str]]) -> TypedParagraph:
    match = next((m for pattern in patterns if (m := pattern.fullmatch(line))), None)
    if match is None:
        return TypedParagraph(without_tabs(line).rstrip())
    depth = len(match["indent"].expandtabs(_SPACES_A_TAB)) // _SPACES_A_TAB
    label = _PRINTED_LABELS.get(match["label"], match["label"])
    return TypedParagraph(without_tabs(match["text"]).rstrip(), label, min(depth, _DEEPEST))


def without_tabs(text: str) -> str:
    """The text with four spaces for each tab."""
    return text.replace("\t", " " * _SPACES_A_TAB)
