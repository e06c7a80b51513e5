"""The only place that makes XML. Text is escaped by the library; nothing is ever put together from strings.

Every helper gives the element it made. What XML cannot carry (control characters) raises ValueError.
"""

from typing import Any

from lxml import etree

from .namespaces import EPP, E, Tags
from .parse import Element, parse_fragment

_SubElement = etree.SubElement
_FRAME_NAMESPACES: dict[Any, str] = {None: EPP}
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'


def frame() -> Element:
    """Begin a frame: an `epp` element whose default namespace is EPP."""
    return etree.Element(E.epp, nsmap=_FRAME_NAMESPACES)


def add(parent: Element, tag: str, text: str | None = None) -> Element:
    """Append an element, empty where `text` is None."""
    child = _SubElement(parent, tag)
    if text is not None:
        child.text = text
    return child


def add_maybe(parent: Element, tag: str, text: str | None) -> None:
    """Append an element unless there is nothing to say; an empty text is something."""
    if text is not None:
        add(parent, tag, text)


def set_maybe(element: Element, key: str, text: str | None) -> None:
    """Set an attribute unless there is nothing to say."""
    if text is not None:
        element.set(key, text)


def add_all(parent: Element, tag: str, texts: tuple[str, ...]) -> None:
    """Append one element for each text."""
    for text in texts:
        add(parent, tag, text)


def add_object(parent: Element, tags: Tags, tag: str) -> Element:
    """Append the first element of another namespace, which declares its usual prefix there."""
    return _SubElement(parent, tag, nsmap=tags.nsmap)


def add_markup(parent: Element, markup: str) -> Element:
    """Append an element that is given as XML text.

    Raises:
        ValueError: when the text is not one well-formed element.
    """
    child = parse_fragment(markup)
    parent.append(child)
    return child


def serialise(root: Element) -> bytes:
    """Give the octets of a frame, in UTF-8 and with an XML declaration."""
    return _DECLARATION + etree.tostring(root, encoding="UTF-8")
