"""The machine under every order of events that a driver can produce, against what must hold whatever happens."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace

from epp_gateway.pool.actions import (
    Action,
    Close,
    DrainWanted,
    Event,
    Failure,
    Grant,
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
    SettingsChanged,
    TimerFired,
)
from epp_gateway.pool.circuit import CircuitState
from epp_gateway.pool.machine import Machine, Phase
from epp_gateway.pool.settings import Limits, Pace

SECONDS = st.sampled_from([0.0, 0.05, 0.5, 1.0, 3.0, 10.0, 60.0, 130.0, 500.0])


class AnyOrder(RuleBasedStateMachine):
    """A driver that does everything a driver may, and keeps its own books beside the machine's."""

    waiters = Bundle("waiters")

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.number = 0
        self.opening: set[str] = set()
        self.up: set[str] = set()
        self.proving: set[str] = set()
        self.closing: set[str] = set()
        self.ever_closed: set[str] = set()
        self.holders: dict[int, str] = {}
        self.queue: dict[int, LeaseWanted] = {}
        self.draining = False
        self.is_paced = False
        self.most = 0
        self.refused_logins = 0
        self.resumed = 0

    @initialize(
        minimum=st.integers(0, 3),
        more=st.integers(0, 3),
        waiting=st.integers(0, 6),
        spread=st.sampled_from([0.0, 0.5, 1.0]),
        linger=st.sampled_from([0.0, 100.0]),
    )
    def start(self, minimum: int, more: int, waiting: int, spread: float, linger: float) -> None:
        self.limits = Limits(
            min_sessions=minimum,
            max_sessions=max(1, minimum + more),
            max_waiting=waiting,
            idle_proof=120,
            max_age=900,
            circuit_after=3,
            circuit_rest=60,
            linger=linger,
            learned_for=400,
        )
        self.machine = Machine(self.limits, run="h", spread=lambda: spread, now=self.now)
        self.tell(TimerFired())

    # What a driver does.

    def tell(self, event: Event) -> None:
        for action in self.machine.handle(event, self.now):
            self.act(action)

    def act(self, action: Action) -> None:
        match action:
            case Open(session=session):
                assert session not in self.opening | self.up | self.ever_closed
                assert not self.draining
                self.opening.add(session)
                assert len(self.opening) == 1, "one at a time"
                assert len(self.opening | self.up | self.closing) <= self.machine.limit
            case Close(session=session):
                assert session in self.opening | self.up
                assert session not in self.closing
                self.closing.add(session)
                self.ever_closed.add(session)
            case Grant(waiter=waiter, session=session):
                assert session in self.up
                assert session not in self.closing | self.ever_closed | self.proving
                assert session not in self.holders.values(), "one waiter at a time"
                self.check_turn(self.queue.pop(waiter))
                self.holders[waiter] = session
            case Refuse(waiter=waiter, refusal=refusal):
                wanted = self.queue.pop(waiter)
                assert (refusal is Refusal.DRAINING) == self.draining
                if refusal is Refusal.CAPACITY:
                    assert wanted.deadline <= self.now or len(self.queue) >= self.limits.max_waiting
            case Prove(session=session):
                assert session in self.up - self.closing - set(self.holders.values())
                assert session not in self.proving
                self.proving.add(session)
            case Note():
                pass

    def check_turn(self, granted: LeaseWanted) -> None:
        """Nobody of a higher class was passed over, but for one who avoids the session."""
        if self.is_paced:
            return
        better = [other for other in self.queue.values() if other.priority < granted.priority and other.avoid is None]
        assert better == []

    def free(self) -> set[str]:
        return self.up - self.closing - self.proving - set(self.holders.values())

    def gone(self, session: str) -> None:
        for books in (self.opening, self.up, self.proving, self.closing):
            books.discard(session)
        self.ever_closed.add(session)

    # What may happen.

    @rule(
        target=waiters,
        panel=st.sampled_from("abc"),
        priority=st.sampled_from(Priority),
        timeout=SECONDS,
        avoid=st.booleans(),
        data=st.data(),
    )
    def somebody_wants_a_session(
        self, panel: str, priority: Priority, timeout: float, avoid: bool, data: st.DataObject
    ) -> int:
        self.number += 1
        avoided = data.draw(st.sampled_from(sorted(self.up))) if avoid and self.up else None
        wanted = LeaseWanted(
            waiter=self.number, panel=panel, priority=priority, deadline=self.now + timeout, avoid=avoided
        )
        self.queue[self.number] = wanted
        self.tell(wanted)
        return self.number

    @rule(waiter=consumes(waiters), healthy=st.booleans(), used=st.booleans(), leaves=st.booleans())
    def somebody_is_done(self, waiter: int, healthy: bool, used: bool, leaves: bool) -> None:
        session = self.holders.pop(waiter, None)
        self.queue.pop(waiter, None)
        if session is None or leaves:
            self.tell(Left(waiter=waiter))
        else:
            self.tell(Released(waiter=waiter, session=session, healthy=healthy, used=used))
            assert healthy or session in self.ever_closed

    @precondition(lambda self: self.opening)
    @rule()
    def the_session_opens(self) -> None:
        session = self.opening.pop()
        self.up.add(session)
        self.tell(Opened(session=session))

    @precondition(lambda self: self.opening)
    @rule(failure=st.sampled_from(Failure))
    def the_session_does_not_open(self, failure: Failure) -> None:
        (session,) = self.opening
        told = session in self.closing
        self.gone(session)
        if failure is Failure.REFUSED and not told:
            self.refused_logins += 1
            assert self.refused_logins <= 1 + self.resumed, "a refused login is never tried in a loop"
        self.tell(OpenFailed(session=session, cause=failure.value, failure=failure))

    @precondition(lambda self: self.up)
    @rule(data=st.data())
    def a_session_ends(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from(sorted(self.up)))
        self.gone(session)
        self.tell(SessionClosed(session=session, cause="the server hung up"))

    @precondition(lambda self: self.closing & self.up)
    @rule()
    def whatever_closes_has_closed(self) -> None:
        for session in sorted(self.closing & self.up):
            self.gone(session)
            self.tell(SessionClosed(session=session, cause="closed"))

    @precondition(lambda self: self.proving)
    @rule(data=st.data())
    def a_session_proves_itself(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from(sorted(self.proving)))
        self.proving.discard(session)
        self.tell(Proved(session=session))

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        self.tell(TimerFired())

    @rule()
    def the_next_deadline_comes(self) -> None:
        deadline = self.machine.next_deadline()
        if deadline is not None:
            self.now = deadline
            self.tell(TimerFired())

    @rule()
    def a_person_resumes(self) -> None:
        self.resumed += 1
        self.tell(ResumeWanted())

    @rule(maximum=st.integers(1, 6), pace=st.sampled_from([Pace(), Pace(), Pace(all=6), Pace(read=2, session=4)]))
    def the_settings_change(self, maximum: int, pace: Pace) -> None:
        self.resumed += 1
        self.limits = replace(self.limits, max_sessions=maximum, min_sessions=min(self.limits.min_sessions, maximum))
        self.is_paced = self.is_paced or pace != Pace()
        self.tell(SettingsChanged(limits=self.limits, pace=pace))

    @rule(seconds=SECONDS, really=st.sampled_from([False] * 9 + [True]))
    def a_drain_is_wanted(self, seconds: float, really: bool) -> None:
        if really:
            self.draining = True
            self.tell(DrainWanted(deadline=self.now + seconds))

    # What must hold.

    @invariant()
    def there_are_never_too_many_sessions(self) -> None:
        if hasattr(self, "machine"):
            standing = len(self.opening | self.up)
            assert standing <= max(self.limits.max_sessions, self.most), (
                "no more, and no more again once they are fewer"
            )
            self.most = standing
            assert set(self.machine.states) == self.opening | self.up

    @invariant()
    def the_learned_limit_is_within_bounds(self) -> None:
        if hasattr(self, "machine"):
            assert 1 <= self.machine.limit <= self.limits.max_sessions
            assert self.machine.learned_limit is None or self.machine.learned_limit >= 1

    @invariant()
    def nobody_is_lost(self) -> None:
        if hasattr(self, "machine"):
            assert self.machine.waiting == len(self.queue)
            assert len(self.queue) <= max(self.limits.max_waiting, 0)

    @invariant()
    def nobody_waits_while_a_session_that_fits_is_free(self) -> None:
        for wanted in [] if self.is_paced else self.queue.values():
            assert self.free() <= {wanted.avoid}

    @invariant()
    def nobody_waits_for_what_cannot_come(self) -> None:
        """Whoever waits either has a deadline ahead, or will be served or refused by an event under way."""
        for wanted in self.queue.values():
            deadline = self.machine.next_deadline()
            assert wanted.deadline > self.now
            assert deadline is not None
            assert deadline <= wanted.deadline
            live = self.up - self.closing
            assert live or self.machine.circuit.state is not CircuitState.OPEN

    @invariant()
    def a_timer_is_never_in_the_past(self) -> None:
        if hasattr(self, "machine"):
            deadline = self.machine.next_deadline()
            assert deadline is None or deadline > self.now

    @invariant()
    def somebody_who_waits_gets_a_session_opened_if_there_is_room(self) -> None:
        if hasattr(self, "machine") and len(self.queue) > len(self.proving) and not self.is_paced:
            room = len(self.opening | self.up) < self.machine.limit and not self.opening
            next_try = self.machine.circuit.next_try
            assert not room or next_try is None or next_try > self.now

    @invariant()
    def a_drain_ends(self) -> None:
        if self.draining:
            assert not self.queue
            assert (self.machine.phase is Phase.DRAINED) == (not self.opening | self.up)
            idle = self.free() | self.opening
            assert idle <= self.closing, "what is not in use is being closed"

    def teardown(self) -> None:
        """However it went: a drain that is carried out comes to its end."""
        if not hasattr(self, "machine"):
            return
        self.draining = True
        self.tell(DrainWanted(deadline=self.now + 5))
        self.now += 5
        self.tell(TimerFired())
        assert self.closing >= self.opening | self.up
        for session in sorted(self.opening | self.up):
            self.gone(session)
            self.tell(SessionClosed(session=session, cause="closed"))
        assert self.machine.phase is Phase.DRAINED
        assert self.machine.next_deadline() is None
        for waiter, session in self.holders.items():
            self.tell(Released(waiter=waiter, session=session))
        assert self.machine.states == {}


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
