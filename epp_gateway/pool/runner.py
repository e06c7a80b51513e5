"""The pool's driver: tells the machine what happened and carries out what it answers. It decides nothing itself.

`run` supervises every session in one nursery. `lease` is for callers in other tasks; commands run in the caller's task.
`_tell` has no `await`, so machine and driver are one atomic step.
"""

import math
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

import trio
from structlog.typing import FilteringBoundLogger

from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.dialect import DIALECTS
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.model.commands import Request
from epp_gateway.model.errors import BuiltInvalid, Draining, NoCapacity, RoadError, Unreachable

from .actions import (
    Action,
    Close,
    DrainWanted,
    Event,
    Grant,
    LeaseWanted,
    Left,
    Note,
    Open,
    Opened,
    OpenFailed,
    Priority,
    Prove,
    Proved,
    Refusal,
    Refuse,
    Released,
    ResumeWanted,
    Sent,
    SessionClosed,
    SettingsChanged,
    TimerFired,
)
from .exchange import Exchange, Frame
from .lease import Lease, Waiter
from .machine import Machine, Phase
from .pace import CommandClass, class_of
from .session import NotOpened, Session
from .session_log import Asker, SessionLog
from .settings import PoolSettings
from .snapshot import CircuitView, PoolSnapshot, SessionView
from .transport import Connect, connector

_REFUSALS: dict[Refusal, type[RoadError]] = {
    Refusal.CAPACITY: NoCapacity,
    Refusal.UNREACHABLE: Unreachable,
    Refusal.DRAINING: Draining,
}


class Pool:
    """The sessions of one registry account.

    Args:
        settings: what to connect to and how much of it.
        codec: shared by all pools.
        clock: dates exchanges.
        log: a structlog logger.
        connect: the way to the registry; None means TLS as the settings say.
        spread: gives numbers from 0 to 1 for jitter.

    Raises:
        ConfigError: when a certificate, key or authority file cannot be used.
        KeyError: when there is no such dialect.
    """

    def __init__(
        self,
        settings: PoolSettings,
        *,
        codec: Codec,
        clock: Callable[[], datetime],
        log: FilteringBoundLogger,
        connect: Connect | None = None,
        spread: Callable[[], float] | None = None,
    ) -> None:
        self.settings = settings
        self._codec = codec
        self._clock = clock
        self._log = SessionLog(log, settings.account)
        self._dialect = DIALECTS[settings.dialect]
        self._connect = connector(settings) if connect is None else connect
        self._spread = secrets.SystemRandom().random if spread is None else spread
        self._machine: Machine | None = None
        self._nursery: trio.Nursery | None = None
        self._alarm = trio.CancelScope()
        self._ended = trio.Event()
        self._sessions: dict[str, Session] = {}
        self._waiters: dict[int, Waiter] = {}
        self._count = 0

    async def run(self, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Hold sessions until drained or cancelled. `started` at once: the first session may come much later.

        A pool runs once.
        """
        async with trio.open_nursery() as nursery:
            self._nursery = nursery
            run = secrets.token_hex(4)
            settings, now = self.settings, trio.current_time()
            self._machine = Machine(settings.limits, run=run, spread=self._spread, now=now, pace=settings.pace)
            try:
                self._tell(TimerFired())
                task_status.started()
                await self._keep_time(self._machine)
            finally:
                self._stop()

    @asynccontextmanager
    async def lease(
        self,
        *,
        panel: str,
        timeout: float,  # noqa: ASYNC109 -- the machine keeps it, and says why there was no session
        priority: Priority = Priority.INTERACTIVE,
        operation: str | None = None,
        avoid: str | None = None,
        kind: CommandClass = CommandClass.READ,
    ) -> AsyncIterator[Lease]:
        """Borrow a session for the block. A healthy one is given back at its end.

        Args:
            panel: who asks; panels take turns.
            timeout: how long to wait for a session, in seconds.
            priority: who goes first.
            operation: for the log.
            avoid: a session not to be given if there is or can be another.
            kind: of the first command, for the registry's pace.

        Raises:
            NoCapacity: none came free in time, or too many wait.
            Unreachable: none can be opened, for the reason given.
            Draining: the pool is ending or has ended.
        """
        self._count += 1
        number = self._count
        deadline = trio.current_time() + timeout
        session = await self._granted(
            LeaseWanted(waiter=number, panel=panel, priority=priority, deadline=deadline, avoid=avoid, kind=kind)
        )
        give_back = partial(self._take_back, number, session.id)
        asker = Asker(panel=panel, operation=operation)
        lease = Lease(session, asker, frame=self._frame, sent=self._count_sent, give_back=give_back)
        try:
            yield lease
        finally:
            lease.end()

    async def execute(
        self,
        request: Request,
        *,
        panel: str,
        timeout: float,  # noqa: ASYNC109 -- the machine keeps it, and says why there was no session
        operation: str | None = None,
    ) -> Exchange:
        """Send one command on the next free session and give its answer.

        It is written out before it waits, and its answer hands the session on: between two commands of different
        callers a session rests as shortly as can be.

        Args and errors: as `lease` and `Lease.execute`.
        """
        frame, kind = self._frame(request), class_of(request.command)
        async with self.lease(panel=panel, timeout=timeout, operation=operation, kind=kind) as lease:
            return await lease.finish(frame)

    async def drain(self) -> None:
        """End: refuse new leases, let running commands finish within `deadlines.drain`, log every session out."""
        if self._machine is None:
            return
        self._tell(DrainWanted(deadline=trio.current_time() + self.settings.deadlines.drain))
        await self._ended.wait()

    def change(self, settings: PoolSettings, *, connect: Connect | None = None) -> None:
        """Use other settings for the same account from now on; its sessions are replaced one after the other.

        Commands that run or wait notice nothing. If no session comes up with the new settings, the old ones live on.

        Raises:
            ConfigError: when a certificate, key or authority file cannot be used; nothing has changed.
        """
        self._connect = connector(settings) if connect is None else connect
        self.settings = settings
        self._dialect = DIALECTS[settings.dialect]
        self._tell(SettingsChanged(limits=settings.limits, pace=settings.pace))

    def resume(self) -> None:
        """Close an open circuit by hand, when what opened it is mended."""
        self._tell(ResumeWanted())

    def snapshot(self) -> PoolSnapshot:
        """What the pool looks like now."""
        account, machine = self.settings.account, self._machine
        if machine is None:
            return PoolSnapshot(account=account, phase="stopped", limit=self.settings.limits.max_sessions)
        circuit = machine.circuit
        return PoolSnapshot(
            account=account,
            phase="stopped" if self._nursery is None and machine.phase is Phase.SERVING else machine.phase.value,
            limit=machine.limit,
            sessions=tuple(self._view(session, state.value) for session, state in machine.states.items()),
            waiting=machine.waiting,
            circuit=CircuitView(
                state=circuit.state.value, first_cause=circuit.first_cause, last_cause=circuit.last_cause
            ),
            learned_limit=machine.learned_limit,
        )

    # Between callers and the machine.

    async def _granted(self, wanted: LeaseWanted) -> Session:
        if self._nursery is None:
            raise Draining("the pool is not running")
        waiter = self._waiters[wanted.waiter] = Waiter()
        try:
            self._tell(wanted)
            await waiter.settled.wait()
        except BaseException:
            self._tell(Left(waiter=wanted.waiter))
            raise
        finally:
            del self._waiters[wanted.waiter]
        if waiter.session is None:
            raise waiter.error or Draining("the pool has stopped")
        return waiter.session

    def _tell(self, event: Event) -> None:
        """Tell the machine and do what it wants. Nothing happens any more once the pool has stopped."""
        if self._machine is None or self._nursery is None:
            return
        for action in self._machine.handle(event, trio.current_time()):
            self._act(action, self._nursery)
        deadline = self._machine.next_deadline()
        self._alarm.deadline = math.inf if deadline is None else deadline
        if self._machine.phase is Phase.DRAINED:
            self._alarm.cancel()

    def _act(self, action: Action, nursery: trio.Nursery) -> None:
        match action:
            case Open(session=name):
                session = self._sessions[name] = self._new_session(name)
                nursery.start_soon(self._tend, session)
            case Close(session=name, how=how, reason=reason):
                self._sessions[name].stop(how, reason)
            case Grant(waiter=number, session=name):
                self._waiters[number].grant(self._sessions[name])
            case Refuse(waiter=number, refusal=refusal, reason=reason):
                self._waiters[number].refuse(_REFUSALS[refusal](reason))
            case Prove(session=name):
                nursery.start_soon(self._prove, self._sessions[name])
            case Note(event=event, reason=reason):
                self._log.trouble(event, reason=reason)

    # Tasks of the nursery.

    async def _keep_time(self, machine: Machine) -> None:
        while machine.phase is not Phase.DRAINED:
            deadline = machine.next_deadline()
            self._alarm = trio.CancelScope(deadline=math.inf if deadline is None else deadline)
            with self._alarm:
                await trio.sleep_forever()
            self._tell(TimerFired())

    async def _tend(self, session: Session) -> None:
        def opened() -> None:
            self._log.event("session-opened", session=session.id)
            self._tell(Opened(session=session.id))

        try:
            cause = await session.run(opened)
        except NotOpened as error:
            del self._sessions[session.id]
            self._log.trouble("session-failed", session=session.id, reason=error.cause)
            self._tell(OpenFailed(session=session.id, cause=error.cause, failure=error.failure))
        else:
            del self._sessions[session.id]
            self._log.event("session-closed", session=session.id, reason=cause)
            self._tell(SessionClosed(session=session.id, cause=cause))

    async def _prove(self, session: Session) -> None:
        if await session.prove():
            self._tell(Proved(session=session.id))

    # Small steps.

    def _take_back(self, waiter: int, session: str, *, healthy: bool, used: bool, refused: bool) -> None:
        self._tell(Released(waiter=waiter, session=session, healthy=healthy, used=used, refused=refused))

    def _count_sent(self, kind: CommandClass) -> None:
        self._tell(Sent(kind=kind))

    def _frame(self, request: Request) -> Frame:
        dressed = self._dialect.dress(request)
        try:
            return Frame(request=dressed, octets=self._codec.frame_request(dressed))
        except InvalidFrame as error:
            raise BuiltInvalid("; ".join(error.explanation)) from None

    def _new_session(self, name: str) -> Session:
        client = ClientSession(self._codec, frame_cap=self.settings.limits.frame_cap)
        return Session(
            name,
            self.settings,
            connect=self._connect,
            client=client,
            dialect=self._dialect,
            frame=self._frame,
            clock=self._clock,
            log=self._log,
        )

    def _view(self, name: str, state: str) -> SessionView:
        session = self._sessions[name]
        return SessionView(
            id=name,
            state=state,
            opened_at=session.opened_at,
            proved_at=session.proved_at,
            commands=session.commands,
        )

    def _stop(self) -> None:
        """Nothing is done any more: whoever still waits is told so."""
        self._nursery = None
        self._ended.set()
        for waiter in self._waiters.values():
            waiter.refuse(Draining("the pool has stopped"))
