"""Tables of the pages are those of the program."""

import re
from typing import get_args

import pytest

from epp_gateway.app.metrics import Metrics
from epp_gateway.doors.http.kinds import KINDS
from epp_gateway.doors.http.middleware import OPEN_PATHS
from epp_gateway.doors.http.statuses import KIND_OF_CODE, KIND_OF_STATE, STATUS_OF_STATE
from epp_gateway.doors.http.validation import UNSUPPORTED
from epp_gateway.journal.entry import State
from epp_gateway.journal.states import TRANSITIONS
from epp_gateway.model.commands import TransformCommand
from epp_gateway.operations.panels import SCOPES
from epp_gateway.pool.sessions import ARROWS
from epp_gateway.simulator.faults import PLANS, Rule, is_executed
from epp_gateway.simulator.profiles import PROFILES
from tests.docs.conftest import ROOT, page, words
from tests.doors.conftest import Client, World

HOW, PANELS, SIMULATORS = page("docs/how-it-works.md"), page("docs/panels.md"), page("docs/simulators.md")


@pytest.fixture(scope="module")
def calls():
    """(path, method) of every call of the HTTP door."""
    described = World().app().openapi()["paths"]
    return {(path, method.upper()) for path, methods in described.items() for method in methods}


def arrows(rows):
    return {(words(a)[0], event): words(b)[0] for a, events, b in rows for event in words(events)}


def test_the_states_of_an_operation_are_the_journals():
    expected = {(state.value, event.value): to.value for (state, event), to in TRANSITIONS.items()}
    assert arrows(HOW.table("from", "event", "to")) == expected


def test_the_states_of_a_session_are_the_pools():
    expected = {(state.value, event.__name__): to.value for (state, event), to in ARROWS.items()}
    assert arrows(HOW.table("from", "because of", "to")) == expected


def test_each_transform_says_what_its_lost_reply_proves():
    told = {words(row[0])[0] for row in HOW.table("command", "asked")}
    assert told == {str(command.__struct_config__.tag) for command in get_args(TransformCommand)}


def test_panels_are_told_every_state_with_its_status():
    assert [words(row[0])[0] for row in PANELS.table("state", "means")] != []
    assert {words(row[0])[0] for row in PANELS.table("state", "means")} == {state.value for state in State}
    statuses = {state: cell for states, cell in PANELS.table("what happened", "HTTP") for state in words(states)}
    assert set(statuses) == {state.value for state in State}
    for state, status in STATUS_OF_STATE.items():
        assert str(status) in statuses[state]
    for state, kind in KIND_OF_STATE.items():
        assert statuses[state] == str(kind.status)


def test_panels_are_told_every_kind_of_problem():
    told = PANELS.table("HTTP", "kind")
    codes = {kind.name: " ".join(str(code) for code, of in KIND_OF_CODE.items() if of is kind) for kind in KINDS}
    assert told == [[str(k.status), f"`{k.name}`", k.number, k.title, codes[k.name]] for k in KINDS]


def test_panels_are_told_every_scope():
    assert {words(row[0])[0] for row in PANELS.table("scope", "for")} == set(SCOPES)


def test_panels_are_told_every_call_and_no_other(calls):
    told = set()
    for paths, cell in PANELS.table("path", "methods"):
        methods = re.findall(r"\b(GET|POST|PUT|PATCH|DELETE)\b", cell)
        told |= {(path, method) for path in words(paths) for method in methods}
    assert told == calls | {(path, "GET") for path in OPEN_PATHS}


@pytest.mark.parametrize("path", sorted(OPEN_PATHS))
async def test_a_page_of_the_service_needs_no_token_here(path):
    client = Client(World().app())
    async with client.http:
        assert (await client("GET", path, token=None)).status_code == 200


def test_every_fault_stands_in_its_table_with_what_it_executes():
    told = {words(row[0])[0]: row[2] for row in SIMULATORS.table("do", "what happens")}
    assert set(told) == set(PLANS)
    for fault in set(told) - {"code", "late-execute"}:
        assert told[fault] == ("yes" if is_executed(Rule(do=fault)) else "no"), fault


def test_every_profile_stands_in_its_table():
    told = {words(row[0])[0]: row[1] for row in SIMULATORS.table("profile", "TLDs")}
    assert told == {name: ", ".join(profile.tlds) for name, profile in PROFILES.items()}


def test_events_of_the_log_are_events_of_the_program():
    source = "".join(file.read_text("utf-8") for file in (ROOT / "epp_gateway").rglob("*.py"))
    for row in page("docs/runbook.md").table("event", "look when"):
        for event in words(row[0]):
            assert f'"{event}"' in source, event


def test_every_metric_is_told_with_its_labels():
    metrics = Metrics({}, {})
    named = {metric.name for metric in metrics.registry.collect()}
    told = {words(row[0])[0]: row[1].split(", ") for row in page("docs/runbook.md").table("metric", "labels")}
    assert set(told) == named
    for name, metric in (("epp_command_seconds", metrics._seconds), ("epp_results", metrics._results)):
        assert told[name] == [*metric._labelnames]


def test_what_is_said_to_be_absent_is_absent(calls):
    told = page("README.md").text.partition("## What is not there yet")[2]
    assert {field for field in UNSUPPORTED if f"`{field}`" not in told} == set()
    for path, method in calls:
        assert not re.search(r"restore|assignment|events|webhooks|/log|drain", path), path
        assert (path, method) != ("/v1/domains/{name}/cancellation", "DELETE")
    assert "/console" not in OPEN_PATHS
