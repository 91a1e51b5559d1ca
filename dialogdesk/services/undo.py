"""Undoing what was done last, whatever it was, and doing it again; both are told in the user's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import UUID

from dialogdesk.domain.errors import ProtocolAdopted, UserError
from dialogdesk.domain.record import Column, Record
from dialogdesk.domain.records import RECORDS, Meeting
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.desk import Desk
from dialogdesk.services.titles import quoted_title
from dialogdesk.store.database import Snapshot, Transaction
from dialogdesk.store.locks import sealed_columns
from dialogdesk.store.tables import table_of
from dialogdesk.store.undo import Deed, OvertakenError, Step, Turn, Wording, set_apart, take_back, turns_of

_ORDER = {kind: n for n, kind in enumerate(RECORDS)}
_NAMED = 2
"""So many fields of one record are named; more are counted."""


def undo(desk: Desk, *, quoting: bool = True, offered: bool = False) -> str:
    """What was done last is undone; gives what that was, or nothing if there was nothing to undo.

    Without `quoting` nothing is told of what a record is called or says. UserError if it has been changed elsewhere
    since: then nothing is touched, and the step before is the next. So too, once, where something was erased before
    all that can be undone, and where it has been adopted since, with all that was done before and adopted with it;
    but what has been `offered` by `next_undo` is undone.
    """
    if desk.steps.has_erased and _next(desk, desk.steps.done) is None:
        desk.steps.has_erased = False
        raise UserError(_("Raderingen går inte att ångra."))
    return _move(desk, desk.steps.done, desk.steps.undone, quoting=quoting, offered=offered)


def redo(desk: Desk, *, quoting: bool = True, offered: bool = False) -> str:
    """What was undone last is done again; gives what that is, or nothing. UserError and the rest as for `undo`."""
    return _move(desk, desk.steps.undone, desk.steps.done, quoting=quoting, offered=offered)


def next_undo(desk: Desk, *, quoting: bool = True) -> str:
    """What can be undone next, past what has been adopted since; nothing if there is nothing."""
    return _offered(desk, desk.steps.done, quoting=quoting)


def next_redo(desk: Desk, *, quoting: bool = True) -> str:
    """What can be done again next, past what has been adopted since; nothing if there is nothing."""
    return _offered(desk, desk.steps.undone, quoting=quoting)


@contextmanager
def written_apart(desk: Desk, what: Wording | None = None) -> Iterator[Transaction]:
    """A write that is a step and a change of the log of its own, whatever was typed just before or is typed after.

    `what` is how the step is told of, where what it changes does not say it best.
    """
    with desk.write(noted=partial(_note_apart, desk, what)) as tx:
        set_apart(desk.database.driver)
        yield tx
        set_apart(desk.database.driver)


def _note_apart(desk: Desk, what: Wording | None, step: Step) -> None:
    desk.steps.note(replace(step, row=None, what=what))


def _move(desk: Desk, source: list[Step], target: list[Step], *, quoting: bool, offered: bool) -> str:
    what = _next(desk, source)
    if what is not None and _is_sealed(desk, source[-1]):
        what = _next_unsealed(desk, source)
        if not offered:
            raise ProtocolAdopted(
                _("Protokollet är fastställt och ändras inte. Skriv ett tillägg i stället.")
            )
    if what is None:
        return ""
    step = source.pop()
    try:
        with desk.write(noted=_keeping(what, target.append)) as tx:
            turns = turns_of(desk.database.driver, step)
            standing = take_back(tx, desk.database.driver, desk.steps, turns)
    except OvertakenError as error:
        raise UserError(_told(desk, error, quoting=quoting)) from error
    except ProtocolAdopted:  # and will stay so: the step before it is the next
        raise
    except BaseException:
        source.append(step)  # the disk is full, perhaps: it can be tried again
        raise
    desk.steps.standing.update(standing)
    return _said(what, quoting=quoting)


def _offered(desk: Desk, steps: list[Step], *, quoting: bool) -> str:
    what = _next(desk, steps)
    if what is not None and _is_sealed(desk, steps[-1]):
        sealed = steps.pop()
        what = _next_unsealed(desk, steps)
        steps.append(sealed)  # whoever tries to take it back is still to be told
    return _said(what, quoting=quoting)


def _next_unsealed(desk: Desk, steps: list[Step]) -> Wording | None:
    """As `_next`, past the steps that an adopted protocol holds: they are dropped."""
    while (what := _next(desk, steps)) is not None and _is_sealed(desk, steps[-1]):
        steps.pop()
    return what


def _is_sealed(desk: Desk, step: Step) -> bool:
    """Whether a protocol adopted since holds what the step wrote, or is of the meeting that it made."""
    raw = desk.database.driver
    with suppress(OvertakenError):
        for turn in turns_of(raw, step):
            sealed = sealed_columns(raw, turn.kind, turn.pk)
            if sealed & turn.values.keys() or (sealed and turn.deed is Deed.BIRTH):
                return True
    return False


def _said(what: Wording | None, *, quoting: bool) -> str:
    if what is None:
        return ""
    return what.whole if quoting else what.bare


def _keeping(what: Wording, noted: Callable[[Step], object]) -> Callable[[Step], object]:
    return lambda step: noted(replace(step, row=None, what=what))


def _next(desk: Desk, steps: list[Step]) -> Wording | None:
    """What the last step did; those that have come to nothing, or whose rows are erased, are dropped."""
    while steps:
        with desk.read() as db:
            try:
                turns = turns_of(desk.database.driver, steps[-1])
            except OvertakenError as error:
                return Wording(*(_overtaken(db, error, quoting=quoting) for quoting in (True, False)))
            if turns:
                return steps[-1].what or Wording(*(_described(db, turns, quoting=q) for q in (True, False)))
        steps.pop()
    return None


def _described(db: Snapshot, turns: Sequence[Turn], *, quoting: bool) -> str:
    """As "ny leverantör ”Rågvik AB”": of several rows, those that the others belong to."""
    first = min(turns, key=lambda turn: _ORDER[turn.kind]).kind
    chief = [turn for turn in turns if turn.kind is first]
    if len(chief) == 1:
        return _of_one(db, chief[0], quoting=quoting)
    counted = _counted(turns, first if len(chief) == len(turns) else None)
    meeting = _common_meeting(db, turns)
    if meeting is None:
        return counted
    title = _quoted(db, Meeting, meeting, quoting=quoting)
    return _("{what} i {the}").format(what=counted, the=Meeting.the) + (f" {title}" if title else "")


def _counted(turns: Sequence[Turn], first: type[Record] | None) -> str:
    """How many rows, and what became of them where they are of one kind."""
    if first is None:
        return ngettext("{n} ändring", "{n} ändringar", len(turns)).format(n=len(turns))
    plural, deeds = _lowered(str(first.plural)), {turn.deed for turn in turns}
    text = {
        frozenset({Deed.BIRTH}): _("{n} nya {plural}"),
        frozenset({Deed.DELETION}): _("borttagning av {n} {plural}"),
        frozenset({Deed.RESTORATION}): _("återställning av {n} {plural}"),
    }.get(frozenset(deeds), _("{n} ändrade {plural}"))
    return text.format(n=len(turns), plural=plural)


def _common_meeting(db: Snapshot, turns: Sequence[Turn]) -> UUID | None:
    """The meeting that all the rows belong to; None if they do not."""
    meetings: set[UUID | None] = set()
    for turn in turns:
        column = table_of(turn.kind).c.get("meeting_id")
        record = db.find(turn.kind, UUID(hex=turn.pk), deleted=True) if column is not None else None
        meetings.add(getattr(record, "meeting_id", None))
    return meetings.pop() if len(meetings) == 1 else None


def _of_one(db: Snapshot, turn: Turn, *, quoting: bool) -> str:
    title = _quoted(db, turn.kind, UUID(hex=turn.pk), quoting=quoting)
    the = f"{turn.kind.the} {title}".strip()
    if turn.deed is Deed.BIRTH:
        return f"{turn.kind.new} {title}".strip()
    if turn.deed is Deed.EDIT:
        if reached := _reached(turn):
            return _("{the}: {fields}").format(the=the, fields=reached)
        if taken_away := _taken_away(db, turn):
            return _("{the}: {fields} borttaget").format(the=the, fields=taken_away)
        return _fields(db, turn.kind, UUID(hex=turn.pk), list(turn.values), quoting=quoting)
    text = _("borttagning av {the}") if turn.deed is Deed.DELETION else _("återställning av {the}")
    return text.format(the=the)


def _reached(turn: Turn) -> str:
    """What was put down with its moment, as "avslutat" of a meeting; that says it, whatever else went with it."""
    return _(" och ").join(_label(c) for c in _moments(turn) if turn.values[c.name] is None)


def _taken_away(db: Snapshot, turn: Turn) -> str:
    """The moments that stand no more, as "”Avslutat”" of a meeting that runs again."""
    record = db.find(turn.kind, UUID(hex=turn.pk), deleted=True)
    gone = (c for c in _moments(turn) if getattr(record, c.name) is None)
    return _(" och ").join(_("”{title}”").format(title=c.label) for c in gone)


def _moments(turn: Turn) -> list[Column]:
    moments = (c for c in turn.kind.columns if c.type is datetime and c.optional and not c.derived)
    return [c for c in moments if c.name in turn.values]


def _quoted(db: Snapshot, kind: type[Record], record_id: UUID, *, quoting: bool) -> str:
    return quoted_title(db, kind, record_id) if quoting else ""


def _fields(db: Snapshot, kind: type[Record], record_id: UUID, names: Sequence[str], *, quoting: bool) -> str:
    """As "telefon för leverantören ”Rågvik AB”"; what the program worked out along with it goes without saying."""
    columns = [c for c in kind.columns if c.name in names and c.name != "deleted_at"]
    columns = [c for c in columns if not c.derived] or columns
    title = _quoted(db, kind, record_id, quoting=quoting)
    if len(columns) > _NAMED:
        counted = _("{n} ändringar i {the}").format(n=len(columns), the=kind.the)
        return f"{counted} {title}".strip()
    named = _(" och ").join(map(_label, columns)) or _("borttagning")
    told = _("{fields} för {the}").format(fields=named, the=kind.the)
    return f"{told} {title}".strip()


def _label(column: Column) -> str:
    return _lowered(str(column.label))


def _lowered(text: str) -> str:
    """The text as it stands inside a sentence; what is all capitals, as CPV, stays so."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _overtaken(db: Snapshot, error: OvertakenError, *, quoting: bool) -> str:
    return _fields(db, error.kind, UUID(hex=error.pk), [error.column], quoting=quoting)


def _told(desk: Desk, error: OvertakenError, *, quoting: bool) -> str:
    with desk.read() as db:
        what = _overtaken(db, error, quoting=quoting)
    text = _(
        "Går inte att ångra: {what} är ändrat på en annan dator sedan dess. Historiken visar vad som har hänt."
    )
    return text.format(what=what)
