"""The agenda a meeting is booked with, to be read: the points, their minutes and the sum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.card import Heading
from dialogdesk.ui.widgets.labels import label, paragraph

Point = tuple[str, int]
"""The title of a point and its minutes."""


class AgendaPreview(QWidget):
    """The points under each other with their minutes to the right; hidden when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar.agenda")
        self.setAccessibleName(_("Dagordning"))
        self._points: Sequence[Point] = ()
        self._sum = label("", "small", "muted", name="calendar.agenda.sum")
        self._rows = QWidget()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(Heading(_("Dagordning"), self._sum, name="calendar.agenda.title", style="strong"))
        column.addWidget(self._rows)

    def show_points(self, points: Sequence[Point]) -> None:
        """These are the points."""
        if list(points) == list(self._points):
            return
        self._points = points
        self._sum.setText(_("{n} min").format(n=sum(minutes for _title, minutes in points)))
        self.setVisible(bool(points))
        self._fill()

    def _fill(self) -> None:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("s"))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (title, minutes) in enumerate(self._points):
            grid.addWidget(label(f"{row + 1}", "small", "subtle"), row, 0, top)
            grid.addWidget(paragraph(title, "small", "text"), row, 1)
            grid.addWidget(
                label(str(minutes or ""), "small", "muted"), row, 2, top | Qt.AlignmentFlag.AlignRight
            )
        self._column.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
