"""Runs every check the project has, in order, and says in one line each how it went.

`check.py` runs them all; `check.py types floors` only those named. A failing check shows its output; the rest still run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Check:
    """A command that ends well when what it proves is true."""

    proves: str
    command: tuple[str, ...]
    is_followed: bool = False
    """Its output is shown as it comes, for it takes minutes."""


CHECKS: Mapping[str, Check] = {
    "style": Check("no lint", ("-m", "ruff", "check", "--quiet", "--output-format", "concise")),
    "format": Check(
        "formatted", ("-m", "ruff", "format", "--check", "--quiet", "--output-format", "concise")
    ),
    "types": Check("types hold", ("-m", "mypy")),
    "floors": Check(
        "imports run downwards",
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    ),
    "translations": Check("texts complete in both languages", ("-m", "tools.translations", "check")),
    "tests": Check(
        "tests pass", ("-m", "pytest", "--quiet", "--numprocesses=auto", "--dist=loadfile"), is_followed=True
    ),
    "pictures": Check("every view renders", ("-m", "tools.screenshots", "--smoke")),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when everything asked for is proved, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checks", nargs="*", choices=[[], *CHECKS], metavar="check", help=", ".join(CHECKS))
    names = parser.parse_args(arguments).checks or list(CHECKS)
    started = time.monotonic()
    failed = [name for name in names if not passes(name, CHECKS[name])]
    print(f"{'-' * 60}\n{verdict(failed)}  ({time.monotonic() - started:.0f} s)")
    return 1 if failed else 0


def passes(name: str, check: Check) -> bool:
    """Whether the check's command ended well; a line says so, and its output why not."""
    started = time.monotonic()
    if check.is_followed:
        print(f"  …  {name}", flush=True)
    done = subprocess.run(
        [sys.executable, *check.command],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        stdout=None if check.is_followed else subprocess.PIPE,
        stderr=None if check.is_followed else subprocess.STDOUT,
        text=True,
        check=False,
    )
    is_good = done.returncode == 0
    sign = " ok " if is_good else "FAIL"
    print(f"{sign} {name:<13} {check.proves:<34} {time.monotonic() - started:6.1f} s", flush=True)
    if not is_good and done.stdout:
        print(done.stdout.rstrip() + "\n", flush=True)
    return is_good


def verdict(failed: Sequence[str]) -> str:
    """One line that says how it went."""
    return f"Failed: {', '.join(failed)}" if failed else "All good"


if __name__ == "__main__":
    sys.exit(main())
