"""The summary for those who were not at a meeting, and the list of who got it, on the page of what comes afterwards (C12)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from dialogdesk.domain.errors import InvalidValue, UserError
from dialogdesk.domain.records import Handout, Meeting
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import kinds_for
from dialogdesk.services.handouts import (
    hand_out,
    handouts_of,
    recipients,
    remove_handout,
    restore_handouts,
)
from dialogdesk.services.unit import unit_of
from dialogdesk.ui import shown, theme
from dialogdesk.ui.editors.date import DateEditor, today
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.editors.pick import Option, PickEditor
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.tab import PaperAsked
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.labels import ElidedLabel, label, paragraph, plain_tip


class HandoutsCard(Card):
    """In sight where there is a summary, or somebody has got one."""

    said = Signal(object)
    """A Notice."""

    paper_asked = Signal(object)
    """A PaperAsked: the summary is to be looked at."""

    def __init__(self, desk: Desk, meeting_id: UUID) -> None:
        super().__init__(name="afterwards.handouts")
        self._desk, self._meeting_id = desk, meeting_id
        self._shown: list[Handout] | None = None
        self._rows: QWidget | None = None
        self._look = button(
            _("Visa sammanfattningen"), "afterwards.summary", self._show_summary, icon="file-text"
        )
        system = unit_of(desk).procurement_system
        self._to = PickEditor(
            self._options,
            create=str,
            create_label=_("Någon annan: {name}"),
            hint=_("Leverantör, eller {system}").format(system=system) if system else _("Leverantör"),
        )
        self._to.name("afterwards.handout.to", _("Lämnad till"))
        self._day = DateEditor()
        self._day.name("afterwards.handout.day", _("Lämnad den"))
        self._day.setFixedWidth(theme.px(152))
        self._day.show_value(today())
        self._add = button(_("Anteckna"), "afterwards.handout.add", self._hand_out)
        self._to.settled.connect(self._choose_day)
        self._trouble = paragraph("", "small", "danger", name="afterwards.handout.error")
        self._trouble.hide()
        self._to.typed.connect(self._on_typed)
        self._day.typed.connect(self._on_typed)
        self._day.settled.connect(self._on_day)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Who got it is true again."""
        with self._desk.read() as db:
            meeting = db.find(Meeting, self._meeting_id)
        given = handouts_of(self._desk, self._meeting_id)
        has_summary = meeting is not None and DocumentKind.SUMMARY in kinds_for(self._desk, meeting)
        self._look.setVisible(has_summary)
        self.setVisible(has_summary or bool(given))
        if given != self._shown:
            self._shown = given
            self._show(given)

    # what the user does

    def _show_summary(self) -> None:
        self.paper_asked.emit(PaperAsked(DocumentKind.SUMMARY, self._meeting_id.hex))

    def _choose_day(self) -> None:
        """The day is next: Enter takes today."""
        self._day.setFocus()
        self._day.input.selectAll()

    def _on_day(self) -> None:
        if self._to.input.text().strip():
            self._hand_out()
        else:
            self._to.setFocus()

    def _hand_out(self) -> None:
        try:
            hand_out(self._desk, self._meeting_id, self._to.input.text(), self._day.value() or today())
        except InvalidValue as error:
            self._tell(self._to if error.field == "recipient" else self._day, str(error))
        except UserError as error:
            self.said.emit(Notice.of(error))
        else:
            self._to.show_value(None)
            self._to.setFocus()
            self.refresh()

    def _on_typed(self) -> None:
        self._trouble.hide()
        self._to.tell("")
        self._day.tell("")

    def _tell(self, field: Editor, trouble: str) -> None:
        """It is said under the fields: a notice would lie on them."""
        field.tell(trouble)
        field.setFocus()
        self._trouble.setText(trouble)
        self._trouble.show()

    def _remove(self, handout: Handout) -> None:
        try:
            gone = remove_handout(self._desk, handout.id)
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        self.refresh()
        self._to.setFocus()
        text = _("{name} är borttagen ur listan.").format(name=handout.recipient)
        self.said.emit(Notice(text, remedy=Remedy(_("Ångra"), partial(restore_handouts, self._desk, gone))))

    def _options(self) -> list[Option]:
        return [Option(name, name) for name in recipients(self._desk, self._meeting_id)]

    # what is shown

    def _show(self, given: list[Handout]) -> None:
        if self._rows is not None:
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("m"))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(0, 1)
        for row, each in enumerate(given):
            tip = _("Ta bort {name}").format(name=each.recipient)
            remove = icon_button("x", "", f"afterwards.handout{row + 1}.remove", partial(self._remove, each))
            remove.setAccessibleName(tip)
            plain_tip(remove, tip)
            grid.addWidget(ElidedLabel(each.recipient), row, 0)
            grid.addWidget(label(shown.day(each.given_on), colour="muted"), row, 1)
            grid.addWidget(remove, row, 2)
        self.body.addWidget(self._rows)
        self._rows.setVisible(bool(given))

    def _lay_out(self) -> None:
        self.body.setContentsMargins(*(theme.space("l"),) * 4)
        self.body.setSpacing(theme.space("m"))
        self.add(
            label(_("Till dem som inte var med"), "h3"),
            paragraph(
                _(
                    "Sammanfattningen säger vad ni berättade, frågade och beslutade, men inte vem ni träffade. "
                    "Anteckna vilka som har fått den."
                ),
                "small",
                "muted",
            ),
        )
        line = QHBoxLayout()
        line.setSpacing(theme.space("s"))
        line.addWidget(self._to, 1)
        line.addWidget(self._day)
        line.addWidget(self._add)
        self.body.addWidget(self._look, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(line)
        self.body.addWidget(self._trouble)
