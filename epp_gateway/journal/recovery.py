"""What an entry means after a restart. Pure: it reads the entry alone and asks nobody.

A promised attempt (SENT) may have left: it is in doubt until the registry has been asked. Steps that were not
promised go on, what was queued waits, what was held or pending stays. There is no mark between promise and bytes:
asking once too often is rare and safe.
"""

import msgspec

from epp_gateway.model.plan import Step, StepState

from .entry import Entry, Sent
from .states import Event, next_state

_MAY_HAVE_LEFT = frozenset({StepState.SENT, StepState.DOUBT})


def recover(entry: Entry) -> tuple[Entry, Event | None]:
    """What an entry found at start has become, and the event to file with it; None where nothing changed.

    Every SENT step becomes DOUBT and is asked about from the beginning; the entry reconciles, and says at least that
    bytes may have left. Idempotent; completed entries are left alone. `updated_at` is the caller's to set.
    """
    if entry.state.completed or not any(step.state in _MAY_HAVE_LEFT for step in entry.plan):
        return entry, None
    found = msgspec.structs.replace(
        entry,
        plan=tuple(_doubted(step) for step in entry.plan),
        state=next_state(entry.state, Event.INTERRUPTED),
        sent=Sent.MAYBE if entry.sent is Sent.NO else entry.sent,
    )
    return (entry, None) if found == entry else (found, Event.INTERRUPTED)


def _doubted(step: Step) -> Step:
    """A sent step in doubt; answers about an earlier attempt say nothing about this one."""
    return msgspec.structs.replace(step, state=StepState.DOUBT, asked=0) if step.state is StepState.SENT else step
