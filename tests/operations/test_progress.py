"""How an operation moves through its plan: every answer at every kind of step; pure."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from epp_gateway.journal.entry import Entry, OperationResult, Sent, State
from epp_gateway.journal.states import Event
from epp_gateway.model.commands import (
    ContactCreate,
    DomainCreate,
    DomainDelete,
    DomainUpdate,
    HostCreate,
    HostDelete,
    object_of,
)
from epp_gateway.model.decision import Decision, Effect
from epp_gateway.model.intent import CreateDomain
from epp_gateway.model.objects import DomainCreated, DomainData, PostalInfo
from epp_gateway.model.plan import Attempt, DomainDesired, Made, Step, StepState
from epp_gateway.model.responses import ExtValue, Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.operations.planning import undo_of
from epp_gateway.operations.progress import (
    Reply,
    answered,
    closed,
    doubted,
    ended_unsent,
    finished,
    next_step,
    not_sent,
    plain,
    principal_step,
    promised,
    promised_if_fixed,
    result_of,
    scrubbed,
    step_failed,
)
from epp_gateway.simulator.refusal import MESSAGES

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CODE = Secret("Aa1!-planted")
DOMAIN = DomainCreate(name="example.com", auth_info=CODE)
CONTACT = ContactCreate(
    id="C1", postal=(PostalInfo(type="int", name="H", city="T", cc="JP"),), email="a@example.jp", auth_info=CODE
)
HOST = HostCreate(name="ns1.a.example")


def step(goal, **more):
    kinds = {DomainCreate: "domain", HostCreate: "host", ContactCreate: "contact"}
    kind, name = kinds.get(type(goal)), object_of(goal) if type(goal) in kinds else ""
    makes = Made(kind=kind, name=name, registry_id=name) if kind else None
    return Step(**{"goal": goal, "account": "verisign", "makes": makes, **more})


def entry(*plan, state=State.SENDING, **more):
    values = {
        "id": "OP1",
        "panel": "p",
        "key": "k",
        "fingerprint": "f",
        "type": "domain.create",
        "object_kind": "domain",
        "object_name": "example.com",
        "wish": CreateDomain(name="example.com", auth_code=CODE),
        "state": state,
        "decision": Decision(effect=Effect.ALLOW, at="2026-11-22T12:00:00Z"),
        "created_at": "2026-11-22T12:00:00Z",
        "updated_at": "2026-11-22T12:00:00Z",
        "deadline": "2026-11-22T12:02:00Z",
        "plan": plan,
        **more,
    }
    return Entry(**values)


def sent(goal, **more):
    """An operation with one promised step."""
    return promised(entry(step(goal, **more)), 0, goal, AT)


def reply(code, data=None):
    response = Response(results=(Result(code=code, message=MESSAGES[code]),), svtrid="S1", data=data)
    return Reply(response, "session-1", AT, AT + timedelta(seconds=1))


def test_a_promise_has_a_fresh_id_and_says_what_will_be_sent():
    first = sent(DOMAIN)
    (attempt,) = first.attempts
    assert (attempt.cltrid, attempt.command, first.plan[0].state) == ("OP1-1", DOMAIN, StepState.SENT)
    second = promised(not_sent(first, 0, "no session", AT), 0, DOMAIN, AT)
    assert [one.cltrid for one in second.attempts] == ["OP1-1", "OP1-2"]
    assert promised(entry(step(DOMAIN), tries=3), 0, DOMAIN, AT).attempts[0].cltrid == "OP1-3.1"


def test_only_a_step_that_needs_no_question_is_promised_at_once():
    assert promised_if_fixed(entry(step(DOMAIN)), AT).plan[0].state is StepState.SENT
    for waiting in (step(HOST, if_missing=True), step(DomainDesired(name="example.com"))):
        assert promised_if_fixed(entry(waiting), AT).attempts == ()
    assert promised_if_fixed(entry(step(DOMAIN), state=State.HELD), AT).attempts == ()
    assert promised_if_fixed(entry(step(DOMAIN, state=StepState.DONE)), AT).attempts == ()


@pytest.mark.parametrize(
    ("code", "state", "step_state", "event"),
    [
        (1000, State.SENDING, StepState.DONE, Event.STEP_DONE),
        (1001, State.PENDING, StepState.PENDING, Event.STEP_PENDING),
        (2400, State.RECONCILING, StepState.DOUBT, Event.STEP_DOUBT),
        (2500, State.RECONCILING, StepState.DOUBT, Event.STEP_DOUBT),
        (2104, State.HELD, StepState.TODO, Event.HELD_BACK),
        (2302, State.SENDING, StepState.FAILED, Event.STEP_FAILED),
        (2306, State.SENDING, StepState.FAILED, Event.STEP_FAILED),
        (2002, State.SENDING, StepState.FAILED, Event.STEP_FAILED),
    ],
)
def test_a_reply_means_one_of_five_things(code, state, step_state, event):
    after, told = answered(sent(DOMAIN), 0, reply(code))
    assert (after.state, after.plan[0].state, told) == (state, step_state, event)
    (attempt,) = after.attempts
    assert (attempt.code, attempt.svtrid, attempt.session, after.sent) == (code, "S1", "session-1", Sent.YES)
    assert (attempt.sent_at, attempt.answered_at) == ("2026-11-22T12:00:00Z", "2026-11-22T12:00:01Z")


@pytest.mark.parametrize("code", sorted(MESSAGES))
@pytest.mark.parametrize("goal", [DOMAIN, HOST, CONTACT, DomainDelete(name="example.com")])
@pytest.mark.parametrize("undo", [True, False])
def test_every_answer_to_every_step_leads_somewhere(code, goal, undo):
    after, event = answered(sent(goal, undo=undo), 0, reply(code))
    assert event in Event
    assert after.plan[0].state is not StepState.SENT


@pytest.mark.parametrize(
    ("step_of", "code", "state"),
    [
        ({"goal": HOST, "if_missing": True}, 2302, StepState.SKIPPED),
        ({"goal": HOST}, 2302, StepState.FAILED),
        ({"goal": HostDelete(name="ns1.a.example"), "undo": True}, 2303, StepState.DONE),
        ({"goal": HostDelete(name="ns1.a.example")}, 2303, StepState.FAILED),
        ({"goal": HostDelete(name="ns1.a.example"), "undo": True}, 2104, StepState.FAILED),
    ],
)
def test_an_answer_may_say_that_a_step_is_not_needed(step_of, code, state):
    after, _ = answered(sent(**step_of), 0, reply(code))
    assert after.plan[0].state is state


@pytest.mark.parametrize(
    ("goal", "echo"),
    [(DOMAIN, 2302), (HOST, 2302), (CONTACT, 2302), (DomainDelete(name="example.com"), 2303)],
)
def test_a_refusal_of_a_second_attempt_may_be_the_echo_of_the_first(goal, echo):
    lost = doubted(sent(goal), 0, "no answer", "session-1", AT, AT)
    again = promised(replace(lost, state=State.SENDING), 0, goal, AT)
    assert answered(again, 0, reply(echo))[0].plan[0].state is StepState.DOUBT
    assert answered(again, 0, reply(2306))[0].plan[0].state is StepState.FAILED
    cut_off = promised(sent(goal), 0, goal, AT)
    assert answered(cut_off, 0, reply(echo))[0].plan[0].state is StepState.DOUBT, "a crash lost the first"
    unsent = promised(not_sent(sent(goal), 0, "no session", AT), 0, goal, AT)
    assert answered(unsent, 0, reply(echo))[0].plan[0].state is StepState.FAILED


def test_a_lost_reply_says_maybe_and_keeps_a_yes():
    first = doubted(sent(DOMAIN), 0, "no answer", "session-1", AT, AT)
    assert (first.state, first.sent, first.attempts[0].message) == (State.RECONCILING, Sent.MAYBE, "no answer")
    assert doubted(replace(sent(DOMAIN), sent=Sent.YES), 0, "x", None, AT, AT).sent is Sent.YES


def test_what_failed_takes_back_hosts_and_contacts_in_reverse_and_lists_names():
    made = [replace(step(goal), state=StepState.DONE) for goal in (CONTACT, HOST, DOMAIN)]
    left = step(DomainDesired(name="example.com"))
    failing = entry(*made, step(HostCreate(name="ns2.a.example")), left)
    after, event = step_failed(failing, 3, OperationResult(message="no", code=2306), AT)
    assert event is Event.STEP_FAILED
    assert [one.state for one in after.plan[:5]] == [StepState.DONE] * 3 + [StepState.FAILED, StepState.SKIPPED]
    assert [type(one.goal).__name__ for one in after.plan[5:]] == ["HostDelete", "ContactDelete"]
    assert all(one.undo for one in after.plan[5:])
    assert [made.kind for made in after.orphans] == ["domain"]
    assert next_step(after) == 5


def test_a_shared_host_whose_reply_was_lost_is_listed_and_not_deleted():
    """Another order may have made it meanwhile; one that was answered is ours, and so is glue of our own name."""
    for if_missing, code, taken_back in ((True, None, False), (True, 1000, True), (False, None, True)):
        lost = Attempt(cltrid="OP1-1", command=HOST, promised_at="2026-11-22T12:00:00Z", code=code)
        host = replace(step(HOST), state=StepState.DONE, if_missing=if_missing, attempts=(lost,))
        after, _ = step_failed(entry(host, step(DOMAIN)), 1, OperationResult(message="no", code=2306), AT)
        assert [one.undo for one in after.plan[2:]] == [True] * taken_back
        assert [made.name for made in after.orphans] == ["ns1.a.example"] * (not taken_back)


def test_an_undo_that_fails_leaves_an_orphan_and_the_first_reason():
    undo = undo_of(replace(step(HOST), state=StepState.DONE))
    failing = entry(replace(step(HOST), state=StepState.DONE), undo, result=OperationResult(message="first", code=2306))
    after, _ = step_failed(failing, 1, OperationResult(message="second", code=2305), AT)
    assert [made.name for made in after.orphans] == ["ns1.a.example"]
    assert after.result.message == "first"
    ended, event = finished(after, AT)
    assert (ended.state, event) == (State.FAILED, Event.FAILED)


def test_a_name_is_never_taken_back():
    assert undo_of(step(DOMAIN)) is None
    assert undo_of(step(DomainUpdate(name="example.com"))) is None


def test_the_end_of_an_untouched_operation_says_that_nothing_left():
    after, event = ended_unsent(sent(DOMAIN), 0, OperationResult(message="full", reason="capacity"), AT)
    assert (after.state, after.sent, event) == (State.FAILED, Sent.NO, Event.UNSENT)
    assert after.wish.auth_code == CODE, "the same key may try again"


def test_a_success_tells_what_the_main_step_gave():
    data = DomainCreated(name="example.com", created="2026-11-22T12:00:00Z", expires="2027-11-22T12:00:00Z")
    done, _ = answered(sent(DOMAIN), 0, reply(1000, data))
    ended, event = finished(done, AT)
    assert (ended.state, event, ended.result.code) == (State.SUCCEEDED, Event.FINISHED, 1000)
    assert ended.result.data == {
        "name": "example.com",
        "created": "2026-11-22T12:00:00Z",
        "expires": "2027-11-22T12:00:00Z",
    }
    nothing, _ = finished(entry(), AT)
    assert (nothing.result.code, nothing.result.data) == (None, {})


def test_a_success_that_was_only_asked_about_is_told_as_such():
    asked = replace(doubted(sent(DOMAIN), 0, "lost", None, AT, AT), state=State.SENDING)
    asked = replace(asked, plan=(replace(asked.plan[0], state=StepState.DONE),))
    ended, _ = finished(asked, AT)
    assert (ended.result.code, ended.result.message) == (1000, "done, as the registry confirmed when asked")


def test_a_pending_step_closes_well_badly_or_goes_on():
    pending, _ = answered(sent(DOMAIN), 0, reply(1001))
    well, event = closed(pending, 0, done=True, reason="", data=None, at=AT)
    assert (well.state, event) == (State.SUCCEEDED, Event.CLOSED_OK)
    badly, event = closed(pending, 0, done=False, reason="rejected", data=None, at=AT)
    assert (badly.state, badly.result.reason, event) == (State.FAILED, "not-done", Event.CLOSED_FAILED)
    more = replace(pending, plan=(*pending.plan, step(HOST)))
    onward, event = closed(more, 0, done=True, reason="", data=None, at=AT)
    assert (onward.state, event) == (State.QUEUED, Event.RESUMED)
    made = replace(pending, plan=(*pending.plan, replace(step(HOST), state=StepState.DONE)))
    assert [one.kind for one in closed(made, 0, done=False, reason="", data=None, at=AT)[0].orphans] == ["host"]


def test_a_result_keeps_every_value_the_registry_gave():
    results = (
        Result(code=2306, message="no", values=("<a/>",), ext_values=(ExtValue(value="x", reason="why"),)),
        Result(code=2306, message="no", ext_values=(ExtValue(value="y", reason="too"),)),
    )
    found = result_of(Response(results=results, svtrid="S"), "reason")
    assert (found.code, found.reason, found.message) == (2306, "reason", "no; why; too")
    assert (found.values, found.ext_values) == (("<a/>",), (("x", "why"), ("y", "too")))


def test_registry_data_is_plain_and_carries_no_code():
    assert plain(None) == {}
    shown = plain(DomainData(name="example.com", roid="D1", auth_info=CODE))
    assert shown == {"name": "example.com", "roid": "D1", "sponsor": ""}


def test_codes_are_scrubbed_when_an_operation_ends():
    done, _ = answered(sent(DOMAIN), 0, reply(1000))
    for ended in (finished(done, AT)[0], scrubbed(replace(done, state=State.FAILED))):
        assert ended.wish.auth_code == ended.plan[0].goal.auth_info == ended.attempts[0].command.auth_info == Secret("")


def test_the_main_step_is_the_one_about_the_object_with_data():
    contact = promised(entry(step(CONTACT)), 0, CONTACT, AT).plan[0]
    name = sent(DOMAIN).plan[0]
    with_data = replace(name, data=DomainCreated(name="example.com", created="now"))
    update = promised(entry(step(DomainUpdate(name="example.com"))), 0, DomainUpdate(name="example.com"), AT).plan[0]
    assert principal_step(entry(contact, with_data, update)) is with_data
    assert principal_step(entry(contact, name)) is name
    assert principal_step(entry(contact)) is contact
    assert principal_step(entry(replace(contact, undo=True))) is None


@given(states=st.lists(st.sampled_from(StepState), max_size=6))
def test_the_next_step_is_the_first_that_has_not_ended(states):
    plan = tuple(step(HOST, state=state) for state in states)
    open_ones = [n for n, state in enumerate(states) if state not in {"done", "skipped", "failed"}]
    assert next_step(entry(*plan)) == (open_ones[0] if open_ones else None)
