"""Hosts: one thing for the panel, one object per registry account behind it."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from epp_gateway.model.intent import DeleteHost

from .answers import json_answer
from .calls import ReadCall, WriteCall
from .domains import ReadOptions
from .routing import CREATION, OPERATION, NamePath, api_router
from .shapes.hosts import HostChange, NewHost

router = api_router("hosts")


@router.post("/hosts", responses=CREATION, status_code=201)
async def create_host(body: NewHost, write: WriteCall) -> Response:
    """Create a host with its addresses."""
    return await write.perform(body.create())


@router.get("/hosts/{name}")
async def read_host(name: NamePath, call: ReadCall, options: Annotated[ReadOptions, Query()]) -> Response:
    """Read a host."""
    return json_answer(await call.query.host(call.panel, name, fresh=options.fresh))


@router.patch("/hosts/{name}", responses=OPERATION)
async def change_host(name: NamePath, body: HostChange, write: WriteCall) -> Response:
    """Give a host a new set of addresses."""
    return await write.perform(body.update(name))


@router.delete("/hosts/{name}", responses=OPERATION)
async def delete_host(name: NamePath, write: WriteCall) -> Response:
    """Delete a host."""
    return await write.perform(DeleteHost(name=name))
