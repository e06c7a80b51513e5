"""The ground of the table files: run a statement, read bodies as values, and name the promise that a constraint kept.

Everything here runs inside a transaction that somebody else opened and will close.
"""

import sqlite3
from collections.abc import Sequence
from typing import TypeVar

from .codec import Codec
from .states import IllegalMove
from .store import ObjectBusy, UniqueKey

V = TypeVar("V")
SqlValue = str | int | None

# SQLite tells a unique constraint by its columns; these are the columns of the index operation_in_flight.
_IN_FLIGHT = "UNIQUE constraint failed: operation.object_kind, operation.object_name, operation.object_scope"


class Rows:
    """A connection with its codec, as the table classes use it."""

    def __init__(self, db: sqlite3.Connection, codec: Codec) -> None:
        self._db = db
        self._codec = codec

    def _run(self, sql: str, *values: SqlValue) -> sqlite3.Cursor:
        """Run a statement. Raises UniqueKey, ObjectBusy or IllegalMove where a constraint says no."""
        try:
            return self._db.execute(sql, values)
        except sqlite3.IntegrityError as error:
            raise broken_promise(error) from error

    def _one(self, shape: type[V], sql: str, *values: SqlValue) -> V | None:
        """The value in the first row, whose only column is a body."""
        row = self._run(sql, *values).fetchone()
        return None if row is None else self._codec.load(shape, row[0])

    def _all(self, shape: type[V], sql: str, *values: SqlValue) -> Sequence[V]:
        """The values in all rows, whose only column is a body."""
        return [self._codec.load(shape, row[0]) for row in self._run(sql, *values)]


def broken_promise(error: sqlite3.IntegrityError) -> Exception:
    """The journal's word for a constraint that said no: a trigger of ours speaks in words, an index in columns."""
    text = str(error)
    if text == _IN_FLIGHT:
        return ObjectBusy("another operation holds the object")
    if text.startswith("UNIQUE"):
        return UniqueKey(text.removeprefix("UNIQUE constraint failed: "))
    return IllegalMove(text)
