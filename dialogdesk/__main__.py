"""The command `dialogdesk`: opens the window, or does one thing without it."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """The exit status: 0 done, 1 something the user can mend, 2 a fault of the program's."""
    from dialogdesk.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    multiprocessing.freeze_support()  # in a frozen build the worker process starts here
    sys.exit(main())
