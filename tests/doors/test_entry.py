"""Who gets in: tokens, scopes, and what needs none of them on this machine."""

import pytest
import trio

from epp_gateway.doors.auth import bearer_token, is_local
from epp_gateway.model.errors import StoreFailure

OPEN = ["/healthz", "/readyz", "/metrics", "/docs", "/openapi.json"]


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc_DEF-1.2~3+/=", "abc_DEF-1.2~3+/="),
        ("bearer   abc", "abc"),
        (" Bearer abc ", "abc"),
        (None, None),
        ("", None),
        ("Bearer", None),
        ("Bearer a b", None),
        ("Basic abc", None),
        ("Bearer " + "x" * 600, None),
        ("Bearer \u65e5", None),
    ],
)
def test_a_bearer_token_is_read_or_not_there(header, token):
    assert bearer_token(header) == token


@pytest.mark.parametrize(
    ("client", "headers", "local"),
    [
        (("127.0.0.1", 1), [], True),
        (("127.8.9.1", 1), [], True),
        (("::1", 1), [], True),
        (("::ffff:127.0.0.1", 1), [], True),
        (("192.0.2.1", 1), [], False),
        (("::ffff:192.0.2.1", 1), [], False),
        (("unix", 0), [], False),
        (None, [], False),
        (("127.0.0.1", 1), [b"x-forwarded-for"], False),
    ],
)
def test_local_is_this_machine_and_no_proxy_on_it(client, headers, local):
    assert is_local(client, headers) is local


@pytest.mark.parametrize("token", [None, "unknown", "with space"])
async def test_without_a_known_token_nothing_is_told(world, call, token):
    for method, path in (("GET", "/v1/domains/a.com"), ("POST", "/v1/domains"), ("GET", "/v1/nothing")):
        answer = await call(method, path, token=token, content=b"{broken")
        assert answer.status_code == 401
        assert answer.json()["type"] == "/docs#unauthenticated"
        assert answer.headers["www-authenticate"].startswith("Bearer")
    assert world.desk.intents == []


async def test_a_store_that_fails_at_the_gate_is_told(world, call):
    world.panels.failure = StoreFailure("disk")
    assert (await call("GET", "/v1/domains/a.com")).status_code == 503


@pytest.mark.parametrize(
    ("token", "method", "path", "body", "scope"),
    [
        ("writer", "GET", "/v1/domains/a.com", None, "read"),
        ("writer", "POST", "/v1/domain-checks", {"names": ["a.com"]}, "read"),
        ("reader", "POST", "/v1/domains", {"name": "a.com"}, "write"),
        ("reader", "DELETE", "/v1/domains/a.com", None, "write"),
        ("reader", "POST", "/v1/operations/op1/cancel", None, "write"),
        ("reader", "POST", "/v1/operations/op1/release", None, "operate"),
        ("writer", "POST", "/v1/operations/op1/reject", None, "operate"),
        ("writer", "GET", "/v1/registries", None, "read"),
        ("reader", "POST", "/v1/registries/verisign/resume", None, "operate"),
        ("reader", "POST", "/v1/registries/verisign/reload", None, "operate"),
        ("reader", "GET", "/v1/domains/a.com/facts", None, "facts"),
        ("writer", "PATCH", "/v1/accounts/alpha/facts", {"debts": 0}, "facts"),
        ("teller", "GET", "/v1/policy/packs", None, "read"),
    ],
)
async def test_a_token_without_the_scope_is_turned_away(world, call, token, method, path, body, scope):
    answer = await call(method, path, body, token=token)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/docs#not-allowed"
    assert scope in answer.json()["detail"]
    assert world.desk.intents == []
    assert world.desk.acts == []


@pytest.mark.parametrize("path", OPEN)
async def test_pages_for_machines_need_no_token_on_this_machine_only(app, client_of, path):
    for address, token, status in (
        ("127.0.0.1", None, 200),
        ("::1", None, 200),
        ("192.0.2.1", None, 401),
        ("192.0.2.1", "reader", 200),
    ):
        client = client_of(app, address=address)
        async with client.http:
            assert (await client("GET", path, token=token)).status_code == status


async def test_one_panel_can_not_crowd_out_the_others(world, client_of):
    world.query.gate = trio.Event()
    client = client_of(world.app(panel_limit=2))
    answers = []

    async def ask() -> None:
        answers.append(await client("GET", "/v1/domains/a.com"))

    async with client.http, trio.open_nursery() as nursery:
        nursery.start_soon(ask)
        nursery.start_soon(ask)
        await trio.testing.wait_all_tasks_blocked()
        crowded = await client("GET", "/v1/domains/a.com")
        assert crowded.status_code == 429
        assert crowded.headers["retry-after"]
        assert (await client("GET", "/v1/operations", token="operator")).status_code == 200
        world.query.gate.set()
    assert [answer.status_code for answer in answers] == [200, 200]
    async with client_of(world.app(panel_limit=2)).http as http:
        assert (await http.get("/v1/domains/a.com", headers={"Authorization": "Bearer all"})).status_code == 200


async def test_a_place_is_free_again_whatever_the_end(world, client_of):
    client = client_of(world.app(panel_limit=1))
    world.query.failure = RuntimeError("x")
    async with client.http:
        assert (await client("GET", "/v1/domains/a.com")).status_code == 500
        world.query.failure = None
        assert (await client("GET", "/v1/domains/a.com")).status_code == 200
