"""Masks secrets in frames that are to be shown: passwords and authorisations, by the name of their element.

It works on text, not on a tree, so that a frame that is no XML is masked as well. In doubt it masks too much: an
element that is never closed is masked to the end of the text. Prefix and case do not matter, other names are never
touched.
"""

import re

_SECRET = ("pw", "newpw", "authinfo", "allocationtoken", "code")

_LT, _GT = r"(?:<|&lt;)", r"(?:>|&gt;)"
_NAMES = "|".join(_SECRET)
_OPENING = re.compile(rf"{_LT}\s*(?:[^\s<>&/:]+\s*:\s*)?({_NAMES})(?![\w.:-])", re.IGNORECASE)
_REST_OF_TAG = re.compile(rf"(?:[^<>\"'&]|\"[^\"]*\"|'[^']*'|&(?!lt;|gt;))*?(/?){_GT}")
_OPAQUE = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
_CLOSINGS = {
    name: re.compile(rf"{_OPAQUE}|({_LT}\s*/\s*(?:[^\s<>&/:]+\s*:\s*)?{name}\s*{_GT})", re.IGNORECASE | re.DOTALL)
    for name in _SECRET
}
_MASK = "***"


def is_secret(name: str) -> bool:
    """Whether an element of that local name holds a secret."""
    return name.lower() in _SECRET


def redact(payload: bytes) -> str:
    """Give the text of a frame, whole or broken, with the content of secret elements replaced by `***`."""
    return redact_text(_decode(payload))


def redact_text(text: str) -> str:
    """Mask secrets in a text that may hold XML, also where its angle brackets are escaped."""
    parts: list[str] = []
    position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        start, is_empty = _content_start(text, opening.end())
        parts.append(text[position:start])
        position = start
        if not is_empty:
            parts.append(_MASK)
            position = _content_end(text, start, _CLOSINGS[opening[1].lower()])
    parts.append(text[position:])
    return "".join(parts)


def _decode(payload: bytes) -> str:
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return payload.decode("utf-16", "replace")
    return payload.decode("utf-8", "replace").replace("\x00", "")


def _content_start(text: str, after_name: int) -> tuple[int, bool]:
    """Where the content begins, and whether there is none; a tag that is never finished is content itself."""
    rest = _REST_OF_TAG.match(text, after_name)
    return (after_name, False) if rest is None else (rest.end(), bool(rest[1]))


def _content_end(text: str, start: int, closing: re.Pattern[str]) -> int:
    """Where the closing tag begins; one inside CDATA or a comment closes nothing."""
    for found in closing.finditer(text, start):
        if found[1] is not None:
            return found.start()
    return len(text)
