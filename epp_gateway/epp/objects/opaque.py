"""Objects of mappings that we have no values for: kept as XML text, so that nothing is lost."""

from typing import get_args

from lxml import etree

from epp_gateway.epp.xml.build import add_markup
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.namespaces import E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute
from epp_gateway.model.commands import TransferOp
from epp_gateway.model.mappings import OpaqueCommand, OpaqueData

from .common import verb_name

_OPS: dict[str, TransferOp] = {op: op for op in get_args(TransferOp)}


def write_command(command: Element, value: OpaqueCommand) -> None:
    """Append the verb with the element as it was given."""
    verb = etree.SubElement(command, getattr(E, value.verb))
    if value.op is not None:
        verb.set("op", value.op)
    add_markup(verb, value.xml)


def read_command(verb: Element) -> OpaqueCommand:
    """Keep the element inside a verb with everything in it."""
    return OpaqueCommand(
        verb=verb_name(verb),  # type: ignore[arg-type]  # only called with a verb of the schema
        namespace=etree.QName(verb[0]).namespace or "",
        xml=markup_of(verb[0]),
        op=_OPS.get(attribute(verb, "op")),
    )


def write_data(parent: Element, data: OpaqueData) -> None:
    """Append the element as it was given."""
    add_markup(parent, data.xml)


def read_data(element: Element) -> OpaqueData:
    """Keep an element with everything in it."""
    return OpaqueData(namespace=etree.QName(element).namespace or "", xml=markup_of(element))
