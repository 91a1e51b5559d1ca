"""Documents to test with: plain ones as the unit would write, and one with every awkward thing in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count

from dialogdesk.documents.agenda import Agenda, AgendaPoint
from dialogdesk.documents.attendance import Attendant
from dialogdesk.documents.protocol import Addition, Protocol, ProtocolItem, ProtocolLine
from dialogdesk.documents.recovery import RecoverySheet
from dialogdesk.documents.style import Signature
from dialogdesk.domain.values import LineKind, Presence

ORGANISATION, UNIT = "Exempelköpings kommun", "Upphandlingsenheten"
SUPPLIER = "Städkraft i Mellby AB"
DAY = (2026, 11, 20)
PRINTED_AT = datetime(*DAY, 13, 40, tzinfo=UTC)


def moment(hour: int, minute: int = 0) -> datetime:
    """The time of day on the wall in Stockholm, in winter."""
    return datetime(*DAY, hour - 1, minute, tzinfo=UTC)


def line(
    number: int, kind: LineKind, text: str, *, at: datetime | None = None, **facts: object
) -> ProtocolLine:
    """A line with the label its kind has; `facts` are the other fields."""
    plain = ProtocolLine(id=f"line{number}", text=text, kind=kind, kind_label=str(kind.label), written_at=at)
    return replace(plain, **facts)  # type: ignore[arg-type] # the fields' own types


ATTENDANCE = (
    Attendant(name="Anna Ek", title="upphandlare", party=ORGANISATION),
    Attendant(name="Bo Ekdahl", title="beställare", party=ORGANISATION, presence=Presence.REMOTE),
    Attendant(name="Cecilia Öst", title="vd", party=SUPPLIER),
    Attendant(name="Eva Ström", title="näringslivsutvecklare", party=ORGANISATION, presence=Presence.ABSENT),
)


def meeting() -> Protocol:
    """A protocol of a dialogue meeting, two pages long."""
    n = count(1)
    needs = (
        line(
            next(n),
            LineKind.NOTE,
            "Nuvarande avtal löper ut 2027-08-31 och kan inte förlängas.",
            at=moment(13, 12),
        ),
        line(
            next(n),
            LineKind.QUESTION,
            "Vilka uppgifter om lokalerna behöver ni?",
            at=moment(13, 14),
            speaker="Anna Ek",
        ),
        line(
            next(n),
            LineKind.ANSWER,
            "Golvmaterial, antal trappor och vilka tider lokalerna är tomma. Ytan ensam säger för lite: två skolor "
            "av samma storlek kan skilja 40 procent i tid.",
            at=moment(13, 15),
            speaker="Cecilia Öst",
            indent=1,
        ),
        line(
            next(n),
            LineKind.DECISION,
            "Objektsförteckningen kompletteras med golvmaterial.",
            at=moment(13, 18),
        ),
        line(
            next(n),
            LineKind.ACTION,
            "Ta fram golvmaterial och tillgängliga tider för samtliga objekt tillsammans med vaktmästarna.",
            at=moment(13, 18),
            owner="Bo Ekdahl",
            due=date(2026, 12, 11),
        ),
        line(
            next(n),
            LineKind.ACTION,
            "Skicka nuvarande städplaner till alla som deltar i dialogen.",
            at=moment(13, 19),
            owner="Anna Ek",
            due=date(2026, 11, 27),
        ),
    )
    dialogue = (
        line(
            next(n),
            LineKind.ANSWER,
            "Vår inköpskostnad för miljömärkta kemikalier är 11 kr per m² och år.",
            at=moment(13, 35),
            speaker="Cecilia Öst",
            marked=True,
        ),
        line(
            next(n),
            LineKind.RISK,
            "Krav på egen lokal i kommunen skulle stänga ute leverantörer.",
            at=moment(13, 38),
        ),
        line(
            next(n),
            LineKind.NOTE,
            "Förslag från leverantören, inklistrat:\n•\tdagstädning i stället för kvällsstädning\n•\tgemensam avstämning",
            at=moment(13, 44),
        ),
        line(next(n), LineKind.DECISION, "Dagstädning tas upp med samtliga leverantörer.", at=moment(13, 50)),
    )
    return Protocol(
        organisation=ORGANISATION,
        unit=UNIT,
        document_title="Protokoll",
        meeting_title=f"Dialogmöte med {SUPPLIER}",
        starts_at=moment(13),
        ends_at=moment(14, 30),
        printed_at=PRINTED_AT,
        case_number="UPH 2026/0147",
        procurement="Lokalvård i skolor och förskolor",
        supplier=SUPPLIER,
        place="Stadshuset, sal Å",
        status="Utkast",
        author="Anna Ek",
        attendance=ATTENDANCE,
        opening=(line(next(n), LineKind.NOTE, "Mötet öppnades av Anna Ek.", at=moment(13, 1)),),
        items=(
            ProtocolItem(number=1, title="Deltagarna presenterar sig"),
            ProtocolItem(number=2, title="Syfte och mål med mötet"),
            ProtocolItem(number=3, title="Behov, målbild och förutsättningar", lines=needs),
            ProtocolItem(number=4, title="Frågor och dialog", lines=dialogue),
            ProtocolItem(number=5, title="Summering"),
        ),
        unasked=("Vad har ni lärt av andra upphandlingar av samma slag?",),
    )


def adopted() -> Protocol:
    """The same meeting adopted: what was said by word of mouth, somebody late, two additions, the seal."""
    draft = meeting()
    return replace(
        draft,
        status="Fastställt 2026-11-24",
        attendance=(*draft.attendance, Attendant(name="Disa Ahl", party=SUPPLIER, came_at=moment(13, 20))),
        told=(
            (moment(13, 5), "Offentlighet och sekretess"),
            (moment(13, 6), "Hur svaren påverkar underlaget"),
        ),
        additions=(
            Addition(number=1, day=date(2026, 12, 2), text="Fyra veckor avser skolorna.", author="Anna Ek"),
            Addition(number=2, day=date(2026, 12, 4), text="Lägsta pris 240 kr per timme.", marked=True),
        ),
        seal="3f2a91bc04d7e6a1" * 4,
    )


def phone_note() -> Protocol:
    """A note of a call: no agenda, no procurement."""
    return Protocol(
        organisation=ORGANISATION,
        unit=UNIT,
        document_title="Tjänsteanteckning",
        meeting_title=f"Telefonsamtal med Cecilia Öst, {SUPPLIER}",
        starts_at=moment(9, 12),
        ends_at=moment(9, 21),
        printed_at=PRINTED_AT,
        supplier=SUPPLIER,
        author="Anna Ek",
        call=True,
        attendance=(ATTENDANCE[0], ATTENDANCE[2]),
        opening=(
            line(
                1,
                LineKind.NOTE,
                "Cecilia Öst ringde och undrade om det blir någon upphandling.",
                at=moment(9, 12),
            ),
            line(2, LineKind.SHARED, "En dialogomgång annonseras i höst, öppen för alla.", at=moment(9, 15)),
            line(3, LineKind.ACTION, "Skicka länk till annonsen.", at=moment(9, 19), owner="Anna Ek"),
        ),
    )


AWKWARD = {
    "markup": "Avgift & <b>inte fet</b> &amp; <para> </font> %s {0} \\n",
    "signs": "½ − ≤ → ✓ ☐ „”–” 1 000 kr m²",
    "emoji": "😀 👩‍👩‍👧 🇸🇪 ☎️ ✅ 𝗕𝗼𝗹𝗱",
    "unknown": "中文 och ꯀ samt \ue123 slut",
    "alphabets": "Ω Ελλάδα Дмитрий Łódź Đorđe Ẅ",
    "arabic": "مرحبا بالعالم، السعر 1500 كرونة (تقريبا).",
    "arabic_name": "Leverantören heter شركة السلام och finns i Malmö",
    "hebrew": "שלום עולם, המחיר 1500 (בערך) — end",
    "points": "שָׁלוֹם مُحَمَّد x̄ ÿ̧",
    "controls": "styr\x00\x07\x1b[31mtecken\u200b\u202e\ufeff slut\u00adtecken",
    "surrogate": "\ud800 ensam \uffff",
    "line_ends": "\r\nrad1\rrad2\x0brad3\u2028rad4\n\n\n",
    "tabs": "\tindragen\tmed\ttabbar\t\toch mer",
    "bullets": "\uf0b7\tWord ett\n\uf0b7\tWord två\no\tunder\n1.\tförst\n2.\tsedan\na)\tbokstav\n\t•\tindraget",
    "decomposed": "A\u030angstro\u0308m",
    "long_word": "x" * 10_000,
    "compound": "samverkansupphandlingsmodell" * 8,
    "address": "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + "NjQ5ZTk0" * 20 + "%40thread.v2/0",
    "blank": "   ",
    "empty": "",
}


def awkward() -> Protocol:
    """A protocol with every text that has ever torn a layout."""
    n = count(100)
    lines = [line(next(n), LineKind.NOTE, text, at=moment(13, 5)) for text in AWKWARD.values()]
    lines += [
        line(next(n), LineKind.DECISION, "Ä" * 3000),
        line(
            next(n),
            LineKind.ACTION,
            "Lång åtgärd. " * 400,
            owner="Namn " * 30,
            due=date(2026, 1, 1),
            marked=True,
        ),
        line(next(n), LineKind.NOTE, "Markerad lång text. " * 500, marked=True, indent=3),
        line(next(n), LineKind.QUESTION, "", speaker="<b>&"),
        line(next(n), LineKind.ANSWER, "- punkt direkt", speaker="Anna", indent=9),
        line(next(n), LineKind.DECISION, ""),
    ]
    plain = meeting()
    title = "<b>Rubrik & 😀</b> " * 9
    return replace(
        plain,
        organisation="Kommunalförbundet för räddningstjänst, miljö och hälsa i Östra Exempelbygden",
        unit="<i>& 中",
        meeting_title="Möte <b>&</b> 😀 中 " + "mycketlångtord" * 12,
        case_number="& " * 40,
        place="",
        supplier="a\nb\tc",
        items=(*plain.items, ProtocolItem(number=6, title=title, lines=tuple(lines))),
        unasked=("- x", "\n\n", "", "<b>"),
        signatures=tuple(Signature(f"Roll {number}", "Namn Namnsson " * number) for number in range(7)),
    )


def long_meeting(items: int = 28) -> Protocol:
    """A protocol of more than forty pages, with a table of actions that runs over several."""
    n = count(1000)
    sentence = "Leverantören beskriver hur arbetet läggs upp och vad som påverkar kostnaden. "
    kinds = (
        LineKind.NOTE,
        LineKind.QUESTION,
        LineKind.ANSWER,
        LineKind.NOTE,
        LineKind.DECISION,
        LineKind.ACTION,
    )
    return replace(
        meeting(),
        items=tuple(
            ProtocolItem(
                number=number,
                title=f"Punkt {number} på en lång dagordning",
                lines=tuple(
                    line(
                        next(n),
                        kinds[k % len(kinds)],
                        sentence * (1 + (number * 7 + k * 3) % 4),
                        at=moment(13, k),
                        owner="Bo Ekdahl",
                        due=date(2026, 12, 1),
                    )
                    for k in range(18)
                ),
            )
            for number in range(1, items + 1)
        ),
    )


def invitation_agenda() -> Agenda:
    """An agenda with times, a meeting link, questions and a typed message."""
    return Agenda(
        organisation=ORGANISATION,
        unit=UNIT,
        meeting_title=f"Dialogmöte med {SUPPLIER}",
        starts_at=moment(13),
        ends_at=moment(14),
        printed_at=PRINTED_AT,
        case_number="UPH 2026/0147",
        procurement="Lokalvård i skolor och förskolor",
        supplier=SUPPLIER,
        purpose="Lära hur marknaden skulle lösa behovet innan underlaget skrivs",
        place="Stadshuset, sal Å",
        link=AWKWARD["address"],
        invited=ATTENDANCE,
        points=(
            AgendaPoint(number=1, title="Deltagarna presenterar sig", minutes=5),
            AgendaPoint(number=2, title="Frågor och dialog", minutes=40),
            AgendaPoint(number=3, title="Summering", minutes=15),
        ),
        questions=("Vart är marknaden på väg?", "Hur bör affären läggas upp?"),
        message="Välkomna. Ta gärna med:\n- exempel på uppdrag\n- synpunkter på förteckningen",
    )


def recovery_sheet() -> RecoverySheet:
    """A recovery sheet with a passphrase as the program makes them."""
    return RecoverySheet(
        organisation=ORGANISATION,
        unit=UNIT,
        passphrase="mako rilu sety bano dife gura",  # noqa: S106 - of nobody's desk
        printed_at=PRINTED_AT,
    )
