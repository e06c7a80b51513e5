"""Everything a caller can get wrong gives a problem that names the place and tells nothing of our inside."""

import json

import pytest
import trio

JSON = {"Content-Type": "application/json"}


def checked(answer, status: int) -> dict:
    """The problem document of an answer, after what all of them have in common was looked at."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text
    assert "epp_gateway" not in answer.text
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    for entry in problem["errors"]:
        assert entry["result"].isdigit()
        assert len(entry["result"]) == 5
        assert entry["type"].startswith("/docs#")
    return problem


def places(problem: dict) -> dict[str, str]:
    """The places of a problem's mistakes, each with its reason."""
    return {entry.get("place") or entry["paths"][0]: entry["reason"] for entry in problem["errors"]}


@pytest.mark.parametrize("body", [b"{", b"nonsense", b'{"name": "a.com"', b"{'name': 1}"])
async def test_malformed_json_is_a_400_that_says_where(call, body):
    problem = checked(await call("POST", "/v1/domains", content=body, headers=JSON), 400)
    assert problem["type"] == "/docs#malformed"
    assert "at character" in problem["detail"]


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[" * 20000, b'{"name": ' + b"9" * 5000 + b"}"])
async def test_json_that_can_not_be_read_at_all_is_a_400(call, body):
    assert checked(await call("POST", "/v1/domains", content=body, headers=JSON), 400)["type"] == "/docs#malformed"


async def test_all_mistakes_of_a_body_are_listed_at_once(call):
    body = {
        "name": "not a name",
        "period": {"unit": "w", "value": 0},
        "nameservers": ["ns1.example.com", {"name": "-bad-.example", "addresses": ["192.0.2.1", "300.1.1.1"]}, 5, "x"],
        "contacts": {"registrant": {"name": "Taro"}, "owner": "c1"},
        "colour": "red",
        "ds": [],
    }
    problem = checked(await call("POST", "/v1/domains", body), 422)
    assert problem["type"] == "/docs#invalid"
    found = places(problem)
    assert set(found) == {
        "$.name",
        "$.period.unit",
        "$.period.value",
        "$.nameservers[1].name",
        "$.nameservers[1].addresses[1]",
        "$.nameservers[2]",
        "$.nameservers[3]",
        "$.contacts.registrant.name",
        "$.contacts.registrant.postal",
        "$.contacts.registrant.email",
        "$.contacts.owner",
        "$.colour",
        "$.ds",
    }
    assert found["$.ds"] == "`ds` is not supported by this version"
    assert found["$.colour"] == "`colour` is not known here"
    assert found["$.nameservers[2]"] == "must be an object"
    assert "300.1.1.1" in found["$.nameservers[1].addresses[1]"]
    assert problem["detail"].endswith("(and 12 more)")


@pytest.mark.parametrize("field", ["ds", "fee", "declarations", "accepted_fee", "review_token"])
async def test_a_field_of_the_interface_that_is_not_there_yet_says_so(call, field):
    problem = checked(await call("POST", "/v1/domains", {"name": "a.com", field: {}}), 422)
    assert places(problem) == {f"$.{field}": f"`{field}` is not supported by this version"}
    assert problem["errors"][0]["type"] == "/docs#unsupported-field"


BAD_BODIES = [
    ("POST", "/v1/domains", {}, "$.name"),
    ("POST", "/v1/domains", [], "$"),
    ("POST", "/v1/domains", "text", "$"),
    ("POST", "/v1/domains", {"name": 5}, "$.name"),
    ("POST", "/v1/domains", {"name": "com"}, "$.name"),
    ("POST", "/v1/domains", {"name": "192.0.2.1"}, "$.name"),
    ("POST", "/v1/domains", {"name": "a" * 300 + ".com"}, "$.name"),
    ("POST", "/v1/domains", {"name": "a.com", "period": {"value": "1"}}, "$.period.value"),
    ("POST", "/v1/domains", {"name": "a.com", "period": {"value": 100}}, "$.period.value"),
    ("POST", "/v1/domains", {"name": "a.com", "auth_code": "a\nb"}, "$.auth_code"),
    ("POST", "/v1/domains", {"name": "a.com", "auth_code": ""}, "$.auth_code"),
    ("POST", "/v1/domains", {"name": "a.com", "nameservers": ["a.example.com"] * 14}, "$.nameservers"),
    ("PATCH", "/v1/domains/a.com", {}, "$"),
    ("PATCH", "/v1/domains/a.com", {"nameservers": None}, "$.nameservers"),
    ("PATCH", "/v1/domains/a.com", {"statuses": ["serverHold"]}, "$.statuses[0]"),
    ("POST", "/v1/domains/a.com/renewals", {}, "$.current_expiry"),
    ("POST", "/v1/domains/a.com/renewals", {"current_expiry": "soon"}, "$.current_expiry"),
    ("POST", "/v1/domains/a.com/renewals", {"current_expiry": "2026-02-30"}, "$.current_expiry"),
    ("POST", "/v1/domains/a.com/transfers", {}, "$.auth_code"),
    ("POST", "/v1/domains/a.com/transfers", {"direction": "sideways", "auth_code": "x"}, "$.direction"),
    ("POST", "/v1/domains/a.com/transfers", {"direction": "out", "auth_code": "x"}, "$.auth_code"),
    ("POST", "/v1/domains/a.com/transfers", 5, "$"),
    ("POST", "/v1/domains/a.com/auth-code", {"code": "x"}, "$.code"),
    ("PUT", "/v1/domains/a.com/lock", {}, "$"),
    ("PUT", "/v1/domains/a.com/lock", {"reason": "only"}, "$"),
    ("PUT", "/v1/domains/a.com/lock", {"gateway_lock": "yes"}, "$.gateway_lock"),
    ("PUT", "/v1/domains/a.com/lock", {"gateway_lock": True, "reason": "a\x00b"}, "$.reason"),
    ("POST", "/v1/domains/a.com/cancellation", {"confirm": []}, "$.comment"),
    ("POST", "/v1/domains/a.com/cancellation", {"comment": "x", "wished_end": "2026-06-30"}, "$.wished_end"),
    ("POST", "/v1/domain-checks", {"names": []}, "$.names"),
    ("POST", "/v1/domain-checks", {"names": ["a.com"] * 501}, "$.names"),
    ("POST", "/v1/domain-checks", {"names": ["a.com", ""]}, "$.names[1]"),
    ("POST", "/v1/domain-checks", {"names": ["a.com"], "fee": True}, "$.fee"),
    ("POST", "/v1/contact-checks", {"names": ["no spaces"]}, "$.names[0]"),
    ("POST", "/v1/hosts", {"name": "ns.a.com", "addresses": ["x"]}, "$.addresses[0]"),
    ("PATCH", "/v1/hosts/ns.a.com", {}, "$.addresses"),
    ("PATCH", "/v1/domains/a.com/facts", {}, "$"),
    ("PATCH", "/v1/domains/a.com/facts", {"debts": {"value": 0, "as_of": "yesterday"}}, "$.debts.as_of"),
    ("PATCH", "/v1/domains/a.com/facts", {"a b": 1}, "$['a b']"),
    ("POST", "/v1/operations/op1/cancel", {"reason": 5}, "$.reason"),
]


@pytest.mark.parametrize(("method", "path", "body", "place"), BAD_BODIES)
async def test_a_wrong_body_names_the_place(world, call, method, path, body, place):
    problem = checked(await call(method, path, body), 422)
    assert list(places(problem)) == [place]
    assert problem["detail"].startswith(place)
    assert world.desk.intents == []


POSTAL = {"type": "int", "name": "Taro", "city": "Tokyo", "cc": "JP"}
BAD_CONTACTS = [
    ({"postal": []}, "$.postal"),
    ({"postal": [POSTAL, POSTAL]}, "$.postal"),
    ({"postal": [POSTAL | {"cc": "Japan"}]}, "$.postal[0].cc"),
    ({"postal": [POSTAL | {"name": "山田"}]}, "$.postal[0].name"),
    ({"postal": [POSTAL | {"street": ["a", "b", "c", "d"]}]}, "$.postal[0].street"),
    ({"postal": [POSTAL | {"street": ["千代田"]}]}, "$.postal[0].street"),
    ({"postal": [POSTAL | {"city": "To\tkyo"}]}, "$.postal[0].city"),
    ({"postal": [POSTAL | {"city": "  "}]}, "$.postal[0].city"),
    ({"email": "nobody"}, "$.email"),
    ({"email": "a\ufffe@example.jp"}, "$.email"),
    ({"voice": "03-1234-5678"}, "$.voice"),
    ({"voice": "+123.12345678901234"}, "$.voice"),
    ({"fax": "+\uff18\uff11.\uff13\uff11\uff12"}, "$.fax"),
    ({"id": "a/b"}, "$.id"),
]


@pytest.mark.parametrize(("change", "place"), BAD_CONTACTS)
async def test_a_wrong_contact_names_the_place(call, change, place):
    body = {"postal": [POSTAL], "email": "taro@example.jp", **change}
    assert list(places(checked(await call("POST", "/v1/contacts", body), 422))) == [place]


@pytest.mark.parametrize("name", ["ab", "a" * 17])
async def test_a_contact_id_that_no_registry_can_be_asked_about_is_a_mistake(call, name):
    checked(await call("POST", "/v1/contact-checks", {"names": ["cust-1", name], "registry": "alpha"}), 422)
    assert (await call("POST", "/v1/contact-checks", {"names": ["cust-1", name]})).status_code == 200


@pytest.mark.parametrize(
    "body", [b'{"name": "a.com", "name": "b.com"}', b'{"name": "a.com", "period": {"value": 1, "value": 9}}']
)
async def test_a_field_that_stands_twice_is_a_400_and_nothing_is_done(world, call, body):
    problem = checked(await call("POST", "/v1/domains", content=body, headers=JSON), 400)
    assert "twice" in problem["detail"]
    assert world.desk.intents == []


async def test_an_auth_code_in_a_change_points_to_where_it_belongs(call):
    problem = checked(await call("PATCH", "/v1/domains/a.com", {"statuses": [], "auth_code": "planted"}), 422)
    assert "auth-code" in places(problem)["$.auth_code"]
    assert "planted" not in json.dumps(problem)


async def test_a_wrong_secret_is_never_repeated(world, call):
    answer = await call("POST", "/v1/domains/a.com/transfers", {"auth_code": "planted\ncode", "method": 5})
    assert "planted" not in json.dumps(checked(answer, 422)) + repr(world.log.lines)


async def test_a_body_full_of_mistakes_gets_a_bounded_answer(call):
    problem = checked(await call("POST", "/v1/domains", {f"x{n}": 1 for n in range(3000)}), 422)
    assert len(problem["errors"]) == 100


@pytest.mark.parametrize("field", [b'"\\ud800"', b'"a\'b\\"c"', b'"<tag>"'])
async def test_a_field_with_an_odd_name_is_named_safely(call, field):
    body = b'{"name": "a.com", ' + field + b": 1}"
    problem = checked(await call("POST", "/v1/domains", content=body, headers=JSON), 422)
    assert len(problem["errors"]) == 1


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("/v1/domains", b'{"name": "\\ud800.com"}', "$.name"),
        ("/v1/domains", b'{"name": "a.com", "auth_code": "\\ud800"}', "$.auth_code"),
        ("/v1/domains/a.com/cancellation", b'{"comment": "\\ud800"}', "$.comment"),
        ("/v1/hosts", b'{"name": "ns.a.com", "addresses": ["\\ud800"]}', "$.addresses[0]"),
    ],
)
async def test_text_that_is_no_unicode_is_a_mistake(call, path, body, place):
    problem = checked(await call("POST", path, content=body, headers=JSON), 422)
    assert list(places(problem)) == [place]


@pytest.mark.parametrize("value", [b'"\\ud800"', b'{"\\ud800": 1}'])
async def test_a_fact_that_can_not_be_kept_is_a_mistake(call, value):
    answer = await call("PATCH", "/v1/domains/a.com/facts", content=b'{"debts": ' + value + b"}", headers=JSON)
    assert list(places(checked(answer, 422))) == ["$.debts.value"]


@pytest.mark.parametrize("value", [b"[" * 900 + b"]" * 900, b"9" * 40, b"NaN"])
async def test_an_odd_fact_is_kept_or_a_mistake_but_breaks_nothing(call, value):
    answer = await call("PATCH", "/v1/domains/a.com/facts", content=b'{"debts": ' + value + b"}", headers=JSON)
    assert answer.status_code in {200, 400, 422}


async def test_a_name_in_the_address_that_is_none_is_named(call):
    for method, path in (("GET", "/v1/domains/no%20name"), ("DELETE", "/v1/hosts/com"), ("GET", "/v1/contacts/a%20b")):
        problem = checked(await call(method, path), 422)
        assert next(iter(places(problem))).startswith("address ")


async def test_mistakes_in_address_and_body_are_listed_together(call):
    problem = checked(await call("PATCH", "/v1/hosts/com", {"addresses": ["x"]}), 422)
    assert set(places(problem)) == {"address name", "$.addresses[0]"}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/v1/domains/a.com?fresh=perhaps", "query fresh"),
        ("/v1/domains/a.com?frehs=true", "query frehs"),
        ("/v1/domains?names=a.com,com", "query names"),
        ("/v1/domains?names=" + ",".join(["a.com"] * 501), "query names"),
        ("/v1/operations?state=odd", "query state"),
        ("/v1/operations?limit=0", "query limit"),
        ("/v1/operations?domain=com", "query domain"),
    ],
)
async def test_a_wrong_parameter_is_named(call, path, place):
    assert list(places(checked(await call("GET", path), 422))) == [place]


async def test_a_mistyped_dry_run_does_not_act(world, call):
    problem = checked(await call("DELETE", "/v1/domains/a.com?dryrun=true"), 422)
    assert list(places(problem)) == ["query dryrun"]
    assert world.desk.intents == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/operations/op1/cancel", None),
        ("POST", "/v1/operations/op1/release", None),
        ("PATCH", "/v1/domains/a.com/facts", {"debts": 0}),
    ],
)
async def test_what_has_no_dry_run_does_not_pretend_to(world, call, method, path, body):
    problem = checked(await call(method, path + "?dry_run=true", body), 422)
    assert list(places(problem)) == ["query dry_run"]
    assert world.desk.acts == []


@pytest.mark.parametrize(
    ("key", "headers", "status", "name"),
    [
        (None, {}, 400, "missing-key"),
        (None, {"Idempotency-Key": ""}, 400, "missing-key"),
        ("k" * 256, {}, 400, "bad-header"),
        ("two words", {}, 400, "bad-header"),
        ("one", {"RPP-Cltrid": "two"}, 400, "bad-header"),
    ],
)
async def test_a_key_that_is_missing_or_wrong_is_named(world, call, key, headers, status, name):
    problem = checked(await call("POST", "/v1/domains", {"name": "a.com"}, key=key, headers=headers), status)
    assert problem["type"] == f"/docs#{name}"
    assert list(places(problem)) == ["header Idempotency-Key"]
    assert world.desk.intents == []


@pytest.mark.parametrize("prefer", ["wait", "wait=", "wait=soon", "wait=-1", "wait=1.5"])
async def test_a_wrong_prefer_is_named(world, call, prefer):
    problem = checked(await call("DELETE", "/v1/domains/a.com", headers={"Prefer": prefer}), 400)
    assert list(places(problem)) == ["header Prefer"]
    assert world.desk.intents == []


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/json", "json", ""])
async def test_a_body_that_is_not_declared_as_json_is_a_415(world, call, content_type):
    headers = {"Content-Type": content_type}
    problem = checked(await call("POST", "/v1/domains", content=b'{"name": "a.com"}', headers=headers), 415)
    assert list(places(problem)) == ["header Content-Type"]
    assert world.desk.intents == []


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "application/merge-patch+json"])
async def test_kinds_of_json_are_taken(call, content_type):
    headers = {"Content-Type": content_type}
    answer = await call("POST", "/v1/domains", content=b'{"name": "a.com"}', headers=headers)
    assert answer.status_code == 201


async def test_a_body_that_is_too_large_is_not_read(world, client_of):
    client = client_of(world.app(body_cap=100))
    async with client.http:
        problem = checked(await client("POST", "/v1/domains", {"name": "a.com", "x": "y" * 100}), 413)
    assert "100 bytes" in problem["detail"]


@pytest.mark.parametrize("path", ["/v1/domains", "/v1/domains/a.com/transfers/latest/approve"])
async def test_a_body_that_grows_too_large_is_cut_off(world, path):
    received, answered = 0, []

    async def receive() -> dict:
        nonlocal received
        received += 20
        return {"type": "http.request", "body": b" " * 20, "more_body": True}

    async def send(message: dict) -> None:
        answered.append(message)

    headers = [
        (b"authorization", b"Bearer all"),
        (b"content-type", b"application/json"),
        (b"transfer-encoding", b"chunked"),
        (b"idempotency-key", b"k"),
    ]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers, "client": None}
    await world.app(body_cap=100)(scope, receive, send)
    assert answered[0]["status"] == 413
    assert received == 120
    assert world.desk.intents == []


async def test_a_body_that_never_comes_ends_in_time(world, client_of, autojump_clock):
    async def never():
        yield b"{"
        await trio.sleep_forever()

    client = client_of(world.app())
    async with client.http:
        problem = checked(await client("POST", "/v1/domains", content=never(), headers=JSON), 503)
    assert problem["type"] == "/docs#timeout"


async def test_unknown_addresses_and_methods_are_problems(call):
    assert checked(await call("GET", "/v1/nothing"), 404)["type"] == "/docs#not-found"
    assert checked(await call("GET", "/v1/domains/"), 404)
    answer = await call("DELETE", "/v1/domain-checks")
    checked(answer, 405)
    assert answer.headers["allow"] == "POST"
