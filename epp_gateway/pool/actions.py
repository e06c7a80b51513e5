"""What the pool's machine hears (events, past tense) and what it wants done (actions, imperative): frozen values.

A waiter is somebody who asked for a lease; it is known by a number that its owner chose. A session is known by its id,
which the machine chooses when it wants the session opened.
"""

from enum import Enum, IntEnum

from epp_gateway.model.base import Value

from .pace import CommandClass
from .settings import Limits, Pace


class Priority(IntEnum):
    """Who goes first. A class is served only when no one of a class before it can be."""

    INTERACTIVE = 0
    BULK = 1
    POLL = 2


class Failure(Enum):
    """Why a session could not be opened, by what may be done next."""

    TRANSIENT = "transient"
    """Network, time, a server in trouble: again after a pause; too many in a row open the circuit."""
    LASTING = "lasting"
    """A certificate, a foreign server id, services refused: opens the circuit at once, knocks now and then."""
    REFUSED = "refused"
    """The login was refused (2200, 2201, 2501): opens the circuit, never tried again until a person says so."""
    FULL = "full"
    """The account has too many sessions (2502): teaches a limit, says nothing against the registry."""


class How(Enum):
    """How a session is to end."""

    LOGOUT = "logout"
    KILL = "kill"


class Refusal(Enum):
    """Why a waiter gets no session."""

    CAPACITY = "capacity"
    UNREACHABLE = "unreachable"
    DRAINING = "draining"


class LeaseWanted(Value, frozen=True):
    """Somebody wants a session for a command of `kind` until `deadline`, if possible not the one named by `avoid`."""

    waiter: int
    panel: str
    priority: Priority
    deadline: float
    avoid: str | None = None
    kind: CommandClass = CommandClass.READ


class Left(Value, frozen=True):
    """A waiter went away: from the queue, or after its grant without having used the session."""

    waiter: int


class Released(Value, frozen=True):
    """A waiter gives its session back.

    `healthy` is false when the session must not be leased again; `used` is true when the registry answered a command;
    `refused` when its last answer was an error.
    """

    waiter: int
    session: str
    healthy: bool = True
    used: bool = True
    refused: bool = False


class Sent(Value, frozen=True):
    """A waiter sends another command on the session that it has."""

    kind: CommandClass


class Opened(Value, frozen=True):
    """A session is logged in."""

    session: str


class OpenFailed(Value, frozen=True):
    """A session could not be opened; nothing of it is left."""

    session: str
    cause: str
    failure: Failure = Failure.TRANSIENT


class Proved(Value, frozen=True):
    """A session answered a command that needs a login."""

    session: str


class SessionClosed(Value, frozen=True):
    """A session is gone, whoever ended it; nothing of it is left."""

    session: str
    cause: str


class TimerFired(Value, frozen=True):
    """The instant that `next_deadline` gave has come. Early or needless ones do no harm."""


class DrainWanted(Value, frozen=True):
    """The pool is to end: no new leases, running ones until `deadline`."""

    deadline: float


class ResumeWanted(Value, frozen=True):
    """A person says that what opened the circuit is mended."""


class SettingsChanged(Value, frozen=True):
    """Other numbers hold, and sessions that are opened from now on use other settings: the old ones are replaced."""

    limits: Limits
    pace: Pace


class Open(Value, frozen=True):
    """Open a session under that id; answer with Opened or OpenFailed."""

    session: str


class Close(Value, frozen=True):
    """End a session; answer with SessionClosed (OpenFailed while it is being opened)."""

    session: str
    how: How
    reason: str


class Grant(Value, frozen=True):
    """The session is the waiter's until Released or Left."""

    waiter: int
    session: str


class Refuse(Value, frozen=True):
    """The waiter gets no session."""

    waiter: int
    refusal: Refusal
    reason: str


class Prove(Value, frozen=True):
    """Let a session prove its login; answer with Proved, or SessionClosed when it did not."""

    session: str


class Note(Value, frozen=True):
    """Something for people: `circuit opened`, `circuit closed`, `limit learned`, `limit forgotten`."""

    event: str
    reason: str


Event = (
    LeaseWanted
    | Left
    | Released
    | Sent
    | Opened
    | OpenFailed
    | Proved
    | SessionClosed
    | TimerFired
    | DrainWanted
    | ResumeWanted
    | SettingsChanged
)
Action = Open | Close | Grant | Refuse | Prove | Note
