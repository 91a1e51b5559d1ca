"""What comes from Word, Teams, mail and the web, made into lines: their signs of lists and layout are not of the text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData

from dialogdesk.ui.minutes.blocks import rows_of

_NOTHING = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphens and signs without width say only where a line may break."""

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u200a\u2002\u2003\u3000"), " ")
_SIGNS = _NOTHING | _BLANKS | {ord("\u2011"): "-", ord("\v"): "\n", ord("\f"): "\n"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_BULLET = re.compile(
    r"[\u2022\u00b7\u25aa\u25ab\u25e6\u2023\u25cf\u25cb\u25a0\u25a1\u2756\u27a2\u2713\u2043\uf0b7\uf0a7\uf0d8\uf0fc]\s*"
    r"|o\t\s*"  # Word's second level
    r"|[-\u2013*]\s+(?=\D)"
)
"""At the start of a row; a hyphen before a figure may be a minus."""

_NUMBER = re.compile(r"((?:\d{1,2}|[a-z])[.)])\t\s*")
"""Word sets a tab after the number of a list; the number is kept, somebody may refer to it."""

_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)

_APART = frozenset({"p", "div", "br", "li", "ul", "ol", "tr", "table", "hr", "blockquote", "pre"}) | {
    f"h{n}" for n in range(1, 7)
}
"""Tags before and after which a row begins."""

_UNSEEN = frozenset({"head", "style", "script", "title"})
_CELLS = frozenset({"td", "th"})


def rows_from(source: QMimeData) -> list[str]:
    """The rows of what is pasted, each to be a line; of a table those of the table, its cells parted by tabs."""
    html = source.html() if source.hasHtml() else ""
    if html and (not source.hasText() or _TABLE.search(html)):
        return cleaned(text_of_html(html))
    return cleaned(source.text())


def cleaned(text: str) -> list[str]:
    """The rows of a text that hold anything, without bullets, soft hyphens and blanks at their ends."""
    plain = _CONTROL.sub("", text.translate(_SIGNS))
    rows = (_without_sign(row.strip(" \t")) for row in rows_of(plain))
    return [row for row in rows if row]


def text_of_html(html: str) -> str:
    """The text of a page as it is read, a row for each paragraph and each row of a table."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def _without_sign(row: str) -> str:
    bullet = _BULLET.match(row)
    return row[bullet.end() :] if bullet else _NUMBER.sub(r"\1 ", row, count=1)


class _Reader(HTMLParser):
    """Gathers the text of a page. In a cell a paragraph parts nothing: the row of the table is the row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows: list[str] = [""]
        self._unseen = self._cells = 0

    def text(self) -> str:
        """Everything read so far; the blanks of each row are as the page shows them."""
        return "\n".join(self._rows)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _CELLS:
            if self._rows[-1].strip(" "):
                self._rows[-1] = self._rows[-1].rstrip(" ") + "\t"
            self._cells += 1
        elif tag in _APART:
            self._part()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _CELLS:
            self._cells = max(0, self._cells - 1)
        elif tag in _APART:
            self._part()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        words = re.sub(r"[ \t\r\n]+", " ", data)
        row = self._rows[-1]
        self._rows[-1] = row + (words.lstrip(" ") if not row or row[-1] in " \t" else words)

    def _part(self) -> None:
        if self._cells:
            self.handle_data(" ")
        elif self._rows[-1]:
            self._rows.append("")
