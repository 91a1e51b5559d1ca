"""What the minutes can be besides written in: shared on a screen, read back aloud; and a line of them escalated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.minutes import MARK
from dialogdesk.domain.records import Line
from dialogdesk.i18n import _
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.sharing import note_shared
from dialogdesk.ui import icons, shared_screen
from dialogdesk.ui.minutes.blocks import facts_of
from dialogdesk.ui.minutes.read_back import ReadBack
from dialogdesk.ui.minutes.writing import Writing
from dialogdesk.ui.tab import Command, Tab
from dialogdesk.ui.widgets.buttons import icon_button


class _Redraw(Protocol):
    """Has what is shown of the lines beside them made anew; what stood there is gone at once."""

    def __call__(self, *, at_once: bool) -> None: ...


class Modes(QObject):
    """Turns the modes of the tab on and off; `taken` gives the meeting at hand, `redraw` makes anew what is beside."""

    def __init__(
        self,
        tab: Tab,
        desk: Desk,
        writing: Writing,
        taken: Callable[[], Minutes | None],
        redraw: _Redraw,
    ) -> None:
        super().__init__(tab)
        self._tab, self._desk, self._writing = tab, desk, writing
        self._taken, self._redraw = taken, redraw
        self._read_back = ReadBack(tab)
        self._read_back.left.connect(self._back_to_lines)
        self.button = icon_button("eye-off", "", "minutes.share", self.turn_sharing)
        """Turns the shared screen on and off."""
        writing.add_tool(self.button)
        writing.sharing_ended.connect(self.turn_sharing)
        writing.editor.raise_asked.connect(self.raise_line)
        QShortcut(QKeySequence(Qt.Key.Key_F10), tab, self.read_back)
        self._show_sharing()

    def commands(self) -> tuple[Command, ...]:
        """What can be turned now, for the list of commands."""
        is_raised = self._writing.editor.stream.is_raised(self._writing.editor.current_line())
        share = (
            _("Dela inte skärmen längre: visa allt")
            if shared_screen.is_on()
            else _("Dela skärmen: dölj märkt")
        )
        spelling = self._writing.spelling
        return (
            (_("Sök i protokollet"), "Ctrl+F", self._writing.find_bar.begin),
            *(((_("Nästa felstavade ord"), "F7", spelling.go_to_next),) if spelling.is_on else ()),
            (share, "", self.turn_sharing),
            (_("Läs upp"), "F10", self.read_back),
            (_("Ta bort eskaleringen") if is_raised else _("Eskalera raden"), "", self.raise_line),
        )

    def turn_sharing(self) -> None:
        """What is marked, and working notes, are out of sight on the lines and on the page; or in sight again."""
        shared_screen.turn(on=not shared_screen.is_on())
        with self._tab.telling():
            note_shared(self._desk, on=shared_screen.is_on())
        self._show_sharing()
        self._redraw(at_once=True)
        if shared_screen.is_on():
            # It takes the place of a notice that may quote what is now hidden.
            self._tab.say(_("Märkta rader och arbetsanteckningar visas inte"))
        else:
            self._tab.say(_("Allt visas igen"))
        self._writing.editor.setFocus()

    def source(self, source: MeetingSource) -> MeetingSource:
        """What the page beside is made of: while the screen is shared a word stands for what is marked."""
        if not shared_screen.is_on():
            return source
        return replace(
            source,
            lines=tuple(_covered(line) for line in source.lines if not line.working_note),
            additions=tuple(each for each in source.additions if MARK not in each.content),
        )

    def read_back(self) -> None:
        """The lines of the point at hand in large type; the same key again gives decisions and actions."""
        if not self._read_back.isHidden():
            self._read_back.turn()
            return
        taken = self._taken()
        if taken is None or not self._tab.flush():
            return
        stream = self._writing.editor.stream
        self._read_back.show_lines(taken, stream.stored_lines(), self._point())

    def raise_line(self) -> None:
        """The line at hand is escalated, or no longer is; nothing happens on an empty one."""
        editor = self._writing.editor
        editor.stream.flush()
        line = editor.stream.stored_line(editor.current_line())
        if line is not None and line.text.strip():
            with self._tab.telling():
                minutes.raise_line(self._desk, line.id, raised=line.raised_at is None)

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks between while the minutes are read back; empty when they are not."""
        return () if self._read_back.isHidden() else self._read_back.panes()

    def _point(self) -> UUID | None:
        return facts_of(self._writing.editor.textCursor().block()).item_id

    def _back_to_lines(self) -> None:
        self._writing.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sharing(self) -> None:
        on = shared_screen.is_on()
        tip = _("Dela inte skärmen längre: visa allt") if on else _("Dela skärmen: dölj märkt")
        self.button.setIcon(icons.icon("eye" if on else "eye-off", "accent" if on else "muted", on="accent"))
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tip)
        self._writing.cover(on=on)


def _covered(line: Line) -> Line:
    """The line as others may see it, in its place and with its number."""
    if not line.marked:
        return line
    empty = replace(line, marked=False, speaker_id=None, owner_id=None, due=None, requirement="")
    return replace(empty, text=shared_screen.word())
