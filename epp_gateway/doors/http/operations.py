"""Operations: what became of each write; read, waited for, cancelled, and by operators released or rejected."""

from typing import Annotated

from fastapi import Header, Query
from starlette.responses import Response

from .answers import json_answer, trace_headers
from .calls import Call, CancelCall, DecideCall, ReadCall
from .ports import Act, Document
from .routing import OPERATION, OperationPath, api_router
from .shapes import operations as shapes

router = api_router("operations")


@router.get("/operations", responses={200: {"model": shapes.OperationPage, "description": "A page"}})
async def list_operations(call: ReadCall, options: Annotated[shapes.OperationFilter, Query()]) -> Response:
    """List operations, newest first."""
    page = await call.query.operations(
        call.caller, domain=options.domain, state=options.state, limit=options.limit, before=options.before
    )
    return json_answer(page)


@router.get("/operations/{operation}", responses={200: {"model": shapes.Operation, "description": "The operation"}})
async def read_operation(
    operation: OperationPath,
    call: ReadCall,
    _prefer: Annotated[
        str | None, Header(alias="Prefer", description="`wait=N`: answer when it is final, or after N seconds.")
    ] = None,
) -> Response:
    """Read an operation, at once or when it is final."""
    seconds = call.wished_wait()
    document = await call.query.operation(call.caller, operation)
    if _may_wait(call, document):
        document = await call.door.waits.final(operation, seconds or 0)
    applied = {} if seconds is None else {"Preference-Applied": f"wait={seconds}"}
    return json_answer(document, headers={**trace_headers(document), **applied})


@router.post("/operations/{operation}/cancel", responses=OPERATION)
async def cancel_operation(
    operation: OperationPath, call: CancelCall, body: shapes.ActReason | None = None
) -> Response:
    """Cancel an operation of which nothing was sent."""
    return await _act(call, operation, "cancel", body)


@router.post("/operations/{operation}/release", responses=OPERATION)
async def release_operation(
    operation: OperationPath, call: DecideCall, body: shapes.ActReason | None = None
) -> Response:
    """Let a held operation go on."""
    return await _act(call, operation, "release", body)


@router.post("/operations/{operation}/reject", responses=OPERATION)
async def reject_operation(
    operation: OperationPath, call: DecideCall, body: shapes.ActReason | None = None
) -> Response:
    """End a held operation."""
    return await _act(call, operation, "reject", body)


def _may_wait(call: Call, document: Document) -> bool:
    """Whether the caller is one whom the first final document is meant for: it may carry an auth code."""
    if document["panel"] != call.panel:
        return False
    if document["type"] == "domain.auth-code":
        return "unlock" in call.caller.scopes
    return not document["completed"]


async def _act(call: Call, operation: str, action: Act, body: shapes.ActReason | None) -> Response:
    reason = body.reason if body else ""
    document = await call.door.ports.desk.act(call.caller, operation, action, reason)
    # The act itself is done, however the operation has ended by it.
    status = 200 if document["completed"] else 202
    location = {} if document["completed"] else {"Location": f"/v1/operations/{operation}"}
    return json_answer(document, status, {**trace_headers(document), **location})
