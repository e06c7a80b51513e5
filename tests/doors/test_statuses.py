"""The interface's table of what happened and which status says so, row by row, through the door."""

import pytest

from epp_gateway.doors.http.statuses import KIND_OF_CODE, verdict_of
from epp_gateway.model import errors

CODES = {
    409: (2002, 2105, 2106, 2201, 2300, 2301, 2302, 2304, 2305),
    422: (2003, 2004, 2005, 2306, 2308),
    403: (2202,),
    404: (2303,),
    500: (2000, 2001),
    501: (2100, 2101, 2102, 2103, 2307),
    502: (2400, 2500, 2502, 2999),
}


@pytest.mark.parametrize(("status", "code"), [(status, code) for status, codes in CODES.items() for code in codes])
async def test_a_registry_result_has_its_status_and_is_told_whole(world, call, status, code):
    world.desk.outcome = {
        "state": "failed",
        "result": {
            "code": code,
            "message": "the registry's words",
            "reason": None,
            "values": ["<domain:name>a.com</domain:name>"],
            "ext_values": [{"value": "<x/>", "reason": "because"}],
        },
        "attempts": [
            {"cltrid": "op1-1", "svtrid": None, "code": 2400},
            {"cltrid": "op1-2", "svtrid": "SV1", "code": code},
        ],
    }
    answer = await call("DELETE", "/v1/domains/a.com")
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["operation"]["id"] == "op1"
    assert problem["instance"] == "/v1/operations/op1"
    [entry] = problem["errors"]
    assert entry == {
        "type": problem["type"],
        "result": f"0{code}",
        "paths": [],
        "reason": "the registry's words",
        "value": ["<domain:name>a.com</domain:name>"],
        "extValue": [{"value": "<x/>", "reason": "because"}],
    }
    assert answer.headers["rpp-cltrid"] == "op1-2"
    assert answer.headers["rpp-svtrid"] == "SV1"
    assert answer.headers["rpp-code"] == f"0{code}"


def test_every_code_of_the_table_is_tested():
    assert set(KIND_OF_CODE) <= {code for codes in CODES.values() for code in codes}


@pytest.mark.parametrize(
    ("reason", "status", "name", "retry"),
    [
        ("capacity", 503, "capacity", "5"),
        ("unreachable", 503, "unreachable", "30"),
        ("draining", 503, "draining", "10"),
        ("not-executed", 502, "not-executed", None),
        ("undone", 502, "registry-failed", None),
        (None, 502, "registry-failed", None),
    ],
)
async def test_an_operation_that_failed_without_a_code_is_told_by_its_reason(world, call, reason, status, name, retry):
    world.desk.outcome = {"state": "failed", "result": {"code": None, "message": "why", "reason": reason}}
    answer = await call("DELETE", "/v1/domains/a.com")
    assert answer.status_code == status
    assert answer.json()["type"] == f"/docs#{name}"
    assert answer.json()["errors"][0]["result"].startswith("1")
    assert answer.headers.get("retry-after") == retry


async def test_a_failure_without_any_result_is_told_too(world, call):
    world.desk.outcome = {"state": "failed", "result": None}
    assert (await call("DELETE", "/v1/domains/a.com")).status_code == 502


@pytest.mark.parametrize("state", ["queued", "held", "sending", "reconciling", "pending"])
def test_what_is_not_over_is_accepted(state):
    assert verdict_of({"state": state, "type": "domain.create"}).status == 202


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("domain.create", 201),
        ("host.create", 201),
        ("contact.create", 201),
        ("domain.renew", 200),
        ("host.delete", 200),
    ],
)
def test_what_is_done_is_told_as_created_or_done(kind, status):
    assert verdict_of({"state": "succeeded", "type": kind}).status == status


async def test_a_cancelled_operation_is_not_a_success_to_whoever_repeats_its_key(world, call):
    world.desk.first = {"state": "cancelled"}
    answer = await call("DELETE", "/v1/domains/a.com")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/docs#cancelled"


async def test_a_refusal_ends_in_the_rule_and_says_until_when_and_what_is_needed(world, call):
    refusing = {
        "id": "ntt.transfer-out.sixty-days",
        "effect": "refuse",
        "cite": ["002 別記3-1-2"],
        "message": {"en": "not in the first 60 days", "ja": "60日間はできません"},
        "facts": {"contract.start": "2026-04-01"},
    }
    noticed = {"id": "ntt.notice", "effect": "notice", "cite": [], "message": {"en": "note", "ja": ""}, "facts": {}}
    world.desk.first = {
        "state": "refused",
        "decision": {
            "effect": "refuse",
            "rules": [refusing, noticed],
            "earliest": "2026-05-31T00:00:00+09:00",
            "needs": ["wait"],
        },
    }
    answer = await call("POST", "/v1/domains/a.com/transfers", {"direction": "out"})
    problem = answer.json()
    assert answer.status_code == 409
    assert problem["type"].endswith("/ntt.transfer-out.sixty-days")
    assert problem["earliest"] == "2026-05-31T00:00:00+09:00"
    assert problem["needs"] == ["wait"]
    assert problem["operation"]["state"] == "refused"
    [entry] = problem["errors"]
    assert entry["cite"] == ["002 別記3-1-2"]
    assert entry["message"]["ja"] == "60日間はできません"
    assert entry["result"] == answer.headers["rpp-code"] == "14090"


async def test_a_refusal_without_a_rule_is_a_refusal_still(world, call):
    world.desk.first = {"state": "refused", "decision": {"effect": "refuse", "rules": []}}
    answer = await call("DELETE", "/v1/domains/a.com")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/docs#refused"


CALLER_ERRORS = [
    (errors.BadValue("no name", path="$.name"), 422, "bad-value"),
    (errors.NotServed("no such TLD", path="$.name"), 422, "not-served"),
    (errors.NotOffered("no renew"), 501, "not-offered"),
    (errors.NotFound("no such name"), 404, "not-found"),
    (errors.AlreadyExists("here already"), 409, "exists"),
    (errors.KeyReused("used"), 422, "key-reused"),
    (errors.WrongState("not held"), 409, "wrong-state"),
    (errors.NotAllowed("no scope"), 403, "not-allowed"),
    (errors.NoCapacity("all busy"), 503, "capacity"),
    (errors.Unreachable("down"), 503, "unreachable"),
    (errors.Draining("stopping"), 503, "draining"),
    (errors.InDoubt("no reply"), 502, "no-reply"),
]


@pytest.mark.parametrize(("error", "status", "name"), CALLER_ERRORS)
async def test_an_error_that_crosses_the_border_has_its_status(world, call, error, status, name):
    world.desk.failure = world.query.failure = error
    for answer in (
        await call("POST", "/v1/domains", {"name": "a.com"}),
        await call("GET", "/v1/domains/a.com?fresh=true"),
    ):
        assert answer.status_code == status
        assert answer.json()["type"] == f"/docs#{name}"
        assert answer.json()["detail"] == error.reason
        assert answer.json()["errors"][0]["paths"] == ([error.path] if getattr(error, "path", None) else [])


async def test_a_store_that_fails_is_told_without_its_reason(world, call):
    world.desk.failure = errors.StoreFailure("disk I/O error at sector 7")
    answer = await call("DELETE", "/v1/domains/a.com")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/docs#store"
    assert "sector" not in answer.text
    assert answer.headers["retry-after"]


async def test_an_error_nobody_expected_tells_nothing_and_is_logged_whole(world, call):
    world.desk.failure = RuntimeError("planted-detail")
    answer = await call("DELETE", "/v1/domains/a.com")
    assert answer.status_code == 500
    assert "planted-detail" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["type"] == "/docs#internal"
    [(level, event, fields)] = world.log.lines
    assert (level, event, fields["exc_info"]) == ("error", "door.failed", world.desk.failure)


async def test_errors_of_tasks_that_failed_together_are_told_by_the_first_if_all_are_known(world, call):
    both = [errors.Unreachable("down"), errors.NoCapacity("busy")]
    world.desk.failure = ExceptionGroup("several", both)
    assert (await call("DELETE", "/v1/domains/a.com")).json()["type"] == "/docs#unreachable"
    world.desk.failure = ExceptionGroup("several", [ExceptionGroup("inner", both), RuntimeError("x")])
    assert (await call("DELETE", "/v1/domains/a.com")).status_code == 500


@pytest.mark.parametrize("svtrid", ["evil\r\nSet-Cookie: a=b", "日本", "", "x" * 200, None])
async def test_a_registry_can_not_break_out_of_a_header(world, call, svtrid):
    world.desk.outcome = {"state": "succeeded", "attempts": [{"cltrid": "op1-1", "svtrid": svtrid, "code": 1000}]}
    answer = await call("DELETE", "/v1/domains/a.com")
    assert answer.status_code == 200
    assert "rpp-svtrid" not in answer.headers
    assert answer.headers["rpp-code"] == "01000"
