"""A plan: the wire steps of an operation, each with its own attempts and its own end.

A goal is either a command, fixed when the plan is made, or a desired state whose command is computed from a fresh
info just before it is promised. What was promised is in the attempt, word for word.
"""

from enum import StrEnum

from .base import Value
from .commands import TransformCommand
from .intent import ObjectKind
from .objects import DomainContact, ResponseData


class DomainDesired(Value, frozen=True, tag="domain.desired", tag_field="type"):
    """A domain's wanted parts; None leaves a part alone. `client_statuses` is the full set of client statuses.

    `may_remove` are the statuses that were judged to be taken away: one that came since is not taken away unjudged.
    """

    name: str
    nameservers: tuple[str, ...] | None = None
    client_statuses: tuple[str, ...] | None = None
    may_remove: tuple[str, ...] = ()
    registrant: str | None = None
    contacts: tuple[DomainContact, ...] | None = None


class HostDesired(Value, frozen=True, tag="host.desired", tag_field="type"):
    """A host's wanted addresses."""

    name: str
    addresses: tuple[str, ...]


Goal = TransformCommand | DomainDesired | HostDesired


class StepState(StrEnum):
    """Where a step stands."""

    TODO = "todo"
    """Nothing was promised yet."""
    SENT = "sent"
    """An attempt is promised: bytes may be on their way."""
    DOUBT = "doubt"
    """Bytes left, no valid reply: the registry has to be asked."""
    PENDING = "pending"
    """The registry answered 1001."""
    DONE = "done"
    """The registry did it."""
    SKIPPED = "skipped"
    """Not needed: it was so already."""
    FAILED = "failed"
    """The registry said no, or it was never executed."""


ENDED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.FAILED})


class Attempt(Value, frozen=True):
    """One wire attempt. `cltrid` is unique for ever; instants are ISO 8601 in UTC."""

    cltrid: str
    command: TransformCommand
    promised_at: str
    session: str | None = None
    sent_at: str | None = None
    answered_at: str | None = None
    code: int | None = None
    message: str | None = None
    svtrid: str | None = None


class Made(Value, frozen=True):
    """What a step makes at a registry; `name` is the panel's word for it, `registry_id` the registry's."""

    kind: ObjectKind
    name: str
    registry_id: str


class Step(Value, frozen=True):
    """One wire step.

    Attributes:
        account: where it goes.
        makes: what it brings into being; a later failure deletes it again (hosts, contacts) or lists it (domains).
        if_missing: ask first and skip the step when the object exists already (external hosts).
        asked: how often the registry said "not done" to the question after a lost reply.
        unclear: how often its answers could not tell.
        data: what the registry answered, once it is done or pending.
        undo: this step takes back what an earlier one made; its failure leaves an orphan.
    """

    goal: Goal
    account: str
    makes: Made | None = None
    if_missing: bool = False
    undo: bool = False
    state: StepState = StepState.TODO
    attempts: tuple[Attempt, ...] = ()
    asked: int = 0
    unclear: int = 0
    data: ResponseData | None = None
