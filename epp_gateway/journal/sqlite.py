"""SQLite as the journal's ground: the transaction, how a connection is set up, and what its errors mean.

No thread, no event loop: `writer` and `memory` decide who runs what when.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from epp_gateway.model.errors import StoreFailure
from epp_gateway.model.secret import Secret

from .operation_rows import OperationRows
from .record_rows import RecordRows
from .sealing import Sealer

T = TypeVar("T")
BUSY_SECONDS = 5.0
"""How long a statement waits for a lock that somebody outside the gateway (a backup, a shell) holds."""

_REASONS = {
    sqlite3.SQLITE_BUSY: "somebody else holds the store",
    sqlite3.SQLITE_CANTOPEN: "the store cannot be opened",
    sqlite3.SQLITE_CORRUPT: "the store is damaged",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk failed",
    sqlite3.SQLITE_NOTADB: "the file is no journal",
    sqlite3.SQLITE_READONLY: "the store is read-only",
}


class SqliteTransaction(OperationRows, RecordRows):
    """`store.Transaction` over a connection that is inside a transaction."""


def connect_writer(path: str | Path) -> sqlite3.Connection:
    """The connection that writes. It may be handed to another thread, and is used by one at a time."""
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA foreign_keys = ON")
    # Pages that a savepoint or a trigger may take back are copied first. In temporary files, which is SQLite's default,
    # these copies were more than half of all writes.
    db.execute("PRAGMA temp_store = MEMORY")
    return db


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; what it reads is never waited for (WAL)."""
    uri = path.absolute().as_uri() + "?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def make_durable(db: sqlite3.Connection) -> None:
    """Turn on the write-ahead log, with every commit on disk before it is answered.

    Raises:
        StoreFailure: where the file system cannot carry a write-ahead log.
    """
    mode = db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise StoreFailure(f"the store needs a write-ahead log, and here it can only have `{mode}`")
    db.execute("PRAGMA synchronous = FULL")


def run_write(db: sqlite3.Connection, job: Callable[[], T]) -> T:
    """Run a function in a transaction of its own; an exception takes everything back."""
    db.execute("BEGIN IMMEDIATE")
    try:
        value = job()
        db.execute("COMMIT")
    except BaseException:
        roll_back(db)
        raise
    return value


def run_read(db: sqlite3.Connection, job: Callable[[], T]) -> T:
    """Run a function on one snapshot of what is committed."""
    db.execute("BEGIN")
    try:
        return job()
    finally:
        roll_back(db)


def roll_back(db: sqlite3.Connection) -> None:
    """Take back the transaction, unless SQLite did so by itself (a full disk can make it)."""
    if db.in_transaction:
        db.execute("ROLLBACK")


def claim(tx: SqliteTransaction, sealer: Sealer, *, environment: str, store_id: str) -> None:
    """Give a new store its environment, id and key check; of a known one, check that they are ours.

    Raises:
        StoreFailure: the store belongs to the other environment, or its secrets are sealed with a key not listed.
    """
    kept = tx.meta("environment")
    if kept is None:
        tx.put_meta("environment", environment)
        tx.put_meta("store_id", store_id)
    elif kept != environment:
        raise StoreFailure(f"the store belongs to `{kept}` and cannot be used for `{environment}`")
    sealed = tx.meta("key_check")
    if sealed is not None:
        sealer.unseal(sealed)
    if sealed is None or not sealer.is_current(sealed):
        tx.put_meta("key_check", sealer.seal(Secret("key check")))


@contextmanager
def store_errors(where: str | Path) -> Iterator[None]:
    """The border where SQLite's errors become StoreFailure, with the store's path and a reason for people."""
    try:
        yield
    except sqlite3.Error as error:
        raise failure(error, where) from error


def failure(error: BaseException, where: str | Path) -> StoreFailure:
    """The StoreFailure for an error of SQLite's (or of the system below it); its own words follow ours."""
    code = getattr(error, "sqlite_errorcode", None)
    reason = _REASONS.get(code & 0xFF) if code is not None else None
    return StoreFailure(f"{where}: {reason or type(error).__name__} ({error})", reason=reason)
