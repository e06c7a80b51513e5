"""XML in: bounded, without DTD, entities or network, and nothing but UTF-8.

`parse` is strict and for frames of clients. `parse_tolerant` is for frames of servers: it mends what real registries
are known to break (undeclared prefixes, control characters, a stray `&` or `<`), but never a frame that is cut off.
What goes wrong is told by kind and place, never by quoting the frame: it may hold a password.
"""

import re

from lxml import etree

from epp_gateway.epp.errors import InvalidFrame, Unreadable

from .namespaces import EPP, NAMESPACES, E

Element = etree._Element  # noqa: SLF001  lxml gives its element type no public name

MAX_OCTETS = 4 * 1024 * 1024
"""No frame is larger, whatever the cap of a connection."""

_STRICT, _MENDING = (
    etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    for recover in (False, True)
)
_ENCODINGS = frozenset({"UTF-8", "US-ASCII", "ASCII"})
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
_END = re.compile(rb"</\s*(?:[^\s<>/:]+:)?epp\s*>[\s\x00]*\Z")
_CLTRID = re.compile(rb"<(?:[\w.-]+:)?clTRID\s*>\s*([\x21-\x3b\x3d-\x7e]{3,64})\s*</")


def parse(payload: bytes) -> Element:
    """Read a client's frame.

    Raises:
        InvalidFrame: code 2001, with the clTRID where one can be made out.
    """
    fault, root = _read(payload, _STRICT)
    if root is not None and _encoding(root) not in _ENCODINGS:
        fault = "the encoding is not UTF-8"
    if fault is not None or root is None:
        raise InvalidFrame(2001, (fault or "an empty document",), cltrid_in(payload))
    return root


def parse_tolerant(payload: bytes) -> tuple[Element, tuple[str, ...]]:
    """Read a server's frame, and name the kinds of deviation that were mended.

    Raises:
        Unreadable: when it is no EPP, is cut off, or has a DTD.
    """
    kinds: tuple[str, ...] = ()
    fault, root = _read(payload, _STRICT)
    if root is None and _END.search(payload[-200:]):
        fault, root = _read(payload, _MENDING)
        kinds = ("recovered-xml",)
    if fault is not None or root is None:
        raise Unreadable(fault or "an empty document")
    if root.tag != E.epp or kinds:
        kinds += _mend_names(root)
    if root.tag != E.epp:
        raise Unreadable("the document is not EPP")
    return root, kinds


def parse_fragment(markup: str) -> Element:
    """Read one element given as text.

    Raises:
        ValueError: when it is not one well-formed element.
    """
    fault, root = _read(markup.encode(), _STRICT)
    if fault is not None or root is None:
        raise ValueError(fault)
    return root


def cltrid_in(payload: bytes) -> str | None:
    """Look for a client transaction id in octets that are no XML."""
    found = _CLTRID.search(payload)
    return found[1].decode("ascii") if found else None


def _read(payload: bytes, parser: etree.XMLParser) -> tuple[str | None, Element | None]:
    """Give the fault or None, and the root or None where there is no tree."""
    if len(payload) > MAX_OCTETS:
        return f"the document is larger than {MAX_OCTETS} octets", None
    if payload.startswith(_WIDE):
        return "the encoding is not UTF-8", None
    try:
        root = etree.fromstring(payload, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        return f"not well-formed XML at line {line}, column {column}", None
    if root is not None and root.getroottree().docinfo.internalDTD is not None:
        return "a document type declaration is not allowed", root
    return None, root


def _encoding(root: Element) -> str:
    return (root.getroottree().docinfo.encoding or "UTF-8").upper()


def _mend_names(root: Element) -> tuple[str, ...]:
    """Put elements where they were meant to be: undeclared prefixes, and an envelope of another namespace."""
    for element in root.iter("*"):
        prefix, colon, local = element.tag.partition(":")
        if colon and not prefix.startswith("{"):
            element.tag = f"{{{NAMESPACES.get(prefix, f'urn:undeclared:{prefix}')}}}{local}"
    envelope, name = _split(root.tag)
    if envelope == EPP or name != "epp":
        return ()
    for element in root.iter("*"):
        namespace, local = _split(element.tag)
        if namespace == envelope:
            element.tag = f"{{{EPP}}}{local}"
    return ("foreign-namespace",)


def _split(tag: str) -> tuple[str, str]:
    namespace, _, local = tag.rpartition("}")
    return namespace.removeprefix("{"), local
