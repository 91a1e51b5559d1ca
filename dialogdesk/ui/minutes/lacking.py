"""What is missing before a protocol is adopted, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dialogdesk.domain.dates import Slip
from dialogdesk.domain.minutes import Reading
from dialogdesk.domain.records import Line
from dialogdesk.i18n import N_, Lazy, _, ngettext
from dialogdesk.services.adoption import Lack
from dialogdesk.ui import shared_screen

_FEW = 3
"""So many lacks are named in one line; of more, the first two."""

_NO_SUCH: dict[Slip, Lazy] = {
    Slip.DAY: N_("Ingen sådan dag: {text}"),
    Slip.WEEK: N_("Ingen sådan vecka: {text}"),
    Slip.MEETING: N_("Inget nästa möte: {text}"),
}


def in_short(lacks: Iterable[Lack], left: Mapping[Lack, int]) -> str:
    """What is read at a glance before one goes on all the same: all of a few, else those of most weight.

    `left` tells how many there are of what can be counted.
    """
    told = [words for lack in lacks if (words := _told(lack, left.get(lack, 1)))]
    if len(told) <= _FEW:
        return " ".join(told)
    more = _("Och {n} till att se över.").format(n=len(told) - _FEW + 1)
    return " ".join((*told[: _FEW - 1], more))


def presence(n: int) -> str:
    """Of so many it is not put down whether they came."""
    return ngettext("Närvaro saknas för {n} kallad.", "Närvaro saknas för {n} kallade.", n).format(n=n)


def who(line: Line) -> str:
    """Nobody is asked to do it."""
    return _("Vem gör: {text}").format(text=_text_of(line))


def doubts(line: Line, reading: Reading) -> Iterable[str]:
    """What could not be read in an action."""
    if reading.stranger is not None:
        yield _("Okänd person: {text}").format(text=_text_of(line))
    if reading.slip is not None:
        yield str(_NO_SUCH[reading.slip.what]).format(text=_text_of(line))


def _told(lack: Lack, n: int) -> str:
    """The lack as a sentence; empty for one that is not asked about."""
    match lack:
        case Lack.WORKING_NOTES:
            text = ngettext(
                "{n} arbetsanteckning behålls utanför protokollet.",
                "{n} arbetsanteckningar behålls utanför protokollet.",
                n,
            )
        case Lack.OWNER:
            text = ngettext("{n} åtgärd saknar ansvarig.", "{n} åtgärder saknar ansvarig.", n)
        case Lack.STRANGER:
            text = ngettext("{n} åtgärd nämner någon okänd.", "{n} åtgärder nämner någon okänd.", n)
        case Lack.SLIP:
            text = ngettext(
                "{n} åtgärd har ett datum som inte finns.", "{n} åtgärder har datum som inte finns.", n
            )
        case Lack.PRESENCE:
            text = presence(n)
        case Lack.TOLD:
            text = _("Muntlig information till leverantören är inte avprickad.")
        case Lack.READ_BACK:
            text = _("Summeringen är inte uppläst.")
        case _:
            text = ""
    return text.format(n=n)


def _text_of(line: Line) -> str:
    """The line as it may be shown now."""
    return shared_screen.word() if shared_screen.covers(line) else line.text.strip()
