"""`epp-gateway serve`: runs the gateway until SIGTERM or SIGINT, then drains it."""

import gc
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import trio

from epp_gateway.doors.http.server import serve as serve_http

from .build import Gateway, running
from .clock import Clock, SimulatorClock, SystemClock
from .logs import SessionLog
from .settings import GatewayConfig
from .store import open_journal

SWITCH_SECONDS = 0.0005
"""How long one thread may keep the interpreter while another one wants it."""

YOUNG_OBJECTS = 10_000
"""So many new objects until the garbage collector looks at them; requests under way are most of them."""


def main(config: GatewayConfig, clock_url: str | None = None) -> None:
    """Serve until told to stop. A second signal ends at once.

    The journal's thread decides and plans inside its transactions. By Python's default the event loop would wait 5 ms
    for it at every system call it makes, with sessions idle meanwhile.

    Raises:
        ConfigError, StoreFailure, OSError: it can not be started.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    trio.run(partial(serve, config, clock_url))


async def serve(config: GatewayConfig, clock_url: str | None = None) -> None:
    """Run the gateway; prints one JSON line with its address when it takes requests."""
    async with _clock(config, clock_url) as clock:
        log = SessionLog(config.log_folder, clock, config.log_level)
        try:
            async with open_journal(config) as journal, running(config, journal, clock, log.logger) as gateway:
                log.listener = gateway.metrics.note
                spare_what_stays()
                log.logger.info("started", reason=f"environment {config.environment}")
                await _answer(config, gateway)
                log.logger.info("draining")
            log.logger.info("stopped")
        finally:
            log.close()


def spare_what_stays() -> None:
    """Take what was made at the start out of the garbage collector's rounds: each would stop all work to look at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


async def _answer(config: GatewayConfig, gateway: Gateway) -> None:
    """Answer HTTP until a signal comes."""
    shutdown = trio.Event()
    tls = (config.listen_tls.cert, config.listen_tls.key) if config.listen_tls else None
    serving = partial(
        serve_http, gateway.app, host=config.listen_host, port=config.listen_port, shutdown=shutdown, tls=tls
    )
    with trio.open_signal_receiver(signal.SIGTERM, signal.SIGINT, signal.SIGHUP) as signals:
        async with trio.open_nursery() as nursery:
            host, port = await nursery.start(serving)
            scheme = "https" if tls else "http"
            shown = f"[{host}]" if ":" in host else host
            sys.stdout.write(json.dumps({"api": f"{scheme}://{shown}:{port}"}) + "\n")
            sys.stdout.flush()
            async for told in signals:
                if told != signal.SIGHUP:
                    break
                await gateway.control.reload_all()
            shutdown.set()


@asynccontextmanager
async def _clock(config: GatewayConfig, clock_url: str | None) -> AsyncIterator[Clock]:
    if clock_url is None:
        yield SystemClock().now
        return
    clock = SimulatorClock(clock_url, environment=config.environment)
    await clock.start()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(clock.run)
        yield clock.now
        nursery.cancel_scope.cancel()
