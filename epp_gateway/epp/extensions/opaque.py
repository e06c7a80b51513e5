"""An extension that we do not know, or not in this shape: kept as XML text, so that nothing is lost."""

from lxml import etree

from epp_gateway.epp.xml.build import add_markup
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.parse import Element
from epp_gateway.model.extensions import OpaqueExtension


def write_opaque(parent: Element, value: OpaqueExtension) -> None:
    """Append the element as it was given."""
    add_markup(parent, value.xml)


def read_opaque(element: Element) -> OpaqueExtension:
    """Keep an element with everything in it."""
    return OpaqueExtension(namespace=etree.QName(element).namespace or "", xml=markup_of(element))
