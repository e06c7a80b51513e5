"""A request that was let in: who calls, and, for a write, with which key, for how long, and how it is performed.

The annotated types at the end are what a handler asks for; each names the scope it needs. `arguments` fills them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Security
from fastapi.security import HTTPBearer, SecurityScopes
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from epp_gateway.model.base import Value
from epp_gateway.model.caller import Caller
from epp_gateway.model.errors import NotAllowed
from epp_gateway.model.intent import Intent, Wish
from epp_gateway.model.terms import format_instant

from .answers import json_answer, operation_answer
from .body import has_body, is_json
from .idempotency import fingerprint, idempotency_key
from .kinds import NOT_JSON
from .ports import Log, Ports, Reads
from .prefer import DEFAULT_WAIT, wished_wait
from .problems import Problem, mistake
from .statuses import RUNNING
from .waits import Waits

# The gate has looked at the token already; this tells the documentation what it wants.
BEARER = HTTPBearer(scheme_name="bearer", description="A panel's or an operator's token.", auto_error=False)


class Door(Value, frozen=True):
    """What all handlers share, made once. `clock` gives the receipt instant."""

    ports: Ports
    clock: Callable[[], datetime]
    log: Log
    waits: Waits


class Call(Value, frozen=True):
    """A request with a token that allows it."""

    door: Door
    caller: Caller
    request: Request

    @property
    def panel(self) -> str:
        """The caller's panel."""
        return self.caller.panel

    @property
    def query(self) -> Reads:
        """Where reads go."""
        return self.door.ports.query

    def instant(self) -> str:
        """The receipt instant."""
        return format_instant(self.door.clock())

    def wished_wait(self) -> int | None:
        """How long the caller said to be willing to wait."""
        return wished_wait(self.request.headers.getlist("prefer"))


class Write(Call, frozen=True):
    """A request that wants something done."""

    key: str
    wait: int
    dry_run: bool

    async def perform(self, wish: Wish) -> Response:
        """Submit a wish and wait as long as was asked for.

        Raises:
            Problem: the operation was refused, failed or cancelled.
            CallerError, StoreFailure: it was not taken.
        """
        document = await self.door.ports.desk.submit(await self._intent(wish), dry_run=self.dry_run)
        if self.dry_run:
            return json_answer(document)
        if document["state"] in RUNNING and self.wait:
            document = await self.door.waits.final(document["id"], self.wait)
        return operation_answer(document, {"Preference-Applied": f"wait={self.wait}"})

    async def _intent(self, wish: Wish) -> Intent:
        request = self.request
        return Intent(
            panel=self.caller.panel,
            key=self.key,
            fingerprint=fingerprint(request.method, request.scope["path"], await request.body()),
            wish=wish,
            received_at=self.instant(),
            scopes=tuple(sorted(self.caller.scopes)),
        )


class WriteOptions(BaseModel):
    """The parameters of a write; one that is not known is an error, since a mistyped `dry_run` would act."""

    model_config = ConfigDict(extra="forbid")

    dry_run: Annotated[bool, Field(description="Only decide: nothing is kept, nothing is sent.")] = False


class NoOptions(BaseModel):
    """No parameters: a call that acts takes none in silence, since `dry_run` would be one of them."""

    model_config = ConfigDict(extra="forbid")


def admitted(request: Request, scopes: SecurityScopes, _token: Annotated[Any, Depends(BEARER)]) -> Call:
    """Check the token's scopes and the body's declared type."""
    caller: Caller = request.user
    missing = [scope for scope in scopes.scopes if scope not in caller.scopes]
    if missing:
        raise NotAllowed(f"the token lacks the scope `{missing[0]}`")
    _check_content_type(request)
    return Call(door=request.app.door, caller=caller, request=request)


def acting(call: Annotated[Call, Depends(admitted)], _options: Annotated[NoOptions, Query()]) -> Call:
    """A call that acts, but is no write of its own: it has no key and no dry run."""
    return call


def writing(
    call: Annotated[Call, Depends(admitted)],
    options: Annotated[WriteOptions, Query()],
    idempotency_key_header: Annotated[
        str | None,
        Header(alias="Idempotency-Key", description="Required: 1 to 255 visible ASCII characters, new for each wish."),
    ] = None,
    cltrid_header: Annotated[
        str | None, Header(alias="RPP-Cltrid", description="Another name of Idempotency-Key.")
    ] = None,
    _prefer: Annotated[
        str | None,
        Header(alias="Prefer", description="`wait=N`: seconds to wait for a final answer, 10 by default, at most 60."),
    ] = None,
) -> Write:
    """Read what every write carries beside its body."""
    wished = call.wished_wait()
    return Write(
        door=call.door,
        caller=call.caller,
        request=call.request,
        key=idempotency_key(idempotency_key_header, cltrid_header),
        wait=DEFAULT_WAIT if wished is None else wished,
        dry_run=options.dry_run,
    )


def _check_content_type(request: Request) -> None:
    if has_body(request) and not is_json(request):
        detail = "declare the body as JSON: `Content-Type: application/json`"
        raise Problem(NOT_JSON, detail, errors=[mistake(NOT_JSON, detail, place="header Content-Type")])


ReadCall = Annotated[Call, Security(admitted, scopes=["read"])]
FactsCall = Annotated[Call, Security(admitted, scopes=["facts"])]
TellCall = Annotated[Call, Security(acting, scopes=["facts"])]
CancelCall = Annotated[Call, Security(acting, scopes=["write"])]
DecideCall = Annotated[Call, Security(acting, scopes=["operate"])]
WriteCall = Annotated[Write, Security(writing, scopes=["write"])]
