"""The log of what the program did, for mending it: never a title, a name or a text of the user's."""

from __future__ import annotations

import logging
import platform
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

from dialogdesk import __version__

_DAYS_KEPT = 14


def start_logging(folder: Path) -> None:
    """From now on what is logged is written to a file a day, kept for two weeks; to stderr if that cannot be."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _thin(folder)
        today = time.strftime("%Y-%m-%d")
        handler = logging.FileHandler(folder / f"dialogdesk {today}.log", encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _thin(folder: Path) -> None:
    """Logs older than two weeks are gone."""
    oldest = time.time() - _DAYS_KEPT * 24 * 3600
    for path in folder.glob("dialogdesk *.log"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def report_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What somebody who is to mend a fault needs: where it arose and on what, and nothing the user wrote.

    The error's own text is left out, for it may quote what was typed.
    """
    frames = "".join(traceback.format_tb(trace)).rstrip()
    return "\n".join(
        (
            f"DialogDesk {__version__} · Python {platform.python_version()} · {platform.platform()}",
            time.strftime("%Y-%m-%d %H:%M:%S"),
            "",
            frames,
            f"{kind.__module__}.{kind.__qualname__}" + _size_of(error),
        )
    )


def _size_of(error: BaseException) -> str:
    """Where there is an error number it says more than its text."""
    number = getattr(error, "errno", None)
    return f" (errno {number})" if number is not None else ""


def log_fault(report: str) -> None:
    """The report of a fault is in the log."""
    logging.getLogger("dialogdesk").error("fault\n%s", report)
    if not sys.stderr or not sys.stderr.isatty():
        return
    print(report, file=sys.stderr)
