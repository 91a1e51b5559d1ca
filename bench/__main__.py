"""Runs the measurements named (all of them without a name) and prints each as a ratio to its floor."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, table

MEASUREMENTS = {
    "start": "start and memory, on an empty desk and on ten busy years",
    "commit": "Enter → line on disk",
    "keys": "key → paint at 2 000 lines",
    "exchange": "ten years taken in from another laptop, and a round with nothing new",
    "backup": "a backup of ten years, and the window meanwhile",
    "pages": "protocols of 10, 100 and 1 000 pages as PDF: time, memory, first preview",
}
_CPU = Path("/proc/cpuinfo")


def main() -> int:
    """Every figure asked for has been printed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[[], *MEASUREMENTS], metavar="name", help=", ".join(MEASUREMENTS)
    )
    names = parser.parse_args().names or list(MEASUREMENTS)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{_machine()}\n")
    for name in names:
        print(f"{MEASUREMENTS[name]} …", flush=True)
        print(table(_figures(name)) + "\n", flush=True)
    return 0


def _figures(name: str) -> Iterator[Figure]:
    """What a measurement gives; its module is imported only now, for each brings half the program with it."""
    yield from importlib.import_module(f"bench.{name}").figures()


def _machine() -> str:
    """What was measured on."""
    models = [line for line in _CPU.read_text().splitlines() if "model name" in line] if _CPU.exists() else []
    processor = models[0].split(": ", 1)[-1] if models else platform.processor()
    return f"Python {platform.python_version()} on {platform.platform()}, {os.cpu_count()} × {processor}"


if __name__ == "__main__":
    sys.exit(main())
