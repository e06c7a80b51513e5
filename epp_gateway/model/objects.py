"""The registry's objects and their parts, in the words of RFC 5731 to 5733.

Dates are the registry's own texts (see `terms`). Names are lower-case A-labels.
"""

from typing import Literal, get_args

from .base import Value
from .mappings import MappingData
from .secret import Secret

ContactRole = Literal["admin", "tech", "billing"]
ContactKind = Literal["registrant", "public", "personnel"]
PostalType = Literal["int", "loc"]

ClientStatus = Literal[
    "clientDeleteProhibited",
    "clientHold",
    "clientRenewProhibited",
    "clientTransferProhibited",
    "clientUpdateProhibited",
]
CLIENT_STATUSES = frozenset(get_args(ClientStatus))
"""What a client may set and clear on a domain (RFC 5731 section 2.3)."""


class Status(Value, frozen=True):
    """A status value with the registry's free text (RFC 5731 section 2.3)."""

    value: str
    text: str | None = None


class DomainContact(Value, frozen=True):
    """A contact of a domain (RFC 5731 section 2.2): the role and the registry's contact id."""

    role: ContactRole
    id: str


class PostalInfo(Value, frozen=True):
    """A postal address (RFC 5733 section 2.3). `cc` is ISO 3166-1 alpha-2; at most three streets."""

    type: PostalType
    name: str
    city: str
    cc: str
    org: str | None = None
    street: tuple[str, ...] = ()
    sp: str | None = None
    pc: str | None = None


class Phone(Value, frozen=True):
    """A telephone number as `+CC.NUMBER` with an optional extension (RFC 5733 section 2.5)."""

    number: str
    ext: str | None = None


class CheckItem(Value, frozen=True):
    """One answer of a check: `name` may be a contact id."""

    name: str
    available: bool
    reason: str | None = None


class CheckData(Value, frozen=True, tag="check", tag_field="type"):
    """chkData of any object."""

    kind: Literal["domain", "host", "contact"]
    items: tuple[CheckItem, ...]


class DomainData(Value, frozen=True, tag="domain", tag_field="type"):
    """infData of a domain (RFC 5731 section 3.1.2). Absent elements are None or empty."""

    name: str
    roid: str
    statuses: tuple[Status, ...] = ()
    registrant: str | None = None
    contacts: tuple[DomainContact, ...] = ()
    nameservers: tuple[str, ...] = ()
    subordinate_hosts: tuple[str, ...] = ()
    sponsor: str = ""
    creator: str | None = None
    created: str | None = None
    updater: str | None = None
    updated: str | None = None
    expires: str | None = None
    transferred: str | None = None
    auth_info: Secret | None = None


class DomainCreated(Value, frozen=True, tag="domain.created", tag_field="type"):
    """creData of a domain (RFC 5731 section 3.2.1)."""

    name: str
    created: str
    expires: str | None = None


class DomainRenewed(Value, frozen=True, tag="domain.renewed", tag_field="type"):
    """renData of a domain (RFC 5731 section 3.2.3)."""

    name: str
    expires: str | None = None


class TransferData(Value, frozen=True, tag="transfer", tag_field="type"):
    """trnData of a domain or contact (RFC 5731 section 3.1.3).

    `status` is one of pending, clientApproved, clientRejected, clientCancelled, serverApproved, serverCancelled.
    """

    kind: Literal["domain", "contact"]
    name: str
    status: str
    requested_by: str
    requested_at: str
    acting: str
    act_by: str
    expires: str | None = None


class HostData(Value, frozen=True, tag="host", tag_field="type"):
    """infData of a host (RFC 5732 section 3.1.2)."""

    name: str
    roid: str
    statuses: tuple[Status, ...] = ()
    addresses: tuple[str, ...] = ()
    sponsor: str = ""
    creator: str | None = None
    created: str | None = None
    updater: str | None = None
    updated: str | None = None
    transferred: str | None = None


class HostCreated(Value, frozen=True, tag="host.created", tag_field="type"):
    """creData of a host (RFC 5732 section 3.2.1)."""

    name: str
    created: str


class ContactData(Value, frozen=True, tag="contact", tag_field="type"):
    """infData of a contact (RFC 5733 section 3.1.2)."""

    id: str
    roid: str
    statuses: tuple[Status, ...] = ()
    postal: tuple[PostalInfo, ...] = ()
    voice: Phone | None = None
    fax: Phone | None = None
    email: str = ""
    sponsor: str = ""
    creator: str | None = None
    created: str | None = None
    updater: str | None = None
    updated: str | None = None
    transferred: str | None = None
    auth_info: Secret | None = None


class ContactCreated(Value, frozen=True, tag="contact.created", tag_field="type"):
    """creData of a contact (RFC 5733 section 3.2.1)."""

    id: str
    created: str


class PendingResult(Value, frozen=True, tag="pending.result", tag_field="type"):
    """panData (RFC 5731 section 3.3): how a 1001 ended. `name` may be a contact id."""

    kind: Literal["domain", "host", "contact"]
    name: str
    ok: bool
    cltrid: str | None
    svtrid: str
    at: str


ResponseData = (
    CheckData
    | DomainData
    | DomainCreated
    | DomainRenewed
    | TransferData
    | HostData
    | HostCreated
    | ContactData
    | ContactCreated
    | PendingResult
    | MappingData
)
