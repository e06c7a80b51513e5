"""A session for one caller: waited for, used, given back."""

from collections.abc import Callable
from typing import Protocol

import trio

from epp_gateway.model.commands import Request
from epp_gateway.model.errors import RoadError
from epp_gateway.model.responses import Response

from .exchange import Exchange, Frame
from .pace import CommandClass, class_of
from .session import Session
from .session_log import Asker


class Waiter:
    """Somebody who waits for a session, until `settled`."""

    def __init__(self) -> None:
        self.settled = trio.Event()
        self.session: Session | None = None
        self.error: RoadError | None = None

    def grant(self, session: Session) -> None:
        """It is theirs."""
        self.session = session
        self.settled.set()

    def refuse(self, error: RoadError) -> None:
        """They get none."""
        self.error = error
        self.settled.set()


class GiveBack(Protocol):
    """Tells the pool that a lease has ended."""

    def __call__(self, *, healthy: bool, used: bool, refused: bool) -> None:
        """Healthy: fit for another lease. Used: the registry answered. Refused: its last answer was an error."""


class Lease:
    """A session for one caller, for as long as its block lasts. One command at a time.

    Attributes:
        session: the session's id.
    """

    def __init__(
        self,
        session: Session,
        asker: Asker,
        *,
        frame: Callable[[Request], Frame],
        sent: Callable[[CommandClass], None],
        give_back: GiveBack,
    ) -> None:
        self._session = session
        self._asker = asker
        self._frame = frame
        self._give_back = give_back
        self._sent = sent
        self._begun = self._used = self._refused = self._ended = False
        self.session = session.id

    async def execute(
        self,
        request: Request,
        timeout: float | None = None,  # noqa: ASYNC109 -- what it ends is a session, not only the caller's wait
    ) -> Exchange:
        """Send a plain command, dressed for the registry, and give its answer. See `Session.execute` for the ends.

        Raises:
            Unsent: nothing was done; repeat it on another lease.
            InDoubt: bytes may have left and no valid answer came; the session is gone.
            BuiltInvalid: the command does not fit the schemas: a bug of ours, nothing left.
        """
        frame = self._frame(request)
        if self._begun:
            self._sent(class_of(request.command))  # the first one was counted when the session was granted
        self._begun = True
        return await self._session.execute(frame, timeout, asker=self._asker, on_answer=self._note)

    async def finish(self, frame: Frame) -> Exchange:
        """Send a last command: its answer ends the lease, before the caller wakes. Raises as `execute`."""
        return await self._session.execute(frame, asker=self._asker, on_answer=self._last_answered)

    def end(self) -> None:
        """Give the session back, if that was not done yet."""
        if not self._ended:
            self._ended = True
            self._give_back(healthy=self._session.is_up, used=self._used, refused=self._refused)

    def _note(self, answer: Response) -> None:
        self._used, self._refused = True, not answer.is_success

    def _last_answered(self, answer: Response) -> None:
        self._note(answer)
        self.end()
