"""rgp-1.0 (RFC 3915): the grace period statuses of a domain info answer."""

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import R
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute
from epp_gateway.model.extensions import RgpStatuses


def write_statuses(parent: Element, value: RgpStatuses) -> None:
    """Append `infData`."""
    root = add_object(parent, R, R.infData)
    for status in value.statuses:
        add(root, R.rgpStatus).set("s", status)


def read_statuses(element: Element) -> RgpStatuses:
    """Read `infData`."""
    statuses = (attribute(status, "s") for status in element.iterfind(R.rgpStatus))
    return RgpStatuses(statuses=tuple(status for status in statuses if status))


EXTENSIONS = (ExtensionRow(RgpStatuses, R.infData, write_statuses, read_statuses, answers=frozenset({"domain.info"})),)
