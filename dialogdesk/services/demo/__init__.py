"""Sample data: a small unit in a made-up municipality, dated from today; on demand, years of its work."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import RECORDS
from dialogdesk.i18n import _, speaking
from dialogdesk.resources import resource_path
from dialogdesk.services.demo.meetings import meeting_from
from dialogdesk.services.demo.register import register_from
from dialogdesk.services.demo.years import busy_years
from dialogdesk.services.desk import Desk
from dialogdesk.store.tables import table_of


def fill(desk: Desk, years: int = 0) -> None:
    """An empty desk holds the sample data, dated from now, and `years` of a busy unit's work before it.

    Ten years are about 500 suppliers, 3 000 meetings and 120 000 lines, the same at every filling. All is written
    at once or nothing is; UserError if anything at all is in the desk.
    """
    with desk.write() as tx:
        for kind in RECORDS:
            if tx.rows(table_of(kind).select().limit(1)):
                raise UserError(_("Det finns redan uppgifter här. Välj en tom datamapp för exempeldata."))
        with speaking("sv"):  # the agendas too: the minutes under them are in Swedish
            tx.add_all(_records(desk.now(), years))


def _records(now: datetime, years: int) -> Iterator[Record]:
    told = _told("meetings")
    register = register_from(_told("register"), now)
    yield from register.records()
    for meeting in told["meetings"]:
        yield from meeting_from(meeting, told["questions"], register, now)
    if years > 0:
        yield from busy_years(_told("years"), register, years, now)


def _told(name: str) -> dict[str, Any]:
    return tomllib.loads(resource_path(f"demo/{name}.toml").read_text(encoding="utf-8"))
