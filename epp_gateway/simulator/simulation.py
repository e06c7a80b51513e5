"""A registry with its clock, faults, transcript and connections: what the two servers of a simulator share."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import trio

from epp_gateway.model.commands import Request
from epp_gateway.model.responses import Greeting
from epp_gateway.model.terms import format_instant

from .clock import Clock
from .execute import execute
from .faults import FaultBook
from .lifecycle import catch_up
from .registry import Registry
from .sessions import Session
from .transcript import Transcript


@dataclass
class Simulation:
    """Everything of one simulator but its sockets.

    Attributes:
        latency: seconds from a frame's arrival to its reply.
        connections: every open connection's session and the scope that ends it.
        nursery: where commands wait that are to be executed later.
    """

    registry: Registry
    clock: Clock
    transcript: Transcript
    nursery: trio.Nursery
    latency: float = 0
    idle_seconds: float = 3600
    faults: FaultBook = field(default_factory=FaultBook)
    connections: dict[str, tuple[Session, trio.CancelScope]] = field(default_factory=dict)

    def greeting(self) -> Greeting:
        """What the server says first, and to a hello."""
        profile = self.registry.profile
        return Greeting(
            server_id=profile.server_id,
            server_date=format_instant(self.clock.now().replace(microsecond=0)),
            versions=("1.0",),
            languages=("en",),
            objects=profile.objects,
            extensions=profile.extensions,
        )

    def present(self) -> datetime:
        """Do what is due, and give the instant."""
        now = self.clock.now()
        catch_up(self.registry, now)
        return now

    def advance(self, duration: str) -> datetime:
        """Put the clock forward by an ISO 8601 duration; everything due in between happens in order.

        Raises:
            BadValue: when it is no duration.
        """
        self.clock.advance(duration)
        return self.present()

    def put_clock(self, instant: datetime) -> datetime:
        """Put the clock forward to an instant; everything due in between happens in order.

        Raises:
            BadValue: when that instant has passed.
        """
        self.clock.put(instant)
        return self.present()

    def ago(self, seconds: float) -> datetime:
        """The instant so many seconds ago."""
        return self.clock.now() - timedelta(seconds=seconds)

    def kill(self, account: str | None, *, but: str | None = None) -> int:
        """Cut the connections of an account, or all, without a word. Gives how many."""
        doomed = [
            scope
            for session, scope in self.connections.values()
            if session.id != but and (account is None or session.clid == account)
        ]
        for scope in doomed:
            scope.cancel()
        return len(doomed)

    def later(self, seconds: float, session: Session, request: Request) -> None:
        """Execute a command after a while, for nobody who waits."""
        self.nursery.start_soon(self._execute_after, seconds, session, request)

    async def _execute_after(self, seconds: float, session: Session, request: Request) -> None:
        await trio.sleep(seconds)
        execute(self.registry, session, request, self.clock.now())
