"""Three thin ASGI layers around the application: `Faults` outermost, then `Gate`, then `BodyCap`.

Faults turns every error into a problem document and bounds a request in time. Gate asks for a token before a byte of
the body is read, and bounds what one panel may have in flight. BodyCap bounds a body before it is buffered.
"""

from collections import Counter

import trio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from epp_gateway.doors.auth import bearer_token, is_local
from epp_gateway.model.caller import Caller

from .kinds import TOO_LARGE, TOO_MANY, UNAUTHENTICATED
from .ports import Log, Panels
from .prefer import MAX_WAIT
from .problems import Problem, internal_problem, problem_of

REQUEST_SECONDS = MAX_WAIT + 30
"""Nothing takes longer: the longest wait, and time for the body and the journal."""

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics", "/docs", "/openapi.json"})
"""What needs no token on this machine."""


class Faults:
    """Answers every error with a problem document; one that nobody expected is logged and told to nobody else."""

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            with trio.fail_after(REQUEST_SECONDS):
                await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 - the border: what is not known is logged whole and answered with 500
            problem = problem_of(error) or self._unexpected(scope, error)
            if not started:
                await problem.response()(scope, receive, send)

    def _unexpected(self, scope: Scope, error: Exception) -> Problem:
        self._log.error("door.failed", method=scope["method"], path=scope["path"], exc_info=error)
        return internal_problem()


class Gate:
    """Lets in who has a token, and no more of one panel's requests at a time than it can bear."""

    def __init__(self, app: ASGIApp, panels: Panels, panel_limit: int) -> None:
        self._app = app
        self._panels = panels
        self._panel_limit = panel_limit
        self._inside: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if self._is_open(scope):
            await self._app(scope, receive, send)
            return
        caller = await self._authenticate(Headers(scope=scope).get("authorization"))
        if self._inside[caller.panel] >= self._panel_limit:
            raise Problem(TOO_MANY, f"this panel has {self._panel_limit} requests under way already")
        scope["user"] = caller
        self._inside[caller.panel] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside[caller.panel] -= 1

    async def _authenticate(self, authorization: str | None) -> Caller:
        token = bearer_token(authorization)
        if token is None:
            raise _unauthenticated("send a token: `Authorization: Bearer TOKEN`", "Bearer")
        caller = await self._panels.authenticate(token)
        if caller is None:
            raise _unauthenticated("the token is not known", 'Bearer error="invalid_token"')
        return caller

    @staticmethod
    def _is_open(scope: Scope) -> bool:
        return scope["path"] in OPEN_PATHS and is_local(scope.get("client"), [name for name, _ in scope["headers"]])


class BodyCap:
    """Stops a body that is larger than `cap` bytes, by its announced length or as it comes."""

    def __init__(self, app: ASGIApp, cap: int) -> None:
        self._app = app
        self._cap = cap

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced) > self._cap:
            raise self._too_large()
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._cap:
                raise self._too_large()
            return message

        await self._app(scope, counted, send)

    def _too_large(self) -> Problem:
        return Problem(TOO_LARGE, f"a body has at most {self._cap} bytes")


def _unauthenticated(detail: str, challenge: str) -> Problem:
    return Problem(UNAUTHENTICATED, detail, headers={"WWW-Authenticate": challenge})
