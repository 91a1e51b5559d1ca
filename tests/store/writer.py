"""Writes a line of minutes after another into a desk file, saying each one's number when it is on the disk."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from dialogdesk.domain.records import Line, Meeting
from dialogdesk.store.database import Database

database = Database(Path(sys.argv[1]))
moment = datetime(2027, 1, 1, 12, tzinfo=UTC)
with database.read() as db:
    meetings = db.all(Meeting)
meeting = meetings[0] if meetings else Meeting(title="Möte", starts_at=moment, ends_at=moment)
if not meetings:
    with database.write() as tx:
        tx.add(meeting)
for number in count(int(sys.argv[2]) + 1):
    line = Line(meeting_id=meeting.id, position="i", written_at=moment, text="r")
    with database.write() as tx:  # as typed: the line begun, then finished
        tx.add(line)
        tx.change(Line, line.id, text=f"rad {number}")
    print(number, flush=True)  # noqa: T201 - the acknowledgement the test waits for
