"""Transfers: a name comes, or is filed to leave; the latest transfer is read and answered."""

from starlette.responses import Response

from epp_gateway.model.intent import AnswerTransfer

from .answers import json_answer
from .calls import ReadCall, WriteCall
from .routing import OPERATION, NamePath, api_router
from .shapes.domains import Transfer

router = api_router("transfers")


@router.post("/domains/{name}/transfers", responses=OPERATION)
async def transfer_domain(name: NamePath, body: Transfer, write: WriteCall) -> Response:
    """Bring a name here, or with `{"direction": "out"}` file that it is to leave."""
    return await write.perform(body.wish(name))


@router.get("/domains/{name}/transfers/latest")
async def read_transfer(name: NamePath, call: ReadCall) -> Response:
    """Read the latest transfer of a name."""
    return json_answer(await call.query.transfer(call.panel, name))


@router.delete("/domains/{name}/transfers/latest", responses=OPERATION)
async def cancel_transfer(name: NamePath, write: WriteCall) -> Response:
    """Take back a transfer that this panel asked for."""
    return await write.perform(AnswerTransfer(name=name, op="cancel"))


@router.post("/domains/{name}/transfers/latest/approve", responses=OPERATION)
async def approve_transfer(name: NamePath, write: WriteCall) -> Response:
    """Let a name go."""
    return await write.perform(AnswerTransfer(name=name, op="approve"))


@router.post("/domains/{name}/transfers/latest/reject", responses=OPERATION)
async def reject_transfer(name: NamePath, write: WriteCall) -> Response:
    """Keep a name."""
    return await write.perform(AnswerTransfer(name=name, op="reject"))
