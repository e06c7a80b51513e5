"""The simulator's clock: it runs with the time of the loop from any instant on, and can be put forward."""

from datetime import UTC, datetime, timedelta

import trio

from epp_gateway.model.errors import BadValue

from .dates import later


class Clock:
    """A clock that starts at `start`, or at the real time.

    It follows the loop's clock, so that a step of the machine's clock does not move it.
    """

    def __init__(self, start: datetime | None = None) -> None:
        # A simulator stands for somebody else's machine, whose clock is right unless told otherwise.
        self._start = start or datetime.now(UTC)  # noqa: TID251 - the one place where a simulator reads the time
        self._zero = trio.current_time()

    def now(self) -> datetime:
        """The simulated instant, in UTC."""
        return self._start + timedelta(seconds=trio.current_time() - self._zero)

    def advance(self, duration: str) -> datetime:
        """Put the clock forward by an ISO 8601 duration. Raises BadValue."""
        return self.put(later(self.now(), duration))

    def put(self, instant: datetime) -> datetime:
        """Put the clock forward to an instant. Raises BadValue for one that has passed: time does not run back."""
        now = self.now()
        if instant < now:
            raise BadValue(f"the clock shows {now.isoformat()} already and does not run back", path="now")
        self._start += instant - now
        return instant
