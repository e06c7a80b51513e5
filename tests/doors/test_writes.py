"""Every write: what reaches the desk, and what comes back."""

import re

import pytest
import trio

from epp_gateway.model import intent as wishes
from epp_gateway.model.objects import Phone, PostalInfo
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import Period

POSTAL = {
    "type": "int",
    "name": "Taro Yamada",
    "org": "Example KK",
    "street": ["1-1 Chiyoda"],
    "city": "Tokyo",
    "sp": "Tokyo",
    "pc": "100-0001",
    "cc": "JP",
}
CARD = {"postal": [POSTAL], "email": "taro@example.jp", "voice": "+81.312345678x12", "fax": "+81.312345679"}
MODEL_CARD = wishes.ContactCard(
    postal=(
        PostalInfo(
            type="int",
            name="Taro Yamada",
            org="Example KK",
            street=("1-1 Chiyoda",),
            city="Tokyo",
            sp="Tokyo",
            pc="100-0001",
            cc="JP",
        ),
    ),
    email="taro@example.jp",
    voice=Phone(number="+81.312345678", ext="12"),
    fax=Phone(number="+81.312345679"),
)
NAME = "example.com"

WRITES = [
    ("POST", "/v1/domains", {"name": "EXAMPLE.com."}, wishes.CreateDomain(name=NAME)),
    (
        "POST",
        "/v1/domains",
        {
            "name": "日本語.jp",
            "period": {"unit": "m", "value": 18},
            "nameservers": ["NS1.example.net", {"name": "ns.日本語.jp", "addresses": ["2001:DB8::1", "2001:db8::1"]}],
            "contacts": {"registrant": "c1", "admin": "c2", "tech": None},
            "auth_code": "s3cret-code",
        },
        wishes.CreateDomain(
            name="xn--wgv71a119e.jp",
            period=Period(value=18, unit="m"),
            nameservers=(
                wishes.WantedHost(name="ns1.example.net"),
                wishes.WantedHost(name="ns.xn--wgv71a119e.jp", addresses=("2001:db8::1",)),
            ),
            contacts=(wishes.WantedContact(role="registrant", id="c1"), wishes.WantedContact(role="admin", id="c2")),
            auth_code=Secret("s3cret-code"),
        ),
    ),
    (
        "PATCH",
        "/v1/domains/example.com",
        {"nameservers": []},
        wishes.UpdateDomain(name=NAME, nameservers=()),
    ),
    (
        "PATCH",
        "/v1/domains/example.com",
        {"statuses": ["clientHold", "clientHold"], "contacts": {"tech": "c3"}},
        wishes.UpdateDomain(
            name=NAME, statuses=("clientHold",), contacts=(wishes.WantedContact(role="tech", id="c3"),)
        ),
    ),
    ("DELETE", "/v1/domains/Example.COM", None, wishes.DeleteDomain(name=NAME)),
    (
        "POST",
        "/v1/domains/example.com/renewals",
        {"current_expiry": "2026-09-30T23:59:59.0Z", "period": {"value": 2}},
        wishes.RenewDomain(name=NAME, current_expiry="2026-09-30", period=Period(value=2)),
    ),
    (
        "POST",
        "/v1/domains/example.com/transfers",
        {"auth_code": "abc", "method": "name-move"},
        wishes.TransferIn(name=NAME, auth_code=Secret("abc"), method="name-move"),
    ),
    ("POST", "/v1/domains/example.com/transfers", {"direction": "out"}, wishes.TransferOut(name=NAME)),
    ("DELETE", "/v1/domains/example.com/transfers/latest", None, wishes.AnswerTransfer(name=NAME, op="cancel")),
    ("POST", "/v1/domains/example.com/transfers/latest/approve", None, wishes.AnswerTransfer(name=NAME, op="approve")),
    ("POST", "/v1/domains/example.com/transfers/latest/reject", None, wishes.AnswerTransfer(name=NAME, op="reject")),
    ("POST", "/v1/domains/example.com/auth-code", None, wishes.IssueAuthCode(name=NAME)),
    ("POST", "/v1/domains/example.com/auth-code", {}, wishes.IssueAuthCode(name=NAME)),
    (
        "POST",
        "/v1/domains/example.com/auth-code",
        {"auth_code": "xyz"},
        wishes.IssueAuthCode(name=NAME, auth_code=Secret("xyz")),
    ),
    ("DELETE", "/v1/domains/example.com/auth-code", None, wishes.IssueAuthCode(name=NAME, clear=True)),
    (
        "PUT",
        "/v1/domains/example.com/lock",
        {"statuses": [], "gateway_lock": False, "reason": "moving"},
        wishes.LockDomain(name=NAME, statuses=(), gateway_lock=False, reason="moving"),
    ),
    (
        "PUT",
        "/v1/domains/example.com/lock",
        {"gateway_lock": True},
        wishes.LockDomain(name=NAME, gateway_lock=True),
    ),
    (
        "POST",
        "/v1/domains/example.com/cancellation",
        {"comment": "moved\naway", "confirm": ["immediate"]},
        wishes.EndContract(name=NAME, comment="moved\naway", confirm=("immediate",)),
    ),
    (
        "POST",
        "/v1/hosts",
        {"name": "ns1.example.com", "addresses": ["192.0.2.1"]},
        wishes.CreateHost(name="ns1.example.com", addresses=("192.0.2.1",)),
    ),
    (
        "PATCH",
        "/v1/hosts/ns1.example.com",
        {"addresses": ["2001:db8::2"]},
        wishes.UpdateHost(name="ns1.example.com", addresses=("2001:db8::2",)),
    ),
    ("DELETE", "/v1/hosts/ns1.example.com", None, wishes.DeleteHost(name="ns1.example.com")),
    ("POST", "/v1/contacts", {"id": "cust-42", **CARD}, wishes.CreateContact(id="cust-42", card=MODEL_CARD)),
    ("PATCH", "/v1/contacts/cust-42", CARD, wishes.UpdateContact(id="cust-42", card=MODEL_CARD)),
    ("DELETE", "/v1/contacts/cust-42", None, wishes.DeleteContact(id="cust-42")),
]


@pytest.mark.parametrize(("method", "path", "body", "wish"), WRITES)
async def test_a_write_reaches_the_desk_as_a_wish(world, call, method, path, body, wish):
    answer = await call(method, path, body, key="k1")
    [intent] = world.desk.intents
    assert intent.wish == wish
    assert (intent.panel, intent.key, intent.received_at) == ("alpha", "k1", "2026-05-01T12:00:00Z")
    assert intent.scopes == ("facts", "operate", "read", "unlock", "write")
    created = wishes.type_of_wish(wish) in {"domain.create", "host.create", "contact.create"}
    assert answer.status_code == (201 if created else 200)
    assert answer.json()["id"] == "op1"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_contact_without_an_id_gets_one_and_a_repeat_gets_the_first_back(world, call):
    first = await call("POST", "/v1/contacts", CARD, key="k1")
    again = await call("POST", "/v1/contacts", CARD, key="k1")
    assert re.fullmatch(r"c-[0-9a-f]{16}", world.desk.intents[0].wish.id)
    assert again.json() == first.json()
    assert first.headers["location"] == "/v1/contacts/" + world.desk.intents[0].wish.id


async def test_a_created_name_says_where_it_is(call):
    answer = await call("POST", "/v1/domains", {"name": "日本語.jp"})
    assert answer.headers["location"] == "/v1/domains/xn--wgv71a119e.jp"


async def test_the_key_may_come_under_its_other_name(world, call):
    await call("DELETE", "/v1/domains/a.com", key=None, headers={"RPP-Cltrid": "my-1"})
    assert world.desk.intents[0].key == "my-1"


async def test_a_repeat_in_another_spelling_of_json_is_a_repeat(world, call):
    headers = {"Content-Type": "application/json"}
    one = await call("POST", "/v1/domains", key="k", content=b'{"name":"a.com","period":{"value":1}}', headers=headers)
    two = await call(
        "POST", "/v1/domains", key="k", content=b' {"period": {"value": 1}, "name": "a.com"}', headers=headers
    )
    assert one.json()["id"] == two.json()["id"]
    assert len(world.desk.intents) == 1


async def test_the_same_key_with_another_body_is_an_error_that_names_the_header(call):
    await call("POST", "/v1/domains", {"name": "a.com"}, key="k")
    other = await call("POST", "/v1/domains", {"name": "b.com"}, key="k")
    assert other.status_code == 422
    assert other.json()["type"] == "/docs#key-reused"


async def test_the_same_key_on_another_path_is_an_error(call):
    await call("DELETE", "/v1/domains/a.com", key="k")
    assert (await call("DELETE", "/v1/domains/b.com", key="k")).status_code == 422


async def test_a_secret_counts_in_the_fingerprint_and_stands_nowhere(world, call):
    body = {"auth_code": "planted-secret"}
    await call("POST", "/v1/domains/a.com/transfers", body, key="k")
    other = await call("POST", "/v1/domains/a.com/transfers", {"auth_code": "planted-other"}, key="k")
    assert other.status_code == 422
    assert "planted" not in repr(world.desk.intents) + repr(world.log.lines) + other.text


async def test_a_dry_run_answers_with_the_decision_and_promises_nothing(world, call):
    answer = await call("POST", "/v1/domains?dry_run=true", {"name": "a.com"})
    assert answer.status_code == 200
    assert answer.json()["dry_run"] is True
    assert world.desk.intents == []


async def test_a_write_waits_ten_seconds_unless_told_otherwise(world, call):
    answer = await call("DELETE", "/v1/domains/a.com")
    assert world.desk.waits == [10]
    assert answer.headers["preference-applied"] == "wait=10"


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [("wait=3", 3), ("respond-async, wait=20", 20), ("wait=3600", 60), ('Wait="5"', 5), ("return=minimal", 10)],
)
async def test_prefer_says_how_long_to_wait(world, call, prefer, seconds):
    await call("DELETE", "/v1/domains/a.com", headers={"Prefer": prefer})
    assert world.desk.waits == [seconds]


async def test_nobody_waits_with_wait_zero(world, call):
    answer = await call("DELETE", "/v1/domains/a.com", headers={"Prefer": "wait=0"})
    assert world.desk.waits == []
    assert answer.status_code == 202
    assert answer.headers["location"] == "/v1/operations/op1"


@pytest.mark.parametrize("state", ["held", "pending"])
async def test_what_waits_for_somebody_else_is_answered_at_once(world, call, state):
    world.desk.first = {"state": state}
    answer = await call("DELETE", "/v1/domains/a.com")
    assert answer.status_code == 202
    assert world.desk.waits == []


async def test_an_operation_that_is_still_running_is_answered_with_202(world, call, autojump_clock):
    world.desk.stuck = True
    start = trio.current_time()
    answer = await call("DELETE", "/v1/domains/a.com", headers={"Prefer": "wait=30"})
    assert answer.status_code == 202
    assert trio.current_time() - start == pytest.approx(30)


async def test_a_closing_door_answers_those_who_wait_at_once(world, client_of, autojump_clock):
    app = world.app()
    world.desk.stuck = True
    answers = []
    client = client_of(app)

    async def ask() -> None:
        answers.append(await client("DELETE", "/v1/domains/a.com", headers={"Prefer": "wait=60"}))

    async with client.http:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(ask)
            await world.desk.waiting.wait()
            start = trio.current_time()
            app.door.waits.close()
        answers.append(await client("DELETE", "/v1/domains/b.com", headers={"Prefer": "wait=60"}))
    assert trio.current_time() == start
    assert [answer.status_code for answer in answers] == [202, 202]
