"""The last look at a copy before it leaves: it is opened as a reader opens it and searched for what it must not hold.

Looked through are the text of every page, with and without what is printed around it, every string, name and stream
of every object, and the bytes of the file themselves.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from dialogdesk.documents.secrets import REWRITE, Said, Secret
from dialogdesk.documents.structure import DocumentError
from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import Lazy, _

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

    from dialogdesk.documents.pages import Rendered

Operation = tuple[Any, bytes]
"""Operands and operator of something painted."""

Painted = Mapping[Any, Sequence[Operation]]
"""What each page paints, by the reference to its content."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|[\r\n]+")
_NOT_SAID = re.compile(r"[^\w%€$£§]|_")
"""Between words and in them: what line breaks, hyphens and quotation marks come and go with."""

_GAP = r"[\s\u00ad\u200b\u200c\u200d\u2060\ufeff\u2010-\u2015-]*"
_BETWEEN = r"[\W_]*"
_LETTERS, _SIGNS = 5, 3
"""So many letters, or signs with a figure among them, mean something."""

_BY_ITSELF = 20
"""Signs: what is longer is no chance, also where the text has lost the spaces between its words."""

_TOLD_FROM_CHANCE = 8
"""Signs: what is shorter stands by chance among the numbers of a stream."""

_LETTER = re.compile(rb"<([0-9A-Fa-f]{2})> <((?:[0-9A-Fa-f]{4})+)>")
"""A code of one byte and what it stands for: our fonts have no others."""

_SPOKEN = {"/Alt", "/ActualText", "/E"}
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "latin-1")


@dataclass(frozen=True, slots=True)
class Leak:
    """A passage that stands in a document, and where, as "på sidan 2"."""

    passage: str
    where: str


def released(
    made: Rendered, secrets: Sequence[Secret], said: Sequence[Said] = (), fields: Sequence[Said] = ()
) -> Rendered:
    """The document, which holds none of the secrets; UserError, which says what stands where, if it does.

    `said` is what it prints of the minutes: where a secret stands there, that line is named. `fields` are what else it
    may print: what is found in the document and stands in one of them is named by it, and else by its page.
    """
    names = {passage: secret.name for secret in secrets for passage in secret.passages}
    leaks = _leaks_in_minutes(names, said) or _leaks_in_pdf(made, names, fields)
    if not leaks:
        return made
    (secret, where, advice), more = leaks[0], len({(secret, where) for secret, where, _advice in leaks}) - 1
    text = _("Kopian gjordes inte. {secret} står också {where}.").format(secret=secret, where=where)
    if more:
        text = f"{text} {_('Fler ställen: {n}.').format(n=more)}"
    raise UserError(f"{text} {advice}")


def _leaks_in_minutes(names: Mapping[str, str], said: Sequence[Said]) -> list[tuple[str, str, Lazy]]:
    needles = list(_needles(names))
    return [
        (names[needle.passage], each.name, each.advice)
        for each in said
        for needle in _found(needles, each.text)
    ]


def _leaks_in_pdf(
    made: Rendered, names: Mapping[str, str], fields: Sequence[Said]
) -> list[tuple[str, str, Lazy]]:
    found = []
    for leak in leaks_in(made.pdf, names):
        here = _leaks_in_minutes({leak.passage: names[leak.passage]}, fields)
        found.append(here[0] if here else (names[leak.passage], leak.where, REWRITE))
    return found


def leaks_in(pdf: bytes, passages: Iterable[str]) -> list[Leak]:
    """The passages that stand in the document, or a sentence of them does, each where it was first found.

    What is too short to mean anything is not looked for.
    Case, line breaks, spaces, hyphens and quotation marks make no difference.
    """
    needles = list(_needles(passages))
    long = [needle for needle in needles if len(needle.signs) >= _TOLD_FROM_CHANCE]
    if not needles:
        return []
    leaks: dict[str, Leak] = {}
    for where, text, exact in _texts(pdf):
        for needle in _found(needles if exact else long, text):
            leaks.setdefault(needle.passage, Leak(needle.passage, where))
    return list(leaks.values())


# ---- what is searched for ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Needle:
    """A passage or a sentence of it, made ready to be found."""

    passage: str
    signs: str
    """Letters, figures and signs of amounts, folded, with nothing between."""
    pattern: re.Pattern[str] | None
    """Finds it as whole words; None for what is so long that it stands for itself."""


def _needles(passages: Iterable[str]) -> Iterator[_Needle]:
    known: set[tuple[str, re.Pattern[str] | None]] = set()
    for passage in passages:
        for part in (passage, *_SENTENCE.split(passage)):
            folded = _folded(part)
            signs = _NOT_SAID.sub("", folded)
            pattern = _whole_words(folded) if 0 < len(signs) < _BY_ITSELF else None
            if (signs, pattern) not in known and _means_something(signs):
                known.add((signs, pattern))
                yield _Needle(passage, signs, pattern)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _means_something(signs: str) -> bool:
    letters = sum(sign.isalpha() for sign in signs)
    return letters >= _LETTERS or (len(signs) >= _SIGNS and any(sign.isdigit() for sign in signs))


def _whole_words(folded: str) -> re.Pattern[str]:
    """The words, each broken or hyphenated as may be, not as a part of a longer word or number."""
    words = [word for word in _NOT_SAID.split(folded) if word]
    before = r"(?<!\d)" if words[0][0].isdigit() else r"(?<![^\W\d_])"
    after = r"(?!\d)" if words[-1][-1].isdigit() else r"(?![^\W\d_])"
    return re.compile(before + _BETWEEN.join(_GAP.join(map(re.escape, word)) for word in words) + after)


def _found(needles: Sequence[_Needle], text: str) -> Iterator[_Needle]:
    if not text:
        return
    folded = _folded(text)
    signs = _NOT_SAID.sub("", folded)
    for needle in needles:
        if needle.signs in signs and (needle.pattern is None or needle.pattern.search(folded)):
            yield needle


# ---- where it is searched for ------------------------------------------------------------------------------


def _texts(pdf: bytes) -> Iterator[tuple[str, str, bool]]:
    """Everything in the file that can be read, with where it stands; False for what may be no text at all."""
    from pypdf import PdfReader

    if pdf.count(b"startxref") != 1:
        raise DocumentError("A document that has been changed afterwards may hide what it held before.")
    reader = PdfReader(io.BytesIO(pdf))
    painted = {page.raw_get("/Contents"): _operations(page["/Contents"], reader) for page in reader.pages}
    yield from _page_texts(reader, painted)
    for where, text in _strings(reader):
        yield where, text, True
    for where, text in _streams(reader, painted):
        yield where, text, False
    for text in _decoded(pdf):
        yield _("i filens inre"), text, False


def _operations(stream: Any, reader: PdfReader) -> list[Operation]:
    from pypdf.generic import ContentStream

    return ContentStream(stream.get_object(), reader).operations


def _page_texts(reader: PdfReader, painted: Painted) -> Iterator[tuple[str, str, bool]]:
    """What stands on each page, and then what the pages say in all, without what surrounds each of them."""
    for number, page in enumerate(reader.pages, 1):
        yield _("på sidan {number}").format(number=number), page.extract_text(), True
    fonts: dict[Any, dict[int, str]] = {}
    running = [_said_on(page, painted[page.raw_get("/Contents")], fonts) for page in reader.pages]
    yield _("över ett sidbyte"), "\n".join(running), True


def _said_on(page: PageObject, operations: Iterable[Operation], fonts: dict[Any, dict[int, str]]) -> str:
    """The page's text in the order it is painted, without header, footer and repeated heads.

    `fonts` are those read so far, and what their codes stand for.
    """
    named: Any = page["/Resources"]["/Font"]  # type: ignore[index]
    said, artifact, letters = [], [False], dict[int, str]()
    for operands, operator in operations:
        if operator in (b"BDC", b"BMC"):
            artifact.append(artifact[-1] or operands[0] == "/Artifact")
        elif operator == b"EMC":
            artifact.pop()
        elif operator == b"Tf":
            font = named.raw_get(operands[0])
            letters = fonts[font] = fonts.get(font) or _letters_of(font.get_object())
        elif operator == b"ET":
            said.append("\n")
        elif operator == b"Tj" and not artifact[-1]:
            said += [letters[code] for code in operands[0].original_bytes]
    return "".join(said)


def _letters_of(font: Any) -> dict[int, str]:
    """What each code of a font stands for, as the font itself says."""
    entries = _LETTER.findall(font["/ToUnicode"].get_data())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in entries}


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of the file, also those that nothing leads to, and the trailer."""
    from pypdf.generic import IndirectObject

    numbers = {(number, generation) for generation, known in reader.xref.items() for number in known}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        yield IndirectObject(number, generation, reader).get_object()
    yield reader.trailer


def _strings(reader: PdfReader) -> Iterator[tuple[str, str]]:
    """The strings and names of every object, and those within what pages and forms paint."""
    for thing in _objects(reader):
        for keys, text in _strings_of(thing, ()):
            yield _where_of(thing, keys), text


def _strings_of(thing: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The strings in an object, each with the keys that lead to it; references are not followed."""
    from pypdf.generic import ByteStringObject, NameObject, TextStringObject

    if isinstance(thing, TextStringObject):
        yield keys, str(thing)
        thing = ByteStringObject(thing.original_bytes)
    if isinstance(thing, ByteStringObject):
        for text in _decoded(bytes(thing)):
            yield keys, text
    elif isinstance(thing, NameObject):
        yield keys, str(thing)
    elif isinstance(thing, dict):
        for key in thing:
            yield keys, str(key)
            yield from _strings_of(thing.raw_get(key), (*keys, str(key)))  # type: ignore[attr-defined]
    elif isinstance(thing, list):
        for each in thing:
            yield from _strings_of(each, keys)


def _streams(reader: PdfReader, painted: Painted) -> Iterator[tuple[str, str]]:
    """The strings in what pages and forms paint, and what every stream holds when it is unpacked."""
    from pypdf.generic import StreamObject

    for thing in _objects(reader):
        if not isinstance(thing, StreamObject):
            continue
        operations = painted.get(thing.indirect_reference, ())
        if thing.get("/Subtype") == "/Form":
            operations = _operations(thing, reader)
        for operands, _operator in operations:
            for keys, text in _strings_of(operands, ()):
                yield _where_of(thing, keys), text
        for text in _decoded(thing.get_data()):
            yield _where_of(thing, ()), unescape(text) if thing.get("/Type") == "/Metadata" else text


def _where_of(thing: Any, keys: tuple[str, ...]) -> str:
    """What a user calls the place."""
    kind = thing.get("/Type") if isinstance(thing, dict) else None
    if _SPOKEN.intersection(keys):
        return _("i en text som läses upp")
    if kind == "/Metadata" or (isinstance(thing, dict) and "/Producer" in thing):
        return _("i dokumentets egenskaper")
    if kind == "/EmbeddedFile":
        return _("i en bifogad fil")
    if keys == ("/Title",):
        return _("i bokmärkena")
    return _("i filens inre")


def _decoded(data: bytes) -> Iterator[str]:
    """The bytes as any text they may be; one of two bytes a letter may begin at either."""
    for encoding in _ENCODINGS:
        yield data.decode(encoding, errors="ignore")
        if encoding.startswith("utf-16"):
            yield data[1:].decode(encoding, errors="ignore")
