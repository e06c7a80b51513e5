"""How every router of the API is made: under `/v1`, with nothing validated on the way out."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from .shapes.base import AccountId, ContactId, DomainName, OperationId
from .shapes.operations import Operation

NamePath = Annotated[DomainName, Path()]
ContactPath = Annotated[ContactId, Path()]
AccountPath = Annotated[AccountId, Path()]
OperationPath = Annotated[OperationId, Path()]

OPERATION: dict[int | str, dict[str, Any]] = {
    200: {"model": Operation, "description": "Done"},
    202: {"model": Operation, "description": "Held, still running, or pending at the registry"},
}
CREATION: dict[int | str, dict[str, Any]] = {
    200: {"model": Operation, "description": "The decision of a dry run"},
    201: {"model": Operation, "description": "Created"},
    202: OPERATION[202],
}


def api_router(tag: str) -> APIRouter:
    """A router for one kind of resource."""
    return APIRouter(prefix="/v1", tags=[tag], generate_unique_id_function=lambda route: route.name)
