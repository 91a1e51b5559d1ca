"""What the window asks of a tab, and what a tab can tell the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.ui.feedback import Notice, Remedy

if TYPE_CHECKING:  # the window is painted before these are imported
    from uuid import UUID

    from dialogdesk.domain.record import Record
    from dialogdesk.domain.values import DocumentKind
    from dialogdesk.i18n import Lazy


Command = tuple[str, str, Callable[[], object]]
"""Something that can be done, for the list of commands: its text, the keys that do the same, and what does it."""


class Place(NamedTuple):
    """A record that can be shown: the tab that owns its type shows it."""

    kind: type[Record]
    id: UUID


Then = Literal["look", "print", "export"]
"""What a document is wanted for."""


class PaperAsked(NamedTuple):
    """A document somebody wants: its kind, the id of its record in hex or a month as "2026-11", and what for."""

    kind: DocumentKind
    key: str
    then: Then = "look"


class Tab(QWidget):
    """One tab of the window. It is built the first time it is shown, and anew when language or theme change.

    A subclass takes `(desk, jobs)`, lays itself out, and overrides what it has an answer to.
    """

    opened = Signal(object)
    """A Place: the user wants to see a record, of any kind: the window finds the tab."""

    context_changed = Signal(str)
    """Which procurement, contract or meeting one is in, for the line at the top; empty for none."""

    said = Signal(object)
    """A Notice: something to tell the user, quietly."""

    history_asked = Signal(object)
    """A Place: the user wants to see what has been changed in it."""

    conflict_asked = Signal(object)
    """A Place that was written in two versions: the user wants to choose."""

    paper_asked = Signal(object)
    """A PaperAsked: the user wants a document on the screen, on paper or as a file."""

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        """Everything shown is true again after records of the types `changed` were stored.

        The editor that has the focus is left alone. Called for the visible tab at once, for others when they are shown.
        """

    def show_record(self, kind: type[Record], id: UUID) -> None:  # noqa: A002 - a record's id is its id
        """The record is shown and selected. Only called for the tables the tab owns."""

    def current(self) -> Place | None:
        """The record shown, so that the window can come back to it."""
        return None

    def places(self) -> Sequence[Place]:
        """The records in sight that have a history to be asked for, the nearest first."""
        place = self.current()
        return (place,) if place is not None else ()

    def come_back(self) -> None:
        """What was at hand when the program ended is at hand again."""

    def focus_first(self) -> None:
        """The keyboard is where work begins on this tab."""
        self.setFocus()

    def flush(self) -> bool:
        """What is being typed is stored; False if some of it cannot be, which then says why where it stands.

        Called before the tab is left, before it is built anew and before the window closes.
        """
        return True

    def store_typed(self) -> None:
        """What is being typed is stored as far as it can be, without a word and without changing what is shown."""

    def held(self) -> frozenset[tuple[str, str]]:
        """The rows being edited here, by table and hex id, but for those in forms: what comes for them waits."""
        return frozenset()

    def panes(self) -> Sequence[QWidget]:
        """The parts that F6 walks between, in reading order."""
        return (self,)

    def say(self, text: str, remedy: Remedy | None = None) -> None:
        """A calm word to the user, as "Protokollet är exporterat"."""
        self.said.emit(Notice(text, remedy=remedy))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """A UserError raised in the block ends it and is shown as a notice."""
        try:
            yield
        except UserError as error:
            self.said.emit(Notice.of(error))


@dataclass(frozen=True, slots=True)
class TabSpec:
    """A tab the window can build: its name in object names, its label, icon and the tables whose records it shows."""

    name: str
    label: Lazy
    icon: str
    build: Callable[[], Tab]
    owns: frozenset[str] = frozenset()
