"""The lines behind the editor's document: which of them are not stored yet, and storing them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple, TypeGuard
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.minutes import KnownPerson, Reading, read_line
from dialogdesk.domain.position import between
from dialogdesk.domain.records import Line, Meeting
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.arrival import arrange, astray, facts_from, last_under
from dialogdesk.ui.minutes.blocks import (
    BlockFacts,
    as_one_block,
    facts_of,
    format_of,
    id_of,
    new_line_id,
    rehome,
    text_of,
)

_LONGEST_UNSAVED = 250
"""Milliseconds from the first unsaved key to the disk (storage.md, Typing)."""

_FEW = 16
"""So many lines are found one by one; more in one walk through all."""

_AFTER_ALL = "~"
"""Sorts after every key."""

_RETRY = 3_000
"""Milliseconds to the next try when the disk would not take the lines."""


class _Place(NamedTuple):
    """A line's key in the order of its agenda item's lines."""

    item_id: UUID | None
    key: str


class _Ahead(NamedTuple):
    """The key of the next untouched line of a point, and where in the order it stands."""

    at: int
    item_id: UUID | None
    key: str | None


class Stream(QObject):
    """The lines of one meeting as a document, in step with the desk.

    The document's blocks are the truth while one types. `order` mirrors their ids, so that after any edit only the
    blocks it touched are looked at, however long the minutes are.
    """

    storing = Signal()
    """Something typed is about to be stored."""

    saved = Signal()
    """Everything typed so far is on the disk."""

    failed = Signal(object)
    """The UserError that keeps the lines from the disk; they stay on screen and are tried again."""

    def __init__(self, desk: Desk, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document = document
        self._meeting: Meeting | None = None
        self.people: Sequence[KnownPerson] = ()
        """Whom a line can name."""
        self.next_meeting: date | None = None
        """What `nm` means."""
        self.order: list[str] = []
        self._stored: dict[str, Line] = {}
        self._written: dict[str, datetime] = {}
        self._readings: dict[str, Reading] = {}
        self._dirty: set[str] = set()
        self._gone: set[str] = set()
        self._places: dict[str, _Place] = {}
        self._loading = False
        self.edited = ""
        """The line the user last wrote in since the editor got the keyboard."""
        self.is_saving = False
        """True while lines are being stored: what is told of meanwhile is known here."""
        self.is_behind = False
        """True when a line was changed elsewhere while it was being typed in: it is to be taken in once it is stored."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)
        document.contentsChange.connect(self._note_change)

    def load(self, taken: Minutes, lines: Sequence[Line], item_id: UUID | None) -> None:
        """The document holds the lines of a meeting; an empty one waits under `item_id` if there are none."""
        self._meeting = taken.meeting
        self.people, self.next_meeting = taken.people, taken.next_meeting
        self._stored = {line.id.hex: line for line in lines}
        self._written = {line.id.hex: line.written_at for line in lines}
        self._places = {line.id.hex: _Place(line.agenda_item_id, line.position) for line in lines}
        self._readings.clear()
        self._dirty.clear()
        self._gone.clear()
        self.is_behind = False
        blocks = [(facts_from(line), line.text) for line in lines]
        if not blocks:
            blocks = [(BlockFacts(line_id=new_line_id(), item_id=item_id), "")]
        self.order = [facts.line_id for facts, _ in blocks]
        with self.unheard():
            self._fill(blocks)

    def take_in(
        self, taken: Minutes, lines: Sequence[Line], here: str = "", was_on: UUID | None = None
    ) -> None:
        """The document holds the lines as they now stand in the desk; what is being typed is left alone.

        `here` is the line one stands on, and `was_on` the point that was on before. An empty line not yet stored is
        under the point that is on if it was so before, or if its own is gone; one that is left behind goes.
        What the editor could undo of its own is forgotten if anything was edited: it would undo this too.
        """
        theirs = {line.id.hex: line for line in lines}
        unwritten = {i for i in self.order if i not in self._stored and i not in theirs}
        self._revive(self._dirty - theirs.keys() - unwritten)
        rank = {item.id: n for n, item in enumerate(taken.agenda)}
        waiting = {i for i in unwritten if self._is_empty(i)}
        lost = astray(self._document, self.order, lines, waiting, rank)
        moved = self._moved_along(taken, here, was_on, lost) if here in waiting else None
        kept = (self._dirty | self._gone | unwritten) - lost
        known = {i: line for i, line in theirs.items() if i not in kept}
        fresh = {i for i, line in known.items() if self._stored.get(i) != line}
        self.is_behind = any(theirs.get(i, line) != line for i, line in self._stored.items() if i in kept)
        self._written.update((i, line.written_at) for i, line in known.items())
        self._places.update((i, _Place(line.agenda_item_id, line.position)) for i, line in known.items())
        self._stored = {i: line for i, line in self._stored.items() if i in kept} | known
        if moved is not None:
            lines, kept, fresh = last_under(lines, moved, rank), kept - {here}, fresh | {here}
        with self.unheard():
            arranged = arrange(self._document, self.order, lines, kept, fresh, rank)
            self._dirty -= lost - set(self.order)
            typed = [self.order.index(i) for i in self._dirty]
            if rehome(self._document, typed, rank) or arranged:
                self.forget_undo()

    def _is_empty(self, line_id: str) -> bool:
        block = self.block_of(line_id)
        return block is not None and block.length() == 1

    def _moved_along(
        self, taken: Minutes, here: str, was_on: UUID | None, lost: Container[str]
    ) -> Line | None:
        """The empty line one stands on, as it is to stand last under another point; None if it stays where it is."""
        block = self.block_of(here)
        assert block is not None  # noqa: S101 - one stands on it
        facts = facts_of(block)
        current, points = taken.meeting.current_item_id, {item.id for item in taken.agenda}
        item = facts.item_id
        if current is not None and (item not in points or item == was_on):
            item = current
        if item == facts.item_id and here not in lost:
            return None
        return Line(
            id=UUID(hex=here),
            meeting_id=taken.meeting.id,
            agenda_item_id=item if item in points else None,
            question_id=facts.question_id,
            position="",
            kind=facts.kind,
            written_at=self._desk.now(),
            indent=facts.indent,
        )

    def forget_undo(self) -> None:
        """The editor has nothing to undo of its own, nor to do again."""
        self._document.setUndoRedoEnabled(False)
        self._document.setUndoRedoEnabled(True)

    def _revive(self, line_ids: set[str]) -> None:
        """Lines deleted elsewhere while they were being typed in are stored as taken out of the bin; erased ones not."""
        for line_id in line_ids:
            with self._desk.read() as db:
                found = db.find(Line, UUID(hex=line_id), deleted=True)
            if found is None:
                self._dirty.discard(line_id)
                self._stored.pop(line_id)
            else:
                self._stored[line_id] = found

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """Changes of the document in the block are not the user's: nothing is stored because of them."""
        self._loading = True
        try:
            yield
        finally:
            self._loading = False

    @property
    def meeting(self) -> Meeting | None:
        """The meeting whose lines these are."""
        return self._meeting

    def written_at(self, line_id: str) -> datetime | None:
        """When the first key of the line was pressed; None while it is empty and new."""
        return self._written.get(line_id)

    def stamp_again(self, line_id: str) -> None:
        """The line is written now."""
        self._written[line_id] = self._desk.now()
        self._mark_dirty((line_id,))

    def day_of(self, block: QTextBlock) -> date:
        """The day the block's line was written, which its dates are counted from; today while it is empty and new."""
        return local_day(self._written.get(id_of(block)) or self._desk.now())

    def read(self, block: QTextBlock) -> Reading:
        """Read the block's text anew and remember what it says."""
        facts = facts_of(block)
        reading = read_line(
            text_of(block), facts.kind, self.people, self.day_of(block), self._next_meeting(facts.line_id)
        )
        self._readings[facts.line_id] = reading
        return reading

    def _next_meeting(self, line_id: str) -> date | None:
        """What `nm` means in a line: once the meeting is over what it meant when the line was stored."""
        line = self._stored.get(line_id)
        if self.next_meeting is None and line is not None and self._meeting and self._meeting.finished_at:
            return line.due
        return self.next_meeting

    def reading_of(self, block: QTextBlock) -> Reading:
        """What the block's text said when it was last read."""
        found = self._readings.get(id_of(block))
        return found if found is not None else self.read(block)

    def note_named(self) -> None:
        """Lines that name somebody or a day that was unknown when they were written are stored with it."""
        named = [i for i in self.order if i in self._stored and self._names_more(i)]
        if named:
            self._mark_dirty(named)

    def _names_more(self, line_id: str) -> bool:
        line, reading = self._stored[line_id], self._readings.get(line_id)
        if reading is None:
            return False
        speaks, does = line.speaker_id is None, line.owner_id is None
        named = (speaks and reading.speaker_id is not None) or (does and reading.owner_id is not None)
        return named or line.due != reading.due

    @property
    def is_saved(self) -> bool:
        """True when every line is on the disk as it stands."""
        return not self._dirty and not self._gone

    def unsaved(self) -> frozenset[str]:
        """The ids of the lines that are not on the disk as they stand, and of those taken away that are still there."""
        return frozenset(self._dirty | self._gone)

    def stored_line(self, line_id: str) -> Line | None:
        """The line as it was last stored; None if it is not yet, or lies in the bin."""
        line = self._stored.get(line_id)
        return line if line is not None and line.deleted_at is None else None

    def is_raised(self, line_id: str) -> bool:
        """True for a line that is escalated."""
        line = self._stored.get(line_id)
        return line is not None and line.raised_at is not None

    def stored_lines(self) -> list[Line]:
        """Every stored line as it was last stored, in the order of the document."""
        return [self._stored[i] for i in self.order if i in self._stored]

    def flush(self) -> None:
        """Store what is not stored. On failure nothing is lost: it is tried again, and `failed` tells why."""
        self._timer.stop()
        if self.is_saved or self._meeting is None:
            return
        lines = list(self._unsaved_lines())
        before = [self._stored[line.id.hex] for line in lines if line.id.hex in self._stored]
        gone = [i for i in self._gone if i in self._stored and self._stored[i].deleted_at is None]
        if lines or gone:
            self.storing.emit()
        try:
            self.is_saving = True
            if lines or gone:
                minutes.save_lines(
                    self._desk, lines, {line.id: line for line in before}, [UUID(hex=i) for i in gone]
                )
        except UserError as error:
            self._timer.start(_RETRY)
            self.failed.emit(error)
            return
        finally:
            self.is_saving = False
        for line in lines:
            self._stored[line.id.hex] = line
        for line_id in gone:
            self._stored[line_id] = _binned(self._stored[line_id], self._desk.now())
        self._dirty.clear()
        self._gone.clear()
        if lines or gone:
            self.saved.emit()

    def block_of(self, line_id: str) -> QTextBlock | None:
        """The block of a line, or None if the line is not in the document."""
        try:
            return self._document.findBlockByNumber(self.order.index(line_id))
        except ValueError:
            return None

    def _fill(self, blocks: Sequence[tuple[BlockFacts, str]]) -> None:
        self._document.setUndoRedoEnabled(False)
        self._document.clear()
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        previous: UUID | None = None
        for n, (facts, text) in enumerate(blocks):
            form = format_of(facts, opens_item=facts.item_id is not None and facts.item_id != previous)
            previous = facts.item_id
            if n:
                cursor.insertBlock(form)
            else:
                cursor.setBlockFormat(form)
            cursor.insertText(as_one_block(text))
        cursor.endEditBlock()
        self._document.setUndoRedoEnabled(True)

    def _note_change(self, position: int, _removed: int, added: int) -> None:
        """Keep `order` equal to the document's ids, and remember which lines the edit touched or took away."""
        if self._loading:
            return
        last = min(position + added, self._document.characterCount() - 1)
        block, end = self._document.findBlock(position), self._document.findBlock(last)
        first = block.blockNumber()
        touched: list[str] = []
        while block.isValid():
            touched.append(self._identify(block))
            if block == end:
                break
            block = block.next()
        replaced = len(touched) - (self._document.blockCount() - len(self.order))
        before = self.order[first : first + replaced]
        self.order[first : first + replaced] = touched
        gone = set(before) - set(touched)
        self._gone.update(gone)
        self._gone.difference_update(touched)
        self._dirty.difference_update(gone)
        self._mark_dirty(touched)
        self.edited = touched[-1]

    def _identify(self, block: QTextBlock) -> str:
        line_id = id_of(block)
        assert line_id, "every block is made with an id"  # noqa: S101
        if line_id not in self._written and block.length() > 1:
            self._written[line_id] = self._desk.now()
        return line_id

    def _mark_dirty(self, line_ids: Iterable[str]) -> None:
        self._dirty.update(line_ids)
        if not self._timer.isActive():
            self._timer.start(_LONGEST_UNSAVED)

    def _unsaved_lines(self) -> Iterator[Line]:
        """The lines that differ from what is stored, in their order; an empty one never stored is none yet."""
        self._untie()
        ahead = _Ahead(-1, None, None)
        for index, line_id in self._dirty_lines():
            block = self._document.findBlockByNumber(index)
            if block.length() == 1 and line_id not in self._stored:
                self._places.pop(line_id, None)  # it had text, and a place, that the disk refused
                continue
            facts = facts_of(block)
            if ahead.at <= index or ahead.item_id != facts.item_id:
                ahead = self._ahead(index, facts.item_id)
            line = self._line(block, facts, self._position(index, facts, ahead.key))
            if line != self._stored.get(line_id):
                yield line

    def _untie(self) -> None:
        """Lines that two computers gave the same key get keys of their own when a line is put among them."""
        for index, line_id in list(self._dirty_lines()):
            place = self._places.get(line_id)
            item = place.item_id if place else facts_of(self._document.findBlockByNumber(index)).item_id
            before = self._key_before(index, item)
            for other in self.order[index + 1 :]:
                place = self._places.get(other)
                if other in self._dirty or not _in(place, item):
                    continue
                if before is None or place.key > before:
                    break
                self._dirty.add(other)

    def _key_before(self, index: int, item_id: UUID | None) -> str | None:
        """The key of the last line of the point above `index`; None if there is none."""
        above = map(self._places.get, reversed(self.order[:index]))
        return next((place.key for place in above if _in(place, item_id)), None)

    def _dirty_lines(self) -> Iterable[tuple[int, str]]:
        """The lines touched since they were last stored, with their places, in their order."""
        if len(self._dirty) <= _FEW:
            return sorted((self.order.index(line_id), line_id) for line_id in self._dirty)
        return ((n, line_id) for n, line_id in enumerate(self.order) if line_id in self._dirty)

    def _line(self, block: QTextBlock, facts: BlockFacts, position: str) -> Line:
        assert self._meeting is not None  # noqa: S101 - lines are only made for a meeting
        before, reading = self._stored.get(facts.line_id), self.read(block)
        return Line(
            id=UUID(hex=facts.line_id),
            meeting_id=self._meeting.id,
            agenda_item_id=facts.item_id,
            question_id=facts.question_id,
            position=position,
            kind=facts.kind,
            written_at=self._written[facts.line_id],
            text=text_of(block),
            indent=facts.indent,
            speaker_id=reading.speaker_id,
            owner_id=reading.owner_id,
            due=reading.due,
            requirement=reading.requirement,
            marked=reading.marked,
            working_note=reading.working_note,
            done_at=before.done_at if before else None,
            raised_at=before.raised_at if before else None,
        )

    def _position(self, index: int, facts: BlockFacts, after: str | None) -> str:
        """The line's key among those of its point: the one it has where that is right, else one between.

        Lines are placed in order, so those before this one are right; `after` is the key of the next untouched one.
        """
        before = self._key_before(index, facts.item_id)
        place = self._places.get(facts.line_id)
        if _in(place, facts.item_id) and (before or "") < place.key < (after or _AFTER_ALL):
            return place.key
        key = between(before, after)
        self._places[facts.line_id] = _Place(facts.item_id, key)
        return key

    def _ahead(self, index: int, item_id: UUID | None) -> _Ahead:
        """The next line of the point, after `index`, that the edit has not touched."""
        for n in range(index + 1, len(self.order)):
            place = self._places.get(self.order[n])
            if self.order[n] not in self._dirty and _in(place, item_id):
                return _Ahead(n, item_id, place.key)
        return _Ahead(len(self.order), item_id, None)


def _in(place: _Place | None, item_id: UUID | None) -> TypeGuard[_Place]:
    """True for the place of a line that has one under the point."""
    return place is not None and place.item_id == item_id


def _binned(line: Line, moment: datetime) -> Line:
    return replace(line, deleted_at=moment)
