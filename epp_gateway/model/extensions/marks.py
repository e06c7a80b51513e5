"""Marks and signed marks (RFC 7848): kept whole as XML text, with what a registrar looks for read out of it.

The text is Canonical XML 1.0 of the element alone. Every character of content, every attribute, prefix and namespace
declaration of the element and of what is inside it is kept, so that a digest over it by exclusive canonicalisation, as
section 2.3 demands, stays what it was. Not kept is what that leaves out: comments, the declaration of XML, and which of
several ways was taken to write the same (quotes, empty tags, references, the order of attributes). A processing
instruction is refused: it would be digested, but frames are read without.

Such values are made by `mark_of`, `signed_mark_of` and `encoded_of` of `epp/extensions/marks.py`. The facts in them
cannot say anything else than the text does: such a value is not written.
"""

from typing import Literal

from epp_gateway.model.base import Value


class MarkFacts(Value, frozen=True):
    """One right that a mark tells of (RFC 7848 section 2.2).

    Attributes:
        id: the number of the mark, a hyphen, the number of whoever issued it.
        name: the text of the mark.
        labels: the labels it stands for, as A-labels in lower case.
    """

    kind: Literal["trademark", "treatyOrStatute", "court"]
    id: str
    name: str
    labels: tuple[str, ...] = ()


class SignedMarkFacts(Value, frozen=True):
    """What a signed mark says about itself (RFC 7848 section 2.3). Nothing here was verified.

    Attributes:
        id: the number of the signed mark, a hyphen, the number of whoever issued it; the list of those taken back
            speaks of it.
        not_before: from when it is good, an instant.
        not_after: until when.
        marks: the rights inside it.
    """

    id: str
    not_before: str
    not_after: str
    marks: tuple[MarkFacts, ...] = ()


class Mark(Value, frozen=True):
    """mark:mark (RFC 7848 section 2.2): rights that nobody has signed."""

    xml: str
    facts: tuple[MarkFacts, ...] = ()


class SignedMark(Value, frozen=True):
    """smd:signedMark (RFC 7848 section 2.3).

    An encoded one is safer on its way: whoever digests a part of a frame by inclusive canonicalisation also digests the
    namespaces that the frame around it declares.
    """

    xml: str
    facts: SignedMarkFacts


class EncodedSignedMark(Value, frozen=True):
    """smd:encodedSignedMark (RFC 7848 section 2.4): a signed mark as its issuer has encoded it, not one octet changed.

    Attributes:
        text: the encoded octets, without the white space around them; line breaks inside are kept.
        facts: None where it is encoded otherwise than in base64, or does not hold a signed mark.
    """

    text: str
    facts: SignedMarkFacts | None = None
    encoding: str = "base64"
