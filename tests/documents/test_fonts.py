"""The print fonts have what is needed, and are shared."""

from __future__ import annotations

import threading

import pytest

from dialogdesk.documents import fonts
from dialogdesk.documents.fonts import FALLBACKS, face, font_with, print_font

SWEDISH = "abcdefghijklmnopqrstuvwxyzåäöéüABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789–”½−≤→✓☐§ \xa0"


@pytest.mark.parametrize(("bold", "italic"), [(False, False), (True, False), (False, True), (True, True)])
def test_every_face_has_what_swedish_needs(bold: bool, italic: bool) -> None:  # noqa: FBT001
    assert set(SWEDISH) <= face(bold=bold, italic=italic).advances.keys()


@pytest.mark.parametrize("bold", [False, True])
def test_figures_are_all_of_one_width(bold: bool) -> None:  # noqa: FBT001
    advances = face(bold=bold).advances
    assert len({advances[figure] for figure in "0123456789"}) == 1


@pytest.mark.parametrize("name", FALLBACKS)
def test_every_font_has_an_em_that_is_embedded_rightly(name: str) -> None:
    assert print_font(name).face.unitsPerEm == 1000


def test_mark_for_the_unknown_is_known() -> None:
    assert font_with(fonts.REPLACEMENT, face()) is not None
    assert font_with("中", face()) is None


def test_threads_share_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_loaded", {})
    got: list[object] = []
    threads = [threading.Thread(target=lambda: got.append(print_font(fonts.REGULAR))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, got))) == 1
