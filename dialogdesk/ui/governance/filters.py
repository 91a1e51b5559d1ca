"""The line that narrows what is followed up: words, a person, a supplier, a procurement, a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, timedelta
from enum import Enum, auto
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Person, Procurement, Supplier
from dialogdesk.i18n import N_, Lazy, _
from dialogdesk.services.desk import Desk
from dialogdesk.services.follow_up import Among
from dialogdesk.ui import theme
from dialogdesk.ui.editors.choice import ChoiceEditor
from dialogdesk.ui.editors.pick import Option, PickEditor
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.search_field import Filtered, SearchField


class Period(Enum):
    """When the meeting was, seen from today."""

    EVER = auto()
    MONTH = auto()
    YEAR = auto()
    THIS_YEAR = auto()
    LAST_YEAR = auto()


_PERIODS: tuple[tuple[Period, Lazy], ...] = (
    (Period.EVER, N_("Alla möten")),
    (Period.MONTH, N_("Senaste 30 dagarna")),
    (Period.YEAR, N_("Senaste tolv månaderna")),
    (Period.THIS_YEAR, N_("I år")),
    (Period.LAST_YEAR, N_("Förra året")),
)

_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)


class FilterLine(QWidget):
    """Tells when something else is looked among. An empty field lets all through."""

    changed = Signal()

    def __init__(self, desk: Desk, table: Filtered) -> None:
        super().__init__()
        self._desk = desk
        self.search = SearchField(_("Sök rad, möte eller namn"), name="governance.search", table=table)
        self._person = self._pick(self._people, "person", _("Person"), 168)
        self._supplier = self._pick(self._suppliers, "supplier", _("Leverantör"), 184)
        self._procurement = self._pick(self._procurements, "procurement", _("Upphandling"), 184)
        self._period = ChoiceEditor([(period, str(text)) for period, text in _PERIODS])
        self._period.name("governance.period", _("När mötet hölls"))
        self._period.settled.connect(self.changed)
        self._period.setFixedWidth(theme.px(176))
        self.setLayout(Flow(self.search, self._person, self._supplier, self._procurement, self._period))

    def among(self, needle: str) -> Among:
        """What the fields say, with the words the table is searched by."""
        first, last = _days_of(self._period.value(), local_day(self._desk.now()))
        return Among(
            needle=needle,
            person_id=_picked(self._person),
            supplier_id=_picked(self._supplier),
            procurement_id=_picked(self._procurement),
            first=first,
            last=last,
        )

    def ask_person(self, *, asked: bool) -> None:
        """Whether one may choose whose lines are shown; in a list of one's own there is nothing to choose."""
        self._person.setEnabled(asked)

    @property
    def narrows(self) -> bool:
        """Whether anything is written or chosen."""
        return bool(self.search.text().strip()) or self.among("") != Among()

    def _pick(self, options: Callable[[], Iterable[Option]], name: str, label: str, width: int) -> PickEditor:
        pick = PickEditor(options, hint=label)
        pick.name(f"governance.{name}", label)
        pick.setFixedWidth(theme.px(width))
        pick.input.clears = True
        pick.typed.connect(self.changed)
        return pick

    def _people(self) -> Iterable[Option]:
        with self._desk.read() as db:
            suppliers = {s.id: s.name for s in db.all(Supplier)}
            return [
                Option(p.id, p.name, suppliers.get(p.supplier_id, "") if p.supplier_id else "")
                for p in db.all(Person)
            ]

    def _suppliers(self) -> Iterable[Option]:
        with self._desk.read() as db:
            return [Option(s.id, s.name, s.city) for s in db.all(Supplier)]

    def _procurements(self) -> Iterable[Option]:
        with self._desk.read() as db:
            return [Option(p.id, p.title, p.case_number) for p in db.all(Procurement)]


def _picked(pick: PickEditor) -> UUID | None:
    """What is chosen; nothing while a name is half written."""
    with suppress(InvalidValue):
        chosen: UUID | None = pick.value()
        return chosen
    return None


def _days_of(period: Period, today: date) -> tuple[date | None, date | None]:
    match period:
        case Period.MONTH:
            return today - _MONTH, None
        case Period.YEAR:
            return today - _YEAR, None
        case Period.THIS_YEAR:
            return date(today.year, 1, 1), None
        case Period.LAST_YEAR:
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return None, None
