"""The writer thread: group commit, one job's failure among others, full disks, callers that leave."""

import resource
import threading
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

from epp_gateway.journal.entry import State
from epp_gateway.journal.states import IllegalMove
from epp_gateway.journal.writer import IDLE_LAG, MAX_BATCH, MAX_LINGER, SqliteJournal, linger_after
from epp_gateway.model.errors import StoreFailure


@asynccontextmanager
async def one_batch(journal):
    """Every job started inside waits while the writer is busy, and goes into one transaction on the way out."""
    running, gate = threading.Event(), threading.Event()

    def busy(tx):
        running.set()
        gate.wait()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(journal.write, busy)
        await trio.to_thread.run_sync(running.wait)
        try:
            yield nursery
            await wait_all_tasks_blocked()
        finally:
            gate.set()


def note(name):
    return lambda tx: tx.put_meta(name, "x")


async def noted(journal, *names):
    return await journal.read(lambda tx: [name for name in names if tx.meta(name)])


@pytest.fixture
def statements(on_disk):
    seen = []
    on_disk._writer.set_trace_callback(seen.append)
    return seen


async def test_jobs_that_wait_together_are_committed_together(on_disk, statements):
    async with one_batch(on_disk) as nursery:
        for n in range(20):
            nursery.start_soon(on_disk.write, note(str(n)))
    assert statements.count("COMMIT") == 2
    assert len(await noted(on_disk, *map(str, range(20)))) == 20


async def test_a_batch_has_a_bound(on_disk, statements):
    async with one_batch(on_disk) as nursery:
        for n in range(MAX_BATCH + 1):
            nursery.start_soon(on_disk.write, note(str(n)))
    assert statements.count("COMMIT") == 3


async def test_a_job_that_fails_takes_nobody_along(on_disk, statements, build):
    outcomes = {}

    async def attempt(n):
        def job(tx):
            tx.put_meta(f"note {n}", "x")
            if n == 1:
                raise ValueError("mine")
            if n == 2:
                tx._run("DELETE FROM history WHERE no_such_column")
            if n == 3:
                tx._run("UPDATE operation SET state = 'queued'")
            return n

        try:
            outcomes[n] = await on_disk.write(job)
        except (ValueError, StoreFailure, IllegalMove) as error:
            outcomes[n] = type(error)

    entry = build.entry(state=State.SUCCEEDED)
    await on_disk.write(lambda tx: tx.insert_entry(entry, "finished"))
    statements.clear()
    async with one_batch(on_disk) as nursery:
        for n in range(5):
            nursery.start_soon(attempt, n)
    assert outcomes == {0: 0, 1: ValueError, 2: StoreFailure, 3: IllegalMove, 4: 4}
    assert statements.count("COMMIT") == 2
    assert await noted(on_disk, *(f"note {n}" for n in range(5))) == ["note 0", "note 4"]


async def failures(journal, *jobs):
    """Run jobs as one batch; what each caller got."""
    got = []

    async def attempt(job):
        try:
            got.append(await journal.write(job))
        except StoreFailure as error:
            got.append(error)

    async with one_batch(journal) as nursery:
        for job in jobs:
            nursery.start_soon(attempt, job)
    return got


async def test_a_commit_that_fails_fails_every_job_of_its_batch(on_disk):
    def spoil(tx):
        tx._run("PRAGMA defer_foreign_keys = ON")
        tx._run("INSERT INTO history VALUES ('nobody', 1, '', '', '{}')")

    got = await failures(on_disk, note("before"), spoil, note("after"))
    assert [str(on_disk.path) in str(error) for error in got] == [True] * 3
    assert len({id(error) for error in got}) == 3
    assert await noted(on_disk, "before", "after") == []
    await on_disk.write(note("later"))
    assert await noted(on_disk, "later") == ["later"]


async def test_a_full_disk_fails_the_batch_and_later_writes_work_when_there_is_room(on_disk):
    def limit(pages):
        return lambda tx: tx._run(f"PRAGMA max_page_count = {pages}").fetchone()[0]

    pages = await on_disk.write(lambda tx: tx._run("PRAGMA page_count").fetchone()[0])
    await on_disk.write(limit(pages))
    got = await failures(on_disk, note("small"), lambda tx: tx.put_meta("big", "x" * 100_000), note("next"))
    assert ["the disk is full" in str(error) for error in got] == [True] * 3
    assert await noted(on_disk, "small", "big", "next") == []
    await on_disk.write(limit(2**30))
    await on_disk.write(lambda tx: tx.put_meta("big", "x" * 100_000))
    assert await noted(on_disk, "big") == ["big"]


async def test_a_disk_that_fails_is_named_and_nothing_is_half_written(on_disk):
    await on_disk.write(note("first"))
    size = on_disk.path.with_name("store.db-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(StoreFailure, match="the disk failed"):
            await on_disk.write(note("second"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    await on_disk.write(note("third"))
    assert await noted(on_disk, "first", "second", "third") == ["first", "third"]


async def test_a_store_that_turns_read_only_says_so(on_disk):
    on_disk._writer.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreFailure, match="the store is read-only"):
        await on_disk.write(note("x"))


async def test_what_was_written_is_read_by_anyone_at_once(on_disk):
    for n in range(50):
        await on_disk.write(note(str(n)))
        assert await noted(on_disk, str(n)) == [str(n)]


async def test_a_read_does_not_wait_for_the_writer_and_sees_no_half_batch(on_disk):
    async with one_batch(on_disk) as nursery:
        nursery.start_soon(on_disk.write, note("coming"))
        await wait_all_tasks_blocked()
        assert await noted(on_disk, "coming") == []
    assert await noted(on_disk, "coming") == ["coming"]


async def test_a_caller_that_leaves_spoils_nothing_and_its_job_is_carried_out(on_disk):
    async with one_batch(on_disk) as nursery:
        scope = trio.CancelScope()

        async def leaver():
            with scope:
                await on_disk.write(note("left"))

        nursery.start_soon(leaver)
        nursery.start_soon(on_disk.write, note("stayed"))
        await wait_all_tasks_blocked()
        scope.cancel()
        await wait_all_tasks_blocked()
        assert scope.cancelled_caught
    assert await noted(on_disk, "left", "stayed") == ["left", "stayed"]


async def test_a_caller_that_is_cancelled_already_hands_nothing_over(journal):
    with trio.CancelScope() as scope:
        scope.cancel()
        await journal.write(note("never"))
    assert scope.cancelled_caught
    await journal.write(note("behind it in the queue"))
    assert await noted(journal, "never") == []


@pytest.mark.parametrize("cancelled", [False, True])
async def test_closing_writes_what_was_handed_over(tmp_path, sealer, cancelled):
    gate = threading.Event()
    got = []

    async def write(journal, job):
        got.append(await journal.write(job))

    async def open_gate_when_closing(journal):
        await wait_all_tasks_blocked()
        assert journal._closed
        gate.set()

    async with trio.open_nursery() as nursery:
        with trio.CancelScope() as scope:
            opening = SqliteJournal.open(tmp_path / "store.db", environment="ote", sealer=sealer)
            async with opening as journal:
                nursery.start_soon(write, journal, lambda tx: gate.wait())
                for n in range(10):
                    nursery.start_soon(write, journal, note(str(n)))
                await wait_all_tasks_blocked()
                nursery.start_soon(open_gate_when_closing, journal)
                if cancelled:
                    scope.cancel()
        assert not journal._thread.is_alive()
    assert len(got) == 11
    async with SqliteJournal.open(tmp_path / "store.db", environment="ote", sealer=sealer) as journal:
        assert len(await noted(journal, *map(str, range(10)))) == 10


async def test_a_journal_left_by_cancellation_is_closed_whole(tmp_path, sealer):
    for n in range(3):
        with trio.CancelScope() as scope:
            async with SqliteJournal.open(tmp_path / "store.db", environment="ote", sealer=sealer) as journal:
                await journal.write(note(str(n)))
                scope.cancel()
                await trio.sleep_forever()
    async with SqliteJournal.open(tmp_path / "store.db", environment="ote", sealer=sealer) as journal:
        assert await noted(journal, "0", "1", "2") == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("lag", "jobs", "linger"),
    [
        (0.0, 100, 0.0),
        (IDLE_LAG, 100, 0.0),
        (1.0, 1, 0.0),
        (0.0005, 2, 0.0005),
        (1.0, 2, MAX_LINGER),
    ],
)
def test_the_writer_lingers_only_for_a_busy_loop_with_several_callers(lag, jobs, linger):
    assert linger_after(lag, jobs) == linger


async def test_a_lingering_writer_loses_nothing(on_disk):
    on_disk._lag = 1.0
    async with one_batch(on_disk) as nursery:
        for n in range(5):
            nursery.start_soon(on_disk.write, note(str(n)))
    await on_disk.write(note("last"))
    assert len(await noted(on_disk, "last", *map(str, range(5)))) == 6
