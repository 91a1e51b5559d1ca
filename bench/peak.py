"""Makes one protocol, tagged ("ours") or not ("untagged"), and tells the most memory the process has held, in MB."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from bench.untagged import render_untagged
from dialogdesk.documents.protocol import render
from tests.documents.samples import long_meeting

_STATUS = Path("/proc/self/status")


def main() -> int:
    """The figure has been printed."""
    maker, items = sys.argv[1:]
    protocol = long_meeting(int(items))
    if maker == "ours":
        render(protocol)
    else:
        render_untagged(protocol)
    print(_peak())
    return 0


def _peak() -> float:
    """The high-water mark of this process. On Linux `getrusage` tells that of whoever started it, if higher."""
    if _STATUS.exists():
        mark = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(mark.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    sys.exit(main())
