from collections.abc import Callable

from epp_gateway.pool.actions import Failure
from epp_gateway.pool.circuit import Circuit, CircuitState
from epp_gateway.pool.settings import Limits

LIMITS = Limits(backoff_first=1, backoff_cap=8, circuit_after=3, circuit_rest=60)


def always(number: float) -> Callable[[], float]:
    return lambda: number


def circuit(spread: float = 1.0, limits: Limits = LIMITS) -> Circuit:
    return Circuit(limits, always(spread))


def test_at_first_a_session_may_be_tried_at_once() -> None:
    assert circuit().next_try == 0.0


def test_pauses_double_up_to_the_cap() -> None:
    breaker = circuit(limits=Limits(backoff_first=1, backoff_cap=8, circuit_after=99))
    pauses = []
    for _ in range(5):
        breaker.failed("refused", Failure.TRANSIENT, 100.0)
        pauses.append((breaker.next_try or 0) - 100.0)
    assert pauses == [1, 2, 4, 8, 8]


def test_jitter_takes_up_to_half_of_a_pause() -> None:
    breaker = circuit(spread=0.0)
    breaker.failed("refused", Failure.TRANSIENT, 100.0)
    assert breaker.next_try == 100.5


def test_a_pause_stays_finite_after_very_many_failures() -> None:
    breaker = circuit(limits=Limits(circuit_after=100_000))
    for _ in range(5000):
        breaker.failed("refused", Failure.TRANSIENT, 0.0)
    assert breaker.next_try == 60.0


def test_too_many_failures_in_a_row_open_it_and_the_first_cause_is_kept() -> None:
    breaker = circuit()
    assert [breaker.failed(f"cause {n}", Failure.TRANSIENT, 0.0) for n in (1, 2, 3)] == [False, False, True]
    assert breaker.state is CircuitState.OPEN
    assert breaker.reason == "cause 3 (at first: cause 1)"


def test_one_session_that_served_ends_the_row() -> None:
    breaker = circuit()
    breaker.failed("a", Failure.TRANSIENT, 0.0)
    breaker.failed("b", Failure.TRANSIENT, 0.0)
    breaker.opened()
    breaker.served()
    assert not breaker.failed("c", Failure.TRANSIENT, 0.0)
    assert breaker.reason == "c"


def test_an_open_that_never_served_does_not_end_the_row() -> None:
    breaker = circuit()
    breaker.failed("a", Failure.TRANSIENT, 0.0)
    breaker.failed("b", Failure.TRANSIENT, 0.0)
    breaker.opened()
    assert breaker.failed("hung up at once", Failure.TRANSIENT, 0.0)


def test_a_lasting_failure_opens_it_at_once_and_one_knock_follows_the_rest() -> None:
    breaker = circuit(spread=0.0)
    assert breaker.failed("expired", Failure.LASTING, 10.0)
    assert breaker.next_try == 70.0
    breaker.tried()
    assert breaker.state is CircuitState.HALF_OPEN
    assert breaker.next_try is None
    assert breaker.failed("still expired", Failure.TRANSIENT, 80.0)
    assert breaker.next_try == 140.0


def test_a_knock_that_is_let_in_closes_it() -> None:
    breaker = circuit()
    breaker.failed("expired", Failure.LASTING, 0.0)
    breaker.tried()
    assert breaker.opened()
    assert breaker.state is CircuitState.CLOSED
    assert not breaker.opened()


def test_a_knock_at_a_full_account_closes_it_with_a_pause() -> None:
    breaker = circuit()
    breaker.failed("expired", Failure.LASTING, 0.0)
    breaker.tried()
    assert not breaker.failed("too many sessions", Failure.FULL, 100.0)
    assert breaker.state is CircuitState.CLOSED
    assert breaker.next_try is not None
    assert breaker.next_try > 100.0


def test_a_refused_login_is_never_tried_again_by_itself() -> None:
    breaker = circuit()
    assert breaker.failed("2200", Failure.REFUSED, 0.0)
    assert breaker.next_try is None
    breaker.failed("an older session died young", Failure.TRANSIENT, 5.0)
    assert breaker.next_try is None


def test_a_person_may_resume_a_refused_login() -> None:
    breaker = circuit()
    assert not breaker.resume()
    breaker.failed("2200", Failure.REFUSED, 0.0)
    assert breaker.resume()
    assert breaker.next_try == 0.0
    assert breaker.last_cause is None


def test_a_full_account_never_opens_it() -> None:
    breaker = circuit()
    assert not any(breaker.failed("2502", Failure.FULL, 0.0) for _ in range(20))
    assert breaker.state is CircuitState.CLOSED


def test_an_old_session_that_serves_does_not_hide_why_it_is_open() -> None:
    breaker = circuit()
    breaker.failed("expired", Failure.LASTING, 0.0)
    breaker.served()
    assert breaker.reason == "expired"


def test_without_a_failure_the_reason_is_plain() -> None:
    assert circuit().reason == "no session could be opened"
