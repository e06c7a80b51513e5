"""One live session: connect, greeting, login, commands one at a time, end. It never repeats anything.

`run` is the session's whole life in one task, with a reader beside it for as long as the stream is open; so a server
that hangs up on an idle session is noticed at once. Callers use `execute` from their own tasks. A session ends once,
for one reason: whoever comes first (`stop`, the reader, a deadline, a caller who leaves) says it, and a command without
its answer at that moment is in doubt.
"""

import math
from collections.abc import Callable
from datetime import datetime

import trio
from msgspec.structs import replace

from epp_gateway.epp.client import ClientSession
from epp_gateway.epp.dialect import Dialect
from epp_gateway.epp.events import ClientEvent, GreetingReceived, PeerClosed, ReplyReceived, Violation
from epp_gateway.epp.framing import HEADER
from epp_gateway.model.commands import Logout, Request
from epp_gateway.model.errors import BuiltInvalid, InDoubt, RoadError, Unreachable, Unsent
from epp_gateway.model.responses import CLOSING_CODES, Greeting, Response

from .actions import Failure, How
from .exchange import Exchange, Frame, Wait
from .login import events_of, failure_of, login_of
from .session_log import NOBODY, Asker, SessionLog
from .settings import PoolSettings
from .transport import Connect, Mistrusted, explain

_CHUNK = 1 << 16

_SPENT_CODES = CLOSING_CODES | {2200}
"""Answers after which a session is not used again (RFC 5730 section 3; 2200: the server doubts who we are)."""


class NotOpened(Exception):
    """The session never came up. Holds the cause for people and what may be done next."""

    def __init__(self, cause: str, failure: Failure) -> None:
        super().__init__(cause)
        self.cause = cause
        self.failure = failure


class Session:
    """One session.

    Args:
        session_id: its name in the log and in its clTRIDs.
        settings: the pool's.
        connect: gives the stream; raises Unreachable.
        client: the protocol, fresh.
        dialect: what the registry announces and we need of it.
        frame: writes a command of the session's own; raises BuiltInvalid.
        clock: dates exchanges.
        log: the pool's.

    Attributes:
        opened_at: when its login was answered, None before.
        proved_at: when a command that needs a login was last answered.
        commands: how many commands were answered.
    """

    def __init__(
        self,
        session_id: str,
        settings: PoolSettings,
        *,
        connect: Connect,
        client: ClientSession,
        dialect: Dialect,
        frame: Callable[[Request], Frame],
        clock: Callable[[], datetime],
        log: SessionLog,
    ) -> None:
        self.id = session_id
        self.opened_at: datetime | None = None
        self.proved_at: datetime | None = None
        self.commands = 0
        self._settings = settings
        self._connect = connect
        self._client = client
        self._dialect = dialect
        self._frame = frame
        self._clock = clock
        self._log = log
        self._stream: trio.abc.Stream | None = None
        self._scope = trio.CancelScope()
        self._goodbye = trio.Event()
        self._reason: str | None = None
        self._failure = Failure.TRANSIENT
        self._wait: Wait | None = None
        self._count = 0
        self._greeted = False

    @property
    def is_up(self) -> bool:
        """Whether it takes commands."""
        return self.opened_at is not None and self._reason is None

    async def run(self, on_open: Callable[[], None]) -> str:
        """Live. `on_open` is called when the login was answered. Gives the reason of the end.

        Raises:
            NotOpened: when there never was a login.
        """
        try:
            with self._scope:
                await self._live(on_open)
        finally:
            self._end("its task was cancelled")
            if self._stream is not None:
                await trio.aclose_forcefully(self._stream)
        reason = self._reason or ""
        if self.opened_at is None:
            raise NotOpened(reason, self._failure)
        return reason

    async def execute(
        self,
        frame: Frame,
        timeout: float | None = None,  # noqa: ASYNC109 -- what it ends is a session, not only the caller's wait
        *,
        asker: Asker = NOBODY,
        on_answer: Callable[[Response], None] | None = None,
    ) -> Exchange:
        """Send a command and give its answer. The session ends with a caller who leaves in between.

        Args:
            frame: the command.
            timeout: for the answer, in seconds; None means the configured one.
            asker: for whom.
            on_answer: called with a valid answer when it has come, before the caller wakes: the session may then be
                another one's, if it is up still.

        Raises:
            Unsent: the session is closed, or the registry says that it is not logged in (2002): nothing was done.
            InDoubt: bytes may have left and no valid answer came.
        """
        if not self.is_up:
            raise Unsent(f"the session is closed: {self._reason or 'not logged in yet'}", session=self.id)
        seconds = self._settings.deadlines.reply if timeout is None else timeout
        exchange = await self._exchange(frame, seconds, asker, on_answer)
        if exchange.response.is_not_logged_in:
            raise Unsent("the registry says that the session is not logged in", session=self.id)
        return exchange

    async def prove(self) -> bool:
        """Prove the login by a command that needs one. The session ends if there is no proof."""
        try:
            exchange = await self.execute(self._own(Request(command=self._settings.proof)))
        except RoadError:
            return False  # the session has ended for this very reason, which `run` tells
        if not exchange.response.is_success:
            self.stop(How.KILL, f"the proof of its login was answered {exchange.response.code}")
        return self.is_up

    def stop(self, how: How, reason: str) -> None:
        """Let the session end: with a logout if it is up and idle, or at once."""
        if how is How.LOGOUT and self.is_up and self._wait is None:
            self._reason = reason
            self._goodbye.set()
        else:
            self._end(reason)

    # The session's own task.

    async def _live(self, on_open: Callable[[], None]) -> None:
        try:
            self._stream = await self._connect()
        except Unreachable as error:
            self._end(error.reason, _failure_of(error))
            return
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._read, self._stream)
            if await self._greet_and_log_in():
                on_open()
                await self._goodbye.wait()
                await self._log_out()
            nursery.cancel_scope.cancel()

    async def _greet_and_log_in(self) -> bool:
        greeting = await self._greeting()
        if greeting is None:
            return False
        expected = self._settings.expected_server_id
        if expected is not None and greeting.server_id != expected:
            self._end(f"the server calls itself `{greeting.server_id}`, expected `{expected}`", Failure.LASTING)
            return False
        return await self._log_in(greeting)

    async def _greeting(self) -> Greeting | None:
        seconds = self._settings.deadlines.greeting
        wait = self._wait = Wait()
        with trio.move_on_after(seconds) as scope:
            await wait.over.wait()
        self._wait = None
        if scope.cancelled_caught:
            self._end(f"no greeting within {seconds:g} s")
        return wait.greeting

    async def _log_in(self, greeting: Greeting) -> bool:
        missing = self._dialect.missing(greeting)
        if missing:
            self._end(f"the server does not announce {', '.join(missing)}", Failure.LASTING)
            return False
        login = login_of(self._settings, self._dialect, greeting)
        try:
            exchange = await self._exchange(self._own(login), self._settings.deadlines.login, NOBODY)
        except InDoubt:
            return False  # the session has ended for this very reason, which `run` tells
        except BuiltInvalid as error:
            self._end(f"the login cannot be sent: {error.reason}", Failure.LASTING)
            return False
        response = exchange.response
        for told in events_of(response):
            self._log.trouble("login-event", session=self.id, reason=told)
        if not response.is_success:
            failure = failure_of(response.code, self._settings, Failure.LASTING)
            self._end(f"login answered {response.code}: {response.message}", failure)
            return False
        self.opened_at = self.proved_at = exchange.answered_at
        return True

    async def _log_out(self) -> None:
        try:
            await self._exchange(self._own(Request(command=Logout())), self._settings.deadlines.logout, NOBODY)
        except InDoubt as error:
            self._log.event("logout-unanswered", session=self.id, reason=error.reason)

    def _own(self, request: Request) -> Frame:
        self._count += 1
        return self._frame(replace(request, cltrid=f"{self.id}-{self._count}"))

    # One exchange.

    async def _exchange(
        self, frame: Frame, seconds: float, asker: Asker, on_answer: Callable[[Response], None] | None = None
    ) -> Exchange:
        request = frame.request
        self._client.send(request, frame.octets)
        assert self._stream is not None  # noqa: S101 -- only reached with a greeting or a login
        wait = self._wait = Wait(on_answer)
        sent_at, began = self._clock(), trio.current_time()
        doubt = "the caller left before the answer came"
        try:
            doubt = await self._write(self._stream, frame.octets) or await self._answer(wait, seconds)
        finally:
            if wait.response is None:
                self._wait = None
                self._end(doubt)
            took = trio.current_time() - began
            self._log.command(self.id, request, asker, seconds=took, size=wait.size, answer=wait.response, doubt=doubt)
        if wait.response is None:
            raise InDoubt(doubt, session=self.id)
        return Exchange(response=wait.response, session=self.id, sent_at=sent_at, answered_at=self._clock())

    async def _write(self, stream: trio.abc.Stream, octets: bytes) -> str:
        """Write one frame at once. Gives what went wrong, which ends the session, or nothing."""
        self._log.frame(self.id, "out", octets[HEADER:])
        seconds = self._settings.deadlines.write
        try:
            with trio.fail_after(seconds):
                await stream.send_all(octets)
        except trio.TooSlowError:
            self._end(f"the command could not be written within {seconds:g} s")
        except (trio.BrokenResourceError, trio.ClosedResourceError) as error:
            self._end(explain(error, "writing the command").reason)
        else:
            return ""
        return self._reason or ""

    async def _answer(self, wait: Wait, seconds: float) -> str:
        """Wait for the answer, so long for its first octet. Gives what went wrong, or nothing."""
        wait.scope.deadline = trio.current_time() + seconds
        with wait.scope:
            await wait.over.wait()
        if wait.response is not None:
            return ""
        return self._reason or f"no answer within {seconds:g} s"

    # The reader.

    async def _read(self, stream: trio.abc.Stream) -> None:
        frame_due = math.inf
        while True:
            try:
                with trio.CancelScope(deadline=frame_due) as scope:
                    data = await stream.receive_some(_CHUNK)
            except (trio.BrokenResourceError, trio.ClosedResourceError) as error:
                trouble = explain(error, "reading")
                return self._end(trouble.reason, _failure_of(trouble))
            if scope.cancelled_caught:
                return self._end(f"a frame began and was not whole within {self._settings.deadlines.frame:g} s")
            events = self._understand(bytes(data))
            for event in events:
                self._take(event)
            if not data:
                return self._end("the server closed the connection")
            if events or not self._client.is_inside_frame:
                frame_due = math.inf
            if self._client.is_inside_frame:
                frame_due = min(frame_due, trio.current_time() + self._settings.deadlines.frame)
                self._is_coming()

    def _is_coming(self) -> None:
        """An answer has begun: from now on the frame's deadline counts, but for a login's, which is for all of it."""
        if self._wait is not None and self.opened_at is not None:
            self._wait.scope.deadline = math.inf

    def _understand(self, data: bytes) -> list[ClientEvent]:
        try:
            return self._client.receive(data) if data else self._client.receive_eof()
        except Exception as error:  # noqa: BLE001 -- whatever a peer's bytes break ends one session, not the process
            return [Violation(reason=f"its frame broke our reader: {error!r}", in_flight=(), raw=None)]

    def _take(self, event: ClientEvent) -> None:
        match event:
            case GreetingReceived(greeting=greeting, raw=raw):
                self._greeted = True
                self._log.frame(self.id, "in", raw)
                if self._wait is not None:
                    self._wait.greeting = greeting
                    self._wait.over.set()
            case ReplyReceived():
                self._take_reply(event)
            case Violation(reason=reason, raw=raw, response=response):
                if raw is not None:
                    self._log.frame(self.id, "in", raw, *event.in_flight)
                self._log.trouble("violation", reason=reason, session=self.id)
                code = response.code if response is not None else 0
                if raw is None and not self._greeted and self._settings.tls.cert_file is None:
                    reason = f"{reason}; no client certificate is configured, and it may want one"
                self._end(reason, failure_of(code, self._settings, Failure.TRANSIENT))
            case PeerClosed():
                self._end("the server closed the connection")

    def _take_reply(self, reply: ReplyReceived) -> None:
        self._log.frame(self.id, "in", reply.raw, reply.request)
        unhandled = (f"{uri} is not among our services" for uri in reply.response.unhandled)
        deviations = (*reply.response.deviations, *unhandled)
        if reply.matched_by == "order":
            deviations = (*deviations, "an answer without clTRID was matched by order")
        for kind in deviations:
            self._log.deviation(self.id, kind, reply.request.cltrid)
        wait, self._wait = self._wait, None
        if wait is not None:
            wait.response, wait.size = reply.response, len(reply.raw)
            wait.over.set()
        if self.opened_at is not None:
            self._weigh(reply.response)
        if wait is not None and wait.on_answer is not None:
            wait.on_answer(reply.response)

    def _weigh(self, response: Response) -> None:
        """Whether an answer leaves the session fit for another command."""
        self.commands += 1
        if response.is_not_logged_in:
            self._end("its login is gone: a command was answered 2002")
        elif response.code in _SPENT_CODES:
            self._end(f"a command was answered {response.code}: {response.message}")
        else:
            self.proved_at = self._clock()

    def _end(self, reason: str, failure: Failure = Failure.TRANSIENT) -> None:
        """End now. The first reason stays."""
        if self._reason is None:
            self._reason, self._failure = reason, failure
        if self._wait is not None:
            self._wait.over.set()
        self._scope.cancel()


def _failure_of(trouble: Unreachable) -> Failure:
    return Failure.LASTING if isinstance(trouble, Mistrusted) else Failure.TRANSIENT
