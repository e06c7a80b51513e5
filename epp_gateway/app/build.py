"""Puts the gateway together from its parts: every part is built once, here, and handed over by constructor."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import trio
from msgspec.structs import replace
from structlog.typing import FilteringBoundLogger

from epp_gateway import __version__
from epp_gateway.doors.http.app import build_app
from epp_gateway.doors.http.ports import Ports
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.journal.store import Journal
from epp_gateway.model.account import Account
from epp_gateway.operations.accounts import Accounts
from epp_gateway.operations.codes import operation_id
from epp_gateway.operations.desk import Desk
from epp_gateway.operations.facts import Facts
from epp_gateway.operations.judge import Judge
from epp_gateway.operations.panels import Panels
from epp_gateway.operations.planning import Planner
from epp_gateway.operations.reads import Reads
from epp_gateway.operations.status import Status
from epp_gateway.operations.submit import Clerk
from epp_gateway.operations.wire import Wire
from epp_gateway.policy.load import load_packs
from epp_gateway.policy.rules import PackSet
from epp_gateway.pool.runner import Pool
from epp_gateway.resources import folder

from .clock import Clock
from .config import load
from .control import Control
from .metrics import Metrics
from .packs import pack_texts
from .settings import GatewayConfig

MAX_FACT_AGE = timedelta(minutes=5)
DRAIN_SECONDS = 20.0


class Gateway:
    """The parts of a running gateway.

    Attributes:
        desk, panels: what the doors call.
        control: what operators do with registries.
        pools: by account.
        app: the HTTP door.
    """

    def __init__(
        self,
        config: GatewayConfig,
        journal: Journal,
        packs: PackSet,
        clock: Clock,
        log: FilteringBoundLogger,
    ) -> None:
        codec = Codec(Schemas.load(folder("schemas")))
        self.pools: Mapping[str, Pool] = {
            account.account.id: Pool(account.pool, codec=codec, clock=clock, log=log) for account in config.accounts
        }
        accounts = Accounts(_with_common_packs(config))
        panel_packs = {panel: settings.packs for panel, settings in config.panels.items()}
        wire = Wire(self.pools, clock=clock)
        judge = Judge(packs, panel_packs=panel_packs, max_age=MAX_FACT_AGE)
        clerk = Clerk(accounts, judge, Planner(accounts), new_id=operation_id)
        self.desk = Desk(
            journal,
            accounts,
            wire,
            clerk,
            clock=clock,
            log=log,
            fingerprint_key=config.seal_key.reveal().encode(),
        )
        self.panels = Panels(journal, clock=clock)
        reads = Reads(
            journal,
            accounts,
            wire,
            self.desk,
            clock=clock,
            facts=Facts(journal, clock=clock),
            status=Status(accounts, self.pools, packs, self.desk),
        )
        pack_of = {rule.id: pack.id for pack in packs.packs.values() for rule in pack.rules}
        self.metrics = Metrics(self.pools, pack_of)
        self.control = Control(config, self.pools, read=partial(load, config.file, clock_url=config.clock_url), log=log)
        ports = Ports(panels=self.panels, desk=self.desk, query=reads, control=self.control)
        self.app = build_app(
            ports,
            clock=clock,
            log=log,
            metrics_registry=self.metrics.registry,
            body_cap=config.body_cap,
            version=__version__,
        )

    async def drain(self) -> None:
        """Take no new work, let what runs come to a rest, log every session out."""
        await self.desk.drain(DRAIN_SECONDS)
        async with trio.open_nursery() as nursery:
            for pool in self.pools.values():
                nursery.start_soon(pool.drain)


@asynccontextmanager
async def running(
    config: GatewayConfig, journal: Journal, clock: Clock, log: FilteringBoundLogger
) -> AsyncIterator[Gateway]:
    """A gateway whose pools and desk are at work; drained when the block ends.

    Raises:
        ConfigError: a pack or a certificate can not be used.
        StoreFailure: the journal can not be used.
    """
    gateway = Gateway(config, journal, load_packs(pack_texts(config.policy_folders)), clock, log)
    async with trio.open_nursery() as nursery:
        for pool in gateway.pools.values():
            await nursery.start(pool.run)
        await nursery.start(gateway.desk.run)
        try:
            yield gateway
        finally:
            with trio.CancelScope(shield=True), trio.move_on_after(DRAIN_SECONDS * 2):
                await gateway.drain()
            nursery.cancel_scope.cancel()


def _with_common_packs(config: GatewayConfig) -> list[Account]:
    return [
        replace(account.account, packs=tuple(dict.fromkeys((*config.packs, *account.account.packs))))
        for account in config.accounts
    ]
