"""Where the program keeps things on this computer."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_log_path

_NAME = "DialogDesk"
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "com~apple~clouddocs",
    "nextcloud",
    "box sync",
)
"""What the folders of sync services are called: they copy a database while it is written and lose one of two."""


def default_data_folder() -> Path:
    """The data folder of somebody who has chosen none: on this computer's own disk."""
    return user_data_path(_NAME, appauthor=False)


def settings_file() -> Path:
    """The file of this computer's settings."""
    return user_config_path(_NAME, appauthor=False) / "settings.json"


def log_folder() -> Path:
    """The folder of the logs."""
    return user_log_path(_NAME, appauthor=False)


def is_synced(folder: Path) -> bool:
    """True when a sync service seems to own the folder."""
    parts = [part.casefold() for part in folder.expanduser().absolute().parts]
    return any(part.startswith(name) for part in parts for name in _SYNCED)


def is_on_network(folder: Path) -> bool:
    """True for a path on a network share as Windows writes them: two backslashes and a server's name."""
    return os.name == "nt" and str(folder.absolute()).startswith("\\\\")
