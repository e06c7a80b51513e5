"""The HTTP API as one ASGI application: the routes inside, the three layers of `middleware` around them."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp, Receive, Scope, Send

from . import (
    auth_codes,
    cancellations,
    checks,
    contacts,
    domains,
    facts,
    hosts,
    locks,
    operations,
    policy,
    registries,
    renewals,
    transfers,
)
from .calls import Door
from .middleware import BodyCap, Faults, Gate
from .openapi import describe
from .ports import Log, Ports
from .routes import Routes
from .service import service_router
from .waits import Waits

ROUTERS = (
    checks.router,
    domains.router,
    renewals.router,
    transfers.router,
    auth_codes.router,
    locks.router,
    cancellations.router,
    facts.router,
    hosts.router,
    contacts.router,
    operations.router,
    registries.router,
    policy.router,
)


class Api:
    """The application.

    Attributes:
        door: what all handlers share.
        openapi: gives the description.
    """

    def __init__(self, app: ASGIApp, door: Door, openapi: Callable[[], dict[str, Any]]) -> None:
        self._app = app
        self.door = door
        self.openapi = openapi

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; there is nothing but requests."""
        if scope["type"] == "http":
            scope["app"] = self
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            raise NotImplementedError(scope["type"])  # so a server hears of it (ASGI, lifespan)


def build_app(
    ports: Ports,
    *,
    clock: Callable[[], datetime],
    log: Log,
    metrics_registry: CollectorRegistry,
    body_cap: int = 64 * 1024,
    panel_limit: int = 256,
    version: str = "0",
) -> Api:
    """Build the application.

    Args:
        ports: where requests go.
        log: hears of errors that nobody expected.
        metrics_registry: what `/metrics` shows.
        version: of the program, for the description.
        clock: gives the receipt instant, aware.
        body_cap: how many bytes a body may have.
        panel_limit: how many requests one panel may have under way.
    """
    resources = [route for router in ROUTERS for route in router.routes]
    openapi = cache(lambda: describe(resources, version))
    pages = service_router(ports.query, metrics_registry, openapi).routes
    layers = Faults(Gate(BodyCap(Routes([*resources, *pages]), body_cap), ports.panels, panel_limit), log)
    return Api(layers, Door(ports=ports, clock=clock, log=log, waits=Waits(ports.desk)), openapi)
