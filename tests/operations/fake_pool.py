"""A pool of sessions without a socket: commands are executed on the simulator's pure registry, faults on demand.

It keeps the promises of the real pool: a reply of `not logged in` is Unsent, a lost session is never given again, a
session to be avoided is avoided. It keeps books of what arrived and of what the registry really did.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from itertools import count

import trio
from msgspec.structs import replace

from epp_gateway.epp.dialect import DIALECTS
from epp_gateway.model.account import Account
from epp_gateway.model.base import Value
from epp_gateway.model.commands import Command, DomainTransfer, Login, Request, TransformCommand, object_of, verb_of
from epp_gateway.model.errors import BuiltInvalid, Draining, InDoubt, NoCapacity, RoadError, Unreachable, Unsent
from epp_gateway.model.responses import CLOSING_CODES, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.pool.actions import Priority
from epp_gateway.pool.exchange import Exchange
from epp_gateway.pool.pace import CommandClass
from epp_gateway.pool.snapshot import CircuitView, PoolSnapshot, SessionView
from epp_gateway.simulator.execute import execute
from epp_gateway.simulator.profiles import PROFILES
from epp_gateway.simulator.refusal import MESSAGES
from epp_gateway.simulator.registry import Registrar, Registry
from epp_gateway.simulator.sessions import Session

LATENCY = 0.05
REPLY_TIMEOUT = 2.0
THEM = "registrar-b"

NEVER_LEFT: dict[str, type[RoadError]] = {
    "unsent": Unsent,
    "no-capacity": NoCapacity,
    "unreachable": Unreachable,
    "draining": Draining,
    "built-invalid": BuiltInvalid,
}


@dataclass
class Fault:
    """What is to happen to some commands.

    Attributes:
        do: a key of `NEVER_LEFT`, or `lost` (not executed), `lost-after` (executed), `late` (the reply is lost, it is
            executed `seconds` later), `code` (answered with `code`, executed or not), `logged-out` (2002), `stale` (a
            read of the registry as it was `seconds` ago).
        skip: how many matching commands pass first.
    """

    do: str
    command: str
    name: str = "*"
    times: int = 1
    skip: int = 0
    seconds: float = 5.0
    code: int = 2400
    executed: bool = False

    def strikes(self, command: Command) -> bool:
        if self.times == 0 or not _is(self.command, verb_of(command)):
            return False
        if not any(fnmatchcase(name, self.name) for name in (object_of(command) or "").split(",")):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


def _is(pattern: str, word: str) -> bool:
    return fnmatchcase(word, pattern) or word.startswith(pattern + ".")


class Executed(Value, frozen=True):
    """A transform that a registry executed."""

    account: str
    cltrid: str
    command: TransformCommand
    at: datetime

    @property
    def verb(self) -> str:
        return verb_of(self.command)


class FakePool:
    """The sessions of one account, and the registry behind them.

    Attributes:
        away: raised by every lease while it is set.
        arrived: every request of ours whose bytes reached the registry.
        unheard: ids of those it did not look at, since the session was not logged in.
        ledger: the transforms of ours that it executed with success, in order.
        sessions_used: for each arrived request, the session it came on.
        before, after: called with each request before it arrives, and after it was executed.
    """

    def __init__(self, account: Account, *, clock: Callable[[], datetime], nursery: trio.Nursery) -> None:
        self.account = account
        self.clock = clock
        self.registry = Registry(
            PROFILES[account.dialect],
            {clid: Registrar(clid, Secret("secret-1")) for clid in (account.clid, THEM)},
        )
        self.faults: list[Fault] = []
        self.away: RoadError | None = None
        self.arrived: list[Request] = []
        self.unheard: set[str | None] = set()
        self.ledger: list[Executed] = []
        self.sessions_used: list[str] = []
        self.broken: list[str] = []
        self.before: Callable[[Request], None] = lambda _request: None
        self.after: Callable[[Request], None] = lambda _request: None
        self._nursery = nursery
        self._busy: set[str] = set()
        self._sessions = [f"{account.id}-{n}" for n in (1, 2)]
        self._numbers = count(3)
        self._logins = {clid: self._login(clid) for clid in (account.clid, THEM)}

    def _login(self, clid: str) -> Session:
        session = Session(id=f"{self.account.id}-{clid}")
        profile = self.registry.profile
        login = Login(clid=clid, password=Secret("secret-1"), objects=profile.objects, extensions=profile.extensions)
        response = execute(self.registry, session, Request(command=login), self.clock())
        assert response.code == 1000, response
        return session

    # As a pool.

    @asynccontextmanager
    async def lease(
        self,
        *,
        panel: str,
        timeout: float,  # noqa: ASYNC109 - the pool's own signature
        priority: Priority = Priority.INTERACTIVE,
        operation: str | None = None,
        avoid: str | None = None,
        kind: CommandClass = CommandClass.READ,
    ) -> AsyncIterator["FakeLease"]:
        await trio.lowlevel.checkpoint()
        if self.away is not None:
            raise self.away
        session = next(name for name in self._sessions if name != avoid)
        yield FakeLease(self, session)

    async def execute(
        self,
        request: Request,
        *,
        panel: str,
        timeout: float,  # noqa: ASYNC109 - the pool's own signature
        operation: str | None = None,
    ) -> Exchange:
        async with self.lease(panel=panel, timeout=timeout, operation=operation) as lease:
            return await lease.execute(request)

    def snapshot(self) -> PoolSnapshot:
        """As the real pool looks from outside."""
        cause = self.away.reason if self.away else None
        sessions = () if self.away else tuple(SessionView(id=name, state="idle") for name in self._sessions)
        return PoolSnapshot(
            account=self.account.id,
            phase="serving",
            limit=2,
            sessions=sessions,
            circuit=CircuitView(state="open" if cause else "closed", last_cause=cause),
        )

    async def exchange(self, session: str, request: Request) -> Exchange:
        """One command of ours on one session."""
        fault = next((fault for fault in self.faults if fault.strikes(request.command)), None)
        do = fault.do if fault else ""
        await trio.lowlevel.checkpoint()
        if do in NEVER_LEFT:
            raise NEVER_LEFT[do](f"planted: {do}", session=session)
        self.before(request)
        sent_at = self.clock()
        self.arrived.append(request)
        self.sessions_used.append(session)
        with self._alone(request.command):
            await trio.sleep(LATENCY)
            response = self._serve(request, fault)
            self.after(request)
            await trio.sleep(LATENCY if response else REPLY_TIMEOUT)
        if response is None or response.code in CLOSING_CODES or response.is_not_logged_in:
            self._lose(session)
        if response is None:
            raise InDoubt("no answer within 2 s", session=session)
        if response.is_not_logged_in:
            raise Unsent("the registry says that the session is not logged in", session=session)
        return Exchange(response=response, session=session, sent_at=sent_at, answered_at=self.clock())

    def _lose(self, session: str) -> None:
        if session in self._sessions:
            self._sessions.remove(session)
            self._sessions.append(f"{self.account.id}-{next(self._numbers)}")

    @contextmanager
    def _alone(self, command: Command) -> Iterator[None]:
        """Two transforms of one name must never be under way at once; hosts may be made by the plans of two names."""
        what = f"{verb_of(command).partition('.')[0]} {object_of(command)}"
        if not is_transform(command) or not what.startswith("domain"):
            yield
            return
        if what in self._busy:
            self.broken.append(f"two transforms of {what} at once")
        self._busy.add(what)
        try:
            yield
        finally:
            self._busy.discard(what)

    # As the registry.

    def _serve(self, request: Request, fault: Fault | None) -> Response | None:
        """What the registry does now, and its answer unless it is lost."""
        match fault:
            case None:
                return self._execute(request)
            case Fault(do="lost"):
                return None
            case Fault(do="lost-after"):
                self._execute(request)
                return None
            case Fault(do="late"):
                self._nursery.start_soon(self._execute_later, request, fault.seconds)
                return None
            case Fault(do="stale"):
                then = self.clock() - timedelta(seconds=fault.seconds)
                return self._execute(request, self.registry.as_of(object_of(request.command) or "", then))
            case Fault(do="logged-out"):
                self.unheard.add(request.cltrid)
                return self._said(request, 2002, "Command use error; not logged in")
            case _:
                executed = self._execute(request) if fault.executed else None
                said = self._said(request, fault.code, MESSAGES[fault.code])
                return said if executed is None or said.code >= 2000 else _with_code(executed, said)

    async def _execute_later(self, request: Request, seconds: float) -> None:
        await trio.sleep(seconds)
        self._execute(request)

    def _execute(self, request: Request, registry: Registry | None = None) -> Response:
        dressed = DIALECTS[self.account.dialect].dress(request)
        response = execute(registry or self.registry, self._logins[self.account.clid], dressed, self.clock())
        if is_transform(request.command) and response.is_success:
            self.ledger.append(
                Executed(
                    account=self.account.id,
                    cltrid=request.cltrid or "",
                    command=request.command,  # type: ignore[arg-type] # a transform, as asked above
                    at=self.clock(),
                )
            )
        return response

    def _said(self, request: Request, code: int, message: str) -> Response:
        result = Result(code=code, message=message)
        return Response(results=(result,), svtrid=self.registry.next_svtrid(), cltrid=request.cltrid)

    def by_hand(self, command: Command, *, clid: str = THEM) -> Response:
        """Let somebody else (or, with our own id, another writer of ours) send a command now."""
        request = DIALECTS[self.account.dialect].dress(Request(command=command, cltrid="by-hand"))
        response = execute(self.registry, self._logins[clid], request, self.clock())
        assert response.is_success, response.message
        return response

    def set_statuses(self, name: str, *statuses: str) -> None:
        """The registry's own hand: a domain has these statuses from now on."""
        domain = self.registry.domains[name]
        self.registry.put_domain(replace(domain, statuses=statuses), self.clock())

    def done(self, verb: str, name: str = "*") -> list[Executed]:
        """What was executed of one kind."""
        return [one for one in self.ledger if _is(verb, one.verb) and fnmatchcase(object_of(one.command) or "", name)]

    def asked(self, verb: str) -> int:
        """How many requests of a kind arrived."""
        return sum(_is(verb, verb_of(request.command)) for request in self.arrived)


class FakeLease:
    """A session for a while."""

    def __init__(self, pool: FakePool, session: str) -> None:
        self._pool = pool
        self.session = session

    async def execute(self, request: Request, timeout: float | None = None) -> Exchange:  # noqa: ASYNC109 - as the pool's
        return await self._pool.exchange(self.session, request)


def is_transform(command: Command) -> bool:
    """Whether a command changes anything; a transfer query does not."""
    if isinstance(command, DomainTransfer):
        return command.op != "query"
    return isinstance(command, TransformCommand)


def _with_code(response: Response, said: Response) -> Response:
    return Response(results=said.results, svtrid=response.svtrid, cltrid=response.cltrid, data=response.data)
