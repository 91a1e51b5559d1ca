"""A round of exchange: both ways, whatever lies in the folder, whatever was cut short, through every change of keys."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.records import Attachment, Line, Meeting, Person, Supplier
from dialogdesk.store import crypto
from dialogdesk.store.check import digest_of, faults_of
from dialogdesk.store.database import Database
from dialogdesk.store.exchange import publishing, ring, rounds, segments
from dialogdesk.store.exchange.carrier import CarrierUnavailable
from dialogdesk.store.exchange.folder import FolderCarrier
from dialogdesk.store.exchange.importing import settle_parked
from dialogdesk.store.exchange.rounds import Exchange, Report, run
from dialogdesk.store.files import FileStore
from dialogdesk.store.folding import mark_erased, sweep
from tests.store.conftest import NEW_YEAR, Milliseconds
from tools.store_desk import NOON

PHRASE = "mako rilu sety bano dife gura"
MINUTE = 60_000


class Side:
    """A laptop with its desk, its files and its way to the folder."""

    def __init__(self, home: Path, folder: Path, clock: Milliseconds) -> None:
        home.mkdir()
        self.database = Database(home / "desk.sqlite", clock=clock)
        self.files = FileStore(home / "files", None)
        self.carrier = FolderCarrier(folder)
        self.held: frozenset[tuple[str, str]] = frozenset()
        self.told: list[frozenset[type]] = []
        self.exchange = Exchange(
            self.database, self.files, self.carrier, held=lambda: self.held, tell=self.told.append
        )

    def round(self, *, force: bool = False) -> Report:
        return run(self.exchange.round(force=force))

    def add(self, name: str = "Rågvik AB") -> UUID:
        supplier = Supplier(name=name)
        with self.database.write() as tx:
            tx.add(supplier)
        return supplier.id

    def change(self, supplier: UUID, **values: object) -> None:
        with self.database.write() as tx:
            tx.change(Supplier, supplier, **values)

    def supplier(self, supplier: UUID) -> Supplier | None:
        with self.database.read() as db:
            return db.find(Supplier, supplier)

    def count(self, table: str) -> int:
        return int(self.database.execute(f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "utbyte"
    made.mkdir()
    return made


@pytest.fixture
def join(tmp_path: Path, folder: Path, clock: Milliseconds) -> Iterator[Callable[[str], Side]]:
    """Makes laptops that have the unit's keys."""
    sides: list[Side] = []
    keys = ring.new_ring()
    file = ring.write_key_file(keys, 1, keys.key, PHRASE)

    def make(name: str) -> Side:
        side = Side(tmp_path / name, folder, clock)
        ring.keep_ring(side.database, keys)
        ring.keep_file(side.database, crypto.key_id(keys.key), file)
        side.database.set_local(rounds.PASSPHRASE, PHRASE)
        sides.append(side)
        return side

    yield make
    for side in sides:
        side.database.close()


@pytest.fixture
def ours(join: Callable[[str], Side]) -> Side:
    return join("vår")


@pytest.fixture
def theirs(join: Callable[[str], Side]) -> Side:
    return join("deras")


def segments_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.seg"))


def same(*sides: Side) -> bool:
    assert all(faults_of(side.database) == [] for side in sides)
    return len({digest_of(side.database) for side in sides}) == 1


# ---- both ways -----------------------------------------------------------------------------------


def test_what_one_writes_the_other_has(ours: Side, theirs: Side) -> None:
    made = ours.add("Rågvik AB")
    assert ours.round().went == 1
    report = theirs.round()
    assert report.came == 1
    assert theirs.told == [frozenset({Supplier})]
    found = theirs.supplier(made)
    assert found is not None
    assert found.name == "Rågvik AB"
    assert same(ours, theirs)


def test_whoever_wrote_it_is_known_on_the_other_side(ours: Side, theirs: Side) -> None:
    ours.database.execute("UPDATE writer SET user = 'Åsa', device = 'LAPTOP-1'")
    ours.add()
    ours.round()
    theirs.round()
    ((rid,),) = ours.database.execute("SELECT rid FROM sync_state")
    assert theirs.database.execute(f"SELECT user, device FROM writer WHERE rid = '{rid}'") == [
        ("Åsa", "LAPTOP-1")
    ]


def test_round_with_nothing_new_writes_no_segment_and_reads_none(ours: Side, folder: Path) -> None:
    ours.add()
    ours.round()
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    report = ours.round()
    assert (report.came, report.went) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_row_and_what_refers_to_it_come_in_one_go_though_they_point_at_each_other(
    ours: Side, theirs: Side
) -> None:
    from dialogdesk.domain.records import AgendaItem

    meeting = Meeting(title="Dialogmöte", starts_at=NOON, ends_at=NOON)
    item = AgendaItem(meeting_id=meeting.id, position="i", title="Frågor")
    with ours.database.write() as tx:
        tx.add_all([meeting, item])
        tx.change(Meeting, meeting.id, current_item_id=item.id)
    ours.round()
    theirs.round()
    with theirs.database.read() as db:
        assert db.get(Meeting, meeting.id).current_item_id == item.id
    assert theirs.count("parked") == 0
    assert same(ours, theirs)


def test_two_texts_in_one_place_are_a_conflict_and_both_are_kept(
    ours: Side, theirs: Side, clock: Milliseconds
) -> None:
    made = ours.add()
    ours.round()
    theirs.round()
    ours.change(made, note="400 → 450")
    clock.now += 1
    theirs.change(made, note="400 → 475")
    for side in (ours, theirs, ours):
        side.round()
    assert same(ours, theirs)
    found = ours.supplier(made)
    assert found is not None
    assert found.note == "400 → 475"
    ((column, stamp, kind),) = ours.database.execute("SELECT col, stamp, kind FROM conflict")
    assert (column, kind) == ("note", "value")
    assert ours.database.execute(f"SELECT val FROM change WHERE stamp = '{stamp}'") == [("400 → 450",)]


def test_deletion_that_had_not_seen_an_edit_gives_way_to_it(ours: Side, theirs: Side) -> None:
    made = ours.add()
    ours.round()
    theirs.round()
    with ours.database.write() as tx:
        tx.delete(Supplier, made)
    theirs.change(made, phone="08-465 004 11")
    for side in (ours, theirs, ours):
        side.round()
    assert same(ours, theirs)
    assert ours.supplier(made) is not None
    assert ours.database.execute("SELECT col, kind FROM conflict") == [("deleted_at", "deleted")]


def test_much_comes_in_slices_between_which_keys_are_answered(ours: Side, theirs: Side) -> None:
    with ours.database.write() as tx:
        tx.add_all([Supplier(name=f"{n} AB", note="å" * 200) for n in range(3_000)])
    ours.round()
    steps = theirs.exchange.round()
    answer, pauses, counts = None, 0, set()
    try:
        while True:
            ask = steps.send(answer)
            answer = ask() if ask is not None else None
            pauses += ask is None
            if ask is None:
                assert faults_of(theirs.database)[:1] == []
                counts.add(theirs.count("supplier"))
    except StopIteration:
        pass
    assert pauses > 5
    assert len(counts) > 3
    assert same(ours, theirs)


# ---- what is being edited ------------------------------------------------------------------------


def test_what_comes_for_a_row_being_edited_waits_and_is_then_in_conflict_with_what_was_written(
    ours: Side, theirs: Side, clock: Milliseconds
) -> None:
    made = ours.add()
    ours.round()
    theirs.round()
    theirs.change(made, note="deras")
    theirs.round()
    ours.held = frozenset({("supplier", made.hex)})
    clock.now += 1
    ours.round()
    found = ours.supplier(made)
    assert found is not None
    assert found.note == ""
    ours.change(made, note="vår")
    ours.held = frozenset()
    settle_parked(ours.database)
    found = ours.supplier(made)
    assert found is not None
    assert found.note == "vår"
    assert [row[0] for row in ours.database.execute("SELECT kind FROM conflict")] == ["value"]
    ours.round()
    theirs.round()
    assert same(ours, theirs)


def test_row_that_waits_for_its_editor_is_no_fault_and_is_taken_in_when_the_desk_is_opened_again(
    ours: Side, theirs: Side
) -> None:
    made = ours.add()
    ours.round()
    theirs.round()
    theirs.change(made, note="deras")
    theirs.round()
    ours.held = frozenset({("supplier", made.hex)})
    ours.round()
    assert ours.count("parked") == 1
    assert faults_of(ours.database) == []
    ours.database.close()  # as after a kill: nobody edits anything any more
    ours.database = Database(ours.database.path)
    found = ours.supplier(made)
    assert found is not None
    assert found.note == "deras"
    assert same(ours, theirs)


# ---- what lies in the folder ---------------------------------------------------------------------


def test_copy_under_any_name_is_read_and_the_rest_is_left_alone(
    ours: Side, theirs: Side, folder: Path
) -> None:
    ours.add()
    ours.round()
    (segment,) = segments_in(folder)
    segment.rename(folder / "0123-LAPTOP-2 (conflicted copy).seg")
    strange = folder / "Semesterlista.xlsx"
    strange.write_bytes(b"PK...")
    theirs.round()
    assert theirs.count("supplier") == 1
    assert strange.read_bytes() == b"PK..."


def test_segment_cut_short_is_told_of_tried_again_and_healed(ours: Side, theirs: Side, folder: Path) -> None:
    ours.add()
    ours.round()
    (segment,) = segments_in(folder)
    whole = segment.read_bytes()
    segment.write_bytes(whole[:100])
    assert theirs.round().damaged == 1
    assert theirs.count("supplier") == 0
    ours.round()
    assert segment.read_bytes() == whole
    theirs.round()
    assert theirs.count("supplier") == 1


def test_segment_that_rotted_at_its_full_length_is_found_in_the_weekly_look(ours: Side, folder: Path) -> None:
    ours.add()
    ours.round()
    (segment,) = segments_in(folder)
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    ours.round()
    assert segment.read_bytes() != whole
    ours.database.set_local("exchange.verified", "")
    ours.round()
    assert segment.read_bytes() == whole


def test_lost_folder_is_filled_again_by_any_laptop(
    ours: Side, theirs: Side, folder: Path, join: Callable[[str], Side]
) -> None:
    ours.add("Ett AB")
    ours.round()
    theirs.add("Två AB")
    theirs.round()
    for path in folder.iterdir():
        path.unlink()
    theirs.round()
    third = join("tredje")
    third.round()
    assert third.count("supplier") == 2


def test_segment_of_another_unit_is_left_alone_and_counted(ours: Side, folder: Path) -> None:
    other = ring.new_ring()
    _name, content = segments.encode(
        [], [], key=other.key, unit=other.unit, generation=1, schema=2, parents=[]
    )
    (folder / f"{segments.hash_of(content)}.seg").write_bytes(content)
    assert ours.round().foreign == 1


def test_segment_only_a_newer_program_can_read_is_told_of_and_ours_still_goes_out(
    ours: Side, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = ring.ring_of(ours.database)
    assert keys is not None
    with monkeypatch.context() as patch:
        patch.setattr(segments, "MIN_READER", segments.READER + 1)
        _name, content = segments.encode(
            [], [], key=keys.key, unit=keys.unit, generation=1, schema=9, parents=[]
        )
    (folder / f"{segments.hash_of(content)}.seg").write_bytes(content)
    ours.add()
    report = ours.round()
    assert (report.newer, report.went) == (1, 1)


def test_what_a_newer_program_writes_is_kept_unseen_and_passed_on(
    ours: Side, theirs: Side, join: Callable[[str], Side]
) -> None:
    made = ours.add()
    stamp = f"{NEW_YEAR << 16:016x}{'f' * 16}"
    row = json.dumps({"deleted_at": None, "text": "ny sort"})
    with ours.database.write():
        ours.database.driver.executemany(
            "INSERT INTO change(stamp, tbl, pk, col, val) VALUES (?, ?, ?, ?, ?)",
            [
                (stamp, "insight", "0" * 32, "*", row),
                (f"{(NEW_YEAR << 16) + 1:016x}{'f' * 16}", "supplier", made.hex, "rating", "5"),
            ],
        )
    ours.round()
    theirs.round()
    assert theirs.count("change WHERE tbl = 'insight' OR col = 'rating'") == 2
    assert faults_of(theirs.database) == []
    theirs.database.execute("UPDATE sync_state SET hlc = hlc")
    third = join("tredje")
    third.round()
    assert third.count("change WHERE tbl = 'insight'") == 1


def test_segment_whose_parent_is_lost_waits_until_the_user_goes_on_without(
    ours: Side, theirs: Side, folder: Path
) -> None:
    first = ours.add("Ett AB")
    ours.round()
    (lost,) = segments_in(folder)
    ours.change(first, city="Provsta")
    second = ours.add("Två AB")
    ours.round()
    lost.unlink()
    assert theirs.round().waiting == 1
    assert theirs.count("supplier") == 0
    assert theirs.round().waiting == 1
    assert theirs.round(force=True).waiting == 0
    assert theirs.supplier(second) is not None
    assert theirs.count("parked") == 1
    ours.round()
    theirs.round()
    assert theirs.supplier(first) is not None
    assert same(ours, theirs)


def test_clock_more_than_a_day_ahead_is_named(ours: Side, theirs: Side, clock: Milliseconds) -> None:
    clock.now += 40 * 366 * 24 * 60 * MINUTE
    ours.database.execute("UPDATE writer SET device = 'LAPTOP-7'")
    made = ours.add()
    ours.round()
    clock.now = NEW_YEAR
    assert theirs.round().ahead == "LAPTOP-7"
    theirs.change(made, name="Två AB")
    theirs.round()
    ours.round()
    found = ours.supplier(made)
    assert found is not None
    assert found.name == "Två AB"
    assert same(ours, theirs)


def test_vanished_folder_is_told_of_and_nothing_is_lost(ours: Side, theirs: Side, folder: Path) -> None:
    ours.add()
    folder.rename(folder.with_name("borta"))
    with pytest.raises(CarrierUnavailable):
        ours.round()
    folder.with_name("borta").rename(folder)
    ours.round()
    theirs.round()
    assert same(ours, theirs)


# ---- cut short -----------------------------------------------------------------------------------


def test_round_may_be_left_anywhere_and_the_next_one_goes_on(ours: Side, theirs: Side) -> None:
    with ours.database.write() as tx:
        tx.add_all([Supplier(name=f"{n} AB") for n in range(2_500)])
    ours.round()
    for most in range(1, 60, 3):
        steps = theirs.exchange.round()
        answer = None
        for _ in range(most):
            try:
                ask = steps.send(answer)
            except StopIteration:
                break
            answer = ask() if ask is not None else None
        steps.close()
        assert faults_of(theirs.database) == []
    theirs.round()
    assert same(ours, theirs)


def test_what_a_half_read_segment_brought_is_passed_on_if_the_segment_never_comes_again(
    ours: Side, theirs: Side, join: Callable[[str], Side], folder: Path
) -> None:
    made = ours.add()
    ours.round()
    with theirs.database.write():  # as a laptop that died in the middle of taking it in
        changes = ours.database.execute("SELECT stamp, tbl, pk, col, val FROM change")
        theirs.database.driver.executemany(
            "INSERT INTO change(stamp, tbl, pk, col, val, seg) VALUES (?, ?, ?, ?, ?, 'lost')", changes
        )
        theirs.database.driver.execute("INSERT INTO parked SELECT tbl, pk FROM change")
        theirs.database.driver.execute("UPDATE sync_state SET importing = 'lost'")
    for path in segments_in(folder):
        path.unlink()
    theirs.round()
    third = join("tredje")
    third.round()
    assert third.supplier(made) is not None


# ---- keys and generations ------------------------------------------------------------------------


def test_erased_row_is_gone_everywhere_and_nothing_of_it_is_left_in_the_folder(
    ours: Side, theirs: Side, folder: Path
) -> None:
    meeting = Meeting(title="Dialogmöte", starts_at=NOON, ends_at=NOON)
    line = Line(meeting_id=meeting.id, position="i", written_at=NOON, text="Hemligt pris")
    kept = ours.add("Kvar AB")
    with ours.database.write() as tx:
        tx.add_all([meeting, line])
    ours.round()
    theirs.round()
    before = set(segments_in(folder))
    with theirs.database.write() as tx:
        tx.change(Line, line.id, text="Hemligt pris, sent")
    with ours.database.write():
        mark_erased(ours.database.driver, "meeting", meeting.id.hex)
        sweep(ours.database.driver)
    ours.database.set_local(rounds.RENEW, "1")
    for side in (ours, theirs, ours, theirs, ours):
        side.round()
    assert same(ours, theirs)
    for side in (ours, theirs):
        assert side.count("meeting") == side.count("line") == 0
        assert side.count("change WHERE val LIKE '%Hemligt%'") == 0
        assert side.supplier(kept) is not None
        keys = ring.ring_of(side.database)
        assert keys is not None
        assert [generation for generation, _key in keys.keys] == [2]
    assert not before & set(segments_in(folder))
    assert len(list(folder.glob("*.key"))) == 1


def test_laptop_that_was_away_while_generations_changed_loses_nothing(
    ours: Side, theirs: Side, folder: Path
) -> None:
    made = ours.add()
    ours.round()
    theirs.round()
    theirs.change(made, note="skrivet på resan")
    theirs.round()  # goes out in the first generation, and nobody has read it
    theirs.add("Två AB")
    for _ in range(2):
        ours.database.set_local(rounds.RENEW, "1")
        ours.round()
    for side in (theirs, ours, theirs, ours):
        side.round()
    assert same(ours, theirs)
    assert ours.count("supplier") == 2
    found = ours.supplier(made)
    assert found is not None
    assert found.note == "skrivet på resan"


def test_change_that_went_out_before_a_new_generation_is_never_replaced(ours: Side) -> None:
    made = ours.add()
    ours.change(made, name="Två AB")
    ours.round()
    keys = ring.ring_of(ours.database)
    assert keys is not None
    ring.keep_ring(ours.database, keys.with_key(2, secrets.token_bytes(32)))
    renewed = ring.ring_of(ours.database)
    assert renewed is not None
    while publishing.retire_one(ours.database, renewed):
        pass
    ours.change(made, name="Tre AB")
    logged = ours.database.execute("SELECT val FROM change WHERE col = 'name' ORDER BY stamp")
    assert logged == [("Två AB",), ("Tre AB",)]


def test_two_laptops_that_begin_a_generation_at_once_end_with_the_same(ours: Side, theirs: Side) -> None:
    ours.add("Ett AB")
    theirs.add("Två AB")
    ours.round()
    theirs.round()
    ours.database.set_local(rounds.RENEW, "1")
    theirs.database.set_local(rounds.RENEW, "1")
    for side in (ours, theirs, ours, theirs):
        side.round()
    assert same(ours, theirs)
    assert ours.count("supplier") == 2


def test_changed_passphrase_seals_the_keys_anew_and_the_other_laptop_is_told(
    ours: Side, theirs: Side, folder: Path
) -> None:
    ours.round()
    theirs.round()
    ours.database.set_local(rounds.PASSPHRASE, "helt andra ord")
    ours.database.set_local(rounds.REWRAP, "1")
    ours.round()
    (file,) = folder.glob("*.key")
    read = ring.read_key_file(file.read_bytes())
    assert read is not None
    assert ring.open_key_file(read, "helt andra ord") is not None
    theirs.round()
    assert theirs.database.local(rounds.PHRASE_CHANGED) == "1"
    assert list(folder.glob("*.key")) == [file]
    theirs.add()
    theirs.round()
    ours.round()
    assert same(ours, theirs)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b"[" * 50_000,
        b'{"format": 1, "unit": 7, "gen": -1}',
        b"\xff\xfe",
    ],
)
def test_key_file_that_is_none_is_left_alone(ours: Side, folder: Path, content: bytes) -> None:
    (folder / f"{'0' * 64}.key").write_bytes(content)
    ours.add()
    ours.round()
    assert len(segments_in(folder)) == 1


def test_key_file_whose_generation_was_changed_by_hand_is_not_believed(ours: Side, folder: Path) -> None:
    ours.round()
    (file,) = folder.glob("*.key")
    told = json.loads(file.read_bytes())
    (folder / f"{'1' * 64}.key").write_bytes(json.dumps({**told, "gen": 99}).encode())
    ours.round()
    keys = ring.ring_of(ours.database)
    assert keys is not None
    assert keys.generation == 1


# ---- files ---------------------------------------------------------------------------------------


def attach(side: Side, content: bytes) -> Attachment:
    source = side.files.folder.parent / "offert.pdf"
    source.write_bytes(content)
    digest, size = side.files.add(source)
    meeting = Meeting(title="Dialogmöte", starts_at=NOON, ends_at=NOON)
    made = Attachment(meeting_id=meeting.id, name="offert.pdf", digest=digest, size=size, received_at=NOON)
    with side.database.write() as tx:
        tx.add_all([meeting, made])
    return made


def test_file_of_a_meeting_travels_sealed_and_is_the_same_at_the_other_end(
    ours: Side, theirs: Side, folder: Path, tmp_path: Path
) -> None:
    content = b"Pris per timme: 745 kr\n" * 100_000
    made = attach(ours, content)
    assert ours.round().files_went == 1
    assert all(b"745 kr" not in path.read_bytes() for path in folder.iterdir())
    assert theirs.round().files_came == 1
    theirs.files.copy_out(made.digest, tmp_path / "ut.pdf")
    assert (tmp_path / "ut.pdf").read_bytes() == content
    assert (ours.round().files_went, theirs.round().files_came) == (0, 0)


def test_file_cut_short_on_its_way_is_not_kept_and_comes_when_it_is_whole(
    ours: Side, theirs: Side, folder: Path
) -> None:
    made = attach(ours, b"offert" * 1000)
    ours.round()
    (sent,) = folder.glob("*.file")
    sent.write_bytes(sent.read_bytes()[:50])
    assert theirs.round().files_came == 0
    assert not theirs.files.has(made.digest)
    ours.round()
    theirs.round()
    assert theirs.files.has(made.digest)


def test_file_damaged_here_does_not_stop_the_exchange(ours: Side, theirs: Side) -> None:
    made = attach(ours, b"offert" * 1000)
    path = ours.files.folder / made.digest
    path.chmod(0o600)
    path.write_bytes(b"trasig")
    ours.add()
    ours.round()
    theirs.round()
    assert theirs.count("supplier") == 1


def test_erased_file_is_gone_from_the_folder_too(ours: Side, theirs: Side, folder: Path) -> None:
    made = attach(ours, b"offert" * 1000)
    ours.round()
    theirs.round()
    with ours.database.write():
        mark_erased(ours.database.driver, "attachment", made.id.hex)
        sweep(ours.database.driver)
    ours.files.remove(made.digest)
    rounds.seal_anew(ours.database, [made.digest])
    for side in (ours, theirs, ours, theirs):
        side.round()
    assert list(folder.glob("*.file")) == []


def test_error_of_the_desk_reaches_whoever_runs_the_round(ours: Side) -> None:
    """As a disk that is full in the middle: what was done by then stays done."""

    def fail() -> None:
        raise UserError("Disken är full.")

    ours.add()
    steps = ours.exchange.round()
    next(steps)
    with pytest.raises(UserError, match="full"):
        steps.throw(UserError("Disken är full."))
    ours.round()
    assert faults_of(ours.database) == []
    assert Person not in {kind for kinds in ours.told for kind in kinds}


@pytest.mark.parametrize(("length", "several"), [(200_000, 3), (300_000, 4)])
def test_long_texts_go_out_in_segments_of_their_own(
    ours: Side, theirs: Side, length: int, several: int
) -> None:
    for n in range(3):
        ours.add("Rågvik AB " + str(n) * length)
    ours.add()
    ours.round()
    assert ours.count("segment") == several
    assert theirs.round().came == 4
    assert digest_of(theirs.database) == digest_of(ours.database)
