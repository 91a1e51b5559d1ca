"""The fonts of the paper: one family to set in, and a chain of others for the characters it lacks."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain
from struct import unpack
from threading import Lock
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from dialogdesk.resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialogdesk.documents.structure import PdfDocument

REGULAR, BOLD = "SourceSans3-Regular", "SourceSans3-Bold"
ITALIC, BOLD_ITALIC = "SourceSans3-It", "SourceSans3-BoldIt"
FALLBACKS = (
    "NotoSans-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansArabic-Regular",
    "NotoSansMath-Regular",
    "NotoSansSymbols2-Regular",
    "NotoSansSymbols-Regular",
    "NotoEmoji-Regular",
)
"""Asked in this order for a character the family lacks; each in one weight."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""What is printed for a character no font has."""

_NBSP = "\N{NO-BREAK SPACE}"
_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
"""
_MAP_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_ENTRIES_A_BLOCK = 100
"""The most that a reader need accept in one block of a character map."""


class PrintFont(TTFont):
    """A font as it is embedded, with its widths at hand and a character map that every reader can follow.

    ReportLab's own map writes a character beyond U+FFFF with five hexadecimal digits, which no reader
    understands; and the shapes of Arabic letters would be read as shapes, not as letters.
    """

    face: Any
    state: Any

    def __init__(self, name: str) -> None:
        super().__init__(name, str(resource_path(f"fonts/print/{name}.ttf")), asciiReadable=False)
        self.advances: dict[str, float] = {
            chr(code): width / 1000 for code, width in self.face.charWidths.items()
        }
        """The width of each character the font has, as a share of the size."""
        self.advances[_NBSP] = self.advances.get(" ", 0.0)  # ReportLab draws the one as the other

    def middle(self, character: str) -> float:
        """The middle of the character's outline, from its origin, as a share of the size."""
        glyph = self.face.charToGlyph[ord(character)]
        outlines, _ = self.face.get_table_pos("glyf")
        start = outlines + self.face.glyphPos[glyph]
        left, _, right, _ = unpack(">4h", self.face._ttf_data[start + 2 : start + 10])  # noqa: SLF001
        middle: float = self.face._pdfScale((left + right) / 2) / 1000  # noqa: SLF001 - units of this font
        return middle

    def encoded(self, text: str, doc: PdfDocument) -> list[tuple[int, bytes]]:
        """The text as codes of the parts of the font that are embedded: a part's number and the codes in it.

        The short way serves once the characters have been met, in the first part; ReportLab's serves always.
        """
        state = self.state.get(doc)
        if state:
            try:
                return [(0, bytes(map(state.assignments.__getitem__, map(ord, text))))]
            except (KeyError, ValueError):  # a character not met yet, or in another part
                pass
        return self.splitString(text, doc)

    def addObjects(self, doc: PdfDocument) -> None:  # noqa: N802 - ReportLab's name
        """The font is in the document, each part with our character map."""
        parts = self.state[doc].subsets
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(parts))]
        super().addObjects(doc)
        for name, codes in zip(names, parts, strict=True):
            base = doc.idToObject[name].BaseFont
            doc.idToObject[f"toUnicodeCMap:{base}"].content = _character_map(codes)


def _character_map(codes: Iterable[int]) -> str:
    """The ToUnicode map of a part of a font: which text each of its codes stands for."""
    entries = [
        f"<{number:02X}> <{_letters(chr(code)).encode('utf-16-be').hex().upper()}>"
        for number, code in enumerate(codes)
        if code
    ]
    blocks = (entries[n : n + _ENTRIES_A_BLOCK] for n in range(0, len(entries), _ENTRIES_A_BLOCK))
    body = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return _MAP_HEAD + body + _MAP_FOOT


def _letters(character: str) -> str:
    """The letters that a shape of Arabic letters is a shape of; any other character itself."""
    decomposition = unicodedata.decomposition(character)
    if decomposition.startswith(("<initial>", "<medial>", "<final>", "<isolated>")):
        return unicodedata.normalize("NFKC", character)
    return character


_loaded: dict[str, PrintFont] = {}
_loading = Lock()


def print_font(name: str) -> PrintFont:
    """The font, read and registered once in the life of the program, whichever thread asks first."""
    with _loading:
        if name not in _loaded:
            _loaded[name] = PrintFont(name)
            pdfmetrics.registerFont(_loaded[name])
        return _loaded[name]


def face(*, bold: bool = False, italic: bool = False) -> PrintFont:
    """The face of the family."""
    if bold:
        return print_font(BOLD_ITALIC if italic else BOLD)
    return print_font(ITALIC if italic else REGULAR)


@cache
def font_with(character: str, first: PrintFont) -> PrintFont | None:
    """The first font of `first` and the chain that has the character; None if none has it."""
    fonts = chain((first,), map(print_font, FALLBACKS))
    return next((font for font in fonts if character in font.advances), None)
