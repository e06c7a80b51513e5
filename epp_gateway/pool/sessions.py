"""A session as the machine sees it: its states, and every arrow between them as a row. Pure.

OPENING   Being connected and logged in. Counts against the limit from here on.
          -> IDLE: logged in.   -> CLOSING: the pool drains.   -> GONE: it failed.
IDLE      Logged in, nobody has it.
          -> LEASED: granted.   -> PROVING: silent for too long.   -> CLOSING: too old, or the pool drains.
          -> GONE: the server closed it.
PROVING   Asked for a proof of its login. Not leased meanwhile.
          -> IDLE: it gave one.   -> CLOSING: the drain's time is over.   -> GONE: it gave none.
LEASED    One waiter has it.
          -> IDLE: given back.   -> CLOSING: given back unhealthy, or the drain's time is over.   -> GONE: it died.
CLOSING   Told to end; still counts, since the registry still counts it. Whatever comes late changes nothing.
          -> GONE: it has ended.
GONE      Forgotten. Its holder may still give it back.
"""

from collections.abc import Iterator
from enum import Enum

from . import actions as do


class SessionState(Enum):
    """See the module's text."""

    OPENING = "opening"
    IDLE = "idle"
    PROVING = "proving"
    LEASED = "leased"
    CLOSING = "closing"
    GONE = "gone"


S = SessionState

LIVE = frozenset({S.IDLE, S.PROVING, S.LEASED})
"""Logged in and not about to end."""

ARROWS: dict[tuple[SessionState, type], SessionState] = {
    (S.OPENING, do.Opened): S.IDLE,
    (S.OPENING, do.OpenFailed): S.GONE,
    (S.OPENING, do.Close): S.CLOSING,
    (S.IDLE, do.Grant): S.LEASED,
    (S.IDLE, do.Prove): S.PROVING,
    (S.IDLE, do.Close): S.CLOSING,
    (S.IDLE, do.SessionClosed): S.GONE,
    (S.PROVING, do.Proved): S.IDLE,
    (S.PROVING, do.Close): S.CLOSING,
    (S.PROVING, do.SessionClosed): S.GONE,
    (S.LEASED, do.Released): S.IDLE,
    (S.LEASED, do.Left): S.IDLE,
    (S.LEASED, do.Close): S.CLOSING,
    (S.LEASED, do.SessionClosed): S.GONE,
    (S.CLOSING, do.SessionClosed): S.GONE,
    (S.CLOSING, do.OpenFailed): S.GONE,
    # Races that somebody has to lose.
    (S.CLOSING, do.Opened): S.CLOSING,
    (S.CLOSING, do.Proved): S.CLOSING,
    (S.CLOSING, do.Released): S.CLOSING,
    (S.CLOSING, do.Left): S.CLOSING,
    (S.GONE, do.Proved): S.GONE,
    (S.GONE, do.Released): S.GONE,
    (S.GONE, do.Left): S.GONE,
}
"""From a state and what happens to the next state. What is not here must not happen."""


class IllegalEvent(Exception):
    """The driver told the machine something that cannot be: a bug of the driver."""


def step(state: SessionState, cause: do.Event | do.Action) -> SessionState:
    """The state after something happened.

    Raises:
        IllegalEvent: when there is no such arrow.
    """
    try:
        return ARROWS[state, type(cause)]
    except KeyError:
        raise IllegalEvent(f"{type(cause).__name__} for a session that is {state.value}") from None


class Slot:
    """One session's place in the pool. Instants are those of the machine's caller.

    Attributes:
        expires_at: when it is too old.
        proof_due: when it has been silent for too long, and must prove its login.
        idle_since: when it was last given back.
        rests_until: the registry makes it wait after an error.
        holder: the waiter that has it.
        served: whether it has answered a command yet.
        is_outdated: whether it was opened with settings that hold no more.
    """

    __slots__ = (
        "expires_at",
        "holder",
        "id",
        "idle_since",
        "is_outdated",
        "proof_due",
        "rests_until",
        "served",
        "state",
    )

    def __init__(self, session: str) -> None:
        self.id = session
        self.state = SessionState.OPENING
        self.expires_at = 0.0
        self.proof_due = 0.0
        self.rests_until = 0.0
        self.idle_since = 0.0
        self.holder: int | None = None
        self.served = False
        self.is_outdated = False

    @property
    def is_live(self) -> bool:
        """Whether it is logged in and not about to end."""
        return self.state in LIVE

    def move(self, cause: do.Event | do.Action) -> None:
        """Follow an arrow. Raises IllegalEvent."""
        self.state = step(self.state, cause)

    def __repr__(self) -> str:
        return f"<{self.id} {self.state.value}>"


class Slots:
    """All sessions of a pool."""

    def __init__(self) -> None:
        self._slots: dict[str, Slot] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def __iter__(self) -> Iterator[Slot]:
        return iter(self._slots.values())

    @property
    def live(self) -> int:
        """How many are logged in and not about to end."""
        return sum(slot.is_live for slot in self)

    @property
    def standing(self) -> int:
        """How many the registry has let in."""
        return sum(slot.state is not SessionState.OPENING for slot in self)

    @property
    def are_outdated(self) -> bool:
        """Whether all that are live were opened with settings that hold no more."""
        live = [slot for slot in self if slot.is_live]
        return bool(live) and all(slot.is_outdated for slot in live)

    @property
    def are_moving(self) -> bool:
        """Whether any is being opened or closed."""
        return any(slot.state in {SessionState.OPENING, SessionState.CLOSING} for slot in self)

    def add(self, slot: Slot) -> None:
        """One is being opened."""
        self._slots[slot.id] = slot

    def forget(self, session: str) -> None:
        """One is gone."""
        del self._slots[session]

    def in_state(self, state: SessionState) -> list[Slot]:
        """Those in a state."""
        return [slot for slot in self if slot.state is state]

    def held_by(self, waiter: int) -> Slot | None:
        """The one that a waiter has."""
        return next((slot for slot in self if slot.holder == waiter), None)

    def known(self, event: do.Opened | do.OpenFailed | do.SessionClosed) -> Slot:
        """The session that an event is about. Raises IllegalEvent when it is gone: such an event is never late."""
        slot = self._slots.get(event.session)
        if slot is None:
            raise IllegalEvent(f"{type(event).__name__} for {event.session}, which is gone")
        return slot

    def find(self, event: do.Released | do.Proved) -> Slot | None:
        """The session that an event is about; None when it is gone and the event comes late."""
        slot = self._slots.get(event.session)
        if slot is None:
            step(SessionState.GONE, event)
        return slot
