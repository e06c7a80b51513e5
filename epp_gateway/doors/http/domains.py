"""Domains: registering, reading, changing and deleting a name."""

from typing import Annotated

from fastapi import Header, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.responses import Response

from epp_gateway.model.errors import BadValue
from epp_gateway.model.intent import DeleteDomain
from epp_gateway.model.names import parse_name

from .answers import json_answer, tagged_answer
from .calls import ReadCall, WriteCall
from .routing import CREATION, OPERATION, NamePath, api_router
from .shapes.base import AccountId, complaint
from .shapes.checks import MAX_CHECKS
from .shapes.domains import DomainChange, NewDomain

router = api_router("domains")


def _names(text: str) -> str:
    """Bring each name of a list to its A-labels."""
    names = text.split(",")
    if len(names) > MAX_CHECKS:
        raise complaint(f"must have at most {MAX_CHECKS} names")
    try:
        return ",".join(parse_name(name).ascii for name in names)
    except BadValue as error:
        raise complaint(error.reason) from None


class ListOptions(BaseModel):
    """Which domains to list; all of the panel without any."""

    model_config = ConfigDict(extra="forbid")

    names: Annotated[str, AfterValidator(_names), Field(description="Names, separated by commas.")] = ""
    account: AccountId | None = None


class ReadOptions(BaseModel):
    """How to read an object."""

    model_config = ConfigDict(extra="forbid")

    fresh: Annotated[bool, Field(description="Ask the registry instead of the gateway's own records.")] = False


@router.post("/domains", responses=CREATION, status_code=201)
async def create_domain(body: NewDomain, write: WriteCall) -> Response:
    """Register a name."""
    return await write.perform(body.create())


@router.get("/domains")
async def list_domains(call: ReadCall, options: Annotated[ListOptions, Query()]) -> Response:
    """Read many domains from the gateway's own records, each with `as_of`."""
    names = options.names.split(",") if options.names else []
    return json_answer({"domains": await call.query.domains(call.panel, names, options.account)})


@router.get("/domains/{name}", responses={304: {"description": "The caller has this version"}})
async def read_domain(
    name: NamePath,
    call: ReadCall,
    options: Annotated[ReadOptions, Query()],
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Read a domain, with an entity tag."""
    return tagged_answer(await call.query.domain(call.panel, name, fresh=options.fresh), if_none_match)


@router.patch("/domains/{name}", responses=OPERATION)
async def change_domain(name: NamePath, body: DomainChange, write: WriteCall) -> Response:
    """Bring a domain to a desired state; the gateway finds the differences."""
    return await write.perform(body.update(name))


@router.delete("/domains/{name}", responses=OPERATION)
async def delete_domain(name: NamePath, write: WriteCall) -> Response:
    """Delete a domain at the registry."""
    return await write.perform(DeleteDomain(name=name))
