"""Opens the store that a configuration names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from epp_gateway.journal.sealing import Sealer
from epp_gateway.journal.writer import SqliteJournal

from .settings import GatewayConfig


@asynccontextmanager
async def open_journal(config: GatewayConfig) -> AsyncIterator[SqliteJournal]:
    """Open or make the journal; its folder is made when it is missing.

    Raises:
        StoreFailure: it is in use (the gateway runs), of another environment, or cannot be read.
    """
    config.store_path.parent.mkdir(parents=True, exist_ok=True)
    sealer = Sealer(config.seal_key.reveal().encode())
    async with SqliteJournal.open(config.store_path, environment=config.environment, sealer=sealer) as journal:
        yield journal
