"""What this computer remembers: language, appearance, where the data lies. What the unit shares is in the desk."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path

_SPELLING = "spelling"


class Settings(MutableMapping[str, str]):
    """Settings by name, each a text, written to their file as they are set."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __setitem__(self, name: str, value: str) -> None:
        if self._values.get(name) != value:
            self._values[name] = value
            self._write()

    def __delitem__(self, name: str) -> None:
        del self._values[name]
        self._write()

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def set(self, name: str, value: object) -> None:
        """The setting is `value`, as text."""
        self[name] = str(value)

    def number(self, name: str, default: int) -> int:
        """A setting that is a whole number; `default` if it is not set or was spoilt."""
        try:
            return int(self._values.get(name, default))
        except ValueError:
            return default

    @property
    def spells(self) -> bool:
        """True unless misspelt words are not to be underlined on this computer."""
        return self._values.get(_SPELLING, "on") == "on"

    @spells.setter
    def spells(self, on: bool) -> None:
        self[_SPELLING] = "on" if on else "off"

    def _write(self) -> None:
        """Whole or not at all. A folder that cannot be written to costs the memory of a window's size, no more."""
        unfinished = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished.open("w", encoding="utf-8") as file:
                json.dump(self._values, file, ensure_ascii=False, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, str]:
    """The settings in a file; none where it is missing or spoilt."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
