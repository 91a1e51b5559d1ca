"""Pictures of pixels, as a logo: read from whatever a PNG may hold, and made fit for an archive."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

DPI = 600
"""Pixels an inch, the most that any paper shows."""

_POINTS_AN_INCH = 72
_MOST_PIXELS = 40_000_000
"""A file that claims to hold more is taken for broken, before any memory is given to it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture without transparency: its pixels row by row, a byte for each of its colours."""

    width: int
    height: int
    colours: int
    """1 for grey, 3 for red, green and blue."""
    pixels: bytes

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """How wide and high it is in a box, in points, when it is as large as it can be there."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


@lru_cache(maxsize=4)
def read_png(data: bytes, width: float, height: float) -> Picture | None:
    """The PNG as a picture for a box of the size, in points; None if it is no PNG that can be shown.

    What is transparent is white. A picture with more pixels than the box can show is made smaller.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            image.load()
            flat = _flattened(image)
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        struct.error,
        zlib.error,
        Image.DecompressionBombError,
    ):
        return None
    scale = DPI / _POINTS_AN_INCH * min(width / flat.width, height / flat.height)
    if scale < 1:
        size = max(1, int(flat.width * scale)), max(1, int(flat.height * scale))
        flat = flat.resize(size, Image.Resampling.LANCZOS)
    return Picture(flat.width, flat.height, len(flat.getbands()), flat.tobytes())


def _flattened(image: Pixels) -> Pixels:
    """The image on white, in grey if it has no other colour."""
    from PIL import Image

    if image.mode == "L" and "transparency" not in image.info:
        return image.copy()
    if image.mode.startswith("I"):  # 16 bits of grey, of which Pillow would keep the wrong eight
        return image.convert("I").point(lambda value: value / 256).convert("L")
    colours = image.convert("RGBA")
    white = Image.new("RGBA", colours.size, "white")
    flat = Image.alpha_composite(white, colours).convert("RGB")
    grey = flat.convert("L")
    return grey if grey.convert("RGB").tobytes() == flat.tobytes() else flat
