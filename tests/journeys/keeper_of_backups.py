"""A process that writes, backs up and restores until it is killed: `python -m tests.journeys.keeper_of_backups FOLDER`.

It says on stdout, as soon as it is true, `wrote N` (supplier N is on the disk) and `restored N` (the desk is what it
was when supplier N was the last).
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from dialogdesk.domain.records import Supplier
from dialogdesk.domain.values import BackupReason
from dialogdesk.services.desk import Desk
from dialogdesk.services.restoring import restore


def main() -> None:
    """Goes on until killed."""
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    number = int(sys.argv[3])
    while True:
        desk = Desk(folder)
        for _ in range(rng.randint(1, 4)):
            number += 1
            with desk.write() as tx:
                tx.add(Supplier(name=str(number), note="x" * 20_000))
            _say("wrote", number)
        made = desk.back_up(BackupReason.ASKED)
        at = number
        number += 1
        with desk.write() as tx:
            tx.add(Supplier(name=str(number)))
        _say("wrote", number)
        desk.close()
        _say("restoring", at)
        restore(folder, made.path)
        _say("restored", at)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
