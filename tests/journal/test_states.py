"""The table by the product of all states and events, and the rules that it must keep."""

from itertools import product

import msgspec
import pytest

from epp_gateway.journal.entry import IN_FLIGHT, Sent, State
from epp_gateway.journal.states import TRANSITIONS, UNSENT_ONLY, Event, IllegalMove, moved, next_state

# Written a second time, by state and in the words of the history, so that a slip in the table shows.
EXPECTED = {
    "queued": "decided-allow:queued decided-hold:held decided-refuse:refused cancelled:cancelled turn-came:sending"
    " unsent:failed finished:succeeded interrupted:reconciling",
    "held": "decided-allow:queued decided-hold:held decided-refuse:refused released:queued rejected:refused"
    " cancelled:cancelled not-executed:failed interrupted:reconciling",
    "sending": "requeued:queued step-promised:sending step-done:sending step-skipped:sending step-failed:sending"
    " step-unsent:sending step-pending:pending step-doubt:reconciling held-back:held not-executed:failed"
    " unsent:failed finished:succeeded failed:failed interrupted:reconciling",
    "reconciling": "asked:reconciling held-back:held proved-done:sending proved-not-done:sending proved-pending:pending"
    " not-executed:failed interrupted:reconciling",
    "pending": "closed-ok:succeeded closed-failed:failed resumed:queued interrupted:reconciling",
    "failed": "retried:queued",
    "refused": "",
    "succeeded": "",
    "cancelled": "",
}


def expected(state, event):
    rows = dict(row.split(":") for row in EXPECTED[state].split())
    return rows.get(event)


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)), ids=str)
def test_every_state_meets_every_event_as_written(state, event):
    if (target := expected(state, event)) is None:
        with pytest.raises(IllegalMove, match=f"`{event}` cannot happen to an operation that is `{state}`"):
            next_state(state, event)
    else:
        assert next_state(state, event) is State(target)


def test_a_completed_state_has_no_way_out_but_a_retry_of_a_failure():
    ways_out = [(state, event) for state, event in TRANSITIONS if state.completed]
    assert ways_out == [(State.FAILED, Event.RETRIED)]


def test_only_a_turn_or_an_interruption_takes_an_object():
    taking = {event for (state, event), target in TRANSITIONS.items() if state not in IN_FLIGHT and target in IN_FLIGHT}
    assert taking == {Event.TURN_CAME, Event.INTERRUPTED}


def test_every_state_is_reached_from_the_first_and_every_open_one_can_end():
    def reached(start):
        seen, todo = {start}, [start]
        while todo:
            state = todo.pop()
            new = {target for (source, _), target in TRANSITIONS.items() if source is state} - seen
            seen |= new
            todo += new
        return seen

    assert reached(State.QUEUED) == set(State)
    for state in State:
        assert state.completed or any(target.completed for target in reached(state))


def test_every_event_has_a_row():
    assert {event for _, event in TRANSITIONS} == set(Event)


def test_a_move_changes_state_instant_and_what_comes_along(build):
    entry = moved(build.entry(), Event.TURN_CAME, at="2026-04-01T00:00:01Z", tries=2)
    assert (entry.state, entry.updated_at, entry.tries) == (State.SENDING, "2026-04-01T00:00:01Z", 2)
    assert entry.created_at == build.at


def test_a_move_that_is_no_row_is_illegal(build):
    with pytest.raises(IllegalMove):
        moved(build.entry(), Event.PROVED_DONE, at=build.at)


@pytest.mark.parametrize("sent", [Sent.MAYBE, Sent.YES])
@pytest.mark.parametrize("event", sorted(UNSENT_ONLY))
def test_nothing_counts_as_unsent_once_bytes_may_have_left(build, event, sent):
    state = State.FAILED if event is Event.RETRIED else State.SENDING
    entry = build.entry(state=state)
    assert moved(entry, event, at=build.at).sent is Sent.NO
    with pytest.raises(IllegalMove, match="may have left"):
        moved(msgspec.structs.replace(entry, sent=sent), event, at=build.at)
