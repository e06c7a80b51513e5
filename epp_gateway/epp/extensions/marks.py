"""mark-1.0 and signedMark-1.0 (RFC 7848): parts of launch-1.0, kept whole.

A value is made of a text (`mark_of`, `signed_mark_of`, `encoded_of`) or of an element of a frame; either way the facts
in it are read from what is kept. A value whose facts say something else raises ValueError when it is written.
"""

import base64
import binascii
from typing import Literal, get_args

from epp_gateway.epp.xml.build import add_object
from epp_gateway.epp.xml.namespaces import MK, SM
from epp_gateway.epp.xml.parse import Element, parse_fragment
from epp_gateway.epp.xml.read import attribute, names, text
from epp_gateway.epp.xml.whole import canonical, put, text_of
from epp_gateway.model.extensions import EncodedSignedMark, Mark, MarkFacts, SignedMark, SignedMarkFacts

_Kind = Literal["trademark", "treatyOrStatute", "court"]
_KINDS: dict[str, _Kind] = {getattr(MK, kind): kind for kind in get_args(_Kind)}
_BASE64 = "base64"
_WHITE = " \t\r\n"
_NO_WHITE = str.maketrans("", "", _WHITE)


def mark_of(markup: str) -> Mark:
    """Make the value of a mark.

    Raises:
        ValueError: when the text is not a `mark`.
    """
    return Mark(xml=canonical(markup), facts=_mark_facts(_expected(markup, MK.mark)))


def signed_mark_of(markup: str) -> SignedMark:
    """Make the value of a signed mark. The signature is not verified.

    Raises:
        ValueError: when the text is not a `signedMark`.
    """
    return SignedMark(xml=canonical(markup), facts=_signed_facts(_expected(markup, SM.signedMark)))


def encoded_of(encoded: str, encoding: str = _BASE64) -> EncodedSignedMark:
    """Make the value of an encoded signed mark, whatever is encoded."""
    return EncodedSignedMark(text=encoded.strip(_WHITE), encoding=encoding, facts=_encoded_facts(encoded, encoding))


# mark


def write_mark(parent: Element, value: Mark) -> None:
    """Append `mark` as it was given."""
    if mark_of(value.xml) != value:
        raise ValueError("the facts of a mark are not those of its text")
    put(parent, value.xml)


def read_mark(element: Element) -> Mark | None:
    """Read `mark`; None for another form of mark, or for one that cannot be kept."""
    xml = text_of(element) if element.tag == MK.mark else None
    return None if xml is None else Mark(xml=xml, facts=_mark_facts(element))


def _mark_facts(element: Element) -> tuple[MarkFacts, ...]:
    return tuple(
        MarkFacts(kind=kind, id=text(entry, MK.id), name=text(entry, MK.markName), labels=names(entry, MK.label))
        for entry in element.iterchildren("*")
        if (kind := _KINDS.get(str(entry.tag))) is not None
    )


# signedMark


def write_signed_mark(parent: Element, value: SignedMark) -> None:
    """Append `signedMark` as it was given."""
    if signed_mark_of(value.xml) != value:
        raise ValueError("the facts of a signed mark are not those of its text")
    put(parent, value.xml)


def read_signed_mark(element: Element) -> SignedMark | None:
    """Read `signedMark`; None for one that cannot be kept."""
    xml = text_of(element)
    return None if xml is None else SignedMark(xml=xml, facts=_signed_facts(element))


def _signed_facts(element: Element) -> SignedMarkFacts:
    mark = element.find(MK.mark)
    return SignedMarkFacts(
        id=text(element, SM.id),
        not_before=text(element, SM.notBefore),
        not_after=text(element, SM.notAfter),
        marks=() if mark is None else _mark_facts(mark),
    )


# encodedSignedMark


def write_encoded(parent: Element, value: EncodedSignedMark) -> None:
    """Append `encodedSignedMark`; an encoding in base64 goes without saying."""
    if encoded_of(value.text, value.encoding) != value:
        raise ValueError("the facts of an encoded signed mark are not those of its text")
    element = add_object(parent, SM, SM.encodedSignedMark)
    element.text = value.text
    if value.encoding != _BASE64:
        element.set("encoding", value.encoding)


def read_encoded(element: Element) -> EncodedSignedMark:
    """Read `encodedSignedMark`."""
    return encoded_of("".join(map(str, element.itertext())), attribute(element, "encoding") or _BASE64)


def _encoded_facts(encoded: str, encoding: str) -> SignedMarkFacts | None:
    if encoding != _BASE64:
        return None
    try:
        octets = base64.b64decode(encoded.translate(_NO_WHITE), validate=True)
        root = parse_fragment(octets.decode("utf-8-sig"))
    except (binascii.Error, ValueError):
        return None
    return _signed_facts(root) if root.tag == SM.signedMark else None


def _expected(markup: str, tag: str) -> Element:
    """The element, as frames are read: without comments."""
    element = parse_fragment(markup)
    if element.tag != tag:
        raise ValueError("the element is of another kind")
    return element
