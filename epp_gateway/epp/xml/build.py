"""The only place that makes XML. Text is escaped by the library. Nothing is put together from strings, but for elements
that are given as XML text: they are checked, and put into the finished frame as they are.

Helpers give the element they made. What XML cannot carry (control characters) raises ValueError.
"""

from typing import Any

from lxml import etree

from .canonical import markup_of
from .namespaces import EPP, E, Tags
from .parse import Element, parse, parse_fragment

_SubElement = etree.SubElement
_FRAME_NAMESPACES: dict[Any, str] = {None: EPP}
_PLACE = "{urn:epp-gateway:place}markup"
_PLACE_NAMESPACES = {"place": "urn:epp-gateway:place"}
_KEPT_PLACE = b'<place:markup xmlns:place="urn:epp-gateway:place"/>'
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


def add_markup(parent: Element, markup: str) -> None:
    """Append an element that is given as XML text; until `whole` its place is kept by another.

    A tree would not do: when an element moves into another tree, declarations are dropped that seem to be doubled,
    though content may speak of their prefixes, and names without a namespace fall into that of the frame.

    Raises:
        ValueError: when the text is not one well-formed element.
    """
    _SubElement(parent, _PLACE, nsmap=_PLACE_NAMESPACES).text = markup_of(parse_fragment(markup))


def whole(root: Element) -> Element:
    """Give the finished frame, in which elements that were given as text stand as they were given.

    Raises:
        InvalidFrame: 2001 when it has become larger than a frame may be.
    """
    places = list(root.iter(_PLACE))
    if not places:
        return root
    markups = [place.text or "" for place in places]
    for place in places:
        place.text = None
    first, *others = etree.tostring(root, encoding="UTF-8").split(_KEPT_PLACE)
    return parse(first + b"".join(text.encode() + part for text, part in zip(markups, others, strict=True)))


def serialise(root: Element) -> bytes:
    """Give the octets of a frame, in UTF-8 and with an XML declaration."""
    return _DECLARATION + etree.tostring(root, encoding="UTF-8")
