"""An intent: what a panel wants, after parsing and before any decision.

A wish is written for people: it says what is to be true. The plan (see `plan`) says what is sent for it.
"""

from typing import Literal

from .base import Value
from .extensions import TransferMethod
from .objects import Phone, PostalInfo
from .secret import Secret
from .terms import Period

ObjectKind = Literal["domain", "host", "contact"]
Role = Literal["registrant", "admin", "tech", "billing"]


class ContactCard(Value, frozen=True):
    """A person or body as the panel gives it; what the registry takes of it depends on the registry."""

    postal: tuple[PostalInfo, ...]
    email: str
    voice: Phone | None = None
    fax: Phone | None = None


class WantedContact(Value, frozen=True):
    """A contact of a wanted domain: `id` is the panel's contact; with a card it is a new one, kept under that id."""

    role: Role
    id: str
    card: ContactCard | None = None


class WantedHost(Value, frozen=True):
    """A name server; addresses are for glue, that is for hosts below the domain itself."""

    name: str
    addresses: tuple[str, ...] = ()


class CreateDomain(Value, frozen=True, tag="domain.create", tag_field="type"):
    """Register a name. Without an auth code the gateway makes one."""

    name: str
    period: Period | None = None
    nameservers: tuple[WantedHost, ...] = ()
    contacts: tuple[WantedContact, ...] = ()
    auth_code: Secret | None = None


class RenewDomain(Value, frozen=True, tag="domain.renew", tag_field="type"):
    """Extend a name from `current_expiry`, the registry's own date as it was shown."""

    name: str
    current_expiry: str
    period: Period | None = None


class UpdateDomain(Value, frozen=True, tag="domain.update", tag_field="type"):
    """Bring a name to a desired state; None leaves a part alone, an empty tuple empties it.

    `statuses` is the full set of client statuses; what the registry set is never touched.
    """

    name: str
    nameservers: tuple[WantedHost, ...] | None = None
    statuses: tuple[str, ...] | None = None
    contacts: tuple[WantedContact, ...] | None = None


class LockDomain(Value, frozen=True, tag="domain.lock", tag_field="type"):
    """Set the client statuses and the gateway's own lock of a name; None leaves a part alone."""

    name: str
    statuses: tuple[str, ...] | None = None
    gateway_lock: bool | None = None
    reason: str = ""


class DeleteDomain(Value, frozen=True, tag="domain.delete", tag_field="type"):
    """Delete a name at the registry."""

    name: str


class EndContract(Value, frozen=True, tag="domain.cancel", tag_field="type"):
    """End the contract by the registrar's terms (解約, 廃止): at the month end where the registry does it so."""

    name: str
    comment: str
    confirm: tuple[str, ...] = ()


class TransferIn(Value, frozen=True, tag="domain.transfer.request", tag_field="type"):
    """Bring a name here from another registrar or agent."""

    name: str
    auth_code: Secret
    period: Period | None = None
    method: TransferMethod | None = None


class TransferOut(Value, frozen=True, tag="domain.transfer.out", tag_field="type"):
    """File that a name is to leave; unlock, code and answer rest on the filing."""

    name: str


class AnswerTransfer(Value, frozen=True, tag="domain.transfer.answer", tag_field="type"):
    """Approve or reject (losing side) or cancel (gaining side) the pending transfer of a name."""

    name: str
    op: Literal["approve", "reject", "cancel"]


class IssueAuthCode(Value, frozen=True, tag="domain.auth-code", tag_field="type"):
    """Set a new auth code at the registry; the code is shown once. With `clear` a throw-away code nobody sees."""

    name: str
    auth_code: Secret | None = None
    clear: bool = False


class CreateHost(Value, frozen=True, tag="host.create", tag_field="type"):
    """Create a host: below a name of the panel's it is glue and goes to that name's account; any other is kept here
    and made at `registries` at once, elsewhere when a name first needs it.
    """

    name: str
    addresses: tuple[str, ...] = ()
    registries: tuple[str, ...] = ()


class UpdateHost(Value, frozen=True, tag="host.update", tag_field="type"):
    """Give a host a new set of addresses."""

    name: str
    addresses: tuple[str, ...]


class DeleteHost(Value, frozen=True, tag="host.delete", tag_field="type"):
    """Delete a host."""

    name: str


class CreateContact(Value, frozen=True, tag="contact.create", tag_field="type"):
    """Keep a contact; its objects are made at `registries` at once, elsewhere when a name first needs it.

    `id` is the panel's own.
    """

    id: str
    card: ContactCard
    registries: tuple[str, ...] = ()


class UpdateContact(Value, frozen=True, tag="contact.update", tag_field="type"):
    """Give a contact a new card, here and at every registry that holds it."""

    id: str
    card: ContactCard


class DeleteContact(Value, frozen=True, tag="contact.delete", tag_field="type"):
    """Delete a contact, here and at every registry that holds it."""

    id: str


Wish = (
    CreateDomain
    | RenewDomain
    | UpdateDomain
    | LockDomain
    | DeleteDomain
    | EndContract
    | TransferIn
    | TransferOut
    | AnswerTransfer
    | IssueAuthCode
    | CreateHost
    | UpdateHost
    | DeleteHost
    | CreateContact
    | UpdateContact
    | DeleteContact
)


class Intent(Value, frozen=True):
    """A wish with its envelope.

    Attributes:
        key: the panel's idempotency key.
        fingerprint: a hash over method, path and body; the same key with another one is an error.
        received_at: the receipt instant; all rules and windows use it.
        scopes: the scopes of the token that came with it.
    """

    panel: str
    key: str
    fingerprint: str
    wish: Wish
    received_at: str
    scopes: tuple[str, ...] = ()


def object_of_wish(wish: Wish) -> tuple[ObjectKind, str]:
    """The kind and the name of what a wish is about."""
    match wish:
        case CreateHost() | UpdateHost() | DeleteHost():
            return "host", wish.name
        case CreateContact() | UpdateContact() | DeleteContact():
            return "contact", wish.id
        case _:
            return "domain", wish.name


def type_of_wish(wish: Wish) -> str:
    """The operation's type: `domain.create`; an answer to a transfer names its op."""
    if isinstance(wish, AnswerTransfer):
        return f"domain.transfer.{wish.op}"
    return str(wish.__struct_config__.tag)
