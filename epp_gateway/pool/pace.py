"""How many commands a minute a registry takes: token buckets, one for all commands and one for each class. Pure.

A bucket never lets more than its number through in any sixty seconds: what it may spend at once and what it gets back
in a minute are together that number. What was sent without asking (a logout, the later commands of a lease) is owed:
the next ones wait the longer.
"""

import math
from collections.abc import Iterable
from enum import Enum

from epp_gateway.model.commands import Command, verb_of

from .settings import Pace

_BURST_SHARE = 4
_MINUTE = 60.0


class CommandClass(Enum):
    """What registries count apart."""

    SESSION = "session"
    """Login, logout, hello."""
    CHECK = "check"
    READ = "read"
    """Info, the query of a transfer, poll."""
    TRANSFORM = "transform"


def class_of(command: Command) -> CommandClass:
    """Which class a command is counted in."""
    match verb_of(command).split("."):
        case ["login" | "logout" | "hello"]:
            return CommandClass.SESSION
        case [_, "check", *_]:
            return CommandClass.CHECK
        case ["poll"] | [_, "info", *_] | [*_, "query"]:
            return CommandClass.READ
        case _:
            return CommandClass.TRANSFORM


class Bucket:
    """Commands that may leave now. `per_minute` is at least 1; instants are seconds of the caller's clock."""

    def __init__(self, per_minute: int, now: float) -> None:
        self._size = max(1, per_minute // _BURST_SHARE)
        self._rate = max(1, per_minute - self._size) / _MINUTE
        self._level = float(self._size)
        self._at = now

    def ready_at(self, now: float) -> float:
        """When the next command may leave: now, or later."""
        self._refill(now)
        # A millionth of a command: refilling adds up fractions, and the instant given must be one at which it is ready.
        return now if self._level >= 1 - 1e-6 else now + (1 - self._level) / self._rate

    def spend(self, now: float) -> None:
        """A command leaves."""
        self._refill(now)
        self._level -= 1

    def _refill(self, now: float) -> None:
        self._level = min(float(self._size), self._level + (now - self._at) * self._rate)
        self._at = now


class Buckets:
    """All buckets of one account, as its pace says. `now` is the instant of birth."""

    def __init__(self, pace: Pace, now: float) -> None:
        self._all = [] if pace.all is None else [Bucket(pace.all, now)]
        limits = {kind: getattr(pace, kind.value) for kind in CommandClass}
        self._by_class = {kind: Bucket(number, now) for kind, number in limits.items() if number is not None}

    def ready_at(self, kind: CommandClass, now: float) -> float:
        """When a command of a class may leave: now, or later."""
        return max((bucket.ready_at(now) for bucket in self._of(kind)), default=now)

    def next_of(self, kinds: Iterable[CommandClass], now: float) -> float:
        """When the first command of any of these classes may leave: now, or later; never where there are none."""
        return min((self.ready_at(kind, now) for kind in kinds), default=math.inf)

    def spend(self, kind: CommandClass, now: float) -> None:
        """A command of a class leaves."""
        for bucket in self._of(kind):
            bucket.spend(now)

    def _of(self, kind: CommandClass) -> list[Bucket]:
        own = self._by_class.get(kind)
        return self._all if own is None else [*self._all, own]
