from itertools import product

import pytest

from epp_gateway.pool import actions as do
from epp_gateway.pool.sessions import ARROWS, LIVE, IllegalEvent, SessionState, Slot, step

CAUSES = {
    do.Opened: do.Opened(session="s"),
    do.OpenFailed: do.OpenFailed(session="s", cause="c"),
    do.SessionClosed: do.SessionClosed(session="s", cause="c"),
    do.Released: do.Released(waiter=1, session="s"),
    do.Left: do.Left(waiter=1),
    do.Proved: do.Proved(session="s"),
    do.Grant: do.Grant(waiter=1, session="s"),
    do.Prove: do.Prove(session="s"),
    do.Close: do.Close(session="s", how=do.How.KILL, reason="r"),
}


@pytest.mark.parametrize(("state", "cause"), list(product(SessionState, CAUSES)))
def test_every_pair_of_state_and_cause_is_a_row_or_is_refused(state: SessionState, cause: type) -> None:
    slot = Slot("s")
    slot.state = state
    if (state, cause) in ARROWS:
        slot.move(CAUSES[cause])
        assert slot.state is ARROWS[state, cause]
    else:
        with pytest.raises(IllegalEvent, match=state.value):
            slot.move(CAUSES[cause])
        assert slot.state is state


def test_a_session_that_closes_or_is_gone_never_becomes_live_again() -> None:
    for (state, _cause), after in ARROWS.items():
        if state in {SessionState.CLOSING, SessionState.GONE}:
            assert after not in LIVE


def test_only_an_idle_session_is_granted_or_asked_for_a_proof() -> None:
    assert [state for state, cause in ARROWS if cause in {do.Grant, do.Prove}] == [SessionState.IDLE] * 2


def test_every_state_can_be_reached_and_every_one_but_gone_can_be_left() -> None:
    assert {after for (before, _), after in ARROWS.items() if before is not after} == set(SessionState) - {
        SessionState.OPENING
    }
    assert {before for (before, _), after in ARROWS.items() if before is not after} == set(SessionState) - {
        SessionState.GONE
    }


def test_step_names_the_event_that_cannot_be() -> None:
    with pytest.raises(IllegalEvent, match="Opened for a session that is leased"):
        step(SessionState.LEASED, CAUSES[do.Opened])
