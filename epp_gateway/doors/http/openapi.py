"""The API's description (OpenAPI 3.1): what the framework finds in the handlers, and the problems they share."""

from collections.abc import Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from .kinds import KINDS
from .problems import MEDIA_TYPE
from .shapes.operations import ProblemDocument

_REF = "#/components/schemas/"
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_TEXT = (
    "One HTTP API in front of EPP registries. Every write is an operation with an idempotency key: a repeat of the "
    "key gives the same operation, never a second action. Errors are problem documents (RFC 9457)."
)


def describe(routes: Sequence[BaseRoute], version: str) -> dict[str, Any]:
    """Make the whole description."""
    description = get_openapi(
        title="epp-gateway",
        version=version,
        openapi_version="3.1.0",
        summary="A registrar gateway",
        description=_TEXT,
        routes=routes,
    )
    components = description.setdefault("components", {})
    components["schemas"] = dict(sorted({**components.get("schemas", {}), **_problem_schemas()}.items()))
    components["responses"] = {"Problem": _problem_response()}
    for path in description["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                _describe_problems(operation)
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    return description


def _describe_problems(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    responses |= {"4XX": {"$ref": "#/components/responses/Problem"}, "5XX": {"$ref": "#/components/responses/Problem"}}


def _problem_schemas() -> dict[str, Any]:
    schema = ProblemDocument.model_json_schema(ref_template=_REF + "{model}")
    return {**schema.pop("$defs"), "ProblemDocument": schema}


def _problem_response() -> dict[str, Any]:
    kinds = "\n".join(f"- `{kind.name}` ({kind.status}, `{kind.number}`): {kind.title}" for kind in KINDS)
    return {
        "description": f"A problem document.\n\n{kinds}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_REF}ProblemDocument"}}},
    }
