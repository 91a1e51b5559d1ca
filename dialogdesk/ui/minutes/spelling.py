"""Misspelt words among the lines: looked up by the worker in the pauses of typing, underlined, gone to by a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from dialogdesk.dictionary import NoDictionaryError, misspelt
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.spelling import Word, holds_any, is_name, words_in
from dialogdesk.i18n import _
from dialogdesk.services import spelling
from dialogdesk.services.desk import Desk
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.jobs import Job, Jobs, WorkerLostError
from dialogdesk.ui.minutes.blocks import id_of
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.highlighter import utf16_index
from dialogdesk.ui.minutes.spelling_menu import offer

_PAUSE = 700
"""Milliseconds without a key before new words are looked up."""

_SLICE = 10
"""So many lines are read before a key may be answered: they take about a millisecond."""


class Spelling(QObject):
    """Knows which words of the lines are misspelt: the sheet asks it when it paints, and nobody waits for the dictionary."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, editor: LineEditor, desk: Desk, jobs: Jobs) -> None:
        super().__init__(editor)
        self._editor, self._desk, self._jobs = editor, desk, jobs
        self._stream = editor.stream
        self.is_on = False
        """True while words are looked up."""
        self._names: frozenset[str] = frozenset()
        self._known: dict[str, bool] = {}
        self._wrong: frozenset[str] = frozenset()
        self._unread: dict[str, None] = {}
        self._waiting: set[str] = set()
        self._half_written = ""
        self._is_there = True
        self._is_seeking = False
        self._job: Job | None = None
        self._gone_to: QTextCursor | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._go_on)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        editor.misspelt_in = self.misspelt_in
        editor.document().contentsChange.connect(self._on_change)
        editor.cursorPositionChanged.connect(self._on_moved)
        editor.left.connect(self._on_moved)
        editor.menu_made.connect(self._offer)

    def show(self, taken: Minutes, *, on: bool) -> None:
        """Words are looked up if `on`; names of the desk and the meeting, and the unit's own words, are right."""
        on = on and self._is_there
        names = spelling.right_words(self._desk, taken) if on else self._names
        turned = on is not self.is_on
        if not turned and names == self._names:
            return
        self.is_on, self._names = on, names
        self._judge()
        if turned:
            self._unread = dict.fromkeys(self._stream.order if on else ())
            self._next.start()

    def misspelt_in(self, block: QTextBlock) -> Sequence[Word]:
        """The words of a block that are known to be misspelt; of one that is not to be seen none."""
        if not self.is_on or not holds_any(block.text(), self._wrong) or self._editor.is_covered(block):
            return ()
        words = words_in(block.text(), self._stream.reading_of(block).spans)
        return [word for word in words if word.text in self._wrong]

    def go_to_next(self) -> None:
        """The cursor is at the end of the next misspelt word and its menu open, from the top again after the last one.

        The word is not selected: whoever leaves the menu and writes on would write over it.
        """
        if not self.is_on:
            return
        found = self._next_one()
        if found is not None:
            found.setPosition(found.selectionEnd())
            self._editor.setTextCursor(found)
            self._gone_to = found
            self._editor.ensureCursorVisible()
            self._editor.open_menu()
            return
        self._read(list(self._unread), half_written=True)
        self._is_seeking = bool(self._waiting)
        if self._is_seeking:
            self._ask()
        else:
            self.said.emit(Notice(_("Inga felstavade ord")))

    # ---- looking up ----------------------------------------------------------------------------

    def _on_change(self, position: int, _removed: int, added: int) -> None:
        """Lines whose text is new are read for unknown words in the next pause."""
        if not self.is_on:
            return
        document = self._editor.document()
        block, end = document.findBlock(position), document.findBlock(position + added)
        while block.isValid():
            self._unread[id_of(block)] = None
            if block == end:
                break
            block = block.next()
        self._pause.start()

    def _on_moved(self) -> None:
        """The word that was being written may be whole now."""
        if self._half_written:
            self._unread[self._half_written] = None
            self._half_written = ""
            self._pause.start()

    def _go_on(self) -> None:
        """Some lines are read; when there are no more the worker is asked."""
        self._read(list(islice(self._unread, _SLICE)))
        if self._unread:
            self._next.start()
        else:
            self._ask()

    def _read(self, line_ids: Sequence[str], *, half_written: bool = False) -> None:
        """Unknown words of the lines wait to be asked about; the one the cursor is in only if `half_written` too."""
        here = self._editor.textCursor() if self._editor.hasFocus() and not half_written else None
        if half_written and self._half_written:
            line_ids = [*line_ids, self._half_written]
        for line_id in line_ids:
            self._unread.pop(line_id, None)
            block = self._stream.block_of(line_id)
            if block is None:
                continue
            words = words_in(block.text(), self._stream.reading_of(block).spans)
            unknown = [word for word in words if word.text not in self._known]
            whole = [word for word in unknown if not _is_in(here, block, word)]
            if len(whole) < len(unknown):
                self._half_written = line_id
            self._waiting.update(word.text for word in whole)

    def _ask(self) -> None:
        if self._waiting and self._job is None:
            words = frozenset(self._waiting)
            self._job = self._jobs.run(misspelt, words, done=partial(self._take, words), failed=self._give_up)

    def _take(self, words: frozenset[str], wrong: frozenset[str]) -> None:
        """The words are known from now on, and those that are misspelt underlined."""
        self._job = None
        self._known.update((word, word not in wrong) for word in words)
        self._judge()
        self._waiting -= words
        if self._is_seeking:
            self._is_seeking = False
            self.go_to_next()
        elif not self._pause.isActive():
            self._next.start()

    def _give_up(self, error: Exception) -> None:
        """Without a dictionary nothing is underlined; a worker that was lost is asked again in the next pause."""
        self._job = None
        self._is_seeking = False
        if isinstance(error, NoDictionaryError):
            self.is_on = self._is_there = False
        elif not isinstance(error, WorkerLostError):
            raise error

    def _judge(self) -> None:
        said = (word for word, is_right in self._known.items() if not is_right)
        self._wrong = frozenset(word for word in said if not is_name(word, self._names))
        self._editor.viewport().update()

    # ---- one of them ---------------------------------------------------------------------------

    def _next_one(self) -> QTextCursor | None:
        """The first misspelt word at or after the cursor, but the one gone to last; else the first of all."""
        here = self._editor.textCursor().position()
        least = here + 1 if self._gone_to is not None and self._gone_to.position() == here else here
        first = None
        for block in self._blocks():
            for found in self._cursors(block):
                if found.selectionEnd() >= least:
                    return found
                first = first or found
        return first

    def _cursors(self, block: QTextBlock) -> Iterator[QTextCursor]:
        """Each misspelt word of a block that is to be seen, as a selection."""
        for word in self.misspelt_in(block):
            start, end = _ends(block, word)
            found = QTextCursor(block)
            found.setPosition(start)
            found.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            yield found

    def _offer(self, menu: QMenu) -> None:
        """The menu of a line begins with what can be done about the misspelt word at the cursor."""
        here = self._editor.textCursor()
        for found in self._cursors(here.block()):
            if (
                found.selectionStart() <= here.selectionStart()
                and here.selectionEnd() <= found.selectionEnd()
            ):
                word = found.selectedText()
                replace, add = partial(self._replace, found, word), partial(self._add, word)
                offer(menu, word, self._jobs, replace, add)

    def _replace(self, found: QTextCursor, word: str, text: str) -> None:
        if found.selectedText() == word:  # it may have been changed elsewhere while the menu was open
            found.insertText(text)
            self._editor.setTextCursor(found)

    def _add(self, word: str) -> None:
        try:
            spelling.add_word(self._desk, word)
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        undo = Remedy(_("Ångra"), partial(spelling.remove_word, self._desk, word))
        self.said.emit(Notice(_("”{word}” finns nu i ordlistan.").format(word=word), remedy=undo))

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self._editor.document().firstBlock()
        while block.isValid():
            yield block
            block = block.next()


def _ends(block: QTextBlock, word: Word) -> tuple[int, int]:
    """Where the word begins and ends in the document, as Qt counts."""
    text = block.text()
    return block.position() + utf16_index(text, word.start), block.position() + utf16_index(text, word.end)


def _is_in(here: QTextCursor | None, block: QTextBlock, word: Word) -> bool:
    """True while the cursor is in the word, or at one of its ends."""
    if here is None or here.block() != block:
        return False
    start, end = _ends(block, word)
    return start <= here.position() <= end
