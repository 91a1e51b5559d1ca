"""The copies of a protocol, on the settings page: which kinds of line the supplier is not given."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialogdesk.domain.copies import kept_kinds, kept_words
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit, unit_of
from dialogdesk.ui import theme
from dialogdesk.ui.editors.choice import TickEditor
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph

_WIDTH = 176
"""Of a tick, in pixels of the design: so that those of every line stand under each other."""


class CopiesPart(QWidget):
    """A tick for each kind of line that the supplier's copy leaves out, stored as it is made."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ticks = {kind: self._tick(kind) for kind in LineKind}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(label(_("Leverantörens kopia av ett protokoll utelämnar"), "small", "muted"))
        ticks = QWidget()
        ticks.setLayout(Flow(*self._ticks.values()))
        column.addWidget(ticks)
        column.addWidget(
            paragraph(
                _(
                    "Arbetsanteckningar är aldrig med. Det som är märkt med !! är med bara om leverantören själv har sagt det."
                ),
                "small",
                "muted",
            )
        )
        self.refresh()

    def refresh(self) -> None:
        """The ticks are as the unit has them."""
        kept = kept_kinds(unit_of(self._desk))
        for kind, tick in self._ticks.items():
            tick.show_value(kind in kept)

    def _tick(self, kind: LineKind) -> TickEditor:
        tick = TickEditor(str(kind.label))
        tick.name(f"settings.copies.{kind.value}", str(kind.label))
        tick.settled.connect(self._store)
        tick.setMinimumWidth(theme.px(_WIDTH))
        return tick

    def _store(self) -> None:
        kept = [kind for kind, tick in self._ticks.items() if tick.value()]
        try:
            change_unit(self._desk, kept_from_supplier=kept_words(kept))
        except UserError as error:
            self.said.emit(Notice.of(error))
            self.refresh()
