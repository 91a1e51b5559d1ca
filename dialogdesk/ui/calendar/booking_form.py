"""The fields of a booking, and what a change of one of them means for the meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from dialogdesk.domain.calendar import ending, on_day, starting
from dialogdesk.domain.dates import local, local_day
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.i18n import N_, Lazy, _
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.ui.fields import Choice, DateField, Option, Paragraphs, Pick, Text, TimeField
from dialogdesk.ui.forms import Form, Rows, Save
from dialogdesk.ui.meeting_kinds import KIND_TINTS

_TIMES: dict[str, tuple[Callable[[Meeting, Any], Meeting], Lazy]] = {
    "day": (on_day, N_("Datum")),
    "starts_at": (starting, N_("Börjar")),
    "ends_at": (ending, N_("Slutar")),
}
"""The fields of the form that together are the two instants of a meeting."""


def booking_form(desk: Desk, save: Save, questions: Callable[[Meeting], str]) -> Form:
    """A form for a meeting, booked or not; `questions` gives those of a meeting, one a line."""
    return Form(Meeting, _rows(desk, questions), save=save, name="calendar.booking")


def meeting_values(meeting: Meeting, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the meeting that changes in the form come to; InvalidValue if a time is missing."""
    values = {name: value for name, value in changes.items() if name not in _TIMES}
    for name, (set_to, label) in _TIMES.items():
        if name not in changes:
            continue
        if changes[name] is None:
            raise InvalidValue(_("Fyll i {field}.").format(field=str(label).lower()), field=name)
        meeting = set_to(meeting, changes[name])
        values["ends_at"] = meeting.ends_at
        if name != "ends_at":
            values["starts_at"] = meeting.starts_at
    return values


def _rows(desk: Desk, questions: Callable[[Meeting], str]) -> Rows:
    def suppliers() -> Iterable[Option]:
        with desk.read() as db:
            return [Option(s.id, s.name, s.city) for s in db.all(Supplier)]

    def procurements() -> Iterable[Option]:
        with desk.read() as db:
            return [Option(p.id, p.title, p.case_number) for p in db.all(Procurement)]

    return (
        Choice("kind", values=[(kind, kind.label) for kind in KIND_TINTS]),
        Pick(
            "supplier_id",
            options=suppliers,
            create=lambda name: market.save_supplier(desk, None, name=name),
            create_label=N_("Ny leverantör ”{name}”"),
            hint=N_("Skriv en del av namnet"),
        ),
        Pick(
            "procurement_id",
            options=procurements,
            create=lambda title: market.save_procurement(desk, None, title=title),
            create_label=N_("Ny upphandling ”{name}”"),
            hint=N_("Skriv en del av titeln"),
        ),
        DateField("day", label=_TIMES["day"][1], of=_day),
        (TimeField("starts_at", of=_start), TimeField("ends_at", of=_end)),
        Text("title"),
        Paragraphs(
            "purpose", hint=N_("Vad vill ni få ut av mötet? Står i kallelsen och protokollet."), lines=2
        ),
        Text("place", hint=N_("Rum eller adress")),
        Text("link", label=N_("Teams-länk"), hint=N_("Klistra in länken från Teams")),
        Paragraphs("questions", label=N_("Frågor, en på varje rad"), lines=3, of=questions),
    )


def _day(meeting: Meeting) -> date:
    return local_day(meeting.starts_at)


def _start(meeting: Meeting) -> time:
    return local(meeting.starts_at).time()


def _end(meeting: Meeting) -> time:
    return local(meeting.ends_at).time()
