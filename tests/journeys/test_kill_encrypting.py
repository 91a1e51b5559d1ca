"""The program is killed while a desk is encrypted or decrypted: it opens with everything, and the next start goes on."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from dialogdesk.domain.records import Supplier
from dialogdesk.services import encryption, market
from dialogdesk.services.desk import BACKUP_FOLDER, Desk, faults_of

ROOT = Path(__file__).resolve().parents[2]
SUPPLIERS = 150
KILLS = 8
NAME = b"Hemlighetsfulla Leverant"

PROGRAM = """
import sys
from pathlib import Path
from dialogdesk.domain.records import Supplier
from dialogdesk.services import encryption
from dialogdesk.services.desk import Desk
desk = Desk(Path(sys.argv[1]))
print("begins", flush=True)
getattr(encryption, sys.argv[2])(desk)
print("done", flush=True)
"""


def make_desk(folder: Path) -> None:
    for number in range(3):  # each leaves a backup
        desk = Desk(folder)
        for n in range(SUPPLIERS // 3):
            market.save_supplier(desk, None, name=f"Hemlighetsfulla Leverantören {number}.{n}")
        desk.files.add(BytesIO(NAME * 1000 + bytes([number])))
        desk.close()


def change_and_kill(folder: Path, how: str, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), how], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.kill()
    process.wait()
    process.stdout.close()


def lying_plain(folder: Path) -> list[str]:
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(sign in file.read_bytes() for sign in (NAME, b"SQLite format 3"))
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
def test_kills_while_encrypting_and_decrypting_lose_nothing_and_leave_no_half(tmp_path: Path) -> None:
    rng = random.Random(5)
    folder = tmp_path / "desk"
    make_desk(folder)
    forms = set()
    for turn in range(KILLS):
        change_and_kill(folder, ("encrypt", "decrypt")[turn % 2], rng.uniform(0.0, 0.6))
        desk = Desk(folder)
        encrypted = encryption.state_of(desk).encrypted
        forms.add(encrypted)
        assert [fault for fault in faults_of(desk) if "belongs to no record" not in fault] == []
        assert len(desk.files.digests()) == 3
        for digest in desk.files.digests():
            assert b"".join(desk.files.pieces(digest)).startswith(NAME)
        with desk.read() as db:
            assert len(db.all(Supplier)) == SUPPLIERS // 3 * 3
        if encrypted:
            assert lying_plain(folder) == []
        leftovers = [*folder.rglob("*.part"), *folder.rglob("*.old")]
        assert leftovers == []
        desk.close()
        assert len(list((folder / BACKUP_FOLDER).glob("*.desk"))) >= 1
    assert forms == {True, False}
