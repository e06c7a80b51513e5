"""The journal in memory: the same transaction on SQLite's `:memory:`, run inline behind the same async face.

For stories on a jumping clock, which a thread at work would let run away. It keeps every promise but durability.
"""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import trio

from epp_gateway.model.errors import StoreFailure

from .codec import Codec
from .migrations import migrate
from .sealing import Sealer
from .sqlite import SqliteTransaction, claim, connect_writer, run_read, run_write, store_errors
from .store import Transaction

T = TypeVar("T")
_WHERE = "the journal in memory"


class MemoryJournal:
    """`store.Journal` without a file or a thread. Ready when made; `open` makes it as the one on disk is opened."""

    def __init__(self, *, environment: str = "ote", sealer: Sealer | None = None, store_id: str | None = None) -> None:
        sealer = sealer or Sealer(secrets.token_bytes(32))
        self._db = connect_writer(":memory:")
        self._tx = SqliteTransaction(self._db, Codec(sealer))
        self._closed = False
        name = store_id or secrets.token_hex(8)
        migrate(self._db)
        run_write(self._db, lambda: claim(self._tx, sealer, environment=environment, store_id=name))

    @classmethod
    @asynccontextmanager
    async def open(
        cls, *, environment: str = "ote", sealer: Sealer | None = None, store_id: str | None = None
    ) -> AsyncIterator["MemoryJournal"]:
        """A journal that is closed, and gone, on the way out."""
        journal = cls(environment=environment, sealer=sealer, store_id=store_id)
        try:
            yield journal
        finally:
            await journal.close()

    async def write(self, job: Callable[[Transaction], T]) -> T:
        """Run `job` in a transaction at once. Raises StoreFailure when the journal is closed or its memory full."""
        await self._ready()
        with store_errors(_WHERE):
            return run_write(self._db, lambda: job(self._tx))

    async def read(self, job: Callable[[Transaction], T]) -> T:
        """Run `job`, which cannot write. Raises StoreFailure as the journal on disk does."""
        await self._ready()
        with store_errors(_WHERE):
            self._db.execute("PRAGMA query_only = ON")
            try:
                return run_read(self._db, lambda: job(self._tx))
            finally:
                self._db.execute("PRAGMA query_only = OFF")

    async def close(self) -> None:
        """Forget everything."""
        self._closed = True
        self._db.close()
        await trio.lowlevel.cancel_shielded_checkpoint()

    async def _ready(self) -> None:
        """A checkpoint before anything is done, never after."""
        await trio.lowlevel.checkpoint()
        if self._closed:
            raise StoreFailure(f"{_WHERE}: the journal is closed")
