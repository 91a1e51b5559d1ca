"""Plain texts in the type and colour of the theme; what the user wrote is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from dialogdesk.ui import theme


def label(text: str = "", style: str = "body", colour: str = "text", *, name: str = "") -> QLabel:
    """A text on one line, as "h1" in "text" or "small" in "muted"."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    dress(made, style, colour)
    made.setObjectName(name)
    return made


def paragraph(text: str = "", style: str = "body", colour: str = "text", *, name: str = "") -> QLabel:
    """A text that wraps."""
    made = label(text, style, colour, name=name)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def caption(text: str, *, name: str = "") -> QLabel:
    """A small heading in capitals over a figure or a card, as NÄSTA MÖTE."""
    made = label(text.upper(), "caption", "subtle", name=name)
    made.setAccessibleName(text)
    return made


def dress(widget: QWidget, style: str, colour: str) -> None:
    """The widget has the type style and the text colour of the theme."""
    widget.setFont(theme.font(style))
    paint_text(widget, theme.color(colour))


def paint_text(widget: QWidget, colour: QColor) -> None:
    """The widget's own text is drawn in `colour`."""
    palette = widget.palette()
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(role, colour)
    widget.setPalette(palette)


def paint_ground(widget: QWidget, colour: str) -> None:
    """The widget fills itself with the colour of the theme."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, theme.color(colour))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)


def plain_tip(widget: QWidget, text: str) -> None:
    """The tool tip says exactly `text`, whatever signs it holds."""
    widget.setToolTip(text.replace("&", "&amp;").replace("<", "&lt;"))


class ElidedLabel(QLabel):
    """A text on one line that ends in … where there is no room, and says all of itself in its tool tip."""

    def __init__(self, text: str = "", style: str = "body", colour: str = "text", *, name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setObjectName(name)
        dress(self, style, colour)
        self.setText(text)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()), metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), self.fontMetrics().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._tell_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), int(self.alignment()), self._shown(self.fontMetrics()))

    def _shown(self, metrics: QFontMetrics) -> str:
        return metrics.elidedText(
            first_line(self.text()), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )

    def _tell_rest(self) -> None:
        plain_tip(self, self.text() if self._shown(self.fontMetrics()) != self.text() else "")


def first_line(text: str) -> str:
    """The text up to its first line break, for places that hold one line."""
    return text.split("\n", 1)[0]
