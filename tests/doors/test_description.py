"""The API's description and its page: complete, consistent, and nothing loaded from elsewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, get_args

import pytest

from epp_gateway.doors.http.kinds import KINDS
from epp_gateway.doors.http.shapes import operations as shapes
from epp_gateway.journal.entry import Entry, State
from epp_gateway.model.decision import Decision, Effect
from epp_gateway.model.intent import ContactCard, CreateContact
from epp_gateway.operations.outcome import document

ROUTES = {
    "/v1/domain-checks": {"post"},
    "/v1/host-checks": {"post"},
    "/v1/contact-checks": {"post"},
    "/v1/domains": {"get", "post"},
    "/v1/domains/{name}": {"get", "patch", "delete"},
    "/v1/domains/{name}/renewals": {"post"},
    "/v1/domains/{name}/transfers": {"post"},
    "/v1/domains/{name}/transfers/latest": {"get", "delete"},
    "/v1/domains/{name}/transfers/latest/approve": {"post"},
    "/v1/domains/{name}/transfers/latest/reject": {"post"},
    "/v1/domains/{name}/auth-code": {"post", "delete"},
    "/v1/domains/{name}/lock": {"get", "put"},
    "/v1/domains/{name}/cancellation": {"post"},
    "/v1/domains/{name}/facts": {"get", "patch"},
    "/v1/accounts/{account}/facts": {"get", "patch"},
    "/v1/hosts": {"post"},
    "/v1/hosts/{name}": {"get", "patch", "delete"},
    "/v1/contacts": {"post"},
    "/v1/contacts/{contact_id}": {"get", "patch", "delete"},
    "/v1/operations": {"get"},
    "/v1/operations/{operation}": {"get"},
    "/v1/operations/{operation}/cancel": {"post"},
    "/v1/operations/{operation}/release": {"post"},
    "/v1/operations/{operation}/reject": {"post"},
    "/v1/registries": {"get"},
    "/v1/registries/{account}": {"get"},
    "/v1/registries/{account}/resume": {"post"},
    "/v1/registries/{account}/reload": {"post"},
    "/v1/policy/rules/{rule}": {"get"},
    "/v1/policy/packs": {"get"},
}


@pytest.fixture
def description(app) -> dict[str, Any]:
    return app.openapi()


async def test_the_description_is_served_as_json(call, description):
    answer = await call("GET", "/openapi.json", token=None)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == description
    assert (await call("GET", "/openapi.json", token=None)).content == answer.content


def references(node: Any) -> Iterator[str]:
    """Every `$ref` in a document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for part in node.values():
            yield from references(part)
    elif isinstance(node, list):
        for part in node:
            yield from references(part)


def test_the_description_is_3_1_and_lists_every_route(description):
    assert description["openapi"].startswith("3.1")
    assert description["info"]["title"] == "epp-gateway"
    assert {path: set(methods) for path, methods in description["paths"].items()} == ROUTES


def test_every_operation_says_its_token_its_answers_and_its_problems(description):
    assert description["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    ids = []
    for methods in description["paths"].values():
        for operation in methods.values():
            ids.append(operation["operationId"])
            [need] = operation["security"]
            assert len(need["bearer"]) == 1
            assert {"4XX", "5XX"} <= set(operation["responses"])
            assert any(status.startswith("2") for status in operation["responses"])
            assert operation["description"]
    assert len(set(ids)) == len(ids)


def test_every_parameter_of_a_path_is_declared(description):
    for path, methods in description["paths"].items():
        for operation in methods.values():
            declared = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
            assert declared == set(re.findall(r"{(\w+)}", path))


def test_every_reference_leads_somewhere(description):
    found = set(references(description))
    assert found
    for reference in found:
        node = description
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_writes_say_their_key_and_bodies_forbid_more_fields(description):
    create = description["paths"]["/v1/domains"]["post"]
    assert {"Idempotency-Key", "Prefer", "dry_run"} <= {one["name"] for one in create["parameters"]}
    assert set(create["responses"]) == {"200", "201", "202", "4XX", "5XX"}
    shape = description["components"]["schemas"]["NewDomain"]
    assert shape["additionalProperties"] is False
    assert shape["properties"]["auth_code"]["anyOf"][0]["writeOnly"] is True


def test_problems_are_described_with_all_their_kinds(description):
    problem = description["components"]["responses"]["Problem"]
    assert list(problem["content"]) == ["application/problem+json"]
    for kind in KINDS:
        assert kind.name in problem["description"]


def test_the_table_of_kinds_is_sound():
    assert len({kind.name for kind in KINDS}) == len({kind.number for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert re.fullmatch(rf"1{kind.status}\d", kind.number)
        assert kind.status in range(400, 600)


async def test_what_is_answered_is_what_is_described(world, call):
    world.desk.outcome = {
        "state": "failed",
        "result": {"code": 2304, "message": "no", "values": ["<a/>"], "ext_values": [{"value": "<a/>", "reason": "r"}]},
    }
    shapes.ProblemDocument.model_validate((await call("POST", "/v1/domains", {"name": 1})).json())
    problem = (await call("DELETE", "/v1/domains/a.com")).json()
    problem.pop("operation")  # the fake's document is shorter than the real one
    shapes.ProblemDocument.model_validate(problem)


def test_the_operation_is_described_as_it_is():
    wish = CreateContact(id="c-1", card=ContactCard(postal=(), email="a@example.com"))
    at = "2026-04-01T00:00:00Z"
    entry = Entry(
        id="op-1", panel="p", key="k", fingerprint="f", type="contact.create", object_kind="contact",
        object_name="c-1", wish=wish, state=State.SUCCEEDED, decision=Decision(effect=Effect.ALLOW, at=at),
        created_at=at, updated_at=at, deadline=at,
    )  # fmt: skip
    shown = document(entry)
    assert shapes.Operation.model_validate(shown).model_extra == {}
    assert shapes.Operation.model_fields.keys() == shown.keys()


def test_the_states_are_those_of_the_journal():
    assert get_args(shapes.State) == tuple(State)


class Page(HTMLParser):
    """What a page loads and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"src", "href"}:
                self.links.append(value or "")
            if name == "id":
                self.ids.add(value or "")
            assert not name.startswith("on")
            assert name != "style"


async def test_the_page_loads_nothing_and_explains_every_problem(call):
    answer = await call("GET", "/docs", token=None)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    page = Page()
    page.feed(answer.text)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert "@import" not in answer.text
    assert "url(" not in answer.text
    assert all(link == "/openapi.json" or link.removeprefix("#") in page.ids for link in page.links)
    assert {kind.name for kind in KINDS} <= page.ids
    for path in ROUTES:
        assert path in answer.text
