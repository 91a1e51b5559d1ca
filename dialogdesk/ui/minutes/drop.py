"""Files that come by drag and drop or by pasting, and the veil that says where they will end up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme

_VEIL = 0.95
"""How much of the veil covers what is under it."""


def files_in(brought: QMimeData) -> list[Path]:
    """The paths of files and folders on this computer that are brought; empty for anything else, as a link."""
    if not brought.hasUrls():
        return []
    urls = brought.urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []


class DropVeil(QWidget):
    """Lies over `over` while files are dragged across it, and lets the mouse through."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("minutes.files.veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over = over
        self.hide()

    def cover(self, but: QWidget | None = None) -> None:
        """The veil is over all of it, but for what is above and in `but` where that takes files of its own."""
        whole = self._over.rect()
        if but is not None and but.isVisible() and but.acceptDrops():
            whole.setTop(but.mapTo(self._over, but.rect().bottomLeft()).y())
        self.setGeometry(whole)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.space("s")
        ground = QColor(theme.color("accent_soft"))
        ground.setAlphaF(_VEIL)
        painter.setPen(QPen(theme.color("accent"), max(2, theme.active().border), Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        corner = theme.radius("l")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), corner, corner)
        painter.setFont(theme.font("h3"))
        painter.setPen(theme.color("text"))
        side = theme.px(32)
        middle = self.rect().center()
        sign = QRect(middle.x() - side // 2, middle.y() - side - theme.space("s"), side, side)
        icons.paint(painter, sign, "paperclip", theme.color("accent"))
        words = self.rect().adjusted(edge, middle.y(), -edge, 0)
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap,
            _("Släpp för att lägga till i mötet"),
        )
