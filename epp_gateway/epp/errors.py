"""Errors of the protocol core. Each is named after whose fault it is.

None of them ever holds a password or auth code.
"""

from epp_gateway.model.errors import GatewayError


class LocalProtocolError(GatewayError):
    """Our side tried what the protocol forbids now: a bug of the caller, no byte was produced."""


class RemoteProtocolError(GatewayError):
    """The peer broke the protocol; the connection is not to be trusted any further."""


class FramingError(RemoteProtocolError):
    """A length prefix that no frame of ours may have (RFC 5734 section 4)."""


class Unreadable(RemoteProtocolError):
    """A frame from a server in which not even a greeting or a result code can be found."""


class InvalidFrame(GatewayError):
    """A frame that the standard refuses: one to be sent by us, or one received from a client.

    Attributes:
        code: the result code that answers it (2000 unknown command, 2001 syntax, 2003, 2005, 2103, 2306, 2307).
        explanation: what is wrong, one line a mistake, without secrets.
        cltrid: the client's transaction id where it could be read.
    """

    def __init__(self, code: int, explanation: tuple[str, ...], cltrid: str | None = None) -> None:
        super().__init__("; ".join(explanation))
        self.code = code
        self.explanation = explanation
        self.cltrid = cltrid
