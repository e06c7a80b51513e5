"""What the sessions tell their drivers: frozen values, none of which does anything."""

from typing import Literal

from msgspec.structs import asdict

from epp_gateway.model.base import Value
from epp_gateway.model.commands import Request
from epp_gateway.model.responses import Greeting, Response


class _Framed(Value, frozen=True):
    """A value that holds a frame, which may hold a password: its `repr` tells the frame's size only."""

    def __repr__(self) -> str:
        shown = (f"{name}={_size(value) if name == 'raw' else repr(value)}" for name, value in asdict(self).items())
        return f"{type(self).__name__}({', '.join(shown)})"


def _size(raw: bytes | None) -> str:
    return "None" if raw is None else f"<{len(raw)} octets>"


class GreetingReceived(_Framed, frozen=True):
    """The server's greeting, first or as the answer to a hello. `request` is that hello, None for the first one."""

    greeting: Greeting
    raw: bytes
    request: Request | None = None


class ReplyReceived(_Framed, frozen=True):
    """The answer to a request, and how it was found to be its own."""

    request: Request
    response: Response
    raw: bytes
    matched_by: Literal["cltrid", "order"]


class Violation(_Framed, frozen=True):
    """The server broke the protocol: the connection must be closed, and every request in flight is in doubt.

    Attributes:
        reason: for people, without secrets.
        raw: the frame at fault, where there is one.
        response: what that frame says, where it could be read (a 2502 in place of the greeting, for example).
    """

    reason: str
    in_flight: tuple[Request, ...] = ()
    raw: bytes | None = None
    response: Response | None = None


class PeerClosed(Value, frozen=True):
    """The peer closed the connection between two exchanges."""


class RequestReceived(_Framed, frozen=True):
    """A schema-valid command of a client."""

    request: Request
    raw: bytes


class BadFrame(_Framed, frozen=True):
    """A frame that is to be answered with `code` and not to be executed. `message` holds no secret."""

    code: int
    message: str
    cltrid: str | None
    raw: bytes


class FramingBroken(Value, frozen=True):
    """The client's byte stream cannot be cut into frames any more: the connection must be closed."""

    reason: str


ClientEvent = GreetingReceived | ReplyReceived | Violation | PeerClosed
ServerEvent = RequestReceived | BadFrame | FramingBroken | PeerClosed
