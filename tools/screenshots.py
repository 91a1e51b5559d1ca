"""Renders the main views of the program, on its sample data, as PNG files named view-theme-language-size.

`screenshots.py` renews those that README.md and docs/ show, in docs/pictures; `--out DIR` makes every one there is;
`--smoke` one theme, language and size of each, thrown away after a look that something is on it.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.minutes_desk import make_desk
from dialogdesk.app import Program
from dialogdesk.ui.application import make_application
from tools.picture_desk import fill
from tools.stage import running, wait_for_worker
from tools.views import EMPTY_VIEWS, Open, long_views, views_of

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
THEMES = ("light", "dark")
LANGUAGES = ("sv", "en")
SIZES = ((1280, 800), (1920, 1080))
SOON = 40
"""Milliseconds after which a window has been laid out."""
STILL = 400
"""Milliseconds a window must look the same, twice, to count as done: a preview is asked for after a pause."""
PATIENCE = 6_000
"""Milliseconds after which a window is taken as it looks: a clock may tick in it."""
FEWEST_COLOURS = 12
"""A view with fewer is blank."""


class Look(NamedTuple):
    """One way the program can look."""

    theme: str
    language: str
    size: tuple[int, int]


LOOKS = tuple(Look(*look) for look in product(THEMES, LANGUAGES, SIZES))
Wanted = Callable[[str], bool]
"""Whether the picture of that name is to be made."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The pictures are in the folder; 1 if one of them is blank."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, metavar="DIR", help="every view in every look")
    parser.add_argument("--smoke", action="store_true", help="one look of each, kept nowhere")
    chosen = parser.parse_args(arguments)
    application = make_application()
    application.setCursorFlashTime(0)
    faults: list[str] = []
    sys.excepthook = partial(_note_fault, faults)
    with tempfile.TemporaryDirectory() as scratch:
        if chosen.smoke:
            stage = Stage(application, Path(scratch), _at_once)
            blank = render(stage, None, LOOKS[:1])
        else:
            stage = Stage(application, Path(scratch), settled, lived_with=chosen.out is not None)
            wanted = _every if chosen.out else named().__contains__
            blank = render(stage, chosen.out or PICTURES, LOOKS, wanted)
    for name in blank:
        print(f"{name} is blank", file=sys.stderr)
    return 1 if blank or faults else 0


def named() -> frozenset[str]:
    """The names of the pictures that README.md and docs/ show."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md")))
    return frozenset(name for text in texts for name in re.findall(r"pictures/([\w-]+\.png)", text))


def _every(_name: str) -> bool:
    return True


def _note_fault(
    faults: list[str], kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """An error in a slot or a painter is shown, and the pictures count as failed."""
    faults.append(str(error))
    sys.__excepthook__(kind, error, trace)


class Stage(NamedTuple):
    """What the pictures are taken with."""

    application: QApplication
    scratch: Path
    taken: Callable[[Program], QImage]
    """The picture of the program once it is time."""
    lived_with: bool = True


def render(stage: Stage, out: Path | None, looks: Sequence[Look], wanted: Wanted = _every) -> list[str]:
    """Every view that is wanted is in `out`, in every look; the names of those that show nothing are returned.

    Without `out` they are only looked at.
    """
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    desks: Mapping[str, Mapping[str, Open]] = {
        "DialogDesk": EMPTY_VIEWS,
        "sample": views_of(fill(stage.scratch / "sample", lived_with=stage.lived_with)),
        "long": long_views(make_desk(stage.scratch / "long")),
    }
    blank: list[str] = []
    for look in looks:
        for desk, views in desks.items():
            files = {name: file_of(name, look) for name in views if wanted(file_of(name, look))}
            if not files:
                continue
            settings = {"appearance": look.theme, "language": look.language}
            with running(stage.application, stage.scratch / desk, **settings) as program:
                program.window.resize(*look.size)
                for name, file in files.items():
                    with _in_sight(program, views[name]):
                        image = stage.taken(program)
                    if out is not None:
                        image.save(str(out / file))
                    if not _shows_something(image):
                        blank.append(file)
    return blank


def file_of(view: str, look: Look) -> str:
    """The name of the picture of a view in a look."""
    width, height = look.size
    return f"{view}-{look.theme}-{look.language}-{width}x{height}.png"


@contextmanager
def _in_sight(program: Program, open_view: Open) -> Iterator[None]:
    """The view is shown; what it opened goes with it."""
    put_back = open_view(program)
    yield
    if put_back is not None:
        put_back()
    for dialog in _dialogs(program):
        dialog.close()


def _at_once(program: Program) -> QImage:
    """The window as soon as it is laid out."""
    QTest.qWait(SOON)
    return picture_of(program)


def settled(program: Program) -> QImage:
    """The window once it has stopped changing."""
    waited = QElapsedTimer()
    waited.start()
    QTest.qWait(STILL)
    wait_for_worker(program)
    before = picture_of(program)
    while waited.elapsed() < PATIENCE:
        QTest.qWait(STILL)
        now = picture_of(program)
        if now == before:
            return now
        before = now
    return before


def picture_of(program: Program) -> QImage:
    """The window as it looks now, with the dialogs that stand on it."""
    window = program.window
    image = window.grab().toImage()
    painter = QPainter(image)
    for dialog in _dialogs(program):
        painter.drawPixmap(
            dialog.mapToGlobal(dialog.rect().topLeft()) - window.mapToGlobal(window.rect().topLeft()),
            dialog.grab(),
        )
    painter.end()
    return image


def _dialogs(program: Program) -> list[QWidget]:
    """The windows in sight besides the main one."""
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not program.window]


def _shows_something(image: QImage) -> bool:
    """Whether more is on the picture than a background."""
    step = 8
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step)
    }
    return len(colours) >= FEWEST_COLOURS


if __name__ == "__main__":
    sys.exit(main())
