"""Samples of the documents around the meetings: invitation, lists, cards and calendar, plain and awkward."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from dialogdesk.documents import (
    attendance_list,
    invitation,
    month,
    procurement_card,
    question_sheet,
    summary,
    supplier_card,
)
from dialogdesk.documents.agenda import AgendaPoint
from dialogdesk.documents.attendance import Attendant, Contact
from dialogdesk.documents.attendance_list import AttendanceList
from dialogdesk.documents.invitation import Invitation
from dialogdesk.documents.meetings import MetMeeting
from dialogdesk.documents.month import MonthMeeting, MonthSheet
from dialogdesk.documents.pages import Rendered
from dialogdesk.documents.procurement_card import MetSupplier, Passage, ProcurementCard
from dialogdesk.documents.question_sheet import QuestionGroup, QuestionSheet
from dialogdesk.documents.summary import Summary
from dialogdesk.documents.supplier_card import SupplierCard
from dialogdesk.domain.meeting_state import MeetingState
from dialogdesk.domain.values import MeetingKind
from tests.documents.samples import (
    ATTENDANCE,
    AWKWARD,
    ORGANISATION,
    PRINTED_AT,
    SUPPLIER,
    UNIT,
    moment,
)

TEXTS = tuple((AWKWARD | {"long_word": "x" * 3_000}).values())
"""All that has ever torn a layout; the longest word still takes a cell over the end of a page."""
PROCUREMENT = "Lokalvård i skolor och förskolor"
LONG_TITLE = "Upphandling av lokalvård, fönsterputs och sanering i samtliga kommunala verksamheter. " * 3


def logo(width: int = 300, height: int = 200, mode: str = "RGB") -> bytes:
    """A coat of arms as a municipality might have, as PNG."""
    image = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width - 1, height * 6 // 10), fill="#0E5A62")
    pen.polygon(
        [(0, height * 6 // 10), (width - 1, height * 6 // 10), (width // 2, height - 1)], fill="#C9A227"
    )
    data = io.BytesIO()
    image.convert(mode).save(data, "PNG")
    return data.getvalue()


_HEAD: dict[str, Any] = {
    "organisation": ORGANISATION,
    "unit": UNIT,
    "printed_at": PRINTED_AT,
    "case_number": "UPH 2026/0147",
}
_MEETING: dict[str, Any] = {
    **_HEAD,
    "meeting_title": f"Dialogmöte med {SUPPLIER}",
    "starts_at": moment(13),
    "ends_at": moment(14, 30),
    "procurement": PROCUREMENT,
    "supplier": SUPPLIER,
    "place": "Stadshuset, sal Å",
}
_QUESTIONS = (
    "Vart är marknaden på väg de närmaste fem åren?",
    "Hur bör affären läggas upp för att ni ska vilja lämna anbud?",
    "Vilka krav i tidigare upphandlingar har drivit kostnaden utan att höja kvaliteten?",
    "Vilka uppgifter om lokalerna behöver ni för att kunna räkna rätt?",
    "Vad har ni lärt av andra upphandlingar av samma slag?",
)


def sent_invitation() -> Invitation:
    """An invitation to a dialogue meeting, with everything a meeting may be booked with."""
    return Invitation(
        **_MEETING,
        purpose="Lära hur marknaden skulle lösa behovet innan underlaget skrivs.",
        link="https://motespunkten.exempelkoping.se/dialog/8431",
        needs="Rena och friska lokaler för 4 200 barn och 900 anställda i 31 skolor och förskolor.\n"
        "Städningen ska märkas när barnen kommer på morgonen, inte när personalen går hem.",
        target_picture="Färre byten av personal i lokalerna, och en städning som styrs av hur lokalen används.",
        called=ATTENDANCE,
        points=(
            AgendaPoint(number=1, title="Deltagarna presenterar sig", minutes=5),
            AgendaPoint(number=2, title="Syfte och mål med mötet", minutes=5),
            AgendaPoint(number=3, title="Behov, målbild och förutsättningar", minutes=15),
            AgendaPoint(number=4, title="Frågor och dialog", minutes=50),
            AgendaPoint(number=5, title="Summering", minutes=15),
        ),
        questions=_QUESTIONS,
        hosts=(
            Contact(
                name="Anna Ek",
                title="upphandlare",
                email="anna.ek@exempelkoping.se",
                phone="0555-123 45",
            ),
            Contact(name="Bo Ekdahl", title="beställare"),
        ),
    )


def plain_attendance_list() -> AttendanceList:
    """A list of two parties."""
    return AttendanceList(**_MEETING, attendance=ATTENDANCE)


def plain_question_sheet() -> QuestionSheet:
    """Questions under two points of the agenda, and one under none."""
    return QuestionSheet(
        **_MEETING,
        asked_by="Anna Ek",
        groups=(
            QuestionGroup(number=3, title="Behov, målbild och förutsättningar", questions=_QUESTIONS[2:4]),
            QuestionGroup(number=4, title="Frågor och dialog", questions=_QUESTIONS[:2]),
            QuestionGroup(questions=_QUESTIONS[4:]),
        ),
    )


def plain_summary() -> Summary:
    """What others are told of the meeting."""
    return Summary(
        **_HEAD,
        status="Fastställt 2026-11-24",
        kind=MeetingKind.DIALOGUE,
        day=date(2026, 11, 20),
        procurement=PROCUREMENT,
        purpose="Förstå vad som driver kostnaden innan kraven skrivs.",
        told=("Upphandlingen annonseras i mars.", "Vi tar in uppdraget i två etapper, skolorna först."),
        asked=_QUESTIONS[:3],
        decided=("Referenskravet slopas.",),
        host=Contact(
            name="Anna Ek", title="Upphandlare", email="anna.ek@exempelkoping.se", phone="0123-456 78"
        ),
    )


def _met(days: int, title: str, about: str = "") -> MetMeeting:
    start = moment(10) + timedelta(days=days)
    return MetMeeting(
        starts_at=start,
        ends_at=start + timedelta(minutes=90),
        title=title,
        kind="Dialogmöte",
        state=MeetingState.FINISHED if days < 0 else MeetingState.BOOKED,
        about=about,
    )


def plain_supplier_card() -> SupplierCard:
    """A supplier with contacts, a note and meetings."""
    return SupplierCard(
        organisation=ORGANISATION,
        unit=UNIT,
        printed_at=PRINTED_AT,
        name=SUPPLIER,
        kind="Möjlig leverantör",
        org_number="556677-8899",
        city="Mellby",
        phone="0555-300 00",
        website="www.stadkraft-mellby.se",
        note="Familjeföretag med 64 anställda. Städar i dag åt två grannkommuner.\n"
        "- egen miljöcertifiering sedan 2019\n- vill växa söderut",
        contacts=(
            Contact(
                name="Cecilia Öst",
                title="vd",
                phone="0555-300 01",
                email="cecilia.ost@stadkraft-mellby.se",
            ),
            Contact(name="Måns Åkesson", title="kundansvarig offentlig sektor", phone="070-555 12 12"),
        ),
        planned=(_met(14, f"Dialogmöte med {SUPPLIER}", PROCUREMENT),),
        held=(
            _met(-40, "Branschträff om lokalvård", ""),
            _met(-90, f"Dialogmöte med {SUPPLIER}", "Fönsterputs i kommunens fastigheter"),
        ),
    )


def plain_procurement_card() -> ProcurementCard:
    """A procurement with every field filled in."""
    return ProcurementCard(
        **_HEAD,
        title=PROCUREMENT,
        department="Barn- och utbildningsförvaltningen",
        cpv="90911200-8 Städning av byggnader",
        value=1_850_000_000,
        passages=(
            Passage(label="Behov", text="Rena och friska lokaler för 4 200 barn och 900 anställda."),
            Passage(
                label="Bidrag till organisationens mål",
                text="Giftfri förskola 2028\nFler lokala anbudsgivare",
            ),
            Passage(label="Målbild", text="En städning som styrs av hur lokalen används."),
            Passage(
                label="Önskade resultat",
                text="- sjukfrånvaron i förskolan minskar\n- färre än tio klagomål i månaden",
            ),
            Passage(label="Omfattning och inriktning", text="31 objekt, 84 000 m². Fönsterputs ingår inte."),
            Passage(label="Förutsättningar", text="Nuvarande avtal löper ut 2027-08-31."),
            Passage(label="Preliminär tidsplan", text="Annons i mars 2027, avtal i juni, start 2027-09-01."),
        ),
        suppliers=(
            MetSupplier(name=SUPPLIER, kind="Möjlig leverantör", meetings=2),
            MetSupplier(name="Norrgrossen AB", kind="Nuvarande leverantör", meetings=1),
        ),
        planned=(_met(14, f"Dialogmöte med {SUPPLIER}", SUPPLIER),),
        held=(_met(-12, "Dialogmöte med Norrgrossen AB", "Norrgrossen AB"),),
    )


def _booked(day: date, hour: int, title: str, kind: MeetingKind, place: str = "") -> MonthMeeting:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return MonthMeeting(
        starts_at=start, ends_at=start + timedelta(minutes=90), title=title, kind=kind, place=place
    )


def plain_month() -> MonthSheet:
    """A month with holidays and some meetings, all of which have room."""
    return MonthSheet(
        organisation=ORGANISATION,
        unit=UNIT,
        printed_at=PRINTED_AT,
        month=date(2026, 12, 1),
        meetings=(
            _booked(date(2026, 12, 2), 8, f"Dialogmöte {SUPPLIER}", MeetingKind.DIALOGUE),
            _booked(date(2026, 12, 2), 12, "Dialogmöte Norrgrossen AB", MeetingKind.DIALOGUE),
            _booked(date(2026, 12, 8), 8, "Operativt möte lokalvård", MeetingKind.OPERATIVE),
            _booked(date(2026, 12, 10), 12, "Taktiskt möte skolskjuts", MeetingKind.TACTICAL),
            _booked(date(2026, 12, 17), 7, "Planering inför våren", MeetingKind.INTERNAL),
            _booked(date(2026, 12, 18), 13, "Snabbmöte", MeetingKind.QUICK),
            _booked(date(2027, 1, 1), 9, "Strategiskt möte IT-drift", MeetingKind.STRATEGIC),
        ),
    )


def crowded_month() -> MonthSheet:
    """A month of six weeks with more meetings than there is room for, some with long titles."""
    titles = (AWKWARD["compound"], LONG_TITLE, "Dialogmöte Norrgrossen AB", "<b>&", AWKWARD["arabic"])
    kinds = tuple(MeetingKind)
    meetings = tuple(
        _booked(date(2026, 8, day), 6 + n, titles[n % 5], kinds[(day + n) % len(kinds)], "Stadshuset, sal Å")
        for day, count in ((3, 4), (4, 15), (12, 14), (31, 5))
        for n in range(count)
    )
    return replace(plain_month(), month=date(2026, 8, 1), meetings=meetings, logo=logo(), status="Utkast")


def awkward_papers() -> Mapping[str, Callable[[], Rendered]]:
    """The same documents with everything that has ever torn a layout, by name."""
    text = "\n".join(TEXTS)
    people = tuple(
        Attendant(name=value, title=LONG_TITLE if n % 3 else value, party="Ä" * 200 if n % 2 else "")
        for n, value in enumerate(TEXTS)
    )
    contact = Contact(
        name=AWKWARD["compound"], title=LONG_TITLE, email="å" * 90 + "@exempel.se", phone="1" * 80
    )
    head: dict[str, Any] = {
        "organisation": "Kommunalförbundet för räddningstjänst, miljö och hälsa i Östra Exempelbygden " * 3,
        "unit": LONG_TITLE,
        "case_number": "UPH 2026/0147 " * 15,
        "logo": logo(3000, 40),
        "status": "Fastställt 2026-11-24 av avdelningschefen med tillförordnad biträdande",
    }
    meeting_head: dict[str, Any] = {
        **head,
        "meeting_title": LONG_TITLE,
        "procurement": LONG_TITLE,
        "supplier": "中" * 80,
    }
    meetings = tuple(_met(n, value, LONG_TITLE) for n, value in enumerate(TEXTS))
    many = tuple(_met(-1 - n, f"Möte {n}", PROCUREMENT) for n in range(300))
    letter = replace(
        sent_invitation(),
        **meeting_head,
        purpose=text,
        needs=text,
        called=people,
        questions=tuple(TEXTS),
        link=AWKWARD["address"],
        hosts=(contact,),
        message=text,
        roles_wanted=(LONG_TITLE, "<b>"),
    )
    sheet = replace(
        plain_question_sheet(),
        **meeting_head,
        groups=(QuestionGroup(number=9, title=LONG_TITLE, questions=tuple(TEXTS)),),
    )
    card = replace(
        plain_supplier_card(),
        **head,
        name=LONG_TITLE,
        note=text,
        contacts=(contact,) * 9,
        planned=meetings,
        held=many,
    )
    procurement = replace(
        plain_procurement_card(),
        **head,
        title=AWKWARD["compound"],
        value=None,
        value_withheld=True,
        passages=(Passage(label=LONG_TITLE, text=text), Passage(label="Tomt", text=" ")),
        suppliers=(MetSupplier(name="x" * 4000, kind=LONG_TITLE, meetings=3),),
        planned=meetings,
    )
    summed_up = replace(
        plain_summary(),
        **head,
        procurement=LONG_TITLE,
        purpose=text,
        told=tuple(TEXTS),
        decided=("x" * 4000,),
        host=contact,
    )
    people_list = replace(plain_attendance_list(), **meeting_head, attendance=people, blank_rows=30)
    return {
        "awkward-invitation": lambda: invitation.render(letter),
        "awkward-summary": lambda: summary.render(summed_up),
        "awkward-attendance": lambda: attendance_list.render(people_list),
        "awkward-questions": lambda: question_sheet.render(sheet),
        "awkward-supplier": lambda: supplier_card.render(card),
        "awkward-procurement": lambda: procurement_card.render(procurement),
        "awkward-month": lambda: month.render(crowded_month()),
    }


def bare_papers() -> Mapping[str, Callable[[], Rendered]]:
    """The same documents with nothing in them but what must be, by name."""
    head: dict[str, Any] = {"organisation": "", "unit": "", "printed_at": PRINTED_AT}
    meeting: dict[str, Any] = {**head, "meeting_title": "", "starts_at": moment(9), "ends_at": moment(9)}
    return {
        "bare-invitation": lambda: invitation.render(Invitation(**meeting, kind=MeetingKind.INTERNAL)),
        "bare-attendance": lambda: attendance_list.render(AttendanceList(**meeting, blank_rows=0)),
        "bare-questions": lambda: question_sheet.render(QuestionSheet(**meeting)),
        "bare-summary": lambda: summary.render(
            Summary(**head, kind=MeetingKind.SEVERAL, day=date(2026, 11, 20))
        ),
        "bare-supplier": lambda: supplier_card.render(SupplierCard(**head, name="")),
        "bare-procurement": lambda: procurement_card.render(ProcurementCard(**head, title="")),
        "bare-month": lambda: month.render(MonthSheet(**head, month=date(2027, 2, 1))),
    }


def plain_papers() -> Mapping[str, Callable[[], Rendered]]:
    """One of each as the unit would make them, by name."""
    return {
        "invitation": lambda: invitation.render(replace(sent_invitation(), logo=logo())),
        "attendance": lambda: attendance_list.render(plain_attendance_list()),
        "questions": lambda: question_sheet.render(plain_question_sheet()),
        "summary": lambda: summary.render(replace(plain_summary(), logo=logo())),
        "supplier": lambda: supplier_card.render(plain_supplier_card()),
        "procurement": lambda: procurement_card.render(replace(plain_procurement_card(), logo=logo(400, 60))),
        "month": lambda: month.render(plain_month()),
    }
