"""The numbered steps make exactly the schema, and a step is done whole or not at all."""

import sqlite3
from contextlib import closing

import pytest

from epp_gateway.journal.migrations import APPLICATION_ID, MIGRATIONS, VERSION, apply, migrate
from epp_gateway.journal.schema import SCHEMA
from epp_gateway.journal.sqlite import connect_writer
from epp_gateway.model.errors import StoreFailure


@pytest.fixture
def db():
    with closing(connect_writer(":memory:")) as opened:
        yield opened


def shape(db):
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return [(*row[:3], " ".join((row[3] or "").split())) for row in rows]


def version(db):
    return db.execute("PRAGMA user_version").fetchone()[0]


def test_all_migrations_together_make_the_schema(db):
    migrate(db)
    with closing(connect_writer(":memory:")) as written:
        written.executescript(SCHEMA)
        assert shape(db) == shape(written)
    assert len(shape(db)) > 20
    assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_migrating_twice_changes_nothing(db):
    migrate(db)
    before = shape(db)
    migrate(db)
    assert (shape(db), version(db)) == (before, VERSION)


def test_a_store_of_any_earlier_version_arrives_at_the_schema(db):
    for number in range(1, VERSION + 1):
        apply(db, number, MIGRATIONS[number - 1])
        assert version(db) == number
        migrate(db)
        assert version(db) == VERSION


def test_a_step_that_fails_half_way_leaves_nothing(db):
    migrate(db)
    before = shape(db)
    with pytest.raises(sqlite3.OperationalError):
        apply(db, VERSION + 1, "CREATE TABLE half (way TEXT); SELECT * FROM nowhere;")
    assert (shape(db), version(db), db.in_transaction) == (before, VERSION, False)


def test_a_store_of_a_newer_version_is_not_touched(db):
    migrate(db)
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(StoreFailure, match=f"has schema {VERSION + 1}, this version knows schemas up to {VERSION}"):
        migrate(db)


def test_another_programs_database_is_not_touched(db):
    db.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StoreFailure, match="another program"):
        migrate(db)
    assert [row[1] for row in shape(db)] == ["theirs"]
