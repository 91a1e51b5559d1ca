"""Makes the fonts under resources/fonts/print and the colour profile from the packages named below.

Run by hand when a font is to be renewed, in an environment with fonttools and Pillow:

    npm pack source-sans@3.52.0 @expo-google-fonts/noto-sans@0.4.2 …     (the packages of `SOURCES`)
    python tools/print_fonts.py FOLDER-WITH-THE-PACKAGES

Source Sans 3 is copied as its makers made it: its licence reserves the name for the unmodified font. Of the
Noto fonts, which reserve none, layout tables, hinting and what a font earlier in the chain already has are left
out: a document is set character by character, so only outlines, widths and the character map count.
"""

from __future__ import annotations

import io
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from PIL import ImageCms

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
OUTLINE_TABLES = ("head", "hhea", "hmtx", "maxp", "cmap", "glyf", "loca", "name", "OS/2", "post")
PROFILE_DATE = (2026, 1, 1, 0, 0, 0)


class Source(NamedTuple):
    """One font of the chain: where it comes from, its name with us, and the characters taken from it."""

    package: str
    member: str
    name: str
    characters: tuple[tuple[int, int], ...] = ()


ADOBE, NOTO = "source-sans-3.52.0", "expo-google-fonts-"

LETTERS = (
    *(
        (0x20, 0x58F),
        (0x1AB0, 0x1AFF),
        (0x1C80, 0x1C8F),
        (0x1D00, 0x214F),
        (0x2C60, 0x2E7F),
        (0xA640, 0xA7FF),
    ),
    *((0xAB30, 0xAB6F), (0xFB00, 0xFB4F), (0xFE20, 0xFE2F), (0xFFFD, 0xFFFD)),
)

FAMILY = tuple(
    Source(ADOBE, f"TTF/SourceSans3-{face}.ttf", f"SourceSans3-{face}")
    for face in ("Regular", "Bold", "It", "BoldIt")
)
FALLBACKS = (
    Source(
        NOTO + "noto-sans-0.4.2",
        "400Regular/NotoSans_400Regular.ttf",
        "NotoSans-Regular",
        LETTERS,
    ),
    Source(
        NOTO + "noto-sans-hebrew-0.4.1",
        "400Regular/NotoSansHebrew_400Regular.ttf",
        "NotoSansHebrew-Regular",
        ((0x590, 0x5FF), (0x20AA, 0x20AA), (0xFB1D, 0xFB4F)),
    ),
    Source(
        NOTO + "noto-sans-arabic-0.4.3",
        "400Regular/NotoSansArabic_400Regular.ttf",
        "NotoSansArabic-Regular",
        (
            (0x600, 0x6FF),
            (0x750, 0x77F),
            (0x8A0, 0x8FF),
            (0xFB50, 0xFBFF),
            (0xFDF0, 0xFDFF),
            (0xFE70, 0xFEFC),
        ),
    ),
    Source(
        NOTO + "noto-sans-math-0.4.2",
        "400Regular/NotoSansMath_400Regular.ttf",
        "NotoSansMath-Regular",
        ((0x2000, 0x22FF), (0x27C0, 0x27FF), (0x2980, 0x2AFF), (0x1D400, 0x1D7FF)),
    ),
    Source(
        NOTO + "noto-sans-symbols-2-0.4.1",
        "400Regular/NotoSansSymbols2_400Regular.ttf",
        "NotoSansSymbols2-Regular",
        ((0x2190, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x1F780, 0x1F8FF)),
    ),
    Source(
        NOTO + "noto-sans-symbols-0.4.1",
        "400Regular/NotoSansSymbols_400Regular.ttf",
        "NotoSansSymbols-Regular",
        ((0x2190, 0x27BF), (0x1F100, 0x1F1E5)),
    ),
    Source(
        NOTO + "noto-emoji-0.4.7",
        "400Regular/NotoEmoji_400Regular.ttf",
        "NotoEmoji-Regular",
        ((0x203C, 0x3299), (0x1F000, 0x1FAFF)),
    ),
)


def main(folder: Path) -> None:
    """The fonts of `FAMILY` and `FALLBACKS`, their licences and the colour profile are written to resources/."""
    taken: set[int] = set()
    for source in FAMILY + FALLBACKS:
        with tarfile.open(folder / f"{source.package}.tgz") as package:
            font = _member(package, source.member)
            licence = _member(package, "LICENSE.md" if source in FAMILY else "LICENSE_FONT")
        target = RESOURCES / "fonts" / "print" / f"{source.name}.ttf"
        if source in FAMILY:
            target.write_bytes(font)
            taken |= TTFont(io.BytesIO(font)).getBestCmap().keys()
        else:
            characters = _characters(font, source.characters) - taken
            target.write_bytes(_part(font, characters))
            taken |= characters
        family = source.name.partition("-")[0]
        (RESOURCES / "licences" / f"{family}-OFL.txt").write_bytes(licence.replace(b"\r\n", b"\n"))
        print(f"{target.name:32} {target.stat().st_size // 1024:5} KB")
    _write_profile(RESOURCES / "srgb.icc")


def _member(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(f"package/{name}")
    if file is None:
        raise SystemExit(f"{name} is no file of its package")
    return file.read()


def _characters(font: bytes, ranges: Iterable[tuple[int, int]]) -> set[int]:
    """The characters the font has within the ranges."""
    has = TTFont(io.BytesIO(font)).getBestCmap()
    return {c for c in has if any(low <= c <= high for low, high in ranges)}


def _part(font: bytes, characters: set[int]) -> bytes:
    """The font with these characters only, without layout and hinting.

    Its em is 1000 units: ReportLab writes the widths of any other wrongly into the part of a font it embeds.
    """
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    outlines = TTFont(io.BytesIO(font), recalcTimestamp=False)
    program = subset.Subsetter(options)
    program.populate(unicodes=characters)
    program.subset(outlines)
    for table in set(outlines.keys()) - {*OUTLINE_TABLES, "GlyphOrder"}:
        del outlines[table]
    scale_upem(outlines, 1000)
    file = io.BytesIO()
    outlines.save(file)
    return file.getvalue()


def _write_profile(target: Path) -> None:
    """Profile of sRGB, with its date (bytes 24–35 of an ICC header) frozen."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = b"".join(part.to_bytes(2, "big") for part in PROFILE_DATE)
    profile[84:100] = bytes(16)
    target.write_bytes(profile)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
