"""An entry: one operation as the journal keeps it, whole, in one row.

The entry is a frozen value. `states` says which moves are legal; `store` keeps them. Nothing here knows SQL or time.
"""

from enum import StrEnum
from typing import Any

from epp_gateway.model.base import Value
from epp_gateway.model.decision import Decision
from epp_gateway.model.intent import ObjectKind, Wish
from epp_gateway.model.plan import Attempt, Made, Step


class State(StrEnum):
    """The states of an operation, as the interface names them."""

    QUEUED = "queued"
    REFUSED = "refused"
    HELD = "held"
    SENDING = "sending"
    RECONCILING = "reconciling"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def completed(self) -> bool:
        """Whether nothing more will happen to the operation."""
        return self in COMPLETED


COMPLETED = frozenset({State.REFUSED, State.SUCCEEDED, State.FAILED, State.CANCELLED})
IN_FLIGHT = frozenset({State.SENDING, State.RECONCILING})
"""States in which an operation holds its object: no other transform of that object may start."""


class Sent(StrEnum):
    """Whether bytes of the operation reached a registry."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class OperationResult(Value, frozen=True):
    """How an operation ended, for people and programs.

    Attributes:
        code: the registry's result code, or None where no registry was asked.
        reason: a word of ours for programs: `not-executed`, `unreachable`, `capacity`, ...
        data: what the operation gives back (dates, statuses, an orphan list).
    """

    message: str
    code: int | None = None
    reason: str | None = None
    values: tuple[str, ...] = ()
    ext_values: tuple[tuple[str, str], ...] = ()
    data: dict[str, Any] = {}


class Entry(Value, frozen=True):
    """One operation.

    Attributes:
        id: sorts by time of receipt; every clTRID of the operation begins with it.
        account: the registry account, None where no registry is concerned (a refusal before routing, a filing).
        plan: its steps; undo steps are appended when a plan fails.
        orphans: what a failed plan made and could not, or must not, delete again.
        deadline: until when a command proved not done may be sent again.
        scopes: those of the token that it came with.
        released_by: the operator who let a held operation go, which outweighs a hold but no refusal.
        tries: how often the operation was started again under the same key after it had ended unsent.
    """

    id: str
    panel: str
    key: str
    fingerprint: str
    type: str
    object_kind: ObjectKind
    object_name: str
    wish: Wish
    state: State
    decision: Decision
    created_at: str
    updated_at: str
    deadline: str
    account: str | None = None
    plan: tuple[Step, ...] = ()
    sent: Sent = Sent.NO
    result: OperationResult | None = None
    orphans: tuple[Made, ...] = ()
    tries: int = 1
    released_by: str | None = None
    scopes: tuple[str, ...] = ()

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All wire attempts in the order they were promised."""
        return tuple(attempt for step in self.plan for attempt in step.attempts)

    @property
    def scope(self) -> str:
        """Within what its object's name is unique: the panel for contacts, empty (everywhere) for domains and hosts."""
        return self.panel if self.object_kind == "contact" else ""

    def next_cltrid(self) -> str:
        """A client transaction id that was never used: 3 to 64 characters (RFC 5730 section 2.5)."""
        n = len(self.attempts) + 1
        return f"{self.id}-{n}" if self.tries == 1 else f"{self.id}-{self.tries}.{n}"
