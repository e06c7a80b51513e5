"""The control interface over HTTP: clock, faults, transcript, objects, queues, counts."""

import httpx
import pytest
import trio

from epp_gateway.epp.events import PeerClosed
from epp_gateway.model.commands import DomainCreate, DomainDelete, DomainInfo, DomainRenew, Poll
from epp_gateway.model.objects import PendingResult
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import parse_instant
from epp_gateway.simulator import running

CREATE = DomainCreate(name="x.test", auth_info=Secret("Aa1!Aa1!"))
START = parse_instant("2026-11-22T17:30:00Z")


def http(registry):
    return httpx.AsyncClient(base_url=registry.control, timeout=5)


async def test_the_clock_shows_and_jumps_and_what_is_due_happens(connect):
    async with running(clock=START) as registry, http(registry) as control, connect(registry) as wire:
        assert (await control.get("/clock")).json()["now"].startswith("2026-11-22T17:30:0")
        await wire.ask(CREATE)
        jumped = await control.post("/clock", json={"advance": "P1Y1D"})
        assert jumped.json()["now"].startswith("2027-11-23T17:30:0")
        assert (await control.get("/objects/domain/x.test")).json()["expires"].startswith("2028-11-22")
        put = await control.post("/clock", json={"now": "2030-01-01T00:00:00Z"})
        assert put.json()["now"].startswith("2030-01-01T00:00:00")
        assert (await wire.ask(DomainInfo(name="x.test"))).data.expires.startswith("2030-11-22")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"advance": "45 days"}, 422),
        ({"advance": "P"}, 422),
        ({"advance": "P99999Y"}, 422),
        ({"now": "tomorrow"}, 422),
        ({"now": "2001-01-01T00:00:00Z"}, 422),
        ({"advance": "P1D", "now": "2030-01-01T00:00:00Z"}, 422),
        ({}, 422),
        ([], 422),
    ],
)
async def test_a_clock_that_cannot_be_set_says_why(body, status):
    async with running() as registry, http(registry) as control:
        answer = await control.post("/clock", json=body)
        assert answer.status_code == status
        assert answer.json()["error"]


async def test_faults_are_posted_listed_and_taken_back(connect):
    async with running() as registry, http(registry) as control, connect(registry) as wire:
        body = {"match": {"command": "domain.create", "name": "*.test", "nth": 1}, "do": "code", "code": 2400}
        posted = await control.post("/faults", json={**body, "executed": True, "times": 1})
        assert posted.status_code == 201
        assert (await wire.ask(CREATE)).code == 2400
        (listed,) = (await control.get("/faults")).json()
        assert (listed["id"], listed["do"], listed["seen"], listed["struck"]) == (posted.json()["id"], "code", 1, 1)
        assert (await control.delete(f"/faults/{listed['id']}")).status_code == 204
        assert (await control.delete(f"/faults/{listed['id']}")).status_code == 404
        await control.post("/faults", json={"do": "garbage"})
        assert (await control.delete("/faults")).status_code == 204
        assert (await control.get("/faults")).json() == []
        assert (await control.get("/stats")).json()["creates"] == {"x.test": 1}


async def test_an_unknown_fault_is_refused_with_the_list_of_those_there_are():
    async with running() as registry, http(registry) as control:
        answer = await control.post("/faults", json={"do": "explode"})
        assert (answer.status_code, answer.json()["at"]) == (422, "do")
        assert "close-after-execute" in answer.json()["error"]
        answer = await control.post("/faults", json={"do": "delay", "when": "now"})
        assert answer.status_code == 422
        assert "match" in answer.json()["error"]
        assert (await control.post("/faults", content=b"{")).status_code == 400


async def test_sessions_are_killed_at_once_where_nothing_is_to_be_matched(connect):
    async with running() as registry, http(registry) as control, connect(registry) as wire:
        assert (await control.post("/faults", json={"do": "kill-sessions"})).json()["struck"] == 1
        assert isinstance((await wire.events())[0], PeerClosed)
        assert (await control.get("/faults")).json() == []
        while (await control.get("/stats")).json()["sessions"]["registrar-a"]:
            await trio.lowlevel.checkpoint()


async def test_the_transcript_holds_every_frame_in_order(connect):
    async with running() as registry, http(registry) as control, connect(registry) as wire:
        await wire.ask(CREATE)
        frames = (await control.get("/transcript")).json()
        assert [frame["n"] for frame in frames] == [1, 2, 3, 4, 5]
        assert [frame["direction"] for frame in frames] == ["sent", "received", "sent", "received", "sent"]
        assert [frame["account"] for frame in frames] == [None] + ["registrar-a"] * 4
        assert {frame["session"] for frame in frames} == {"s1"}
        assert "Aa1!Aa1!" in frames[3]["frame"]
        assert frames[3]["at"].endswith("Z")
        assert [frame["n"] for frame in (await control.get("/transcript?after=3")).json()] == [4, 5]
        assert (await control.get("/transcript?after=99")).json() == []
        assert (await control.get("/transcript?after=x")).status_code == 422


async def test_the_transcript_forgets_the_oldest_frames(connect):
    async with running(transcript_limit=2) as registry, http(registry) as control, connect(registry) as wire:
        await wire.ask(Poll())
        assert [frame["n"] for frame in (await control.get("/transcript")).json()] == [4, 5]
        assert [frame["n"] for frame in (await control.get("/transcript?after=4")).json()] == [5]


async def test_an_object_is_put_shown_and_put_back(connect):
    async with running(clock=START) as registry, http(registry) as control, connect(registry) as wire:
        body = {
            "sponsor": "registrar-b",
            "auth_info": "code-of-b",
            "created": "2020-01-01T00:00:00Z",
            "expires": "2027-06-30T18:00:00Z",
            "statuses": ["serverTransferProhibited"],
            "nameservers": ["ns1.example.com"],
        }
        put = await control.put("/objects/domain/put.test", json=body)
        assert put.status_code == 201
        data = (await wire.ask(DomainInfo(name="put.test", auth_info=Secret("code-of-b")))).data
        assert (data.sponsor, data.expires) == ("registrar-b", "2027-06-30T18:00:00Z")
        assert data.nameservers == ("ns1.example.com",)
        assert [status.value for status in data.statuses] == ["serverTransferProhibited"]
        shown = (await control.get("/objects/domain/PUT.test")).json()
        assert {key: shown[key] for key in body} == body
        again = await control.put("/objects/domain/put.test", json=shown)
        assert (again.status_code, again.json()) == (200, shown)
        await control.put("/objects/domain/put.test", json={"statuses": []})
        merged = (await control.get("/objects/domain/put.test")).json()
        assert (merged["statuses"], merged["sponsor"]) == (["ok"], "registrar-b")


async def test_a_name_put_today_is_in_its_add_grace_and_an_old_one_is_not(connect):
    async with running() as registry, http(registry) as control, connect(registry) as wire:
        await control.put("/objects/domain/new.test", json={})
        await control.put("/objects/domain/old.test", json={"created": "2020-01-01T00:00:00Z"})
        assert (await wire.ask(DomainDelete(name="new.test"))).code == 1000
        assert (await wire.ask(DomainDelete(name="old.test"))).code == 1001
        shown = (await control.get("/objects/domain/old.test")).json()
        assert shown["deletion"]["phase"] == "redemption"
        assert (await control.put("/objects/domain/old.test", json=shown)).status_code == 200


async def test_hosts_and_contacts_are_put_too():
    async with running("jprs") as registry, http(registry) as control:
        contact = await control.put("/objects/contact/REG1", json={"sponsor": "registrar-b", "auth_info": "c"})
        assert contact.json()["kind"] == "registrant"
        assert [postal["type"] for postal in contact.json()["postal"]] == ["loc", "int"]
        assert (await control.put("/objects/domain/namae.jp", json={"registrant": "REG1"})).status_code == 201
        host = await control.put("/objects/host/ns1.namae.jp", json={"addresses": ["192.0.2.1"]})
        assert host.json()["sponsor"] == "registrar-a"
        assert (await control.get("/objects/contact/REG1")).json()["linked_by"] == ["namae.jp"]
        assert (await control.get("/objects/host/ns1.namae.jp")).json()["addresses"] == ["192.0.2.1"]
        assert (await control.put("/objects/domain/kaisha.co.jp", json={"registrant": "REG1"})).status_code == 201


@pytest.mark.parametrize(
    ("path", "body", "at"),
    [
        ("domain/x.com", {}, "name"),
        ("domain/test", {}, "name"),
        ("domain/x.test", {"sponsor": "nobody"}, "sponsor"),
        ("domain/x.test", {"expires": "soon"}, "expires"),
        ("domain/x.test", {"created": "soon"}, "created"),
        ("domain/x.test", {"statuses": ["pendingDelete"]}, "statuses"),
        ("domain/x.test", {"registrant": "NOBODY"}, "registrant, contacts"),
        ("domain/x.test", {"nameserver": []}, None),
        ("domain/x.test", [], None),
        ("host/ns1.x.test", {"addresses": "192.0.2.1"}, None),
        ("contact/C1", {"kind": "king"}, None),
    ],
)
async def test_an_object_that_cannot_be_is_refused_with_its_place(path, body, at):
    async with running() as registry, http(registry) as control:
        answer = await control.put(f"/objects/{path}", json=body)
        assert (answer.status_code, answer.json().get("at")) == (422, at)
        assert registry.registry.domains == {}
        assert (await control.get(f"/objects/{path}")).status_code == 404


async def test_unknown_paths_kinds_and_methods_are_answered_in_json():
    async with running() as registry, http(registry) as control:
        for method, path, status in (
            ("GET", "/nothing", 404),
            ("GET", "/objects/planet/x", 404),
            ("DELETE", "/clock", 405),
            ("PUT", "/objects/domain/x.test", 413),
        ):
            answer = await control.request(method, path, content=b" " * 1_000_001 if status == 413 else None)
            assert (answer.status_code, bool(answer.json()["error"])) == (status, True)


async def test_a_message_is_put_in_a_queue(connect):
    async with running() as registry, http(registry) as control, connect(registry) as wire:
        data = {
            "type": "pending.result",
            "kind": "domain",
            "name": "x.test",
            "ok": False,
            "cltrid": "mine",
            "svtrid": "theirs",
            "at": "2026-01-01T00:00:00Z",
        }
        posted = await control.post("/poll", json={"account": "registrar-a", "text": "look", "data": data})
        assert posted.status_code == 201
        response = await wire.ask(Poll())
        assert (response.queue.id, response.queue.text) == (posted.json()["id"], "look")
        assert isinstance(response.data, PendingResult)
        assert (await control.post("/poll", json={"account": "nobody", "text": ""})).status_code == 422
        assert (await control.post("/poll", json={"account": "registrar-a"})).status_code == 422


async def test_the_ledger_tells_which_transaction_changed_what_whatever_was_answered(connect):
    async with running(clock=START) as registry, http(registry) as control, connect(registry) as wire:
        await wire.ask(CREATE)
        await wire.ask(CREATE)
        await wire.ask(DomainInfo(name="x.test"))
        await control.post("/faults", json={"do": "code", "code": 2400, "executed": True})
        await wire.ask(DomainRenew(name="x.test", cur_exp_date="2027-11-22"))
        deeds = (await control.get("/ledger")).json()
        assert [(deed["n"], deed["command"], deed["object"], deed["code"]) for deed in deeds] == [
            (1, "domain.create", "x.test", 1000),
            (2, "domain.renew", "x.test", 1000),
        ]
        assert {(deed["account"], deed["session"]) for deed in deeds} == {("registrar-a", "s1")}
        frames = [one["frame"] for one in (await control.get("/transcript")).json() if one["direction"] == "received"]
        for deed, frame in zip(deeds, (frames[1], frames[4]), strict=True):
            assert f"<clTRID>{deed['cltrid']}</clTRID>" in frame
        assert [deed["n"] for deed in (await control.get("/ledger?after=1")).json()] == [2]
        assert (await control.get("/ledger?after=x")).status_code == 422


async def test_the_counts_tell_what_was_executed_whatever_was_answered(connect):
    async with running(clock=START) as registry, http(registry) as control, connect(registry) as wire:
        await wire.ask(CREATE)
        await wire.ask(CREATE)
        await control.post("/faults", json={"do": "code", "code": 2400, "executed": True})
        await wire.ask(DomainRenew(name="x.test", cur_exp_date="2027-11-22"))
        assert (await control.get("/stats")).json() == {
            "sessions": {"registrar-a": 1, "registrar-b": 0},
            "commands": {"login": 1, "domain.create": 2, "domain.renew": 1},
            "creates": {"x.test": 1},
            "renewals": {"x.test": 1},
            "transfers": {},
            "deletes": {},
        }
