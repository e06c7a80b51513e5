"""Callers who wait for an operation, and the door closing: then all of them get the latest document at once."""

import trio

from .ports import Desk, Document


class Waits:
    """The waiting room. Nothing here decides when an operation is final: the desk does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._closing = False
        self._scopes: set[trio.CancelScope] = set()

    async def final(self, operation_id: str, seconds: float) -> Document:
        """Wait for the final document, for `seconds` or until the door closes; then give the latest one."""
        if not self._closing:
            with trio.CancelScope() as scope:
                self._scopes.add(scope)
                try:
                    return await self._desk.wait(operation_id, seconds)
                finally:
                    self._scopes.discard(scope)
        return await self._desk.wait(operation_id, 0)

    def close(self) -> None:
        """Let nobody wait any longer."""
        self._closing = True
        for scope in self._scopes:
            scope.cancel()
