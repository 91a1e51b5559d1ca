"""The small button that offers the documents that can be made of what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import kinds_for
from dialogdesk.ui import icons
from dialogdesk.ui.tab import Command, PaperAsked
from dialogdesk.ui.widgets.buttons import IconButton

Ask = Callable[[PaperAsked], object]


class DocumentButton(IconButton):
    """Pressed, it lists the kinds of document there are now; a choice is told, and whoever hears it knows of what."""

    chosen = Signal(object)
    """A DocumentKind."""

    def __init__(
        self,
        kinds: Callable[[], Iterable[DocumentKind]],
        *,
        name: str,
        labels: Mapping[DocumentKind, str] = MappingProxyType({}),
    ) -> None:
        """`kinds` tells what can be made, when the list is opened; `labels` what some are called here."""
        super().__init__()
        self._kinds, self._labels = kinds, labels
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}.choices")
        self.setIcon(icons.icon("file-text"))
        self.setObjectName(name)
        self.setToolTip(_("Dokument"))
        self.setAccessibleName(_("Dokument"))
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self._menu.clear()
        for kind in self._kinds():
            action = self._menu.addAction(self._labels.get(kind, str(kind.label)))
            action.setObjectName(f"{self.objectName()}.{kind}")
            action.triggered.connect(partial(self.chosen.emit, kind))
        if self._menu.isEmpty():
            self._menu.addAction(_("Inga dokument än")).setEnabled(False)
        corner = QPoint(self.width() - self._menu.sizeHint().width(), self.height() + 2)
        self._menu.popup(self.mapToGlobal(corner))


def kinds_of(desk: Desk, record: Record | None) -> Sequence[DocumentKind]:
    """The kinds of document that can be made of the record now."""
    return kinds_for(desk, record) if isinstance(record, Meeting | Supplier | Procurement) else ()


def document_commands(kinds: Iterable[DocumentKind], key: str, ask: Ask) -> tuple[Command, ...]:
    """As "Dagordning som PDF", for the list of commands: each shows the document."""
    return tuple(
        (_("{document} som PDF").format(document=kind.label), "", partial(ask, PaperAsked(kind, key)))
        for kind in kinds
    )
