"""Ticking an action off where it is listed, with a way back."""

from __future__ import annotations

from functools import partial

from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.follow_up import FollowedLine
from dialogdesk.ui.feedback import Remedy
from dialogdesk.ui.tab import Tab
from dialogdesk.ui.widgets.labels import first_line

_LONGEST_TOLD = 60
"""How much of the action's text is told back, in characters."""


def tick(tab: Tab, desk: Desk, action: FollowedLine, *, done: bool) -> None:
    """The action is done, or open again; the user is told and can undo it."""
    with tab.telling():
        _store(desk, action, done=done)
        text = _("Klart: {text}") if done else _("Öppen igen: {text}")
        undo = Remedy(_("Ångra"), partial(_set_back, tab, desk, action, done=not done))
        tab.say(text.format(text=_told(action.text)), undo)


def _set_back(tab: Tab, desk: Desk, action: FollowedLine, *, done: bool) -> None:
    with tab.telling():
        _store(desk, action, done=done)


def _store(desk: Desk, action: FollowedLine, *, done: bool) -> None:
    from dialogdesk.services.minutes import set_action_done  # the first page is painted before it is needed

    set_action_done(desk, action.line_id, done=done)


def _told(text: str) -> str:
    line = first_line(text)
    return line if len(line) <= _LONGEST_TOLD else line[:_LONGEST_TOLD].rstrip() + "…"
