"""Makes the fonts under resources/fonts/ui and the icons under resources/icons from the packages named below.

Run by hand when they are to be renewed, or when an icon is added to the folder, in an environment with fonttools and
brotli:

    npm pack inter-ui@4.1.1 lucide-static@1.62.0
    python tools/screen_resources.py FOLDER-WITH-THE-PACKAGES [NAME-OF-A-NEW-ICON …]

Every icon that lies in the folder is renewed; a new one is named on the command line. Inter reserves no font name.
"""

from __future__ import annotations

import io
import re
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
INTER, LUCIDE = "inter-ui-4.1.1", "lucide-static-1.62.0"
WEIGHTS = ("Regular", "Medium", "SemiBold")

FEATURES = ("kern", "ccmp", "locl", "mark", "mkmk", "tnum", "case")
"""Without `calt`, which draws -> as an arrow: the screen shows what was typed."""

FIGURES = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
"""Only these get one width. Inter would widen the hyphen too, which tears words like e-tjänst apart."""

CHARACTERS = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x36F), (0x370, 0x4FF), (0x1E00, 0x1EFF)),  # letters
    *((0x2000, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x23FF), (0x2460, 0x27BF)),  # signs
    *((0xFB00, 0xFB06), (0xFFFD, 0xFFFD)),
)

SHAPES = re.compile(r"<(?:path|rect|circle|line|polyline|polygon|ellipse)\b[^>]*/>")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" '
    'stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">\n'
    "  {shapes}\n</svg>\n"
)


def main(folder: Path, new_icons: Sequence[str]) -> None:
    """The fonts of `WEIGHTS`, the icons and their licences are written to resources/."""
    with tarfile.open(folder / f"{INTER}.tgz") as package:
        for weight in WEIGHTS:
            target = RESOURCES / "fonts" / "ui" / f"Inter-{weight}.ttf"
            target.write_bytes(_part(_member(package, f"web/Inter-{weight}.woff2")))
            print(f"{target.name:32} {target.stat().st_size // 1024:5} KB")
        _licence("Inter-OFL-1.1", _member(package, "LICENSE.txt"))
    icons = RESOURCES / "icons"
    with tarfile.open(folder / f"{LUCIDE}.tgz") as package:
        for name in sorted({path.stem for path in icons.glob("*.svg")} | set(new_icons)):
            shapes = SHAPES.findall(_member(package, f"icons/{name}.svg").decode())
            (icons / f"{name}.svg").write_text(SVG.format(shapes="\n  ".join(shapes)), encoding="utf-8")
        _licence("Lucide-ISC", _member(package, "LICENSE"))


def _member(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(f"package/{name}")
    if file is None:
        raise SystemExit(f"{name} is no file of its package")
    return file.read()


def _licence(name: str, text: bytes) -> None:
    (RESOURCES / "licences" / f"{name}.txt").write_bytes(text.replace(b"\r\n", b"\n"))


def _part(web_font: bytes) -> bytes:
    """The font as TrueType, with the characters and features above and without hinting."""
    font = TTFont(io.BytesIO(web_font), recalcTimestamp=False)
    font.flavor = None
    _widen_only_figures(font)
    options = subset.Options(
        layout_features=list(FEATURES), hinting=False, notdef_outline=True, name_IDs=["*"]
    )
    program = subset.Subsetter(options)
    program.populate(unicodes={c for low, high in CHARACTERS for c in range(low, high + 1)})
    program.subset(font)
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def _widen_only_figures(font: TTFont) -> None:
    """The feature tnum replaces the figures and nothing else."""
    table = font["GSUB"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for number in record.Feature.LookupListIndex
    }
    for number in lookups:
        for subtable in table.LookupList.Lookup[number].SubTable:
            replaced = getattr(subtable, "ExtSubTable", subtable).mapping
            for glyph in replaced.keys() - FIGURES:
                del replaced[glyph]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
