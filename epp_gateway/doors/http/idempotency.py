"""The key that makes a write happen once, and the fingerprint that tells whether a repeat is one."""

import hashlib
import json
import re
from typing import Any

from .kinds import BAD_HEADER, MALFORMED, MISSING_KEY
from .problems import Problem, mistake

_KEY = re.compile(r"[!-~]{1,255}")


def idempotency_key(key: str | None, cltrid: str | None) -> str:
    """Choose the key: `Idempotency-Key`, or `RPP-Cltrid` as its other name.

    Raises:
        Problem: there is none, it is not 1 to 255 visible ASCII characters, or the two differ.
    """
    if key is not None and cltrid is not None and key != cltrid:
        raise _wrong("Idempotency-Key and RPP-Cltrid are two names of one thing and must not differ")
    chosen = cltrid if key is None else key
    if not chosen:
        detail = "send an Idempotency-Key header: 1 to 255 visible ASCII characters, new for each new wish"
        raise Problem(MISSING_KEY, detail, errors=[mistake(MISSING_KEY, detail, place="header Idempotency-Key")])
    if not _KEY.fullmatch(chosen):
        raise _wrong("an idempotency key has 1 to 255 visible ASCII characters")
    return chosen


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Hash what was asked, secrets included: the same wish gives the same text whatever its spelling in JSON.

    Args:
        method: the request's method.
        path: its path, decoded and without the query.
        body: as received; one that is no JSON counts byte for byte.

    Raises:
        Problem: a field stands twice in an object: which one counts would be a matter of taste, and it acts.
    """
    try:
        value = json.loads(body, object_pairs_hook=_each_once) if body else None
        canonical = json.dumps(value, sort_keys=True, separators=(",", ":")).encode() if body else b""
    except (ValueError, RecursionError):
        canonical = body
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), canonical])).hexdigest()


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        detail = "a field stands twice in an object of the body"
        raise Problem(MALFORMED, detail, errors=[mistake(MALFORMED, detail, paths=["$"])])
    return fields


def _wrong(detail: str) -> Problem:
    return Problem(BAD_HEADER, detail, errors=[mistake(BAD_HEADER, detail, place="header Idempotency-Key")])
