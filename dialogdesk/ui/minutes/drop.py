"""Files that come by drag and drop or by pasting, and the veil that says where they will end up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
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
    """Lies over `over` while files are dragged across it, and takes them in when they are dropped there.

    Only while `takes` gives something they can belong to; those they were copied from stay as they are.
    """

    def __init__(
        self, over: QWidget, takes: Callable[[], object], add: Callable[[list[Path]], object], *, but: QWidget
    ) -> None:
        """`but` stands above what takes the files, and may take files of its own."""
        super().__init__(over)
        self.setObjectName("minutes.files.veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over, self._takes, self._add, self._but = over, takes, add, but
        self.hide()
        over.setAcceptDrops(True)
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.hide()
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._add(files_in(event.mimeData()))
        elif event.type() == QEvent.Type.DragLeave:
            self.hide()
        else:
            return super().eventFilter(watched, event)
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        if not (files_in(event.mimeData()) and self._takes()):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._cover()

    def _cover(self) -> None:
        """The veil is over all of it, but for what is above and in `but` where that takes files of its own."""
        whole, but = self._over.rect(), self._but
        if but.isVisible() and but.acceptDrops():
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
