"""Starts and ends a simulator: as a context manager inside a test, or as a process of its own."""

import secrets
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import trio
from hypercorn.config import Config
from hypercorn.trio import serve as serve_http

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.server import ServerSession
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model.errors import ConfigError
from epp_gateway.model.secret import Secret
from epp_gateway.resources import folder

from .certificates import Files, find, make, server_context
from .clock import Clock
from .control import Control
from .options import Options
from .profiles import PROFILES
from .registry import Registrar, Registry
from .seeds import plant, read_seed
from .server import Server
from .simulation import Simulation
from .transcript import Transcript

_FRAME_CAP = 1_000_000


@dataclass(frozen=True)
class RunningRegistry:
    """A simulator that runs.

    Attributes:
        host, port: where it speaks EPP.
        control: the address of its control interface.
        files: where its certificates lie.
        simulation: the registry itself, to be looked at and tampered with.
    """

    host: str
    port: int
    control: str
    files: Files
    simulation: Simulation

    @property
    def registry(self) -> Registry:
        """The objects, accounts and queues."""
        return self.simulation.registry

    def password(self, clid: str) -> Secret:
        """An account's password."""
        return self.registry.registrars[clid].password

    def advance(self, duration: str) -> datetime:
        """Put the clock forward; everything due in between happens in order. Raises BadValue."""
        return self.simulation.advance(duration)

    def describe(self) -> dict[str, Any]:
        """What a client needs to know, as the ready line tells it: passwords are in it."""
        clients = self.files.clients
        return {
            "epp": f"{self.host}:{self.port}",
            "control": self.control,
            "ca": str(self.files.ca),
            "accounts": [
                {
                    "clid": registrar.clid,
                    "password": registrar.password.reveal(),
                    # The certificate's file holds its key, too.
                    "cert": str(clients[registrar.clid]) if registrar.clid in clients else None,
                    "tlds": list(self.registry.profile.tlds),
                }
                for registrar in self.registry.registrars.values()
            ],
        }


def running(profile: str = "generic", **options: Any) -> AbstractAsyncContextManager[RunningRegistry]:
    """Give a context that runs a simulator inside the caller's event loop.

    `async with running(profile="verisign") as registry: ...`

    Args:
        profile: `verisign`, `jprs` or `generic`.
        options: the other fields of `Options`, by name.

    Raises:
        ConfigError: on entering, when the options cannot be used.
    """
    return run(Options(profile=profile, **options))


async def simulate(options: Options, *, ready: Callable[[dict[str, Any]], None]) -> None:
    """Run a simulator until SIGINT or SIGTERM, or until cancelled. To be awaited in the main thread.

    Args:
        options: how to run it.
        ready: called once with what a client needs to know, to be printed as one line of JSON.

    Raises:
        ConfigError: when the options cannot be used.
        OSError: when an address cannot be had.
    """
    with trio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async with run(options) as registry:
            ready(registry.describe())
            async for _ in signals:
                return


@asynccontextmanager
async def run(options: Options) -> AsyncIterator[RunningRegistry]:
    """Start a simulator, give it, and end it. Raises as `simulate` does."""
    listen, control = _split(options.listen, "--listen"), _split(options.control, "--control")
    with tempfile.TemporaryDirectory(prefix="epp-simulator-") as private:
        registry = _registry(options)
        clock = Clock(options.clock)
        if options.seed is not None:
            plant(registry, read_seed(options.seed), options.seed, clock.now())
        files = find(options.certs, registry.registrars) if options.certs else make(Path(private), registry.registrars)
        context = server_context(files, require_client=options.require_client_cert)
        codec = Codec(Schemas.load(folder("schemas")))
        async with _nursery() as nursery:
            simulation = Simulation(
                registry=registry,
                clock=clock,
                transcript=Transcript(options.transcript_limit),
                nursery=nursery,
                latency=options.latency_ms / 1000,
                idle_seconds=options.idle_seconds,
            )
            server = Server(
                simulation,
                context,
                needs_certificate=options.require_client_cert,
                protocol=partial(ServerSession, codec, frame_cap=_FRAME_CAP),
            )
            listeners: list[trio.SocketListener] = await nursery.start(server.serve, *listen)
            port = listeners[0].socket.getsockname()[1]
            url = await _serve_control(nursery, simulation, *control)
            yield RunningRegistry(listen[0], port, url, files, simulation)
            nursery.cancel_scope.cancel()


def _registry(options: Options) -> Registry:
    profile = PROFILES.get(options.profile)
    if profile is None:
        raise ConfigError([f"--profile: `{options.profile}` is none of {', '.join(PROFILES)}"])
    # 12 plain characters: a password of RFC 5730 has 6 to 16.
    registrars = {clid: Registrar(clid, Secret(secrets.token_hex(6))) for clid in options.accounts}
    return Registry(profile, registrars, run=secrets.token_hex(4), session_limit=options.session_limit)


async def _serve_control(nursery: trio.Nursery, simulation: Simulation, host: str, port: int) -> str:
    config = Config()
    config.bind = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    config.accesslog = config.errorlog = None
    # Starlette and Hypercorn describe the same ASGI callable with types that do not meet.
    app = cast("Any", Control(simulation).app())
    binds: list[str] = await nursery.start(partial(serve_http, app, config))
    return binds[0]


@asynccontextmanager
async def _nursery() -> AsyncIterator[trio.Nursery]:
    """A nursery from which a single exception comes out as it is, so that a failed test shows its own failure."""
    try:
        async with trio.open_nursery() as nursery:
            yield nursery
    except BaseExceptionGroup as group:
        if len(group.exceptions) > 1:
            raise
        raise group.exceptions[0] from None


def _split(address: str, option: str) -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:
        raise ConfigError([f"{option}: `{address}` is no HOST:PORT"])
    return host.strip("[]"), int(port)
