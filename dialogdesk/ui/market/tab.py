"""The tab Marknad: the procurements on one side of a switch, the suppliers with their contacts on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Person, Procurement, Supplier
from dialogdesk.i18n import _
from dialogdesk.services import market
from dialogdesk.services.desk import Changed, Desk
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Remedy
from dialogdesk.ui.market.columns import PROCUREMENTS, SUPPLIERS
from dialogdesk.ui.market.page import Page
from dialogdesk.ui.market.procurement_card import ProcurementCard
from dialogdesk.ui.market.register import Register
from dialogdesk.ui.market.supplier_card import SupplierCard
from dialogdesk.ui.tab import Command, Place, Tab
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.empty import EmptyState
from dialogdesk.ui.widgets.segments import Segments

R = TypeVar("R", bound=Record)


class MarketTab(Tab):
    """Procurements, suppliers and persons are shown here."""

    booking_asked = Signal(object)
    """The user wants to book a meeting: its initial values, by the name of the meeting's field."""

    note_asked = Signal(object)
    """The user wants to write a telefonanteckning: its initial values, by the name of the meeting's field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stale: Changed = frozenset()
        """What has changed since the page out of sight was last true."""
        self._switch = Segments(
            [(kind.table, kind.plural) for kind in (Procurement, Supplier)],
            name="market.switch",
            label=_("Visa upphandlingar eller leverantörer"),
        )
        self._new = button(_("Ny upphandling"), "market.new", self._on_new, icon="plus", look="primary")
        self._procurements, self._suppliers = ProcurementCard(desk), SupplierCard(desk)
        self._pages: dict[type[Record], Page] = {
            Procurement: self._procurement_page(),
            Supplier: self._supplier_page(),
        }
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._say_what_is_shown()

    # what the window asks

    def refresh(self, changed: Changed) -> None:
        self._stale |= changed
        self._page.refresh(changed)

    def show_record(self, kind: type[Record], id: UUID) -> None:  # noqa: A002 - as Tab names it
        with self.telling():
            if kind is Person:
                self._show_person(self._get(Person, id))
            else:
                self._turn_to(kind)
                self._page.show_record(self._get(kind, id))

    def current(self) -> Place | None:
        record = self._page.record
        return Place(type(record), record.id) if record else None

    def focus_first(self) -> None:
        self._page.focus_first()

    def flush(self) -> bool:
        flushed = [page.card.flush() for page in self._pages.values()]
        return all(flushed)

    def panes(self) -> Sequence[QWidget]:
        return (self._page.register, self._page.card)

    def new_record(self, what: str = "") -> None:
        """An empty card with the keyboard in its name, for a "procurement" or a "supplier", else as is in sight."""
        for kind in self._pages:
            if kind.table == what:
                self._turn_to(kind)
        self._page.new_record()

    def print_it(self) -> None:
        """The card in sight is printed: what Ctrl+P does here."""
        self._page.card.ask_paper("print")

    def export_it(self) -> None:
        """The card in sight is saved as PDF: what Ctrl+E does here."""
        self._page.card.ask_paper("export")

    def commands(self) -> tuple[Command, ...]:
        """What can be done with the card in sight, for the list of commands."""
        return self._page.card.commands()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say_what_is_shown()

    # what the user does

    def _on_new(self) -> None:
        self.new_record()

    def _on_switched(self, table: str) -> None:
        self._turn_to(Procurement if table == Procurement.table else Supplier)
        self._page.focus_first()

    def _turn_to(self, kind: type[Record]) -> None:
        page = self._pages[kind]
        if page is not self._page:
            self._page.card.flush()
            self._switch.show_value(kind.table)
            self._stack.setCurrentWidget(page)
            page.refresh(self._stale)
            self._stale = frozenset()
        self._say_what_is_shown()

    def _show_person(self, person: Person) -> None:
        if person.supplier_id is None:
            self.say(
                _("{name} finns bland enhetens egna personer, i inställningarna.").format(name=person.name)
            )
            return
        self._turn_to(Supplier)
        self._page.show_record(self._get(Supplier, person.supplier_id))
        self._suppliers.contacts.point_at(person.id)

    def _focus_search(self) -> None:
        self._page.register.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._page.register.search.selectAll()

    def _on_remove(self) -> None:
        with self.telling():
            record = self._page.remove()
            if record is not None:
                self._say_binned(record)

    def _on_remove_contact(self, person: Person) -> None:
        with self.telling():
            market.delete_record(self._desk, Person, person.id)
            self._say_binned(person)

    def _say_binned(self, record: Record) -> None:
        undo = Remedy(_("Ångra"), partial(market.restore_record, self._desk, type(record), record.id))
        self.say(_("{name} ligger i papperskorgen.").format(name=_name_of(record)), undo)

    def _on_given_up(self, record: Record) -> None:
        self.say(
            _("En uppgift om {name} gick inte att spara och är som förut.").format(name=_name_of(record))
        )

    def _on_held(self, throw_away: Callable[[], object]) -> None:
        self.say(_("Det nya är inte sparat: namnet saknas."), Remedy(_("Släng det nya"), throw_away))

    # what is shown

    @property
    def _page(self) -> Page:
        page = self._stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101 - nothing else is put there
        return page

    def _get(self, kind: type[R], record_id: UUID) -> R:
        with self._desk.read() as db:
            return db.get(kind, record_id)

    def _say_what_is_shown(self) -> None:
        """The button makes what the page is about, and the line at the top names what is on the card."""
        is_procurements = self._page is self._pages[Procurement]
        text = _("Ny upphandling") if is_procurements else _("Ny leverantör")
        self._new.setText(text)
        self._new.setAccessibleName(text)
        self._new.setVisible(not self._page.is_empty)
        record = self._page.record
        self.context_changed.emit(_name_of(record) if record else "")

    # making

    def _procurement_page(self) -> Page:
        empty = EmptyState(
            "clipboard-list",
            _("Inga upphandlingar än"),
            _("Skriv in vad som ska köpas och varför. Sedan kan du boka dialogmöten om upphandlingen."),
            name="market.procurement.empty",
            action=_("Ny upphandling"),
            clicked=self._on_new,
        )
        hint = _("Sök titel, diarienummer eller innehåll")
        register = Register(self._desk, Procurement, PROCUREMENTS, hint=hint, name="market.procurements")
        return Page(self._desk, Procurement, register, self._procurements, empty)

    def _supplier_page(self) -> Page:
        empty = EmptyState(
            "building-2",
            _("Inga leverantörer än"),
            _(
                "Lägg upp dem ni möter på marknaden, med kontaktpersoner. Det räcker med ett namn för att börja."
            ),
            name="market.supplier.empty",
            action=_("Ny leverantör"),
            clicked=self._on_new,
        )
        hint = _("Sök namn, org.nummer eller kontakt")
        register = Register(self._desk, Supplier, SUPPLIERS, hint=hint, name="market.suppliers")
        return Page(self._desk, Supplier, register, self._suppliers, empty)

    def _connect(self) -> None:
        self._switch.changed.connect(self._on_switched)
        for page in self._pages.values():
            page.shown.connect(self._say_what_is_shown)
            page.given_up.connect(self._on_given_up)
            page.held.connect(self._on_held)
            page.card.opened.connect(self.opened)
            page.card.history_asked.connect(self.history_asked)
            page.card.conflict_asked.connect(self.conflict_asked)
            page.card.paper_asked.connect(self.paper_asked)
            page.card.removal_asked.connect(self._on_remove)
        self._procurements.booking_asked.connect(self.booking_asked)
        self._suppliers.booking_asked.connect(self.booking_asked)
        self._suppliers.note_asked.connect(self.note_asked)
        self._suppliers.contact_removed.connect(self._on_remove_contact)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._focus_search)

    def _lay_out(self) -> None:
        for page in self._pages.values():
            self._stack.addWidget(page)
        head = QHBoxLayout()
        head.addWidget(self._switch)
        head.addStretch(1)
        head.addWidget(self._new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addLayout(head)
        column.addWidget(self._stack, 1)


def _name_of(record: Record) -> str:
    return record.title if isinstance(record, Procurement) else str(getattr(record, "name", ""))
