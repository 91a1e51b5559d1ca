"""Every record the desk stores."""

from __future__ import annotations

from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from dialogdesk.domain.record import Record, column, record
from dialogdesk.domain.values import (
    DocumentTitle,
    ErasureReason,
    FileUse,
    LessonAbout,
    LineKind,
    MeetingKind,
    Party,
    Phase,
    Presence,
    Role,
    SupplierKind,
    Told,
)
from dialogdesk.i18n import N_

UNIT_ID = UUID("00000000-0000-4000-8000-000000000001")
"""The one Unit of a desk: the same id on every laptop, so that two of them mean the same row."""


def template_id(kind: MeetingKind) -> UUID:
    """The id of the template of a kind of meeting until one is erased for good: the same on every laptop."""
    return uuid5(NAMESPACE_URL, f"dialogdesk:template:{kind}")


def own_word_id(text: str) -> UUID:
    """The id of a word of the unit's own until it is erased for good: two laptops that add it mean the same row."""
    return uuid5(NAMESPACE_URL, f"dialogdesk:word:{text}")


@record(
    table="unit",
    label=N_("Enhet"),
    plural=N_("Enheter"),
    new=N_("ny enhet"),
    the=N_("enheten"),
)
class Unit(Record):
    """The organisation and unit whose desk this is; it heads every document."""

    id: UUID = UNIT_ID
    organisation: str = column(N_("Organisation"), default="")
    name: str = column(N_("Enhet"), default="")
    procurement_system: str = column(N_("Upphandlingssystem"), default="e-Avrop")
    logo: str = column(N_("Logotyp"), default="", derived=True)
    """A PNG in base64, flattened on white, for the letterhead; it goes with the unit to its other laptops."""
    hourly_cost: int | None = column(N_("Timkostnad"), default=None, money=True)
    """Öre an hour and person, for what a meeting costs; None while the unit has not said."""
    kept_from_supplier: str = column(N_("Slag som utelämnas"), default="insight risk need")
    """The kinds of line, by their words, that the supplier's copy of a protocol leaves out."""


@record(
    table="supplier",
    label=N_("Leverantör"),
    plural=N_("Leverantörer"),
    new=N_("ny leverantör"),
    the=N_("leverantören"),
)
class Supplier(Record):
    """An actor on the market: supplier, trade association or other."""

    name: str = column(N_("Namn"), required=True, searchable=True)
    org_number: str = column(N_("Organisationsnummer"), default="", searchable=True)
    kind: SupplierKind = column(N_("Slag"), default=SupplierKind.POTENTIAL)
    city: str = column(N_("Ort"), default="")
    phone: str = column(N_("Telefon"), default="")
    website: str = column(N_("Webbplats"), default="")
    note: str = column(N_("Anteckning"), default="", searchable=True)


@record(
    table="person",
    label=N_("Person"),
    plural=N_("Personer"),
    new=N_("ny person"),
    the=N_("personen"),
)
class Person(Record):
    """One of our people (no supplier) or a contact at a supplier. Personal data (GDPR)."""

    supplier_id: UUID | None = column(N_("Leverantör"), default=None, refers="supplier", belongs=True)
    """None for one of ours; a contact goes with its supplier, or it would become one of ours."""
    name: str = column(N_("Namn"), required=True, searchable=True)
    initials: str = column(N_("Initialer"), default="")
    role: Role | None = column(N_("Roll"), default=None)
    title: str = column(N_("Befattning"), default="")
    email: str = column(N_("E-post"), default="", searchable=True)
    phone: str = column(N_("Telefon"), default="")


@record(
    table="procurement",
    label=N_("Upphandling"),
    plural=N_("Upphandlingar"),
    new=N_("ny upphandling"),
    the=N_("upphandlingen"),
)
class Procurement(Record):
    """What is to be bought and why (seed 0, förbered). The estimated value never leaves the unit by itself."""

    title: str = column(N_("Titel"), required=True, searchable=True)
    case_number: str = column(N_("Diarienummer"), default="", searchable=True)
    department: str = column(N_("Beställande verksamhet"), default="", searchable=True)
    needs: str = column(N_("Behov"), default="", searchable=True)
    goals: str = column(N_("Bidrag till organisationens mål"), default="", searchable=True)
    target_picture: str = column(N_("Målbild"), default="", searchable=True)
    wanted_results: str = column(N_("Önskade resultat"), default="", searchable=True)
    scope: str = column(N_("Omfattning och inriktning"), default="", searchable=True)
    conditions: str = column(N_("Förutsättningar"), default="", searchable=True)
    time_plan: str = column(N_("Preliminär tidsplan"), default="", searchable=True)
    value: int | None = column(N_("Uppskattat värde"), default=None, money=True)
    """Öre, excluding VAT, options included (LOU 5 kap. 3 §)."""
    cpv: str = column(N_("CPV-kod"), default="")


@record(
    table="meeting",
    label=N_("Möte"),
    plural=N_("Möten"),
    new=N_("nytt möte"),
    the=N_("mötet"),
)
class Meeting(Record):
    """A booked, running or held meeting, or a note of a call; its minutes are its lines.

    Planned until `started_at` is set, running until `finished_at` is, held after that.
    """

    kind: MeetingKind = column(N_("Slag"), default=MeetingKind.DIALOGUE)
    title: str = column(N_("Rubrik"), required=True, searchable=True)
    document_title: DocumentTitle = column(N_("Handlingens namn"), default=DocumentTitle.PROTOCOL)
    procurement_id: UUID | None = column(N_("Upphandling"), default=None, refers="procurement")
    supplier_id: UUID | None = column(N_("Leverantör"), default=None, refers="supplier")
    purpose: str = column(N_("Syfte"), default="", searchable=True)
    starts_at: datetime = column(N_("Börjar"))
    ends_at: datetime = column(N_("Slutar"))
    place: str = column(N_("Plats"), default="")
    link: str = column(N_("Möteslänk"), default="")
    started_at: datetime | None = column(N_("Öppnat"), default=None)
    finished_at: datetime | None = column(N_("Avslutat"), default=None)
    current_item_id: UUID | None = column(
        N_("Aktuell punkt"), default=None, refers="agenda_item", derived=True
    )
    author_id: UUID | None = column(N_("Antecknat av"), default=None, refers="person")
    """Who wrote it down (FL 27 §)."""
    read_back_at: datetime | None = column(N_("Uppläst"), default=None)
    """When the summing up was read back to those present."""
    fact_check_at: datetime | None = column(N_("Skickat för faktagranskning"), default=None)
    """When the draft left the unit: it is probably a public record from then on (TF 2 kap. 10 §)."""
    handed_over_at: datetime | None = column(N_("Lämnat till registrator"), default=None)
    document_number: str = column(N_("Handlingsnummer"), default="", searchable=True)
    binder: str = column(N_("Pärm"), default="", searchable=True)


@record(
    table="agenda_item",
    label=N_("Dagordningspunkt"),
    plural=N_("Dagordningspunkter"),
    new=N_("ny dagordningspunkt"),
    the=N_("dagordningspunkten"),
)
class AgendaItem(Record):
    """A point on a meeting's agenda with its budget of time and the time it has had."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    position: str = column(N_("Ordning"), derived=True)
    title: str = column(N_("Punkt"), required=True, searchable=True)
    minutes: int = column(N_("Tid (minuter)"), default=0)
    spent: int = column(N_("Använd tid (sekunder)"), default=0, derived=True)
    """Seconds had before `entered_at`."""
    entered_at: datetime | None = column(N_("Påbörjad"), default=None, derived=True)
    """When the point was last taken up; None while another one is."""
    done_at: datetime | None = column(N_("Lämnades"), default=None)


@record(
    table="question",
    label=N_("Fråga"),
    plural=N_("Frågor"),
    new=N_("ny fråga"),
    the=N_("frågan"),
)
class Question(Record):
    """A question prepared for a meeting, asked or not yet."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    agenda_item_id: UUID | None = column(N_("Punkt"), default=None, refers="agenda_item")
    position: str = column(N_("Ordning"), derived=True)
    text: str = column(N_("Fråga"), required=True, searchable=True)
    asked_at: datetime | None = column(N_("Ställd"), default=None)


@record(
    table="attendance",
    label=N_("Deltagare"),
    plural=N_("Deltagare"),
    new=N_("ny deltagare"),
    the=N_("deltagaren"),
)
class Attendance(Record):
    """One participant of one meeting. The name is kept here too: the protocol must stand when the person is gone."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    person_id: UUID | None = column(N_("Person"), default=None, refers="person")
    name: str = column(N_("Namn"), required=True)
    title: str = column(N_("Roll"), default="")
    party: Party = column(N_("Part"), default=Party.OURS)
    presence: Presence = column(N_("Närvaro"), default=Presence.INVITED)
    position: str = column(N_("Ordning"), derived=True)
    came_at: datetime | None = column(N_("Kom"), default=None)
    """Set only for who came late."""
    left_at: datetime | None = column(N_("Gick"), default=None)
    """Set only for who left early."""


@record(
    table="line",
    label=N_("Protokollrad"),
    plural=N_("Protokollrader"),
    new=N_("ny protokollrad"),
    the=N_("protokollraden"),
)
class Line(Record):
    """One line of minutes: the text as typed, and what was read out of it."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    agenda_item_id: UUID | None = column(N_("Punkt"), default=None, refers="agenda_item")
    question_id: UUID | None = column(N_("Fråga"), default=None, refers="question")
    position: str = column(N_("Ordning"), derived=True)
    kind: LineKind = column(N_("Slag"), default=LineKind.NOTE)
    written_at: datetime = column(N_("Tid"))
    """When the first key of the line was pressed."""
    text: str = column(N_("Text"), default="", searchable=True)
    indent: int = column(N_("Indrag"), default=0)
    speaker_id: UUID | None = column(N_("Talare"), default=None, refers="person", derived=True)
    owner_id: UUID | None = column(N_("Ansvarig"), default=None, refers="person", derived=True)
    due: date | None = column(N_("Klart senast"), default=None, derived=True)
    requirement: str = column(N_("Krav"), default="", derived=True)
    marked: bool = column(N_("Sekretess?"), default=False, derived=True)
    """Our own watch mark (`!!`): may be secret, to be tried."""
    working_note: bool = column(N_("Arbetsanteckning"), default=False, derived=True)
    done_at: datetime | None = column(N_("Klar"), default=None)
    raised_at: datetime | None = column(N_("Eskalerad"), default=None)
    """When it was lifted to the next level of the governance model."""


@record(
    table="attachment",
    label=N_("Fil"),
    plural=N_("Filer"),
    new=N_("ny fil"),
    the=N_("filen"),
)
class Attachment(Record):
    """A file kept with a meeting, as it was received (C8). What it holds lies beside the desk, named by its digest."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    name: str = column(N_("Namn"), required=True, searchable=True)
    digest: str = column(N_("Kontrollsumma"), derived=True)
    """SHA-256 of the content, 64 hex digits."""
    size: int = column(N_("Storlek"))
    """Bytes."""
    received_at: datetime = column(N_("Inkom"))
    use: FileUse = column(N_("Är"), default=FileUse.RECEIVED)


@record(
    table="told",
    label=N_("Muntlig information"),
    plural=N_("Muntliga upplysningar"),
    new=N_("ny muntlig information"),
    the=N_("den muntliga informationen"),
)
class SpokenInformation(Record):
    """That the participants of a meeting were told something, and when (C5)."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    what: Told = column(N_("Information"), default=Told.PUBLICITY)
    told_at: datetime = column(N_("Lämnad"))


@record(
    table="effort",
    label=N_("Tidsåtgång"),
    plural=N_("Tidsuppgifter"),
    new=N_("ny tidsåtgång"),
    the=N_("tidsåtgången"),
)
class Effort(Record):
    """The time one person gave a meeting, in one of its parts (C14)."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    person_id: UUID = column(N_("Person"), refers="person", belongs=True)
    phase: Phase = column(N_("Del"), default=Phase.PREPARATION)
    minutes: int = column(N_("Minuter"), default=0)


@record(
    table="lesson",
    label=N_("Lärdom"),
    plural=N_("Lärdomar"),
    new=N_("ny lärdom"),
    the=N_("lärdomen"),
)
class Lesson(Record):
    """What a meeting taught the unit for the next one (C15); never printed."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    about: LessonAbout = column(N_("Gäller"), default=LessonAbout.QUESTIONS)
    text: str = column(N_("Lärdom"), default="", searchable=True)


@record(
    table="handout",
    label=N_("Lämnad sammanfattning"),
    plural=N_("Lämnade sammanfattningar"),
    new=N_("ny mottagare av sammanfattningen"),
    the=N_("mottagaren av sammanfattningen"),
)
class Handout(Record):
    """That somebody who was not at a meeting got the summary of it, and when (C12)."""

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    recipient: str = column(N_("Lämnad till"), required=True)
    """As written: a supplier, or where it was published."""
    supplier_id: UUID | None = column(N_("Leverantör"), default=None, refers="supplier")
    given_on: date = column(N_("Lämnad den"))


@record(
    table="edition",
    label=N_("Fastställd utgåva"),
    plural=N_("Fastställda utgåvor"),
    new=N_("ny fastställd utgåva"),
    the=N_("den fastställda utgåvan"),
)
class Edition(Record):
    """A protocol as it was adopted, or an addition to one: never changed, each bound to the one before by its digest.

    Number 1 is the protocol with all that it prints; those after it are additions (tillägg).
    """

    meeting_id: UUID = column(N_("Möte"), refers="meeting")
    number: int = column(N_("Nummer"), default=1)
    content: str = column(N_("Innehåll"), default="", derived=True)
    """JSON: of number 1 what `domain.editions` makes of a MeetingSource, of an addition its text."""
    previous: str = column(N_("Föregående"), default="", derived=True)
    """The digest of the edition before; empty for number 1."""
    digest: str = column(N_("Kontrollsumma"), derived=True)
    """SHA-256 of `previous` and `content`, 64 hex digits."""
    made_at: datetime = column(N_("Fastställd"))
    author: str = column(N_("Fastställd av"), default="")
    """The name, as it stood: the edition outlives the person's row."""


@record(
    table="template",
    label=N_("Mall"),
    plural=N_("Mallar"),
    new=N_("ny mall"),
    the=N_("mallen"),
)
class Template(Record):
    """What meetings of a kind are booked with in this unit, instead of what the program suggests (C2, E2).

    The id is that of the kind (`template_id`), so that two laptops mean the same one.
    """

    kind: MeetingKind = column(N_("Slag"), default=MeetingKind.DIALOGUE)
    agenda: str = column(N_("Dagordning"), default="")
    """A point a line: its minutes, a space, its title; one that takes the questions begins with `*`."""
    questions: str = column(N_("Frågor"), default="")
    """A question a line."""


@record(
    table="own_word",
    label=N_("Eget ord"),
    plural=N_("Egna ord"),
    new=N_("nytt eget ord"),
    the=N_("det egna ordet"),
)
class OwnWord(Record):
    """A word that is right in this unit, whatever the dictionary says. The id is that of the word (`own_word_id`)."""

    text: str = column(N_("Ord"), required=True)


@record(
    table="erasure",
    label=N_("Radering"),
    plural=N_("Raderingar"),
    new=N_("ny radering"),
    the=N_("raderingen"),
)
class Erasure(Record):
    """A row that is erased for good on every laptop, its history too; why is kept, what it said is not.

    The id is that of the row (`store.merge.erasure_id`): two laptops that erase the same row write the same record.
    """

    kind: str = column(N_("Slag"))
    """The table of the row."""
    row: str = column(N_("Id"))
    reason: ErasureReason = column(N_("Skäl"), default=ErasureReason.CLEARING)
    decision: str = column(N_("Beslut"), default="")
    """What the disposal rests on, as a number or date of the decision; never what was erased."""
    erased_at: datetime = column(N_("Raderad"))


@record(
    table="resolution",
    label=N_("Löst konflikt"),
    plural=N_("Lösta konflikter"),
    new=N_("ny löst konflikt"),
    the=N_("den lösta konflikten"),
)
class Resolution(Record):
    """A conflict that somebody has looked at and settled. The id is that of the losing write."""

    kind: str = column(N_("Slag"))
    row: str = column(N_("Id"))
    field: str = column(N_("Fält"))
    stamp: str = column(N_("Ändring"))
    """The stamp of the write that lost."""
    resolved_at: datetime = column(N_("Löst"))


RECORDS: tuple[type[Record], ...] = (
    Erasure,
    Resolution,
    Unit,
    Supplier,
    Person,
    Procurement,
    Meeting,
    AgendaItem,
    Question,
    Attendance,
    Line,
    Attachment,
    SpokenInformation,
    Effort,
    Lesson,
    Handout,
    Edition,
    Template,
    OwnWord,
)
"""Every record type, each after those it refers to (save a meeting's current point)."""

BOOKKEEPING = frozenset[type[Record]]((Erasure, Resolution))
"""What the desk keeps of its own work: shared between laptops, but nothing a user writes, undoes or takes from the bin."""
