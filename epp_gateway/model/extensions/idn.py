"""Which table or language an internationalised name was made by, in the three ways that registries ask for it.

idn-1.0 is published by Identity Digital and told in an expired draft (draft-ietf-eppext-idnmap-02). The older namespace
of Afilias and idnLang-1.0 of Verisign are private. None of the texts was at hand: what stands here was seen in public
clients and is unverified.
"""

from epp_gateway.model.base import Value


class IdnTable(Value, frozen=True, tag="idn.table", tag_field="type"):
    """idn-1.0 data on a domain create and on a domain info answer.

    Attributes:
        table: the registry's name of an IDN table.
        uname: the whole name as a U-label, in the normal form C.
    """

    table: str
    uname: str | None = None


class IdnLanguage(Value, frozen=True, tag="idn.language", tag_field="type"):
    """idnLang-1.0 tag on a domain create: the language of the name, as ISO 639 or BCP 47 writes it (`JPN`, `ja`)."""

    tag: str


class AfiliasIdnCheck(Value, frozen=True, tag="idn.afilias.check", tag_field="type"):
    """The older idn-1.0 of Afilias on a domain check: the script or language of the names."""

    script: str


class AfiliasIdnCreate(Value, frozen=True, tag="idn.afilias.create", tag_field="type"):
    """The older idn-1.0 of Afilias on a domain create."""

    script: str


class AfiliasIdnUpdate(Value, frozen=True, tag="idn.afilias.update", tag_field="type"):
    """The older idn-1.0 of Afilias on a domain update: the new script."""

    script: str


class AfiliasIdnData(Value, frozen=True, tag="idn.afilias.data", tag_field="type"):
    """The older idn-1.0 of Afilias on a domain info answer."""

    script: str
