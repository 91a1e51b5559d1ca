"""Power is cut, or the process killed, while a laptop writes, exchanges, backs up and migrates: nothing acknowledged is lost.

A cut leaves of every file what was last flushed to the disk and nothing else, which is as bad as a cut can be.
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dialogdesk.domain.records import Supplier
from dialogdesk.store.backup import backups_in
from dialogdesk.store.check import digest_of, faults_of
from dialogdesk.store.copies import is_sound
from dialogdesk.store.database import Database
from dialogdesk.store.exchange import ring, rounds
from dialogdesk.store.exchange.folder import FolderCarrier
from dialogdesk.store.exchange.rounds import Exchange, run
from dialogdesk.store.files import FileStore

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "tests" / "data" / "desk-v1.sqlite.gz"
SHIM = Path(__file__).with_name("lost_writes.c")
CUTS, SOAK_CUTS = 6, 200


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that remembers what was flushed."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("there is no C compiler here to build the simulated power cut with")
    built = tmp_path_factory.mktemp("shim") / "lost_writes.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", built, SHIM, "-ldl"], check=True)
    return built


def end_after(
    command: Sequence[str], seconds: float, environment: Mapping[str, str]
) -> list[tuple[str, int]]:
    """What a process said before it was killed, so long after its first word."""
    process = subprocess.Popen(
        [sys.executable, *command],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, "it never began"
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    said = [first, *process.stdout.readlines()]
    process.wait()
    process.stdout.close()
    return [(word, int(n)) for word, n in (line.split() for line in said)]


def cut_power(disk: Path, kept: Path) -> None:
    """On the disk is what was flushed: files that never were are empty, the others as they last were."""
    for path in [p for p in disk.rglob("*") if p.is_file()]:
        place = kept / str(path.relative_to(disk.parent))[len(disk.name) :].replace("/", "|")
        path.chmod(0o600)
        path.write_bytes(place.read_bytes() if place.exists() else b"")


def exchange_of(database: Database, disk: Path, folder: Path) -> Exchange:
    return Exchange(database, FileStore(disk / "files", None), FolderCarrier(folder))


def begin(path: Path, keys: ring.Ring) -> None:
    database = Database(path)
    ring.keep_ring(database, keys)
    database.set_local(rounds.PASSPHRASE, "mako rilu")
    database.close()


def names_in(database: Database) -> set[str]:
    with database.read() as db:
        return {supplier.name for supplier in db.all(Supplier)}


def suffer(tmp_path: Path, times: int, seed: int, shim: Path | None) -> None:
    """Two laptops in turns, one of which dies each time; `shim` cuts the power, without it the process is killed."""
    rng = random.Random(seed)
    folder, kept = tmp_path / "utbyte", tmp_path / "kept"
    folder.mkdir()
    keys = ring.new_ring()
    disks = [tmp_path / "ett", tmp_path / "två"]
    for disk in disks:
        disk.mkdir()
        begin(disk / "desk.sqlite", keys)
    acknowledged: set[str] = set()
    number = 0
    for turn in range(times):
        disk = disks[turn % 2]
        environment = {}
        if shim is not None:
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            for path in [p for p in disk.rglob("*") if p.is_file()]:  # a disk at rest
                shutil.copyfile(path, kept / str(path)[len(str(disk)) :].replace("/", "|"))
            environment = {"LD_PRELOAD": str(shim), "DISK": str(disk), "KEPT": f"{kept}/"}
        command = ("-m", "tests.journeys.laptop", str(disk / "desk.sqlite"), str(folder), str(number))
        said = end_after(command, rng.uniform(0.0, 1.2), environment)
        if shim is not None:
            cut_power(disk, kept)
        acknowledged |= {f"{disk.name} {n}" for word, n in said if word == "wrote"}
        number = max(number, *(n for _word, n in said)) + 1
        database = Database(disk / "desk.sqlite")
        assert faults_of(database) == []
        missing = {name for name in acknowledged if name.startswith(disk.name)} - names_in(database)
        assert not missing, f"turn {turn}: {sorted(missing)[:5]} were acknowledged and are gone"
        database.close()
        bad = [b.path for b in backups_in(disk / "backups") if not is_sound(b.path)]
        assert not bad, [(p.name, p.stat().st_size) for p in bad]
    _come_together(disks, folder, acknowledged)


def _come_together(disks: Sequence[Path], folder: Path, acknowledged: set[str]) -> None:
    open_now = [Database(disk / "desk.sqlite") for disk in disks]
    for _ in range(3):
        for database, disk in zip(open_now, disks, strict=True):
            run(exchange_of(database, disk, folder).round())
    for database in open_now:
        assert faults_of(database) == []
        assert names_in(database) >= acknowledged
    assert len({digest_of(database) for database in open_now}) == 1
    for database in open_now:
        database.close()


def test_killed_laptops_lose_nothing_acknowledged_and_come_together(tmp_path: Path) -> None:
    suffer(tmp_path, CUTS, 1, None)


def test_laptops_whose_power_is_cut_lose_nothing_acknowledged_and_come_together(
    tmp_path: Path, shim: Path
) -> None:
    suffer(tmp_path, CUTS, 2, shim)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_many_cuts(tmp_path: Path, shim: Path, seed: int) -> None:
    for name in ("dödad", "strömlös"):
        (tmp_path / name).mkdir()
    suffer(tmp_path / "dödad", SOAK_CUTS // 10, seed, None)
    suffer(tmp_path / "strömlös", SOAK_CUTS // 10, seed, shim)


OPEN = (
    "import sys; from pathlib import Path; from dialogdesk.store.database import Database;"
    "print('begun 0', flush=True); Database(Path(sys.argv[1])); print('open 1', flush=True); sys.stdin.read()"
)


def test_migration_cut_short_leaves_the_desk_as_it_was_or_as_it_is_to_be(tmp_path: Path, shim: Path) -> None:
    rng = random.Random(3)
    for turn in range(CUTS):
        disk, kept = tmp_path / f"disk{turn}", tmp_path / f"kept{turn}"
        disk.mkdir()
        kept.mkdir()
        path = disk / "desk.sqlite"
        path.write_bytes(gzip.decompress(STORED.read_bytes()))
        shutil.copyfile(path, kept / "|desk.sqlite")
        environment = {"LD_PRELOAD": str(shim), "DISK": str(disk), "KEPT": f"{kept}/"}
        end_after(("-c", OPEN, str(path)), rng.uniform(0.0, 0.12), environment)
        cut_power(disk, kept)
        database = Database(path)
        assert faults_of(database) == []
        with database.read() as db:
            assert [supplier.name for supplier in db.all(Supplier)] == ["Rågvik Städ AB"]
        database.close()
