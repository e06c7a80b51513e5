"""Stories of the machine, told in values: what happened, what is to be done."""

from typing import Any

import pytest

from epp_gateway.pool.actions import (
    Action,
    Close,
    DrainWanted,
    Event,
    Failure,
    Grant,
    How,
    LeaseWanted,
    Left,
    Note,
    Open,
    Opened,
    OpenFailed,
    Priority,
    Prove,
    Proved,
    Refusal,
    Refuse,
    Released,
    ResumeWanted,
    SessionClosed,
    TimerFired,
)
from epp_gateway.pool.circuit import CircuitState
from epp_gateway.pool.machine import Machine, Phase
from epp_gateway.pool.sessions import IllegalEvent, SessionState
from epp_gateway.pool.settings import Limits, Pace


class Story:
    """A machine and its clock. `S(n)` names the n-th session."""

    def __init__(self, *, spread: float = 0.0, pace: Pace | None = None, **limits: Any) -> None:
        numbers = Limits(**{"linger": 0.0, "warm_pause": 0.0, **limits})
        self.machine = Machine(numbers, run="t", spread=lambda: spread, now=0.0, pace=pace)
        self.now = 0.0

    def at(self, now: float) -> "Story":
        self.now = now
        return self

    def tell(self, event: Event) -> list[Action]:
        return self.machine.handle(event, self.now)

    def start(self) -> list[Action]:
        return self.tell(TimerFired())

    def want(self, waiter: int, *, timeout: float = 100.0, **more: Any) -> list[Action]:
        fields = {"panel": "p", "priority": Priority.INTERACTIVE, **more}
        return self.tell(LeaseWanted(waiter=waiter, deadline=self.now + timeout, **fields))

    def opened(self, number: int = 1) -> list[Action]:
        return self.tell(Opened(session=S(number)))

    def failed(self, number: int, cause: str = "refused", failure: Failure = Failure.TRANSIENT) -> list[Action]:
        return self.tell(OpenFailed(session=S(number), cause=cause, failure=failure))

    def back(self, waiter: int, number: int = 1, **more: Any) -> list[Action]:
        return self.tell(Released(waiter=waiter, session=S(number), **more))

    def closed(self, number: int = 1, cause: str = "closed") -> list[Action]:
        return self.tell(SessionClosed(session=S(number), cause=cause))


def S(number: int) -> str:  # noqa: N802 -- reads like the id it makes
    return f"S-t-{number}"


def grant(waiter: int, number: int = 1) -> Grant:
    return Grant(waiter=waiter, session=S(number))


def pool_of_two() -> Story:
    """Two sessions, both idle, both have served."""
    story = Story(min_sessions=2, max_sessions=2)
    story.start()
    story.opened(1)
    story.opened(2)
    story.want(901)
    story.want(902)
    story.back(901, 1)
    story.back(902, 2)
    return story


# Opening.


def test_a_pool_warms_up_one_session_at_a_time() -> None:
    story = Story(min_sessions=3)
    assert story.start() == [Open(session=S(1))]
    assert story.start() == []
    assert story.opened(1) == [Open(session=S(2))]
    assert story.opened(2) == [Open(session=S(3))]
    assert story.opened(3) == []


def test_warm_up_pauses_between_sessions_unless_somebody_waits() -> None:
    story = Story(min_sessions=3, warm_pause=2.0)
    story.start()
    assert story.opened(1) == []
    assert story.machine.next_deadline() == 1.0
    story.want(1)
    assert story.want(2) == [Open(session=S(2))]
    assert story.opened(2) == [grant(2, 2)]
    assert story.at(1.0).start() == [Open(session=S(3))]


def test_a_pool_serves_from_its_first_session() -> None:
    story = Story(min_sessions=3)
    story.start()
    assert story.want(1) == []
    assert story.opened(1) == [grant(1), Open(session=S(2))]


def test_a_pool_without_minimum_opens_only_on_demand() -> None:
    story = Story(min_sessions=0)
    assert story.start() == []
    assert story.machine.next_deadline() is None
    assert story.want(1) == [Open(session=S(1))]


def test_a_pool_grows_on_demand_up_to_its_limit() -> None:
    story = Story(max_sessions=2)
    story.start()
    story.opened(1)
    assert story.want(1) == [grant(1)]
    assert story.want(2) == [Open(session=S(2))]
    assert story.want(3) == []
    assert story.opened(2) == [grant(2, 2)]
    assert story.machine.waiting == 1
    assert story.back(1) == [grant(3)]


def test_a_session_that_is_closing_still_counts_against_the_limit() -> None:
    story = Story(max_sessions=1)
    story.start()
    story.opened()
    story.want(1)
    story.want(2)
    assert story.back(1, healthy=False) == [Close(session=S(1), how=How.KILL, reason="it was given back broken")]
    assert story.closed() == [Open(session=S(2))]


def test_session_ids_are_never_used_twice() -> None:
    story = Story(min_sessions=0)
    assert story.want(1) == [Open(session=S(1))]
    assert story.opened() == [grant(1)]
    assert story.closed() == []
    assert story.want(2) == [Open(session=S(2))]


# Leasing.


def test_the_session_that_rested_longest_is_leased_first() -> None:
    story = pool_of_two()
    assert story.want(1) == [grant(1, 1)]
    story.at(1).back(1, 1)
    assert story.want(2) == [grant(2, 2)]


def test_panels_take_turns_at_one_session() -> None:
    story = Story(max_sessions=1)
    story.start()
    story.opened()
    story.want(1, panel="big")
    for waiter in (2, 3):
        story.want(waiter, panel="big")
    story.want(4, panel="small")
    assert story.back(1) == [grant(2)]
    assert story.back(2) == [grant(4)]
    assert story.back(4) == [grant(3)]


def test_interactive_goes_before_bulk_and_bulk_before_poll() -> None:
    story = Story(max_sessions=1)
    story.start()
    story.opened()
    story.want(1)
    story.want(2, priority=Priority.POLL)
    story.want(3, priority=Priority.BULK)
    story.want(4)
    assert [story.back(1), story.back(4), story.back(3)] == [[grant(4)], [grant(3)], [grant(2)]]


def test_a_waiter_is_refused_for_capacity_when_its_deadline_comes() -> None:
    story = Story(max_sessions=1)
    story.start()
    story.opened()
    story.want(1)
    story.want(2, timeout=5)
    assert story.machine.next_deadline() == 5
    assert story.at(5).start() == [
        Refuse(waiter=2, refusal=Refusal.CAPACITY, reason="none of 1 sessions came free in time")
    ]
    assert story.back(1) == []


def test_a_session_that_is_free_is_granted_even_without_time_to_wait() -> None:
    story = pool_of_two()
    assert story.want(1, timeout=0) == [grant(1, 1)]
    story.want(2)
    (refusal,) = story.want(3, timeout=0)
    assert isinstance(refusal, Refuse)
    assert refusal.refusal is Refusal.CAPACITY


def test_only_so_many_may_wait() -> None:
    story = Story(max_sessions=1, max_waiting=1)
    story.start()
    story.opened()
    assert story.want(1) == [grant(1)]
    assert story.want(2) == []
    assert story.want(3) == [Refuse(waiter=3, refusal=Refusal.CAPACITY, reason="1 others wait for a session already")]
    assert story.back(1) == [grant(2)]


def test_a_panel_that_fills_the_waiting_room_keeps_nobody_else_out() -> None:
    story = Story(max_sessions=1, max_waiting=2)
    story.start()
    story.opened()
    assert story.want(1, panel="big") == [grant(1)]
    assert story.want(2, panel="big") + story.want(3, panel="big") == []
    assert story.want(4, panel="small") == [
        Refuse(waiter=3, refusal=Refusal.CAPACITY, reason="2 others wait for a session already")
    ]
    assert story.back(1) == [grant(2)]
    assert story.back(2) == [grant(4)]


def test_a_slow_first_session_is_no_network_error() -> None:
    story = Story()
    story.start()
    story.want(1, timeout=5)
    assert story.at(5).start() == [Refuse(waiter=1, refusal=Refusal.CAPACITY, reason="no session was open in time")]


def test_a_waiter_who_leaves_the_queue_is_forgotten() -> None:
    story = Story()
    story.start()
    story.want(1)
    assert story.tell(Left(waiter=1)) == []
    assert story.opened() == []
    assert story.machine.waiting == 0


def test_a_waiter_who_leaves_after_its_grant_gives_the_session_to_the_next() -> None:
    story = Story(max_sessions=1)
    story.start()
    story.opened()
    story.want(1)
    story.want(2)
    assert story.tell(Left(waiter=1)) == [grant(2)]


def test_a_stranger_may_leave() -> None:
    assert Story(min_sessions=0).tell(Left(waiter=9)) == []


def test_a_session_given_back_after_it_died_changes_nothing() -> None:
    story = Story()
    story.start()
    story.opened()
    story.want(1)
    assert story.closed() == [Open(session=S(2))]
    assert story.back(1) == []


def test_a_session_cannot_be_given_back_by_somebody_else() -> None:
    story = Story()
    story.start()
    story.opened()
    story.want(1)
    with pytest.raises(IllegalEvent, match="waiter 2 gave back"):
        story.back(2)


def test_whoever_gave_its_session_back_has_nothing_more_to_do_with_it() -> None:
    story = Story()
    story.start()
    story.opened()
    story.want(1)
    story.back(1)
    assert story.tell(Left(waiter=1)) == []
    with pytest.raises(IllegalEvent, match="does not hold"):
        story.back(1)


@pytest.mark.parametrize(
    "event",
    [Opened(session="S-x"), OpenFailed(session="S-x", cause="c"), SessionClosed(session="S-x", cause="c")],
)
def test_what_happens_to_an_unknown_session_is_a_bug_of_the_driver(event: Event) -> None:
    with pytest.raises(IllegalEvent, match="gone"):
        Story().tell(event)


# Avoiding a session.


def test_a_waiter_gets_another_session_than_the_one_it_avoids() -> None:
    story = pool_of_two()
    assert story.want(1, avoid=S(1)) == [grant(1, 2)]


def test_another_session_is_opened_for_a_waiter_who_avoids_the_only_one() -> None:
    story = Story(max_sessions=2)
    story.start()
    story.opened()
    assert story.want(1, avoid=S(1)) == [Open(session=S(2))]
    assert story.want(2) == [grant(2)]
    assert story.opened(2) == [grant(1, 2)]


def test_the_only_session_that_can_be_is_given_even_if_avoided() -> None:
    story = Story(max_sessions=1)
    story.start()
    story.opened()
    assert story.want(1, avoid=S(1)) == [grant(1)]


def test_an_avoided_session_is_given_when_no_other_can_be_opened_now() -> None:
    story = Story(max_sessions=2)
    story.start()
    story.opened()
    assert story.want(1, avoid=S(1)) == [Open(session=S(2))]
    assert story.failed(2) == [grant(1)]


# Proof and age.


def test_an_idle_session_is_proved_before_it_is_leased() -> None:
    story = Story(max_sessions=1, idle_proof=120)
    story.start()
    story.opened()
    assert story.machine.next_deadline() == 120
    assert story.at(500).want(1) == [Prove(session=S(1))]
    assert story.tell(Proved(session=S(1))) == [grant(1)]


def test_a_proof_is_worth_as_much_as_a_command() -> None:
    story = Story(idle_proof=120)
    story.start()
    story.opened()
    story.at(120).start()
    story.tell(Proved(session=S(1)))
    assert story.machine.next_deadline() == 240


def test_a_lease_without_an_answered_command_is_no_proof() -> None:
    story = Story(idle_proof=120)
    story.start()
    story.opened()
    story.at(100).want(1)
    story.at(119).back(1, used=False)
    assert story.machine.next_deadline() == 120


def test_a_session_without_proof_is_replaced() -> None:
    story = Story(max_sessions=1, idle_proof=120)
    story.start()
    story.opened()
    story.want(9)
    story.back(9)
    story.at(120).want(1)
    assert story.closed(cause="2002") == [Open(session=S(2))]
    assert story.tell(Proved(session=S(1))) == []


def test_nobody_opens_a_session_for_a_waiter_whose_session_is_being_proved() -> None:
    story = Story(max_sessions=5, idle_proof=120)
    story.start()
    story.opened()
    assert story.at(120).want(1) == [Prove(session=S(1))]
    assert story.want(2) == [Open(session=S(2))]


def test_an_old_session_logs_out_and_is_replaced() -> None:
    story = Story(max_age=1000, idle_proof=5000)
    story.start()
    story.opened()
    assert story.machine.next_deadline() == 1000
    assert story.at(1000).start() == [Close(session=S(1), how=How.LOGOUT, reason="it is too old")]
    assert story.closed() == [Open(session=S(2))]


def test_an_old_session_in_use_ends_when_it_is_given_back() -> None:
    story = Story(max_age=1000, idle_proof=5000, max_sessions=1)
    story.start()
    story.opened()
    story.want(1)
    assert story.at(2000).start() == []
    story.want(2)
    assert story.back(1) == [Close(session=S(1), how=How.LOGOUT, reason="it is too old")]


def test_jitter_shortens_a_life_by_its_share() -> None:
    story = Story(max_age=1000, jitter=0.1, idle_proof=5000, spread=0.5)
    story.start()
    story.opened()
    assert story.machine.next_deadline() == 950


# Trouble.


def test_a_failure_is_followed_by_a_pause_and_one_more_try() -> None:
    story = Story(backoff_first=4, spread=1.0)
    story.start()
    assert story.failed(1) == []
    assert story.machine.next_deadline() == 4
    assert story.at(3.9).want(1) == []
    assert story.at(4).start() == [Open(session=S(2))]


def test_waiters_of_an_unreachable_registry_hear_the_cause_when_their_time_is_over() -> None:
    story = Story()
    story.start()
    story.want(1, timeout=0.3)
    story.failed(1, "connection refused")
    assert story.at(0.3).start() == [Refuse(waiter=1, refusal=Refusal.UNREACHABLE, reason="connection refused")]


def test_too_many_failures_open_the_circuit_and_refuse_everybody_at_once() -> None:
    story = Story(circuit_after=2)
    story.start()
    story.failed(1, "connection refused")
    story.at(1).want(1)
    reason = "no answer (at first: connection refused)"
    assert story.failed(2, "no answer") == [
        Note(event="circuit opened", reason=reason),
        Refuse(waiter=1, refusal=Refusal.UNREACHABLE, reason=reason),
    ]
    assert story.want(2) == [Refuse(waiter=2, refusal=Refusal.UNREACHABLE, reason=reason)]


def test_an_open_circuit_is_knocked_at_once_after_its_rest() -> None:
    story = Story(circuit_rest=60, max_sessions=5, min_sessions=3)
    story.start()
    story.failed(1, "expired", Failure.LASTING)
    assert story.machine.next_deadline() == 60
    assert story.at(60).start() == [Open(session=S(2))]
    assert story.want(1) == []
    assert story.machine.circuit.state is CircuitState.HALF_OPEN
    assert story.failed(2, "expired", Failure.LASTING) == [
        Note(event="circuit opened", reason="expired"),
        Refuse(waiter=1, refusal=Refusal.UNREACHABLE, reason="expired"),
    ]
    assert story.machine.next_deadline() == 120


def test_a_knock_that_is_let_in_serves_again() -> None:
    story = Story()
    story.start()
    story.failed(1, "expired", Failure.LASTING)
    story.at(60).start()
    assert story.opened(2) == [Note(event="circuit closed", reason="a session was opened")]
    assert story.want(1) == [grant(1, 2)]


def test_a_refused_login_is_tried_once_and_never_again_by_itself() -> None:
    story = Story(min_sessions=3)
    story.start()
    assert story.failed(1, "login answered 2200", Failure.REFUSED) == [
        Note(event="circuit opened", reason="login answered 2200")
    ]
    assert story.machine.next_deadline() is None
    assert story.at(1e9).want(1) == [Refuse(waiter=1, refusal=Refusal.UNREACHABLE, reason="login answered 2200")]


def test_a_refused_login_is_tried_again_when_a_person_resumes() -> None:
    story = Story()
    story.start()
    story.failed(1, "login answered 2200", Failure.REFUSED)
    assert story.tell(ResumeWanted()) == [
        Note(event="circuit closed", reason="resumed by hand"),
        Open(session=S(2)),
    ]
    assert story.tell(ResumeWanted()) == []


def test_sessions_that_are_up_go_on_while_the_circuit_is_open() -> None:
    story = Story(max_sessions=2)
    story.start()
    story.opened()
    story.want(1)
    story.want(2)
    story.failed(2, "login answered 2200", Failure.REFUSED)
    assert story.back(1) == [grant(2)]
    assert story.want(3) == []
    assert story.closed() == [Refuse(waiter=3, refusal=Refusal.UNREACHABLE, reason="login answered 2200")]


def test_a_server_that_hangs_up_after_each_login_is_not_logged_in_to_in_a_loop() -> None:
    story = Story(circuit_after=3, backoff_first=1, spread=1.0)
    story.start()
    for number, pause in ((1, 1), (2, 2)):
        story.opened(number)
        assert story.closed(number, "hung up") == []
        assert story.machine.next_deadline() == story.now + pause
        story.at(story.now + pause).start()
    story.opened(3)
    assert story.closed(3, "hung up") == [Note(event="circuit opened", reason="hung up")]


def test_a_session_that_dies_after_it_served_is_replaced_at_once() -> None:
    story = Story()
    story.start()
    story.opened()
    story.want(1)
    story.back(1)
    assert story.closed() == [Open(session=S(2))]


# The learned limit.


def test_a_2502_teaches_the_number_of_sessions_that_are_in() -> None:
    story = Story(max_sessions=5)
    story.start()
    story.opened(1)
    story.want(1)
    story.want(2)
    story.opened(2)
    story.want(3)
    assert story.failed(3, "login answered 2502", Failure.FULL) == [
        Note(event="limit learned", reason="2 sessions: login answered 2502")
    ]
    assert story.machine.limit == 2
    assert story.at(80).want(4) == []


def test_a_learned_limit_is_never_below_one() -> None:
    story = Story()
    story.start()
    story.failed(1, "2502", Failure.FULL)
    assert story.machine.learned_limit == 1
    assert story.at(1).start() == [Open(session=S(2))]


def test_a_learned_limit_expires() -> None:
    story = Story(max_sessions=5, learned_for=900, idle_proof=5000)
    story.start()
    story.opened(1)
    story.want(1)
    story.want(2, timeout=5000)
    story.failed(2, "2502", Failure.FULL)
    assert story.machine.next_deadline() == 900
    assert story.at(900).start() == [
        Note(event="limit forgotten", reason="1 sessions were believed long enough"),
        Open(session=S(3)),
    ]


def test_nothing_is_learned_while_sessions_of_a_previous_run_may_linger() -> None:
    story = Story(max_sessions=5, linger=300)
    story.start()
    assert story.at(299).failed(1, "2502", Failure.FULL) == []
    assert story.machine.learned_limit is None
    story.at(301).start()
    story.failed(2, "2502", Failure.FULL)
    assert story.machine.learned_limit == 1


def test_a_full_account_is_a_matter_of_capacity() -> None:
    story = Story()
    story.start()
    story.want(1, timeout=0.2)
    story.failed(1, "login answered 2502", Failure.FULL)
    assert story.at(0.2).start() == [Refuse(waiter=1, refusal=Refusal.CAPACITY, reason="login answered 2502")]


# Draining.


def test_a_drained_pool_logs_out_idle_sessions_and_waits_for_those_in_use() -> None:
    story = pool_of_two()
    story.want(1)
    assert story.tell(DrainWanted(deadline=30)) == [Close(session=S(2), how=How.LOGOUT, reason="the pool is draining")]
    story.closed(2)
    assert story.machine.next_deadline() == 30
    assert story.back(1) == [Close(session=S(1), how=How.LOGOUT, reason="the pool is draining")]
    assert story.machine.phase is Phase.DRAINING
    assert story.closed(1) == []
    assert story.machine.phase is Phase.DRAINED
    assert story.machine.next_deadline() is None


def test_a_draining_pool_refuses_those_who_wait_and_those_who_come() -> None:
    story = Story(max_sessions=1)
    story.start()
    story.opened()
    story.want(1)
    story.want(2)
    assert story.tell(DrainWanted(deadline=30)) == [
        Refuse(waiter=2, refusal=Refusal.DRAINING, reason="the pool is draining")
    ]
    assert story.want(3) == [Refuse(waiter=3, refusal=Refusal.DRAINING, reason="the pool is draining")]
    story.back(1)
    story.closed()
    assert story.want(4) == [Refuse(waiter=4, refusal=Refusal.DRAINING, reason="the pool is drained")]


def test_what_still_runs_at_the_end_of_the_drain_is_killed() -> None:
    story = Story()
    story.start()
    story.opened()
    story.want(1)
    story.tell(DrainWanted(deadline=30))
    assert story.at(30).start() == [Close(session=S(1), how=How.KILL, reason="the pool is draining")]
    assert story.machine.next_deadline() is None
    assert story.back(1) == []
    assert story.closed() == []
    assert story.machine.phase is Phase.DRAINED


def test_a_session_that_is_being_opened_when_the_drain_comes_is_killed() -> None:
    story = Story()
    story.start()
    assert story.tell(DrainWanted(deadline=30)) == [Close(session=S(1), how=How.KILL, reason="the pool is draining")]
    assert story.opened() == []
    assert story.machine.states == {S(1): SessionState.CLOSING}
    assert story.closed() == []
    assert story.machine.phase is Phase.DRAINED


def test_an_opening_that_fails_in_a_drain_blames_nobody() -> None:
    story = Story()
    story.start()
    story.tell(DrainWanted(deadline=30))
    assert story.failed(1, "killed", Failure.LASTING) == []
    assert story.machine.circuit.last_cause is None
    assert story.machine.phase is Phase.DRAINED


def test_a_second_drain_can_only_shorten_the_time() -> None:
    story = Story()
    story.start()
    story.opened()
    story.want(1)
    story.tell(DrainWanted(deadline=30))
    story.tell(DrainWanted(deadline=60))
    assert story.machine.next_deadline() == 30
    story.tell(DrainWanted(deadline=10))
    assert story.machine.next_deadline() == 10


def test_an_empty_pool_is_drained_at_once() -> None:
    story = Story(min_sessions=0)
    assert story.tell(DrainWanted(deadline=30)) == []
    assert story.machine.phase is Phase.DRAINED


def test_a_session_that_is_being_proved_ends_after_its_proof_when_drained() -> None:
    story = Story(idle_proof=120)
    story.start()
    story.opened()
    story.at(120).start()
    assert story.tell(DrainWanted(deadline=150)) == []
    assert story.tell(Proved(session=S(1))) == [Close(session=S(1), how=How.LOGOUT, reason="the pool is draining")]
