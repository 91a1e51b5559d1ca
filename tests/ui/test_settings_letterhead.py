"""The card Brevhuvud: a logo is chosen, made fit for paper, shown as it prints, taken away, and undone."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.errors import UserError
from dialogdesk.services.desk import Desk
from dialogdesk.services.undo import redo, undo
from dialogdesk.services.unit import change_unit, unit_of
from dialogdesk.settings import Settings
from dialogdesk.ui.feedback import Notice, NoticeBar
from dialogdesk.ui.logos import LARGEST, logo_image, read_logo
from dialogdesk.ui.settings_letterhead import LetterheadPart
from dialogdesk.ui.settings_page import SettingsPage
from tests.ui.found import found

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">
<rect width="30" height="20" fill="#cc0000"/></svg>"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    change_unit(desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    yield desk
    desk.close()


@pytest.fixture
def part(desk: Desk, qtbot: QtBot) -> LetterheadPart:
    made = LetterheadPart(desk)
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    return made


def picture(path: Path, width: int = 300, height: int = 100, colour: str = "#cc0000") -> Path:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def png_that_claims(width: int, height: int) -> bytes:
    """The head of a PNG of that size, and next to nothing in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


# ---- the file


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_picture_is_stored_as_png(tmp_path: Path, suffix: str) -> None:
    logo = read_logo(picture(tmp_path / f"logo.{suffix}"))
    assert b64decode(logo).startswith(b"\x89PNG")
    image = logo_image(logo)
    assert (image.width(), image.height()) == (300, 100)
    assert abs(image.pixelColor(10, 10).red() - 0xCC) < 4


def test_a_drawing_is_drawn_as_large_as_a_logo_may_be(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG)
    image = logo_image(read_logo(tmp_path / "logo.svg"))
    assert image.size() == LARGEST
    assert image.pixelColor(100, 100).name() == "#cc0000"
    assert image.pixelColor(1000, 100).name() == "#ffffff", "nothing is white on paper"


def test_what_can_be_seen_through_is_white(tmp_path: Path) -> None:
    image = logo_image(read_logo(picture(tmp_path / "logo.png", colour="#00cc0000")))
    assert not image.hasAlphaChannel()
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_a_large_picture_is_made_smaller_and_keeps_its_shape(tmp_path: Path) -> None:
    image = logo_image(read_logo(picture(tmp_path / "logo.png", 4000, 1000)))
    assert (image.width(), image.height()) == (1200, 300)


def test_a_small_picture_stays_as_it_is(tmp_path: Path) -> None:
    assert logo_image(read_logo(picture(tmp_path / "logo.png", 40, 20))).width() == 40


HOSTILE = {
    "text.png": b"not a picture",
    "empty.svg": b"",
    "cut.png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "empty drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "thin.svg": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1000000 1'/>",
    "large.svg": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>" + b" " * 1_000_001 + b"</svg>",
    "laughs.svg": b"<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k")))
    + b"]><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>&j;</text></svg>",
    "packed.svgz": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_logo_is_refused_in_one_way(
    qtbot: QtBot, tmp_path: Path, name: str, qtlog: object
) -> None:
    file = tmp_path / name
    file.write_bytes(HOSTILE[name])
    with qtlog.disabled(), pytest.raises(UserError, match="PNG, JPEG eller SVG"):  # type: ignore[attr-defined]
        read_logo(file)


def test_a_picture_too_large_to_be_read_is_told_from_what_is_none(tmp_path: Path) -> None:
    file = tmp_path / "claims.png"
    file.write_bytes(png_that_claims(60_000, 60_000))
    with pytest.raises(UserError, match=r"60000 × 60000 bildpunkter.* 1200 × 400 räcker"):
        read_logo(file)


def test_a_file_that_is_not_there_is_refused_in_the_same_way(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.png", tmp_path):
        with pytest.raises(UserError, match="PNG, JPEG eller SVG"):
            read_logo(path)


# ---- the card


def test_the_logo_chosen_is_that_of_the_unit_and_is_shown(
    part: LetterheadPart, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = picture(tmp_path / "logo.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    assert found(part, QPushButton, "settings.letterhead.remove").isHidden()
    found(part, QPushButton, "settings.letterhead.choose").click()
    assert unit_of(desk).logo
    sample = found(part, QWidget, "settings.letterhead.sample")
    assert sample.accessibleName() == ("Brevhuvud med logotyp: Exempelköpings kommun, Upphandlingsenheten")
    image = sample.grab().toImage()
    assert image.pixelColor(40, image.height() // 2).name() == "#cc0000"
    assert found(part, QPushButton, "settings.letterhead.choose").text() == "Byt logotyp"


def test_the_logo_is_taken_away(part: LetterheadPart, desk: Desk, tmp_path: Path) -> None:
    part.take(picture(tmp_path / "logo.png"))
    remove = found(part, QPushButton, "settings.letterhead.remove")
    remove.setFocus()
    remove.click()
    assert unit_of(desk).logo == ""
    assert remove.isHidden()
    assert QApplication.focusWidget() is found(part, QPushButton, "settings.letterhead.choose")


def test_a_file_dropped_is_the_logo(part: LetterheadPart, desk: Desk, tmp_path: Path) -> None:
    brought = QMimeData()
    brought.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "logo.png")))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(20, 20), copy, brought, left, none)
    QApplication.sendEvent(part, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(part, QDropEvent(QPointF(20, 20), copy, brought, left, none))
    assert unit_of(desk).logo


def test_a_file_that_is_no_picture_is_told_of_and_changes_nothing(
    part: LetterheadPart, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "logo.png").write_text("text")
    told: list[Notice] = []
    part.said.connect(told.append)
    part.take(tmp_path / "logo.png")
    assert told[0].tone == "error"
    assert unit_of(desk).logo == ""


def test_a_logo_that_is_taken_puts_an_end_to_the_error_before_it(
    part: LetterheadPart, tmp_path: Path, qtbot: QtBot
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    bar = NoticeBar(over)
    part.said.connect(bar.say)
    (tmp_path / "text.png").write_text("text")
    part.take(tmp_path / "text.png")
    part.take(picture(tmp_path / "logo.png"))
    assert found(bar, QLabel, "notice.text").text() == "Logotypen är sparad."
    found(part, QPushButton, "settings.letterhead.remove").click()
    assert found(bar, QLabel, "notice.text").text() == "Logotypen är borttagen."


def test_a_change_of_the_logo_is_undone_and_shown(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    page = SettingsPage(desk, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(page)
    desk.listen(page.refresh)
    part = page.findChild(LetterheadPart)
    assert part is not None
    part.take(picture(tmp_path / "logo.png"))
    undo(desk)
    assert unit_of(desk).logo == ""
    assert "utan logotyp" in found(part, QWidget, "settings.letterhead.sample").accessibleName()
    redo(desk)
    assert "med logotyp" in found(part, QWidget, "settings.letterhead.sample").accessibleName()
    desk.unlisten(page.refresh)
