"""Registries: how each registry account is doing, and what it can do."""

from starlette.responses import Response

from .answers import json_answer
from .calls import Call, DecideCall, ReadCall
from .routing import AccountPath, api_router

router = api_router("registries")


@router.get("/registries")
async def list_registries(call: ReadCall) -> Response:
    """List the registry accounts."""
    return json_answer({"registries": await call.query.registries()})


@router.get("/registries/{account}")
async def read_registry(account: AccountPath, call: ReadCall) -> Response:
    """Read one registry account: state, circuit, sessions, capabilities."""
    return json_answer(await call.query.registry(account))


@router.post("/registries/{account}/resume")
async def resume_registry(account: AccountPath, call: DecideCall) -> Response:
    """Close an open circuit by hand, when what opened it is mended."""
    await call.door.ports.control.resume(account, call.panel)
    return await _state(account, call)


@router.post("/registries/{account}/reload")
async def reload_registry(account: AccountPath, call: DecideCall) -> Response:
    """Use the endpoints, TLS, password, limits, paces and deadlines that the configuration names now."""
    await call.door.ports.control.reload(account, call.panel)
    return await _state(account, call)


async def _state(account: str, call: Call) -> Response:
    return json_answer(await call.query.registry(account))
