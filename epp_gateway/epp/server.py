"""A server's side of a session, without a socket. It reads commands strictly and knows nothing of logins or objects.

A frame that no command can be read from becomes `BadFrame`, to be answered with its code; only a broken byte stream
ends the session.
"""

from epp_gateway.model.responses import CLOSING_CODES, Greeting, Response

from .codec import Codec
from .errors import FramingError, InvalidFrame
from .events import BadFrame, FramingBroken, PeerClosed, RequestReceived, ServerEvent
from .framing import FrameDecoder, encode_frame
from .states import ServerInput, ServerState, server_step

_ENDED = frozenset({ServerState.CLOSED, ServerState.BROKEN})


class ServerSession:
    """One session with a client.

    Args:
        codec: turns values into XML and back.
        frame_cap: the largest frame accepted from the client, in octets.
    """

    def __init__(self, codec: Codec, *, frame_cap: int) -> None:
        self._codec = codec
        self._decoder = FrameDecoder(frame_cap)
        self._state = ServerState.CONNECTED

    @property
    def state(self) -> ServerState:
        """Where the session stands."""
        return self._state

    def greeting(self, greeting: Greeting) -> bytes:
        """Give the framed greeting, for a new connection or as the answer to a hello.

        Raises:
            LocalProtocolError: when the session has ended.
            InvalidFrame: when the greeting does not fit the schemas.
        """
        after = server_step(self._state, ServerInput.GREETING)
        frame = encode_frame(self._codec.encode_greeting(greeting))
        self._state = after
        return frame

    def reply(self, response: Response) -> bytes:
        """Give a framed response. A closing code ends the session: the driver closes after sending it.

        Raises:
            LocalProtocolError: before the greeting (but for a closing code), and when the session has ended.
            InvalidFrame: when the response does not fit the schemas.
        """
        closing = response.code in CLOSING_CODES
        after = server_step(self._state, ServerInput.CLOSING_REPLY if closing else ServerInput.REPLY)
        frame = encode_frame(self._codec.encode_response(response))
        self._state = after
        return frame

    def receive(self, data: bytes) -> list[ServerEvent]:
        """Take bytes from the client, cut anywhere, and tell what they mean."""
        if self._state in _ENDED:
            return []
        self._decoder.feed(data)
        events: list[ServerEvent] = []
        while True:
            try:
                payload = self._decoder.next_frame()
            except FramingError as error:
                return [*events, self._break(str(error))]
            if payload is None:
                return events
            events.append(self._frame(payload))

    def receive_eof(self) -> list[ServerEvent]:
        """Take the end of the client's stream."""
        if self._state is ServerState.BROKEN:
            return []
        if self._state is not ServerState.CLOSED and not self._decoder.at_boundary:
            return [self._break("the client closed the connection inside a frame")]
        self._state = server_step(self._state, ServerInput.END)
        return [PeerClosed()]

    def _frame(self, payload: bytes) -> ServerEvent:
        try:
            request = self._codec.decode_request(payload)
        except InvalidFrame as error:
            return BadFrame(code=error.code, message=str(error), cltrid=error.cltrid, raw=payload)
        return RequestReceived(request=request, raw=payload)

    def _break(self, reason: str) -> FramingBroken:
        self._state = server_step(self._state, ServerInput.FRAMING_BROKEN)
        return FramingBroken(reason=reason)
