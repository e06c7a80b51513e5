"""Serves the application with an embedded Hypercorn on Trio: binds, tells the real address, and ends gracefully."""

import socket
from pathlib import Path
from typing import Any

import trio
from fastapi import FastAPI
from hypercorn.config import Config
from hypercorn.trio import serve as serve_hypercorn

from .ports import Log

KEEP_ALIVE_SECONDS = 60
"""How long an idle connection is kept: longer than a panel's usual pause, so that none is closed under a request."""


class ServerLog:
    """Hypercorn's logger, speaking to ours. Requests themselves are not logged here."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def access(self, *_args: Any) -> None:
        """Nothing: a path may be long and a query is the caller's."""

    async def info(self, message: str, *args: Any, **_kwargs: Any) -> None:
        """Note what the server says."""
        self._log.info("http.server", message=message % args if args else message)

    async def warning(self, message: str, *args: Any, **_kwargs: Any) -> None:
        """Note what the server finds odd."""
        self._log.warning("http.server", message=message % args if args else message)

    async def exception(self, message: str, *args: Any, **_kwargs: Any) -> None:
        """Note an error that reached the server, with its trace."""
        self._log.error("http.server", message=message % args if args else message, exc_info=True)


class _Started:
    """Passes Hypercorn's word that it takes connections on, with the address that was bound."""

    def __init__(self, address: tuple[str, int], task_status: trio.TaskStatus[tuple[str, int]]) -> None:
        self._address = address
        self._task_status = task_status

    def started(self, _binds: list[str]) -> None:
        """Connections are taken."""
        self._task_status.started(self._address)


async def serve(
    app: FastAPI,
    *,
    host: str,
    port: int,
    shutdown: trio.Event,
    tls: tuple[Path, Path] | None = None,
    graceful_seconds: float = 10,
    task_status: trio.TaskStatus[tuple[str, int]] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Serve until `shutdown` is set; requests under way are finished, those that wait for an operation at once.

    Args:
        app: as `build_app` made it.
        shutdown: ends the service.
        host: an address of this machine.
        port: 0 picks a free one; `task_status` is given the real address when connections are taken.
        tls: certificate chain and key, as PEM files.
        task_status: hears the address.
        graceful_seconds: how long requests may take to finish after `shutdown`.

    Raises:
        OSError: the address cannot be bound.
    """
    listener = _bound(host, port)
    address: tuple[str, int] = listener.getsockname()[:2]
    config = _config(app.state.door.log, tls, graceful_seconds)
    config.bind = [f"fd://{listener.detach()}"]

    async def trigger() -> None:
        await shutdown.wait()
        app.state.door.waits.close()

    started = _Started(address, task_status)
    await serve_hypercorn(app, config, shutdown_trigger=trigger, mode="asgi", task_status=started)  # type: ignore[arg-type]  # it calls `started` only


def _bound(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _config(log: Log, tls: tuple[Path, Path] | None, graceful_seconds: float) -> Config:
    config = Config()
    config.logger_class = lambda _config: ServerLog(log)  # type: ignore[assignment,return-value]  # a factory will do
    config.include_server_header = False
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.graceful_timeout = graceful_seconds
    if tls is not None:
        config.certfile, config.keyfile = str(tls[0]), str(tls[1])
    return config
