"""The examples of the RFCs as trees: whole frames, and fragments put where the same element stands in a whole frame.

Four repairs make one of a printed example that is not whole:

- An element that holds `...` in place of its content gets the content of a whole one of its name.
- A fragment takes the place of an element of its name, in a frame in which that element holds the same first child
  where there is one. Prefixes it does not declare are those of the frames around it.
- An element of a namespace that stands for any other (RFC 5730 has objects of `urn:ietf:params:xml:ns:obj`) becomes
  one of a foreign namespace that both sides know.
- A text that was folded onto lines of its own is put between its tags.
"""

import copy
from collections.abc import Iterator
from functools import cache

from lxml import etree

from .texts import FOREIGN, STANDARDS, WITHOUT_SCHEMA, XSI, fragments_of, frames_of

NUMBERS = (*STANDARDS, *WITHOUT_SCHEMA)
EPP = "urn:ietf:params:xml:ns:epp-1.0"
ELIDED = "..."
PLACEHOLDERS = {f"urn:ietf:params:xml:ns:{name}" for name in ("obj", "obj-1.0", "object", "ext")}

Element = etree._Element
_PLAIN = etree.XMLParser(remove_blank_text=True, remove_comments=True)


@cache
def examples_of(number: int) -> tuple[Element, ...]:
    """Every example of a standard as a tree, repaired; frames first."""
    whole = (copy.deepcopy(frame) for frame in _printed(number))
    return tuple(_mended(frame) for frame in (*whole, *_fragments(number)))


@cache
def _printed(number: int) -> tuple[Element, ...]:
    return tuple(etree.fromstring(frame, _PLAIN) for frame in frames_of(number))


@cache
def _prefixes() -> dict[str | None, str]:
    """What the frames of all standards declare, and EPP where there is no prefix."""
    nsmaps = (node.nsmap for number in NUMBERS for frame in _printed(number) for node in frame.iter("*"))
    declared = {prefix: namespace for nsmap in nsmaps for prefix, namespace in nsmap.items() if prefix}
    return {**declared, "xsi": XSI, None: EPP}


@cache
def _pieces(number: int) -> tuple[Element, ...]:
    """The fragments of a standard, with the prefixes they need."""
    opening = etree.tostring(etree.Element("around", nsmap=_prefixes())).decode().removesuffix("/>")
    around = [etree.fromstring(f"{opening}>{piece.decode()}</around>", _PLAIN) for piece in fragments_of(number)]
    return tuple(element[0] for element in around)


def _fragments(number: int) -> Iterator[Element]:
    for piece in _pieces(number):
        place = _place_of(piece)
        if place is None:
            yield etree.fromstring(etree.tostring(piece, with_tail=False))
            continue
        root = place.getroottree().getroot()
        frame = copy.deepcopy(piece if place is root else root)
        if place is not root:
            twin = list(frame.iter())[list(root.iter()).index(place)]
            twin.getparent().replace(twin, copy.deepcopy(piece))
        yield frame


def _place_of(piece: Element) -> Element | None:
    """An element of a whole frame that the fragment can take the place of."""
    found = [twin for number in NUMBERS for frame in _printed(number) for twin in frame.iter(piece.tag)]
    alike = [twin for twin in found if len(twin) and len(piece) and twin[0].tag == piece[0].tag]
    return next(iter(alike or found), None)


def _mended(frame: Element) -> Element:
    _fill_elisions(frame)
    _fill_placeholders(frame)
    for leaf in (node for node in frame.iter("*") if not len(node) and "\n" in (node.text or "")):
        leaf.text = leaf.text.strip()
    return frame


def _fill_elisions(frame: Element) -> None:
    for element in [node for node in frame.iter("*") if ELIDED in _texts(node)]:
        whole = next(twin for twin in _everywhere(element.tag) if any(twin.itertext()) and ELIDED not in _texts(twin))
        element[:] = [copy.deepcopy(child) for child in whole]
        element.text = whole.text


def _fill_placeholders(frame: Element) -> None:
    for element in [node for node in frame.iter("*") if etree.QName(node).namespace in PLACEHOLDERS]:
        parent = element.getparent()
        if parent is not None and etree.QName(parent).namespace not in PLACEHOLDERS:
            parent.replace(element, etree.Element(f"{{{FOREIGN}}}thing"))


def _everywhere(tag: str) -> Iterator[Element]:
    for number in NUMBERS:
        for root in (*_printed(number), *_pieces(number)):
            yield from root.iter(tag)


def _texts(element: Element) -> list[str]:
    """The texts directly inside an element."""
    return [(text or "").strip() for text in (element.text, *(child.tail for child in element))]
