"""What panels were told, with the instant: one half of the comparison. The registries' books are the other."""

import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Told:
    """One answer that carried an operation document.

    Attributes:
        at: when the panel had it, by the machine's clock, in seconds since 1970.
    """

    at: float
    status: int
    document: dict[str, Any]

    @property
    def is_end(self) -> bool:
        """Whether it said that nothing more will happen. A failure without a byte sent may be tried again."""
        return bool(self.document["completed"]) and not self.is_unsent

    @property
    def is_unsent(self) -> bool:
        """Whether it said that it failed and that the registry heard nothing."""
        return self.document["state"] == "failed" and self.document["sent"] == "no"


@dataclass
class Book:
    """Everything that was told, by key; and what was wrong on the spot."""

    told: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    lies: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, key: str, status: int, document: dict[str, Any]) -> Told:
        """Note an answer."""
        # The registry's ledger carries instants of the same machine's clock.
        told = Told(time.time(), status, document)  # noqa: TID251
        with self._lock:
            self.told[key].append(told)
        return told

    def lie(self, what: str) -> None:
        """Note what was false the moment it was said."""
        with self._lock:
            self.lies.append(what)

    def count(self, what: str) -> None:
        """Count something for the summary."""
        with self._lock:
            self.counts[what] += 1
