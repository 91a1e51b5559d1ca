"""What the lists of procurements and suppliers show, what matters most first."""

from __future__ import annotations

from operator import attrgetter

from dialogdesk.domain.records import Procurement, Supplier
from dialogdesk.domain.values import SupplierKind
from dialogdesk.i18n import N_
from dialogdesk.ui import shown
from dialogdesk.ui.tables import TableColumn
from dialogdesk.ui.widgets.chip import Chip

_TINTS = {
    SupplierKind.POTENTIAL: "muted",
    SupplierKind.CURRENT: "ok",
    SupplierKind.ASSOCIATION: "insikt",
    SupplierKind.OTHER: "muted",
}


def _value_of(procurement: Procurement) -> str:
    return shown.money(procurement.value)


def _kind_of(supplier: Supplier) -> Chip:
    return Chip(str(supplier.kind.label), _TINTS[supplier.kind])


PROCUREMENTS = (
    TableColumn(name="title", label=N_("Titel"), cell=attrgetter("title"), stretch=True, strong=True),
    TableColumn(name="case_number", label=N_("Diarienummer"), cell=attrgetter("case_number"), width=124),
    TableColumn(name="value", label=N_("Värde"), cell=_value_of, width=132, right=True),
    TableColumn(name="department", label=N_("Verksamhet"), cell=attrgetter("department"), width=180),
)
SUPPLIERS = (
    TableColumn(name="name", label=N_("Namn"), cell=attrgetter("name"), stretch=True, strong=True),
    TableColumn(name="kind", label=N_("Slag"), cell=_kind_of, width=164),
    TableColumn(name="city", label=N_("Ort"), cell=attrgetter("city"), width=110),
    TableColumn(name="org_number", label=N_("Org.nummer"), cell=attrgetter("org_number"), width=124),
)
