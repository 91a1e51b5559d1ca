"""The small parts: they say what they show to a screen reader, and show what was written as it was written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.ui import theme
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.card import Card, FigureCard, Heading, PageHeader, hairline
from dialogdesk.ui.widgets.chip import Chip, ChipLabel, chip_size
from dialogdesk.ui.widgets.empty import EmptyState
from dialogdesk.ui.widgets.labels import ElidedLabel, caption, label
from dialogdesk.ui.widgets.segments import Dot, Segments
from tests.keyboard import Keyboard


def test_a_button_says_its_text_whatever_signs_it_holds(qtbot: QtBot) -> None:
    made = button("Ek & Co", "x.ek")
    qtbot.addWidget(made)
    assert (made.text(), made.accessibleName(), made.objectName()) == ("Ek && Co", "Ek & Co", "x.ek")


def test_a_folded_button_says_its_text_in_its_tip_unless_it_was_given_one(qtbot: QtBot) -> None:
    plain, told = button("Ek & Co", "x.ek"), button("Lägg till", "x.add")
    told.setToolTip("Lägg till (Ctrl+Enter)")
    plain.setAccessibleName("Leverantören Ek & Co")
    for made in (plain, told):
        qtbot.addWidget(made)
        made.fold(on=True)
    assert [made.text() for made in (plain, told)] == ["", ""]
    assert [made.toolTip() for made in (plain, told)] == ["Ek & Co", "Lägg till (Ctrl+Enter)"]
    for made in (plain, told):
        made.fold(on=False)
    assert [made.text() for made in (plain, told)] == ["Ek && Co", "Lägg till"]
    assert [made.toolTip() for made in (plain, told)] == ["", "Lägg till (Ctrl+Enter)"]
    assert plain.accessibleName() == "Leverantören Ek & Co"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_enter_and_by_space(qtbot: QtBot, keyboard: Keyboard, key: Qt.Key) -> None:
    pressed: list[bool] = []
    made = button("Spara", "x.save", lambda: pressed.append(True))
    qtbot.addWidget(made)
    keyboard.press(made, key)
    assert pressed == [True]


def test_a_button_shows_a_ring_when_the_keyboard_comes_to_it_and_none_when_the_mouse_does(
    qtbot: QtBot,
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = button("Ett", "x.one"), button("Två", "x.two")
    column.addWidget(first)
    column.addWidget(second)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    clicked = second.grab().toImage()
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    tabbed = second.grab().toImage()
    assert clicked != tabbed
    assert tabbed.pixelColor(second.width() // 2, 1) == theme.color("focus")


def test_an_icon_button_says_what_it_does(qtbot: QtBot) -> None:
    made = icon_button("settings", "Inställningar", "x.settings")
    qtbot.addWidget(made)
    assert (made.toolTip(), made.accessibleName()) == ("Inställningar", "Inställningar")


def test_what_the_user_wrote_is_never_markup(qtbot: QtBot) -> None:
    made = label("<b>&amp;</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_an_elided_text_says_all_of_itself(qtbot: QtBot) -> None:
    made = ElidedLabel("Ett <mycket> långt namn på en leverantör i Norrland")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert made.accessibleName() == "Ett <mycket> långt namn på en leverantör i Norrland"
    assert made.toolTip() == "Ett &lt;mycket> långt namn på en leverantör i Norrland"
    made.resize(800, 20)
    assert made.toolTip() == ""


def test_a_caption_is_read_as_a_word_and_not_as_letters(qtbot: QtBot) -> None:
    made = caption("Nästa möte")
    qtbot.addWidget(made)
    assert (made.text(), made.accessibleName()) == ("NÄSTA MÖTE", "Nästa möte")


def test_a_figure_card_says_its_figure(qtbot: QtBot) -> None:
    card = FigureCard("Leverantörer", name="x.suppliers")
    qtbot.addWidget(card)
    card.say("8", "3 inom 50 mil")
    figure = card.findChild(QLabel, "x.suppliers.figure")
    assert figure is not None
    assert figure.text() == "8"
    assert card.accessibleName() == "Leverantörer: 8. 3 inom 50 mil"


def test_a_page_header_says_another_title(qtbot: QtBot) -> None:
    header = PageHeader("Marknad", button("Ny", "x.new"), facts="3 möten", name="x.head")
    qtbot.addWidget(header)
    header.say("Livsmedel", "4 möten")
    title = header.findChild(QLabel, "x.head.title")
    assert title is not None
    assert title.text() == "Livsmedel"


def test_segments_turn_by_click_and_by_arrow_keys(qtbot: QtBot, keyboard: Keyboard) -> None:
    segments = Segments([("month", "Månad"), ("week", "Vecka")], name="x.view", label="Vy")
    qtbot.addWidget(segments)
    segments.show()
    segments.activateWindow()
    qtbot.waitUntil(segments.isActiveWindow)
    told: list[str] = []
    segments.changed.connect(told.append)
    week = segments.findChild(QAbstractButton, "x.view.week")
    assert week is not None
    assert segments.value() == "month"
    week.click()
    assert (segments.value(), told) == ("week", ["week"])
    week.setFocus()
    keyboard.press(week, Qt.Key.Key_Left)
    assert segments.value() == "month"
    assert told == ["week", "month"]
    segments.show_value("week")
    assert (segments.value(), told) == ("week", ["week", "month"])


@pytest.mark.parametrize("factor", [0.8, 1.0, 2.0])
def test_a_chip_is_as_wide_as_its_word_needs(qapp: QApplication, qtbot: QtBot, factor: float) -> None:
    theme.apply(qapp, "light", factor)
    short, long = Chip("Låg", "ok", "circle-check"), Chip("Mycket hög risk", "danger", "triangle-alert")
    assert chip_size(long).width() > chip_size(short).width()
    made = ChipLabel(short)
    qtbot.addWidget(made)
    made.say(long)
    assert (made.sizeHint(), made.accessibleName()) == (chip_size(long), "Mycket hög risk")


def test_an_empty_state_has_one_button_that_takes_the_next_step(qtbot: QtBot) -> None:
    taken: list[bool] = []
    state = EmptyState(
        "calendar-days", "Inga möten än", "Boka det första.", name="x.empty", action="Boka möte",
        clicked=lambda: taken.append(True),
    )  # fmt: skip
    qtbot.addWidget(state)
    buttons = state.findChildren(QPushButton)
    assert [each.objectName() for each in buttons] == ["x.empty.action"]
    buttons[0].click()
    assert taken == [True]


@pytest.mark.parametrize("appearance", ["light", "dark"])
@pytest.mark.parametrize("factor", [0.8, 2.0])
def test_every_part_can_be_drawn(
    qapp: QApplication, qtbot: QtBot, appearance: theme.Appearance, factor: float
) -> None:
    theme.apply(qapp, appearance, factor)
    card = Card()
    qtbot.addWidget(card)
    card.add(
        Heading("Mognad", Dot("Operativ", "op")),
        hairline(),
        Dot("Mål", "accent", "circle"),
        ChipLabel(Chip("Låg", "ok")),
    )
    card.add(
        Segments([(1, "Ett"), (2, "Två")], name="x.s", label="Val"),
        button("Ja", "x.y", icon="check", look="primary"),
    )
    card.show()
    assert not card.grab().isNull()


def ring_of(pressed: QWidget, qtbot: QtBot, reason: Qt.FocusReason) -> set[str]:
    """The colours that come into the upper part of a control when it gets the keyboard."""
    before = pressed.grab().toImage()
    pressed.setFocus(reason)
    qtbot.waitUntil(pressed.hasFocus)
    after = pressed.grab().toImage()
    x = before.width() // 2
    rows = range(before.height() // 4)
    return {after.pixelColor(x, y).name() for y in rows if after.pixel(x, y) != before.pixel(x, y)}


def test_ring_of_the_keyboard_is_seen_on_a_button_of_the_rings_own_colour(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(button("Annat", "x.other"))
    adopt = button("Fastställ", "x.adopt", look="primary")
    adopt.setStyleSheet(f"background: {theme.color('accent').name()}")
    column.addWidget(adopt)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert ring_of(adopt, qtbot, Qt.FocusReason.TabFocusReason) == {theme.color("on_accent").name()}


def test_ring_of_the_keyboard_is_there_again_after_a_dialog(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(button("Annat", "x.other"))
    pressed = button("Skriv ut", "x.print")
    column.addWidget(pressed)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    pressed.setFocus(Qt.FocusReason.TabFocusReason)
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: not pressed.hasFocus())
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(pressed.hasFocus)
    assert pressed.ringed
