"""A form shows a record, stores what is typed as it is typed, and never loses a word of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.domain.errors import DeskUnavailable, InvalidValue
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Person, Procurement, Supplier
from dialogdesk.domain.values import Role, SupplierKind
from dialogdesk.i18n import N_
from dialogdesk.ui import theme
from dialogdesk.ui.editors.text import ParagraphsEditor
from dialogdesk.ui.fields import Choice, DateField, Money, Option, Paragraphs, Pick, Text, Tick
from dialogdesk.ui.forms import Form
from tests.keyboard import Keyboard

ROUND = Procurement(title="Livsmedel", case_number="2026/0417", needs="Mat\ntill skolor", value=125_000_000)


class Desk:
    """What the form stored, in order, and the record as it then stands."""

    def __init__(self, record: Record | None = None) -> None:
        self.record = record
        self.stored: list[dict[str, Any]] = []
        self.error: Exception | None = None

    def save(self, changes: Mapping[str, Any]) -> Record | None:
        if self.error is not None:
            raise self.error
        self.stored.append(dict(changes))
        if self.record is not None:
            self.record = dataclasses.replace(self.record, **changes)
        return self.record


@pytest.fixture
def desk() -> Desk:
    return Desk(ROUND)


@pytest.fixture
def form(qtbot: QtBot, desk: Desk) -> Form:
    made = Form(
        Procurement,
        (Text("title"), (Text("case_number"), Money("value")), Paragraphs("needs")),
        save=desk.save,
        name="market.procurement",
        more=(Text("cpv"),),
    )
    show(qtbot, made)
    made.show_record(ROUND)
    return made


def show(qtbot: QtBot, widget: QWidget) -> None:
    """The widget is on the screen in a window of its own that has the keyboard."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def line(form: QWidget, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, name)
    assert found is not None
    return found


def message(form: QWidget, name: str) -> str:
    found = form.findChild(QLabel, f"{name}.error")
    assert found is not None
    return found.text() if not found.isHidden() else ""


def test_labels_come_from_the_record_and_point_at_their_fields(form: Form) -> None:
    label = form.findChild(QLabel, "market.procurement.case_number.label")
    assert label is not None
    assert label.text() == "Diarienummer"
    assert label.buddy() is line(form, "market.procurement.case_number")
    assert line(form, "market.procurement.case_number").accessibleName() == "Diarienummer"


def test_a_record_is_shown_in_the_form_of_the_language(form: Form) -> None:
    assert line(form, "market.procurement.title").text() == "Livsmedel"
    assert line(form, "market.procurement.value").text() == "1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000 kr"


def test_text_is_stored_when_the_typing_pauses(
    qtbot: QtBot, keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    title = line(form, "market.procurement.title")
    title.selectAll()
    keyboard.type(title, "Mat åt äldre – ö")
    assert desk.stored == []
    qtbot.waitUntil(lambda: desk.stored == [{"title": "Mat åt äldre – ö"}])


def test_text_is_stored_at_once_by_enter(keyboard: Keyboard, form: Form, desk: Desk) -> None:
    title = line(form, "market.procurement.title")
    title.setFocus()
    title.end(False)
    keyboard.type(title, " 2027\n")
    assert desk.stored == [{"title": "Livsmedel 2027"}]
    assert title.hasFocus()


def test_text_is_stored_at_once_when_the_field_is_left(keyboard: Keyboard, form: Form, desk: Desk) -> None:
    number = line(form, "market.procurement.case_number")
    number.setFocus()
    number.selectAll()
    keyboard.type(number, "2026/1\t")
    assert desk.stored == [{"case_number": "2026/1"}]
    assert line(form, "market.procurement.value").hasFocus()


def test_nothing_is_stored_when_nothing_is_typed(form: Form, desk: Desk) -> None:
    line(form, "market.procurement.title").setFocus()
    line(form, "market.procurement.value").setFocus()
    assert form.flush()
    assert desk.stored == []


AWKWARD = (
    "😀 👩‍👩‍👧 <b>&amp;</b>",
    "שלום عالم",
    "tabb\there",
    "fast mellanslag",
    "x" * 10_000,
    "e\N{COMBINING ACUTE ACCENT}",
)


@pytest.mark.parametrize(
    "text", AWKWARD, ids=["emoji", "right-to-left", "tab", "no-break", "long", "combining"]
)
@pytest.mark.parametrize("name", ["title", "needs"])
def test_text_of_any_kind_is_kept_exactly(form: Form, desk: Desk, name: str, text: str) -> None:
    widget = form.findChild(QWidget, f"market.procurement.{name}")
    assert isinstance(widget, QLineEdit | QPlainTextEdit)
    widget.selectAll()
    if isinstance(widget, QLineEdit):
        widget.selectAll()
        widget.del_()
        widget.insert(text)
        widget.textEdited.emit(widget.text())
    else:
        widget.insertPlainText(text)
    assert form.flush()
    assert desk.stored == [{name: text}]


def test_paragraphs_keep_their_line_breaks(keyboard: Keyboard, form: Form, desk: Desk) -> None:
    needs = form.findChild(QPlainTextEdit, "market.procurement.needs")
    assert needs is not None
    needs.selectAll()
    keyboard.type(needs, "ett\n\ntvå")
    keyboard.press(needs, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    keyboard.type(needs, "tre")
    assert form.flush()
    assert desk.stored == [{"needs": "ett\n\ntvå\ntre"}]


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.25, 2.0])
def test_a_text_box_grows_with_its_text_and_scrolls_only_when_that_is_long(
    qtbot: QtBot, qapp: QApplication, factor: float
) -> None:
    theme.apply(qapp, "light", factor)
    editor = ParagraphsEditor()
    qtbot.addWidget(editor)
    editor.setFixedWidth(400)
    editor.show()
    heights, scrolls = [], []
    for lines in (1, 3, 8, 40):
        editor.show_value("\n".join(["rad"] * lines))
        QApplication.processEvents()
        heights.append(editor.input.height())
        scrolls.append(editor.input.verticalScrollBar().maximum() > 0)
    assert heights[0] == heights[1] < heights[2] < heights[3]
    assert scrolls == [False, False, False, True]


def test_money_is_read_as_people_write_it_and_shown_in_full(
    keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    value = line(form, "market.procurement.value")
    value.setFocus()
    value.selectAll()
    keyboard.type(value, "1,5 mkr\n")
    assert desk.stored == [{"value": 150_000_000}]
    assert value.text().replace("\N{NO-BREAK SPACE}", " ") == "1 500 000 kr"


def test_what_cannot_be_read_stays_and_is_explained_when_the_field_is_left(
    keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    value = line(form, "market.procurement.value")
    value.setFocus()
    value.selectAll()
    keyboard.type(value, "mycket")
    assert message(form, "market.procurement.value") == ""
    keyboard.press(value, Qt.Key.Key_Tab)
    assert message(form, "market.procurement.value").endswith("till exempel 1 250 000 eller 1,25 mkr.")
    assert value.text() == "mycket"
    assert value.accessibleDescription() == message(form, "market.procurement.value")
    assert not form.flush()
    assert desk.stored == []


def test_a_mended_value_takes_the_message_away(keyboard: Keyboard, form: Form, desk: Desk) -> None:
    value = line(form, "market.procurement.value")
    value.setFocus()
    value.selectAll()
    keyboard.type(value, "mycket\n")
    value.selectAll()
    keyboard.type(value, "500 tkr\n")
    assert message(form, "market.procurement.value") == ""
    assert value.accessibleDescription() == ""
    assert desk.stored == [{"value": 50_000_000}]


def test_a_refusal_stands_under_the_field_it_concerns(keyboard: Keyboard, form: Form, desk: Desk) -> None:
    desk.error = InvalidValue("Diarienumret finns redan.", field="case_number")
    title = line(form, "market.procurement.title")
    title.setFocus()
    keyboard.type(title, "x\n")
    assert message(form, "market.procurement.case_number") == "Diarienumret finns redan."
    assert title.text() == "xLivsmedel"


def test_a_refusal_is_not_told_in_the_middle_of_typing(
    qtbot: QtBot, keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    desk.error = InvalidValue("Titel saknas.", field="title")
    title = line(form, "market.procurement.title")
    title.setFocus()
    title.selectAll()
    keyboard.type(title, "L")
    qtbot.waitUntil(lambda: not form._pause.isActive())
    assert message(form, "market.procurement.title") == ""
    keyboard.press(title, Qt.Key.Key_Tab)
    assert message(form, "market.procurement.title") == "Titel saknas."


def test_trouble_with_the_desk_is_told_at_once_and_the_text_is_stored_when_it_can_be(
    qtbot: QtBot, keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    desk.error = DeskUnavailable("Disken är full.")
    title = line(form, "market.procurement.title")
    title.selectAll()
    keyboard.type(title, "Viktigt")
    qtbot.waitUntil(lambda: message(form, "market.procurement") == "Disken är full.")
    desk.error = None
    assert form.flush()
    assert desk.stored == [{"title": "Viktigt"}]
    assert message(form, "market.procurement") == ""


def test_a_value_refused_for_the_sake_of_another_is_stored_when_that_one_is_mended(
    keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    desk.error = InvalidValue("CPV och värde stämmer inte ihop.", field="value")
    number = line(form, "market.procurement.case_number")
    number.setFocus()
    number.selectAll()
    keyboard.type(number, "7\n")
    assert message(form, "market.procurement.value") == "CPV och värde stämmer inte ihop."
    desk.error = None
    value = line(form, "market.procurement.value")
    value.setFocus()
    value.selectAll()
    keyboard.type(value, "10\n")
    assert {"case_number": "7"} in desk.stored
    assert {"value": 1000} in desk.stored
    assert message(form, "market.procurement.value") == ""


def test_a_refresh_leaves_what_is_being_typed_alone(keyboard: Keyboard, form: Form) -> None:
    title = line(form, "market.procurement.title")
    title.setFocus()
    title.selectAll()
    keyboard.type(title, "Halv")
    form.show_record(dataclasses.replace(ROUND, title="Från den andra datorn", case_number="9"))
    assert title.text() == "Halv"
    assert line(form, "market.procurement.case_number").text() == "9"


def test_a_refresh_of_the_focused_field_waits_until_it_is_left(keyboard: Keyboard, form: Form) -> None:
    title = line(form, "market.procurement.title")
    title.setFocus()
    form.show_record(dataclasses.replace(ROUND, title="Från den andra datorn"))
    assert title.text() == "Livsmedel"
    keyboard.press(title, Qt.Key.Key_Tab)
    assert title.text() == "Från den andra datorn"


def test_another_record_is_shown_after_what_was_typed_in_the_first_is_stored(
    keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    title = line(form, "market.procurement.title")
    title.setFocus()
    title.selectAll()
    keyboard.type(title, "Mat")
    form.show_record(Procurement(title="Städ"))
    assert desk.stored == [{"title": "Mat"}]
    assert title.text() == "Städ"


def test_what_the_desk_made_of_a_value_is_shown(keyboard: Keyboard, qtbot: QtBot) -> None:
    def save(changes: Mapping[str, Any]) -> Record:
        return dataclasses.replace(ROUND, title=changes["title"].strip())

    form = Form(Procurement, (Text("title"),), save=save, name="f")
    show(qtbot, form)
    form.show_record(ROUND)
    title = line(form, "f.title")
    title.selectAll()
    keyboard.type(title, "  Mat  \n")
    assert title.text() == "Mat"


def test_a_new_record_is_stored_when_its_required_fields_are_filled(
    qtbot: QtBot, keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    form.start(department="Kostenheten")
    number = line(form, "market.procurement.case_number")
    number.setFocus()
    keyboard.type(number, "2026/2\n")
    assert desk.stored == []
    title = line(form, "market.procurement.title")
    keyboard.type(title, "Mat\n")
    expected = {
        "title": "Mat",
        "case_number": "2026/2",
        "value": None,
        "needs": "",
        "cpv": "",
        "department": "Kostenheten",
    }
    assert desk.stored == [expected]


def test_a_new_record_without_what_is_required_is_refused_when_left_and_keeps_its_text(
    keyboard: Keyboard, form: Form, desk: Desk
) -> None:
    form.start()
    desk.error = InvalidValue("Upphandlingen behöver en titel.", field="title")
    number = line(form, "market.procurement.case_number")
    keyboard.type(number, "2026/2")
    assert not form.flush()
    assert message(form, "market.procurement.title") == "Upphandlingen behöver en titel."
    assert number.text() == "2026/2"


def test_more_is_folded_until_asked_for(qtbot: QtBot, form: Form) -> None:
    cpv = line(form, "market.procurement.cpv")
    assert not cpv.isVisible()
    more = form.findChild(QAbstractButton, "market.procurement.more")
    assert more is not None
    more.click()
    assert cpv.isVisible()
    assert more.text() == "Visa mindre"


def test_a_choice_offers_the_values_of_its_column_and_is_stored_at_once(
    qtbot: QtBot, keyboard: Keyboard
) -> None:
    desk = Desk(Supplier(name="Ek & Co"))
    form = Form(Supplier, (Choice("kind"),), save=desk.save, name="s")
    show(qtbot, form)
    assert desk.record is not None
    form.show_record(desk.record)
    box = form.findChild(QComboBox, "s.kind")
    assert box is not None
    assert box.currentText() == "Möjlig leverantör"
    box.setFocus()
    keyboard.press(box, Qt.Key.Key_N)
    assert desk.stored == [{"kind": SupplierKind.CURRENT}]


def test_a_choice_of_an_optional_column_can_be_none(qtbot: QtBot) -> None:
    desk = Desk(Person(name="Ada", role=Role.PROCURER))
    form = Form(Person, (Choice("role"),), save=desk.save, name="p")
    qtbot.addWidget(form)
    assert desk.record is not None
    form.show_record(desk.record)
    box = form.findChild(QComboBox, "p.role")
    assert box is not None
    assert (box.currentText(), box.itemText(0)) == ("Upphandlare", "–")


@pytest.fixture
def dated(qtbot: QtBot) -> tuple[Form, Desk]:
    desk = Desk()
    form = Form(Procurement, (DateField("day", label=N_("Dag")), Text("title")), save=desk.save, name="m")
    show(qtbot, form)
    form.show_record(ROUND)
    return form, desk


def test_a_date_is_read_as_people_write_it(keyboard: Keyboard, dated: tuple[Form, Desk]) -> None:
    form, desk = dated
    keyboard.type(line(form, "m.day"), "1 dec 2026\n")
    assert desk.stored == [{"day": date(2026, 12, 1)}]
    assert line(form, "m.day").text() == "2026-12-01"


def test_a_date_that_is_none_is_explained(keyboard: Keyboard, dated: tuple[Form, Desk]) -> None:
    form, desk = dated
    keyboard.type(line(form, "m.day"), "31/2\t")
    assert "2026-12-01" in message(form, "m.day")
    assert desk.stored == []


def test_a_date_half_typed_is_not_stored(qtbot: QtBot, keyboard: Keyboard, dated: tuple[Form, Desk]) -> None:
    form, desk = dated
    keyboard.type(line(form, "m.day"), "1/1")
    keyboard.type(line(form, "m.title"), "x")
    qtbot.waitUntil(lambda: {"title": "xLivsmedel"} in desk.stored)
    assert all("day" not in changes for changes in desk.stored)


def test_a_date_can_be_chosen_in_a_month_by_keyboard(
    qtbot: QtBot, keyboard: Keyboard, dated: tuple[Form, Desk]
) -> None:
    form, desk = dated
    day = line(form, "m.day")
    keyboard.type(day, "2026-12-01")
    keyboard.press(day, Qt.Key.Key_Down)
    month = form.findChild(QWidget, "day_picker.month")
    assert month is not None
    assert month.accessibleName() == "tisdag 1 december 2026"
    keyboard.press(month, Qt.Key.Key_Right)
    keyboard.press(month, Qt.Key.Key_PageDown)
    keyboard.press(month, Qt.Key.Key_Return)
    assert desk.stored == [{"day": date(2027, 1, 2)}]
    assert day.text() == "2027-01-02"


def test_a_tick_says_its_own_label_and_is_stored_at_once(qtbot: QtBot) -> None:
    desk = Desk()
    form = Form(Procurement, (Tick("told", label=N_("Information lämnad")),), save=desk.save, name="t")
    show(qtbot, form)
    form.show_record(ROUND)
    tick = form.findChild(QAbstractButton, "t.told")
    assert tick is not None
    assert tick.text() == "Information lämnad"
    tick.click()
    assert desk.stored == [{"told": True}]


NORR, ANG, ANGERED = uuid4(), uuid4(), uuid4()


class Register:
    """Suppliers to pick among, and what was made on the spot."""

    def __init__(self) -> None:
        self.options = [
            Option(NORR, "Norrgrossen AB", "Luleå"),
            Option(ANG, "Ängs Livs", "Malmö"),
            Option(ANGERED, "Angered Städ", "Göteborg"),
        ]
        self.refusal = ""

    def create(self, name: str) -> UUID:
        if self.refusal:
            raise InvalidValue(self.refusal)
        made = Option(uuid4(), name)
        self.options.append(made)
        return UUID(str(made.value))


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def picking(qtbot: QtBot, register: Register) -> tuple[Form, Desk]:
    desk = Desk()
    pick = Pick(
        "supplier_id",
        label=N_("Leverantör"),
        options=lambda: register.options,
        create=register.create,
        create_label=N_("Ny leverantör ”{name}”"),
    )
    form = Form(Procurement, (pick, Text("title")), save=desk.save, name="b")
    show(qtbot, form)
    form.show_record(ROUND)
    line(form, "b.supplier_id").setFocus()
    return form, desk


def offered(form: Form) -> list[str]:
    popup = popup_of(form)
    model = popup.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())] if popup.isVisible() else []


def popup_of(form: Form) -> QListView:
    completer = form._slots["supplier_id"].editor._completer  # type: ignore[attr-defined]
    popup = completer.popup()
    assert isinstance(popup, QListView)
    return popup


def test_a_record_is_picked_by_a_part_of_its_name(keyboard: Keyboard, picking: tuple[Form, Desk]) -> None:
    form, desk = picking
    pick = line(form, "b.supplier_id")
    keyboard.type(pick, "gross")
    assert offered(form) == ["Norrgrossen AB", "Ny leverantör ”gross”"]
    keyboard.press(popup_of(form), Qt.Key.Key_Return)
    assert desk.stored == [{"supplier_id": NORR}]
    assert pick.text() == "Norrgrossen AB"


def test_a_with_dots_is_a_letter_of_its_own(keyboard: Keyboard, picking: tuple[Form, Desk]) -> None:
    form, _desk = picking
    keyboard.type(line(form, "b.supplier_id"), "ang")
    assert offered(form) == ["Angered Städ", "Ny leverantör ”ang”"]
    line(form, "b.supplier_id").clear()
    keyboard.type(line(form, "b.supplier_id"), "äng")
    assert offered(form) == ["Ängs Livs", "Ny leverantör ”äng”"]


def test_what_tells_namesakes_apart_is_searched_too(keyboard: Keyboard, picking: tuple[Form, Desk]) -> None:
    form, _desk = picking
    keyboard.type(line(form, "b.supplier_id"), "göte städ")
    assert offered(form)[0] == "Angered Städ"


def test_a_new_record_is_made_on_the_spot(
    keyboard: Keyboard, register: Register, picking: tuple[Form, Desk]
) -> None:
    form, desk = picking
    keyboard.type(line(form, "b.supplier_id"), "Ek & Co")
    assert offered(form) == ["Ny leverantör ”Ek & Co”"]
    keyboard.press(popup_of(form), Qt.Key.Key_Return)
    assert desk.stored == [{"supplier_id": register.options[-1].value}]
    assert line(form, "b.supplier_id").text() == "Ek & Co"


def test_a_name_already_there_is_not_offered_as_new(keyboard: Keyboard, picking: tuple[Form, Desk]) -> None:
    form, _desk = picking
    keyboard.type(line(form, "b.supplier_id"), "norrgrossen ab")
    assert offered(form) == ["Norrgrossen AB"]


def test_a_refused_new_record_is_explained_and_the_name_stays(
    keyboard: Keyboard, register: Register, picking: tuple[Form, Desk]
) -> None:
    form, desk = picking
    register.refusal = "Namnet är för långt."
    keyboard.type(line(form, "b.supplier_id"), "Ek")
    keyboard.press(popup_of(form), Qt.Key.Key_Return)
    assert message(form, "b.supplier_id") == "Namnet är för långt."
    assert line(form, "b.supplier_id").text() == "Ek"
    assert desk.stored == []


def test_a_name_typed_out_in_full_need_not_be_chosen(keyboard: Keyboard, picking: tuple[Form, Desk]) -> None:
    form, desk = picking
    keyboard.type(line(form, "b.supplier_id"), "ängs livs")
    popup_of(form).hide()
    line(form, "b.title").setFocus()
    assert desk.stored == [{"supplier_id": ANG}]
    assert line(form, "b.supplier_id").text() == "Ängs Livs"


def test_a_name_that_is_none_is_explained_when_the_field_is_left(
    keyboard: Keyboard, picking: tuple[Form, Desk]
) -> None:
    form, desk = picking
    keyboard.type(line(form, "b.supplier_id"), "xyz")
    popup_of(form).hide()
    line(form, "b.title").setFocus()
    assert "Välj en rad" in message(form, "b.supplier_id")
    assert desk.stored == []


def test_an_emptied_pick_is_stored_as_none(keyboard: Keyboard, picking: tuple[Form, Desk]) -> None:
    form, desk = picking
    pick = line(form, "b.supplier_id")
    keyboard.type(pick, "gross")
    keyboard.press(popup_of(form), Qt.Key.Key_Return)
    pick.selectAll()
    keyboard.press(pick, Qt.Key.Key_Delete)
    popup_of(form).hide()
    line(form, "b.title").setFocus()
    assert desk.stored[-1] == {"supplier_id": None}


def test_the_arrow_down_offers_everything(keyboard: Keyboard, picking: tuple[Form, Desk]) -> None:
    form, _desk = picking
    keyboard.press(line(form, "b.supplier_id"), Qt.Key.Key_Down)
    assert offered(form) == ["Angered Städ", "Norrgrossen AB", "Ängs Livs"]
