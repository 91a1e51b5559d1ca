"""A PDF that came from somebody else, made ready to lie among our own pages: as it looks, with nothing it could do.

Such a file may be broken, protected or made to harm. What is painted stays as it is. What acts goes: scripts, links,
attached files, and references to a structure it does not have here.
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

from dialogdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PageObject, PdfReader

_SIGNATURE = b"%PDF-"
_SIGNATURE_WITHIN = 1024
"""Readers accept so many bytes before it."""
_HIDDEN = 2
"""The flag of an annotation that is not shown."""

_ACTS = ("/A", "/AA", "/Dest", "/PA", "/JS", "/FS", "/OPI", "/AF", "/Metadata", "/PieceInfo")
_STRUCTURE = ("/StructParent", "/StructParents")
_OF_A_PAGE = ("/B", "/Thumb", "/PresSteps", "/SeparationInfo", "/TemplateInstantiated", "/Tabs")
_ACTING_ANNOTATIONS = frozenset(
    {"/Link", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/TrapNet"}
)


class CannotBindError(Exception):
    """The file cannot be bound in; its text says why, in the user's language."""


def made_ready(pdf: bytes) -> bytes:
    """The pages of the file as a PDF of their own, with nothing but what they show; else `CannotBindError`."""
    from pypdf import PdfReader

    if _SIGNATURE not in pdf[:_SIGNATURE_WITHIN]:
        raise CannotBindError(_("Filen är ingen PDF."))
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told in words for people
    try:
        ready = _written(PdfReader(io.BytesIO(pdf)))
        _refuse_unreadable(PdfReader(io.BytesIO(ready)))
    except CannotBindError:
        raise
    except Exception as error:  # a broken file breaks its reader in any way
        raise CannotBindError(_("Filen är skadad.")) from error
    return ready


def _written(reader: PdfReader) -> bytes:
    from pypdf import PasswordType, PdfWriter

    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise CannotBindError(_("Filen är låst med ett lösenord."))
    if _has_hidden_layers(reader):
        raise CannotBindError(_("Filen har dolda lager, som skulle kunna synas."))
    writer = PdfWriter()
    for page in reader.pages:
        _strip(page)
        writer.add_page(page)
    if not writer.pages:
        raise CannotBindError(_("Filen har inga sidor."))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _refuse_unreadable(reader: PdfReader) -> None:
    """What has been read is read again: each page has a size and its content can be unpacked."""
    for page in reader.pages:
        if page.mediabox.width <= 0 or page.mediabox.height <= 0:
            raise CannotBindError(_("Filen är skadad."))
        if content := page.get_contents():
            content.get_data()


def _has_hidden_layers(reader: PdfReader) -> bool:
    """Whether something is hidden by a switch that lies outside the pages, and would be lost with it."""
    layers: Any = reader.root_object.get("/OCProperties")
    if layers is None:
        return False
    default = layers.get_object()["/D"].get_object()
    return bool(default.get("/OFF")) or default.get("/BaseState") == "/OFF"


def _strip(page: PageObject) -> None:
    for key in _OF_A_PAGE:
        page.pop(key, None)
    if "/Annots" in page:
        _strip_annotations(page)
    for thing in _all_of(page):
        for key in (*_ACTS, *_STRUCTURE):
            thing.pop(key, None)


def _strip_annotations(page: PageObject) -> None:
    from pypdf.generic import ArrayObject, NameObject

    annotations: Any = page["/Annots"]
    kept = ArrayObject(a for a in annotations.get_object() if _shows(a.get_object()))
    page[NameObject("/Annots")] = kept
    for annotation in kept:
        known: Any = annotation.get_object()
        _refuse_value_without_looks(known)
        for key in ("/P", "/Popup", "/Parent", "/Kids", "/IRT"):
            known.pop(key, None)


def _shows(annotation: Any) -> bool:
    hidden = int(annotation.get("/F", 0)) & _HIDDEN
    return annotation.get("/Subtype") not in _ACTING_ANNOTATIONS and not hidden


def _refuse_value_without_looks(annotation: Any) -> None:
    """A field whose looks are left to the reader of its form would be empty without the form."""
    if annotation.get("/Subtype") != "/Widget" or "/AP" in annotation:
        return
    parent: Any = annotation.get("/Parent")
    value = annotation.get("/V") or (parent.get_object().get("/V") if parent is not None else None)
    if value is not None and str(value) not in {"", "/Off"}:
        raise CannotBindError(_("Filen är ett formulär vars ifyllda fält inte kan återges."))


def _all_of(page: PageObject) -> Iterator[Any]:
    """The page and every dictionary it leads to, other pages left out."""
    from pypdf.generic import ArrayObject, DictionaryObject

    waiting: list[Any] = [page]
    seen: set[int] = set()
    while waiting:
        thing = waiting.pop().get_object()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting += [value for key, value in thing.items() if key != "/Parent"]
        elif isinstance(thing, ArrayObject):
            waiting += thing
