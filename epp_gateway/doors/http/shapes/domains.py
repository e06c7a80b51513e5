"""Shapes of domains: registering, changing, renewing, moving, locking and ending a name."""

import secrets
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from epp_gateway.model.extensions import TransferMethod
from epp_gateway.model.intent import (
    ContactCard,
    CreateDomain,
    EndContract,
    IssueAuthCode,
    LockDomain,
    RenewDomain,
    Role,
    TransferIn,
    TransferOut,
    UpdateDomain,
    WantedContact,
    WantedHost,
)
from epp_gateway.model.objects import ClientStatus
from epp_gateway.model.secret import Secret

from .base import (
    Address,
    AuthCode,
    ContactId,
    DomainName,
    ExpiryDate,
    Given,
    Line,
    Note,
    PeriodShape,
    Shape,
    complaint,
    period_of,
    secret,
    unique,
)
from .contacts import ContactChange


class NameserverShape(Shape):
    """A name server with addresses, which are for hosts below the domain itself."""

    name: DomainName
    addresses: Annotated[list[Address], Field(max_length=26)] = []


def _spelling(value: Any) -> str:
    return "<name>" if isinstance(value, str) else "<host>"


# The tags never reach a caller: `validation.json_path` leaves them out.
Nameserver = Annotated[
    Annotated[DomainName, Tag("<name>")] | Annotated[NameserverShape, Tag("<host>")], Discriminator(_spelling)
]
Nameservers = Annotated[list[Nameserver], Field(max_length=13, description="Names, or names with addresses.")]


def _reference(value: Any) -> str:
    return "<id>" if isinstance(value, str) else "<card>"


ContactRef = Annotated[
    Annotated[ContactId, Tag("<id>")] | Annotated[ContactChange, Tag("<card>")],
    Discriminator(_reference),
    Field(description="The id of one of the panel's contacts, or a new contact's card."),
]


class ContactsShape(Shape):
    """Who stands behind a domain, by role: a contact of the panel, or a new one that is kept with the name."""

    registrant: ContactRef | None = None
    admin: ContactRef | None = None
    tech: ContactRef | None = None
    billing: ContactRef | None = None

    def wanted(self) -> tuple[WantedContact, ...]:
        """The model's contacts."""
        roles: tuple[tuple[Role, str | ContactChange | None], ...] = (
            ("registrant", self.registrant),
            ("admin", self.admin),
            ("tech", self.tech),
            ("billing", self.billing),
        )
        made_up: dict[ContactCard, str] = {}  # one card in several roles is one contact
        wanted = []
        for role, contact in roles:
            if isinstance(contact, str):
                wanted.append(WantedContact(role=role, id=contact))
            elif contact is not None:
                card = contact.card()
                made = made_up.setdefault(card, f"c-{secrets.token_hex(8)}")
                wanted.append(WantedContact(role=role, id=made, card=card))
        return tuple(wanted)


def wanted_hosts(nameservers: list[str | NameserverShape]) -> tuple[WantedHost, ...]:
    """The model's name servers."""
    return tuple(
        WantedHost(name=one) if isinstance(one, str) else WantedHost(name=one.name, addresses=unique(one.addresses))
        for one in nameservers
    )


class NewDomain(Shape):
    """A name to register. Without an auth code the gateway makes one."""

    name: DomainName
    period: PeriodShape | None = None
    nameservers: Nameservers = []
    contacts: ContactsShape | None = None
    auth_code: AuthCode | None = None

    def create(self) -> CreateDomain:
        """The wish to register it."""
        return CreateDomain(
            name=self.name,
            period=period_of(self.period),
            nameservers=wanted_hosts(self.nameservers),
            contacts=self.contacts.wanted() if self.contacts else (),
            auth_code=secret(self.auth_code),
        )


class DomainChange(Shape):
    """The desired state of a domain; what is left out stays as it is, a list is the whole new list."""

    nameservers: Given[Nameservers] = None
    statuses: Annotated[Given[list[ClientStatus]], Field(description="The full set of client statuses.")] = None
    contacts: Annotated[Given[ContactsShape], Field(description="The full set of contacts.")] = None

    @model_validator(mode="after")
    def _something(self) -> "DomainChange":
        if not self.model_fields_set:
            raise complaint("names nothing to change")
        return self

    def update(self, name: str) -> UpdateDomain:
        """The wish to bring a domain to this state."""
        return UpdateDomain(
            name=name,
            nameservers=None if self.nameservers is None else wanted_hosts(self.nameservers),
            statuses=None if self.statuses is None else unique(self.statuses),
            contacts=None if self.contacts is None else self.contacts.wanted(),
        )


class Renewal(Shape):
    """An extension of a name."""

    current_expiry: ExpiryDate
    period: PeriodShape | None = None

    def renew(self, name: str) -> RenewDomain:
        """The wish to extend a name."""
        return RenewDomain(name=name, current_expiry=self.current_expiry, period=period_of(self.period))


class IncomingTransfer(Shape):
    """A name to bring here."""

    direction: Literal["in", "out"] = "in"
    auth_code: AuthCode
    period: PeriodShape | None = None
    method: Annotated[
        TransferMethod | None, Field(description="How it moves, where the registry knows several ways.")
    ] = None

    def wish(self, name: str) -> TransferIn:
        """The wish to bring it here."""
        return TransferIn(
            name=name,
            auth_code=Secret(self.auth_code.get_secret_value()),
            period=period_of(self.period),
            method=self.method,
        )


class OutgoingTransfer(Shape):
    """A name that is to leave: the filing that unlock, code and answer rest on."""

    direction: Literal["out"]

    def wish(self, name: str) -> TransferOut:
        """The wish to file it."""
        return TransferOut(name=name)


def _direction(value: Any) -> str:
    return "<out>" if isinstance(value, dict) and value.get("direction") == "out" else "<in>"


Transfer = Annotated[
    Annotated[IncomingTransfer, Tag("<in>")] | Annotated[OutgoingTransfer, Tag("<out>")], Discriminator(_direction)
]


class NewAuthCode(Shape):
    """A new auth code; the gateway makes one where none is given."""

    auth_code: AuthCode | None = None

    def issue(self, name: str) -> IssueAuthCode:
        """The wish to set it."""
        return IssueAuthCode(name=name, auth_code=secret(self.auth_code))


class LockChange(Shape):
    """The desired locks of a domain; what is left out stays as it is."""

    statuses: Annotated[Given[list[ClientStatus]], Field(description="The full set of client statuses.")] = None
    gateway_lock: Annotated[Given[bool], Field(description="The gateway's own lock.")] = None
    reason: Note = ""

    @model_validator(mode="after")
    def _something(self) -> "LockChange":
        if self.statuses is None and self.gateway_lock is None:
            raise complaint("names neither `statuses` nor `gateway_lock`: nothing would change")
        return self

    def lock(self, name: str) -> LockDomain:
        """The wish to lock and unlock so."""
        return LockDomain(
            name=name,
            statuses=None if self.statuses is None else unique(self.statuses),
            gateway_lock=self.gateway_lock,
            reason=self.reason,
        )


class Cancellation(Shape):
    """The end of a contract by the registrar's terms."""

    comment: Annotated[Note, Field(min_length=1)]
    confirm: Annotated[list[Line], Field(max_length=50, description="What the panel has confirmed.")] = []

    def end(self, name: str) -> EndContract:
        """The wish to end it."""
        return EndContract(name=name, comment=self.comment, confirm=unique(self.confirm))
