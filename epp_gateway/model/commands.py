"""EPP commands as values (RFC 5730 to 5733), and the request that carries one.

A command's tag is `object.verb`: its `type` in the journal, and (see `verb_of`) its word in logs, faults and metrics.
"""

from typing import Literal

from .base import Value
from .extensions import Extension, TransferMethod
from .mappings import BalanceInfo, FinanceInfo, MaintenanceInfo, MappingCommand, OpaqueCommand, RegistryCheck
from .objects import (
    AuthForm,
    ContactKind,
    Disclosure,
    DomainContact,
    HostAttribute,
    Phone,
    PostalChange,
    PostalInfo,
    Status,
)
from .secret import Secret
from .terms import Period

TransferOp = Literal["request", "query", "approve", "reject", "cancel"]


class Hello(Value, frozen=True, tag="hello", tag_field="type"):
    """hello (RFC 5730 section 2.3); it proves the link, not the login."""


class Login(Value, frozen=True, tag="login", tag_field="type"):
    """login (RFC 5730 section 2.9.1.1). `objects` and `extensions` are namespace URIs, a subset of the greeting's."""

    clid: str
    password: Secret
    objects: tuple[str, ...]
    extensions: tuple[str, ...] = ()
    new_password: Secret | None = None
    version: str = "1.0"
    lang: str = "en"


class Logout(Value, frozen=True, tag="logout", tag_field="type"):
    """logout (RFC 5730 section 2.9.1.2)."""


class Poll(Value, frozen=True, tag="poll", tag_field="type"):
    """poll (RFC 5730 section 2.9.2.3): `req`, or `ack` with a message id."""

    op: Literal["req", "ack"] = "req"
    message_id: str | None = None


class DomainCheck(Value, frozen=True, tag="domain.check", tag_field="type"):
    """Domain check."""

    names: tuple[str, ...]


class DomainInfo(Value, frozen=True, tag="domain.info", tag_field="type"):
    """Domain info; `hosts` chooses which hosts are answered."""

    name: str
    hosts: Literal["all", "del", "sub", "none"] = "all"
    auth_info: Secret | None = None
    auth_form: AuthForm | None = None


class DomainCreate(Value, frozen=True, tag="domain.create", tag_field="type"):
    """Domain create. `auth_info` may hold an empty text (RFC 9154). Name servers are all objects or all attributes."""

    name: str
    auth_info: Secret
    period: Period | None = None
    nameservers: tuple[str, ...] = ()
    registrant: str | None = None
    contacts: tuple[DomainContact, ...] = ()
    auth_form: AuthForm | None = None
    host_attributes: tuple[HostAttribute, ...] = ()


class DomainRenew(Value, frozen=True, tag="domain.renew", tag_field="type"):
    """Domain renew. `cur_exp_date` is the registry's own date (YYYY-MM-DD) and never changes once chosen."""

    name: str
    cur_exp_date: str
    period: Period | None = None


class DomainTransfer(Value, frozen=True, tag="domain.transfer", tag_field="type"):
    """Domain transfer, all five ops. `method` is a hint for registries that know several ways (the jprs dialect)."""

    name: str
    op: TransferOp
    period: Period | None = None
    auth_info: Secret | None = None
    method: TransferMethod | None = None
    auth_form: AuthForm | None = None


class DomainUpdate(Value, frozen=True, tag="domain.update", tag_field="type"):
    """Domain update as differences: what is added, removed and changed (RFC 5731 section 3.2.5).

    An empty `registrant` and an empty `auth_info` take away what is there.

    Attributes:
        status_texts: of the statuses to be added, those that have a text.
    """

    name: str
    add_nameservers: tuple[str, ...] = ()
    rem_nameservers: tuple[str, ...] = ()
    add_contacts: tuple[DomainContact, ...] = ()
    rem_contacts: tuple[DomainContact, ...] = ()
    add_statuses: tuple[str, ...] = ()
    rem_statuses: tuple[str, ...] = ()
    registrant: str | None = None
    auth_info: Secret | None = None
    auth_form: AuthForm | None = None
    add_host_attributes: tuple[HostAttribute, ...] = ()
    rem_host_attributes: tuple[HostAttribute, ...] = ()
    status_texts: tuple[Status, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self == DomainUpdate(name=self.name)


class DomainDelete(Value, frozen=True, tag="domain.delete", tag_field="type"):
    """Domain delete."""

    name: str


class HostCheck(Value, frozen=True, tag="host.check", tag_field="type"):
    """Host check."""

    names: tuple[str, ...]


class HostInfo(Value, frozen=True, tag="host.info", tag_field="type"):
    """Host info."""

    name: str


class HostCreate(Value, frozen=True, tag="host.create", tag_field="type"):
    """Host create; addresses only for hosts inside the registry's own zones."""

    name: str
    addresses: tuple[str, ...] = ()


class HostUpdate(Value, frozen=True, tag="host.update", tag_field="type"):
    """Host update as differences (RFC 5732 section 3.2.5); `status_texts` as in `DomainUpdate`."""

    name: str
    add_addresses: tuple[str, ...] = ()
    rem_addresses: tuple[str, ...] = ()
    add_statuses: tuple[str, ...] = ()
    rem_statuses: tuple[str, ...] = ()
    new_name: str | None = None
    status_texts: tuple[Status, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self == HostUpdate(name=self.name)


class HostDelete(Value, frozen=True, tag="host.delete", tag_field="type"):
    """Host delete."""

    name: str


class ContactCheck(Value, frozen=True, tag="contact.check", tag_field="type"):
    """Contact check."""

    ids: tuple[str, ...]


class ContactInfo(Value, frozen=True, tag="contact.info", tag_field="type"):
    """Contact info."""

    id: str
    auth_info: Secret | None = None
    auth_form: AuthForm | None = None


class ContactCreate(Value, frozen=True, tag="contact.create", tag_field="type"):
    """Contact create. `kind` is a hint for registries that file contacts by kind (the jprs dialect)."""

    id: str
    postal: tuple[PostalInfo, ...]
    email: str
    auth_info: Secret
    voice: Phone | None = None
    fax: Phone | None = None
    kind: ContactKind | None = None
    auth_form: AuthForm | None = None
    disclose: Disclosure | None = None


class ContactTransfer(Value, frozen=True, tag="contact.transfer", tag_field="type"):
    """Contact transfer, all five ops (RFC 5733 section 3.2.4)."""

    id: str
    op: TransferOp
    auth_info: Secret | None = None
    auth_form: AuthForm | None = None


class ContactUpdate(Value, frozen=True, tag="contact.update", tag_field="type"):
    """Contact update (RFC 5733 section 3.2.5): statuses as differences, the rest as new values.

    `postal` are whole addresses, `postal_changes` parts of others; `status_texts` is as in `DomainUpdate`.
    """

    id: str
    add_statuses: tuple[str, ...] = ()
    rem_statuses: tuple[str, ...] = ()
    postal: tuple[PostalInfo, ...] = ()
    voice: Phone | None = None
    fax: Phone | None = None
    email: str | None = None
    auth_info: Secret | None = None
    auth_form: AuthForm | None = None
    disclose: Disclosure | None = None
    postal_changes: tuple[PostalChange, ...] = ()
    status_texts: tuple[Status, ...] = ()


class ContactDelete(Value, frozen=True, tag="contact.delete", tag_field="type"):
    """Contact delete."""

    id: str


SessionCommand = Hello | Login | Logout | Poll
ReadCommand = DomainCheck | DomainInfo | HostCheck | HostInfo | ContactCheck | ContactInfo
TransformCommand = (
    DomainCreate
    | DomainRenew
    | DomainTransfer
    | DomainUpdate
    | DomainDelete
    | HostCreate
    | HostUpdate
    | HostDelete
    | ContactCreate
    | ContactTransfer
    | ContactUpdate
    | ContactDelete
)
Command = SessionCommand | ReadCommand | TransformCommand | MappingCommand


class Request(Value, frozen=True):
    """One command frame: the command, what extends it, and the client's transaction id."""

    command: Command
    cltrid: str | None = None
    extensions: tuple[Extension, ...] = ()


def verb_of(command: Command) -> str:
    """The word for a command: `domain.create`, `login`; a transfer names its op: `domain.transfer.request`.

    One that we carry as it is says `opaque` in place of the object.
    """
    tag = str(command.__struct_config__.tag)
    if isinstance(command, OpaqueCommand):
        return ".".join(filter(None, (tag, command.verb, command.op)))
    return f"{tag}.{command.op}" if isinstance(command, DomainTransfer | ContactTransfer) else tag


def object_of(command: Command) -> str | None:
    """The name or id that a command is about; several are joined by a comma; None for session commands.

    Of one that we carry as it is: the namespace.
    """
    match command:
        case DomainCheck(names=names) | HostCheck(names=names) | ContactCheck(ids=names) | RegistryCheck(names=names):
            return ",".join(names)
        case Hello() | Login() | Logout() | Poll() | BalanceInfo() | FinanceInfo():
            return None
        case OpaqueCommand():
            return command.namespace
        case MaintenanceInfo():
            return command.id
        case ContactInfo() | ContactCreate() | ContactTransfer() | ContactUpdate() | ContactDelete():
            return command.id
        case _:
            return command.name
