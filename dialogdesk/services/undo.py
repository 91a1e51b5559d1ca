"""Undoing what was done last, whatever it was, and doing it again; both are told in the user's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from uuid import UUID

from dialogdesk.domain.errors import ProtocolAdopted, UserError
from dialogdesk.domain.record import Column, Record
from dialogdesk.domain.records import RECORDS
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.desk import Desk
from dialogdesk.services.titles import quoted_title
from dialogdesk.store.database import Snapshot, Transaction
from dialogdesk.store.undo import Deed, OvertakenError, Step, Turn, set_apart, take_back, turns_of

_ORDER = {kind: n for n, kind in enumerate(RECORDS)}
_NAMED = 2
"""So many fields of one record are named; more are counted."""


def undo(desk: Desk) -> str:
    """What was done last is undone; gives what that was, or nothing if there was nothing to undo.

    UserError if it has been changed elsewhere since: then nothing is touched, and the step before is the next. So
    too, once, where something was erased before all that can be undone.
    """
    if desk.steps.has_erased and not next_undo(desk):
        desk.steps.has_erased = False
        raise UserError(_("Raderingen går inte att ångra."))
    return _move(desk, desk.steps.done, desk.steps.undone)


def redo(desk: Desk) -> str:
    """What was undone last is done again; gives what that is, or nothing. UserError as for `undo`."""
    return _move(desk, desk.steps.undone, desk.steps.done)


def next_undo(desk: Desk) -> str:
    """What `undo` would undo; nothing if there is nothing."""
    return _next(desk, desk.steps.done)


def next_redo(desk: Desk) -> str:
    """What `redo` would do again; nothing if there is nothing."""
    return _next(desk, desk.steps.undone)


@contextmanager
def written_apart(desk: Desk, what: str = "") -> Iterator[Transaction]:
    """A write that is a step and a change of the log of its own, whatever was typed just before or is typed after.

    `what` is how the step is told of, where what it changes does not say it best.
    """
    with desk.write(noted=partial(_note_apart, desk, what)) as tx:
        set_apart(desk.database.driver)
        yield tx
        set_apart(desk.database.driver)


def _note_apart(desk: Desk, what: str, step: Step) -> None:
    desk.steps.note(replace(step, row=None, what=what))


def _move(desk: Desk, source: list[Step], target: list[Step]) -> str:
    what = _next(desk, source)
    if not what:
        return ""
    step = source.pop()
    try:
        with desk.write(noted=_keeping(what, target.append)) as tx:
            turns = turns_of(desk.database.driver, step)
            standing = take_back(tx, desk.database.driver, desk.steps, turns)
    except OvertakenError as error:
        raise UserError(_told(desk, error)) from error
    except ProtocolAdopted:  # and will stay so: the step before it is the next
        raise
    except BaseException:
        source.append(step)  # the disk is full, perhaps: it can be tried again
        raise
    desk.steps.standing.update(standing)
    return what


def _keeping(what: str, noted: Callable[[Step], object]) -> Callable[[Step], object]:
    return lambda step: noted(replace(step, row=None, what=what))


def _next(desk: Desk, steps: list[Step]) -> str:
    """What the last step did; those that have come to nothing, or whose rows are erased, are dropped."""
    while steps:
        with desk.read() as db:
            try:
                turns = turns_of(desk.database.driver, steps[-1])
            except OvertakenError as error:
                return _fields(db, error.kind, UUID(hex=error.pk), [error.column])
            if turns:
                return steps[-1].what or _described(db, turns)
        steps.pop()
    return ""


def _described(db: Snapshot, turns: Sequence[Turn]) -> str:
    """As "ny leverantör ”Rågvik AB”": of several rows, those that the others belong to."""
    first = min(turns, key=lambda turn: _ORDER[turn.kind]).kind
    chief = [turn for turn in turns if turn.kind is first]
    if len(chief) == 1:
        return _of_one(db, chief[0])
    if len(chief) < len(turns):
        return ngettext("{n} ändring", "{n} ändringar", len(turns)).format(n=len(turns))
    plural, deeds = _lowered(str(first.plural)), {turn.deed for turn in turns}
    text = {
        frozenset({Deed.BIRTH}): _("{n} nya {plural}"),
        frozenset({Deed.DELETION}): _("borttagning av {n} {plural}"),
        frozenset({Deed.RESTORATION}): _("återställning av {n} {plural}"),
    }.get(frozenset(deeds), _("{n} ändringar i {plural}"))
    return text.format(n=len(turns), plural=plural)


def _of_one(db: Snapshot, turn: Turn) -> str:
    title = quoted_title(db, turn.kind, UUID(hex=turn.pk))
    if turn.deed is Deed.BIRTH:
        return f"{turn.kind.new} {title}".strip()
    if turn.deed is Deed.EDIT:
        return _fields(db, turn.kind, UUID(hex=turn.pk), list(turn.values))
    text = _("borttagning av {the}") if turn.deed is Deed.DELETION else _("återställning av {the}")
    return f"{text.format(the=turn.kind.the)} {title}".strip()


def _fields(db: Snapshot, kind: type[Record], record_id: UUID, names: Sequence[str]) -> str:
    """As "telefon för leverantören ”Rågvik AB”"; what the program worked out along with it goes without saying."""
    columns = [c for c in kind.columns if c.name in names and c.name != "deleted_at"]
    columns = [c for c in columns if not c.derived] or columns
    title = quoted_title(db, kind, record_id)
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


def _told(desk: Desk, error: OvertakenError) -> str:
    with desk.read() as db:
        what = _fields(db, error.kind, UUID(hex=error.pk), [error.column])
    text = _(
        "Går inte att ångra: {what} är ändrat på en annan dator sedan dess. Historiken visar vad som har hänt."
    )
    return text.format(what=what)
