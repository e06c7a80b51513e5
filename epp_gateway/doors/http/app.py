"""The HTTP API as one ASGI application: routers inside, the three layers of `middleware` around them."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException

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
from .service import service_router
from .validation import on_http_exception, on_invalid
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


def build_app(
    ports: Ports,
    *,
    clock: Callable[[], datetime],
    log: Log,
    metrics_registry: CollectorRegistry,
    body_cap: int = 64 * 1024,
    panel_limit: int = 256,
    version: str = "0",
) -> FastAPI:
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
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.door = Door(ports=ports, clock=clock, log=log, waits=Waits(ports.desk))
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(service_router(ports.query, metrics_registry))
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http_exception)
    # The last one added is the outermost.
    app.add_middleware(BodyCap, cap=body_cap)
    app.add_middleware(Gate, panels=ports.panels, panel_limit=panel_limit)
    app.add_middleware(Faults, log=log)
    app.openapi = cache(lambda: describe(app.routes, version))  # type: ignore[method-assign]  # FastAPI's own way
    return app
