"""Which handler answers a request: the segments of its path lead through a tree to the methods of a resource."""

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


class Node:
    """A place in the tree.

    Attributes:
        below: the places behind a segment that is as it is.
        named: the place behind any other segment that is not empty.
        name: what the segment that leads here is called, if it is any.
        endpoints: the methods of the resource that is here.
    """

    def __init__(self, name: str = "") -> None:
        self.below: dict[str, Node] = {}
        self.named: Node | None = None
        self.name = name
        self.endpoints: dict[str, Endpoint] = {}

    def grown(self, segment: str) -> "Node":
        """The place behind a segment of a route's path, made where there is none."""
        if not segment.startswith("{"):
            return self.below.setdefault(segment, Node())
        self.named = self.named or Node(segment[1:-1])
        return self.named

    def onward(self, segment: str, named: dict[str, str]) -> "Node | None":
        """The place behind a segment of a request's path; a segment that stands for a name is put among `named`."""
        below = self.below.get(segment)
        if below is None and segment and self.named is not None:
            below = self.named
            named[below.name] = segment
        return below


class Routes:
    """All routes. As an ASGI application it answers requests whose caller is known and whose body is bounded."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._root = Node()
        for route in routes:
            assert isinstance(route, APIRoute)  # noqa: S101 - our routers hold no other kind
            node = self._root
            for segment in route.path.split("/"):
                node = node.grown(segment)
            node.endpoints |= dict.fromkeys(route.methods or (), Endpoint(route))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        endpoint = self._found(scope)
        response = await endpoint.answer(Request(scope, receive))
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> Endpoint:
        """The endpoint of a request; what stands for the names in its path goes into `path_params`."""
        node: Node | None = self._root
        named = scope["path_params"] = {}
        for segment in scope["path"].split("/"):
            node = node.onward(segment, named) if node else None
        if node is None or not node.endpoints:
            raise Problem(NOT_FOUND, "no resource has this address")
        endpoint = node.endpoints.get(scope["method"])
        if endpoint is None:
            allowed = {"Allow": ", ".join(node.endpoints)}
            raise Problem(NO_METHOD, "this resource does not take that method", headers=allowed)
        return endpoint
