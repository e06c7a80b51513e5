"""Our side of a session with a registry, without a socket: values in and bytes out, bytes in and events out.

A reply belongs to the command whose clTRID it carries. A foreign clTRID is a violation; an absent one is matched by
order if exactly one command is open, since some servers leave it out when they refuse a frame. After a closing code the
session is closed; after a violation it is broken, and whatever still arrives is ignored.
"""

from typing import Literal

from epp_gateway.model.commands import Hello, Login, Logout, Request
from epp_gateway.model.responses import CLOSING_CODES, Greeting, Response

from .codec import Codec
from .echoes import cleared
from .errors import FramingError, LocalProtocolError, RemoteProtocolError
from .events import ClientEvent, GreetingReceived, PeerClosed, ReplyReceived, Violation
from .framing import FrameDecoder
from .states import ClientInput, ClientState, client_step

_ENDED = frozenset({ClientState.CLOSED, ClientState.BROKEN})
_SENDING: dict[type, ClientInput] = {
    Hello: ClientInput.SEND_HELLO,
    Login: ClientInput.SEND_LOGIN,
    Logout: ClientInput.SEND_LOGOUT,
}


class ClientSession:
    """One session with a server.

    Args:
        codec: turns values into XML and back.
        frame_cap: the largest frame accepted from the server, in octets.
        depth: how many requests may be in flight at once.
    """

    def __init__(self, codec: Codec, *, frame_cap: int, depth: int = 1) -> None:
        self._codec = codec
        self._decoder = FrameDecoder(frame_cap)
        self._depth = depth
        self._open: list[Request] = []
        self._state = ClientState.CONNECTED

    @property
    def state(self) -> ClientState:
        """Where the session stands."""
        return self._state

    @property
    def in_flight(self) -> tuple[Request, ...]:
        """Requests without an answer, oldest first; after a violation those that are in doubt."""
        return tuple(self._open)

    @property
    def is_inside_frame(self) -> bool:
        """Whether a frame has begun to come and is not whole yet."""
        return not self._decoder.at_boundary

    def send(self, request: Request, frame: bytes | None = None) -> bytes:
        """Give the framed bytes of a request, which is in flight from now on.

        Args:
            request: what is sent.
            frame: its bytes, where `Codec.frame_request` made them before.

        Raises:
            LocalProtocolError: when the state, the depth or a clTRID already in flight forbids it.
            InvalidFrame: when the request does not fit the schemas.
        """
        after = client_step(self._state, _SENDING.get(type(request.command), ClientInput.SEND_COMMAND))
        if len(self._open) >= self._depth:
            raise LocalProtocolError(f"{len(self._open)} requests are in flight already")
        if request.cltrid is not None and any(request.cltrid == other.cltrid for other in self._open):
            raise LocalProtocolError(f"the clTRID {request.cltrid} is in flight already")
        if frame is None:
            frame = self._codec.frame_request(request)
        self._state = after
        self._open.append(request)
        return frame

    def receive(self, data: bytes) -> list[ClientEvent]:
        """Take bytes from the server, cut anywhere, and tell what they mean. A violation is the last event."""
        if self._state in _ENDED:
            return []
        self._decoder.feed(data)
        events: list[ClientEvent] = []
        while self._state not in _ENDED:
            try:
                payload = self._decoder.next_frame()
            except FramingError as error:
                return [*events, self._violate(str(error))]
            if payload is None:
                break
            events.append(self._frame(payload))
        return events

    def receive_eof(self) -> list[ClientEvent]:
        """Take the end of the server's stream."""
        if self._state is ClientState.BROKEN:
            return []
        if self._open:
            return [self._violate("the server closed the connection inside an exchange")]
        if self._state is ClientState.CONNECTED:
            return [self._violate("the server closed the connection before its greeting")]
        if not self._decoder.at_boundary:
            return [self._violate("the server closed the connection inside a frame")]
        self._state = client_step(self._state, ClientInput.END)
        return [PeerClosed()]

    def _frame(self, payload: bytes) -> ClientEvent:
        try:
            message = self._codec.decode_from_server(payload)
        except RemoteProtocolError as error:
            return self._violate(str(error), payload)
        if isinstance(message, Greeting):
            return self._greeting(message, payload)
        return self._response(message, payload)

    def _greeting(self, greeting: Greeting, payload: bytes) -> ClientEvent:
        hello = next((request for request in self._open if isinstance(request.command, Hello)), None)
        if hello is None and self._state is not ClientState.CONNECTED:
            return self._violate("a greeting came that nobody asked for", payload)
        self._state = client_step(self._state, ClientInput.GREETING)
        if hello is not None:
            self._open.remove(hello)
        return GreetingReceived(greeting=greeting, raw=payload, request=hello)

    def _response(self, response: Response, payload: bytes) -> ClientEvent:
        if self._state is ClientState.CONNECTED:
            return self._violate(f"a response came in place of the greeting: {response.code}", payload, response)
        request = self._owner(response)
        if request is None:
            return self._violate(self._mismatch(response), payload, response)
        matched_by: Literal["cltrid", "order"] = "order" if response.cltrid is None else "cltrid"
        self._state = client_step(self._state, _meaning(request, response))
        self._open.remove(request)
        told = cleared(response, request)
        return ReplyReceived(request=request, response=told, raw=payload, matched_by=matched_by)

    def _owner(self, response: Response) -> Request | None:
        if response.cltrid is not None:
            return next((request for request in self._open if request.cltrid == response.cltrid), None)
        commands = [request for request in self._open if not isinstance(request.command, Hello)]
        candidates = commands or self._open
        return candidates[0] if len(candidates) == 1 else None

    def _mismatch(self, response: Response) -> str:
        if not self._open:
            return f"a response came that nobody asked for: {response.code}"
        if response.cltrid is None:
            return f"a response without clTRID came while {len(self._open)} requests are in flight"
        return f"a response with the foreign clTRID {response.cltrid} came"

    def _violate(self, reason: str, payload: bytes | None = None, response: Response | None = None) -> Violation:
        self._state = client_step(self._state, ClientInput.VIOLATION)
        return Violation(reason=reason, in_flight=self.in_flight, raw=payload, response=response)


def _meaning(request: Request, response: Response) -> ClientInput:
    if response.code in CLOSING_CODES:
        return ClientInput.CLOSING_REPLY
    match request.command:
        case Login():
            return ClientInput.LOGIN_DONE if response.is_success else ClientInput.LOGIN_REFUSED
        case Logout():
            return ClientInput.LOGOUT_DONE if response.is_success else ClientInput.LOGOUT_REFUSED
        case _:
            return ClientInput.REPLY
