"""Watches what is pending at registries: asks, the longer it takes the less often, and closes what has ended.

One registry that is away keeps nobody else waiting: each account is asked by a task of its own.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import trio

from epp_gateway.journal.entry import Entry, State
from epp_gateway.journal.store import Journal
from epp_gateway.model.errors import RoadError
from epp_gateway.model.plan import StepState
from epp_gateway.model.terms import format_instant, parse_instant

from .evidence import Proof, Verdict
from .reconcile import Reconciler
from .wire import Clock

_SHARE = 0.05
_PAGE = 500


class Log(Protocol):
    """A structlog-like logger."""

    def info(self, event: str, **fields: object) -> object:
        """Write a line."""

    def error(self, event: str, **fields: object) -> object:
        """Write a line that somebody should look at."""


class Watch:
    """Pending operations, watched.

    Args:
        close: keeps how a pending step ended.
        apart: a block in which the trouble of one operation stays its own.
        is_running: whether an operation is being taken along its road just now.
        interval: seconds between two rounds.
    """

    def __init__(
        self,
        journal: Journal,
        reconciler: Reconciler,
        close: Callable[[Entry, int, Verdict], Awaitable[Entry]],
        *,
        clock: Clock,
        log: Log,
        apart: Callable[[Entry | None], AbstractContextManager[None]],
        is_running: Callable[[Entry], bool],
        interval: float,
    ) -> None:
        self._journal = journal
        self._reconciler = reconciler
        self._close = close
        self._clock = clock
        self._log = log
        self._apart = apart
        self._is_running = is_running
        self._interval = interval
        self._looked: dict[str, str] = {}

    async def run(self) -> None:
        """Look around now and then, until cancelled."""
        while True:
            await trio.sleep(self._interval)
            with self._apart(None):
                await self._look_around()

    async def _look_around(self) -> None:
        due = await self._due()
        async with trio.open_nursery() as nursery:
            for entries in due.values():
                nursery.start_soon(self._look_in_turn, entries)

    async def _due(self) -> dict[str | None, list[Entry]]:
        """What is to be asked about now, by account. What has ended is forgotten."""
        now = self._clock()
        due: dict[str | None, list[Entry]] = defaultdict(list)
        looked: dict[str, str] = {}
        before: str | None = None
        while page := await self._page(before):
            for entry in page:
                looked[entry.id] = self._looked.get(entry.id, entry.updated_at)
                if is_due(entry, looked[entry.id], now):
                    looked[entry.id] = format_instant(now)
                    due[entry.account].append(entry)
            before = page[-1].id
        self._looked = looked
        return due

    async def _page(self, before: str | None) -> Sequence[Entry]:
        return await self._journal.read(lambda tx: tx.entries(states=(State.PENDING,), limit=_PAGE, before=before))

    async def _look_in_turn(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            with self._apart(entry):
                await self.look(entry)

    async def look(self, entry: Entry) -> Entry:
        """Ask the registry about a pending operation, and close it when the registry says how it ended."""
        n = next((n for n, step in enumerate(entry.plan) if step.state is StepState.PENDING), None)
        if n is None or self._is_running(entry):
            return entry
        try:
            found = await self._reconciler.look(entry, n)
        except RoadError as error:
            self._log.info("pending", operation=entry.id, registry=entry.account, reason=error.reason)
            return entry
        if found.proof in {Proof.PENDING, Proof.UNKNOWN}:
            return entry
        return await self._close(entry, n, found)

    async def look_at(self, panel: str, name: str) -> None:
        """Ask about whatever of a panel's is pending for a name."""
        found = await self._journal.read(
            lambda tx: tx.entries(panel=panel, object_name=name, states=(State.PENDING,), limit=10)
        )
        for entry in found:
            await self.look(entry)


def is_due(entry: Entry, looked_at: str, now: datetime) -> bool:
    """Whether to ask about a pending operation again: the longer it takes, the less often.

    A transfer of an hour is asked about every three minutes, a deletion of a month every day and a half.
    """
    age = now - parse_instant(entry.updated_at)
    return (now - parse_instant(looked_at)).total_seconds() >= age.total_seconds() * _SHARE
