"""Sample data: a small unit in a made-up municipality, dated from today; on demand, years of its work."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import RECORDS, OwnWord, Template, own_word_id, template_id
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import _, speaking
from dialogdesk.resources import resource_path
from dialogdesk.services.attachments import Received, receive
from dialogdesk.services.demo.meetings import meeting_from
from dialogdesk.services.demo.register import register_from
from dialogdesk.services.demo.years import busy_years
from dialogdesk.services.desk import Desk
from dialogdesk.store.tables import table_of

_SIGNED = "Undertecknat protokoll.pdf"  # not translated: a name among the sample data
"""What the file is called that stands in for every signed protocol."""


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
            scan = replace(receive(desk.files, resource_path("demo/signed.pdf")), name=_SIGNED)
            tx.add_all(_records(desk.now(), years, scan))


def _records(now: datetime, years: int, scan: Received) -> Iterator[Record]:
    told = _told("meetings")
    register = register_from(_told("register"), now)
    yield from register.records()
    yield _template_from(told["template"])
    for word in told["words"]:
        yield OwnWord(id=own_word_id(word), text=word)
    for meeting in told["meetings"]:
        yield from meeting_from(meeting, told["questions"], register, scan, now)
    if years > 0:
        yield from busy_years(_told("years"), register, years, scan, now)


def _template_from(told: dict[str, str]) -> Template:
    kind = MeetingKind(told["kind"])
    return Template(
        id=template_id(kind), kind=kind, agenda=told["agenda"].strip(), questions=told["questions"].strip()
    )


def _told(name: str) -> dict[str, Any]:
    return tomllib.loads(resource_path(f"demo/{name}.toml").read_text(encoding="utf-8"))
