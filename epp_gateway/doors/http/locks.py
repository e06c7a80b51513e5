"""Locks: a domain's client statuses and the gateway's own lock, each with who, why and until."""

from starlette.responses import Response

from .answers import json_answer
from .calls import ReadCall, WriteCall
from .routing import OPERATION, NamePath, api_router
from .shapes.domains import LockChange

router = api_router("domains")


@router.get("/domains/{name}/lock")
async def read_lock(name: NamePath, call: ReadCall) -> Response:
    """Read what locks a name."""
    return json_answer(await call.query.lock(call.panel, name))


@router.put("/domains/{name}/lock", responses=OPERATION)
async def change_lock(name: NamePath, body: LockChange, write: WriteCall) -> Response:
    """Lock or unlock a name; taking a lock away needs the scope `unlock`."""
    return await write.perform(body.lock(name))
