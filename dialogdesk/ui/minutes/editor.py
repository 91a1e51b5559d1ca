"""The stream of lines one types the minutes in: every block is a stored line, the whole grammar is in the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QWidget

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.minutes import KIND_KEYS, typed_kind
from dialogdesk.domain.records import AgendaItem, Line, Question
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes import shaping
from dialogdesk.ui.minutes.blocks import (
    BlockFacts,
    as_one_block,
    facts_of,
    format_of,
    id_of,
    last_before_item,
    last_of_item,
    line_above,
    new_line_id,
    rows_of,
    settle_headings,
)
from dialogdesk.ui.minutes.composed import Composed
from dialogdesk.ui.minutes.copied import Copied, insert, lines_in, put_lines, rows_in
from dialogdesk.ui.minutes.drop import files_in
from dialogdesk.ui.minutes.pasted import rows_from
from dialogdesk.ui.minutes.person_picker import PersonPicker
from dialogdesk.ui.minutes.place import is_override, is_undo
from dialogdesk.ui.minutes.protection import keep, kept_when_joined, signs_left
from dialogdesk.ui.minutes.shaping import set_facts
from dialogdesk.ui.minutes.sheet import Sheet

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_NONE = Qt.KeyboardModifier.NoModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class LineEditor(Sheet):
    """The live minutes of one meeting.

    `line = [kind,] [speaker:] text [@owner] [date] [#requirement] [!!]` (look.md). Enter stores the line; a change
    of line, the loss of focus and 250 ms of typing store it too.
    """

    question_asked = Signal(object)
    """The id of the prepared question just put into the minutes."""

    item_asked = Signal(int)
    """+1 or -1: the next or the previous point of the agenda is wanted."""

    line_entered = Signal(str)
    """The id of the line the cursor has come to."""

    raise_asked = Signal()
    """The line at hand is to be escalated, or no longer to be."""

    menu_made = Signal(object)
    """The QMenu of the line is about to be shown: others may put in what they offer there."""

    left = Signal()
    """The keyboard has gone elsewhere."""

    files_pasted = Signal(object)
    """The paths of files that were copied in a file manager: they are no text."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setObjectName("minutes.entry")
        self.setAccessibleName(_("Protokollrader"))
        self._picker = PersonPicker(self)
        self._composed = Composed(self._take_composed, self)
        self._agenda: Sequence[AgendaItem] = ()
        self._questions: Sequence[Question] = ()
        self._line = ""
        self.cursorPositionChanged.connect(self._come_to_line)

    # ---- what is shown -------------------------------------------------------------------------

    def show_minutes(self, taken: Minutes, lines: Sequence[Line]) -> None:
        """The editor holds the lines of a meeting, the cursor at the end of the current point."""
        first = taken.agenda[0].id if taken.agenda else None
        current = taken.meeting.current_item_id
        self.stream.load(taken, lines, current or first)
        self.set_agenda(taken)
        self.set_margins()
        if current is not None:
            self.go_to_item(current)
        else:
            self.go_to_end()
        self.stream.forget_undo()  # the empty line one begins on is nobody's to take back

    def set_agenda(self, taken: Minutes) -> None:
        """The points, questions and people of the meeting are these; the lines are left alone."""
        self._agenda = taken.agenda
        self._questions = taken.questions
        known = tuple(self.stream.people), self.stream.next_meeting
        if known != (taken.people, taken.next_meeting):
            self.stream.people, self.stream.next_meeting = taken.people, taken.next_meeting
            with self.stream.unheard():
                self.highlighter.rehighlight()
            self.stream.note_named()
        self.head_with(taken)

    def go_to_line(self, line_id: str) -> None:
        """The cursor stands at the end of a line, in sight."""
        block = self.stream.block_of(line_id)
        if block is not None:
            self._put_cursor(block)

    def go_to_end(self) -> None:
        """The cursor stands at the end of the minutes."""
        self._put_cursor(self.document().lastBlock())

    def go_to_item(self, item_id: UUID) -> None:
        """The cursor stands on an empty line, last under a point; one is made where there is none."""
        last = last_of_item(self.document(), item_id)
        if self.isReadOnly():
            self._put_cursor(last or self.document().lastBlock())
            return
        if last is not None and not last.text():
            self._put_cursor(last)
            return
        current = self.textCursor().block()
        if last is None and not current.text() and len(self.stream.order) == 1:
            set_facts(self, current, facts_of(current).but(item_id=item_id))
            self._put_cursor(current)
            return
        after = (
            last
            if last is not None
            else last_before_item(self.document(), [i.id for i in self._agenda], item_id)
        )
        self._insert_line(after, BlockFacts(line_id=new_line_id(), item_id=item_id))

    def current_line(self) -> str:
        """The id of the line the cursor is in."""
        return id_of(self.textCursor().block())

    def hint(self) -> str:
        facts = facts_of(self.textCursor().block())
        question = self._next_question(facts.item_id)
        if question is not None and facts.kind is LineKind.NOTE:
            return _("Enter: {question}").format(question=question.text)
        return _("Skriv här") if self.document().blockCount() == 1 else ""

    def ask(self, question: Question) -> None:
        """A prepared question stands in the minutes as asked now, an empty line for its answer after it."""
        block = self.textCursor().block()
        item = facts_of(block).item_id
        if block.text():
            self._insert_line(block, BlockFacts(new_line_id(), LineKind.QUESTION, item, question.id))
            block = self.textCursor().block()
        else:
            set_facts(self, block, facts_of(block).but(kind=LineKind.QUESTION, question_id=question.id))
        cursor = QTextCursor(block)
        cursor.insertText(as_one_block(question.text))
        self._insert_line(block, BlockFacts(new_line_id(), LineKind.ANSWER, item, question.id))
        self.stream.flush()
        self.question_asked.emit(question.id)

    # ---- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._composed.give(before=event.timestamp())
        if self.isReadOnly():
            self.refuse(event)
            super().keyPressEvent(event)
            return
        if self._picker.steer(event) or self._is_space_after_letters(event):
            return
        action = self._action_for(event)
        blocks = self.document().blockCount()
        if action is not None:
            action()
        else:
            deletes = event.key() in _DELETING or event.matches(QKeySequence.StandardKey.DeleteEndOfLine)
            with nullcontext() if _brings_back(event) else kept_when_joined(self, deletes=deletes):
                super().keyPressEvent(event)
            self._after_typing(event)
        if self.document().blockCount() != blocks and not is_undo(event):
            settle_headings(self.document(), self.textCursor().block())

    def event(self, event: QEvent) -> bool:
        # Tab would move the focus before keyPressEvent sees it, and the window's own shortcuts would take ours.
        if is_override(event) and not self.isReadOnly() and self._action_for(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def _action_for(self, event: QKeyEvent) -> Callable[[], None] | None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        held = event.modifiers() & ~_KEYPAD
        if key in _ENTER:
            entered: dict[Qt.KeyboardModifier, Callable[[], None]] = {
                _NONE: self._new_line,
                _CTRL: partial(self.item_asked.emit, 1),
                _CTRL | _SHIFT: partial(self.item_asked.emit, -1),
            }
            return entered.get(held)
        if held == _CTRL and Qt.Key.Key_1 <= key <= Qt.Key.Key_8:
            kind = KIND_KEYS[key - Qt.Key.Key_1]
            return partial(shaping.toggle_kind, self, kind)
        plain: dict[tuple[Qt.KeyboardModifier, Qt.Key], Callable[[], None]] = {
            (_CTRL, Qt.Key.Key_9): partial(shaping.toggle_mark, self),
            (_CTRL, Qt.Key.Key_Y): self.redo,
            (_CTRL, Qt.Key.Key_J): partial(self._picker.begin, self.stream.people),
            (_CTRL | _SHIFT, Qt.Key.Key_T): self._stamp_again,
            (_ALT, Qt.Key.Key_Up): partial(shaping.move, self, -1),
            (_ALT, Qt.Key.Key_Down): partial(shaping.move, self, 1),
            (_NONE, Qt.Key.Key_Tab): partial(shaping.indent, self),
            (_SHIFT, Qt.Key.Key_Backtab): partial(shaping.unindent, self),
        }
        if key == Qt.Key.Key_Backspace and held in (_NONE, _SHIFT) and self.textCursor().hasSelection():
            return self._remove_selection
        if key == Qt.Key.Key_Backspace and held == _NONE and self._can_give_letters_back():
            return partial(shaping.give_letters_back, self)
        return plain.get((held, key))

    def _after_typing(self, event: QKeyEvent) -> None:
        if event.text() == ",":
            self._convert_letters()
        self._picker.follow(self.stream.people)

    # ---- lines ---------------------------------------------------------------------------------

    def _new_line(self) -> None:
        """Enter: the line is stored and a new one begun; on an empty line the next prepared question is put."""
        cursor = self.textCursor()
        block = cursor.block()
        facts = facts_of(block)
        if not block.text():
            question = self._next_question(facts.item_id)
            if question is not None:
                self.ask(question)
            elif facts.kind is not LineKind.NOTE or facts.indent:
                set_facts(self, block, facts.but(kind=LineKind.NOTE, question_id=None, indent=0))
            return
        self.stream.flush()  # the line is on the disk before anything is laid out anew
        cursor.beginEditBlock()
        signs = signs_left(cursor)
        cursor.removeSelectedText()
        at_start, at_end = cursor.atBlockStart(), cursor.atBlockEnd()
        after = facts.followed_by(
            LineKind.ANSWER if facts.kind is LineKind.QUESTION and at_end else _kept(facts, at_end)
        )
        if at_start and not at_end:
            line_above(cursor)
        else:
            cursor.insertBlock(format_of(after, opens_item=False))
            keep(cursor, cursor.block().previous(), signs)
        if not at_end:
            keep(cursor, cursor.block(), signs)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.stream.flush()

    def _next_question(self, item_id: UUID | None) -> Question | None:
        """The first unasked question of the point, else of any."""
        waiting = [q for q in self._questions if q.asked_at is None]
        here = [q for q in waiting if q.agenda_item_id == item_id]
        return next(iter(here or waiting), None)

    def _convert_letters(self) -> None:
        """`b,` just typed at the start of a line becomes a pill; one undo gives the letters back."""
        cursor = self.textCursor()
        block = cursor.block()
        kind = typed_kind(block.text())
        if cursor.positionInBlock() != 2 or kind is None:  # noqa: PLR2004 - a letter and a comma
            return
        cursor.beginEditBlock()
        cursor.setPosition(block.position())
        cursor.setPosition(block.position() + 2, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        set_facts(self, block, facts_of(block).but(kind=kind))
        cursor.endEditBlock()

    def _remove_selection(self) -> None:
        """Qt would take back an indent instead, and make every line of the selection one line by its format."""
        cursor = self.textCursor()
        with kept_when_joined(self):
            cursor.removeSelectedText()
            self.setTextCursor(cursor)

    def _cut(self) -> None:
        self.copy()
        self._remove_selection()

    def _is_space_after_letters(self, event: QKeyEvent) -> bool:
        """Everybody types a space after `b,`: the line does not begin with it."""
        block = self.textCursor().block()
        return event.text() == " " and not block.text() and facts_of(block).kind is not LineKind.NOTE

    def _can_give_letters_back(self) -> bool:
        cursor = self.textCursor()
        facts = facts_of(cursor.block())
        plain = facts.kind is LineKind.NOTE and not facts.indent
        return cursor.atBlockStart() and not cursor.hasSelection() and not plain

    def _stamp_again(self) -> None:
        self.stream.stamp_again(self.current_line())
        self.viewport().update()

    # ---- text from elsewhere -------------------------------------------------------------------

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted text comes in as lines: each of its rows that holds anything is one."""
        if files := files_in(source):
            self.files_pasted.emit(files)
            return
        self._insert(lines_in(source) or rows_in(rows_from(source)))

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied is text to others, and to us lines."""
        made = super().createMimeDataFromSelection()
        put_lines(made, self.textCursor())
        return made

    def dropEvent(self, event: QDropEvent) -> None:
        # The document tells what moved when all of it has: no line is come to, and nothing stored, before.
        blocked = self.blockSignals(True)
        with kept_when_joined(self):
            super().dropEvent(event)
        self.blockSignals(blocked)
        self.cursorPositionChanged.emit()
        self.stream.flush()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is dictated or composed may be several rows: they are lines, as pasted ones are."""
        if not self._composed.holds(event):
            self._take_composed(event)

    def _take_composed(self, event: QInputMethodEvent) -> None:
        rows = rows_of(event.commitString())
        if len(rows) > 1:
            event.setCommitString("", event.replacementStart(), event.replacementLength())
        blocks = self.document().blockCount()
        with kept_when_joined(self):
            super().inputMethodEvent(event)
        if len(rows) > 1:
            self._insert(rows_in(rows))
        if self.isReadOnly():
            return
        if self.document().blockCount() != blocks:
            settle_headings(self.document(), self.textCursor().block())
        self._picker.follow(self.stream.people)

    def _insert(self, copied: Copied) -> None:
        cursor = self.textCursor()
        insert(cursor, copied)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        if not self.signalsBlocked():
            self.stream.flush()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files that are dropped go on to the tab, which takes them."""
        return (source.hasText() or source.hasHtml()) and not files_in(source)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What Qt offers for a text, and what can be done with the line: the one under the mouse, or that of the cursor."""
        if event.reason() is QContextMenuEvent.Reason.Mouse and not self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(event.pos()))
        self._open_menu(event.globalPos())

    def open_menu(self) -> None:
        """The menu of the line is open at the cursor."""
        self._open_menu(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))

    def _open_menu(self, place: QPoint) -> None:
        menu = self.line_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def line_menu(self) -> QMenu:
        """The menu of the line the cursor is in."""
        menu = self.createStandardContextMenu()
        menu.setObjectName("minutes.line_menu")
        for name, do in (("edit-cut", self._cut), ("edit-delete", self._remove_selection)):
            if row := menu.findChild(QAction, name):
                row.triggered.disconnect()  # Qt's own keeps no sign where it joins lines
                row.triggered.connect(do)
        menu.addSeparator()
        raised = self.stream.is_raised(self.current_line())
        action = menu.addAction(_("Ta bort eskaleringen") if raised else _("Eskalera"))
        action.setObjectName("minutes.raise")
        action.setEnabled(bool(self.textCursor().block().text()))
        action.triggered.connect(self.raise_asked)
        self.menu_made.emit(menu)
        return menu

    # ---- focus and place -----------------------------------------------------------------------

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composed.give()
        self._picker.hide()
        self.stream.flush()
        self.stream.edited = ""
        super().focusOutEvent(event)
        self.viewport().update()
        self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def _come_to_line(self) -> None:
        line_id = self.current_line()
        if not line_id or line_id == self._line:
            return
        self._line = line_id
        self.stream.flush()
        self.viewport().update()
        self.line_entered.emit(line_id)

    def _put_cursor(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _insert_line(self, after: QTextBlock | None, facts: BlockFacts) -> None:
        """A new, empty line after a block (None: first of all), the cursor in it."""
        if after is None:
            first = QTextCursor(self.document().firstBlock())
            first.beginEditBlock()
            first.insertBlock(first.blockFormat())
            above = QTextCursor(self.document().firstBlock())
            above.setBlockFormat(format_of(facts, opens_item=facts.item_id is not None))
            first.endEditBlock()
            self._put_cursor(self.document().firstBlock())
            return
        cursor = QTextCursor(after)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        opens = facts.item_id is not None and facts_of(after).item_id != facts.item_id
        cursor.insertBlock(format_of(facts, opens_item=opens))
        self._put_cursor(cursor.block())


def _brings_back(event: QKeyEvent) -> bool:
    """True for a key whose text comes in with what protects it."""
    return is_undo(event) or event.matches(QKeySequence.StandardKey.Paste)


def _kept(facts: BlockFacts, at_end: bool) -> LineKind:  # noqa: FBT001 - read with its name at the one call
    """What is split off in the middle of a line stays of its kind; a new line is a note."""
    return LineKind.NOTE if at_end else facts.kind
