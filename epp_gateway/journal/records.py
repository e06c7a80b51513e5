"""What the gateway keeps beside operations: the names, contacts and hosts of panels, and the panels themselves.

Registrant data is kept here whatever a registry takes, in versions that are never overwritten.
"""

from typing import Any

from epp_gateway.model.base import Value
from epp_gateway.model.intent import ContactCard, ObjectKind, WantedContact
from epp_gateway.model.objects import DomainData


class DomainRecord(Value, frozen=True):
    """A name that a panel has here.

    Attributes:
        account: the account that sponsors it.
        contacts: the panel's contacts by role, whether the registry takes contacts or not.
        registry: the registry's last answer about it, auth code left out; None until it answered once.
        grace: RFC 3915 statuses of that answer.
        as_of: instant of that answer.
        gateway_lock: our own lock: who, why, since when; None when unlocked.
        left: why the name is not ours any more (`deleted`, `transferred`), None while it is.
        extra: registry-specific facts of the answer, such as the .jp state and suspend date.
    """

    name: str
    unicode: str
    panel: str
    account: str
    contacts: tuple[WantedContact, ...] = ()
    registry: DomainData | None = None
    grace: tuple[str, ...] = ()
    as_of: str | None = None
    gateway_lock: dict[str, str] | None = None
    left: str | None = None
    extra: dict[str, Any] = {}


class ContactRecord(Value, frozen=True):
    """One version of a panel's contact; version 1 is the first."""

    panel: str
    id: str
    version: int
    card: ContactCard
    at: str
    deleted: bool = False


class HostRecord(Value, frozen=True):
    """A panel's host."""

    panel: str
    name: str
    addresses: tuple[str, ...]
    at: str
    deleted: bool = False


class Instance(Value, frozen=True):
    """The object at one registry account that stands for a panel's contact or host.

    `registry_id` of a contact is generated (3 to 16 characters) and kept before it is sent. `state` is `wanted`
    (promised), `live`, `orphan` (left behind by a failed plan) or `gone`. `role` tells copies of one contact apart
    where a registry files contacts by kind.
    """

    account: str
    kind: ObjectKind
    panel: str
    name: str
    registry_id: str
    state: str
    role: str = ""

    @property
    def is_live(self) -> bool:
        """Whether the registry has it and it is ours to use."""
        return self.state == "live"


class Token(Value, frozen=True):
    """A panel's token, kept as a hash. `id` is its public part, by which an operator can name it."""

    id: str
    digest: str
    panel: str
    scopes: tuple[str, ...]
    created_at: str
    revoked_at: str | None = None


class HistoryLine(Value, frozen=True):
    """One line of an operation's append-only history."""

    operation: str
    n: int
    at: str
    event: str
    detail: dict[str, Any] = {}
