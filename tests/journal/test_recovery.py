"""What an entry means after a restart, for every mixture of steps and states."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.journal.entry import Sent, State
from epp_gateway.journal.recovery import recover
from epp_gateway.journal.states import Event
from epp_gateway.model.plan import StepState

OPEN = [state for state in State if not state.completed]


@st.composite
def shapes(draw, states=tuple(State)):
    steps = draw(st.lists(st.tuples(st.sampled_from(StepState), st.integers(0, 2)), max_size=4))
    return draw(st.sampled_from(states)), draw(st.sampled_from(Sent)), steps


def entry_of(build, shape):
    state, sent, steps = shape
    plan = tuple(build.step(state=step, asked=asked) for step, asked in steps)
    return build.entry(state=state, sent=sent, plan=plan)


@given(shape=shapes())
def test_recovering_twice_is_recovering_once(build, shape):
    once, _ = recover(entry_of(build, shape))
    assert recover(once) == (once, None)


@given(shape=shapes(OPEN))
def test_no_open_entry_stays_sent_after_a_restart(build, shape):
    entry = entry_of(build, shape)
    found, event = recover(entry)
    assert StepState.SENT not in {step.state for step in found.plan}
    if StepState.SENT in {step.state for step in entry.plan}:
        assert (found.state, event) == (State.RECONCILING, Event.INTERRUPTED)
        assert found.sent is not Sent.NO


@given(shape=shapes())
def test_only_state_sent_and_sent_steps_change(build, shape):
    entry = entry_of(build, shape)
    found, event = recover(entry)
    assert msgspec.structs.replace(found, state=entry.state, sent=entry.sent, plan=entry.plan) == entry
    assert (event is None) == (found == entry)
    for before, after in zip(entry.plan, found.plan, strict=True):
        assert before == after or (before.state, after.state, after.asked) == (StepState.SENT, StepState.DOUBT, 0)
        assert before.attempts == after.attempts


def test_what_was_not_promised_goes_on_where_it_stopped(build):
    for state in (State.QUEUED, State.HELD, State.SENDING, State.PENDING):
        entry = build.entry(state=state, plan=(build.step(state=StepState.DONE), build.step()))
        assert recover(entry) == (entry, None)


def test_a_completed_entry_is_left_alone(build):
    for state in State:
        entry = build.entry(state=state, plan=(build.step(state=StepState.SENT),))
        assert (recover(entry) == (entry, None)) == state.completed


def test_bytes_known_to_have_left_stay_known(build):
    entry = build.entry(state=State.SENDING, sent=Sent.YES, plan=(build.step(state=StepState.SENT),))
    assert recover(entry)[0].sent is Sent.YES


def test_answers_about_an_earlier_attempt_do_not_count(build):
    entry = build.entry(state=State.SENDING, plan=(build.step(state=StepState.SENT, asked=1),))
    assert recover(entry)[0].plan[0].asked == 0
