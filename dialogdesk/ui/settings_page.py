"""The settings: the unit, its people, how it looks on this computer, and where the data lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import UNIT_ID, Lesson, OwnWord, Person, Resolution, Template, Unit
from dialogdesk.i18n import N_, Lazy, _, active_language
from dialogdesk.services.conflicts import disputed_fields
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit, our_people, unit_of
from dialogdesk.settings import Settings
from dialogdesk.ui import theme
from dialogdesk.ui.editors.choice import ChoiceEditor
from dialogdesk.ui.fields import Money, Text
from dialogdesk.ui.forms import Form
from dialogdesk.ui.panes import first_focusable
from dialogdesk.ui.settings_backups import BackupsPart
from dialogdesk.ui.settings_cards import CARDS, card_name
from dialogdesk.ui.settings_copies import CopiesPart
from dialogdesk.ui.settings_data import DataPart
from dialogdesk.ui.settings_encryption import EncryptionPart
from dialogdesk.ui.settings_exchange import ExchangePart
from dialogdesk.ui.settings_letterhead import LetterheadPart
from dialogdesk.ui.settings_people import People
from dialogdesk.ui.settings_spelling import SpellingPart
from dialogdesk.ui.settings_templates import TemplatesPart
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.card import Card, PageHeader
from dialogdesk.ui.widgets.disputed import Disputed
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph
from dialogdesk.ui.widgets.scroll import scrolled_page
from dialogdesk.ui.widgets.segments import Segments

_LANGUAGES = (("sv", "Svenska"), ("en", "English"))
"""Each in its own language, so that whoever reads it finds it."""

_APPEARANCES: Sequence[tuple[str, Lazy]] = (
    ("system", N_("Följ datorn")),
    ("light", N_("Ljust")),
    ("dark", N_("Mörkt")),
)

_SETTLED = 30
"""Milliseconds after which a page that has just been shown is laid out."""

_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Per cent."""


class SettingsPage(QWidget):
    """Every change is stored as it is made; the look changes at once."""

    look_changed = Signal(str)
    """Language, appearance, text size or what is underlined is another. The page is to be made anew, `at` the name told."""

    said = Signal(object)
    """A Notice."""

    bin_asked = Signal()
    """The user wants to see the bin."""

    me_changed = Signal(object)
    """The id of the person who uses this computer, or None."""

    conflict_asked = Signal(object)
    """The Place of the unit or a person that was written in two versions: the user wants to choose."""

    def __init__(self, desk: Desk, settings: Settings, *, at: str = "") -> None:
        """`at` is the object name of the control, or of the card, to begin at."""
        super().__init__()
        self.setObjectName("settings")
        self._desk, self._settings, self._at = desk, settings, at
        self._unit = Form(
            Unit,
            (
                (Text("organisation"), Text("name")),
                (Text("procurement_system"), Money("hourly_cost", example=N_("650 kr"))),
            ),
            save=self._save_unit,
            name="settings.unit",
        )
        self._disputed = Disputed("settings.unit.disputed")
        self._disputed.asked.connect(partial(self.conflict_asked.emit, Place(Unit, UNIT_ID)))
        self._show_unit()
        self._people = People(desk)
        self._people.conflict_asked.connect(self.conflict_asked)
        self._people.said.connect(self.said)
        self._people.changed.connect(self._show_me)
        self._me = QVBoxLayout()
        self._me.setSpacing(theme.px(4))
        self._me.addWidget(label(_("Den här datorn används av"), "small", "muted"))
        self._me_choice: ChoiceEditor | None = None
        self._letterhead = LetterheadPart(desk)
        self._letterhead.said.connect(self.said)
        self._templates = TemplatesPart(desk)
        self._templates.said.connect(self.said)
        self._templates.unfolded.connect(self._come_to_soon)
        self._copies = CopiesPart(desk)
        self._copies.said.connect(self.said)
        self.spelling = SpellingPart(desk, on=settings.spells)
        self.spelling.said.connect(self.said)
        self.spelling.turned.connect(self._turn_spelling)
        self._data = DataPart(desk, settings)
        self._data.said.connect(self.said)
        self._data.bin_asked.connect(self.bin_asked)
        self.backups = BackupsPart(desk)
        self.backups.said.connect(self.said)
        self.encryption = EncryptionPart(desk)
        self.encryption.said.connect(self.said)
        self.encryption.unfolded.connect(self._come_to_soon)
        self.exchange = ExchangePart(desk)
        self.exchange.said.connect(self.said)
        self.exchange.unfolded.connect(self._come_to_soon)
        self._show_me()
        self._lay_out()
        if at:
            QTimer.singleShot(0, self, self._begin_at)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._at:
            self._unit.focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is being typed is stored before the page is left."""
        self.flush()
        super().hideEvent(event)

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        """The unit and its people are true again after something was stored, perhaps undone."""
        if changed & {Unit, Resolution}:
            self._show_unit()
            self._letterhead.refresh()
            self._copies.refresh()
        if changed & {Template, Lesson}:
            self._templates.refresh()
        if OwnWord in changed:
            self.spelling.refresh()
        if changed & {Person, Resolution}:
            self._people.refresh()

    def flush(self) -> bool:
        """What is being typed is stored; False if some of it cannot be."""
        flushed = [self._unit.flush(), self._people.flush(), self._templates.flush()]
        return all(flushed)

    def _show_unit(self) -> None:
        self._unit.show_record(unit_of(self._desk))
        fields = disputed_fields(self._desk, Unit, UNIT_ID)
        self._disputed.say([str(field.label) for field in fields])

    # storing

    def _save_unit(self, changes: Mapping[str, Any]) -> Unit:
        change_unit(self._desk, **changes)
        return unit_of(self._desk)

    def _change_look(self, setting: str, value: object) -> None:
        self._settings.set(setting, value)
        self.look_changed.emit(f"settings.{setting}")

    def _turn_spelling(self, on: bool) -> None:  # noqa: FBT001 - what the part tells
        self._settings.spells = on
        self.look_changed.emit("settings.spelling")

    def _change_text_size(self, size: ChoiceEditor) -> None:
        self._change_look("text_size", size.value())

    def _choose_me(self, choice: ChoiceEditor) -> None:
        chosen: UUID | None = choice.value()
        self._settings["me"] = str(chosen or "")
        self.me_changed.emit(chosen)

    # laying out

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(
            PageHeader(_("Inställningar"), facts=_("Det du ändrar gäller direkt."), name="settings")
        )
        column.addWidget(_section("unit", self._disputed, self._unit))
        column.addWidget(_section("letterhead", self._letterhead))
        column.addWidget(self._people_section())
        column.addWidget(_section("templates", self._templates))
        column.addWidget(_section("copies", self._copies))
        column.addWidget(self._look_section())
        column.addWidget(_section("spelling", self.spelling))
        column.addWidget(_section("exchange", self.exchange))
        column.addWidget(_section("data", self._data))
        column.addWidget(_section("backups", self.backups))
        column.addWidget(_section("encryption", self.encryption))
        column.addStretch(1)
        self._scroll = scrolled_page(page, 860, name="settings.page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _people_section(self) -> Card:
        card = _section("people", self._people)
        card.body.addSpacing(theme.space("s"))
        card.body.addLayout(self._me)
        return card

    def _show_me(self) -> None:
        """Whom this computer is used by, among the people there are now."""
        if self._me_choice is not None:
            self._me.removeWidget(self._me_choice)
            self._me_choice.hide()
            self._me_choice.deleteLater()
        with self._desk.read() as db:
            people = our_people(db)
        choice = ChoiceEditor([(None, "–"), *((person.id, person.name) for person in people)])
        me = self._settings.get("me", "")
        choice.show_value(next((person.id for person in people if str(person.id) == me), None))
        choice.name("settings.me", _("Den här datorn används av"))
        choice.settled.connect(partial(self._choose_me, choice))
        choice.setMaximumWidth(theme.px(320))
        self._me_choice = choice
        self._me.addWidget(choice)

    def _look_section(self) -> Card:
        languages = Segments(_LANGUAGES, name="settings.language", label=_("Språk"))
        languages.show_value(_one_of(active_language(), _LANGUAGES))
        languages.changed.connect(partial(self._change_look, "language"))
        appearances = Segments(_APPEARANCES, name="settings.appearance", label=_("Utseende"))
        appearances.show_value(_one_of(self._settings.get("appearance", ""), _APPEARANCES))
        appearances.changed.connect(partial(self._change_look, "appearance"))
        fields = QWidget()
        flow = Flow(
            _labelled(_("Språk"), languages),
            _labelled(_("Utseende"), appearances),
            _labelled(_("Textstorlek"), self._sizes()),
        )
        flow.setSpacing(theme.space("l"))
        fields.setLayout(flow)
        card = _section("look", fields)
        return card.add(
            paragraph(_("Textstorleken ändras också med Ctrl + och Ctrl −, var som helst."), "small", "muted")
        )

    def _sizes(self) -> ChoiceEditor:
        size = ChoiceEditor([(value, f"{value} %") for value in _SIZES])
        now = self._settings.number("text_size", 100)
        size.show_value(min(_SIZES, key=lambda value: abs(value - now)))
        size.name("settings.text_size", _("Textstorlek"))
        size.settled.connect(partial(self._change_text_size, size))
        return size

    def _begin_at(self) -> None:
        control = self.findChild(QWidget, self._at)
        if isinstance(control, Card):
            QTimer.singleShot(_SETTLED, self, partial(self._turn_to, control))
            return
        if isinstance(control, Segments):
            control = self.findChild(QWidget, f"{self._at}.{control.value()}")
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            self._come_to_soon(control)

    def _turn_to(self, card: Card) -> None:
        """The card stands first, as far as the page can be scrolled, and the keyboard is in it."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + card.mapTo(self._scroll.viewport(), QPoint()).y())
        control = first_focusable(card)
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_to_soon(self, control: QWidget) -> None:
        """Once paragraphs know how high they are: the whole card, and above all the control."""
        QTimer.singleShot(_SETTLED, self, partial(self._come_to, control))

    def _come_to(self, control: QWidget) -> None:
        for card in self.findChildren(Card):
            if card.isAncestorOf(control):
                self._scroll.ensureWidgetVisible(card)
        self._scroll.ensureWidgetVisible(control)


def _one_of(value: str, choices: Sequence[tuple[str, object]]) -> str:
    """The value if it is one of the choices, else the first of them."""
    return value if value in [choice for choice, _text in choices] else choices[0][0]


def _section(name: str, *content: QWidget) -> Card:
    card = Card(name=card_name(name))
    card.body.setContentsMargins(*(theme.space("l"),) * 4)
    card.body.setSpacing(theme.space("m"))
    return card.add(label(str(CARDS[name]), "h3"), *content)


def _labelled(text: str, control: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(4))
    column.addWidget(label(text, "small", "muted"))
    column.addWidget(control)
    return box
