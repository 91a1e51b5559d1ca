"""The change log: no write goes round it, and the tables are what their changes come to."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import RECORDS, Edition, Person, Procurement, Supplier
from dialogdesk.domain.values import SupplierKind
from dialogdesk.store.changes import Change, Conflict, fold
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database
from tests.store.conftest import Milliseconds

MINUTE = 60_000
NOT_THE_KEY = [
    (kind, c.name)
    for kind in RECORDS
    if kind is not Edition  # which never changes: tests/services/test_adoption.py
    for c in kind.columns
    if c.name not in ("id", "deleted_at")
]


def add(database: Database, **values: Any) -> UUID:
    supplier = Supplier(**{"name": "Ett AB", **values})
    with database.write() as tx:
        tx.add(supplier)
    return supplier.id


def change(database: Database, record_id: UUID, **values: object) -> None:
    with database.write() as tx:
        tx.change(Supplier, record_id, **values)


def log(database: Database, record_id: UUID) -> list[tuple[str, Any]]:
    """The changes of a row in order of time: column and value."""
    return database.execute(
        f"SELECT col, val FROM change WHERE tbl = 'supplier' AND pk = '{record_id.hex}' ORDER BY stamp"
    )


def changes_of(database: Database, record_id: UUID) -> list[Change]:
    rows = database.execute(f"SELECT stamp, col, val, prev, ctx FROM change WHERE pk = '{record_id.hex}'")
    return [Change(*row) for row in rows]


def run(database: Database, sql: str) -> None:
    with database.write() as tx:
        tx.connection.exec_driver_sql(sql)


# ---- every write is logged -----------------------------------------------------------------------


def test_insert_is_logged_with_every_column(database: Database) -> None:
    made = add(database, city="Provsta")
    ((column, value),) = log(database, made)
    assert column == "*"
    logged = json.loads(value)
    assert set(logged) == {c.name for c in Supplier.columns} - {"id"}
    assert (logged["name"], logged["city"], logged["deleted_at"]) == ("Ett AB", "Provsta", None)


def test_change_logs_the_columns_that_got_another_value(database: Database) -> None:
    made = add(database, city="Provsta")
    change(database, made, name="Två AB", city="Provsta", phone="08-465 004 11")
    assert sorted(log(database, made)[1:]) == [("name", "Två AB"), ("phone", "08-465 004 11")]


def test_change_names_the_change_it_replaced(database: Database, clock: Milliseconds) -> None:
    made = add(database)
    for name in ("Två AB", "Tre AB"):
        clock.now += 2 * MINUTE
        change(database, made, name=name)
    born, second, third = sorted(changes_of(database, made))
    assert (born.prev, second.prev, third.prev) == (None, born.stamp, second.stamp)


def test_deletion_and_restoring_are_logged_and_the_deletion_knows_what_it_saw(database: Database) -> None:
    made = add(database)
    change(database, made, name="Två AB")
    with database.write() as tx:
        tx.delete(Supplier, made)
    with database.write() as tx:
        tx.restore(Supplier, made)
    logged = sorted(changes_of(database, made))
    assert [c.col for c in logged] == ["*", "name", "deleted_at", "deleted_at"]
    assert json.loads(logged[2].ctx or "") == {"*": logged[0].stamp, "name": logged[1].stamp}
    assert logged[3].val is None
    assert logged[3].prev == logged[2].stamp


@pytest.mark.parametrize(("kind", "column"), NOT_THE_KEY, ids=[f"{k.table}.{c}" for k, c in NOT_THE_KEY])
def test_every_column_of_every_table_is_logged_when_it_changes(
    database: Database, kind: type[Record], column: str
) -> None:
    run(database, f"INSERT INTO {kind.table}(id) VALUES ('{'0' * 32}')")
    is_reference = any(c.refers for c in kind.columns if c.name == column)
    value = "NULL" if is_reference else "7"
    if is_reference:
        database.execute("PRAGMA foreign_keys = OFF")
        run(database, f"UPDATE {kind.table} SET {column} = 'elsewhere'")
    run(database, f"UPDATE {kind.table} SET {column} = {value}")
    logged = database.execute(f"SELECT col FROM change WHERE tbl = '{kind.table}' AND col <> '*'")
    assert set(logged) == {(column,)}


def test_stamps_rise_even_when_the_clock_goes_backwards(database: Database, clock: Milliseconds) -> None:
    made = add(database)
    for name in ("Två AB", "Tre AB", "Fyra AB"):
        clock.now -= 10 * MINUTE
        change(database, made, name=name)
        run(database, "UPDATE change SET seg = 'published'")
    values = [value for _, value in log(database, made)]
    assert values[1:] == ["Två AB", "Tre AB", "Fyra AB"]


# ---- typing is one change ------------------------------------------------------------------------


def test_changes_of_one_field_within_a_minute_become_one(database: Database, clock: Milliseconds) -> None:
    made = add(database)
    for name in ("T", "Tv", "Två", "Två AB"):
        clock.now += 250
        change(database, made, name=name)
    assert log(database, made)[1:] == [("name", "Två AB")]
    first, last = sorted(changes_of(database, made))
    assert last.prev == first.stamp


def test_field_left_alone_for_a_minute_starts_a_new_change(database: Database, clock: Milliseconds) -> None:
    made = add(database)
    change(database, made, name="Två AB")
    clock.now += MINUTE - 1
    change(database, made, name="Tre AB")
    clock.now += MINUTE + 1
    change(database, made, name="Fyra AB")
    assert [value for _, value in log(database, made)[1:]] == ["Tre AB", "Fyra AB"]


def test_fields_are_changed_each_by_itself(database: Database) -> None:
    made = add(database)
    for n in range(3):
        change(database, made, name=f"{n} AB", city=f"Ort {n}")
    assert sorted(log(database, made)[1:]) == [("city", "Ort 2"), ("name", "2 AB")]


def test_text_typed_again_after_another_row_was_written_is_a_change_of_its_own(
    database: Database, clock: Milliseconds
) -> None:
    """A step of undo is whole changes: what came before another action is never replaced by what came after."""
    made, other = add(database), add(database)
    for record_id, name in (
        (made, "Två AB"),
        (other, "Annan AB"),
        (made, "Tre AB"),
        (made, "Tre AB i Provsta"),
    ):
        clock.now += 250
        change(database, record_id, name=name)
    assert [value for _, value in log(database, made)[1:]] == ["Två AB", "Tre AB i Provsta"]


def test_each_turn_of_a_choice_is_a_change(database: Database, clock: Milliseconds) -> None:
    made = add(database)
    for kind in (SupplierKind.CURRENT, SupplierKind.OTHER, SupplierKind.CURRENT):
        clock.now += 250
        change(database, made, kind=kind)
    assert [value for _, value in log(database, made)[1:]] == ["current", "other", "current"]


def test_published_change_is_never_replaced(database: Database) -> None:
    made = add(database)
    change(database, made, name="Två AB")
    run(database, "UPDATE change SET seg = 'abc'")
    change(database, made, name="Tre AB")
    assert [value for _, value in log(database, made)[1:]] == ["Två AB", "Tre AB"]


def test_change_of_an_earlier_session_is_never_replaced(path: Path, clock: Milliseconds) -> None:
    database = Database(path, clock=clock)
    made = add(database)
    change(database, made, name="Två AB")
    database.close()
    database = Database(path, clock=clock)
    change(database, made, name="Tre AB")
    assert [value for _, value in log(database, made)[1:]] == ["Två AB", "Tre AB"]
    database.close()


def test_deletions_are_never_made_one(database: Database) -> None:
    made = add(database)
    for _ in range(2):
        with database.write() as tx:
            tx.delete(Supplier, made)
        with database.write() as tx:
            tx.restore(Supplier, made)
    assert [column for column, _ in log(database, made)[1:]] == ["deleted_at"] * 4


# ---- nothing slips past --------------------------------------------------------------------------


def test_bulk_change_logs_every_row(database: Database) -> None:
    made = [add(database, name=f"{n} AB") for n in range(20)]
    run(database, "UPDATE supplier SET city = 'Provsta', phone = name")
    for n, record_id in enumerate(made):
        assert sorted(log(database, record_id)[1:]) == [("city", "Provsta"), ("phone", f"{n} AB")]
    assert faults_of(database) == []


def test_rows_copied_by_raw_sql_are_logged(database: Database) -> None:
    add(database)
    run(
        database,
        "INSERT INTO supplier(id, name) SELECT lower(hex(randomblob(16))), name || ' II' FROM supplier",
    )
    assert faults_of(database) == []
    assert database.execute("SELECT count(*) FROM change") == [(2,)]


def test_upsert_is_logged(database: Database) -> None:
    made = add(database)
    run(
        database,
        f"INSERT INTO supplier(id, name) VALUES ('{made.hex}', 'Två AB')"
        " ON CONFLICT(id) DO UPDATE SET name = excluded.name",
    )
    assert log(database, made)[1:] == [("name", "Två AB")]
    assert faults_of(database) == []


@pytest.mark.parametrize("clause", ["OR REPLACE", "OR IGNORE", "OR FAIL"])
def test_update_that_forgives_conflicts_is_logged(database: Database, clause: str) -> None:
    made = add(database)
    for name in ("Två AB", "Tre AB"):
        run(database, f"UPDATE {clause} supplier SET name = '{name}'")
        run(database, "UPDATE change SET seg = 'published'")
    assert [value for _, value in log(database, made)[1:]] == ["Två AB", "Tre AB"]
    assert faults_of(database) == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM supplier", "not removed"),
        ("INSERT OR REPLACE INTO supplier(id, name) VALUES ('{id}', 'Två AB')", "not removed"),
        ("REPLACE INTO supplier(id, name) VALUES ('{id}', 'Två AB')", "not removed"),
        ("UPDATE supplier SET id = 'x'", "id does not change"),
        ("UPDATE OR IGNORE supplier SET id = 'x'", "id does not change"),
        ("UPDATE supplier SET name = 'Två AB', deleted_at = '2027'", "restore it first"),
    ],
)
def test_way_round_the_log_is_refused(database: Database, sql: str, said: str) -> None:
    made = add(database)
    with pytest.raises(IntegrityError, match=said):
        run(database, sql.format(id=made.hex))
    assert [column for column, _ in log(database, made)] == ["*"]
    assert faults_of(database) == []


def test_deleted_row_is_not_changed_until_it_is_restored(database: Database) -> None:
    made = add(database)
    with database.write() as tx:
        tx.delete(Supplier, made)
    with pytest.raises(IntegrityError, match="restore it first"):
        run(database, "UPDATE supplier SET name = 'Två AB'")
    with pytest.raises(IntegrityError, match="restore it first"):
        run(database, "UPDATE supplier SET name = 'Två AB', deleted_at = NULL")


# ---- the fold ------------------------------------------------------------------------------------

A, B = "a" * 16, "b" * 16


def stamp(moment: int, writer: str = A) -> str:
    return f"{moment:016x}{writer}"


def born(moment: int = 1, writer: str = A, **values: object) -> Change:
    return Change(stamp(moment, writer), "*", json.dumps({"deleted_at": None, **values}), None, None)


def edit(moment: int, column: str, value: object, over: Change, writer: str = A) -> Change:
    return Change(stamp(moment, writer), column, value, over.stamp, None)


def deletion(moment: int, seen: Sequence[Change], writer: str = A) -> Change:
    ctx = json.dumps({c.col: c.stamp for c in seen})
    return Change(stamp(moment, writer), "deleted_at", "2027", seen[0].stamp, ctx)


def test_row_without_its_insert_waits() -> None:
    assert fold([edit(2, "name", "B", born())]) is None
    assert fold([]) is None


def test_last_of_a_chain_stands_without_conflict() -> None:
    first = born(name="A")
    second = edit(2, "name", "B", first)
    third = edit(3, "name", "C", second, B)
    row = fold([third, first, second])
    assert row is not None
    assert (row.values["name"], row.stamps["name"], row.conflicts) == ("C", third.stamp, ())


def test_two_values_in_place_of_the_same_are_a_conflict_and_the_later_stands() -> None:
    first = born(name="A")
    mine, theirs = edit(2, "name", "B", first), edit(3, "name", "C", first, B)
    row = fold([first, mine, theirs])
    assert row is not None
    assert row.values["name"] == "C"
    assert row.conflicts == (Conflict("name", mine.stamp, "value"),)


def test_same_value_written_twice_leaves_nothing_to_choose() -> None:
    first = born(name="A")
    mine = edit(2, "name", "B", first)
    row = fold([first, mine, edit(3, "name", "B", first, B)])
    assert row is not None
    assert row.conflicts == (Conflict("name", mine.stamp, "same"),)


def test_change_of_another_field_is_no_conflict() -> None:
    first = born(name="A", city="")
    row = fold([first, edit(2, "name", "B", first), edit(3, "city", "Provsta", first, B)])
    assert row is not None
    assert (row.values["name"], row.values["city"], row.conflicts) == ("B", "Provsta", ())


def test_writer_that_published_half_way_is_not_in_conflict_with_itself() -> None:
    first = born(name="A")
    row = fold([first, edit(2, "name", "B", first), edit(3, "name", "Bo", first)])
    assert row is not None
    assert (row.values["name"], row.conflicts) == ("Bo", ())


def test_deletion_that_had_seen_everything_holds() -> None:
    first = born(name="A")
    second = edit(2, "name", "B", first, B)
    row = fold([first, second, deletion(3, [first, second])])
    assert row is not None
    assert row.values["deleted_at"] == "2027"
    assert row.conflicts == ()


def test_deletion_that_had_not_seen_an_edit_loses_and_is_shown() -> None:
    first = born(name="A")
    second = edit(2, "name", "B", first, B)
    gone = deletion(3, [first])
    row = fold([first, second, gone])
    assert row is not None
    assert row.values["deleted_at"] is None
    assert row.conflicts == (Conflict("deleted_at", gone.stamp, "deleted"),)


@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_order_and_repetition_of_changes_do_not_matter(rng: random.Random, length: int) -> None:
    changes = [born(name="A", city="")]
    for n in range(length):
        column = rng.choice(["name", "city"])
        over = rng.choice([c for c in changes if c.col in ("*", column)])
        changes.append(edit(n + 2, column, rng.choice("BCD"), over, rng.choice([A, B])))
    straight = fold(changes)
    shuffled = changes * 2
    rng.shuffle(shuffled)
    again = fold(shuffled)
    assert straight is not None
    assert again is not None
    assert (straight.values, straight.stamps) == (again.values, again.stamps)
    assert set(straight.conflicts) == set(again.conflicts)


# ---- the tables are their changes ----------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "change", "raw", "delete", "restore", "wait", "publish", "reopen", "undo"]),
        st.integers(0, 5),
        st.text("aåb\x00\U0001f600'\" ", max_size=4),
    ),
    max_size=40,
)


@settings(max_examples=60)
@given(STEPS)
def test_tables_are_what_their_changes_come_to_after_any_history(steps: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = Milliseconds()
        database = Database(Path(folder) / "d", clock=clock)
        made: list[UUID] = []
        try:
            for step, number, text in steps:
                database = take(step, number, text, database, made, clock)
            assert faults_of(database) == []
        finally:
            database.close()


def take(
    step: str, number: int, text: str, database: Database, made: list[UUID], clock: Milliseconds
) -> Database:
    """One step of a history; the database is another after it was closed and opened."""
    clock.now += 7_000 * number
    if step == "reopen":
        database.close()
        return Database(database.path, clock=clock)
    if step == "add":
        made.append(add(database, note=text))
    elif step == "raw":
        run(database, f"UPDATE supplier SET city = city || '{number}', note = name WHERE deleted_at IS NULL")
    elif step == "publish":
        run(database, "UPDATE change SET seg = 'x' WHERE seg IS NULL")
    elif step == "undo" and made:
        undone(database, made[number % len(made)], text)
    elif made:
        target = made[number % len(made)]
        with database.write() as tx:
            alive = tx.find(Supplier, target) is not None
            if step == "change" and alive:
                tx.change(Supplier, target, note=text, city=text[:1])
            elif step == "delete":
                tx.delete(Supplier, target)
            elif step == "restore":
                tx.restore(Supplier, target)
    return database


def undone(database: Database, target: UUID, text: str) -> None:
    """A write that fails, with changes of every sort in it."""

    def fail() -> None:
        with database.write() as tx:
            if tx.find(Supplier, target) is not None:
                tx.change(Supplier, target, note=text + "!")
                tx.delete(Supplier, target)
            tx.add_all([Procurement(title="Städ"), Person(name="Bo")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
