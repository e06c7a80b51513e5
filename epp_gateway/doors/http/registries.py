"""Registries: how each registry account is doing, and what it can do."""

from starlette.responses import Response

from .answers import json_answer
from .calls import ReadCall
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
