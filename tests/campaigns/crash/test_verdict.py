"""The comparison finds what it is for: each kind of broken promise is planted once, and named."""

from typing import Any

import pytest

from tests.campaigns.crash.client import differences
from tests.campaigns.crash.told import Told
from tests.campaigns.crash.verdict import Books, Evidence, findings

DONE_AT = "2026-11-24T12:00:10Z"
HEARD = 1795521611.0
"""A second after DONE_AT."""


def deed(cltrid: str, **more: Any) -> dict[str, Any]:
    made = {"n": 1, "at": DONE_AT, "account": "registrar-a", "session": "s1", "cltrid": cltrid, "svtrid": "S-1"}
    return {**made, "command": "domain.create", "object": "a.com", "code": 1000, **more}


def operation(state: str, step: str, *cltrids: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "OP",
        "state": state,
        "completed": state in {"succeeded", "failed", "refused"},
        "sent": "yes",
        "attempts": [{"cltrid": cltrid} for cltrid in cltrids],
        "steps": [{"command": "domain.create", "state": step, "attempts": [*cltrids], "undo": False}],
        "result": {"code": 1000, "data": {"expires": "2027-11-24T12:00:10Z"}},
        **more,
    }


def frame(cltrid: str, at: str = DONE_AT) -> dict[str, Any]:
    text = f"<clTRID>{cltrid}</clTRID>"
    return {"direction": "received", "account": "registrar-a", "at": at, "frame": text}


def found(told, kept, deeds=(), frames=(), creates=None, at=HEARD):
    stats = {"creates": {}, "renewals": {}, "transfers": {}, "deletes": {}}
    stats["creates"] = {"a.com": len(deeds)} if creates is None and deeds else creates or {}
    books = {"verisign": Books(deeds=deeds, stats=stats, frames=frames)}
    answers = {"key": [Told(at, 201, document) for document in told]}
    return findings(Evidence(told=answers, kept={one["id"]: one for one in kept}, books=books))


GOOD = operation("succeeded", "done", "OP-1")


def test_the_truth_is_no_finding():
    assert found([GOOD], [GOOD], [deed("OP-1")], [frame("OP-1")]) == []


def test_a_transfer_that_was_taken_and_rejected_is_the_truth():
    failed = operation("failed", "failed", "OP-1")
    asked = deed("OP-1", command="domain.transfer.request", code=1001)
    books = {"verisign": Books([asked], {"creates": {}, "renewals": {}, "transfers": {"a.com": 1}, "deletes": {}}, [])}
    evidence = Evidence(told={"key": [Told(HEARD, 200, failed)]}, kept={"OP": failed}, books=books)
    assert findings(evidence) == []


UNSENT = operation("failed", "failed", "OP-1", sent="no")
TWICE = operation("succeeded", "done", "OP-1", "OP-2")
PLANTED = {
    "lost": (([GOOD], [], [deed("OP-1")]), "is lost"),
    "two operations": (
        ([GOOD, {**GOOD, "id": "OQ"}], [GOOD, {**GOOD, "id": "OQ"}], [deed("OP-1")]),
        "one key, several",
    ),
    "another end": (([operation("failed", "failed", "OP-1")], [GOOD], [deed("OP-1")]), "key: told ('failed'"),
    "another expiry": (
        (
            [operation("succeeded", "done", "OP-1", result={"code": 1000, "data": {"expires": "x"}})],
            [GOOD],
            [deed("OP-1")],
        ),
        "'expires': 'x'",
    ),
    "no end": (([GOOD], [operation("held", "doubt", "OP-1")]), "left as held"),
    "never done": (([GOOD], [GOOD]), "is told done; the registry did: nothing"),
    "done twice": (
        ([TWICE], [TWICE], [deed("OP-1"), deed("OP-2")]),
        "is told done; the registry did: domain.create of a.com by OP-1",
    ),
    "done and told failed": (
        ([operation("failed", "failed", "OP-1")], [operation("failed", "failed", "OP-1")], [deed("OP-1")]),
        "is told failed",
    ),
    "done and told skipped": (
        ([operation("succeeded", "skipped", "OP-1")], [operation("succeeded", "skipped", "OP-1")], [deed("OP-1")]),
        "is told skipped",
    ),
    "nobody's": (([GOOD], [GOOD], [deed("OP-1"), deed("OQ-1", object="b.com")]), "by OQ-1 at"),
    "an attempt not shown": (([GOOD], [GOOD], [deed("OP-1"), deed("OP-7")]), "by OP-7 at"),
    "succeeded too early": (([GOOD], [GOOD], [deed("OP-1", at="2026-11-24T12:00:12Z")]), "told succeeded before"),
    "unsent though sent": (([UNSENT, GOOD], [GOOD], [deed("OP-1")], [frame("OP-1")]), "told that nothing was sent"),
    "a clTRID twice": (([GOOD], [GOOD], [deed("OP-1")], [frame("OP-1")] * 2), "was sent 2 times"),
    "counts that differ": (([GOOD], [GOOD], [deed("OP-1")], (), {"a.com": 2}), "differ in creates"),
}


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_lie_is_named(planted):
    case, words = PLANTED[planted]
    named = found(*case)
    assert any(words in one for one in named), named


def test_pending_is_told_only_of_what_the_registry_has():
    pending = operation("pending", "pending", "OP-1")
    assert found([pending], [pending], [deed("OP-1", code=1001)]) == []
    assert "key: told pending before the registry had it" in found([pending], [pending])


SHOWN = {"expires": "x", "nameservers": ["a", "b"], "statuses": ["clientHold", "ok"]}
BOOKED = {**SHOWN, "nameservers": ["b", "a"], "sponsor": "registrar-a"}


@pytest.mark.parametrize(
    ("shown", "booked", "many"),
    [
        (SHOWN, BOOKED, 0),
        (None, None, 0),
        (None, {**BOOKED, "sponsor": "registrar-b"}, 0),
        (None, {**BOOKED, "statuses": ["pendingDelete"]}, 0),
        (None, BOOKED, 1),
        (SHOWN, None, 1),
        (SHOWN, {**BOOKED, "sponsor": "registrar-b"}, 1),
        (SHOWN, {**BOOKED, "statuses": ["clientHold", "pendingDelete"]}, 1),
        (SHOWN, {**BOOKED, "expires": "y"}, 1),
        ({**SHOWN, "nameservers": []}, {**BOOKED, "statuses": []}, 2),
    ],
)
def test_what_is_shown_of_a_name_is_held_against_the_books(shown, booked, many):
    assert len(differences(shown, booked)) == many
