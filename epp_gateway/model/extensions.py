"""Command and response extensions as values; `epp/extensions/` has one codec file for each namespace."""

from typing import Literal

from .base import Value
from .objects import ContactKind

JprsFamily = Literal["general", "prefecture", "organisational"]
"""The families of .jp names that our jprs-1.0 tells apart."""


class NameStore(Value, frozen=True, tag="namestore", tag_field="type"):
    """namestoreExt-1.1 on a command: which zone of a shared server is meant (`dotCOM`, `dotNET`)."""

    sub_product: str


class NameStoreError(Value, frozen=True, tag="namestore.error", tag_field="type"):
    """namestoreExt-1.1 nsExtErrData on a failed response."""

    code: int
    message: str


class RgpStatuses(Value, frozen=True, tag="rgp.statuses", tag_field="type"):
    """RFC 3915 infData on a domain info response: grace period statuses, e.g. `addPeriod`."""

    statuses: tuple[str, ...]


class JprsContact(Value, frozen=True, tag="jprs.contact", tag_field="type"):
    """Our jprs-1.0 on a contact create: the kind of the record."""

    kind: ContactKind


class JprsDomain(Value, frozen=True, tag="jprs.domain", tag_field="type"):
    """Our jprs-1.0 on a domain create: the family the name is registered in."""

    family: JprsFamily


TransferMethod = Literal["agent-change", "name-move"]


class JprsTransfer(Value, frozen=True, tag="jprs.transfer", tag_field="type"):
    """Our jprs-1.0 on a transfer request: how the name changes hands."""

    method: TransferMethod


class JprsDomainData(Value, frozen=True, tag="jprs.domain.data", tag_field="type"):
    """Our jprs-1.0 infData on a domain info response. `suspend_at` is an instant, set once an abolition is filed."""

    family: JprsFamily
    state: Literal["active", "to-be-suspended", "suspended"]
    registrant_record: str | None = None
    suspend_at: str | None = None


class OpaqueExtension(Value, frozen=True, tag="opaque", tag_field="type"):
    """An extension of a namespace unknown to us, kept as XML text so that nothing is lost."""

    namespace: str
    xml: str


Extension = (
    NameStore
    | NameStoreError
    | RgpStatuses
    | JprsContact
    | JprsDomain
    | JprsTransfer
    | JprsDomainData
    | OpaqueExtension
)
