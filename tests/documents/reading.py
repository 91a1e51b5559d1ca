"""Reads a document as one who cannot see it: the structure in order, each element with its text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

_ENTRY = re.compile(r"<([0-9A-F]{2})> <([0-9A-F]+)>")
_BLOCKS = {"H1", "H2", "H3", "H4", "P", "Lbl", "LBody", "TH", "TD", "Figure"}
_PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "Tj", "TJ", "'", '"', "BI"}


@dataclass
class Read:
    """An element as read: its own text, that of what it holds included, and its attributes."""

    tag: str
    alt: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    kids: list[Read | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def walk(self) -> Iterator[Read]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Read):
                yield from kid.walk()

    def all(self, tag: str) -> list[Read]:
        return [element for element in self.walk() if element.tag == tag]


class Document:
    """A document opened to be read and checked."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf))
        self.tree: Any = self.reader.root_object["/StructTreeRoot"]
        self._texts = [
            _texts_by_number(page) if "/StructParents" in page else {} for page in self.reader.pages
        ]
        self._pages = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}  # type: ignore[union-attr]

    @cached_property
    def root(self) -> Read:
        """The structure, read from the top."""
        return self._read(self.tree["/K"])

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """Headings, paragraphs and cells in the order of reading, each with its text; empty ones are left out."""
        blocks = (e for e in self.root.walk() if e.tag in _BLOCKS)
        innermost = (e for e in blocks if not any(k.tag in _BLOCKS for k in e.walk() if k is not e))
        return [(e.tag, e.text.rstrip()) for e in innermost if e.text.strip() or e.alt]

    @property
    def text(self) -> str:
        """Everything a reader hears, a line a block."""
        return "\n".join(text for _tag, text in self.blocks)

    @property
    def page_texts(self) -> list[str]:
        """What stands on each page, headers and footers included."""
        return [page.extract_text() for page in self.reader.pages]

    def _read(self, node: Any) -> Read:
        node = node.get_object()
        element = Read(node["/S"][1:], str(node.get("/Alt", "")), node.get("/A", {}))
        if "/ActualText" in node:
            element.kids.append(str(node["/ActualText"]))
            return element
        home = node.raw_get("/Pg").idnum if "/Pg" in node else None
        for kid in node.get("/K", []):
            known = kid.get_object()
            if isinstance(known, int):
                element.kids.append(self._texts[self._pages[home or 0]].get(int(known), ""))
            elif "/MCID" in known:
                element.kids.append(
                    self._texts[self._pages[known.raw_get("/Pg").idnum]].get(known["/MCID"], "")
                )
            elif "/S" in known:
                element.kids.append(self._read(known))
        return element


def unmarked_painting(document: Document) -> list[str]:
    """The painting operators that stand neither in a tagged stretch nor in decoration."""
    found = []
    for page in document.reader.pages:
        depth = 0
        for _operands, operator in _operations(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
            if operator in _PAINTING and depth == 0:
                found.append(operator)
        assert depth == 0
    return found


def numbers_on(page: PageObject) -> list[int]:
    """The numbers of the page's tagged stretches, in the order they are painted."""
    return [
        int(operands[1]["/MCID"])
        for operands, operator in _operations(page)
        if operator == "BDC" and "/MCID" in operands[1]
    ]


def _operations(page: PageObject) -> list[tuple[Any, str]]:
    content = ContentStream(page["/Contents"].get_object(), page.pdf)
    return [(operands, operator.decode()) for operands, operator in content.operations]


def _texts_by_number(page: PageObject) -> dict[int, str]:
    resources: Any = page["/Resources"]
    fonts = {name: _characters(font.get_object()) for name, font in resources["/Font"].items()}
    texts: dict[int, str] = {}
    number, characters = -1, {}
    for operands, operator in _operations(page):
        if operator == "BDC":
            number = int(operands[1].get("/MCID", -1))
        elif operator == "EMC":
            number = -1
        elif operator == "Tf":
            characters = fonts[operands[0]]
        elif operator == "Tj" and number >= 0:
            texts[number] = texts.get(number, "") + "".join(characters[code] for code in _codes(operands[0]))
    return texts


def _codes(shown: Any) -> bytes:
    if isinstance(shown, ByteStringObject):
        return bytes(shown)
    assert isinstance(shown, TextStringObject)
    return bytes(shown.original_bytes)


def _characters(font: Any) -> dict[int, str]:
    entries = _ENTRY.findall(font["/ToUnicode"].get_object().get_data().decode())
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in entries if len(text) >= 4
    }
