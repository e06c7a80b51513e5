"""The waiting room: who waits for a session, and whose turn it is. Pure, without a clock.

Priorities are strict. Within one, panels take turns, each with its own line, so that a panel with a thousand commands
does not keep one with a single command waiting.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from heapq import heappop, heappush

from .actions import LeaseWanted, Priority
from .pace import CommandClass


class WaitingRoom:
    """Waiters by priority, panel and arrival."""

    def __init__(self) -> None:
        self._waiters: dict[int, LeaseWanted] = {}
        # A dict keeps its order: the first panel of a priority is the one whose turn it is.
        self._lines: dict[Priority, dict[str, dict[int, LeaseWanted]]] = {priority: {} for priority in Priority}
        self._kinds: Counter[CommandClass] = Counter()
        self._deadlines: list[tuple[float, int]] = []

    def __len__(self) -> int:
        return len(self._waiters)

    def __contains__(self, waiter: int) -> bool:
        return waiter in self._waiters

    @property
    def kinds(self) -> set[CommandClass]:
        """Of what classes the commands are that wait."""
        return {kind for kind, number in self._kinds.items() if number}

    def add(self, waiter: LeaseWanted) -> None:
        """Let somebody in, at the end of its panel's line.

        Raises:
            ValueError: when a waiter of that number is here already.
        """
        if waiter.waiter in self._waiters:
            raise ValueError(f"waiter {waiter.waiter} waits already")
        self._waiters[waiter.waiter] = waiter
        self._kinds[waiter.kind] += 1
        self._lines[waiter.priority].setdefault(waiter.panel, {})[waiter.waiter] = waiter
        heappush(self._deadlines, (waiter.deadline, waiter.waiter))

    def remove(self, waiter: int) -> LeaseWanted | None:
        """Let somebody out; None when nobody of that number is here."""
        found = self._waiters.pop(waiter, None)
        if found is not None:
            self._kinds[found.kind] -= 1
            panels = self._lines[found.priority]
            del panels[found.panel][waiter]
            if not panels[found.panel]:
                del panels[found.panel]
        return found

    def take(self, fits: Callable[[LeaseWanted], bool]) -> LeaseWanted | None:
        """Let out the one whose turn it is among those that fit, and put its panel at the end of the round."""
        found = next((waiter for waiter in self._in_turn() if fits(waiter)), None)
        if found is not None:
            self.remove(found.waiter)
            panels = self._lines[found.priority]
            if found.panel in panels:
                panels[found.panel] = panels.pop(found.panel)
        return found

    def surplus(self, newcomer: LeaseWanted) -> LeaseWanted:
        """Who has to leave a room that is too full: the newcomer, or the last one of a panel that has more here.

        So a panel that fills the room does not keep the others out of it.
        """
        crowd = Counter(waiter.panel for waiter in self._waiters.values())
        panel, most = crowd.most_common(1)[0]
        if most <= crowd[newcomer.panel]:
            return newcomer
        lines = [panels[panel] for panels in self._lines.values() if panel in panels]
        return list(lines[-1].values())[-1]

    def overdue(self, now: float) -> list[LeaseWanted]:
        """Let out everybody whose deadline has come."""
        late: list[LeaseWanted] = []
        while self._deadlines and self._deadlines[0][0] <= now:
            found = self.remove(heappop(self._deadlines)[1])
            if found is not None:
                late.append(found)
        return late

    def clear(self) -> list[LeaseWanted]:
        """Let out everybody, those who came first first."""
        everybody = list(self._waiters.values())
        for waiter in everybody:
            self.remove(waiter.waiter)
        return everybody

    def next_deadline(self) -> float | None:
        """The first deadline of anybody here."""
        while self._deadlines and self._deadlines[0][1] not in self._waiters:
            heappop(self._deadlines)
        return self._deadlines[0][0] if self._deadlines else None

    def _in_turn(self) -> Iterator[LeaseWanted]:
        for panels in self._lines.values():
            for line in panels.values():
                yield from line.values()
