"""jprs-1.0, a namespace of our own for what .jp needs beyond the standard (see `schemas/jprs-1.0.xsd`)."""

from typing import Literal

from epp_gateway.model.base import Value
from epp_gateway.model.objects import ContactKind

JprsFamily = Literal["general", "prefecture", "organisational"]
"""The families of .jp names that our jprs-1.0 tells apart."""

TransferMethod = Literal["agent-change", "name-move"]


class JprsContact(Value, frozen=True, tag="jprs.contact", tag_field="type"):
    """Our jprs-1.0 on a contact create: the kind of the record."""

    kind: ContactKind


class JprsDomain(Value, frozen=True, tag="jprs.domain", tag_field="type"):
    """Our jprs-1.0 on a domain create: the family the name is registered in."""

    family: JprsFamily


class JprsTransfer(Value, frozen=True, tag="jprs.transfer", tag_field="type"):
    """Our jprs-1.0 on a transfer request: how the name changes hands."""

    method: TransferMethod


class JprsDomainData(Value, frozen=True, tag="jprs.domain.data", tag_field="type"):
    """Our jprs-1.0 infData on a domain info response. `suspend_at` is an instant, set once an abolition is filed."""

    family: JprsFamily
    state: Literal["active", "to-be-suspended", "suspended"]
    registrant_record: str | None = None
    suspend_at: str | None = None
