"""What holds for every test: no display, no network of habits, nothing of the user's touched, nothing left behind.

The environment is set before Qt is imported, for Qt reads it once.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.keyboard import Keyboard

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = tempfile.TemporaryDirectory(prefix="dialogdesk-tests-", ignore_cleanup_errors=True)
_SCRATCH = Path(_FOLDER.name)
_FONTS = _SCRATCH / "fonts.conf"
_FONTS.write_text(
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    f"<dir>{ROOT / 'resources' / 'fonts'}</dir><cachedir>{_SCRATCH / 'fonts'}</cachedir></fontconfig>",
    encoding="utf-8",
)

for _name in ("WAYLAND_DISPLAY", "DISPLAY", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(_name, None)
os.environ.update(
    {
        "QT_QPA_PLATFORM": "offscreen",
        "FONTCONFIG_FILE": str(_FONTS),  # only the bundled fonts: every machine draws the same pixels
        "LC_ALL": "C.UTF-8",
        "TZ": "Europe/Stockholm",
        "HOME": str(_SCRATCH),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",  # never the user's; see `system_keyring`
    }
)
if hasattr(time, "tzset"):
    time.tzset()

import dialogdesk.ui  # noqa: E402, F401 - before any test calls Qt: it keeps None alive on Python 3.11

# The same examples in every run, so that a red build is about the change; `make soak` looks for new ones.
hypothesis.settings.register_profile("test", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("soak", max_examples=20_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data and logs of the test lie in a folder of its own, never in the user's."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    """Whatever language a test spoke, the next one starts in Swedish."""
    yield
    if "dialogdesk.i18n" in sys.modules:
        sys.modules["dialogdesk.i18n"].set_language("sv")


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Every window the test made is gone after it, and every thread has ended."""
    threads = set(threading.enumerate())
    windows = _windows().keys()
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QThreadPool

        assert QThreadPool.globalInstance().waitForDone(5000), "work still runs in the thread pool"
    running = [thread.name for thread in threading.enumerate() if thread not in threads and not thread.daemon]
    assert not running, f"threads still run: {running}"
    workers = multiprocessing.active_children()
    assert not workers, f"processes still run: {workers}"
    if _windows().keys() - windows:
        gc.collect()  # only now: a collection after every test would double the time of the run
    alive = [name for pointer, name in _windows().items() if pointer not in windows]
    assert not alive, f"windows still live: {alive}"


def _windows() -> dict[int, str]:
    """The windows that live now: address in memory, and class and name to recognise them by."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return {}
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return {
        shiboken6.getCppPointer(window)[0]: f"{type(window).__name__} {window.objectName()!r}"
        for window in QApplication.topLevelWidgets()
    }


@pytest.fixture
def keyboard() -> Keyboard:
    """Types any letter into a widget, as real key events."""
    from tests import keyboard as keys

    return keys.Keyboard()


@pytest.fixture
def system_keyring() -> Iterator[dict[tuple[str, str], str]]:
    """The computer has a keyring during the test; what it holds, by service and user."""
    import keyring

    from tests.memory_keyring import MemoryKeyring

    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring.held
    keyring.set_keyring(before)
