"""What stands inside an element, text and markup alike, as XML text: both ways.

Each element in it is written as `canonical` says, but without the prefix of the mapping around it, which it does not
need. Text that is canonical already comes back as it was.
"""

import copy
from typing import Any

from lxml import etree

from .build import add_markup
from .canonical import markup_of
from .namespaces import EPP
from .parse import Element, parse_fragment

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})


def content_of(element: Element) -> str:
    """Write all that is inside."""
    parts = [_escaped(element.text)]
    for child in element.iterchildren("*"):
        parts += [markup_of(_apart(child)), _escaped(child.tail)]
    return "".join(parts)


def fill(element: Element, content: str) -> None:
    """Put XML text into an empty element. Names without a prefix belong to EPP, unless the text says otherwise.

    Raises:
        ValueError: when it is not well-formed.
    """
    source = parse_fragment(f'<content xmlns="{EPP}">{content}</content>')
    element.text = source.text
    for child in source.iterchildren("*"):
        add_markup(element, markup_of(child))
        element[-1].tail = child.tail


def _apart(child: Element) -> Element:
    """The same element where the namespace around it has no prefix; itself where it is of that namespace, too."""
    parent = child.getparent()
    around = None if parent is None else etree.QName(parent).namespace
    names = (name for node in child.iter("*") for name in (node.tag, *node.attrib))
    if around in {etree.QName(name).namespace for name in names}:
        return child
    scope: dict[Any, str] = {prefix: uri for prefix, uri in child.nsmap.items() if uri != around}
    twin = etree.Element(child.tag, nsmap=scope)
    for key, value in child.attrib.items():
        twin.set(key, value)
    twin.text = child.text
    twin.extend(copy.deepcopy(inner) for inner in child)
    return twin


def _escaped(text: str | None) -> str:
    return (text or "").translate(_ESCAPES)
