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
    """A status value with the free text of whoever set it, and that text's language (RFC 5731 section 2.3)."""

    value: str
    text: str | None = None
    lang: str | None = None


class AuthRoid(Value, frozen=True, tag="roid", tag_field="form"):
    """The password is that of the object with this repository id: of a registrant, say (RFC 5731 section 3.1.2)."""

    roid: str


class AuthExt(Value, frozen=True, tag="ext", tag_field="form"):
    """The element of another namespace that stands in place of a password, as XML text (RFC 5730 section 4.2)."""

    xml: Secret


class AuthBlank(Value, frozen=True, tag="blank", tag_field="form"):
    """In a domain update: the empty password is said as one, where it else is said as `null` (RFC 9154 section 5.2)."""


AuthForm = AuthRoid | AuthExt | AuthBlank
"""What an authorisation is beside the object's own password. With `AuthExt` the password is an empty one."""


class DomainContact(Value, frozen=True):
    """A contact of a domain (RFC 5731 section 2.2): the role, None where it is not said, and the registry's id."""

    role: ContactRole | None
    id: str


class HostAttribute(Value, frozen=True):
    """A name server as an attribute of its domain, with addresses (RFC 5731 section 1.1), in place of a host object."""

    name: str
    addresses: tuple[str, ...] = ()


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


class Place(Value, frozen=True):
    """Where a postal address is (RFC 5733 section 2.4): `addr`, without the names."""

    city: str
    cc: str
    street: tuple[str, ...] = ()
    sp: str | None = None
    pc: str | None = None


class PostalChange(Value, frozen=True):
    """A change of a part of the address of one type; None leaves the part as it is (RFC 5733 section 3.2.5).

    A change of both name and place is a whole `PostalInfo`.
    """

    type: PostalType
    name: str | None = None
    org: str | None = None
    place: Place | None = None


class Phone(Value, frozen=True):
    """A telephone number as `+CC.NUMBER` with an optional extension (RFC 5733 section 2.5)."""

    number: str
    ext: str | None = None


class Disclosure(Value, frozen=True):
    """What a contact wishes to be shown to third parties (`flag`), or not to be shown (RFC 5733 section 2.9).

    Names, organisations and addresses are said for each type of postal address.
    """

    flag: bool
    name: tuple[PostalType, ...] = ()
    org: tuple[PostalType, ...] = ()
    addr: tuple[PostalType, ...] = ()
    voice: bool = False
    fax: bool = False
    email: bool = False


class CheckItem(Value, frozen=True):
    """One answer of a check: `name` may be a contact id. `lang` is that of the reason."""

    name: str
    available: bool
    reason: str | None = None
    lang: str | None = None


class CheckData(Value, frozen=True, tag="check", tag_field="type"):
    """chkData of any object."""

    kind: Literal["domain", "host", "contact"]
    items: tuple[CheckItem, ...]


class DomainData(Value, frozen=True, tag="domain", tag_field="type"):
    """infData of a domain (RFC 5731 section 3.1.2). Absent elements are None or empty.

    Name servers are host objects (`nameservers`) or attributes; a server has one kind only.
    """

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
    auth_form: AuthForm | None = None
    host_attributes: tuple[HostAttribute, ...] = ()

    @property
    def nameserver_names(self) -> tuple[str, ...]:
        """The names of all name servers, of whichever kind."""
        return (*self.nameservers, *(host.name for host in self.host_attributes))


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
    auth_form: AuthForm | None = None
    disclose: Disclosure | None = None


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
