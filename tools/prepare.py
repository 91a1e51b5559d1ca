"""Makes the checkout ready to run: `.venv`, the pinned packages, and the system libraries Qt lacks.

Standard library only, for it runs before anything is installed: `python3 tools/prepare.py [--window]`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
INSTALLED_FROM = ("pyproject.toml", "constraints.txt", "hatch_build.py", "translations/*/LC_MESSAGES/*.po")
SUPPORTED = ((3, 11), (3, 13))

_PIP_INTO_VENV = ("-m", "pip", "-qq", "--disable-pip-version-check", "--python", str(PYTHON))

QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtPrintSupport", "QtSvg", "QtPdf")
OFFSCREEN_PLUGINS = ("platforms/libqoffscreen.so", "imageformats/libqsvg.so", "iconengines/libqsvgicon.so")
WINDOW_PLUGINS = ("platforms/libqxcb.so", "printsupport/libcupsprintersupport.so")

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
}
"""The Debian package of each library the Qt wheels expect the system to have."""


class NotReady(Exception):  # noqa: N818 - reads as what it says
    """The checkout cannot be made ready; the text says what the reader can do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The checkout is ready and 0 is returned, or the reason why not has been printed and 1 is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--window", action="store_true", help="also what a window on a display needs")
    wanted = parser.parse_args(arguments)
    try:
        require_supported(sys.version_info[:2])
        make_environment()
        install_packages()
        if sys.platform == "linux":
            install_libraries(window=wanted.window)
            if wanted.window:
                require_display(os.environ)
    except NotReady as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    return 0


def require_supported(version: tuple[int, int]) -> None:
    """The Python at hand is one the program is tested on."""
    oldest, newest = SUPPORTED
    if not oldest <= version <= newest:
        raise NotReady(
            f"DialogDesk needs Python {_dotted(oldest)} to {_dotted(newest)}; this is {_dotted(version)}.\n"
            "Point to another with: make PYTHON=/path/to/python3.11 …"
        )


def make_environment() -> None:
    """`.venv` holds a Python that runs and has pip."""
    if _runs(PYTHON, "-c", "import pip"):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    _say(f"Making .venv with Python {_dotted(sys.version_info[:2])}")
    here = Path(sys.executable)
    make = (sys.executable, "-m", "venv", str(VENV))
    has_ensurepip = _runs(here, "-c", "import ensurepip")
    if not has_ensurepip and _runs(here, "-m", "pip", "--python", sys.executable, "--version"):
        # Debian keeps ensurepip in python3-venv, but its pip can fill a virtual environment that has none.
        _run("The virtual environment could not be made (see above).", make, "--without-pip")
        _run(
            "pip could not be put into .venv (see above).",
            (sys.executable, *_PIP_INTO_VENV),
            "install",
            "pip",
        )
        return
    if not has_ensurepip:
        _apt_install(["python3-venv"], "to make a virtual environment")
    _run("The virtual environment could not be made (see above).", make)


def install_packages() -> None:
    """What `pyproject.toml` and `constraints.txt` name is installed; nothing is done when it already was."""
    fingerprint = _fingerprint()
    if STAMP.exists() and STAMP.read_text() == fingerprint:
        return
    _say("Installing what is pinned into .venv; the first time takes a minute or two")
    STAMP.unlink(missing_ok=True)
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-input")
    pinned = ("--constraint", str(ROOT / "constraints.txt"))
    failure = "The packages could not be installed (see above). Is the network there?"
    _run(failure, pip, *pinned, "hatchling", "editables", "babel")
    _run(failure, pip, *pinned, "--no-build-isolation", "--editable", f"{ROOT}[dev]")
    STAMP.write_text(fingerprint)


def install_libraries(*, window: bool) -> None:
    """Every system library the Qt wheels link to is found by the loader."""
    missing = missing_libraries(window=window)
    if not missing:
        return
    known = sorted({DEBIAN_PACKAGES[name] for name in missing if name in DEBIAN_PACKAGES})
    if known:
        _apt_install(known, "for Qt")
        missing = missing_libraries(window=window)
    if missing:
        raise NotReady("Qt lacks these system libraries: " + ", ".join(missing))


def missing_libraries(*, window: bool) -> list[str]:
    """The names, as "libEGL.so.1", of the libraries Qt links to and the loader does not find."""
    qt = Path(sysconfig.get_path("platlib", "venv", {"base": str(VENV), "platbase": str(VENV)}), "PySide6")
    plugins = OFFSCREEN_PLUGINS + (WINDOW_PLUGINS if window else ())
    files = [qt / f"{module}.abi3.so" for module in QT_MODULES]
    files += [qt / "Qt" / "plugins" / plugin for plugin in plugins]
    present = [str(path) for path in files if path.exists()]
    listing = subprocess.run(["ldd", *present], capture_output=True, text=True, check=False).stdout
    return not_found(listing.splitlines())


def not_found(lines: Iterable[str]) -> list[str]:
    """The library names that a listing by `ldd` marks as not found, each once, sorted."""
    return sorted({line.split()[0] for line in lines if line.rstrip().endswith("=> not found")})


def require_display(environment: Mapping[str, str]) -> None:
    """A window can be opened here."""
    if not any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise NotReady(
            "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are unset).\n"
            "Start it in a desktop session, or on a display in memory:\n"
            "    apt-get install xvfb && xvfb-run -a make run"
        )


def _apt_install(packages: Sequence[str], purpose: str) -> None:
    """The Debian packages are installed, or the command that would do it is the reason given."""
    command = ("apt-get", "install", "--yes", "--no-install-recommends", *packages)
    by_hand = f"These system packages are missing {purpose}. Install them with:\n    sudo {' '.join(command)}"
    prefix = _privilege()
    if prefix is None or shutil.which("apt-get") is None:
        raise NotReady(by_hand)
    _say(f"Installing system packages {purpose}: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A failed update (one dead source of many) is no reason to stop: the install itself will tell.
    _logged([*prefix, "apt-get", "update"], quiet)
    if _logged([*prefix, *command], quiet) != 0:
        raise NotReady(by_hand)


def _privilege() -> tuple[str, ...] | None:
    """What to write before a command so that it runs as root without a question; None when nothing does."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and _runs(Path("sudo"), "-n", "true"):
        return ("sudo", "-n", "DEBIAN_FRONTEND=noninteractive")
    return None


def _logged(command: Sequence[str], environment: dict[str, str]) -> int:
    """The exit code of a command whose output is shown only when it failed."""
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode


def _fingerprint() -> str:
    """Changes whenever what is to be installed, or the Python to install it for, changes."""
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for pattern in INSTALLED_FROM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _run(failure: str, command: Sequence[str], *more: str) -> None:
    if subprocess.run([*command, *more], stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise NotReady(failure)


def _runs(program: Path, *arguments: str) -> bool:
    """Whether the program exists and ends well."""
    try:
        done = subprocess.run(
            [str(program), *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _say(text: str) -> None:
    print(f"· {text} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
