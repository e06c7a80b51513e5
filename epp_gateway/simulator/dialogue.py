"""One connection of a simulated registry: frames in, frames out, one command at a time and in order.

It owns the TLS stream of one client and nothing else. Whatever a client sends ends at most this connection.
"""

from dataclasses import dataclass
from secrets import token_urlsafe

import trio
from msgspec.structs import replace

from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.epp.events import BadFrame, RequestReceived, ServerEvent
from epp_gateway.epp.framing import HEADER
from epp_gateway.epp.server import ServerSession
from epp_gateway.model.commands import DomainCreate, DomainInfo, Hello, Login, Request
from epp_gateway.model.responses import CLOSING_CODES, ExtValue, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.tls import TlsStream

from .execute import execute
from .faults import PLANS, Plan, Rule, is_closing, is_executed
from .lifecycle import catch_up
from .refusal import MESSAGES
from .sessions import Session, leave
from .simulation import Simulation
from .transcript import Direction

_CHUNK = 65536
_SEND_SECONDS = 30
_TIMER_STEP = 0.001
"""Seconds. A wait for sockets ends on a whole millisecond and never early, on average half of one too late."""


@dataclass(frozen=True)
class Reply:
    """What goes out: framed octets, how, when after the arrival, and whether the connection ends with it."""

    octets: bytes
    closing: bool = False
    delay: float = 0
    pause: float | None = None


class Dialogue:
    """One connection.

    Args:
        simulation: the registry and what stands around it.
        stream: the client's TLS stream, its handshake done.
        session: who is logged in here; the caller forgets it afterwards.
        protocol: the server's side of the session automaton.
    """

    def __init__(self, simulation: Simulation, stream: TlsStream, session: Session, protocol: ServerSession) -> None:
        self._simulation = simulation
        self._stream = stream
        self._session = session
        self._protocol = protocol

    async def run(self) -> None:
        """Greet, then answer until either side has had enough."""
        await self._send(Reply(self._greeting()), None)
        while True:
            data = b""
            with trio.move_on_after(self._simulation.idle_seconds):
                data = bytes(await self._stream.receive_some(_CHUNK))
            if not data:
                return
            arrived = trio.current_time()
            for event in self._protocol.receive(data):
                if not await self._on(event, arrived):
                    return
                arrived = trio.current_time()  # commands sent ahead wait for those before them

    async def _on(self, event: ServerEvent, arrived: float) -> bool:
        """Handle one event whose turn came at that instant; gives whether the connection lives on."""
        if not isinstance(event, RequestReceived | BadFrame):
            return False
        account = self._account_of(event)
        self._note("received", event.raw, account)
        reply = self._answer(event) if isinstance(event, RequestReceived) else self._complain(event)
        wait = self._simulation.latency + reply.delay
        if wait:
            await trio.sleep_until(arrived + wait - _TIMER_STEP / 2)
        await self._send(reply, account)
        return not reply.closing

    def _account_of(self, event: RequestReceived | BadFrame) -> str | None:
        if isinstance(event, RequestReceived) and isinstance(event.request.command, Login):
            return event.request.command.clid
        return self._session.clid

    def _answer(self, event: RequestReceived) -> Reply:
        request = event.request
        rule = self._simulation.faults.strike(request.command, self._account_of(event))
        if rule is not None:
            return self._misbehave(request, rule)
        if isinstance(request.command, Hello):
            self._simulation.registry.counts.count(request.command, 1000)
            return Reply(self._greeting())
        response = self._execute(request)
        return Reply(self._framed(response), closing=response.code in CLOSING_CODES)

    def _framed(self, response: Response) -> bytes:
        """Frame a response; one that XML cannot carry (a control character that somebody put) becomes a 2400."""
        try:
            return self._protocol.reply(response)
        except InvalidFrame as error:
            told = Result(code=2400, message=MESSAGES[2400], ext_values=(ExtValue(value="", reason=str(error)[:1000]),))
            return self._protocol.reply(Response(results=(told,), svtrid=response.svtrid, cltrid=response.cltrid))

    def _execute(self, request: Request) -> Response:
        return execute(self._simulation.registry, self._session, request, self._simulation.clock.now())

    def _greeting(self) -> bytes:
        return self._protocol.greeting(self._simulation.greeting())

    def _complain(self, frame: BadFrame) -> Reply:
        """Answer what cannot be executed."""
        registry = self._simulation.registry
        echo = registry.profile.echo_on_syntax_error or frame.code != 2001
        told = (ExtValue(value="", reason=frame.message[:1000]),)
        response = Response(
            results=(Result(code=frame.code, message=MESSAGES.get(frame.code, "Command failed"), ext_values=told),),
            svtrid=registry.next_svtrid(),
            cltrid=frame.cltrid if echo else None,
        )
        return Reply(self._framed(response))

    def _misbehave(self, request: Request, rule: Rule) -> Reply:
        plan = PLANS[rule.do]
        if rule.do == "kill-sessions":
            self._simulation.kill(rule.match.account if rule.match else None, but=self._session.id)
        if isinstance(request.command, Hello):
            return self._damaged(self._greeting(), plan, rule, closing=plan.close)
        response = self._struck(request, rule)
        if rule.do == "logged-out":
            leave(self._simulation.registry, self._session)
        if plan.rewrite is not None:
            response = plan.rewrite(response, rule)
        closing = is_closing(rule, response)
        return self._damaged(self._framed(response), plan, rule, closing=closing)

    def _struck(self, request: Request, rule: Rule) -> Response:
        """Execute as the fault says; where it says not now, the answer is one that nobody will see as it is."""
        simulation = self._simulation
        if rule.do == "second-writer":
            execute(simulation.registry, self._twin(), _of_another_writer(request), simulation.clock.now())
        if rule.do == "late-execute":
            simulation.later(rule.seconds, self._twin(), request)
        if rule.do == "stale-read" and isinstance(request.command, DomainInfo):
            now = simulation.clock.now()
            catch_up(simulation.registry, now)
            then = simulation.registry.as_of(request.command.name, simulation.ago(rule.seconds))
            return execute(then, self._session, request, now)
        if is_executed(rule):
            return self._execute(request)
        unseen = Result(code=2400, message=MESSAGES[2400])
        return Response(results=(unseen,), svtrid=simulation.registry.next_svtrid(), cltrid=request.cltrid)

    def _twin(self) -> Session:
        """The same login in another session, for what runs when this one is gone."""
        return Session(id="elsewhere", clid=self._session.clid, extensions=self._session.extensions)

    def _damaged(self, octets: bytes, plan: Plan, rule: Rule, *, closing: bool) -> Reply:
        if plan.send == "nothing":
            return Reply(b"", closing=closing)
        pause = (rule.ms or 1) / 1000 if plan.send == "dribble" else None
        delay = rule.ms / 1000 if rule.do == "delay" else 0
        return Reply(plan.mangle(octets) if plan.mangle else octets, closing=closing, delay=delay, pause=pause)

    def _note(self, direction: Direction, payload: bytes, account: str | None) -> None:
        now = self._simulation.clock.now()
        self._simulation.transcript.add(self._session.id, account, direction, now, payload)

    async def _send(self, reply: Reply, account: str | None) -> None:
        if not reply.octets:
            return
        self._note("sent", reply.octets[HEADER:], account)
        pieces = [reply.octets] if reply.pause is None else [bytes([octet]) for octet in reply.octets]
        for piece in pieces:
            with trio.fail_after(_SEND_SECONDS):
                await self._stream.send_all(piece)
            if reply.pause is not None:
                await trio.sleep(reply.pause)


def _of_another_writer(request: Request) -> Request:
    """The same wish of somebody else who uses the same account: another transaction id, another auth code."""
    command = request.command
    if isinstance(command, DomainCreate):
        command = replace(command, auth_info=Secret(token_urlsafe(12)))
    return replace(request, command=command, cltrid=None)
