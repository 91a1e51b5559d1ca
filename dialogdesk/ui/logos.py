"""The unit's logo: read out of whatever file somebody chooses, and made fit for paper."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _

SUFFIXES = ("png", "jpg", "jpeg", "svg")

LARGEST = QSize(1200, 400)
"""Pixels: more than any printer shows of a logo."""

_MOST_BYTES = 8_000_000
_MOST_DRAWN_BYTES = 1_000_000
"""Of an SVG, which is a drawing: what is larger is no logo, and would take long to draw."""
_MOST_PIXELS = 60_000_000


def read_logo(path: Path) -> str:
    """The picture in the file as it is stored: a PNG on white, in base64; UserError if it cannot be used as a logo."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _unusable() from error
    read = _reader_of(data)
    image = read(data) if read is not None and len(data) <= _MOST_BYTES else None
    if image is None or image.isNull():
        raise _unusable()
    return _stored(_on_white(image))


def logo_image(logo: str) -> QImage:
    """The stored logo as a picture; an empty one for none."""
    return QImage.fromData(b64decode(logo)) if logo else QImage()


def _reader_of(data: bytes) -> Callable[[bytes], QImage | None] | None:
    """What reads the file, by what is in it whatever it is called; None for what is neither PNG, JPEG nor SVG."""
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _read_pixels
    return _read_drawing if b"<svg" in data[:4096] else None


def _read_pixels(data: bytes) -> QImage | None:
    store = QBuffer()
    store.setData(QByteArray(data))
    store.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(store)
    reader.setAutoTransform(True)
    size = reader.size()
    pixels = max(size.width(), 0) * max(size.height(), 0)
    if pixels > _MOST_PIXELS:  # before any memory is given to it
        raise UserError(
            _(
                "Bilden har {width} × {height} bildpunkter och är för stor att läsa. Gör den mindre; "
                "{most_width} × {most_height} räcker för en logotyp."
            ).format(
                width=size.width(),
                height=size.height(),
                most_width=LARGEST.width(),
                most_height=LARGEST.height(),
            )
        )
    return reader.read() if pixels else None


def _read_drawing(data: bytes) -> QImage | None:
    """The drawing as large as it may be: it stays sharp."""
    from PySide6.QtSvg import QSvgRenderer

    if len(data) > _MOST_DRAWN_BYTES:
        return None
    drawing = QSvgRenderer()
    if not drawing.load(QByteArray(data)):
        return None
    size = drawing.viewBoxF().size() if not drawing.viewBoxF().isEmpty() else drawing.defaultSize().toSizeF()
    if size.isEmpty():
        return None
    fitted = size.scaled(LARGEST.toSizeF(), Qt.AspectRatioMode.KeepAspectRatio).toSize()
    if fitted.isEmpty():
        return None
    image = _white(fitted)
    with QPainter(image) as painter:
        drawing.render(painter, QRectF(image.rect()))
    return image


def _on_white(image: QImage) -> QImage:
    """The picture without transparency, no larger than it may be."""
    size = image.size()
    if size.width() > LARGEST.width() or size.height() > LARGEST.height():
        size = size.scaled(LARGEST, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    flat = _white(size)
    with QPainter(flat) as painter:
        painter.drawImage(0, 0, image)
    return flat


def _white(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


def _stored(image: QImage) -> str:
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(store, "PNG")  # type: ignore[call-overload]  # PySide declares bytes, and takes text only
    return b64encode(store.data().data()).decode()


def _unusable() -> UserError:
    return UserError(
        _("Filen går inte att använda som logotyp. Välj en bild i PNG, JPEG eller SVG, på högst 8 MB.")
    )
