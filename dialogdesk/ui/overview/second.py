"""What the first page says of the copies off this computer, while somebody should look to them."""

from __future__ import annotations

from dialogdesk.i18n import _
from dialogdesk.services.backups import SecondCopy
from dialogdesk.ui import shown


def second_copy_text(second: SecondCopy) -> str:
    """What is wrong, and how old the newest copy there is; nothing when all is well or no folder is chosen."""
    if not second.needs_care:
        return ""
    if second.newest is None:
        return second.trouble
    when = shown.weekday_and_day(second.newest.date())
    if not second.trouble:
        return _("Den senaste kopian utanför datorn är från {when}.").format(when=when)
    return _("{trouble} Den senaste kopian där är från {when}.").format(trouble=second.trouble, when=when)
