"""The command `export`: one document, or every document of the desk in a folder."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from dialogdesk.cli import run
from dialogdesk.documents import supplier_card
from dialogdesk.documents.pages import Rendered
from dialogdesk.services import calendar, minutes
from dialogdesk.services.desk import Desk
from tests.minuted import STARTS_AT, Met, dialogue, type_lines

Folder = tuple[Path, Met]
PASSAGE = "vårt lägsta pris är 240 kr/tim"


@pytest.fixture
def filled(tmp_path: Path) -> Folder:
    folder = tmp_path / "desk"
    desk = Desk(folder)
    met = dialogue(desk, questions=["Hur?"])
    minutes.open_meeting(desk, met.meeting)
    type_lines(desk, met.meeting, f"KE: {PASSAGE} !!", "b, Kravet slopas", item=6)
    desk.close()
    return folder, met


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "ut"


def _change(folder: Path, change: Callable[[Desk], object]) -> None:
    desk = Desk(folder)
    change(desk)
    desk.close()


def _names(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def _text(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)


def test_each_kind_and_copy_is_made_by_its_name(filled: Folder, tmp_path: Path) -> None:
    data, met = filled
    keys = {"supplier": met.supplier, "procurement": met.procurement, "month": "2026-11"}
    file = tmp_path / "x.pdf"
    for kind in (
        "protocol",
        "agenda",
        "invitation",
        "attendance",
        "questions",
        "summary",
        "supplier",
        "procurement",
        "month",
    ):
        key = str(keys.get(kind, met.meeting))
        assert run(["export", kind, key, "--data", str(data), "--out", str(file)]) == 0
        assert file.read_bytes().startswith(b"%PDF-1.7")
    said = {}
    for copy in ("own", "supplier", "masked"):
        command = ["export", "protocol", str(met.meeting), "--copy", copy, "--data", str(data)]
        assert run([*command, "--out", str(file)]) == 0
        said[copy] = _text(file)
    assert "Sekretess?" in said["own"]
    assert PASSAGE in said["supplier"]
    assert "240" not in said["masked"]


def test_everything_is_in_folders_and_progress_is_told(
    filled: Folder, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _met = filled
    assert run(["export", "--all", "--data", str(data), "--out", str(out)]) == 0
    assert _names(out) == [
        "Kalender/2026-11 Månadskalender.pdf",
        "Leverantörer/Leverantörskort Norrgrossen AB.pdf",
        "Möten/2026/2026-11-20 Dagordning Dialogmöte Norrgrossen.pdf",
        "Möten/2026/2026-11-20 Frågeblad Dialogmöte Norrgrossen.pdf",
        "Möten/2026/2026-11-20 Kallelse Dialogmöte Norrgrossen.pdf",
        "Möten/2026/2026-11-20 Närvarolista Dialogmöte Norrgrossen.pdf",
        "Möten/2026/2026-11-20 Protokoll Dialogmöte Norrgrossen.pdf",
        "Möten/2026/2026-11-20 Sammanfattning Livsmedel.pdf",
        "Upphandlingar/Upphandlingskort Livsmedel.pdf",
    ]
    said = capsys.readouterr()
    assert said.out == "Dokument i mappen: 9\n"
    assert said.err.splitlines()[0].startswith("1/9 Möten")
    assert len(said.err.splitlines()) == 9


def test_masked_export_holds_no_secret_in_any_file(filled: Folder, out: Path) -> None:
    data, _met = filled
    assert run(["export", "--all", "--masked", "--data", str(data), "--out", str(out)]) == 0
    assert len(_names(out)) == 9
    assert "Möten/2026/2026-11-20 Protokoll Dialogmöte Norrgrossen (maskad kopia).pdf" in _names(out)
    for file in out.rglob("*.pdf"):
        assert "240" not in _text(file)


def test_meetings_of_one_name_on_one_day_have_a_file_each(filled: Folder, out: Path) -> None:
    data, _met = filled
    for title in ("Avstämning", "AVSTÄMNING", "Avstämning?"):
        _change(
            data,
            lambda desk, title=title: calendar.book_meeting(  # type: ignore[misc]
                desk, starts_at=STARTS_AT, ends_at=STARTS_AT.replace(hour=13), title=title
            ),
        )
    assert run(["export", "--all", "--data", str(data), "--out", str(out)]) == 0
    agendas = {name.split("Dagordning ")[1] for name in _names(out) if "Dagordning Avst" in name.title()}
    assert len(agendas) == 3
    assert len({name.casefold() for name in _names(out)}) == len(_names(out))


def test_what_cannot_be_handed_out_is_told_and_the_rest_is_made(
    filled: Folder, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, met = filled
    _change(data, lambda desk: type_lines(desk, met.meeting, PASSAGE.capitalize(), item=8))
    assert run(["export", "--all", "--masked", "--data", str(data), "--out", str(out)]) == 1
    assert len(_names(out)) == 8
    assert not [name for name in _names(out) if "Protokoll" in name]
    said = capsys.readouterr()
    assert "Dokument i mappen: 8" in said.out
    assert "under § 8 Summering" in said.err
    assert said.err.splitlines()[-1] == "Gick inte att göra: 1"


def test_a_copy_that_is_refused_leaves_no_file_and_harms_none(filled: Folder, tmp_path: Path) -> None:
    data, met = filled
    _change(data, lambda desk: type_lines(desk, met.meeting, PASSAGE, item=8))
    file = tmp_path / "x.pdf"
    command = ["export", "protocol", str(met.meeting), "--data", str(data), "--out", str(file)]
    assert run([*command, "--copy", "masked"]) == 1
    assert not file.exists()
    file.write_bytes(b"what stood there")
    assert run([*command, "--copy", "masked"]) == 1
    assert file.read_bytes() == b"what stood there"


def test_file_of_another_kind_is_refused_before_anything_is_made(
    filled: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, met = filled
    command = ["export", "agenda", str(met.meeting), "--data", str(data)]
    assert run([*command, "--out", str(tmp_path / "foo.docx")]) == 1
    assert capsys.readouterr().err == "Dokumentet blir en PDF. Ange ett namn som slutar på .pdf.\n"
    assert not list(tmp_path.glob("foo*"))
    assert run([*command, "--out", str(tmp_path / "FOO.PDF")]) == 0


def test_file_that_is_written_over_is_told_of(
    filled: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, met = filled
    file = tmp_path / "x.pdf"
    command = ["export", "agenda", str(met.meeting), "--data", str(data), "--out", str(file)]
    assert run(command) == 0
    assert capsys.readouterr().err == ""
    assert run(command) == 0
    assert capsys.readouterr().err == f"Skrev över {file}.\n"


def test_a_fault_in_one_document_does_not_stop_the_others(
    filled: Folder, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(_card: supplier_card.SupplierCard) -> Rendered:
        raise ZeroDivisionError

    monkeypatch.setattr(supplier_card, "render", torn)
    assert run(["export", "--all", "--data", str(filled[0]), "--out", str(out)]) == 2
    assert len(_names(out)) == 8
    said = capsys.readouterr().err
    assert "Leverantörer/Leverantörskort Norrgrossen AB.pdf: fel i programmet." in said.replace("\\", "/")
    assert "ZeroDivisionError" in said.splitlines()[-1]


def test_nothing_is_written_among_other_files(
    filled: Folder, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out.mkdir()
    (out / "egen.txt").write_text("min")
    assert run(["export", "--all", "--data", str(filled[0]), "--out", str(out)]) == 1
    assert _names(out) == ["egen.txt"]
    assert "är inte tom" in capsys.readouterr().err


def test_an_empty_desk_has_nothing_to_export(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Desk(tmp_path / "desk").close()
    assert run(["export", "--all", "--data", str(tmp_path / "desk"), "--out", str(out)]) == 0
    assert capsys.readouterr().out == "Dokument i mappen: 0\n"


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["protocol"],
        ["protocol", "--all"],
        ["--all", "--copy", "supplier"],
        ["--masked", "--copy", "own", "--all"],
        ["letter", "{meeting}"],
        ["agenda", "{meeting}", "--copy", "masked"],
        ["month", "2026-13"],
        ["supplier", "{meeting}"],
    ],
)
def test_what_cannot_be_exported_is_one_plain_line(
    filled: Folder, out: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    data, met = filled
    asked = [word.format(meeting=met.meeting) for word in command]
    assert run(["export", *asked, "--data", str(data), "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert not out.exists()
