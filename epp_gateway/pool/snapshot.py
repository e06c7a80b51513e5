"""What a pool looks like from outside: frozen values for the API and the metrics."""

from datetime import datetime

from epp_gateway.model.base import Value


class SessionView(Value, frozen=True):
    """One session.

    Attributes:
        state: opening, idle, proving, leased or closing.
        opened_at: when its login was answered, None before.
        proved_at: when a command that needs a login was last answered.
        commands: how many commands were answered.
    """

    id: str
    state: str
    opened_at: datetime | None = None
    proved_at: datetime | None = None
    commands: int = 0


class CircuitView(Value, frozen=True):
    """Whether sessions can be opened.

    Attributes:
        state: closed, open or half-open.
        first_cause, last_cause: of the failures in a row; None while there is none.
    """

    state: str = "closed"
    first_cause: str | None = None
    last_cause: str | None = None


class PoolSnapshot(Value, frozen=True):
    """A pool at one instant.

    Attributes:
        phase: stopped, serving, draining or drained.
        limit: how many sessions there may be now.
        learned_limit: what a 2502 taught, None if nothing.
        waiting: how many wait for a session.
    """

    account: str
    phase: str
    limit: int
    sessions: tuple[SessionView, ...] = ()
    waiting: int = 0
    circuit: CircuitView = CircuitView()
    learned_limit: int | None = None
