"""White panels with a hairline and round corners: the surfaces everything lies on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.ui import theme
from dialogdesk.ui.widgets.buttons import Button
from dialogdesk.ui.widgets.labels import ElidedLabel, caption, label, paint_ground

_LEAST_TITLE, _LEAST_FOLDED = 240, 140
"""Pixels of the design a long title needs beside the buttons, to be more than its first word."""


class Card(QFrame):
    """A panel whose `body` is filled from above. With `flush` the content reaches the edges, as a table does."""

    def __init__(self, *, name: str = "", flush: bool = False, ground: str = "surface") -> None:
        super().__init__()
        self.setObjectName(name)
        self._ground = ground
        self.body = QVBoxLayout(self)
        self.body.setSpacing(0 if flush else theme.space("s"))
        side, end = (theme.active().border, theme.px(6)) if flush else (theme.space("l"), theme.space("l"))
        self.body.setContentsMargins(side, end, side, end)

    def add(self, *widgets: QWidget, stretch: int = 0) -> Card:
        """The widgets are added under what is there; gives the card itself."""
        for widget in widgets:
            self.body.addWidget(widget, stretch)
        return self

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = theme.active().border
        painter.setPen(QPen(theme.color("border"), border))
        painter.setBrush(theme.color(self._ground))
        edge = border / 2
        corner = theme.radius("l")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), corner, corner)


class FigureCard(Card):
    """One figure: what it is, the figure in large type, and what it rests on."""

    def __init__(self, what: str, *, name: str) -> None:
        super().__init__(name=name)
        self.body.setContentsMargins(theme.space("l"), theme.space("m"), theme.space("l"), theme.space("m"))
        self.body.setSpacing(theme.px(2))
        self._what = what
        self._figure = label("–", "h1", name=f"{name}.figure")
        self._rest = ElidedLabel("", "body", "muted", name=f"{name}.rest")
        self.add(caption(what), self._figure, self._rest)

    def say(self, figure: str, rest: str = "") -> None:
        """The figure and the line under it."""
        self._figure.setText(figure)
        self._rest.setText(rest)
        self.setAccessibleName(f"{self._what}: {figure}. {rest}")


class Heading(QWidget):
    """The heading of a card or a pane, with something quiet to the right."""

    def __init__(self, text: str, *right: QWidget, name: str = "", style: str = "h3") -> None:
        super().__init__()
        self.title: QLabel = label(text, style, name=name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("s"))
        line.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        for widget in right:
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class PageHeader(QWidget):
    """The head of a tab: its title, a line of facts under it, and its buttons to the right, or below in a narrow one."""

    def __init__(self, title: str, *actions: QWidget, facts: str = "", name: str) -> None:
        super().__init__()
        self._title = ElidedLabel(title, "h1", name=f"{name}.title")
        self._facts = ElidedLabel(facts, "body", "muted", name=f"{name}.facts")
        self._folded = False
        self._buttons = [action for action in actions if isinstance(action, Button)]
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(theme.space("s"))
        for action in actions:
            self._actions.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.space("s"))
        self._line.addLayout(words, 1)
        self._line.addLayout(self._actions)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def fold(self, *, on: bool) -> None:
        """Where there is little height: a smaller title, and of the buttons that have an icon only that; or all again."""
        if on is self._folded:
            return
        self._folded = on
        self._title.setFont(theme.font("h2" if on else "h1"))
        for action in self._buttons:
            if action.property("look") == "plain" and not action.icon().isNull():
                action.fold(on=on)
        self._arrange()

    def _arrange(self) -> None:
        """The buttons stand beside the title, or under it where it would be too short."""
        room = self.width() - self._actions.sizeHint().width()
        needed = min(
            self._title.sizeHint().width(), theme.px(_LEAST_FOLDED if self._folded else _LEAST_TITLE)
        )
        directions, left = QBoxLayout.Direction, Qt.AlignmentFlag.AlignLeft
        self._line.setDirection(directions.LeftToRight if room >= needed else directions.TopToBottom)
        self._line.setAlignment(self._actions, left if room < needed else Qt.AlignmentFlag(0))

    def say(self, title: str, facts: str = "") -> None:
        """The title and the facts are these."""
        self._title.setText(title)
        self._facts.setText(facts)


def hairline() -> QWidget:
    """A thin line across."""
    line = QWidget()
    line.setFixedHeight(theme.active().border)
    paint_ground(line, "border")
    return line
