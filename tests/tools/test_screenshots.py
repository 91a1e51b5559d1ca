"""The pictures that the documentation shows."""

from __future__ import annotations

from tools.screenshots import LOOKS, PICTURES, file_of, named


def test_every_picture_that_is_shown_is_there_and_no_other() -> None:
    assert {path.name for path in PICTURES.iterdir()} == named()


def test_the_tool_can_renew_what_is_shown() -> None:
    looks = {file_of("", look) for look in LOOKS}
    assert [name for name in named() if not any(name.endswith(look) for look in looks)] == []
