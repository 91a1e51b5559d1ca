"""The steps that bring a desk of any age to today's form; each is frozen once it has shipped.

Steps are additive (new tables, new columns that are nullable or defaulted), so that an older log still folds and an
older program's segments still apply. Triggers and the search index follow today's records and are brought to them after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from dialogdesk.domain.records import RECORDS
from dialogdesk.store import changes, locks, search
from dialogdesk.store.folding import Fold

APPLICATION_ID = 0x44446B31
"""Marks a file as a desk ("DDk1")."""

_V1 = """
CREATE TABLE unit (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    organisation TEXT,
    name TEXT,
    procurement_system TEXT
);
CREATE TABLE supplier (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    name TEXT,
    org_number TEXT,
    kind TEXT,
    city TEXT,
    phone TEXT,
    website TEXT,
    note TEXT
);
CREATE TABLE person (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    supplier_id TEXT REFERENCES supplier(id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT,
    initials TEXT,
    role TEXT,
    title TEXT,
    email TEXT,
    phone TEXT
);
CREATE INDEX person_supplier_id ON person (supplier_id);
CREATE TABLE procurement (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    title TEXT,
    case_number TEXT,
    department TEXT,
    needs TEXT,
    goals TEXT,
    target_picture TEXT,
    wanted_results TEXT,
    scope TEXT,
    conditions TEXT,
    time_plan TEXT,
    value INTEGER,
    cpv TEXT
);
CREATE TABLE meeting (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    kind TEXT,
    title TEXT,
    document_title TEXT,
    procurement_id TEXT REFERENCES procurement(id) DEFERRABLE INITIALLY DEFERRED,
    supplier_id TEXT REFERENCES supplier(id) DEFERRABLE INITIALLY DEFERRED,
    purpose TEXT,
    starts_at TEXT,
    ends_at TEXT,
    place TEXT,
    link TEXT,
    started_at TEXT,
    finished_at TEXT,
    current_item_id TEXT REFERENCES agenda_item(id) DEFERRABLE INITIALLY DEFERRED,
    author_id TEXT REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX meeting_author_id ON meeting (author_id);
CREATE INDEX meeting_current_item_id ON meeting (current_item_id);
CREATE INDEX meeting_procurement_id ON meeting (procurement_id);
CREATE INDEX meeting_supplier_id ON meeting (supplier_id);
CREATE TABLE agenda_item (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    position TEXT,
    title TEXT,
    minutes INTEGER,
    spent INTEGER,
    entered_at TEXT,
    done_at TEXT
);
CREATE INDEX agenda_item_meeting_id ON agenda_item (meeting_id);
CREATE TABLE question (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    agenda_item_id TEXT REFERENCES agenda_item(id) DEFERRABLE INITIALLY DEFERRED,
    position TEXT,
    text TEXT,
    asked_at TEXT
);
CREATE INDEX question_agenda_item_id ON question (agenda_item_id);
CREATE INDEX question_meeting_id ON question (meeting_id);
CREATE TABLE attendance (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    person_id TEXT REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT,
    title TEXT,
    party TEXT,
    presence TEXT,
    position TEXT
);
CREATE INDEX attendance_meeting_id ON attendance (meeting_id);
CREATE INDEX attendance_person_id ON attendance (person_id);
CREATE TABLE line (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    agenda_item_id TEXT REFERENCES agenda_item(id) DEFERRABLE INITIALLY DEFERRED,
    question_id TEXT REFERENCES question(id) DEFERRABLE INITIALLY DEFERRED,
    position TEXT,
    kind TEXT,
    written_at TEXT,
    text TEXT,
    indent INTEGER,
    speaker_id TEXT REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED,
    owner_id TEXT REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED,
    due TEXT,
    requirement TEXT,
    marked INTEGER,
    working_note INTEGER,
    done_at TEXT
);
CREATE INDEX line_agenda_item_id ON line (agenda_item_id);
CREATE INDEX line_meeting_id ON line (meeting_id);
CREATE INDEX line_open ON line (kind, done_at);
CREATE INDEX line_owner_id ON line (owner_id);
CREATE INDEX line_question_id ON line (question_id);
CREATE INDEX line_speaker_id ON line (speaker_id);
CREATE TABLE change (
    stamp TEXT PRIMARY KEY, tbl TEXT NOT NULL, pk TEXT NOT NULL, col TEXT NOT NULL,
    val, prev TEXT, ctx TEXT, seg TEXT
) WITHOUT ROWID;
CREATE INDEX change_row ON change(tbl, pk);
CREATE TABLE cell (
    tbl TEXT NOT NULL, pk TEXT NOT NULL, col TEXT NOT NULL, stamp TEXT NOT NULL, PRIMARY KEY (tbl, pk, col)
) WITHOUT ROWID;
CREATE TABLE sync_state (
    one INTEGER PRIMARY KEY CHECK (one = 1), hlc INTEGER NOT NULL, rid TEXT NOT NULL, applying INTEGER NOT NULL
);
INSERT INTO sync_state VALUES (1, 0, '', 0);
CREATE TABLE writer (
    rid TEXT PRIMARY KEY, device TEXT NOT NULL, user TEXT NOT NULL, started_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE search_entry (id INTEGER PRIMARY KEY, tbl TEXT NOT NULL, pk TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX search_entry_row ON search_entry(tbl, pk);
CREATE VIRTUAL TABLE search_index USING fts5(
    text, content='search_entry', content_rowid='id', tokenize='trigram remove_diacritics 0'
);
"""

_V2 = """
CREATE TABLE erasure (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    kind TEXT,
    row TEXT,
    reason TEXT,
    decision TEXT,
    erased_at TEXT
);
CREATE TABLE resolution (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    kind TEXT,
    row TEXT,
    field TEXT,
    stamp TEXT,
    resolved_at TEXT
);
CREATE TABLE attachment (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT,
    digest TEXT,
    size INTEGER,
    received_at TEXT
);
CREATE INDEX attachment_meeting_id ON attachment (meeting_id);
CREATE INDEX change_unpublished ON change(stamp) WHERE seg IS NULL OR seg = '';
CREATE TABLE conflict (
    tbl TEXT NOT NULL, pk TEXT NOT NULL, col TEXT NOT NULL, stamp TEXT NOT NULL, kind TEXT NOT NULL,
    PRIMARY KEY (tbl, pk, col, stamp)
) WITHOUT ROWID;
CREATE TABLE dirty (tbl TEXT NOT NULL, pk TEXT NOT NULL, PRIMARY KEY (tbl, pk)) WITHOUT ROWID;
CREATE TABLE parked (tbl TEXT NOT NULL, pk TEXT NOT NULL, PRIMARY KEY (tbl, pk)) WITHOUT ROWID;
CREATE TABLE segment (
    hash TEXT PRIMARY KEY NOT NULL, generation INTEGER NOT NULL, head INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX segment_head ON segment(hash) WHERE head = 1;
CREATE TABLE retired (hash TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE local (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
ALTER TABLE sync_state ADD COLUMN row TEXT NOT NULL DEFAULT '';
ALTER TABLE sync_state ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sync_state ADD COLUMN importing TEXT NOT NULL DEFAULT '';
INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1);
"""

_V3 = "ALTER TABLE unit ADD COLUMN logo TEXT"

_V4 = """
ALTER TABLE unit ADD COLUMN hourly_cost INTEGER;
ALTER TABLE unit ADD COLUMN kept_from_supplier TEXT;
ALTER TABLE meeting ADD COLUMN read_back_at TEXT;
ALTER TABLE meeting ADD COLUMN fact_check_at TEXT;
ALTER TABLE meeting ADD COLUMN handed_over_at TEXT;
ALTER TABLE meeting ADD COLUMN document_number TEXT;
ALTER TABLE meeting ADD COLUMN binder TEXT;
ALTER TABLE attendance ADD COLUMN came_at TEXT;
ALTER TABLE attendance ADD COLUMN left_at TEXT;
ALTER TABLE line ADD COLUMN raised_at TEXT;
ALTER TABLE attachment ADD COLUMN use TEXT;
CREATE TABLE told (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    what TEXT,
    told_at TEXT
);
CREATE INDEX told_meeting_id ON told (meeting_id);
CREATE TABLE effort (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    person_id TEXT REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED,
    phase TEXT,
    minutes INTEGER
);
CREATE INDEX effort_meeting_id ON effort (meeting_id);
CREATE INDEX effort_person_id ON effort (person_id);
CREATE TABLE lesson (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    about TEXT,
    text TEXT
);
CREATE INDEX lesson_meeting_id ON lesson (meeting_id);
CREATE TABLE edition (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    number INTEGER,
    content TEXT,
    previous TEXT,
    digest TEXT,
    made_at TEXT,
    author TEXT
);
CREATE INDEX edition_meeting_id ON edition (meeting_id);
CREATE TABLE template (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    kind TEXT,
    agenda TEXT,
    questions TEXT
);
"""

_V5 = """
CREATE TABLE own_word (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    text TEXT
);
CREATE TABLE handout (
    id TEXT PRIMARY KEY NOT NULL,
    deleted_at TEXT,
    meeting_id TEXT REFERENCES meeting(id) DEFERRABLE INITIALLY DEFERRED,
    recipient TEXT,
    supplier_id TEXT REFERENCES supplier(id) DEFERRABLE INITIALLY DEFERRED,
    given_on TEXT
);
CREATE INDEX handout_meeting_id ON handout (meeting_id);
CREATE INDEX handout_supplier_id ON handout (supplier_id);
"""


def _runs(script: str) -> Callable[[Connection], None]:
    """The step that runs these statements."""

    def step(connection: Connection) -> None:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)

    return step


STEPS: tuple[Callable[[Connection], None], ...] = tuple(map(_runs, (_V1, _V2, _V3, _V4, _V5)))
"""Step n brings a desk of version n to version n + 1."""

VERSION = len(STEPS)
"""The version of a desk this program writes (`PRAGMA user_version`)."""


def migrate(connection: Connection, version: int) -> None:
    """Bring the desk from `version` to today's, inside the caller's transaction.

    Foreign keys must be off (they cannot be switched inside a transaction).
    """
    for step in STEPS[version:]:
        step(connection)
    rebuild_triggers(connection)
    _show_what_was_unknown(connection)
    search.reindex(connection, RECORDS)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _show_what_was_unknown(connection: Connection) -> None:
    """What a newer program wrote, and the older one here kept without knowing it, is in the tables now."""
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - the connection is open
    if raw.execute("SELECT 1 FROM segment LIMIT 1").fetchone():
        Fold(raw).bring(raw.execute("SELECT DISTINCT tbl, pk FROM change").fetchall())


def rebuild_triggers(connection: Connection) -> None:
    """Make the triggers those of today's records."""
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for statement in _triggers():
        connection.exec_driver_sql(statement)


def _triggers() -> Iterator[str]:
    for kind in RECORDS:
        yield from changes.triggers(kind)
        yield from search.triggers(kind)
    yield from locks.triggers()
    yield from search.INDEX_TRIGGERS
