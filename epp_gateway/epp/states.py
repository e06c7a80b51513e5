"""The session automaton (RFC 5730 section 2) as two tables: one for our side as a client, one as a server.

A transition is a row; a pair that is no row is forbidden. Nothing here knows bytes or XML.

Client: a server speaks first, then login, then commands, then logout. hello proves the link in either state. CLOSED
follows a closing code or the end of the stream; BROKEN follows a violation, and nothing is accepted in it.
Server: logins are the business of whoever executes commands, so that OPEN covers the time before and after one.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import TypeVar

from .errors import LocalProtocolError

_State = TypeVar("_State", bound=Enum)
_Input = TypeVar("_Input", bound=Enum)


class ClientState(Enum):
    """Where a client session stands."""

    CONNECTED = auto()
    """No greeting yet: only the server may speak."""
    GREETED = auto()
    """hello and login may be sent."""
    LOGGING_IN = auto()
    """The login waits for its answer; nothing else may be sent."""
    READY = auto()
    """Logged in: any command but login may be sent."""
    LEAVING = auto()
    """The logout waits for its answer."""
    CLOSED = auto()
    """Ended by a closing code or by a clean end of the stream."""
    BROKEN = auto()
    """Ended by a violation."""


class ClientInput(Enum):
    """What can happen to a client session."""

    GREETING = auto()
    SEND_HELLO = auto()
    SEND_LOGIN = auto()
    SEND_COMMAND = auto()
    SEND_LOGOUT = auto()
    LOGIN_DONE = auto()
    LOGIN_REFUSED = auto()
    LOGOUT_DONE = auto()
    LOGOUT_REFUSED = auto()
    REPLY = auto()
    CLOSING_REPLY = auto()
    VIOLATION = auto()
    END = auto()


class ServerState(Enum):
    """Where a server session stands."""

    CONNECTED = auto()
    """The greeting has not been written yet."""
    OPEN = auto()
    """Commands are taken and answered."""
    CLOSED = auto()
    """A closing code was written, or the client left."""
    BROKEN = auto()
    """The client's stream cannot be read any more."""


class ServerInput(Enum):
    """What can happen to a server session."""

    GREETING = auto()
    REPLY = auto()
    CLOSING_REPLY = auto()
    FRAMING_BROKEN = auto()
    END = auto()


_C, _I = ClientState, ClientInput

CLIENT: Mapping[tuple[ClientState, ClientInput], ClientState] = {
    (_C.CONNECTED, _I.GREETING): _C.GREETED,
    (_C.CONNECTED, _I.VIOLATION): _C.BROKEN,
    (_C.CONNECTED, _I.END): _C.CLOSED,
    (_C.GREETED, _I.SEND_HELLO): _C.GREETED,
    (_C.GREETED, _I.GREETING): _C.GREETED,
    (_C.GREETED, _I.SEND_LOGIN): _C.LOGGING_IN,
    (_C.GREETED, _I.REPLY): _C.GREETED,
    (_C.GREETED, _I.CLOSING_REPLY): _C.CLOSED,
    (_C.GREETED, _I.VIOLATION): _C.BROKEN,
    (_C.GREETED, _I.END): _C.CLOSED,
    (_C.LOGGING_IN, _I.GREETING): _C.LOGGING_IN,
    (_C.LOGGING_IN, _I.REPLY): _C.LOGGING_IN,
    (_C.LOGGING_IN, _I.LOGIN_DONE): _C.READY,
    (_C.LOGGING_IN, _I.LOGIN_REFUSED): _C.GREETED,
    (_C.LOGGING_IN, _I.CLOSING_REPLY): _C.CLOSED,
    (_C.LOGGING_IN, _I.VIOLATION): _C.BROKEN,
    (_C.READY, _I.SEND_HELLO): _C.READY,
    (_C.READY, _I.GREETING): _C.READY,
    (_C.READY, _I.SEND_COMMAND): _C.READY,
    (_C.READY, _I.REPLY): _C.READY,
    (_C.READY, _I.SEND_LOGOUT): _C.LEAVING,
    (_C.READY, _I.CLOSING_REPLY): _C.CLOSED,
    (_C.READY, _I.VIOLATION): _C.BROKEN,
    (_C.READY, _I.END): _C.CLOSED,
    (_C.LEAVING, _I.GREETING): _C.LEAVING,
    (_C.LEAVING, _I.REPLY): _C.LEAVING,
    (_C.LEAVING, _I.LOGOUT_DONE): _C.CLOSED,
    (_C.LEAVING, _I.LOGOUT_REFUSED): _C.READY,
    (_C.LEAVING, _I.CLOSING_REPLY): _C.CLOSED,
    (_C.LEAVING, _I.VIOLATION): _C.BROKEN,
    (_C.CLOSED, _I.VIOLATION): _C.BROKEN,
    (_C.CLOSED, _I.END): _C.CLOSED,
}

_S, _J = ServerState, ServerInput

SERVER: Mapping[tuple[ServerState, ServerInput], ServerState] = {
    (_S.CONNECTED, _J.GREETING): _S.OPEN,
    (_S.CONNECTED, _J.CLOSING_REPLY): _S.CLOSED,
    (_S.CONNECTED, _J.FRAMING_BROKEN): _S.BROKEN,
    (_S.CONNECTED, _J.END): _S.CLOSED,
    (_S.OPEN, _J.GREETING): _S.OPEN,
    (_S.OPEN, _J.REPLY): _S.OPEN,
    (_S.OPEN, _J.CLOSING_REPLY): _S.CLOSED,
    (_S.OPEN, _J.FRAMING_BROKEN): _S.BROKEN,
    (_S.OPEN, _J.END): _S.CLOSED,
    (_S.CLOSED, _J.END): _S.CLOSED,
    (_S.BROKEN, _J.END): _S.CLOSED,
}


def client_step(state: ClientState, happened: ClientInput) -> ClientState:
    """Look up a client's next state.

    Raises:
        LocalProtocolError: when the table has no such row.
    """
    return _look_up(CLIENT, state, happened)


def server_step(state: ServerState, happened: ServerInput) -> ServerState:
    """Look up a server's next state.

    Raises:
        LocalProtocolError: when the table has no such row.
    """
    return _look_up(SERVER, state, happened)


def _look_up(table: Mapping[tuple[_State, _Input], _State], state: _State, happened: _Input) -> _State:
    try:
        return table[state, happened]
    except KeyError:
        raise LocalProtocolError(f"{happened.name} is not possible while {state.name}") from None
