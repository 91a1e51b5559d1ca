"""Every kind of document keeps PDF/A-2a and PDF/UA-1, says a judge who is not us; and the judge can say no."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dialogdesk.documents import tagging
from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.fonts import face
from dialogdesk.documents.lines import Ink, Piece
from dialogdesk.documents.protocol import render
from dialogdesk.documents.structure import Element
from dialogdesk.documents.tagging import TaggedCanvas
from tests.documents.every import NAMES, write_samples
from tests.documents.samples import PRINTED_AT, phone_note

pytestmark = pytest.mark.verapdf

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What veraPDF says of the samples and of the faulty documents, in one start of Java."""
    folder = tmp_path_factory.mktemp("documents")
    files = [*write_samples(folder), _with_an_untagged_paragraph(folder), _without_a_title(folder)]
    command = [sys.executable, "-m", "tests.documents.verapdf", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr  # the faulty ones fail
    return done.stdout


def _with_an_untagged_paragraph(folder: Path) -> Path:
    """A document with a paragraph outside the structure: our own guard is held back, to see the judge's."""
    root = Element("Document")
    canvas = TaggedCanvas(DocumentInfo("Titel", "Anna Ek", "ärende", PRINTED_AT), root)
    ink = Ink(face(), 10, (0.0, 0.0, 0.0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tagging, "_refuse_unmarked_painting", lambda _code, _page: None)
        canvas.write(70, 100, [Piece("Utanför strukturen.", ink)])
        canvas.tag(Element("P", root))
        canvas.write(70, 120, [Piece("I strukturen.", ink)])
        file = folder / "untagged.pdf"
        file.write_bytes(canvas.finish())
    return file


def _without_a_title(folder: Path) -> Path:
    """A phone note that does not show its title in the window, as PDF/UA demands."""
    file = folder / "untitled.pdf"
    file.write_bytes(render(phone_note()).pdf.replace(b"/DisplayDocTitle true", b"/DisplayDocTitle null"))
    return file


@pytest.mark.parametrize("sample", NAMES)
@pytest.mark.parametrize("flavour", ["2a", "ua1"])
def test_document_keeps_the_standard(verdicts: str, sample: str, flavour: str) -> None:
    assert f"pass {flavour:4} {sample}.pdf" in verdicts, verdicts


@pytest.mark.parametrize("fault", ["untagged", "untitled"])
def test_faulty_document_fails(verdicts: str, fault: str) -> None:
    assert f"FAIL ua1  {fault}.pdf" in verdicts
