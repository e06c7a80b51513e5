"""Answers: JSON encoded once, the headers that trace an operation, and the problem an ended operation tells."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.responses import Response

from .kinds import REFUSED, Kind
from .ports import Document
from .problems import Problem, mistake
from .statuses import verdict_of

# What a registry sends as a transaction id goes into a header only if it can not break out of it.
_PLAIN = re.compile(r"[\x20-\x7e]{1,128}")
_COLLECTIONS = {"domain": "domains", "host": "hosts", "contact": "contacts"}


def json_answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON. Nothing of the API may be kept by a cache on the way."""
    return Response(
        msgspec.json.encode(value),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def tagged_answer(value: dict[str, Any], if_none_match: str | None) -> Response:
    """Answer with an entity tag over all but `as_of`; 304 where the caller has that version (RFC 9110 13.1.2)."""
    content = msgspec.json.encode({key: part for key, part in value.items() if key != "as_of"}, order="sorted")
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    known = {part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")}
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return json_answer(value, headers=headers)


def operation_answer(document: Document, headers: Mapping[str, str] | None = None) -> Response:
    """Answer a write with its operation.

    Raises:
        Problem: the operation ended otherwise than wished.
    """
    verdict = verdict_of(document)
    traced = {**trace_headers(document), **(headers or {})}
    if verdict.kind is not None:
        raise _problem(document, verdict.kind, traced)
    return json_answer(document, verdict.status, {**traced, **_location(document, verdict.status)})


def trace_headers(document: Document) -> dict[str, str]:
    """The RPP headers of the last wire attempt; what does not fit a header is left out."""
    attempts = document.get("attempts") or [{}]
    last = attempts[-1]
    code = last.get("code")
    found = {
        "RPP-Cltrid": last.get("cltrid"),
        "RPP-Svtrid": last.get("svtrid"),
        "RPP-Code": f"{code:05d}" if isinstance(code, int) else None,
    }
    return {name: value for name, value in found.items() if isinstance(value, str) and _PLAIN.fullmatch(value)}


def _location(document: Document, status: int) -> dict[str, str]:
    if status == 202:
        return {"Location": f"/v1/operations/{document['id']}"}
    if status == 201:
        collection = _COLLECTIONS[document["object_kind"]]
        return {"Location": f"/v1/{collection}/{quote(document['object'], safe='')}"}
    return {}


def _problem(document: Document, kind: Kind, headers: Mapping[str, str]) -> Problem:
    members: dict[str, Any] = {"instance": f"/v1/operations/{document['id']}"}
    result = document.get("result") or {}
    if kind is REFUSED:
        return _refusal(document, members, headers)
    message = result.get("message") or kind.title
    code = result.get("code")
    entry = mistake(kind, message)
    if isinstance(code, int):
        entry |= {"result": f"{code:05d}"}
    entry |= {
        "value": list(result.get("values") or ()),
        "extValue": list(result.get("ext_values") or ()),
    }
    return Problem(kind, message, errors=[entry], members={**members, "operation": document}, headers=headers)


def _refusal(document: Document, members: dict[str, Any], headers: Mapping[str, str]) -> Problem:
    decision = document.get("decision") or {}
    refusing = [rule for rule in decision.get("rules") or () if rule.get("effect") == "refuse"]
    entries = [
        {
            **mistake(REFUSED, rule["message"]["en"]),
            "type": _rule_type(rule["id"]),
            "message": rule["message"],
            "cite": rule.get("cite", []),
        }
        for rule in refusing
    ]
    return Problem(
        REFUSED,
        entries[0]["reason"] if entries else "policy refuses this operation",
        type=entries[0]["type"] if entries else None,
        errors=entries,
        members={
            **members,
            "earliest": decision.get("earliest"),
            "needs": decision.get("needs") or [],
            "operation": document,
        },
        headers=headers,
    )


def _rule_type(rule_id: str) -> str:
    return f"/v1/policy/rules/{rule_id}"
