"""Whether a pool may try to open a session now: back-off after failures, and the circuit. Pure; time is an argument.

CLOSED     Sessions may be opened, after a failure not before a growing, jittered pause.
           -> OPEN: a failure that will not mend itself, or too many others in a row.
OPEN       Nothing is tried.
           -> HALF_OPEN: the rest is over (never after refused credentials) and one session is tried.
           -> CLOSED: a person resumes.
HALF_OPEN  One session is being tried.
           -> CLOSED: it was opened, or the account was merely full.
           -> OPEN: it failed.
"""

from collections.abc import Callable
from enum import Enum

from .actions import Failure
from .settings import Limits


class CircuitState(Enum):
    """See the module's text."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Circuit:
    """Counts failures to open sessions and says when the next try may be.

    Args:
        limits: the pool's numbers.
        spread: gives numbers from 0 to 1 for jitter.
    """

    def __init__(self, limits: Limits, spread: Callable[[], float]) -> None:
        self.limits = limits
        self._spread = spread
        self.state = CircuitState.CLOSED
        self.first_cause: str | None = None
        self.last_cause: str | None = None
        self.last_failure: Failure | None = None
        self._tries = 0
        self._strikes = 0
        self._next_try: float | None = 0.0

    @property
    def is_open(self) -> bool:
        """Whether nothing is being tried."""
        return self.state is CircuitState.OPEN

    @property
    def next_try(self) -> float | None:
        """The first instant at which a session may be tried; None while one knock is out, or until a person resumes."""
        return None if self.state is CircuitState.HALF_OPEN else self._next_try

    @property
    def reason(self) -> str:
        """First and last cause for people."""
        if self.last_cause is None:
            return "no session could be opened"
        if self.first_cause == self.last_cause:
            return self.last_cause
        return f"{self.last_cause} (at first: {self.first_cause})"

    def tried(self) -> None:
        """A session is being tried; out of an open circuit this is the one knock."""
        if self.is_open:
            self.state = CircuitState.HALF_OPEN

    def opened(self) -> bool:
        """A try went well. The count goes on until the session has served. Gives whether this closed the circuit."""
        was_closed = self.state is CircuitState.CLOSED
        self.state = CircuitState.CLOSED
        return not was_closed

    def served(self) -> None:
        """A new session has answered its first command: what failed before is over."""
        if self.state is CircuitState.CLOSED:
            self._forget()

    def failed(self, cause: str, failure: Failure, now: float) -> bool:
        """A try went wrong. Gives whether this opened the circuit."""
        self.first_cause = cause if self.first_cause is None else self.first_cause
        self.last_cause = cause
        self.last_failure = failure
        self._tries += 1
        self._strikes += failure is not Failure.FULL
        if failure is Failure.FULL and not self.is_open:
            self.state = CircuitState.CLOSED
        opens = self._must_open(failure)
        if opens:
            self.state = CircuitState.OPEN
        self._next_try = self._pause_end(failure, now)
        return opens

    def resume(self) -> bool:
        """A person says it is mended: all is forgotten. Gives whether the circuit was open."""
        was_open = self.is_open
        if was_open:
            self.state = CircuitState.CLOSED
            self._forget()
        return was_open

    def _must_open(self, failure: Failure) -> bool:
        if failure is Failure.FULL or self.is_open:
            return False
        lasting = failure in {Failure.LASTING, Failure.REFUSED}
        return lasting or self.state is CircuitState.HALF_OPEN or self._strikes >= self.limits.circuit_after

    def _pause_end(self, failure: Failure, now: float) -> float | None:
        if self.is_open:
            if failure is Failure.REFUSED or self._next_try is None:
                return None
            return now + self.limits.circuit_rest * (1 + 0.1 * self._spread())
        doubled = self.limits.backoff_first * 2.0 ** min(self._tries - 1, 32)
        return now + min(self.limits.backoff_cap, doubled) * (0.5 + 0.5 * self._spread())

    def _forget(self) -> None:
        self.first_cause = self.last_cause = self.last_failure = None
        self._tries = self._strikes = 0
        self._next_try = 0.0
