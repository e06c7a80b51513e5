"""The control interface of a simulator: its clock, faults, transcript, objects, queues and counts over HTTP and JSON.

For tests on a loopback address. Whatever is wrong with a request is answered with 4xx and `{"error": why}`.
"""

import json
from contextlib import aclosing
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from epp_gateway.model.errors import BadValue
from epp_gateway.model.objects import PendingResult, TransferData
from epp_gateway.model.terms import format_instant

from .counts import Counts
from .dates import read_instant
from .faults import Armed, read_rule
from .objects import PUT, show
from .simulation import Simulation

_MAX_BODY = 1_000_000


class PollBody(msgspec.Struct, forbid_unknown_fields=True):
    """A message to be put in a queue; `data` is a transfer or the end of a pending action, told by its `type`."""

    account: str
    text: str
    data: TransferData | PendingResult | None = None


class Control:
    """The handlers of one simulation."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    def app(self) -> Starlette:
        """The application."""
        routes = [
            Route("/clock", self.clock, methods=["GET", "POST"]),
            Route("/faults", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/faults/{id:int}", self.disarm, methods=["DELETE"]),
            Route("/transcript", self.transcript, methods=["GET"]),
            Route("/objects/{kind}/{id}", self.objects, methods=["GET", "PUT"]),
            Route("/poll", self.poll, methods=["POST"]),
            Route("/stats", self.stats, methods=["GET"]),
            Route("/ledger", self.ledger, methods=["GET"]),
        ]
        return Starlette(routes=routes, exception_handlers={BadValue: _bad_value, HTTPException: _http_error})

    async def clock(self, request: Request) -> Response:
        """GET shows the instant; POST `{"advance": "P45D"}` or `{"now": "..."}` puts the clock forward."""
        if request.method == "GET":
            return JSONResponse({"now": format_instant(self._simulation.clock.now())})
        match await _body(request):
            case {"advance": str(duration), **rest} if not rest:
                now = self._simulation.advance(duration)
            case {"now": str(text), **rest} if not rest:
                now = self._simulation.put_clock(read_instant(text, "now"))
            case _:
                raise BadValue('either {"advance": "P45D"} or {"now": "2027-01-01T00:00:00Z"} is expected')
        return JSONResponse({"now": format_instant(now)})

    async def faults(self, request: Request) -> Response:
        """GET lists them with how often each was seen and struck; POST arms one; DELETE disarms all."""
        book = self._simulation.faults
        if request.method == "GET":
            return JSONResponse([_fault(armed) for armed in book.armed])
        if request.method == "DELETE":
            book.clear()
            return Response(status_code=204)
        rule = read_rule(await _body(request))
        armed = book.add(rule)
        if rule.do == "kill-sessions" and rule.match is None:
            # With nothing to match there is nothing to wait for.
            book.remove(armed.id)
            armed.struck = self._simulation.kill(None)
        return JSONResponse(_fault(armed), status_code=201)

    async def disarm(self, request: Request) -> Response:
        """DELETE disarms one."""
        if not self._simulation.faults.remove(request.path_params["id"]):
            raise HTTPException(404, "there is no such fault")
        return Response(status_code=204)

    async def transcript(self, request: Request) -> Response:
        """GET lists the frames behind number `after`, secrets included."""
        frames = [
            {
                "n": frame.n,
                "session": frame.session,
                "account": frame.account,
                "direction": frame.direction,
                "at": format_instant(frame.at),
                "frame": frame.payload.decode("utf-8", "replace"),
            }
            for frame in self._simulation.transcript.after(_after(request))
        ]
        return JSONResponse(frames)

    async def objects(self, request: Request) -> Response:
        """GET shows an object; PUT creates or changes it."""
        kind, name = request.path_params["kind"], request.path_params["id"]
        if kind not in PUT:
            raise HTTPException(404, f"there is no kind of object `{kind}`; there are {', '.join(PUT)}")
        key = name if kind == "contact" else name.lower()
        now = self._simulation.present()
        registry = self._simulation.registry
        if request.method == "PUT":
            existed = key in self._store(kind)
            record = PUT[kind](registry, key, await _body(request), now)
            return JSONResponse(show(registry, record), status_code=200 if existed else 201)
        found = self._store(kind).get(key)
        if found is None:
            raise HTTPException(404, f"there is no {kind} `{key}`")
        return JSONResponse(show(registry, found))

    def _store(self, kind: str) -> dict[str, Any]:
        registry = self._simulation.registry
        stores: dict[str, dict[str, Any]] = {
            "domain": registry.domains,
            "host": registry.hosts,
            "contact": registry.contacts,
        }
        return stores[kind]

    async def poll(self, request: Request) -> Response:
        """POST puts a message in an account's queue."""
        try:
            body = msgspec.convert(await _body(request), PollBody)
        except msgspec.ValidationError as error:
            raise BadValue(f"{error}; the keys are {', '.join(PollBody.__struct_fields__)}") from None
        registry = self._simulation.registry
        if body.account not in registry.registrars:
            raise BadValue(f"there is no account `{body.account}`", path="account")
        message = registry.notify(body.account, self._simulation.present(), body.text, body.data)
        return JSONResponse({"id": message}, status_code=201)

    async def stats(self, _request: Request) -> Response:
        """GET shows what was executed, whatever was answered."""
        registry = self._simulation.registry
        return JSONResponse(
            {
                "sessions": {clid: len(registry.sessions[clid]) for clid in registry.registrars},
                **{name: dict(getattr(registry.counts, name)) for name in Counts.__dataclass_fields__},
            }
        )

    async def ledger(self, request: Request) -> Response:
        """GET lists what changed something behind number `after`: which transaction, when, at which object."""
        deeds = self._simulation.registry.ledger.after(_after(request))
        return JSONResponse(
            [{**msgspec.structs.asdict(deed), "at": format_instant(deed.at)} for deed in deeds],
        )


def _after(request: Request) -> int:
    after = request.query_params.get("after", "0")
    if not after.isdecimal():
        raise BadValue("is the number of the last one that is known", path="after")
    return int(after)


async def _body(request: Request) -> Any:
    raw = b""
    async with aclosing(request.stream()) as chunks:
        async for chunk in chunks:
            raw += chunk
            if len(raw) > _MAX_BODY:
                raise HTTPException(413, "the body is too long")
    try:
        return json.loads(raw)
    except ValueError as error:
        raise HTTPException(400, f"the body is no JSON: {error}") from None


def _fault(armed: Armed) -> dict[str, Any]:
    return {"id": armed.id, "seen": armed.seen, "struck": armed.struck, **msgspec.to_builtins(armed.rule)}


async def _bad_value(_request: Request, error: Exception) -> Response:
    path = error.path if isinstance(error, BadValue) else None
    reason = error.reason if isinstance(error, BadValue) else ""
    return JSONResponse({"error": reason, **({"at": path} if path else {})}, status_code=422)


async def _http_error(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return JSONResponse({"error": detail}, status_code=status)
