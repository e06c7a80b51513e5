"""A request's body: whether there is one, whether it is declared as JSON, and what it says."""

import json
from typing import Any

from starlette.requests import Request

from .kinds import MALFORMED
from .problems import Problem, mistake

ABSENT: Any = object()
"""Stands for a body that did not come."""


def has_body(request: Request) -> bool:
    """Whether a request announces a body (RFC 9112 section 6)."""
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def is_json(request: Request) -> bool:
    """Whether the body is declared as JSON."""
    essence = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return essence == "application/json" or (essence.startswith("application/") and essence.endswith("+json"))


async def json_of(request: Request) -> Any:
    """The body as JSON; one that is not declared as such counts as absent.

    Raises:
        Problem: it is too large, or no JSON.
    """
    try:
        body = await request.body()
        return json.loads(body) if body and is_json(request) else ABSENT
    except Problem:
        raise
    except json.JSONDecodeError as error:
        detail = f"the body is not JSON: {error.msg.lower()} at character {error.pos}"
        raise Problem(MALFORMED, detail, errors=[mistake(MALFORMED, detail, paths=["$"])]) from None
    except Exception:  # noqa: BLE001 - the decoder gave up, or the caller left: whatever came can not be read
        raise Problem(MALFORMED, "the body cannot be read as JSON") from None
