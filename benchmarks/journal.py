"""The journal alone: group commit, as it is, against one commit for each write, with equal durability (FULL)."""

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import trio

from epp_gateway.journal.codec import Codec
from epp_gateway.journal.entry import Entry, State
from epp_gateway.journal.sealing import Sealer
from epp_gateway.journal.sqlite import SqliteTransaction, connect_writer, make_durable, run_write
from epp_gateway.journal.states import Event
from epp_gateway.journal.store import Transaction
from epp_gateway.journal.writer import SqliteJournal
from epp_gateway.model.decision import Decision, Effect
from epp_gateway.model.intent import CreateDomain

from .measure import Measured, Run, repeat

AT = "2026-01-01T00:00:00.000Z"
SEALER = Sealer(b"a key for benchmarks only")


def compare(folder: Path, run: Run) -> tuple[Measured, Measured]:
    """Measure both: with group commit, and with a commit for each write."""
    return trio.run(_grouped, folder / "grouped.sqlite", run), trio.run(_single, folder / "single.sqlite", run)


async def _grouped(path: Path, run: Run) -> Measured:
    numbers = count(1)
    async with SqliteJournal.open(path, environment="ote", sealer=SEALER) as journal:

        async def write(_number: int) -> None:
            await journal.write(_insertion(next(numbers)))

        return await repeat(run, write)


async def _single(path: Path, run: Run) -> Measured:
    async with SqliteJournal.open(path, environment="ote", sealer=SEALER):
        pass  # it makes the tables
    numbers, one_at_a_time = count(1), trio.CapacityLimiter(1)
    db = connect_writer(path)
    try:
        make_durable(db)
        tx = SqliteTransaction(db, Codec(SEALER))

        async def write(_number: int) -> None:
            insert = partial(_insertion(next(numbers)), tx)
            await trio.to_thread.run_sync(run_write, db, insert, limiter=one_at_a_time)

        return await repeat(run, write)
    finally:
        db.close()


def _insertion(number: int) -> Callable[[Transaction], None]:
    entry = Entry(
        id=f"operation-{number:012d}",
        panel="bench",
        key=f"key-{number}",
        fingerprint="0" * 64,
        type="domain.create",
        object_kind="domain",
        object_name=f"name-{number}.com",
        wish=CreateDomain(name=f"name-{number}.com"),
        state=State.SENDING,
        decision=Decision(effect=Effect.ALLOW, at=AT),
        created_at=AT,
        updated_at=AT,
        deadline=AT,
    )
    return lambda tx: tx.insert_entry(entry, Event.DECIDED_ALLOW)
