"""The XML text of one element, such that it stands alone and that the same element always gives the same text."""

from lxml import etree

from .parse import Element


def markup_of(element: Element) -> str:
    """Write an element as exclusive canonical XML, with every prefix in scope: content may speak of them."""
    prefixes = [prefix for prefix in element.nsmap if prefix]
    return etree.tostring(
        element, method="c14n", exclusive=True, inclusive_ns_prefixes=prefixes, with_tail=False
    ).decode()
