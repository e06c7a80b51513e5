"""Cancellations: a contract is ended by the registrar's terms, which is not the same as a delete."""

from starlette.responses import Response

from .calls import WriteCall
from .routing import OPERATION, NamePath, api_router
from .shapes.domains import Cancellation

router = api_router("domains")


@router.post("/domains/{name}/cancellation", responses=OPERATION)
async def cancel_contract(name: NamePath, body: Cancellation, write: WriteCall) -> Response:
    """End the contract of a name."""
    return await write.perform(body.end(name))
