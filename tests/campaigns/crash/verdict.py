"""The comparison at the end: what panels were told against what the registries' books say. Pure; gives its findings.

The gateway's word counts for nothing here. An operation is known by its id, which begins every clTRID it sent, so each
deed in a ledger belongs to one operation, and each operation's deeds can be counted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .told import Told

US = "registrar-a"
_CLTRID = re.compile(r"<clTRID>([^<]+)</clTRID>")
_COUNTED = {
    "domain.create": "creates",
    "domain.renew": "renewals",
    "domain.transfer.request": "transfers",
    "domain.delete": "deletes",
}
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Books:
    """One registry's: deeds in order, how often what was executed, every frame it received."""

    deeds: Sequence[Document]
    stats: Mapping[str, Mapping[str, int]]
    frames: Sequence[Document]


@dataclass(frozen=True)
class Evidence:
    """Everything that is compared.

    Attributes:
        told: every answer, by key, in order.
        kept: the operations as the last gateway shows them, by id; a missing one is lost.
        books: by registry.
    """

    told: Mapping[str, Sequence[Told]]
    kept: Mapping[str, Document]
    books: Mapping[str, Books]
    deeds_of: Mapping[str, Sequence[Document]] = field(init=False)

    def __post_init__(self) -> None:
        by_operation: dict[str, list[Document]] = defaultdict(list)
        for deed in _ours(self.books):
            by_operation[operation_of(deed["cltrid"])].append(deed)
        object.__setattr__(self, "deeds_of", by_operation)


def operation_of(cltrid: str | None) -> str:
    """The operation that a clTRID belongs to."""
    return (cltrid or "").rpartition("-")[0]


def findings(evidence: Evidence) -> list[str]:
    """Every promise that was broken, in words."""
    return [
        *_lost(evidence),
        *_ends_that_changed(evidence),
        *_deeds_of_nobody(evidence),
        *_steps(evidence),
        *_too_early(evidence),
        *_transactions_twice(evidence),
        *_counts(evidence),
    ]


def _ours(books: Mapping[str, Books]) -> Iterator[Document]:
    for one in books.values():
        yield from (deed for deed in one.deeds if deed["account"] == US)


def _lost(evidence: Evidence) -> Iterator[str]:
    """A key is one operation for ever, and an operation that was told of is there."""
    owners: dict[str, str] = {}
    for key, told in evidence.told.items():
        ids = {one.document["id"] for one in told}
        if len(ids) != 1:
            yield f"{key}: one key, several operations: {sorted(ids)}"
        for operation in ids:
            if operation not in evidence.kept:
                yield f"{key}: operation {operation} was told and is lost"
            if owners.setdefault(operation, key) != key and not key.startswith("closing/"):
                yield f"{operation}: one operation, several keys: {owners[operation]}, {key}"


def _ends_that_changed(evidence: Evidence) -> Iterator[str]:
    """An end that was told stays the end, to the letter; everything has come to an end or waits for the registry."""
    for key, told in evidence.told.items():
        kept = evidence.kept.get(told[0].document["id"])
        if kept is None:
            continue
        for one in told:
            if one.is_end and _end(one.document) != _end(kept):
                yield f"{key}: told {_end(one.document)}, now {_end(kept)}"
        if not kept["completed"] and kept["state"] != "pending":
            yield f"{key}: left as {kept['state']}: {kept['result']}"


def _end(document: Document) -> tuple[Any, Any, Any]:
    result = document["result"] or {}
    data = {name: value for name, value in (result.get("data") or {}).items() if name != "auth_code"}
    return document["state"], result.get("code"), data


def _deeds_of_nobody(evidence: Evidence) -> Iterator[str]:
    """What was executed in our name was ordered by somebody, and is among the attempts that they are shown."""
    for operation, deeds in evidence.deeds_of.items():
        kept = evidence.kept.get(operation)
        shown = {attempt["cltrid"] for attempt in kept["attempts"]} if kept else set()
        for deed in deeds:
            if deed["cltrid"] not in shown:
                yield f"{_words(deed)}: nobody was told of it"


def _steps(evidence: Evidence) -> Iterator[str]:
    """A step that is done was executed once; one that failed or was skipped was not executed at all."""
    for operation, kept in evidence.kept.items():
        deeds = evidence.deeds_of.get(operation, ())
        for n, step in enumerate(kept["steps"]):
            done = [deed for deed in deeds if deed["cltrid"] in step["attempts"]]
            if len(done) not in _allowed(step, done):
                words = "; ".join(map(_words, done)) or "nothing"
                yield f"{operation}: step {n}, {step['command']}, is told {step['state']}; the registry did: {words}"
        if kept["state"] == "succeeded" and any(step["state"] == "failed" for step in kept["steps"]):
            yield f"{operation}: told succeeded with a step that failed"


def _allowed(step: Document, done: Sequence[Document]) -> set[int]:
    """How often a step may have been executed, by what is told of it."""
    match step["state"]:
        case "pending":
            return {1}
        case "done":
            # Somebody else's host is as good as ours, and what is gone already need not be taken back.
            return {0, 1} if step["command"] == "host.create" or step["undo"] else {1}
        case "failed" if any(deed["code"] == 1001 for deed in done):
            return {1}  # it was taken, and ended otherwise: a transfer that was rejected
        case _:
            return {0}


def _too_early(evidence: Evidence) -> Iterator[str]:
    """When it was said that it is done, it was; when it was said that nothing was sent, nothing was."""
    received = _first_received(evidence.books)
    for key, told in evidence.told.items():
        operation = told[0].document["id"]
        deeds = evidence.deeds_of.get(operation, ())
        for one in told:
            if one.document["state"] in {"succeeded", "pending"}:
                late = [deed for deed in deeds if seconds(deed["at"]) > one.at]
                if late and one.document["state"] == "succeeded":
                    yield f"{key}: told succeeded before {_words(late[0])}"
                if one.document["state"] == "pending" and not [deed for deed in deeds if deed not in late]:
                    yield f"{key}: told pending before the registry had it"
            if one.is_unsent and received.get(operation, one.at + 1) < one.at:
                yield f"{key}: told that nothing was sent, after the registry had received it"


def _first_received(books: Mapping[str, Books]) -> dict[str, float]:
    first: dict[str, float] = {}
    for cltrid, at in _received(books):
        first.setdefault(operation_of(cltrid), at)
    return first


def _received(books: Mapping[str, Books]) -> Iterator[tuple[str, float]]:
    for one in books.values():
        for frame in one.frames:
            found = _CLTRID.search(frame["frame"]) if frame["direction"] == "received" else None
            if found and frame["account"] == US:
                yield found[1], seconds(frame["at"])


def _transactions_twice(evidence: Evidence) -> Iterator[str]:
    """No transaction id reaches a registry twice, whoever died between."""
    for cltrid, times in Counter(cltrid for cltrid, _ in _received(evidence.books)).items():
        if times > 1:
            yield f"clTRID {cltrid} was sent {times} times"


def _counts(evidence: Evidence) -> Iterator[str]:
    """The registry's own counts by name say the same as its ledger: a second witness."""
    for registry, books in evidence.books.items():
        for command, count in _COUNTED.items():
            ledger = Counter(deed["object"] for deed in books.deeds if deed["command"] == command)
            if ledger != Counter(books.stats[count]):
                yield f"{registry}: its ledger and its counts differ in {count}"


def seconds(instant: str) -> float:
    """An instant of a registry, in seconds since 1970."""
    return datetime.fromisoformat(instant).timestamp()


def _words(deed: Document) -> str:
    return f"{deed['command']} of {deed['object']} by {deed['cltrid']} at {deed['at']} ({deed['code']})"


def shown(found: Iterable[str], limit: int = 20) -> str:
    """Findings for people, the first ones of many."""
    lines = list(found)
    more = [f"... and {len(lines) - limit} more"] if len(lines) > limit else []
    return "\n".join(f"  {line}" for line in (*lines[:limit], *more))
