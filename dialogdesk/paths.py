"""Where the program keeps things on this computer."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


def private_folder(data_folder: Path) -> Path:
    """The folder of what is only looked at: opened copies, what is on its way to a printer."""
    return data_folder / "temp"


def clear_private_folder(data_folder: Path) -> None:
    """Nothing lies in the private folder, and nobody but the user may look into it.

    A copy that another program still holds stays; it goes at the next start.
    """
    private = private_folder(data_folder)
    with suppress(OSError):
        if private.is_symlink():
            private.unlink()
    for folder, folders, names in os.walk(private, topdown=False):
        for name in names:
            _remove(Path(folder, name))
        for name in folders:
            _remove(Path(folder, name))
    with suppress(OSError):
        private.mkdir(mode=0o700, exist_ok=True)
        private.chmod(0o700)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_symlink():
            path.unlink()
        elif path.is_dir():
            path.rmdir()
        else:
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows removes no file that may not be written
            path.unlink()


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """What a library makes of temporary files during the block lies in the folder, where the system lets one say."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


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
