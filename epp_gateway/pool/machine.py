"""The pool as a pure machine: events in, actions out. It never waits, connects, reads a clock or draws a number.

Under Trio a function without `await` is atomic, so the machine needs no lock. Its driver tells it what happened, does
what it answers in that order, and calls again with `TimerFired` when `next_deadline()` has come.

Rules that hold in every state:
1. Sessions being opened, in use and being closed together never exceed the limit.
2. Sessions are opened one at a time: a wrong password is tried once, and a registry in trouble is knocked at once.
3. A session goes to one waiter at a time, and never again once it was told to close.
4. Nobody waits while a session that fits is free, nor when no session can come.

SERVING    -> DRAINING: asked to drain.
DRAINING   No leases any more; ends sessions as they come free, all of them at the deadline.   -> DRAINED: none is left.
DRAINED    The end.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial

from . import actions as do
from .circuit import Circuit
from .pace import Buckets, CommandClass
from .sessions import IllegalEvent, SessionState, Slot, Slots
from .settings import Limits, Pace
from .waiting import WaitingRoom


class Phase(Enum):
    """See the module's text."""

    SERVING = "serving"
    DRAINING = "draining"
    DRAINED = "drained"


class Machine:
    """One pool.

    Args:
        limits: its numbers.
        run: makes session ids unique across restarts; ids are `S-<run>-<n>`.
        spread: gives numbers from 0 to 1 for jitter.
        now: the instant of birth; every later instant is of the same clock, in seconds.
        pace: how many commands a minute may leave.
    """

    def __init__(
        self, limits: Limits, *, run: str, spread: Callable[[], float], now: float, pace: Pace | None = None
    ) -> None:
        self.phase = Phase.SERVING
        self.circuit = Circuit(limits, spread)
        self.learned_limit: int | None = None
        self._limits = limits
        self._run = run
        self._spread = spread
        self._born = now
        self._slots = Slots()
        self._room = WaitingRoom()
        self._buckets = Buckets(pace or Pace(), now)
        self._now = now
        self._count = 0
        self._warm_at = now
        self._forget_limit_at = 0.0
        self._drain_deadline = 0.0
        self._handlers: dict[type, Callable[..., Iterator[do.Action]]] = {
            do.LeaseWanted: self._lease_wanted,
            do.Left: self._left,
            do.Released: self._released,
            do.Sent: self._sent,
            do.Opened: self._opened,
            do.OpenFailed: self._open_failed,
            do.Proved: self._proved,
            do.SessionClosed: self._closed,
            do.TimerFired: self._timer_fired,
            do.DrainWanted: self._drain_wanted,
            do.ResumeWanted: self._resume_wanted,
            do.SettingsChanged: self._settings_changed,
        }

    @property
    def limit(self) -> int:
        """How many sessions there may be now."""
        limits = self._limits
        return limits.max_sessions if self.learned_limit is None else min(limits.max_sessions, self.learned_limit)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._room)

    @property
    def states(self) -> dict[str, SessionState]:
        """The sessions and their states."""
        return {slot.id: slot.state for slot in self._slots}

    def handle(self, event: do.Event, now: float) -> list[do.Action]:
        """Take an event and tell what to do about it, in order.

        Raises:
            IllegalEvent: when it cannot happen to that session in its state.
            ValueError: when a waiter's number is used twice at a time.
        """
        self._now = now
        actions = list(self._handlers[type(event)](event, now))
        actions += self._settle(now)
        if isinstance(event, do.LeaseWanted) and event.waiter in self._room and self.waiting > self._limits.max_waiting:
            surplus = self._room.surplus(event)
            self._room.remove(surplus.waiter)
            actions.append(_refuse(surplus, do.Refusal.CAPACITY, f"{self.waiting} others wait for a session already"))
        return actions

    def next_deadline(self) -> float | None:
        """When to call with TimerFired, or None if only another event can change anything. Later than the last call."""
        if self.phase is not Phase.SERVING:
            over = all(slot.state is SessionState.CLOSING for slot in self._slots)
            return None if over else self._drain_deadline
        instants = [self._room.next_deadline(), self._opening_due(), self._match_due()]
        instants += map(self._slot_due, self._slots)
        if self.learned_limit is not None:
            instants.append(self._forget_limit_at)
        return min((instant for instant in instants if instant is not None), default=None)

    # What happened.

    def _lease_wanted(self, event: do.LeaseWanted, _now: float) -> Iterator[do.Action]:
        if self.phase is Phase.SERVING:
            self._room.add(event)
        else:
            yield _refuse(event, do.Refusal.DRAINING, f"the pool is {self.phase.value}")

    def _left(self, event: do.Left, now: float) -> Iterator[do.Action]:
        if self._room.remove(event.waiter) is None:
            slot = self._slots.held_by(event.waiter)
            if slot is not None:
                self._give_back(slot, event, now)
        yield from ()

    def _released(self, event: do.Released, now: float) -> Iterator[do.Action]:
        slot = self._slots.find(event)
        if slot is None:
            return
        if slot.holder != event.waiter:
            raise IllegalEvent(f"waiter {event.waiter} gave back {slot!r}, which it does not hold")
        self._give_back(slot, event, now)
        slot.rests_until = now + self._limits.error_penalty if event.refused else now
        if event.used and event.healthy:
            self._prove_worth(slot, now)
        if not event.healthy and slot.state is SessionState.IDLE:
            yield self._close(slot, do.How.KILL, "it was given back broken")

    def _sent(self, event: do.Sent, now: float) -> Iterator[do.Action]:
        self._buckets.spend(event.kind, now)
        yield from ()

    def _opened(self, event: do.Opened, now: float) -> Iterator[do.Action]:
        slot = self._slots.known(event)
        slot.move(event)
        if slot.state is not SessionState.IDLE:
            return
        slot.expires_at = now + self._spread_out(self._limits.max_age)
        slot.proof_due = now + self._spread_out(self._limits.idle_proof)
        slot.idle_since = now
        self._warm_at = now + self._limits.warm_pause * (0.5 + 0.5 * self._spread())
        if self.circuit.opened():
            yield do.Note(event="circuit closed", reason="a session was opened")

    def _open_failed(self, event: do.OpenFailed, now: float) -> Iterator[do.Action]:
        told_to_close = self._slots.known(event).state is SessionState.CLOSING
        self._forget(event)
        if told_to_close:
            return
        if event.failure is do.Failure.FULL and now >= self._born + self._limits.linger:
            self.learned_limit = max(1, self._slots.standing)
            self._forget_limit_at = now + self._limits.learned_for
            yield do.Note(event="limit learned", reason=f"{self.learned_limit} sessions: {event.cause}")
        yield from self._failed(event.cause, event.failure, now)

    def _proved(self, event: do.Proved, now: float) -> Iterator[do.Action]:
        slot = self._slots.find(event)
        if slot is not None:
            slot.move(event)
            if slot.state is SessionState.IDLE:
                self._prove_worth(slot, now)
        yield from ()

    def _closed(self, event: do.SessionClosed, now: float) -> Iterator[do.Action]:
        slot = self._slots.known(event)
        # A server that takes logins and then hangs up at once must not be logged in to in a loop.
        stillborn = not slot.served and slot.state in {SessionState.IDLE, SessionState.PROVING}
        self._forget(event)
        if stillborn:
            yield from self._failed(event.cause, do.Failure.TRANSIENT, now)

    def _timer_fired(self, _event: do.TimerFired, _now: float) -> Iterator[do.Action]:
        yield from ()

    def _drain_wanted(self, event: do.DrainWanted, _now: float) -> Iterator[do.Action]:
        if self.phase is Phase.SERVING:
            self.phase = Phase.DRAINING
            self._drain_deadline = event.deadline
        self._drain_deadline = min(self._drain_deadline, event.deadline)
        for waiter in self._room.clear():
            yield _refuse(waiter, do.Refusal.DRAINING, "the pool is draining")

    def _resume_wanted(self, _event: do.ResumeWanted, _now: float) -> Iterator[do.Action]:
        if self.circuit.resume():
            yield do.Note(event="circuit closed", reason="resumed by hand")

    def _settings_changed(self, event: do.SettingsChanged, now: float) -> Iterator[do.Action]:
        self._limits = event.limits
        self._buckets = Buckets(event.pace, now)
        self.circuit.limits = event.limits
        for slot in self._slots:
            slot.is_outdated = True
        if self.circuit.resume():
            yield do.Note(event="circuit closed", reason="the settings were changed")

    # What follows, whatever happened.

    def _settle(self, now: float) -> Iterator[do.Action]:
        if self.phase is not Phase.SERVING:
            yield from self._wind_down(now)
            return
        if self.learned_limit is not None and now >= self._forget_limit_at:
            yield do.Note(event="limit forgotten", reason=f"{self.learned_limit} sessions were believed long enough")
            self.learned_limit = None
        yield from self._care(now)
        yield from self._match(now)
        for waiter in self._room.overdue(now):
            yield self._too_late(waiter)
        if self.circuit.is_open and not self._slots.live:
            for waiter in self._room.clear():
                yield _refuse(waiter, do.Refusal.UNREACHABLE, self.circuit.reason)
        yield from self._grow(now)

    def _wind_down(self, now: float) -> Iterator[do.Action]:
        over = now >= self._drain_deadline
        for slot in self._slots:
            if slot.state is SessionState.IDLE:
                yield self._close(slot, do.How.LOGOUT, "the pool is draining")
            elif slot.state is SessionState.OPENING or (over and slot.is_live):
                yield self._close(slot, do.How.KILL, "the pool is draining")
        if not self._slots:
            self.phase = Phase.DRAINED

    def _care(self, now: float) -> Iterator[do.Action]:
        for slot in self._slots:
            if slot.state is not SessionState.IDLE:
                continue
            if now >= slot.expires_at:
                yield self._close(slot, do.How.LOGOUT, "it is too old")
            elif self._slots.standing > self.limit and not self._slots.are_moving:
                yield self._close(slot, do.How.LOGOUT, "the limit was lowered")
            elif slot.is_outdated and self._may_replace():
                yield self._close(slot, do.How.LOGOUT, "the settings were changed")
            elif now >= self._proof_due(slot):
                self._buckets.spend(CommandClass.READ, now)
                action = do.Prove(session=slot.id)
                slot.move(action)
                yield action

    def _match(self, now: float) -> Iterator[do.Action]:
        if not self._room:
            return
        # The one that rested longest goes first, so that all stay fresh and a bad one is not taken again and again.
        rested = [slot for slot in self._slots.in_state(SessionState.IDLE) if slot.rests_until <= now]
        for slot in sorted(rested, key=lambda slot: slot.idle_since):
            waiter = self._room.take(partial(self._fits, slot, now))
            if waiter is not None:
                self._buckets.spend(waiter.kind, now)
                action = do.Grant(waiter=waiter.waiter, session=slot.id)
                slot.move(action)
                slot.holder = waiter.waiter
                yield action

    def _grow(self, now: float) -> Iterator[do.Action]:
        due = self._opening_due()
        if due is not None and now >= due:
            self._count += 1
            slot = Slot(f"S-{self._run}-{self._count}")
            self._slots.add(slot)
            self.circuit.tried()
            self._buckets.spend(CommandClass.SESSION, now)
            yield do.Open(session=slot.id)

    # Questions.

    def _opening_due(self) -> float | None:
        """When another session should be opened; None when none is needed or none may be."""
        if not self._has_room() or self.circuit.next_try is None:
            return None
        earliest = max(self.circuit.next_try, self._buckets.ready_at(CommandClass.SESSION, self._now))
        # A waiter that the registry's pace holds up needs no other session.
        needed = self.waiting if self._buckets.next_of(self._room.kinds, self._now) <= self._now else 0
        if needed > len(self._slots.in_state(SessionState.PROVING)) or self.circuit.is_open:
            return earliest
        if len(self._slots) < min(self._limits.min_sessions, self.limit) or self._slots.are_outdated:
            return max(earliest, self._warm_at)
        return None

    def _match_due(self) -> float | None:
        """When a waiter and a session that is free may come together: after a rest, or when the pace allows it."""
        free = self._slots.in_state(SessionState.IDLE)
        if not self._room or not free:
            return None
        instants = [self._buckets.next_of(self._room.kinds, self._now), *(slot.rests_until for slot in free)]
        return min((instant for instant in instants if instant > self._now), default=None)

    def _may_replace(self) -> bool:
        """Whether one outdated session may go: one at a time, and only while those with the new settings come up.

        Where there is room, a new one is opened first: if the new settings do not work, the old sessions live on.
        """
        settled = not self._slots.are_moving and self.circuit.last_failure is None
        return settled and not (self._slots.are_outdated and self._has_room())

    def _slot_due(self, slot: Slot) -> float | None:
        if slot.state is not SessionState.IDLE:
            return None
        return min(slot.expires_at, self._proof_due(slot))

    def _proof_due(self, slot: Slot) -> float:
        return max(slot.proof_due, self._buckets.ready_at(CommandClass.READ, self._now))

    def _has_room(self) -> bool:
        return len(self._slots) < self.limit and not self._slots.in_state(SessionState.OPENING)

    def _fits(self, slot: Slot, now: float, waiter: do.LeaseWanted) -> bool:
        """Whether a waiter takes a session: the one it avoids only when no other is there or can be opened now."""
        if self._buckets.ready_at(waiter.kind, now) > now:
            return False
        if waiter.avoid != slot.id:
            return True
        if any(other is not slot and other.state is not SessionState.CLOSING for other in self._slots):
            return False
        next_try = self.circuit.next_try
        return not self._has_room() or next_try is None or next_try > now

    def _too_late(self, waiter: do.LeaseWanted) -> do.Action:
        live = self._slots.live
        if self._buckets.ready_at(waiter.kind, self._now) > self._now:
            return _refuse(waiter, do.Refusal.CAPACITY, "the registry takes no more commands for now, by its own limit")
        if live:
            return _refuse(waiter, do.Refusal.CAPACITY, f"none of {live} sessions came free in time")
        if self.circuit.last_failure in {None, do.Failure.FULL}:
            return _refuse(waiter, do.Refusal.CAPACITY, self.circuit.last_cause or "no session was open in time")
        return _refuse(waiter, do.Refusal.UNREACHABLE, self.circuit.reason)

    # Small steps.

    def _forget(self, event: do.OpenFailed | do.SessionClosed) -> None:
        self._slots.known(event).move(event)
        self._slots.forget(event.session)

    def _give_back(self, slot: Slot, event: do.Event, now: float) -> None:
        slot.move(event)
        slot.holder = None
        slot.idle_since = now

    def _spread_out(self, seconds: float) -> float:
        """A time shortened by up to `jitter`, so that sessions opened together do not act together."""
        return seconds * (1 - self._limits.jitter * self._spread())

    def _prove_worth(self, slot: Slot, now: float) -> None:
        slot.proof_due = now + self._spread_out(self._limits.idle_proof)
        if not slot.served:
            slot.served = True
            self.circuit.served()

    def _close(self, slot: Slot, how: do.How, reason: str) -> do.Close:
        if how is do.How.LOGOUT:
            self._buckets.spend(CommandClass.SESSION, self._now)
        action = do.Close(session=slot.id, how=how, reason=reason)
        slot.move(action)
        return action

    def _failed(self, cause: str, failure: do.Failure, now: float) -> Iterator[do.Action]:
        if self.circuit.failed(cause, failure, now):
            yield do.Note(event="circuit opened", reason=self.circuit.reason)


def _refuse(waiter: do.LeaseWanted, refusal: do.Refusal, reason: str) -> do.Refuse:
    return do.Refuse(waiter=waiter.waiter, refusal=refusal, reason=reason)
