"""jprs-1.0, a namespace of our own for what .jp needs beyond the standard (see `schemas/jprs-1.0.xsd`)."""

from typing import Literal

from epp_gateway.model.base import Value
from epp_gateway.model.objects import ContactKind

JprsFamily = Literal["general", "prefecture", "organisational", "geographic"]
"""The families of .jp names that our jprs-1.0 tells apart. No new geographic names are registered."""

TransferMethod = Literal["agent-change", "name-move"]


class JprsContact(Value, frozen=True, tag="jprs.contact", tag_field="type"):
    """Our jprs-1.0 on a contact create: the kind of the record."""

    kind: ContactKind


class JprsDomain(Value, frozen=True, tag="jprs.domain", tag_field="type"):
    """Our jprs-1.0 on a domain create: the family the name is registered in.

    An organisational name also says for which organisation, and who speaks for it.
    """

    family: JprsFamily
    organisation: str | None = None
    representative: str | None = None


class JprsTransfer(Value, frozen=True, tag="jprs.transfer", tag_field="type"):
    """Our jprs-1.0 on a transfer request: how the name changes hands."""

    method: TransferMethod


class JprsDomainData(Value, frozen=True, tag="jprs.domain.data", tag_field="type"):
    """Our jprs-1.0 infData on a domain info response or in a notice.

    Attributes:
        registrant_record: the registry's number of the record that names with the same number share.
        suspend_at: an instant, set once an abolition is filed.
        siblings: how many other names stand in the same record; only its agent sees that.
        expiry_month: at whose end the name expires, as `2026-04`.
    """

    family: JprsFamily
    state: Literal["active", "to-be-suspended", "suspended"]
    registrant_record: str | None = None
    suspend_at: str | None = None
    siblings: int | None = None
    expiry_month: str | None = None


class JprsWithdraw(Value, frozen=True, tag="jprs.withdraw", tag_field="type"):
    """Our jprs-1.0 on a domain update: an abolition that was filed this month is withdrawn."""


class JprsTransferData(Value, frozen=True, tag="jprs.transfer.data", tag_field="type"):
    """Our jprs-1.0 trnData on the answer to a transfer and in its notices: all names that move in this one action."""

    names: tuple[str, ...]
    method: TransferMethod
    registrant_record: str | None = None


class JprsContactData(Value, frozen=True, tag="jprs.contact.data", tag_field="type"):
    """Our jprs-1.0 contactData on the answer to a contact create or info: the record's kind, and its number."""

    kind: ContactKind
    registrant_record: str | None = None
