"""Values to XML and back, for both sides of a session."""

from epp_gateway.model.commands import Request
from epp_gateway.model.responses import Greeting, Response

from .xml.schemas import Schemas


class Codec:
    """Reads and writes frames' payloads."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def encode_request(self, request: Request) -> bytes:
        """Write a command or hello. Raises InvalidFrame when it does not fit the schemas."""
        raise NotImplementedError

    def decode_request(self, payload: bytes) -> Request:
        """Read a client's frame strictly. Raises InvalidFrame."""
        raise NotImplementedError

    def encode_greeting(self, greeting: Greeting) -> bytes:
        """Write a greeting. Raises InvalidFrame."""
        raise NotImplementedError

    def encode_response(self, response: Response) -> bytes:
        """Write a response. Raises InvalidFrame."""
        raise NotImplementedError

    def decode_from_server(self, payload: bytes) -> Greeting | Response:
        """Read a server's frame tolerantly. Raises Unreadable."""
        raise NotImplementedError
