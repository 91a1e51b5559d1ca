"""The small closed sets of values that records are made of, each with its label."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from dialogdesk.i18n import N_, Lazy

_NONE = Lazy("")


class Labelled(StrEnum):
    """A stored word with a label in the user's language."""

    label: Lazy

    def __new__(cls, value: str, label: Lazy = _NONE) -> Self:
        """A member with its label; the default is for looking one up by its word, as `LineKind("note")`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Role(Labelled):
    """What one of our people does in a procurement (product.md E4)."""

    PROCURER = "procurer", N_("Upphandlare")
    COMMISSIONER = "commissioner", N_("Beställare")
    BUSINESS_LIAISON = "business_liaison", N_("Näringslivsfunktion")
    DECISION_MAKER = "decision_maker", N_("Beslutsfattare")
    USER = "user", N_("Användare")
    CONTRACT_OWNER = "contract_owner", N_("Avtalsägare")
    CONTRACT_MANAGER = "contract_manager", N_("Avtalsansvarig")
    MANAGEMENT = "management", N_("Ledning")


class SupplierKind(Labelled):
    """What an actor on the market is to us (seed 0)."""

    POTENTIAL = "potential", N_("Möjlig leverantör")
    CURRENT = "current", N_("Nuvarande leverantör")
    ASSOCIATION = "association", N_("Branschorganisation")
    OTHER = "other", N_("Annan aktör")


class MeetingKind(Labelled):
    """The kinds of meeting and note the unit minutes."""

    DIALOGUE = "dialogue", N_("Dialogmöte")
    OPERATIVE = "operative", N_("Operativt möte")
    TACTICAL = "tactical", N_("Taktiskt möte")
    STRATEGIC = "strategic", N_("Strategiskt möte")
    INTERNAL = "internal", N_("Internt möte")
    QUICK = "quick", N_("Snabbmöte")
    SEVERAL = "several", N_("Dialogmöte med flera leverantörer")
    CONTRACT = "contract", N_("Avtalsuppföljning")
    HEARING = "hearing", N_("Möte före uteslutning")
    PHONE_NOTE = "phone_note", N_("Telefonanteckning")


class DocumentTitle(Labelled):
    """What the minutes of a meeting are called on paper."""

    PROTOCOL = "protocol", N_("Protokoll")
    NOTES = "notes", N_("Mötesanteckningar")
    OFFICIAL_NOTE = "official_note", N_("Tjänsteanteckning")


class DocumentKind(Labelled):
    """The documents the program makes of what is in the desk; the word is what `export` calls it."""

    PROTOCOL = "protocol", N_("Protokoll")
    AGENDA = "agenda", N_("Dagordning")
    INVITATION = "invitation", N_("Kallelse")
    ATTENDANCE = "attendance", N_("Närvarolista")
    QUESTIONS = "questions", N_("Frågeblad")
    SUMMARY = "summary", N_("Sammanfattning")
    SUPPLIER = "supplier", N_("Leverantörskort")
    PROCUREMENT = "procurement", N_("Upphandlingskort")
    MONTH = "month", N_("Månadskalender")


class Copy(Labelled):
    """For whom a copy of a document is made: what it leaves out follows from that (product.md C11b)."""

    OWN = "own", N_("Egen kopia")
    SUPPLIER = "supplier", N_("Leverantörens kopia")
    MASKED = "masked", N_("Maskad kopia")


class Party(Labelled):
    """Whose side a participant is on."""

    OURS = "ours", N_("Upphandlande myndighet")
    SUPPLIER = "supplier", N_("Leverantör")
    OTHER = "other", N_("Övrig")


class Presence(Labelled):
    """How a participant took part."""

    INVITED = "invited", N_("Kallad")
    PRESENT = "present", N_("Närvarande")
    REMOTE = "remote", N_("På distans")
    ABSENT = "absent", N_("Frånvarande")


class LineKind(Labelled):
    """What a line of the minutes is (look.md, the keyboard)."""

    NOTE = "note", N_("Anteckning")
    DECISION = "decision", N_("Beslut")
    ACTION = "action", N_("Åtgärd")
    QUESTION = "question", N_("Fråga")
    ANSWER = "answer", N_("Svar")
    SHARED = "shared", N_("Delad information")
    INSIGHT = "insight", N_("Insikt")
    RISK = "risk", N_("Risk")
    NEED = "need", N_("Framtida behov")


class Told(Labelled):
    """What the participants are told by word of mouth (seed 0, genomför; the last three are ours)."""

    PUBLICITY = "publicity", N_("Offentlighet och sekretess")
    """That answers become public records, and that each request for secrecy is tried case by case, never promised."""
    EFFECT = "effect", N_("Hur svaren påverkar underlaget")
    NO_NEGOTIATION = "no_negotiation", N_("Mötet är ingen förhandling")
    RECORDING = "recording", N_("Inspelning och transkribering")
    PERSONAL_DATA = "personal_data", N_("Personuppgifter")


class Phase(Labelled):
    """What part of a meeting somebody's time went to (seed 2)."""

    PREPARATION = "preparation", N_("Förberedelse")
    MEETING = "meeting", N_("Möte")
    AFTER = "after", N_("Efterarbete")


class LessonAbout(Labelled):
    """What was learnt for the next time (seed 2)."""

    QUESTIONS = "questions", N_("Frågorna")
    FORMAT = "format", N_("Upplägget")
    REACH = "reach", N_("Vilka vi nådde")


class FileUse(Labelled):
    """What a file kept with a meeting is."""

    RECEIVED = "received", N_("Inkommen")
    SIGNED = "signed", N_("Undertecknat protokoll")


class ErasureReason(Labelled):
    """Why something is erased for good: two different things in an archive's law (TF 2 kap. 12 §, arkivlagen 10 §)."""

    CLEARING = "clearing", N_("Rensning")
    """Working material at the close of a matter."""
    DISPOSAL = "disposal", N_("Gallring")
    """By decision under the dokumenthanteringsplan."""


class BackupReason(Labelled):
    """Why a backup was made; the word stands in the name of its file."""

    CHANGED = "", N_("efter ändringar")
    ASKED = "manuell", N_("på begäran")
    MIGRATION = "uppgradering", N_("före uppgradering")
    EXCHANGE = "utbyte", N_("före utbyte")
    RESTORE = "aterstallning", N_("före återställning")
