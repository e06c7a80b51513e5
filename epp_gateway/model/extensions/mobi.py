"""mobi-1.0 (.mobi, Afilias, today Identity Digital): who maintains the site. Unverified: from public samples."""

from epp_gateway.model.base import Value


class MobiCreate(Value, frozen=True, tag="mobi.create", tag_field="type"):
    """create on a domain create."""

    maintainer_url: str


class MobiUpdate(Value, frozen=True, tag="mobi.update", tag_field="type"):
    """update on a domain update: the new URL."""

    maintainer_url: str


class MobiData(Value, frozen=True, tag="mobi.data", tag_field="type"):
    """infData on a domain info answer."""

    maintainer_url: str
