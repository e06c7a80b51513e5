"""What a handler asks for, out of a request.

A handler's signature says it once: FastAPI makes the description of it, and this module fills it. FastAPI could fill it
too, but would find out at each request what can be known when the program starts. Only the kinds that our handlers have
are known here: what they depend on, path, query, header, body.
"""

from collections.abc import Callable, Sequence
from inspect import Parameter, signature
from typing import Any
from urllib.parse import parse_qsl

from fastapi import params
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from epp_gateway.model.base import Value

from .body import ABSENT


class Incoming(Value, frozen=True):
    """A request, its body as JSON, and the mistakes that were found in it so far."""

    request: Request
    body: Any
    mistakes: list[ErrorDetails]


Source = Callable[[Incoming], Any]


class Arguments:
    """The arguments of one function, a handler or what it depends on; all mistakes are found before any is told.

    Args:
        function: says by its annotations where each argument comes from.
        scopes: what a token needs where the function asks for it.

    Attributes:
        has_body: whether one of them is the body.
    """

    def __init__(self, function: Callable[..., Any], scopes: Sequence[str] = ()) -> None:
        found = [(one.name, *_source(one, scopes)) for one in signature(function, eval_str=True).parameters.values()]
        found.sort(key=lambda one: one[1])
        self._sources = [(name, source) for name, _, source in found]
        self.has_body = any(rank == _BODY for _, rank, _ in found)

    def of(self, incoming: Incoming) -> dict[str, Any] | None:
        """The arguments by name, or None where there were mistakes."""
        before = len(incoming.mistakes)
        values = {name: source(incoming) for name, source in self._sources}
        return values if len(incoming.mistakes) == before else None


# The order in which mistakes are told.
_DEPENDENCY, _PATH, _QUERY, _HEADER, _BODY = range(5)


def _source(parameter: Parameter, scopes: Sequence[str]) -> tuple[int, Source]:
    """Where an argument comes from, and its place in the order."""
    annotation = parameter.annotation
    told = getattr(annotation, "__metadata__", ())
    match [one for one in told if isinstance(one, params.Param | params.Depends)]:
        case [params.Depends() as marker]:
            return _DEPENDENCY, _dependency(marker, scopes)
        case [params.Path()]:
            return _PATH, _path(parameter)
        case [params.Query()]:
            return _QUERY, _query(parameter)
        case [params.Header() as marker] if parameter.default is None:
            return _HEADER, _header(parameter.name, marker)
        case [] if annotation is SecurityScopes:
            needed = SecurityScopes([*scopes])
            return _DEPENDENCY, lambda _: needed
        case []:
            return (_DEPENDENCY, lambda one: one.request) if annotation is Request else (_BODY, _body(parameter))
    raise TypeError(f"no argument can be made of `{parameter}`")


def _dependency(marker: params.Depends, scopes: Sequence[str]) -> Source:
    make: Any = marker.dependency
    if isinstance(make, SecurityBase):
        return lambda _: None  # for the description alone: the gate has looked at the token
    arguments = Arguments(make, [*scopes, *(getattr(marker, "scopes", None) or ())])

    def source(incoming: Incoming) -> Any:
        values = arguments.of(incoming)
        return None if values is None else make(**values)

    return source


def _path(parameter: Parameter) -> Source:
    name, adapter = parameter.name, TypeAdapter(parameter.annotation)
    return lambda incoming: _checked(adapter, incoming.request.path_params[name], incoming, "path", name)


def _query(parameter: Parameter) -> Source:
    """All parameters as one model; of one that is given twice the last one counts."""
    adapter = TypeAdapter(parameter.annotation)

    def source(incoming: Incoming) -> Any:
        query = incoming.request.scope["query_string"].decode("latin-1")
        return _checked(adapter, dict(parse_qsl(query, keep_blank_values=True)), incoming, "query")

    return source


def _header(name: str, marker: params.Header) -> Source:
    """A header's text as it is; None where there is none."""
    header = marker.alias or name.replace("_", "-")
    return lambda incoming: incoming.request.headers.get(header)


def _body(parameter: Parameter) -> Source:
    adapter, default = TypeAdapter(parameter.annotation), parameter.default

    def source(incoming: Incoming) -> Any:
        if incoming.body is not ABSENT:
            return _checked(adapter, incoming.body, incoming, "body")
        if default is Parameter.empty:
            incoming.mistakes.append({"type": "missing", "loc": ("body",), "msg": "Field required", "input": None})
            return None
        return default

    return source


def _checked(adapter: TypeAdapter[Any], value: Any, incoming: Incoming, *place: str) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        incoming.mistakes.extend(one | {"loc": (*place, *one["loc"])} for one in found)
        return None
