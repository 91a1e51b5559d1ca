"""Renews `constraints.txt`: the exact version of every package, for all supported Pythons and systems at once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Every package that is installed, in the version that was tested. Made by `make lock`.\n"
RESOLVER = "uv==0.13.8"


def main() -> int:
    """`constraints.txt` names the newest versions that `pyproject.toml` allows."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, RESOLVER], check=True
        )
        # Written to the side first: uv keeps the versions it finds in the file it writes to.
        target = Path(folder) / "constraints.txt"
        subprocess.run(
            [
                *(Path(folder) / "bin" / "uv", "pip", "compile", "--quiet", "--universal"),
                *("--python-version", "3.11", "--extra", "dev", "--no-header", "--no-emit-index-url"),
                *("--output-file", target, "pyproject.toml"),
            ],
            cwd=ROOT,
            check=True,
        )
        (ROOT / "constraints.txt").write_text(HEADER + target.read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
