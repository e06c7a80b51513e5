"""Renewals: a name is extended from the registry's own date, so that no renewal happens twice."""

from starlette.responses import Response

from .calls import WriteCall
from .routing import OPERATION, NamePath, api_router
from .shapes.domains import Renewal

router = api_router("domains")


@router.post("/domains/{name}/renewals", responses=OPERATION)
async def renew_domain(name: NamePath, body: Renewal, write: WriteCall) -> Response:
    """Extend a name."""
    return await write.perform(body.renew(name))
