"""The parts of the first page and how they share its room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.i18n import _, ngettext
from dialogdesk.services.last_mile import Waiting
from dialogdesk.services.overview import MeetingCard, Overview
from dialogdesk.ui import theme
from dialogdesk.ui.overview.action_rows import ActionRows
from dialogdesk.ui.overview.meeting_rows import ComingLook, FilingLook, TodayLook, UnfinishedLook, coming
from dialogdesk.ui.overview.rows import Rows
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card, Heading
from dialogdesk.ui.widgets.labels import label, paragraph
from dialogdesk.ui.widgets.page import Page

_TWO_COLUMNS = 820
"""From this width, in pixels of the design, what is to be done stands beside the meetings."""

_ONE_ROW = 640
"""From this width the buttons stand beside the title."""

_FILING = 5
"""How many protocols on their way to the binder are shown until all are asked for."""

_UNFINISHED = 6
"""How many meetings that wait are shown; the rest are counted."""


class Meetings(QWidget):
    """Today's meetings, those that wait to be finished, and the coming two weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.today = Rows("overview.today", _("Dagens möten"), TodayLook())
        self.unfinished = Rows("overview.unfinished", _("Möten att avsluta"), UnfinishedLook())
        self.ahead = Rows("overview.ahead", _("Möten de närmaste två veckorna"), ComingLook())
        self.filing = Filing()
        self._no_today = _quiet(_("Inga möten i dag."), "overview.no_today")
        self._none_ahead = _quiet(_("Inget är bokat de närmaste två veckorna."), "overview.none_ahead")
        self._more = _quiet("", "overview.more_unfinished")
        self._unfinished_card = _listing(
            "overview.unfinished_card", _("Att avsluta"), self.unfinished, self._more
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        today = QVBoxLayout()
        today.setSpacing(theme.space("s"))
        today.addWidget(label(_("I dag"), "h3"))
        today.addWidget(self.today)
        today.addWidget(self._no_today)
        column.addLayout(today)
        column.addWidget(self._unfinished_card)
        column.addWidget(self.filing)
        column.addWidget(
            _listing("overview.ahead_card", _("Närmaste två veckorna"), self.ahead, self._none_ahead)
        )
        column.addStretch(1)

    @property
    def lists(self) -> tuple[Rows, ...]:
        """The lists from above."""
        return self.today, self.unfinished, self.filing.rows, self.ahead

    def show_page(self, page: Overview, today: date) -> None:
        """The meetings of the page are shown, seen from `today`."""
        self.today.show_values(page.today, today)
        self.today.setVisible(bool(page.today))
        self._no_today.setVisible(not page.today)
        self._show_unfinished(page.unfinished, today)
        self.filing.show_page(page, today)
        self.ahead.show_values(coming(page.ahead), today)
        self.ahead.setVisible(bool(page.ahead))
        self._none_ahead.setVisible(not page.ahead)

    def _show_unfinished(self, cards: tuple[MeetingCard, ...], today: date) -> None:
        self.unfinished.show_values(cards[:_UNFINISHED], today)
        self._unfinished_card.setVisible(bool(cards))
        rest = len(cards) - _UNFINISHED
        self._more.setVisible(rest > 0)
        self._more.setText(ngettext("och {count} till", "och {count} till", rest).format(count=rest))


class Filing(Card):
    """The first of the protocols on their way to the binder, and the way to all of them; hidden while there are none."""

    def __init__(self) -> None:
        super().__init__(name="overview.filing_card", flush=True)
        self.rows = Rows("overview.filing", _("Protokoll på väg till pärmen"), FilingLook())
        self._all = button("", "overview.all_filing", self._unfold, look="quiet")
        self._waiting: tuple[Waiting, ...] = ()
        self._today = date.min
        self._is_open = False
        self.add(_padded(Heading(_("På väg till pärmen"), self._all)), self.rows)

    def show_page(self, page: Overview, today: date) -> None:
        """What is on its way, seen from `today`."""
        self._waiting, self._today = page.filing, today
        self.setVisible(bool(page.filing))
        self._show()

    def _unfold(self) -> None:
        self._is_open = not self._is_open
        self._show()

    def _show(self) -> None:
        count = len(self._waiting)
        self.rows.show_values(self._waiting if self._is_open else self._waiting[:_FILING], self._today)
        self._all.setVisible(count > _FILING)
        self._all.setText(_("Visa färre") if self._is_open else _("Visa alla {count}").format(count=count))


class Actions(Card):
    """The first of what is to be done, and the way to all of it."""

    def __init__(self) -> None:
        super().__init__(name="overview.actions_card", flush=True)
        self.rows = ActionRows("overview.actions", _("Öppna åtgärder"))
        self.all = button("", "overview.all_actions", look="quiet")
        self._none = _quiet(
            _("Inget att göra. En rad som börjar med ”å,” i ett protokoll blir en åtgärd och visas här."),
            "overview.no_actions",
        )
        self.add(_padded(Heading(_("Öppna åtgärder"), self.all)), self.rows, self._none)
        self.body.addStretch(1)

    def show_page(self, page: Overview, today: date) -> None:
        """The actions of the page are shown, seen from `today`."""
        self.rows.show_values(page.actions, today)
        self.rows.setVisible(bool(page.actions))
        self._none.setVisible(not page.actions)
        self.all.setVisible(page.open_actions > len(page.actions))
        self.all.setText(_("Visa alla {count}").format(count=page.open_actions))
        self.all.setAccessibleName(_("Visa alla {count} öppna åtgärder").format(count=page.open_actions))


class OverviewPage(Page):
    """The header with its buttons, and under it the meetings with what is to be done beside them.

    Where it is narrow everything stands below each other.
    """

    def __init__(
        self,
        header: QWidget,
        buttons: Sequence[QWidget],
        first: QWidget,
        meetings: QWidget,
        actions: QWidget,
        *,
        reminders: Sequence[QWidget] = (),
    ) -> None:
        """`reminders` stand under the header while they are shown."""
        super().__init__()
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.space("s"))
        self._head.addWidget(header, 1)
        self._head.addLayout(_side_by_side(buttons))
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.space("l"))
        self._body.addWidget(meetings, 5)
        self._body.addWidget(actions, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("l"))
        column.addLayout(self._head)
        for each in (*reminders, first):
            column.addWidget(each)
        column.addLayout(self._body, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._head.setDirection(_direction(self.width(), _ONE_ROW))
        self._body.setDirection(_direction(self.width(), _TWO_COLUMNS))


def _direction(width: int, wide: int) -> QBoxLayout.Direction:
    beside = width >= theme.px(wide)
    return QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom


def _side_by_side(widgets: Sequence[QWidget]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.space("s"))
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def _listing(name: str, title: str, *content: QWidget) -> Card:
    return Card(name=name, flush=True).add(_padded(label(title, "h3")), *content)


def _padded(widget: QWidget) -> QWidget:
    """The widget with the room a heading has in a card whose list reaches the edges."""
    padded = QWidget()
    line = QVBoxLayout(padded)
    side = theme.space("l")
    line.setContentsMargins(side, theme.space("s"), theme.px(3), theme.space("s"))  # a quiet button is padded
    line.addWidget(widget)
    return padded


def _quiet(text: str, name: str) -> QLabel:
    quiet = paragraph(text, "body", "muted", name=name)
    quiet.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), theme.space("m"))
    return quiet
