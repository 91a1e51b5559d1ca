"""What this computer remembers is written as it is set, and read whatever has become of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogdesk.settings import Settings


def test_what_is_set_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    Settings(path)["language"] = "en"
    assert dict(Settings(path)) == {"language": "en"}
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("spoilt", ["", "[]", "{", '{"text_size": 7}', "\x00"])
def test_spoilt_file_is_no_settings(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(spoilt)
    settings = Settings(path)
    assert dict(settings) == {}
    assert settings.number("text_size", 100) == 100


def test_folder_that_cannot_be_made_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.set("text_size", 120)
    assert settings.number("text_size", 100) == 120
