"""Opening a store: what is refused, with the path and a reason that a person can act on."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

from epp_gateway.journal.sealing import Sealer
from epp_gateway.journal.sqlite import make_durable
from epp_gateway.journal.writer import SqliteJournal
from epp_gateway.model.errors import StoreFailure

HOLDER = """
import sys, trio
from epp_gateway.journal.sealing import Sealer
from epp_gateway.journal.writer import SqliteJournal

async def hold():
    async with SqliteJournal.open(sys.argv[1], environment="ote", sealer=Sealer(sys.argv[2].encode())):
        print("held", flush=True)
        await trio.sleep_forever()

trio.run(hold)
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a folder with # and ?" / "store.db"


@pytest.fixture(autouse=True)
def folder(path):
    path.parent.mkdir()


async def use(path, sealer, environment="ote", **more):
    async with SqliteJournal.open(path, environment=environment, sealer=sealer, **more) as journal:
        return await journal.read(lambda tx: tx.meta("store_id"))


async def refused(path, sealer, environment="ote"):
    with pytest.raises(StoreFailure) as caught:
        await use(path, sealer, environment)
    assert str(path) in str(caught.value)
    return str(caught.value)


async def test_rows_are_there_after_closing_and_opening(path, build, sealer):
    async with SqliteJournal.open(path, environment="ote", sealer=sealer) as journal:
        await journal.write(lambda tx: tx.insert_entry(build.entry(), "decided-allow"))
    async with SqliteJournal.open(path, environment="ote", sealer=sealer) as journal:
        assert await journal.read(lambda tx: tx.entry("op-000001")) == build.entry()


async def test_commits_are_forced_to_disk_and_references_are_kept(on_disk):
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    values = await on_disk.write(lambda tx: [tx._run(f"PRAGMA {each}").fetchone()[0] for each in pragmas])
    assert values == ["wal", 2, 1]


async def test_no_temporary_file_is_written(on_disk):
    assert await on_disk.write(lambda tx: tx._run("PRAGMA temp_store").fetchone()[0]) == 2


async def test_test_and_production_never_share_a_store(path, sealer):
    await use(path, sealer)
    assert "belongs to `ote` and cannot be used for `production`" in await refused(path, sealer, "production")
    await use(path, sealer)


async def test_a_store_keeps_the_id_it_was_born_with(path, sealer):
    first = await use(path, sealer, store_id="given-at-birth")
    assert first == await use(path, sealer) == await use(path, sealer, store_id="later") == "given-at-birth"


async def test_a_store_sealed_with_another_key_is_not_opened(path, build, sealer):
    await use(path, sealer)
    other = Sealer(b"another key, not the one of tests")
    assert "a key that is not listed" in await refused(path, other)


async def test_a_key_can_be_changed_while_the_old_one_is_listed(path, build, sealer):
    new = b"a new key, after the yearly change"
    async with SqliteJournal.open(path, environment="ote", sealer=sealer) as journal:
        await journal.write(lambda tx: tx.insert_entry(build.entry(), "decided-allow"))
    async with SqliteJournal.open(path, environment="ote", sealer=Sealer(new, old=[build.key])) as journal:
        assert await journal.read(lambda tx: tx.entry("op-000001")) == build.entry()
    await use(path, Sealer(new))


async def test_a_file_that_is_no_database_is_left_alone(path, sealer):
    path.write_bytes(b"not a database at all " * 100)
    assert "the file is no journal" in await refused(path, sealer)
    assert path.read_bytes().startswith(b"not a database")


async def test_another_programs_database_is_left_alone(path, sealer):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (x)")
    assert "another program" in await refused(path, sealer)


async def test_a_store_of_a_newer_version_is_left_alone(path, sealer):
    await use(path, sealer)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    assert "has schema 99" in await refused(path, sealer)


async def test_a_damaged_store_is_named(path, sealer):
    await use(path, sealer)
    raw = bytearray(path.read_bytes())
    raw[100:3000] = b"\xff" * 2900
    path.write_bytes(raw)
    assert "the store is damaged" in await refused(path, sealer)


async def test_a_folder_that_is_missing_is_named(path, sealer):
    assert "No such file" in await refused(path.parent / "missing" / "store.db", sealer)


async def test_a_path_that_is_a_folder_is_named(path, sealer):
    path.mkdir()
    assert "Is a directory" in await refused(path, sealer)


async def test_nobody_else_can_read_the_files(on_disk):
    await on_disk.write(lambda tx: tx.put_meta("note", "x"))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in on_disk.path.parent.glob("store.db*")}
    assert set(modes) == {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"}
    assert set(modes.values()) == {0o600}


async def test_a_second_journal_of_this_process_is_refused(path, sealer):
    async with SqliteJournal.open(path, environment="ote", sealer=sealer) as journal:
        assert f"in use by process {os.getpid()}" in await refused(path, sealer)
        await journal.write(lambda tx: tx.put_meta("note", "x"))
    await use(path, sealer)


@pytest.fixture
def holder(path, build):
    """Another process that holds the store."""
    command = [sys.executable, "-c", HOLDER, str(path), build.key.decode()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


async def test_a_store_in_use_by_another_process_is_refused_until_that_one_dies(path, sealer, holder):
    assert f"in use by process {holder.pid}" in await refused(path, sealer)
    holder.kill()
    holder.wait()
    await use(path, sealer)


async def test_an_error_inside_is_not_dressed_up(path, sealer):
    with pytest.raises(KeyError, match="mine"):
        async with SqliteJournal.open(path, environment="ote", sealer=sealer):
            raise KeyError("mine")


def test_a_place_without_a_write_ahead_log_is_refused():
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(StoreFailure, match="can only have `memory`"):
        make_durable(db)
