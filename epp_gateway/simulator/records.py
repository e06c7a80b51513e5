"""What a simulated registry remembers about an object: frozen values with instants, never texts of dates."""

from datetime import datetime
from typing import Literal

from epp_gateway.model.base import Value
from epp_gateway.model.objects import (
    ContactKind,
    Disclosure,
    DomainContact,
    PendingResult,
    Phone,
    PostalInfo,
    TransferData,
)
from epp_gateway.model.secret import Secret

GraceKind = Literal["addPeriod", "renewPeriod", "transferPeriod", "autoRenewPeriod"]
Phase = Literal["redemption", "pending-delete", "to-be-suspended", "suspended"]


class Grace(Value, frozen=True):
    """A grace period of RFC 3915 that is open before `until`."""

    kind: GraceKind
    until: datetime


class Deletion(Value, frozen=True):
    """A delete on its way: the phase it is in, when that ends, and the command that asked for it."""

    phase: Phase
    until: datetime
    suspend_at: datetime | None = None
    cltrid: str | None = None
    svtrid: str = ""


class Transfer(Value, frozen=True):
    """The pending or the latest transfer. `act_by` is the deadline while pending, then the instant of the end."""

    status: str
    gaining: str
    losing: str
    requested_at: datetime
    act_by: datetime
    years: int = 0
    expires: datetime | None = None


class Domain(Value, frozen=True):
    """A domain. `statuses` are those somebody set; `ok`, `inactive` and `pending...` are worked out when asked."""

    name: str
    roid: str
    sponsor: str
    creator: str
    created: datetime
    expires: datetime
    auth_info: Secret | None
    auth_set: datetime
    statuses: tuple[str, ...] = ()
    nameservers: tuple[str, ...] = ()
    registrant: str | None = None
    contacts: tuple[DomainContact, ...] = ()
    updater: str | None = None
    updated: datetime | None = None
    transferred: datetime | None = None
    graces: tuple[Grace, ...] = ()
    transfer: Transfer | None = None
    deletion: Deletion | None = None

    @property
    def is_moving(self) -> bool:
        """Whether a transfer is pending."""
        return self.transfer is not None and self.transfer.status == "pending"

    @property
    def due(self) -> datetime:
        """When the registry itself does the next thing to this domain."""
        own = self.deletion.until if self.deletion else self.expires
        return min(own, self.transfer.act_by) if self.transfer and self.is_moving else own

    @property
    def contact_ids(self) -> frozenset[str]:
        """Every contact this domain refers to."""
        ids = {contact.id for contact in self.contacts}
        return frozenset(ids | {self.registrant} if self.registrant else ids)

    def in_grace(self, kind: GraceKind, now: datetime) -> bool:
        """Whether that grace period is open."""
        return any(grace.kind == kind and now < grace.until for grace in self.graces)

    @property
    def shown_statuses(self) -> tuple[str, ...]:
        """The statuses as info answers them (RFC 5731 section 2.3)."""
        pending = ("pendingDelete",) * (self.deletion is not None) + ("pendingTransfer",) * self.is_moving
        undelegated = () if self.nameservers else ("inactive",)
        return (*sorted(self.statuses), *undelegated, *pending) or ("ok",)


class Host(Value, frozen=True):
    """A host object, shared by all registrars of the server."""

    name: str
    roid: str
    sponsor: str
    creator: str
    created: datetime
    addresses: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    updater: str | None = None
    updated: datetime | None = None
    transferred: datetime | None = None


class Contact(Value, frozen=True):
    """A contact object; `kind` only where the profile files contacts by kind."""

    id: str
    roid: str
    sponsor: str
    creator: str
    created: datetime
    postal: tuple[PostalInfo, ...]
    email: str
    auth_info: Secret | None
    voice: Phone | None = None
    fax: Phone | None = None
    kind: ContactKind | None = None
    disclose: Disclosure | None = None
    statuses: tuple[str, ...] = ()
    updater: str | None = None
    updated: datetime | None = None
    transferred: datetime | None = None


class Message(Value, frozen=True):
    """One message in a registrar's poll queue."""

    id: str
    at: datetime
    text: str
    data: TransferData | PendingResult | None = None
