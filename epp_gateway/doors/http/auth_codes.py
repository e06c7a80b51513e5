"""Auth codes: issued and shown once, or cleared. They are never read."""

from starlette.responses import Response

from epp_gateway.model.intent import IssueAuthCode

from .calls import WriteCall
from .routing import OPERATION, NamePath, api_router
from .shapes.domains import NewAuthCode

router = api_router("domains")


@router.post("/domains/{name}/auth-code", responses=OPERATION)
async def issue_auth_code(name: NamePath, write: WriteCall, body: NewAuthCode | None = None) -> Response:
    """Set a new auth code; it is shown in the first answer and never again."""
    return await write.perform((body or NewAuthCode()).issue(name))


@router.delete("/domains/{name}/auth-code", responses=OPERATION)
async def clear_auth_code(name: NamePath, write: WriteCall) -> Response:
    """Make the code that is out there useless."""
    return await write.perform(IssueAuthCode(name=name, clear=True))
