"""Values to XML and back, for both sides of a session.

What is written is always valid: it is checked before it leaves. Commands are read strictly. What a server says is read
as far as it can be understood: result codes, transaction ids, queue and known data are kept whatever the rest is like,
and each kind of deviation is named in `Response.deviations`.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from epp_gateway.model.commands import Request
from epp_gateway.model.responses import Greeting, Response

from .errors import InvalidFrame
from .framing import encode_frame
from .replies import read_server_frame, write_greeting_frame, write_response_frame
from .requests import read_request, refuse_foreign, write_request
from .unhandled import put_back, set_aside
from .xml.build import serialise, whole
from .xml.parse import Element, parse, parse_tolerant
from .xml.schemas import Schemas

_Value = TypeVar("_Value")
_ASIDE = b"extValue"
"""Where what a client did not announce is told: few frames have it, and the others need not be looked through."""


class Codec:
    """Reads and writes the payloads of frames. It has no state but the schemas, which belong to one thread."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def encode_request(self, request: Request) -> bytes:
        """Write a command or a hello.

        Raises:
            InvalidFrame: 2001 when it does not fit the schemas, 2005 when XML cannot carry a value.
        """
        return self._encode(write_request, request, request.cltrid)

    def frame_request(self, request: Request) -> bytes:
        """Write a command or a hello with its length in front, fit for any session. Raises as `encode_request`."""
        return encode_frame(self.encode_request(request))

    def encode_greeting(self, greeting: Greeting) -> bytes:
        """Write a greeting. Raises InvalidFrame as `encode_request`."""
        return self._encode(write_greeting_frame, greeting, None)

    def encode_response(self, response: Response) -> bytes:
        """Write a response. Raises InvalidFrame as `encode_request`; a check's reason has at most 32 characters."""
        root = self._valid(write_response_frame, response, response.cltrid)
        if response.unhandled:
            set_aside(root, response.unhandled)
            self._schemas.validate(root)
        return serialise(root)

    def decode_request(self, payload: bytes) -> Request:
        """Read a client's frame, strictly.

        Raises:
            InvalidFrame: 2001 for what is not well-formed or not valid, 2000 for an unknown command, 2103 for an
                extension where it may not stand. It carries the clTRID where that is readable.
        """
        root = parse(payload)
        refuse_foreign(root)
        self._schemas.validate(root)
        return read_request(root)

    def decode_from_server(self, payload: bytes) -> Greeting | Response:
        """Read a server's frame, tolerantly.

        Raises:
            Unreadable: when it is cut off or no XML, or when there is neither a greeting nor a result code in it.
        """
        root, mended = parse_tolerant(payload)
        unhandled = put_back(root) if _ASIDE in payload else ()
        answer = read_server_frame(root, mended, is_valid=self._schemas.accepts(root))
        return replace(answer, unhandled=unhandled) if unhandled and isinstance(answer, Response) else answer

    def _encode(self, write: Callable[[_Value], Element], value: _Value, cltrid: str | None) -> bytes:
        return serialise(self._valid(write, value, cltrid))

    def _valid(self, write: Callable[[_Value], Element], value: _Value, cltrid: str | None) -> Element:
        try:
            root = whole(write(value))
        except ValueError:
            raise InvalidFrame(2005, ("a value cannot be carried by XML",), cltrid) from None
        self._schemas.validate(root)
        return root
