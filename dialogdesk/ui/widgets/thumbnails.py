"""The pages of a PDF as a column of small pictures: where one is, and the way to any other."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.labels import paint_ground
from dialogdesk.ui.widgets.pdf_pages import PdfPages

Index = QModelIndex | QPersistentModelIndex

WIDTH = 148
"""Of the column, in pixels of the design."""

_SIDE = 92
"""The longer side of a landscape page, and the shorter one of an upright page."""


class Thumbnails(QListView):
    """One page is the current one: the arrow keys and clicks move it, and `show_page` follows the large pages."""

    picked = Signal(int)
    """The page the user went to, from 0."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(_("Sidor"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(theme.px(WIDTH))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        paint_ground(self, "sunken")
        self._following = False
        self._pages = PdfPages(self)
        self._rows = _Rows(self, self._pages)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self._pages.changed.connect(self._on_pages)
        self._pages.drawn.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self._want)

    @property
    def pages(self) -> PdfPages:
        """The pages and their pictures."""
        return self._pages

    def show_pdf(self, data: bytes) -> None:
        """The pages are those of the PDF `data`."""
        self._pages.show_pdf(data)

    def clear(self) -> None:
        """There are no pages."""
        self._pages.clear()

    def show_page(self, number: int) -> None:
        """The page (from 0) is the current one and in sight; nothing is told of it."""
        if number == self.currentIndex().row():
            return
        self._following = True
        index = self._rows.index(number, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._following = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.scrollTo(current)
            if not self._following:
                self.picked.emit(current.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._want()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._want()

    def _on_pages(self) -> None:
        here = max(0, self.currentIndex().row())
        self._rows.reset()
        if self._rows.rowCount():
            self.show_page(min(here, self._rows.rowCount() - 1))
        self._want()

    def _want(self) -> None:
        """The pages in sight are drawn."""
        first, last = (
            self.indexAt(self.viewport().rect().topLeft()),
            self.indexAt(self.viewport().rect().bottomLeft()),
        )
        if not first.isValid():
            return
        end = last.row() if last.isValid() else self._rows.rowCount() - 1
        ratio = self.devicePixelRatioF()
        self._pages.want({n: size_of_page(self._pages, n) * ratio for n in range(first.row(), end + 1)})


def size_of_page(pages: PdfPages, number: int) -> QSize:
    """How large the small picture of a page is."""
    size = pages.sizes[number]
    side = theme.px(_SIDE)
    width = side if size.width() <= size.height() else theme.px(_SIDE + 20)
    return QSize(width, round(width * size.height() / size.width()))


class _Rows(QAbstractListModel):
    """A row a page."""

    def __init__(self, parent: QObject, pages: PdfPages) -> None:
        super().__init__(parent)
        self.pages = pages

    def reset(self) -> None:
        """The pages are others."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.pages.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return _("Sida {page} av {count}").format(page=index.row() + 1, count=len(self.pages.sizes))
        return None


class _Painter(QStyledItemDelegate):
    """The page with its number under it; the current one in a frame and its number in bold."""

    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        page = size_of_page(self._view.pages, index.row())
        return QSize(theme.px(WIDTH) - theme.px(20), page.height() + theme.px(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        size = size_of_page(self._view.pages, index.row())
        room: QRect = option.rect
        page = QRect(
            room.left() + (room.width() - size.width()) // 2,
            room.top() + theme.px(10),
            size.width(),
            size.height(),
        )
        picture = self._view.pages.picture(index.row())
        painter.fillRect(page, theme.color("paper"))
        if picture is not None:
            painter.drawImage(page, picture)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent" if is_current else "line"), 2 if is_current else 1))
        painter.drawRect(page.adjusted(-1, -1, 1, 1) if is_current else page)
        painter.setFont(theme.font("strong" if is_current else "small"))
        painter.setPen(theme.color("accent" if is_current else "muted"))
        words = QRect(room.left(), page.bottom() + theme.px(4), room.width(), theme.px(20))
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter, str(index.row() + 1))
        if is_current and self._view.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(room.adjusted(2, 3, -2, -3), theme.radius("m"), theme.radius("m"))
