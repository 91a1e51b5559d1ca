"""What can be done with a row of the agenda, each with the key that does the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import icons
from dialogdesk.ui.minutes.agenda_rows import PointRow, QuestionRow

_Entry = tuple[str, str, str, str]
"""What is done, its icon, text and key."""


def menu_for(
    parent: QWidget, row: PointRow | QuestionRow, deeds: Mapping[str, Callable[[], object]]
) -> QMenu:
    """The menu of a point or a question, which goes when it is closed; `deeds` do what its entries say."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setObjectName("minutes.agenda.choices")
    entries = _point_entries() if isinstance(row, PointRow) else _question_entries(row)
    for deed, icon, text, key in (*entries, ("remove", "trash-2", _("Ta bort"), "Delete")):
        action = menu.addAction(icons.icon(icon), f"{text}\t{key}")
        action.setObjectName(f"minutes.agenda.{deed}")
        action.triggered.connect(partial(_run, deeds[deed]))
    return menu


def _point_entries() -> tuple[_Entry, ...]:
    return (
        ("choose", "play", _("Ta upp punkten"), "Enter"),
        ("edit", "pencil", _("Ändra namn och tid"), "F2"),
        ("up", "arrow-up", _("Flytta upp"), "Alt+↑"),
        ("down", "arrow-down", _("Flytta ned"), "Alt+↓"),
        ("ask", "message-circle-question-mark", _("Ny fråga under punkten"), "?"),
    )


def _question_entries(row: QuestionRow) -> tuple[_Entry, ...]:
    asked = row.question.asked_at is not None
    put = ("choose", "play", _("Ställ frågan"), "Enter")
    see = ("choose", "reply", _("Gå till raden"), "Enter")
    mark = _("Markera som inte ställd") if asked else _("Markera som ställd")
    return (
        *((see,) if row.line_id else () if asked else (put,)),
        ("mark", "check", mark, _("Blanksteg")),
        ("edit", "pencil", _("Ändra frågan"), "F2"),
    )


def _run(do: Callable[[], object], *_checked: bool) -> None:
    do()
