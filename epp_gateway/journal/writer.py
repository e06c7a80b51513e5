"""The journal on disk: one writer thread with its own connection, and group commit.

The thread drains its queue into one transaction; each job has a savepoint of its own, so that one that fails takes
back its own rows and nobody else's. Waiters are woken after COMMIT, all of a batch by one call into the event loop.
What was woken is durable; a job whose waiter left is carried out all the same.

Reads run on the Trio thread, on a connection that cannot write: a look-up by id costs about an eighth of the same
look-up by way of another thread (measured), and the write-ahead log never makes a reader wait. A read job is
therefore short (some 30 microseconds for each whole entry); long lists are read in pages.

The real clock is read here, for the linger only: no decision rests on it.
"""

import os
import queue
import secrets
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, TypeVar

import trio

from epp_gateway.model.errors import StoreFailure

from .codec import Codec
from .lock import only_writer
from .migrations import migrate
from .sealing import Sealer
from .sqlite import (
    SqliteTransaction,
    claim,
    connect_reader,
    connect_writer,
    failure,
    make_durable,
    roll_back,
    run_read,
    run_write,
    store_errors,
)
from .store import Transaction

T = TypeVar("T")
MAX_BATCH = 512
MAX_LINGER = 0.001
IDLE_LAG = 0.0002


class Pending:
    """A job on its way through the writer: who waits for it, and what became of it."""

    __slots__ = ("error", "job", "task", "value")

    def __init__(self, job: Callable[[Transaction], Any], task: trio.lowlevel.Task) -> None:
        self.job = job
        self.task: trio.lowlevel.Task | None = task
        self.value: Any = None
        self.error: BaseException | None = None


def linger_after(lag: float, jobs: int) -> float:
    """How long to collect jobs before a transaction, in seconds, from the last batch: the loop's lag and its size.

    A loop that takes an answer at once is idle, and a caller who came alone will come alone again: lingering would
    only make them wait. A loop that takes its answer late is busy with other work: nobody can use one sooner, and
    fewer, larger commits leave it more of the machine.
    """
    return min(lag, MAX_LINGER) if jobs > 1 and lag > IDLE_LAG else 0.0


class SqliteJournal:
    """`store.Journal` on a file. Made by `open`."""

    def __init__(self, path: Path, writer: sqlite3.Connection, reader: sqlite3.Connection, sealer: Sealer) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._write_tx = SqliteTransaction(writer, Codec(sealer))
        self._read_tx = SqliteTransaction(reader, Codec(sealer))
        self._queue: queue.SimpleQueue[Pending | None] = queue.SimpleQueue()
        self._token = trio.lowlevel.current_trio_token()
        self._thread = threading.Thread(target=self._serve, name=f"journal {path.name}", daemon=True)
        self._lag = 0.0
        self._closed = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: str | Path, *, environment: str, sealer: Sealer, store_id: str | None = None
    ) -> AsyncIterator["SqliteJournal"]:
        """Open or make the store at `path` (its folder exists) for one environment, `ote` or `production`.

        On the way out everything handed over is written, then the store is closed. `store_id` names a new store; a
        random one is made where none is given.

        Raises:
            StoreFailure: in use by another process, of the other environment, from a newer version, sealed with
                another key, damaged, or no journal at all. The message names the path.
        """
        path = Path(path)
        with ExitStack() as stack:
            name = store_id or secrets.token_hex(8)
            writer, reader = await trio.to_thread.run_sync(_open, stack, path, environment, sealer, name)
            journal = cls(path, writer, reader, sealer)
            journal._thread.start()
            try:
                yield journal
            finally:
                await journal.close()

    async def write(self, job: Callable[[Transaction], T]) -> T:
        """Run `job` in the next transaction. When this returns, what it wrote is on disk.

        A caller that is cancelled leaves at once; its job may be carried out all the same.

        Raises:
            StoreFailure: it could not be written, or the journal is closed; after a crash of the disk only the store
                itself can tell which.
        """
        await trio.lowlevel.checkpoint_if_cancelled()
        if self._closed:
            raise StoreFailure(f"{self.path}: the journal is closed")
        pending = Pending(job, trio.lowlevel.current_task())

        def leave(_: Any) -> trio.lowlevel.Abort:
            pending.task = None
            return trio.lowlevel.Abort.SUCCEEDED

        self._queue.put(pending)
        await trio.lowlevel.wait_task_rescheduled(leave)
        if pending.error is not None:
            raise pending.error
        value: T = pending.value
        return value

    async def read(self, job: Callable[[Transaction], T]) -> T:
        """Run `job` on one snapshot of what is committed, on this thread: it must be short.

        Raises:
            StoreFailure: it cannot be read, `job` tried to write, or the journal is closed.
        """
        await trio.lowlevel.checkpoint()
        if self._closed:
            raise StoreFailure(f"{self.path}: the journal is closed")
        with store_errors(self.path):
            return run_read(self._reader, lambda: job(self._read_tx))

    async def close(self) -> None:
        """Take no more jobs, and wait until those handed over are written.

        Cancellation does not cut it short and its only deadline is the disk's: what waits would be neither kept nor
        refused.
        """
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        with trio.CancelScope(shield=True):
            await trio.to_thread.run_sync(self._thread.join)

    def _serve(self) -> None:
        """The writer thread: batches, until the mark that closes the queue; what came before the mark is written."""
        jobs = 0
        while (first := self._queue.get()) is not None:
            if linger := linger_after(self._lag, jobs):
                time.sleep(linger)
            batch, last = self._drain(first)
            jobs = len(batch)
            self._commit(batch)
            self._token.run_sync_soon(self._wake, batch, time.perf_counter())
            if last:
                return

    def _drain(self, first: Pending) -> tuple[list[Pending], bool]:
        """The jobs that wait now, in order, and whether the closing mark stood behind them."""
        batch = [first]
        while len(batch) < MAX_BATCH:
            try:
                pending = self._queue.get_nowait()
            except queue.Empty:
                return batch, False
            if pending is None:
                return batch, True
            batch.append(pending)
        return batch, False

    def _commit(self, batch: list[Pending]) -> None:
        """One transaction for the whole batch. If it cannot be kept, every job of it has failed."""
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            for pending in batch:
                self._run(pending)
            self._writer.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 - raised in every caller; the thread must outlive it
            with suppress(sqlite3.Error):  # a transaction that cannot end lets none begin: every later write fails too
                roll_back(self._writer)
            for pending in batch:
                pending.error = failure(error, self.path)
                pending.error.__cause__ = error

    def _run(self, pending: Pending) -> None:
        """One job inside its savepoint. What is raised here is not the job's own affair and fails the batch."""
        self._writer.execute("SAVEPOINT job")
        try:
            pending.value = pending.job(self._write_tx)
        except BaseException as error:
            if not self._writer.in_transaction:
                raise  # a full or failing disk can make SQLite take back everything
            self._writer.execute("ROLLBACK TO job")
            pending.error = failure(error, self.path) if isinstance(error, sqlite3.Error) else error
        self._writer.execute("RELEASE job")

    def _wake(self, batch: list[Pending], committed: float) -> None:
        """Let the batch's waiters go on; runs on the Trio thread."""
        self._lag = time.perf_counter() - committed
        for pending in batch:
            if pending.task is not None:
                trio.lowlevel.reschedule(pending.task)


def _open(
    stack: ExitStack, path: Path, environment: str, sealer: Sealer, store_id: str
) -> tuple[sqlite3.Connection, sqlite3.Connection]:
    """Lock, make or migrate, and check the store; `stack` closes what was opened, in the right order."""
    stack.enter_context(only_writer(path))
    try:
        # Made by us first, so that nobody else can read it; SQLite gives its side files the same mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreFailure(f"{path}: {error.strerror}") from error
    with store_errors(path):
        writer = stack.enter_context(closing(connect_writer(path)))
        try:
            make_durable(writer)
            migrate(writer)
            codec = Codec(sealer)
            tx = SqliteTransaction(writer, codec)
            run_write(writer, lambda: claim(tx, sealer, environment=environment, store_id=store_id))
        except StoreFailure as error:
            raise StoreFailure(f"{path}: {error}") from error
        reader = stack.enter_context(closing(connect_reader(path)))
    return writer, reader
