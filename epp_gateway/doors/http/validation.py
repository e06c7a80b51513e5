"""From what the validator found wrong with a request to a problem that lists every mistake with its place."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .kinds import BAD_VALUE, INVALID, MISSING_FIELD, UNKNOWN_FIELD, UNSUPPORTED_FIELD, Kind
from .problems import Problem, mistake

MAX_MISTAKES = 100

UNSUPPORTED = frozenset({"ds", "fee", "declarations", "accepted_fee", "review_token", "wished_end"})
"""Fields of the interface that this version does not take; dropping one in silence would be worse than an error."""

# Fields that belong elsewhere, by method and name.
ELSEWHERE: Mapping[tuple[str, str], str] = {
    ("PATCH", "auth_code"): "an auth code is issued with POST and cleared with DELETE on the domain's `auth-code`",
}

REASONS: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "must be a text",
    "string_unicode": "must be valid Unicode",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}

# What the validator puts into a place: the tags of alternatives (see `shapes.domains`), and a key of an object.
_MARKS = frozenset({"<name>", "<host>", "<id>", "<card>", "<in>", "<out>", "[key]"})
_SHORTHAND = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


def invalid_problem(method: str, found: Sequence[Mapping[str, Any]]) -> Problem:
    """Make the problem out of the validator's list of errors; the values themselves are never repeated."""
    mistakes = [_mistake(method, one) for one in found[:MAX_MISTAKES]]
    first = mistakes[0]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    where = first.get("place") or first["paths"][0]
    return Problem(INVALID, f"{where}: {first['reason']}{more}", errors=mistakes)


def _mistake(method: str, error: Mapping[str, Any]) -> dict[str, Any]:
    source, *rest = error["loc"]
    kind, reason = _kind_and_reason(method, error)
    if source == "body":
        return mistake(kind, reason, paths=[json_path(rest)])
    place = {"path": "address"}.get(source, source)
    return mistake(kind, reason, place=" ".join([place, *map(_clean, rest[:1])]))


def _kind_and_reason(method: str, error: Mapping[str, Any]) -> tuple[Kind, str]:
    code, field = error["type"], _clean(error["loc"][-1])
    if code == "extra_forbidden":
        if field in UNSUPPORTED:
            return UNSUPPORTED_FIELD, f"`{field}` is not supported by this version"
        return UNKNOWN_FIELD, ELSEWHERE.get((method, field), f"`{field}` is not known here")
    if code == "missing":
        return MISSING_FIELD, REASONS[code]
    text = error["msg"].removeprefix("Input ").removeprefix("Value ")
    return BAD_VALUE, REASONS.get(code) or text[:1].lower() + text[1:]


def json_path(parts: Sequence[Any]) -> str:
    """Write a place in the body as JSONPath (RFC 9535 section 2.3), without the validator's own marks."""
    path = "$"
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        elif _SHORTHAND.fullmatch(part):
            path += f".{part}"
        elif part not in _MARKS:
            quoted = json.dumps(_clean(part), ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
            path += f"['{quoted}']"
    return path


def _clean(part: Any) -> str:
    """A name of the caller's as text that can be encoded, and is short."""
    return str(part)[:64].encode("utf-8", "replace").decode()
