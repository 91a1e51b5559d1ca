"""The kinds of field a form is made of: a name, and how its value is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialogdesk.domain.record import Column
from dialogdesk.domain.values import Labelled
from dialogdesk.i18n import N_, Lazy
from dialogdesk.ui.editors.choice import ChoiceEditor, TickEditor
from dialogdesk.ui.editors.date import DateEditor
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.editors.pick import Option, PickEditor
from dialogdesk.ui.editors.text import LineEditor, ParagraphsEditor
from dialogdesk.ui.editors.written import money_editor, number_editor, time_editor

__all__ = [
    "Choice",
    "DateField",
    "Field",
    "Money",
    "Number",
    "Option",
    "Paragraphs",
    "Pick",
    "Text",
    "Tick",
    "TimeField",
]


_CREATE = N_("Skapa ”{name}”")
_AMOUNT = N_("1 250 000 eller 1,25 mkr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form, named as the column of the record it shows.

    `label` stands in for the column's own; `hint` is shown faintly in an empty field or beside it; `of` reads the
    value out of a record where it is not simply the column (the day of an instant). `stretch` is its share of a row.
    """

    name: str = field(kw_only=False)
    label: Lazy | None = None
    hint: Lazy | None = None
    of: Callable[[Any], Any] | None = None
    stretch: int = 1

    @property
    def saves_as_typed(self) -> bool:
        """Whether a value half typed is worth keeping; `1/1` on the way to `1/12` is not."""
        return True

    @property
    def labels_itself(self) -> bool:
        """Whether the control says its label itself."""
        return False

    def editor(self, column: Column | None, label: str) -> Editor:
        """A new control for the field."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """A text on one line."""

    def editor(self, column: Column | None, label: str) -> Editor:
        return LineEditor(_text(self.hint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraphs(Field):
    """A longer text; `lines` is how many it shows when empty."""

    lines: int = 3

    def editor(self, column: Column | None, label: str) -> Editor:
        return ParagraphsEditor(_text(self.hint), self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written(Field):
    """A value read out of what is typed, so stored when the field is left or Enter pressed."""

    @property
    def saves_as_typed(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(_Written):
    """An amount: öre in the record, kronor on the screen. `example` is one of its size, for who wrote it otherwise."""

    example: Lazy = _AMOUNT

    def editor(self, column: Column | None, label: str) -> Editor:
        return money_editor(self.example)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(_Written):
    """A whole number."""

    def editor(self, column: Column | None, label: str) -> Editor:
        return number_editor()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(_Written):
    """A date."""

    def editor(self, column: Column | None, label: str) -> Editor:
        return DateEditor()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField(_Written):
    """A time of day."""

    def editor(self, column: Column | None, label: str) -> Editor:
        return time_editor()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Field):
    """One of a few values: those of the column's own type (a Labelled enum), or `values` with their labels."""

    values: Sequence[tuple[Any, Lazy]] = ()

    def editor(self, column: Column | None, label: str) -> Editor:
        return ChoiceEditor([(value, str(text)) for value, text in self.values or _values_of(column)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Field):
    """Yes or no."""

    @property
    def labels_itself(self) -> bool:
        return True

    def editor(self, column: Column | None, label: str) -> Editor:
        return TickEditor(label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick(_Written):
    """A record chosen by typing a part of its name.

    `options` gives all there is to choose from when asked; `create` makes a new one of the name typed and gives its
    id; `create_label` is the row that does it, with `{name}` in it.
    """

    options: Callable[[], Iterable[Option]]
    create: Callable[[str], Any] | None = None
    create_label: Lazy = _CREATE

    def editor(self, column: Column | None, label: str) -> Editor:
        return PickEditor(self.options, self.create, str(self.create_label), _text(self.hint))


def _text(lazy: Lazy | None) -> str:
    return str(lazy) if lazy else ""


def _values_of(column: Column | None) -> list[tuple[Any, Lazy]]:
    """The members of a column's enum with their labels; a column that may be empty begins with a dash."""
    if column is None or not issubclass(column.type, Labelled):
        raise TypeError("a Choice needs values, or a column whose type is a Labelled enum")
    members = [(member, member.label) for member in column.type]
    return [(None, Lazy("–")), *members] if column.optional else members
