"""Files of meetings: added as they are, opened only as copies, in the bin and out of it."""

from __future__ import annotations

import hashlib
import os
import stat
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogdesk.domain.errors import NotFound, UserError
from dialogdesk.domain.records import Attachment
from dialogdesk.services import attachments, calendar
from dialogdesk.services.attachments import safe_name
from dialogdesk.services.desk import Desk, faults_of
from tests.services.conftest import Clock

CONTENT = b"Anbudets prisbilaga"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def meeting(desk: Desk, clock: Clock) -> UUID:
    return calendar.book_meeting(desk, starts_at=clock.now, ends_at=clock.now + timedelta(hours=1))


@pytest.fixture
def private(tmp_path: Path) -> Path:
    return tmp_path / "temp"


def file_at(folder: Path, name: str, content: bytes = CONTENT) -> Path:
    folder.mkdir(exist_ok=True)
    made = folder / name
    made.write_bytes(content)
    return made


def names_of(desk: Desk, meeting: UUID) -> list[str]:
    return [a.name for a in attachments.attachments_of(desk, meeting)]


def test_file_is_kept_with_its_meeting_in_the_order_they_came(
    desk: Desk, meeting: UUID, clock: Clock, tmp_path: Path
) -> None:
    for name in ("b.pdf", "å.pdf", "a.pdf"):
        attachments.attach(desk, meeting, file_at(tmp_path / "from", name, name.encode()))
        clock.forward(minutes=1)
    kept = attachments.attachments_of(desk, meeting)
    assert [a.name for a in kept] == ["b.pdf", "å.pdf", "a.pdf"]
    assert kept[0].digest == hashlib.sha256(b"b.pdf").hexdigest()
    assert kept[0].size == 5
    assert (kept[1].received_at - kept[0].received_at).total_seconds() == 60
    assert attachments.attachments_of(desk, uuid4()) == []
    assert faults_of(desk) == []


def test_same_file_added_twice_to_a_meeting_is_one(desk: Desk, meeting: UUID, tmp_path: Path) -> None:
    source = file_at(tmp_path, "bilaga.pdf")
    first = attachments.attach(desk, meeting, source)
    assert attachments.attach(desk, meeting, source) == first
    other = attachments.attach(desk, meeting, file_at(tmp_path, "samma med annat namn.pdf"))
    assert other != first
    assert len(attachments.attachments_of(desk, meeting)) == 2
    assert desk.files.digests() == [DIGEST]


def test_nothing_is_kept_with_a_meeting_that_is_gone(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        attachments.attach(desk, uuid4(), file_at(tmp_path, "bilaga.pdf"))


def test_what_cannot_be_kept_leaves_no_record(desk: Desk, meeting: UUID, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "borta.pdf", file_at(tmp_path, "tom.pdf", b"")):
        with pytest.raises(UserError):
            attachments.attach(desk, meeting, path)
    assert names_of(desk, meeting) == []


def test_copy_to_look_at_has_its_name_and_is_of_no_use_to_change(
    desk: Desk, meeting: UUID, private: Path, tmp_path: Path
) -> None:
    kept = attachments.attach(desk, meeting, file_at(tmp_path, "Prisbilaga åäö.pdf"))
    first = attachments.open_copy(desk, kept, private)
    second = attachments.open_copy(desk, kept, private)
    assert first.name == second.name == "Prisbilaga åäö.pdf"
    assert first != second
    assert first.read_bytes() == CONTENT
    assert stat.S_IMODE(first.stat().st_mode) == stat.S_IRUSR
    assert stat.S_IMODE(first.parent.stat().st_mode) == stat.S_IRWXU
    assert private in first.parents


@pytest.mark.parametrize(
    "name", ["faktura.exe", "faktura.pdf.EXE", "bild.lnk", "x.desktop", "x.js", "x.bat "]
)
def test_program_is_not_started_by_looking_at_it(
    desk: Desk, meeting: UUID, private: Path, tmp_path: Path, name: str
) -> None:
    kept = attachments.attach(desk, meeting, file_at(tmp_path, name))
    with pytest.raises(UserError, match="är ett program och öppnas inte härifrån"):
        attachments.open_copy(desk, kept, private)
    assert not private.exists()


def test_name_that_came_from_elsewhere_leads_nowhere_else(desk: Desk, meeting: UUID, private: Path) -> None:
    """A record that another laptop sent may be called anything."""
    digest, size = desk.files.add(file_at(private.parent, "x"))
    for name in (
        "../../../etc/cron.d/evil",
        "..\\..\\evil.txt",
        "/etc/passwd",
        "..",
        "C:\\evil",
        "a\0b",
        "con.txt",
    ):
        made = Attachment(meeting_id=meeting, name=name, digest=digest, size=size, received_at=desk.now())
        with desk.write() as tx:
            tx.add(made)
        copy = attachments.open_copy(desk, made.id, private)
        assert copy.resolve().parent.parent == private.resolve()
        assert copy.read_bytes() == CONTENT


def test_file_that_has_not_come_yet_is_told(desk: Desk, meeting: UUID, private: Path) -> None:
    for digest in ("a" * 64, "../../etc/passwd", "no digest"):
        made = Attachment(meeting_id=meeting, name="x.pdf", digest=digest, size=1, received_at=desk.now())
        with desk.write() as tx:
            tx.add(made)
        with pytest.raises(UserError, match="finns inte på den här datorn än"):
            attachments.open_copy(desk, made.id, private)


def test_copy_is_saved_where_one_says(desk: Desk, meeting: UUID, tmp_path: Path) -> None:
    kept = attachments.attach(desk, meeting, file_at(tmp_path, "bilaga.pdf"))
    attachments.save_copy(desk, kept, tmp_path / "annan plats.pdf")
    assert (tmp_path / "annan plats.pdf").read_bytes() == CONTENT
    with pytest.raises(UserError, match="gick inte att skriva"):
        attachments.save_copy(desk, kept, tmp_path / "finns inte" / "x.pdf")


def test_removed_file_lies_in_the_bin_and_comes_back(desk: Desk, meeting: UUID, tmp_path: Path) -> None:
    kept = attachments.attach(desk, meeting, file_at(tmp_path, "bilaga.pdf"))
    attachments.remove_attachment(desk, kept)
    assert names_of(desk, meeting) == []
    assert desk.files.has(DIGEST)
    assert faults_of(desk) == []
    desk.files.remove(DIGEST)
    assert faults_of(desk) == [f"files: {DIGEST} is missing"]
    desk.files.add(tmp_path / "bilaga.pdf")
    attachments.restore_attachment(desk, kept)
    assert names_of(desk, meeting) == ["bilaga.pdf"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anbud (slutligt).pdf", "Anbud (slutligt).pdf"),
        ("två\nrader.pdf", "två rader.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
        ("\u200b\u200b", "fil"),
        ("  mellanrum  .txt", "mellanrum .txt"),
        ("a\u030angstro\u0308m.txt", "ångström.txt"),
        ("<b>fet</b>.txt", "<b>fet<_b>.txt"),
    ],
)
def test_name_is_shown_as_it_reads(desk: Desk, meeting: UUID, tmp_path: Path, name: str, shown: str) -> None:
    source = file_at(tmp_path / "from", name.replace("/", "_"))
    attachments.attach(desk, meeting, source)
    assert names_of(desk, meeting) == [shown]


def test_name_that_is_no_text_is_kept_all_the_same(desk: Desk, meeting: UUID, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.pdf"))
    path.write_bytes(CONTENT)
    attachments.attach(desk, meeting, path)
    assert names_of(desk, meeting) == ["\ufffd\ufffd.pdf"]


@given(name=st.text())
def test_safe_name_is_a_name_on_every_system(name: str) -> None:
    safe = safe_name(name)
    assert safe == Path(safe).name
    assert 0 < len(safe.encode()) <= 200
    assert not set(safe) & set('<>:"/\\|?*\0\n\t')
    assert not safe.startswith(".")
    assert not safe.endswith((".", " "))
    assert safe.partition(".")[0].casefold() not in {"con", "nul", "aux", "prn", "com1", "lpt9"}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Anbud.pdf", "Anbud.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("", "fil"),
        ("...", "fil"),
        ("å" * 300 + ".pdf", "å" * 98 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 198),
    ],
)
def test_safe_name_keeps_what_it_can(name: str, safe: str) -> None:
    assert safe_name(name) == safe
