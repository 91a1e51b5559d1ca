"""What a start does not import: heavy libraries wait until they are needed (storage.md, Start)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BEFORE_PAINT = {"sqlalchemy", "sqlcipher3", "reportlab", "PIL", "babel", "holidays", "stdnum"}
BEFORE_A_DOCUMENT = {
    "pypdf",
    "reportlab",
    "PIL",
    "openpyxl",
    "docx",
    "sqlalchemy.orm",
    "cryptography",
    "keyring",
    "psycopg",
}
TO_PAINT = "import dialogdesk.app"
TO_OVERVIEW = """
from pathlib import Path
from dialogdesk.ui.application import make_application
from dialogdesk.services.desk import Desk
from dialogdesk.services.demo import fill
from tools.stage import running
folder = Path(sys.argv[1]) / "desk"
desk = Desk(folder)
fill(desk)
desk.close()
with running(make_application(), folder) as program:
    assert program.window.current_tab() is not None
"""


def _imported(code: str, folder: Path) -> set[str]:
    """The modules that a fresh process has after running the code."""
    command = [sys.executable, "-c", f"import sys\n{code}\nprint('modules:', *sys.modules)", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split("modules:")[1].split())


@pytest.mark.parametrize(("code", "absent"), [(TO_PAINT, BEFORE_PAINT), (TO_OVERVIEW, BEFORE_A_DOCUMENT)])
def test_heavy_library_is_not_imported_before_it_is_needed(
    code: str, absent: set[str], tmp_path: Path
) -> None:
    assert _imported(code, tmp_path) & absent == set()
