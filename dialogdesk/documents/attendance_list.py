"""The attendance list: who is expected at a meeting, with room to sign and for those nobody expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogdesk.documents.attendance import Attendant, by_party
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letter import MeetingLetter, most_room, opened_for_meeting, write_facts
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import HEADING, TABLE
from dialogdesk.documents.tables import Cell, Column, Table
from dialogdesk.documents.text import one_line
from dialogdesk.documents.wording import period
from dialogdesk.i18n import _

_SIGNED = replace(TABLE, by_hand=9.0)
_ROWS_A_PAGE = 25
_COLUMNS = (Column(share=5), Column(share=5), Column(share=6))


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceList(MeetingLetter):
    """All that an attendance list prints."""

    attendance: tuple[Attendant, ...] = ()
    """Everybody who is called, in order; printed by party."""
    blank_rows: int = 5
    """Rows, at the least, for those who come without having been called; 0 for none."""


def render(attendance_list: AttendanceList) -> Rendered:
    """The list as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    return manuscript(attendance_list).rendered()


def manuscript(attendance_list: AttendanceList) -> Manuscript:
    """The list as written, its last page filled with blank rows."""
    least = attendance_list.blank_rows
    if not least:
        return _written(attendance_list, 0)
    rows = most_room(lambda rows: _written(attendance_list, rows), least, least + _ROWS_A_PAGE)
    return _written(attendance_list, rows)


def _written(attendance_list: AttendanceList, blank_rows: int) -> Manuscript:
    written = opened_for_meeting(attendance_list, _("Närvarolista"))
    flow = written.flow
    write_facts(
        flow,
        [
            (_("Tid"), period(attendance_list.starts_at, attendance_list.ends_at)),
            (_("Plats"), one_line(attendance_list.place)),
            (_("Upphandling"), one_line(attendance_list.procurement)),
            (_("Diarienummer"), one_line(attendance_list.case_number)),
        ],
    )
    for party, attendants in by_party(attendance_list.attendance):
        rows = [(one_line(a.name), one_line(a.title), "") for a in attendants]
        flow.heading(2, party or _("Kallade"), HEADING)
        _write_table(flow, (_("Namn"), _("Roll"), _("Underskrift")), rows, row_heads=1)
    if blank_rows:
        blank = [("", "", "")] * blank_rows
        flow.heading(2, _("Övriga deltagare"), HEADING)
        _write_table(flow, (_("Namn"), _("Företag eller organisation"), _("Underskrift")), blank)
    return written


def _write_table(
    flow: Flow, head: Sequence[str], rows: Sequence[Sequence[Cell]], *, row_heads: int = 0
) -> None:
    flow.space(6)
    table = Table(_COLUMNS, _SIGNED, flow.width)
    flow.add(table.strips(flow.section, rows, head=head, row_heads=row_heads))
