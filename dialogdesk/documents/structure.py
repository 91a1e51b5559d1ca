"""The structure of a tagged document: what a reader that cannot see the page is told, in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from reportlab.pdfbase.pdfdoc import DummyDoc, PDFObject, PDFString

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# fmt: off
Tag = Literal[
    "Document", "Part", "Sect", "Div", "H1", "H2", "H3", "H4", "P", "Caption", "BlockQuote", "Span", "Link",
    "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Figure", "TOC", "TOCI", "Reference",
]
# fmt: on
"""The standard structure types in use (ISO 32000-1, 14.8.4)."""

PdfDocument = Any
"""ReportLab's PDFDocument: its stubs leave out most of what is needed here."""

HEADINGS: tuple[Tag, ...] = ("H1", "H2", "H3", "H4")


class DocumentError(Exception):
    """The document would break a promise of PDF/A or PDF/UA: a fault in the program, not in what the user wrote."""


class Painted(NamedTuple):
    """A marked stretch of a page that belongs to an element."""

    page: int
    number: int


class Annotated(NamedTuple):
    """An annotation, as a link's, that belongs to an element."""

    page: int
    name: str


class Element:
    """A node of the structure tree. What it holds stands in the order of reading."""

    __slots__ = ("actual", "alt", "attributes", "kids", "object_number", "parent", "tag")

    def __init__(
        self,
        tag: Tag,
        parent: Element | None = None,
        *,
        alt: str = "",
        actual: str = "",
        attributes: str = "",
    ) -> None:
        if tag == "Figure" and not alt.strip():
            raise DocumentError("A figure needs a text that says what it shows.")
        self.tag = tag
        self.parent = parent
        self.alt = alt
        """What a figure shows, in words."""
        self.actual = actual
        """The text that what is painted stands for."""
        self.attributes = attributes
        """The attribute dictionary as PDF syntax, as `/O/Table/Scope/Row`."""
        self.kids: list[Element | Painted | Annotated] = []
        self.object_number = 0
        if parent is not None:
            parent.kids.append(self)

    def adopt(self, root: Element, tag: Tag) -> None:
        """What the root of another document holds is a part of this element."""
        root.tag, root.parent = tag, self
        self.kids.append(root)

    def walk(self) -> Iterator[Element]:
        """This element and all it holds, in the order of reading."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(kid for kid in reversed(element.kids) if isinstance(kid, Element))

    @property
    def empty(self) -> bool:
        """Nothing was painted for this element or any that it holds."""
        return not any(not isinstance(kid, Element) for element in self.walk() for kid in element.kids)


class Outline:
    """Headings and the sections they open: a heading opens a section that lasts to the next of its level or above."""

    def __init__(self, root: Element) -> None:
        self._open = [root]

    @property
    def section(self) -> Element:
        """The section being written."""
        return self._open[-1]

    def heading(self, level: int) -> Element:
        """A heading of the level, 1 to 4, in a new section. Levels may not be skipped on the way down."""
        depth = len(self._open) - 1
        if not 1 <= level <= min(depth + 1, len(HEADINGS)):
            raise DocumentError(f"A heading of level {level} cannot follow one of level {depth}.")
        del self._open[level:]
        self._open.append(Element("Sect", self.section))
        return Element(HEADINGS[level - 1], self.section)

    def close(self, level: int) -> None:
        """The sections of this level and below are over."""
        del self._open[level:]


class ParentTree:
    """The way back from what is painted to the element it belongs to, by page and by annotation."""

    def __init__(self) -> None:
        self._entries: list[list[Element] | Element] = []

    def new_page(self) -> tuple[int, list[Element]]:
        """The key of a new page, and the list its elements are put in by their number on it."""
        elements: list[Element] = []
        self._entries.append(elements)
        return len(self._entries) - 1, elements

    def annotation(self, element: Element) -> int:
        """The key of a new annotation that belongs to the element."""
        self._entries.append(element)
        return len(self._entries) - 1

    def numbers(self) -> str:
        """The number tree, once every element has its object number."""
        return " ".join(f"{key} {_references(entry)}" for key, entry in enumerate(self._entries))

    def __len__(self) -> int:
        return len(self._entries)


class _Syntax(PDFObject):
    """An object whose PDF syntax is already written."""

    __RefOnly__ = 1

    def __init__(self, syntax: str, name: str) -> None:
        self.syntax = syntax
        self.__InternalName__ = name

    def format(self, document: PdfDocument) -> bytes:  # noqa: ARG002 - ReportLab's way of asking
        return self.syntax.encode("latin-1")


def write_structure(document: PdfDocument, root: Element, parents: ParentTree, pages: Sequence[str]) -> str:
    """The tree is among the document's objects; its name is returned, for the catalogue.

    `pages` are the names of the page objects in order. Elements that nothing was painted for are left out,
    save the cells of a table, which keep its columns.
    """
    _prune(root)
    elements = list(root.walk())
    tree_number = document.objectcounter + 1
    for number, element in enumerate(elements, tree_number + 1):
        element.object_number = number
    document.objectcounter += len(elements) + 1
    page_references = [_reference(document, name) for name in pages]
    tree = (
        f"<</Type/StructTreeRoot/K {root.object_number} 0 R/ParentTreeNextKey {len(parents)}"
        f"/ParentTree<</Nums[{parents.numbers()}]>>>>"
    )
    _register(document, tree_number, tree)
    for element in elements:
        parent_number = element.parent.object_number if element.parent else tree_number
        _register(document, element.object_number, _syntax(element, parent_number, document, page_references))
    return _name(tree_number)


def _prune(root: Element) -> None:
    for element in reversed(list(root.walk())):
        if not element.kids and element.parent and element.tag not in {"TD", "TH"}:
            element.parent.kids.remove(element)


def _syntax(element: Element, parent: int, document: PdfDocument, pages: Sequence[str]) -> str:
    home = next((kid.page for kid in element.kids if isinstance(kid, Painted)), None)
    parts = [f"<</Type/StructElem/S/{element.tag}/P {parent} 0 R"]
    if home is not None:
        parts.append(f"/Pg {pages[home]}")
    if element.kids:
        kids = " ".join(_kid(kid, home, document, pages) for kid in element.kids)
        parts.append(f"/K[{kids}]")
    if element.attributes:
        parts.append(f"/A<<{element.attributes}>>")
    if element.alt:
        parts.append(f"/Alt {_string(element.alt)}")
    if element.actual:
        parts.append(f"/ActualText {_string(element.actual)}")
    return "".join(parts) + ">>"


def _kid(
    kid: Element | Painted | Annotated, home: int | None, document: PdfDocument, pages: Sequence[str]
) -> str:
    match kid:
        case Element():
            return f"{kid.object_number} 0 R"
        case Annotated():
            return f"<</Type/OBJR/Pg {pages[kid.page]}/Obj {_reference(document, kid.name)}>>"
        case Painted() if kid.page == home:
            return str(kid.number)
        case Painted():
            return f"<</Type/MCR/Pg {pages[kid.page]}/MCID {kid.number}>>"


def _references(entry: Iterable[Element] | Element) -> str:
    if isinstance(entry, Element):
        return f"{entry.object_number} 0 R"
    return f"[{' '.join(f'{element.object_number} 0 R' for element in entry)}]"


def _reference(document: PdfDocument, name: str) -> str:
    return f"{document.idToObjectNumberAndVersion[name][0]} 0 R"


def _register(document: PdfDocument, number: int, syntax: str) -> None:
    name = _name(number)
    document.idToObjectNumberAndVersion[name] = (number, 0)
    document.numberToId[number] = name
    document.idToObject[name] = _Syntax(syntax, name)


def _name(number: int) -> str:
    return f"Structure.{number}"


def _string(text: str) -> str:
    """The text as a string of PDF syntax."""
    return PDFString(text).format(DummyDoc()).decode("latin-1")
