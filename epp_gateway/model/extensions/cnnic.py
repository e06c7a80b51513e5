"""cnnic-contact-1.0, cnnic-domain-1.0, cnnic-registry-1.0 (.cn): who stands behind a name, and who brought it.

The registry's own texts are private; what stands here was seen in public clients and is unverified.
"""

from typing import Literal

from epp_gateway.model.base import Value

CnnicKind = Literal["I", "E"]
"""An individual, or an enterprise."""


class CnnicDocument(Value, frozen=True):
    """contact of cnnic-contact-1.0: a document that proves who somebody is.

    Attributes:
        type: SFZ (identity card), HZ (passport), JGZ (officer's card), ORG (organisation code), YYZZ (business
            licence), QT (another) or one that came later.
        number: of the document.
    """

    type: str
    number: str


class CnnicHolder(Value, frozen=True):
    """What cnnic-contact-1.0 says about a contact; each part may be absent. `purveyor` is who brought the contact."""

    kind: CnnicKind | None = None
    document: CnnicDocument | None = None
    purveyor: str | None = None
    mobile: str | None = None


class CnnicContactCreate(Value, frozen=True, tag="cnnic.contact.create", tag_field="type"):
    """cnnic-contact-1.0 create on a contact create."""

    holder: CnnicHolder


class CnnicContactUpdate(Value, frozen=True, tag="cnnic.contact.update", tag_field="type"):
    """cnnic-contact-1.0 update on a contact update. Clients change; adding and removing was seen in older ones."""

    add: CnnicHolder | None = None
    rem: CnnicHolder | None = None
    chg: CnnicHolder | None = None


class CnnicContactData(Value, frozen=True, tag="cnnic.contact.data", tag_field="type"):
    """cnnic-contact-1.0 infData on a contact info answer."""

    holder: CnnicHolder


class CnnicDomainCreate(Value, frozen=True, tag="cnnic.domain.create", tag_field="type"):
    """cnnic-domain-1.0 create on a domain create. `purveyor`, 3 to 16 characters, must be there."""

    purveyor: str
    kind: CnnicKind | None = None


class CnnicDomainUpdate(Value, frozen=True, tag="cnnic.domain.update", tag_field="type"):
    """cnnic-domain-1.0 update{chg} on a domain update; at least one of the two."""

    purveyor: str | None = None
    kind: CnnicKind | None = None


class CnnicDomainData(Value, frozen=True, tag="cnnic.domain.data", tag_field="type"):
    """cnnic-domain-1.0 infData on a domain info answer."""

    purveyor: str | None = None
    kind: CnnicKind | None = None


class CnnicRegistryCreate(Value, frozen=True, tag="cnnic.registry.create", tag_field="type"):
    """cnnic-registry-1.0 create on a contact or host create: which of the registries behind the server is meant."""

    registry: str


class CnnicRegistryData(Value, frozen=True, tag="cnnic.registry.data", tag_field="type"):
    """cnnic-registry-1.0 infData on a contact or host info answer."""

    registry: str
