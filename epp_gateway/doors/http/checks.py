"""Availability checks: many names at once, read and never journaled."""

from collections.abc import Sequence

from starlette.responses import Response

from epp_gateway.model.intent import ObjectKind

from .answers import json_answer
from .calls import Call, ReadCall
from .routing import api_router
from .shapes.checks import ContactChecks, NameChecks

router = api_router("checks")


@router.post("/domain-checks")
async def check_domains(body: NameChecks, call: ReadCall) -> Response:
    """Tell which names can be registered, of any TLDs in one call."""
    return await _check(call, "domain", body.names, body.registry)


@router.post("/host-checks")
async def check_hosts(body: NameChecks, call: ReadCall) -> Response:
    """Tell which host names are free."""
    return await _check(call, "host", body.names, body.registry)


@router.post("/contact-checks")
async def check_contacts(body: ContactChecks, call: ReadCall) -> Response:
    """Tell which contact ids are free."""
    return await _check(call, "contact", body.names, body.registry)


async def _check(call: Call, kind: ObjectKind, names: Sequence[str], registry: str | None) -> Response:
    return json_answer({"results": await call.query.check(call.panel, kind, names, registry)})
