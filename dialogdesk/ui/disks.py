"""Which disks a data folder may lie on."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from dialogdesk import paths
from dialogdesk.domain.errors import DeskUnavailable
from dialogdesk.i18n import _

_NETWORK_DISKS = ("nfs", "nfs4", "cifs", "smb", "smb2", "smbfs", "afpfs", "webdav", "fuse.sshfs", "davfs")


def refuse_shared_disk(folder: Path) -> None:
    """DeskUnavailable for a folder on a network share or owned by a sync service (storage.md)."""
    there = folder
    while not os.path.exists(there) and there != there.parent:  # noqa: PTH110 - Path.exists may raise
        there = there.parent
    disk = bytes(QStorageInfo(str(there)).fileSystemType().data()).decode("ascii", "replace").lower()
    if paths.is_synced(folder) or paths.is_on_network(folder) or disk in _NETWORK_DISKS:
        raise DeskUnavailable(
            _(
                "{folder} ligger på en nätverksplats eller i en synkad mapp, där data kan gå förlorade. "
                "Välj en mapp på datorns egen disk, till exempel {good}."
            ).format(folder=folder, good=paths.default_data_folder())
        )
