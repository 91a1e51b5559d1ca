"""The letterhead, on the settings page: the logo that stands beside organisation and unit on every document."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFont,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.records import Unit
from dialogdesk.i18n import _
from dialogdesk.resources import resource_path
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit, unit_of
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.logos import SUFFIXES, logo_image, read_logo
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import paragraph

_LOGO = QSizeF(112, 34)
"""The room of the logo on paper, in points."""

_POINT = 1.5
"""Pixels of the design a point of the paper: a little larger than life."""


class LetterheadPart(QWidget):
    """Shows the letterhead as it prints; a logo is chosen, or dropped on it."""

    said = Signal(object)
    """A Notice: of what went wrong, and of what then went well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sample = _Sample()
        self._choose = button("", "settings.letterhead.choose", self._ask, icon="upload")
        self._remove = button(_("Ta bort logotypen"), "settings.letterhead.remove", self._take_away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self._sample)
        column.addLayout(Flow(self._choose, self._remove))
        column.addWidget(
            paragraph(
                _(
                    "PNG, JPEG eller SVG. Dra gärna filen hit. Logotypen följer med till enhetens andra datorer."
                ),
                "small",
                "muted",
            )
        )
        self.setAcceptDrops(True)
        self.refresh()

    def refresh(self) -> None:
        """The letterhead is as the unit has it."""
        unit = unit_of(self._desk)
        self._sample.show_unit(unit)
        self._choose.setText(_("Byt logotyp") if unit.logo else _("Välj logotyp"))
        if self._remove.hasFocus() and not unit.logo:
            self._choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self._remove.setVisible(bool(unit.logo))

    def take(self, path: Path) -> None:
        """The picture in the file is the logo; a Notice tells why where it cannot be."""
        try:
            change_unit(self._desk, logo=read_logo(path))
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        self.refresh()
        self.said.emit(Notice(_("Logotypen är sparad.")))  # in place of an error that may still stand there

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._sample.invite(inviting=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._sample.invite(inviting=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._sample.invite(inviting=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take(Path(event.mimeData().urls()[0].toLocalFile()))

    def _ask(self) -> None:
        kinds = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Välj logotyp"), str(Path.home()), _("Bilder ({kinds})").format(kinds=kinds)
        )
        if chosen:
            self.take(Path(chosen))

    def _take_away(self) -> None:
        change_unit(self._desk, logo="")
        self.refresh()
        self.said.emit(Notice(_("Logotypen är borttagen.")))


class _Sample(QWidget):
    """The head of a page, on paper."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("settings.letterhead.sample")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._unit = Unit()
        self._logo = logo_image("")
        self._inviting = False

    def show_unit(self, unit: Unit) -> None:
        """The head is that of the unit."""
        if unit.logo != self._unit.logo:
            self._logo = logo_image(unit.logo)
        self._unit = unit
        words = ", ".join(filter(None, (unit.organisation, unit.name)))
        told = _("Brevhuvud med logotyp: {words}") if unit.logo else _("Brevhuvud utan logotyp: {words}")
        self.setAccessibleName(told.format(words=words))
        self.update()

    def invite(self, *, inviting: bool) -> None:
        """A file is held over it, or no longer."""
        self._inviting = inviting
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(84))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        border = "accent" if self._inviting else "border"
        painter.setPen(QPen(theme.color(border), 2 if self._inviting else theme.active().border))
        painter.setBrush(theme.color("paper"))
        edge = theme.radius("m")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), edge, edge)
        room = QRectF(self.rect()).adjusted(theme.px(24), theme.px(12), -theme.px(24), -theme.px(12))
        self._paint_words(painter, room, self._paint_logo(painter, room))

    def _paint_logo(self, painter: QPainter, room: QRectF) -> float:
        """The logo is painted in its room; where the words begin is returned."""
        if self._logo.isNull():
            return room.left()
        box = _LOGO * (_POINT * theme.active().text_factor)
        size = QSizeF(self._logo.size()).scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(room.left(), room.center().y() - size.height() / 2, size.width(), size.height())
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # white is the paper
        painter.drawImage(place, self._logo)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        return place.right() + theme.px(10 * _POINT)

    def _paint_words(self, painter: QPainter, room: QRectF, left: float) -> None:
        painter.setPen(theme.color("ink"))
        line = theme.px(12.5 * _POINT)
        rows = ((self._unit.organisation, QFont.Weight.Bold), (self._unit.name, QFont.Weight.Normal))
        for row, (words, weight) in enumerate(rows):
            font = QFont(_paper_family())
            font.setPixelSize(theme.px(9.5 * _POINT))
            font.setWeight(weight)
            painter.setFont(font)
            place = QRectF(left, room.center().y() + (row - 1) * line, room.right() - left, line)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


@cache
def _paper_family() -> str:
    """The typeface of the documents, as Qt calls it."""
    QFontDatabase.addApplicationFont(str(resource_path("fonts/print/SourceSans3-Bold.ttf")))
    number = QFontDatabase.addApplicationFont(str(resource_path("fonts/print/SourceSans3-Regular.ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]
