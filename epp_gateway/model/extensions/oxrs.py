"""oxrs-1.1 (Afilias, today Identity Digital): what exactly went wrong. Unverified: from public samples."""

from epp_gateway.model.base import Value


class OxrsDetail(Value, frozen=True):
    """xcp, quoted in the `value` of a refusal in place of the element at fault (RFC 5730 section 2.6).

    Attributes:
        text: in the words of the server, such as `Parameter value range error (contact-status: clientHold)`.
        code: of the server, often the result code again; it stands before the text. None where there is none.
    """

    text: str
    code: int | None = None
