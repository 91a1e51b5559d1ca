"""A laptop that is about to lose its power: writes, exchanges and backs up in turns, saying what is on the disk.

    python -m tests.journeys.laptop DESK FOLDER NUMBER

It says "wrote N" when supplier N is committed, and "sent N" when all up to N have been put into the folder.
"""

# ruff: noqa: T201 - what it says is what the test waits for
from __future__ import annotations

import random
import sys
from datetime import datetime
from pathlib import Path

from dialogdesk.domain.records import Supplier
from dialogdesk.store.backup import make_backup
from dialogdesk.store.database import Database
from dialogdesk.store.exchange.folder import FolderCarrier
from dialogdesk.store.exchange.rounds import Exchange, run
from dialogdesk.store.files import FileStore


def main() -> None:
    """Never ends by itself."""
    path, folder, number = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(number)
    database = Database(path)
    exchange = Exchange(database, FileStore(path.parent / "files", database.key), FolderCarrier(folder))
    print("begun 0", flush=True)
    while True:
        for _ in range(rng.randrange(1, 8)):
            number += 1
            with database.write() as tx:  # as typed: begun, then gone on with
                supplier = Supplier(name="n")
                tx.add(supplier)
                tx.change(
                    Supplier, supplier.id, name=f"{path.parent.name} {number}", note="x" * rng.randrange(400)
                )
            print(f"wrote {number}", flush=True)
        run(exchange.round())
        print(f"sent {number}", flush=True)
        if rng.random() < 0.2:
            make_backup(database, path.parent / "backups", datetime.now())  # noqa: DTZ005 - local by intent


if __name__ == "__main__":
    main()
