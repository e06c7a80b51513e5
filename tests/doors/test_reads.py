"""Reads, checks, facts and operations: what reaches the query, and what comes back."""

import pytest
import trio

READS = [
    (
        "/v1/domains/EXAMPLE.com",
        {"panel": "alpha", "name": "example.com", "fresh": False, "as_of": "2026-05-01T12:00:00Z"},
    ),
    (
        "/v1/domains/%E6%97%A5%E6%9C%AC%E8%AA%9E.jp?fresh=true",
        {"panel": "alpha", "name": "xn--wgv71a119e.jp", "fresh": True, "as_of": "2026-05-01T12:00:00Z"},
    ),
    (
        "/v1/domains?names=A.com,%E6%97%A5%E6%9C%AC.jp",
        {"domains": [{"panel": "alpha", "names": ["a.com", "xn--wgv71a.jp"], "account": None}]},
    ),
    ("/v1/domains?account=cust-1", {"domains": [{"panel": "alpha", "names": [], "account": "cust-1"}]}),
    ("/v1/domains/a.com/transfers/latest", {"transfer": "a.com"}),
    ("/v1/domains/a.com/lock", {"lock": "a.com"}),
    ("/v1/hosts/NS1.a.com?fresh=1", {"host": "ns1.a.com", "fresh": True}),
    ("/v1/contacts/cust-42", {"contact": "cust-42", "fresh": False}),
    ("/v1/contacts/cust-42?fresh=true", {"contact": "cust-42", "fresh": True}),
    ("/v1/domains/a.com/facts", {"scope": "domain", "subject": "a.com"}),
    ("/v1/accounts/alpha/facts", {"scope": "account", "subject": "alpha"}),
    ("/v1/registries", {"registries": [{"id": "verisign"}]}),
    ("/v1/registries/verisign", {"id": "verisign"}),
    ("/v1/policy/rules/ntt.create.tos-consent", {"id": "ntt.create.tos-consent"}),
    ("/v1/policy/packs", {"packs": [{"id": "ntt"}]}),
]


@pytest.mark.parametrize(("path", "document"), READS)
async def test_a_read_gives_what_the_query_says(call, path, document):
    answer = await call("GET", path, key=None)
    assert answer.status_code == 200
    assert answer.json() == document


@pytest.mark.parametrize(
    ("path", "kind", "given", "taken"),
    [
        ("/v1/domain-checks", "domain", "日本.jp", "xn--wgv71a.jp"),
        ("/v1/host-checks", "host", "NS1.a.com", "ns1.a.com"),
        ("/v1/contact-checks", "contact", "Cust-42", "Cust-42"),
    ],
)
async def test_checks_take_many_names_and_no_key(call, path, kind, given, taken):
    answer = await call("POST", path, {"names": [given, given]}, key=None)
    one = {"name": taken, "available": True, "reason": f"{kind} alpha", "registry": None}
    assert answer.json() == {"results": [one, one]}
    asked = await call("POST", path, {"names": [given], "registry": "verisign"}, key=None)
    assert asked.json()["results"][0]["registry"] == "verisign"


async def test_a_domain_has_a_tag_that_changes_with_it_alone(world, call):
    first = await call("GET", "/v1/domains/a.com")
    tag = first.headers["etag"]
    world.query.as_of = "2026-05-02T00:00:00Z"
    for known in (tag, f'"other", W/{tag}', "*"):
        same = await call("GET", "/v1/domains/a.com", headers={"If-None-Match": known})
        assert same.status_code == 304
        assert same.content == b""
        assert same.headers["etag"] == tag
    other = await call("GET", "/v1/domains/b.com", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


async def test_facts_are_taken_plain_or_with_an_instant_and_without_a_key(call):
    body = {"contract.start": "2026-01-31", "debts": {"value": 0, "as_of": "2026-04-01T00:00:00+09:00"}, "x": {"y": 1}}
    answer = await call("PATCH", "/v1/domains/a.com/facts", body, key=None, token="teller")
    assert answer.json() == {
        "scope": "domain",
        "subject": "a.com",
        "facts": {
            "contract.start": {"value": "2026-01-31", "as_of": "2026-05-01T12:00:00Z"},
            "debts": {"value": 0, "as_of": "2026-04-01T00:00:00+09:00"},
            "x": {"value": {"y": 1}, "as_of": "2026-05-01T12:00:00Z"},
        },
    }
    other = await call("PATCH", "/v1/accounts/alpha/facts", {"debts": None}, key=None)
    assert other.json()["facts"]["debts"]["value"] is None


async def test_operations_are_listed_by_filter(call):
    plain = await call("GET", "/v1/operations")
    assert plain.json()["filters"] == {"domain": None, "state": None, "limit": 100, "before": None}
    some = await call("GET", "/v1/operations?domain=A.com&state=held&limit=5&before=op9")
    assert some.json()["filters"] == {"domain": "a.com", "state": "held", "limit": 5, "before": "op9"}


@pytest.fixture
async def running(world, call) -> str:
    """The id of an operation that is still running."""
    answer = await call("DELETE", "/v1/domains/a.com", headers={"Prefer": "wait=0"})
    return answer.json()["id"]


async def test_an_operation_is_read_at_once_without_prefer(world, call, running):
    world.desk.stuck = True
    answer = await call("GET", f"/v1/operations/{running}")
    assert answer.json()["state"] == "sending"


async def test_an_operation_is_waited_for_with_prefer(call, world, running):
    answer = await call("GET", f"/v1/operations/{running}", headers={"Prefer": "wait=30"})
    assert answer.status_code == 200
    assert answer.json()["state"] == "succeeded"
    assert answer.headers["preference-applied"] == "wait=30"
    assert world.desk.waits == [30]
    await call("GET", f"/v1/operations/{running}", headers={"Prefer": "wait=30"})
    assert world.desk.waits == [30]


async def test_a_failed_operation_is_read_as_a_document_and_not_as_a_problem(world, call, running):
    world.desk.outcome = {"state": "failed", "result": {"code": 2304, "message": "no"}, "attempts": [{"cltrid": "x-1"}]}
    answer = await call("GET", f"/v1/operations/{running}", headers={"Prefer": "wait=1"})
    assert answer.status_code == 200
    assert answer.json()["state"] == "failed"
    assert answer.headers["rpp-cltrid"] == "x-1"


async def test_somebody_elses_operation_is_not_there_and_an_operator_does_not_wait_for_its_code(world, call, running):
    world.desk.operations[running]["panel"] = "beta"
    assert (await call("GET", f"/v1/operations/{running}", token="reader")).status_code == 404
    seen = await call("GET", f"/v1/operations/{running}", token="operator", headers={"Prefer": "wait=9"})
    assert seen.json()["state"] == "sending"
    assert world.desk.waits == []


async def test_a_new_auth_code_is_fetched_by_tokens_that_may_issue_one(world, call):
    issued = await call("POST", "/v1/domains/a.com/auth-code", headers={"Prefer": "wait=0"})
    path = f"/v1/operations/{issued.json()['id']}"
    world.desk.operations[issued.json()["id"]]["state"] = "succeeded"
    await call("GET", path, token="reader", headers={"Prefer": "wait=9"})
    assert world.desk.waits == []
    await call("GET", path)
    assert world.desk.waits == [0]


@pytest.mark.parametrize(
    ("action", "status", "state"),
    [("cancel", 200, "cancelled"), ("release", 202, "sending"), ("reject", 200, "refused")],
)
async def test_an_operation_is_acted_on_with_a_reason_or_without(world, call, running, action, status, state):
    answer = await call("POST", f"/v1/operations/{running}/{action}", {"reason": "asked by phone"}, key=None)
    assert answer.status_code == status
    assert answer.json()["state"] == state
    assert ("location" in answer.headers) is (status == 202)
    await call("POST", f"/v1/operations/{running}/{action}")
    assert world.desk.acts == [(running, action, "asked by phone"), (running, action, "")]


async def test_acting_on_what_is_not_there_is_a_404(call):
    assert (await call("POST", "/v1/operations/op7/cancel")).status_code == 404


async def test_health_readiness_and_metrics(world, call):
    assert (await call("GET", "/healthz", token=None)).json() == {"status": "ok"}
    assert (await call("GET", "/readyz", token=None)).json() == {"ready": True, "reasons": []}
    world.query.is_ready = (False, ["the journal is being recovered"])
    unready = await call("GET", "/readyz", token=None)
    assert unready.status_code == 503
    assert unready.json() == {"ready": False, "reasons": ["the journal is being recovered"]}
    metrics = await call("GET", "/metrics", token=None)
    assert "epp_poll_messages_total 1.0" in metrics.text
    assert metrics.headers["content-type"].startswith("text/plain")


async def test_a_reader_that_leaves_takes_nothing_along(world, client_of):
    world.query.gate = trio.Event()
    client = client_of(world.app(panel_limit=1))
    async with client.http:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(client, "GET", "/v1/domains/a.com")
            await world.query.entered.wait()
            nursery.cancel_scope.cancel()
        world.query.gate = None
        assert (await client("GET", "/v1/domains/a.com")).status_code == 200
