"""A whole gateway but for its doors and wires, in virtual time: three registries, panels, a desk that can be killed.

Every write to the journal is looked at: a completed operation never changes, and no document ever says what is not
true at the registry. `check` looks at everything once more at the end of a story.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

import trio

from epp_gateway.app.capabilities import BY_DIALECT
from epp_gateway.app.packs import pack_texts
from epp_gateway.journal.entry import Entry, Sent, State
from epp_gateway.journal.memory import MemoryJournal
from epp_gateway.journal.store import Transaction
from epp_gateway.model.account import Account
from epp_gateway.model.commands import Request, object_of
from epp_gateway.model.facts import Fact
from epp_gateway.model.terms import format_instant
from epp_gateway.operations.accounts import Accounts
from epp_gateway.operations.desk import Desk
from epp_gateway.operations.facts import Facts
from epp_gateway.operations.judge import Judge
from epp_gateway.operations.panels import Panels
from epp_gateway.operations.planning import Planner
from epp_gateway.operations.query import Query
from epp_gateway.operations.submit import Clerk
from epp_gateway.operations.wire import Wire
from epp_gateway.policy.load import load_packs
from epp_gateway.policy.rules import PackSet
from epp_gateway.resources import folder
from tests.operations.fake_pool import Executed, FakePool, Fault
from tests.operations.panel import Panel
from tests.operations.truth import falsehoods

START = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Half past two in the morning of the 23rd in Japan: a story that mixes up the two zones is off by a day."""

US = "registrar-a"
SETTLE = 10.0
DEADLINE = 120.0
T = TypeVar("T")


class Crashed(BaseException):
    """The process was killed: whoever was in it sees nothing any more."""


class Clock:
    """The instant in this world: it runs with the loop's virtual time, and can be put forward."""

    def __init__(self) -> None:
        self._start, self._zero = START, trio.current_time()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=trio.current_time() - self._zero)

    def forward(self, **span: float) -> None:
        self._start += timedelta(**span)


@cache
def shipped_packs() -> PackSet:
    """The packs that ship."""
    return load_packs(pack_texts([folder("config") / "policy"]))


def account(dialect: str, *tlds: str, **changes: Any) -> Account:
    """An account as its configuration would make it."""
    values: dict[str, Any] = {
        "id": dialect,
        "environment": "ote",
        "clid": US,
        "tlds": tlds,
        "dialect": dialect,
        "capabilities": BY_DIALECT[dialect],
        "packs": ("ntt-com-domain", "icann-gtld"),
        "settle_seconds": SETTLE,
        "deadline_seconds": DEADLINE,
    }
    return Account(**{**values, **changes})


ACCOUNTS = (account("verisign", "com", "net"), account("jprs", "jp"), account("generic", "test"))


class Book:
    """A log that is only remembered."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, object]]] = []

    def info(self, event: str, **fields: object) -> None:
        self.lines.append((event, fields))

    error = info

    def told(self, event: str) -> list[dict[str, object]]:
        return [fields for name, fields in self.lines if name == event]


class World:
    """One gateway with its registries.

    Attributes:
        pools: the registries by account.
        broken: every promise that was seen broken.
        writes, sends: how many journal writes were kept and how many transforms left, since the story is armed.
    """

    def __init__(
        self, nursery: trio.Nursery, journal: MemoryJournal, accounts: tuple[Account, ...], watch_interval: float
    ) -> None:
        self.clock = Clock()
        self.journal = journal
        self.accounts = Accounts(accounts)
        self.pools = {one.id: FakePool(one, clock=self.clock, nursery=nursery) for one in accounts}
        self.log = Book()
        self.broken: list[str] = []
        self.bugs_expected = False
        self.others_act = False
        self.crash_points: list[tuple[str, int]] = []
        self.happened = {"write": 0, "before-send": 0, "after-send": 0}
        self._nursery = nursery
        self._watch_interval = watch_interval
        self._ids = count(1)
        self._keys = count(1)
        self._calls: set[trio.CancelScope] = set()
        self._process = Process(self)
        for pool in self.pools.values():
            pool.before = lambda request: self._passing("before-send", request)
            pool.after = lambda request: self._passing("after-send", request)

    # The gateway as a process.

    async def start(self) -> None:
        """Build everything anew over the same journal, and let it run."""
        self._process = Process(self)
        store = SpiedJournal(self, self._process)
        wire = Wire(self.pools, clock=self.clock)
        judge = Judge(shipped_packs())
        clerk = Clerk(self.accounts, judge, Planner(self.accounts), new_id=lambda _at: f"{next(self._ids):026d}")
        self.desk = Desk(
            store, self.accounts, wire, clerk, clock=self.clock, log=self.log, watch_interval=self._watch_interval
        )
        self.query = Query(store, self.accounts, wire, self.desk, clock=self.clock)
        self.panels = Panels(store, clock=self.clock)
        self.facts = Facts(store, clock=self.clock)
        await self._nursery.start(self._process.run, self.desk)

    async def crash(self) -> None:
        """Kill the process now."""
        self._process.kill()
        await self._process.ended.wait()

    async def restart(self) -> None:
        """Start again after a crash, as often as it takes."""
        while self._process.dead:
            await self._process.ended.wait()
            await self.start()

    def arm(self, *points: tuple[str, int]) -> None:
        """From now on count the instants at which the process may be killed, and kill it at some of them."""
        self.happened = dict.fromkeys(self.happened, 0)
        self.crash_points = [*points]

    def calls_end(self) -> None:
        """A killed process answers nobody."""
        for scope in self._calls:
            scope.cancel()

    @contextmanager
    def call(self) -> Iterator[None]:
        """Somebody is connected to the process. Raises Crashed when it is killed meanwhile."""
        process = self._process
        with trio.CancelScope() as scope:
            self._calls.add(scope)
            try:
                yield
            finally:
                self._calls.discard(scope)
        if scope.cancelled_caught or process.dead:
            raise Crashed

    def pass_point(self, kind: str) -> None:
        """Count an instant at which the process may be killed, and kill it if that was planned. Raises Crashed."""
        self.happened[kind] += 1
        if (kind, self.happened[kind]) in self.crash_points:
            self._process.kill()
            raise Crashed(kind)

    def _passing(self, kind: str, request: Request) -> None:
        if (request.cltrid or "").startswith("0"):
            self.pass_point(kind)

    # People and registries.

    def panel(self, name: str, *scopes: str) -> Panel:
        """Somebody with a token; all scopes a panel has by default."""
        return Panel(self, name, scopes or ("read", "write", "unlock"), self._keys)

    @property
    def operator(self) -> Panel:
        """Somebody with the scope `operate`."""
        return self.panel("ops", "read", "write", "operate")

    def fault(self, account_id: str, do: str, command: str = "*", **more: Any) -> Fault:
        """Plant a fault."""
        fault = Fault(do, command, **more)
        self.pools[account_id].faults.append(fault)
        return fault

    async def know(self, name: str, scope: str = "domain", **facts: Any) -> None:
        """Let billing and operators have said so."""
        kept = [
            Fact(name=fact.replace("__", "."), value=value, source="billing", as_of=format_instant(self.clock()))
            for fact, value in facts.items()
        ]
        await self.journal.write(lambda tx: tx.put_facts(scope, name, kept))  # type: ignore[arg-type] # a fact scope

    @property
    def ledger(self) -> list[Executed]:
        """What the registries executed of ours."""
        return sorted((one for pool in self.pools.values() for one in pool.ledger), key=lambda one: one.at)

    def did(self) -> list[str]:
        """The same as words: `domain.create example.com`."""
        return [f"{one.verb} {object_of(one.command)}" for one in self.ledger]

    @property
    def arrived(self) -> list[Request]:
        """Every request of ours that reached a registry."""
        return [request for pool in self.pools.values() for request in pool.arrived]

    async def entries(self) -> list[Entry]:
        """Every operation, oldest first."""
        return [*reversed(await self.journal.read(lambda tx: tx.entries(limit=10_000)))]

    async def history(self, operation: str) -> list[str]:
        """The words of an operation's history."""
        return [line.event for line in await self.journal.read(lambda tx: tx.history(operation))]

    # What must hold.

    def look_at(self, entry: Entry) -> None:
        """Note everything that an entry says and that is not so."""
        self.broken += [f"{entry.id} {entry.type} {entry.state}: {words}" for words in self._falsehoods(entry)]

    def _falsehoods(self, entry: Entry) -> Iterator[str]:
        unheard = set().union(*(pool.unheard for pool in self.pools.values()))
        return falsehoods(
            entry,
            arrived={request.cltrid for request in self.arrived} - unheard,
            executed={one.cltrid for one in self.ledger},
            others_act=self.others_act,
        )

    async def check(self) -> None:
        """Everything that must hold when a story ends. Raises AssertionError."""
        ids = [request.cltrid for request in self.arrived]
        twice = {cltrid for cltrid in ids if ids.count(cltrid) > 1}
        self.broken += [f"clTRID {cltrid} was used twice" for cltrid in twice]
        for pool in self.pools.values():
            self.broken += pool.broken
        for entry in await self.entries():
            self.look_at(entry)
        if not self.bugs_expected:
            self.broken += [f"a bug was logged: {fields}" for fields in self.log.told("gateway-bug")]
        assert self.broken == [], "\n".join(self.broken)


class Process:
    """One life of the gateway."""

    def __init__(self, world: World) -> None:
        self.ended = trio.Event()
        self.dead = False
        self._world = world
        self._scope = trio.CancelScope()

    async def run(self, desk: Desk, *, task_status: trio.TaskStatus[None]) -> None:
        """Let the desk run until it is killed."""
        up = Once(task_status)
        try:
            with self._scope:
                await desk.run(task_status=up)
        except* Crashed:
            pass
        finally:
            self.ended.set()
            up.started()

    def kill(self) -> None:
        """End at once; nothing more is kept or sent."""
        self.dead = True
        self._scope.cancel()
        self._world.calls_end()


class Once(trio.TaskStatus[None]):
    """Passes on that somebody has started, once; a process that dies at its start has started, too."""

    def __init__(self, inner: trio.TaskStatus[None]) -> None:
        self._inner: trio.TaskStatus[None] | None = inner

    def started(self, value: None = None) -> None:
        inner, self._inner = self._inner, None
        if inner is not None:
            inner.started(value)


class SpiedJournal:
    """The journal as one process has it: it counts writes, looks at what they say, and is gone with the process."""

    def __init__(self, world: World, process: Process) -> None:
        self._world = world
        self._process = process

    async def write(self, job: Callable[[Transaction], T]) -> T:
        self._alive()
        changed: list[Entry] = []
        value = await self._world.journal.write(lambda tx: job(SpiedTransaction(tx, self._world, changed)))  # type: ignore[arg-type] # it passes everything on
        for entry in changed:
            self._world.look_at(entry)
        if changed:
            self._world.pass_point("write")
        return value

    async def read(self, job: Callable[[Transaction], T]) -> T:
        self._alive()
        return await self._world.journal.read(job)

    def _alive(self) -> None:
        if self._process.dead:
            raise Crashed


class SpiedTransaction:
    """A transaction that remembers which operations were written."""

    def __init__(self, tx: Transaction, world: World, changed: list[Entry]) -> None:
        self._tx = tx
        self._world = world
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def insert_entry(self, entry: Entry, event: str, detail: Any = None) -> None:
        self._tx.insert_entry(entry, event, detail)
        self._changed.append(entry)

    def update_entry(self, entry: Entry, event: str, detail: Any = None) -> None:
        before = self._tx.entry(entry.id)
        if before is not None and before.state.completed and not _may_be_retried(before):
            self._world.broken.append(f"{entry.id} was {before.state}, and {event} changed it")
        self._tx.update_entry(entry, event, detail)
        self._changed.append(entry)


def _may_be_retried(entry: Entry) -> bool:
    return entry.state is State.FAILED and entry.sent is Sent.NO


@asynccontextmanager
async def open_world(
    *, accounts: tuple[Account, ...] = ACCOUNTS, watch_interval: float = 3600.0, checked: bool = True
) -> AsyncIterator[World]:
    """A world that runs; at its end everything that must hold is checked."""
    async with MemoryJournal.open() as journal, trio.open_nursery() as nursery:
        world = World(nursery, journal, accounts, watch_interval)
        await world.start()
        yield world
        if checked:
            await world.check()
        nursery.cancel_scope.cancel()
