"""The backups of the desk: where they lie and which there are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dialogdesk.services.desk import BACKUP_FOLDER, Desk
from dialogdesk.store.backup import Backup, backups_in


def backup_folder(desk: Desk) -> Path:
    """The folder the desk's backups are written to when it is closed."""
    return desk.folder / BACKUP_FOLDER


def newest_backups(desk: Desk, count: int) -> Sequence[Backup]:
    """The `count` newest backups, newest first."""
    return backups_in(backup_folder(desk))[:count]
