"""Which handler answers a request: by its path a resource, by its method one of the resource's handlers."""

import re
from collections.abc import Iterable

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from .arguments import Arguments, Incoming
from .body import ABSENT, json_of
from .kinds import NO_METHOD, NOT_FOUND
from .problems import Problem
from .validation import invalid_problem


class Endpoint:
    """A handler, and what it asks for."""

    def __init__(self, route: APIRoute) -> None:
        self._handler = route.endpoint
        self._arguments = Arguments(route.endpoint)

    async def answer(self, request: Request) -> Response:
        """Answer a request.

        Raises:
            Problem: it has mistakes; all of them are told.
        """
        body = await json_of(request) if self._arguments.has_body else ABSENT
        incoming = Incoming(request=request, body=body, mistakes=[])
        values = self._arguments.of(incoming)
        if values is None:
            raise invalid_problem(request.method, incoming.mistakes)
        response: Response = await self._handler(**values)
        return response


class Routes:
    """All routes. As an ASGI application it answers requests whose caller is known and whose body is bounded."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._resources: dict[re.Pattern[str], dict[str, Endpoint]] = {}
        for route in routes:
            assert isinstance(route, APIRoute)  # noqa: S101 - our routers hold no other kind
            endpoints = self._resources.setdefault(route.path_regex, {})
            endpoints |= dict.fromkeys(route.methods or (), Endpoint(route))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        endpoint = self._found(scope)
        response = await endpoint.answer(Request(scope, receive))
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> Endpoint:
        """The endpoint of a request; what stands for the names in its path goes into `path_params`."""
        for path, endpoints in self._resources.items():
            if found := path.fullmatch(scope["path"]):
                scope["path_params"] = found.groupdict()
                if endpoint := endpoints.get(scope["method"]):
                    return endpoint
                allowed = {"Allow": ", ".join(endpoints)}
                raise Problem(NO_METHOD, "this resource does not take that method", headers=allowed)
        raise Problem(NOT_FOUND, "no resource has this address")
