"""The operations layer with everything behind it, called in its own process: no HTTP.

Runs named `desk` are whole operations, as the door has them done: submit an intent, wait for its end. Runs named
`pool` are commands over leased sessions alone; the other names are parts of an operation (see `parts`).
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.measure import Measured, Run, Runner, repeat, work
from benchmarks.workers.parts import Parts
from epp_gateway.app.build import Gateway, running
from epp_gateway.app.clock import SystemClock
from epp_gateway.app.config import load
from epp_gateway.app.logs import SessionLog
from epp_gateway.app.serve import SWITCH_SECONDS, spare_what_stays
from epp_gateway.app.store import open_journal
from epp_gateway.journal.store import Journal
from epp_gateway.model.commands import DomainCreate, Request
from epp_gateway.model.facts import Fact
from epp_gateway.model.intent import CreateDomain, Intent
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period, format_instant

ACCOUNT = "verisign"
YEAR = Period(value=1)
now = SystemClock().now


class Callers:
    """What callers repeat."""

    def __init__(self, options: dict[str, Any], gateway: Gateway) -> None:
        self._panel, self._prefix, self._tld = options["panel"], options["prefix"], options["tld"]
        self._gateway = gateway
        self._numbers = count(1)

    async def desk(self, _number: int) -> None:
        """Create a domain, from the intent to the end."""
        n = next(self._numbers)
        wish = CreateDomain(name=f"{self._prefix}{n}.{self._tld}", period=YEAR)
        intent = Intent(
            panel=self._panel,
            key=f"{self._prefix}{n}",
            fingerprint=f"{n:064x}",
            wish=wish,
            received_at=format_instant(now()),
            scopes=("read", "write"),
        )
        document = await self._gateway.desk.submit(intent)
        if not document["completed"]:
            document = await self._gateway.desk.wait(document["id"], 30)
        assert document["state"] == "succeeded", document

    async def pool(self, _number: int) -> None:
        """Create a domain over the pool, and nothing else."""
        n = next(self._numbers)
        create = DomainCreate(
            name=f"{self._prefix}-p{n}.{self._tld}", period=YEAR, auth_info=Secret("Pool-2026-Secret")
        )
        request = Request(command=create, cltrid=f"{self._prefix}-p{n}")
        exchange = await self._gateway.pools[ACCOUNT].execute(request, panel=self._panel, timeout=30)
        assert exchange.response.code == 1000, exchange


async def prepare(journal: Journal, gateway: Gateway, panel: str) -> None:
    """Make the panel and what policy wants to know of it, and wait for the registry."""
    await gateway.panels.add(panel)
    known = [Fact(name=name, value=[], source="bench", as_of=format_instant(now())) for name in ("debts", "disputes")]
    await journal.write(lambda tx: tx.put_facts("account", panel, known))
    async with gateway.pools[ACCOUNT].lease(panel=panel, timeout=30):
        pass


@asynccontextmanager
async def opened(options: dict[str, Any]) -> AsyncIterator[Runner]:
    """A gateway without its door."""
    config = load(Path(options["config"]))
    log = SessionLog(config.log_folder, now, config.log_level)
    try:
        async with open_journal(config) as journal, running(config, journal, now, log.logger) as gateway:
            await prepare(journal, gateway, options["panel"])
            callers = Callers(options, gateway)
            spare_what_stays()
            parts = Parts(options["panel"], config, journal, log.logger)

            async def runner(run: Run) -> Measured:
                if run.what in {"desk", "pool"}:
                    return await repeat(run, callers.desk if run.what == "desk" else callers.pool)
                return await parts.measure(run)

            yield runner
    finally:
        log.close()


if __name__ == "__main__":
    sys.setswitchinterval(SWITCH_SECONDS)
    work(opened)
