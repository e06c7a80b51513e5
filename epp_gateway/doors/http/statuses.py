"""From an operation document to an HTTP status: the interface's table, row by row. Nothing is decided elsewhere."""

from collections.abc import Mapping
from typing import Any

from epp_gateway.model.base import Value

from .kinds import (
    BAD_VALUE,
    CANCELLED,
    CAPACITY,
    DRAINING,
    EXISTS,
    GATEWAY_BUG,
    NOT_EXECUTED,
    NOT_FOUND,
    NOT_OFFERED,
    REFUSED,
    REGISTRY_FAILED,
    REGISTRY_POLICY,
    SPONSORSHIP_LOST,
    UNREACHABLE,
    WRONG_AUTH_CODE,
    WRONG_STATE,
    Kind,
)

CREATIONS = frozenset({"domain.create", "host.create", "contact.create"})
RUNNING = frozenset({"queued", "sending", "reconciling"})
"""States that change by themselves, soon: worth waiting for."""

STATUS_OF_STATE: Mapping[str, int] = {
    "queued": 202,
    "held": 202,
    "sending": 202,
    "reconciling": 202,
    "pending": 202,
    "succeeded": 200,
}
KIND_OF_STATE: Mapping[str, Kind] = {"refused": REFUSED, "cancelled": CANCELLED}

# Result codes of RFC 5730 section 3.
KIND_OF_CODE: Mapping[int, Kind] = {
    2000: GATEWAY_BUG,
    2001: GATEWAY_BUG,
    2002: WRONG_STATE,
    2003: BAD_VALUE,
    2004: BAD_VALUE,
    2005: BAD_VALUE,
    2100: NOT_OFFERED,
    2101: NOT_OFFERED,
    2102: NOT_OFFERED,
    2103: NOT_OFFERED,
    2105: WRONG_STATE,
    2106: WRONG_STATE,
    2201: SPONSORSHIP_LOST,
    2202: WRONG_AUTH_CODE,
    2300: WRONG_STATE,
    2301: WRONG_STATE,
    2302: EXISTS,
    2303: NOT_FOUND,
    2304: WRONG_STATE,
    2305: WRONG_STATE,
    2306: REGISTRY_POLICY,
    2307: NOT_OFFERED,
    2308: REGISTRY_POLICY,
    2400: REGISTRY_FAILED,
    2500: REGISTRY_FAILED,
}
KIND_OF_REASON: Mapping[str, Kind] = {
    "capacity": CAPACITY,
    "unreachable": UNREACHABLE,
    "draining": DRAINING,
    "not-executed": NOT_EXECUTED,
    "gateway-bug": GATEWAY_BUG,
    "not-done": WRONG_STATE,
    "not-possible": WRONG_STATE,
}


class Verdict(Value, frozen=True):
    """How an operation is answered: with its document, or, where `kind` is there, with a problem."""

    status: int
    kind: Kind | None = None


def verdict_of(document: Mapping[str, Any]) -> Verdict:
    """Decide the answer to a write from its operation document."""
    state = document["state"]
    if state in STATUS_OF_STATE:
        created = state == "succeeded" and document["type"] in CREATIONS
        return Verdict(status=201 if created else STATUS_OF_STATE[state])
    kind = KIND_OF_STATE.get(state) or _kind_of_failure(document.get("result") or {})
    return Verdict(status=kind.status, kind=kind)


def _kind_of_failure(result: Mapping[str, Any]) -> Kind:
    """A registry's code says most; without one our own word does; what neither knows is a registry's failure."""
    by_code = KIND_OF_CODE.get(result.get("code") or 0)
    return by_code or KIND_OF_REASON.get(result.get("reason") or "", REGISTRY_FAILED)
