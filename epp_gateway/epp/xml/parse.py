"""XML in: bounded, without DTD, entities or network, and nothing but UTF-8.

`parse` is strict and for frames of clients. `parse_tolerant` is for frames of servers: it mends what real registries
are known to break (undeclared prefixes, control characters, a stray `&` or `<`), but never a frame that is cut off.
What goes wrong is told by kind and place, never by quoting the frame: it may hold a password.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from epp_gateway.epp.errors import InvalidFrame, Unreadable

from .namespaces import EPP, NAMESPACES, E

Element = etree._Element  # noqa: SLF001  lxml gives its element type no public name

MAX_OCTETS = 4 * 1024 * 1024
"""No frame is larger, whatever the cap of a connection. No text is longer, either."""

MAX_DEPTH = 100
"""Elements inside each other; a launch application with a signed mark has some twenty."""

MAX_ATTRIBUTES = 100
"""Of one element. Canonical XML sorts them in quadratic time."""

MOST: Mapping[bytes, int] = MappingProxyType({b"<": 100_000, b"=": 100_000, b"&": 100_000, b"xmlns": 1_000})
"""So many of each in one frame, counted before it is parsed: a tree takes sixty times the memory of its text."""

_LIGHT = min(most * len(mark) for mark, most in MOST.items())
"""No frame up to this size can hold so many."""

_IS_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_IS_TOO_WIDE = etree.XPath(f"boolean(//*[count(@*) > {MAX_ATTRIBUTES}])")
_LIMITS_OF_LIBXML2 = frozenset({etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG})
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
_UNREADABLE = "{urn:undeclared:}unreadable"
_LIMIT = "the document is too deep, or a name in it too long"
_ENCODINGS = frozenset({"UTF-8", "US-ASCII", "ASCII"})
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
_END = re.compile(rb"</\s*(?:[^\s<>/:]+:)?epp\s*>[\s\x00]*\Z")
_UNSPEAKABLE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xed[\xa0-\xbf][\x80-\xbf]|\xef\xbf[\xbe\xbf]")
"""What XML cannot carry. libxml2 reads over it, but lxml does not, where it stands in a name."""

_CLTRID = re.compile(rb"<(?:[\w.-]+:)?clTRID\s*>\s*([\x21-\x3b\x3d-\x7e]{3,64})\s*</")


class _OutOfBounds(Exception):
    """What is too large, too deep, in another encoding or has a DTD is not looked at any further."""


def parse(payload: bytes) -> Element:
    """Read a client's frame.

    Raises:
        InvalidFrame: code 2001, with the clTRID where one can be made out.
    """
    try:
        fault, root = _read(payload, _STRICT)
    except _OutOfBounds as bounds:
        raise InvalidFrame(2001, (str(bounds),), cltrid_in(payload)) from None
    if root is not None and _encoding(root) not in _ENCODINGS:
        fault = "the encoding is not UTF-8"
    if fault is not None or root is None:
        raise InvalidFrame(2001, (fault or "an empty document",), cltrid_in(payload))
    return root


def parse_tolerant(payload: bytes) -> tuple[Element, tuple[str, ...]]:
    """Read a server's frame, and name the kinds of deviation that were mended.

    Raises:
        Unreadable: when it is no EPP, is cut off, or out of bounds.
    """
    kinds: tuple[str, ...] = ()
    try:
        fault, root = _read(payload, _STRICT)
        if root is None and _END.search(payload[-200:]):
            fault, root = _read(_UNSPEAKABLE.sub(b"", payload), _MENDING)
            kinds = ("recovered-xml",)
    except _OutOfBounds as bounds:
        raise Unreadable(str(bounds)) from None
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
        ValueError: when it is not one well-formed element, or out of bounds.
    """
    try:
        fault, root = _read(markup.encode(), _STRICT)
    except _OutOfBounds as bounds:
        raise ValueError(str(bounds)) from None
    if fault is not None or root is None:
        raise ValueError(fault)
    return root


def cltrid_in(payload: bytes) -> str | None:
    """Look for a client transaction id in octets that are no XML."""
    found = _CLTRID.search(payload)
    return found[1].decode("ascii") if found else None


def _read(payload: bytes, parser: etree.XMLParser) -> tuple[str | None, Element | None]:
    """Give the tree, or the fault where there is none; neither where the document is empty.

    Raises:
        _OutOfBounds: it must not be mended.
    """
    _refuse_unparsed(payload)
    try:
        root = etree.fromstring(payload, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) in _LIMITS_OF_LIBXML2:
            raise _OutOfBounds(_LIMIT) from None
        line, column = error.position
        return f"not well-formed XML at line {line}, column {column}", None
    if parser is _MENDING and any(entry.type in _LIMITS_OF_LIBXML2 for entry in parser.error_log):
        raise _OutOfBounds(_LIMIT)
    if root is not None:
        _refuse_parsed(root, payload)
    return None, root


def _refuse_unparsed(payload: bytes) -> None:
    if len(payload) > MAX_OCTETS:
        raise _OutOfBounds(f"the document is larger than {MAX_OCTETS} octets")
    if payload.startswith(_WIDE):
        raise _OutOfBounds("the encoding is not UTF-8")
    if len(payload) <= _LIGHT:
        return
    for mark, most in MOST.items():
        if payload.count(mark) > most:
            raise _OutOfBounds(f"the document has more than {most} `{mark.decode()}`")


def _refuse_parsed(root: Element, payload: bytes) -> None:
    """Look for a DTD, and where there could be so many, for elements too deep and attributes too many."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise _OutOfBounds("a document type declaration is not allowed")
    if payload.count(b"<") > MAX_DEPTH and _IS_TOO_DEEP(root):
        raise _OutOfBounds(f"the document is deeper than {MAX_DEPTH} elements")
    if payload.count(b"=") > MAX_ATTRIBUTES and _IS_TOO_WIDE(root):
        raise _OutOfBounds(f"an element has more than {MAX_ATTRIBUTES} attributes")
    if (b"{" in payload or b"}" in payload or b"&#" in payload) and any(map(_has_brace, _namespaces(root))):
        raise _OutOfBounds("a namespace has a brace, which no URI has")


def _namespaces(root: Element) -> Iterator[str]:
    for _, declared in etree.iterwalk(root, events=("start-ns",)):
        yield declared[1]


def _has_brace(namespace: str) -> bool:
    """Whether lxml, which writes a name as `{namespace}local`, would read another name there."""
    return "{" in namespace or "}" in namespace


def _encoding(root: Element) -> str:
    return (root.getroottree().docinfo.encoding or "UTF-8").upper()


def _mend_names(root: Element) -> tuple[str, ...]:
    """Put elements where they were meant to be: undeclared prefixes, and an envelope of another namespace."""
    for element in root.iter("*"):
        _, name = _split(element.tag)
        prefix, colon, local = name.partition(":")
        if colon:
            _rename(element, NAMESPACES.get(prefix, f"urn:undeclared:{prefix}"), local)
    envelope, name = _split(root.tag)
    if envelope == EPP or name != "epp":
        return ()
    for element in root.iter("*"):
        namespace, local = _split(element.tag)
        if namespace == envelope:
            _rename(element, EPP, local)
    return ("foreign-namespace",)


def _rename(element: Element, namespace: str, local: str) -> None:
    """Give an element another name; what libxml2 lets pass as a name in a broken frame need not be one."""
    try:
        element.tag = f"{{{namespace}}}{local}"
    except ValueError:
        element.tag = _UNREADABLE


def _split(tag: str) -> tuple[str, str]:
    namespace, _, local = tag.rpartition("}")
    return namespace.removeprefix("{"), local
