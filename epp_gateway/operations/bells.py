"""Bells: who waits for an operation is woken when it changes, and told how it then was, so that nobody looks it up."""

import trio

from epp_gateway.journal.entry import Entry


class Bell:
    """Rings once, at the next change of one operation."""

    def __init__(self) -> None:
        self._rung = trio.Event()
        self._entry: Entry | None = None

    def ring(self, entry: Entry) -> None:
        """Wake whoever listens."""
        self._entry = entry
        self._rung.set()

    async def heard(self) -> Entry:
        """Wait for the change, and give the operation as it then was."""
        await self._rung.wait()
        assert self._entry is not None  # noqa: S101 - it was set with the ring
        return self._entry


class Bells:
    """A bell for each operation that somebody waits for."""

    def __init__(self) -> None:
        self._bells: dict[str, Bell] = {}

    def of(self, operation: str) -> Bell:
        """The bell that rings at an operation's next change."""
        return self._bells.setdefault(operation, Bell())

    def ring(self, entry: Entry) -> None:
        """Tell of a change."""
        bell = self._bells.pop(entry.id, None)
        if bell is not None:
            bell.ring(entry)
