"""rgp-poll-1.0 (Verisign): the notice about a name in its grace periods (see `schemas/rgp-poll-1.0.xsd`)."""

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import RP
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, name, word
from epp_gateway.model.mappings import RgpNotice


def write_notice(parent: Element, value: RgpNotice) -> None:
    """Append `pollData`."""
    root = add_object(parent, RP, RP.pollData)
    add(root, RP.name, value.name)
    add(root, RP.rgpStatus).set("s", value.status)
    add_maybe(root, RP.reqDate, value.requested_at)
    add_maybe(root, RP.reportDueDate, value.report_due)


def read_notice(element: Element) -> RgpNotice | None:
    """Read `pollData`; None where it has no name or no status."""
    written, place = name(element, RP.name), element.find(RP.rgpStatus)
    status = "" if place is None else attribute(place, "s")
    if not written or not status:
        return None
    return RgpNotice(
        name=written,
        status=status,
        requested_at=word(element, RP.reqDate),
        report_due=word(element, RP.reportDueDate),
    )


COMMANDS: tuple[CommandRow, ...] = ()
DATA = (DataRow(RgpNotice, RP.pollData, write_notice, read_notice),)
