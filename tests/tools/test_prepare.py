"""What the preparation of a bare machine decides."""

from __future__ import annotations

import pytest

from tools.prepare import DEBIAN_PACKAGES, NotReady, not_found, require_display, require_supported


def test_libraries_the_loader_does_not_find_are_named_once() -> None:
    listing = """
/src/.venv/PySide6/QtGui.abi3.so:
\tlibEGL.so.1 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0000000000)
/src/.venv/PySide6/QtCore.abi3.so:
\tlibEGL.so.1 => not found
\tlibdbus-1.so.3 => not found
"""
    assert not_found(listing.splitlines()) == ["libEGL.so.1", "libdbus-1.so.3"]


def test_every_library_the_look_asks_for_has_its_debian_package() -> None:
    wanted = {"libgl1", "libegl1", "libxkbcommon0", "libglib2.0-0", "libfreetype6", "libfontconfig1"}
    wanted |= {"libdbus-1-3", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1"}
    assert wanted <= set(DEBIAN_PACKAGES.values())


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_supported_python_is_let_in(version: tuple[int, int]) -> None:
    require_supported(version)


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_other_python_is_refused_with_what_to_do(version: tuple[int, int]) -> None:
    with pytest.raises(NotReady, match=r"needs Python 3\.11 to 3\.13.*\n.*make PYTHON="):
        require_supported(version)


def test_window_without_display_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotReady, match="xvfb-run"):
        require_display({})


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_display_will_do(name: str) -> None:
    require_display({name: ":0"})
