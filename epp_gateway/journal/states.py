"""The states of an operation as a table: (state, event) to state. Every legal move is a row here, and nowhere else.

Rule 1: an operation is born QUEUED and is decided in the transaction that keeps it, so a refused one never waits.
Rule 2: only TURN_CAME takes an object, and only in-flight states hold one; INTERRUPTED finds it held.
Rule 3: a completed state has no way out, but for a FAILED operation of which no byte left: the same key tries again.

The table knows no plan: whether steps are left is the caller's knowledge, and picks the event.
"""

from enum import StrEnum
from typing import Any

import msgspec

from .entry import Entry, Sent, State


class Event(StrEnum):
    """What can happen to an operation; also the word in its history."""

    DECIDED_ALLOW = "decided-allow"
    """Policy lets it go; it waits for its object and a session."""
    DECIDED_HOLD = "decided-hold"
    """A person or a fact is missing."""
    DECIDED_REFUSE = "decided-refuse"
    """Policy forbids it."""
    RELEASED = "released"
    """An operator let a held one go."""
    REJECTED = "rejected"
    """An operator said no to a held one."""
    CANCELLED = "cancelled"
    """The panel took back what had not begun."""
    TURN_CAME = "turn-came"
    """It is the first that waits for its object, and takes it."""
    REQUEUED = "requeued"
    """It gives its object back before a byte left (draining, an account that waits), and waits again."""
    STEP_PROMISED = "step-promised"
    """An attempt is written down; its bytes may leave now."""
    STEP_DONE = "step-done"
    """The registry did a step."""
    STEP_SKIPPED = "step-skipped"
    """A step was not needed."""
    STEP_FAILED = "step-failed"
    """The registry said no to a step; undo steps or the end follow."""
    STEP_UNSENT = "step-unsent"
    """The promised attempt did not run (no byte left, or 2002 not logged in): the step may be promised again."""
    STEP_PENDING = "step-pending"
    """The registry answered 1001."""
    STEP_DOUBT = "step-doubt"
    """Bytes left and no valid reply came."""
    HELD_BACK = "held-back"
    """A person has to mend something: our deposit (2104), or a doubt that the registry's answers can not end."""
    ASKED = "asked"
    """The registry was asked about a doubt; the answer is not final yet."""
    PROVED_DONE = "proved-done"
    """The registry was asked: it did the step."""
    PROVED_NOT_DONE = "proved-not-done"
    """The registry was asked: it did not do the step, which may be sent again."""
    PROVED_PENDING = "proved-pending"
    """The registry was asked: it has taken the step and not finished it."""
    NOT_EXECUTED = "not-executed"
    """What was sent was not executed, and the time to send it again is over."""
    UNSENT = "unsent"
    """No byte left in the time allowed."""
    FINISHED = "finished"
    """All steps are done, or none was needed."""
    FAILED = "failed"
    """A step failed, and what could be undone is undone."""
    CLOSED_OK = "closed-ok"
    """The registry finished the pending step, and no step is left."""
    CLOSED_FAILED = "closed-failed"
    """The registry ended the pending step without doing it."""
    RESUMED = "resumed"
    """The registry finished the pending step, and steps are left: it waits for its object again."""
    INTERRUPTED = "interrupted"
    """The process ended while bytes may have been under way."""
    RETRIED = "retried"
    """The same key came again after an end without a byte sent."""


_S, _E = State, Event

TRANSITIONS: dict[tuple[State, Event], State] = {
    (_S.QUEUED, _E.DECIDED_ALLOW): _S.QUEUED,
    (_S.QUEUED, _E.DECIDED_HOLD): _S.HELD,
    (_S.QUEUED, _E.DECIDED_REFUSE): _S.REFUSED,
    (_S.QUEUED, _E.CANCELLED): _S.CANCELLED,
    (_S.QUEUED, _E.TURN_CAME): _S.SENDING,
    (_S.QUEUED, _E.UNSENT): _S.FAILED,
    (_S.QUEUED, _E.FINISHED): _S.SUCCEEDED,
    (_S.QUEUED, _E.INTERRUPTED): _S.RECONCILING,
    (_S.HELD, _E.DECIDED_ALLOW): _S.QUEUED,
    (_S.HELD, _E.DECIDED_HOLD): _S.HELD,
    (_S.HELD, _E.DECIDED_REFUSE): _S.REFUSED,
    (_S.HELD, _E.RELEASED): _S.QUEUED,
    (_S.HELD, _E.REJECTED): _S.REFUSED,
    (_S.HELD, _E.CANCELLED): _S.CANCELLED,
    (_S.HELD, _E.NOT_EXECUTED): _S.FAILED,
    (_S.HELD, _E.INTERRUPTED): _S.RECONCILING,
    (_S.SENDING, _E.REQUEUED): _S.QUEUED,
    (_S.SENDING, _E.STEP_PROMISED): _S.SENDING,
    (_S.SENDING, _E.STEP_DONE): _S.SENDING,
    (_S.SENDING, _E.STEP_SKIPPED): _S.SENDING,
    (_S.SENDING, _E.STEP_FAILED): _S.SENDING,
    (_S.SENDING, _E.STEP_UNSENT): _S.SENDING,
    (_S.SENDING, _E.STEP_PENDING): _S.PENDING,
    (_S.SENDING, _E.STEP_DOUBT): _S.RECONCILING,
    (_S.SENDING, _E.HELD_BACK): _S.HELD,
    (_S.SENDING, _E.NOT_EXECUTED): _S.FAILED,
    (_S.SENDING, _E.UNSENT): _S.FAILED,
    (_S.SENDING, _E.FINISHED): _S.SUCCEEDED,
    (_S.SENDING, _E.FAILED): _S.FAILED,
    (_S.SENDING, _E.INTERRUPTED): _S.RECONCILING,
    (_S.RECONCILING, _E.ASKED): _S.RECONCILING,
    (_S.RECONCILING, _E.HELD_BACK): _S.HELD,
    (_S.RECONCILING, _E.PROVED_DONE): _S.SENDING,
    (_S.RECONCILING, _E.PROVED_NOT_DONE): _S.SENDING,
    (_S.RECONCILING, _E.PROVED_PENDING): _S.PENDING,
    (_S.RECONCILING, _E.NOT_EXECUTED): _S.FAILED,
    (_S.RECONCILING, _E.INTERRUPTED): _S.RECONCILING,
    (_S.PENDING, _E.CLOSED_OK): _S.SUCCEEDED,
    (_S.PENDING, _E.CLOSED_FAILED): _S.FAILED,
    (_S.PENDING, _E.RESUMED): _S.QUEUED,
    (_S.PENDING, _E.INTERRUPTED): _S.RECONCILING,
    (_S.FAILED, _E.RETRIED): _S.QUEUED,
}

UNSENT_ONLY = frozenset({Event.UNSENT, Event.RETRIED})
"""Events that claim that no byte left: they are illegal once the entry says `maybe` or `yes`."""


class IllegalMove(Exception):
    """An event that the table does not know in that state: a mistake of ours, never of a peer."""


def next_state(state: State, event: Event) -> State:
    """Where an event leads.

    Raises:
        IllegalMove: when there is no such row.
    """
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalMove(f"`{event}` cannot happen to an operation that is `{state}`") from None


def moved(entry: Entry, event: Event, *, at: str, **changes: Any) -> Entry:
    """The entry after an event at an instant (ISO 8601), with other fields changed along.

    Raises:
        IllegalMove: when the table has no such row, or the event claims that no byte left and one may have.
    """
    state = next_state(entry.state, event)
    if event in UNSENT_ONLY and entry.sent is not Sent.NO:
        raise IllegalMove(f"`{event}` cannot happen to `{entry.id}`: bytes of it may have left")
    return msgspec.structs.replace(entry, **(changes | {"state": state, "updated_at": at}))
