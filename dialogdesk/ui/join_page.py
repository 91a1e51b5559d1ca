"""The first start of a computer whose unit has DialogDesk already: everything is fetched, and it is asked who sits here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import exchange, joining
from dialogdesk.services.desk import Desk
from dialogdesk.services.exchange import Found, Report, Ring
from dialogdesk.services.unit import is_joining, our_people
from dialogdesk.ui import shown, theme
from dialogdesk.ui.exchanging import Exchanging
from dialogdesk.ui.place_chooser import PlaceChooser
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import paragraph
from dialogdesk.ui.widgets.page import Page
from dialogdesk.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from dialogdesk.domain.records import Person

_LOOK = 200
"""Milliseconds between looks at how much has come."""


class JoinPage(QWidget):
    """Chooses the place, fetches, and asks who uses this computer. Called off, it leaves an empty desk."""

    left = Signal()
    """The user wants to begin in another way; the desk is empty."""

    finished = Signal(object)
    """Everything is here; the id of the person who uses this computer, or None."""

    def __init__(self, desk: Desk, exchanging: Exchanging) -> None:
        super().__init__()
        self.setObjectName("join")
        self._desk, self._exchanging = desk, exchanging
        self._title = paragraph(_("Hämta från den andra datorn"), "h1", name="join.title")
        self._text = paragraph(
            _(
                "Välj mappen som den andra datorn utbyter genom: på nätverket, i OneDrive eller på ett USB-minne. "
                "Vilken det är står i inställningarna på den datorn, under Utbyte."
            ),
            colour="muted",
            name="join.text",
        )
        self._chooser = PlaceChooser(
            "join",
            desk.folder,
            partial(exchange.own_of, desk),
            only_used=_(
                "Där finns inget från DialogDesk. Välj samma mapp som den andra datorn utbyter genom. Har den inte "
                "ställt in något utbyte än gör du det först, i inställningarna där."
            ),
            look="primary",
        )
        self._chooser.chosen.connect(self._begin)
        self._progress = QProgressBar()
        self._progress.setObjectName("join.progress")
        self._progress.setAccessibleName(_("Hämtar"))
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._came = paragraph("", name="join.came")
        self._stop = button(_("Avbryt"), "join.stop", self._call_off)
        self._trouble = paragraph("", colour="danger", name="join.trouble")
        self._back = button(_("Tillbaka"), "join.back", self._leave, icon="arrow-left", look="link")
        self._fetching = QWidget()
        self._people = QVBoxLayout()
        self._look = QTimer(self, interval=_LOOK)
        self._look.timeout.connect(self._count)
        exchanging.finished.connect(self._on_finished)
        self._lay_out()
        self._show(self._chooser)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The window gives its own first widget the focus when it has shown the page: ours comes after.
        QTimer.singleShot(0, self, self._chooser.focus_first)

    @property
    def chooser(self) -> PlaceChooser:
        """Where the place is chosen."""
        return self._chooser

    # what happens

    def _begin(self, found: Found, keys: Ring, passphrase: str) -> None:
        self._trouble.hide()
        try:
            joining.begin(self._desk, found, keys, passphrase)
        except UserError as error:
            self._give_up(error)
            return
        self._show(self._fetching)
        self._count()
        self._look.start()
        self._stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._exchanging.follow()

    def _on_finished(self, report: Report | None, trouble: UserError | None) -> None:
        if self._fetching.isHidden():
            return
        self._look.stop()
        try:
            if trouble is not None:
                raise trouble
            assert report is not None  # noqa: S101 - a round has a report or a trouble
            joining.finish(self._desk, report)
        except UserError as error:
            self._give_up(error)
            return
        self._ask_who()

    def _call_off(self) -> None:
        self._give_up(None)

    def _give_up(self, error: UserError | None) -> None:
        """The desk is empty again, and one may choose anew."""
        self._look.stop()
        self._exchanging.pause()
        if is_joining(self._desk):
            joining.begin_anew(self._desk)
        self._exchanging.go_on()
        self._show(self._chooser)
        self._chooser.stop()
        self._trouble.setText(str(error) if error else "")
        self._trouble.setVisible(error is not None)
        self._chooser.focus_first()

    def _leave(self) -> None:
        self._chooser.stop()
        self.left.emit()

    def _ask_who(self) -> None:
        with self._desk.read() as db:
            people = our_people(db)
        if not people:
            self.finished.emit(None)
            return
        self._title.setText(_("Allt är hämtat"))
        self._text.setText(_("Vem använder den här datorn? Det går att ändra i inställningarna."))
        self._text.show()
        self._fetching.hide()
        self._back.hide()
        buttons = [self._person(n, person) for n, person in enumerate(people)]
        nobody = button(_("Ingen av dem"), "join.nobody", partial(self._choose, None), look="quiet")
        self._people.addLayout(Flow(*buttons, nobody))
        buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _person(self, n: int, person: Person) -> QWidget:
        return button(person.name, f"join.person{n + 1}", partial(self._choose, person.id), icon="user")

    def _choose(self, person_id: UUID | None) -> None:
        QTimer.singleShot(0, self, partial(self.finished.emit, person_id))

    def _count(self) -> None:
        count = joining.changes_in(self._desk)
        text = ngettext("Hämtar {n} ändring …", "Hämtar {n} ändringar …", count)
        self._came.setText(text.format(n=shown.number(count)) if count else _("Hämtar …"))

    def _show(self, part: QWidget) -> None:
        self._chooser.setVisible(part is self._chooser)
        self._text.setVisible(part is self._chooser)
        self._fetching.setVisible(part is self._fetching)
        self._back.setVisible(part is self._chooser)
        self._trouble.hide()

    # laying out

    def _lay_out(self) -> None:
        fetching = QVBoxLayout(self._fetching)
        fetching.setContentsMargins(0, 0, 0, 0)
        fetching.setSpacing(theme.space("m"))
        fetching.addWidget(self._came)
        fetching.addWidget(self._progress)
        fetching.addLayout(Flow(self._stop))
        card = Card(name="join.card")
        card.body.setContentsMargins(*(theme.space("xxl"),) * 4)
        card.body.setSpacing(theme.space("m"))
        card.body.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        card.add(self._title, self._text, self._chooser, self._fetching, self._trouble)
        card.body.addLayout(self._people)
        card.setMaximumWidth(theme.px(640))
        page = Page()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 8)
        row.addStretch(1)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, theme.space("m"), 0, theme.space("m"))
        whole.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(page, name="join.page"))
