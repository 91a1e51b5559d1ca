"""What makes a PDF archival: metadata a machine can read, a colour profile, streams as PDF/A wants them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFFormXObject,
    PDFImageXObject,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from dialogdesk.resources import resource_path

if TYPE_CHECKING:
    from dialogdesk.documents.structure import PdfDocument

PRODUCER = "DialogDesk"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says of itself. `made_at` is aware; the same value makes the same bytes."""

    title: str
    author: str
    subject: str
    made_at: datetime
    keywords: str = ""
    language: str = "sv-SE"
    claims: bool = True
    """It says that it is PDF/A-2a and PDF/UA-1; false when something inside may not be."""


class _Moment:
    """An instant as ReportLab writes the dates of a file."""

    def __init__(self, moment: datetime) -> None:
        offset = int((moment.utcoffset() or moment - moment).total_seconds() // 60)
        self.YMDhms = moment.timetuple()[:6]
        self.dhh, self.dmm = int(offset / 60), abs(offset) % 60


class StreamOnItsOwnLines(PDFObject):
    """A stream whose closing word stands on a line of its own, which ReportLab omits and PDF/A demands."""

    __RefOnly__ = 1

    def __init__(self, stream: PDFStream | PDFImageXObject | PDFFormXObject) -> None:
        self._stream = stream

    def format(self, document: PdfDocument) -> bytes:
        written: bytes = self._stream.format(document)
        return written.removesuffix(b"endstream\n") + b"\nendstream\n"


def describe(document: PdfDocument, info: DocumentInfo) -> None:
    """Title, dates and the rest are in the document, alike in the two places a PDF keeps them."""
    document.setTitle(info.title)
    document.setAuthor(info.author)
    document.setSubject(info.subject)
    document.setKeywords(info.keywords)
    document.setCreator(PRODUCER)
    document.setProducer(PRODUCER)
    document._timeStamp = _Moment(info.made_at)  # noqa: SLF001 - ReportLab takes the time from nowhere else
    metadata = PDFStream(PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), _xmp(info))
    document.Catalog.Metadata = StreamOnItsOwnLines(metadata)


def add_output_intent(document: PdfDocument) -> None:
    """The document says that its colours are sRGB, with the profile in the file."""
    profile = PDFStream(PDFDictionary({"N": 3}), _srgb(), [PDFZCompress])
    intent = PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": document.Reference(profile),
        }
    )
    catalogue = document.Catalog
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "OutputIntents"]
    catalogue.OutputIntents = PDFArray([intent])


def end_streams_on_their_own_lines(document: PdfDocument) -> None:
    """Every stream among the document's objects is as PDF/A demands; the last thing done before writing."""
    for name, thing in document.idToObject.items():
        if isinstance(thing, (PDFStream, PDFImageXObject, PDFFormXObject)):
            document.idToObject[name] = StreamOnItsOwnLines(thing)


@cache
def _srgb() -> bytes:
    return resource_path("srgb.icc").read_bytes()


def _xmp(info: DocumentInfo) -> bytes:
    when = info.made_at.isoformat(timespec="seconds")
    values = {
        "title": info.title,
        "author": info.author,
        "subject": info.subject,
        "keywords": info.keywords,
        "language": info.language,
        "producer": PRODUCER,
    }
    claimed = _CLAIM if info.claims else "", _CLAIM_SCHEMA if info.claims else ""
    return _XMP.format(
        when=when,
        claim=claimed[0],
        claim_schema=claimed[1],
        **{key: escape(value, quote=False) for key, value in values.items()},
    ).encode("utf-8")


_CLAIM = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
"""
_CLAIM_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Version of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{claim}<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords>{keywords}</pdf:Keywords></rdf:Description>
{claim_schema}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
