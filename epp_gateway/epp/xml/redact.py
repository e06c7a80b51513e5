"""Masks secrets in frames that are to be shown: passwords and authorisations, by the name of their element.

It works on text, not on a tree, so that a frame that is no XML is masked as well. In doubt it masks too much: an
element that is never closed is masked to the end of the text. Prefix and namespace do not matter, nor do case, hyphens
and the usual misspellings: a wrong name may hold a right password. Other names are never touched.
"""

import re

_WORD = r"(?:p[-_.]?wd?s?|pass[-_.]?w(?:or)?ds?|passwrd|pass[-_.]?(?:phrase|code)|wp)"
_SECRET = (
    rf"(?:(?:n?ew|nwe|old|cur|current|user|login|auth)[-_.]?)?{_WORD}",
    r"(?:a[uth]{2,4}|author|authori[sz]ation)[-_.]?(?:info?s?|information|ifno|code|token|key)",
    r"allocation[-_.]?token",
    r"code",
)
"""Passwords, authorisations, tokens that allocate a name, codes of a validation."""

_LT, _GT = r"(?:<|&lt;)", r"(?:>|&gt;)"
_PREFIX = r"(?:[^\s<>&/:]+\s*:\s*)?"
_NAME = re.compile("|".join(_SECRET), re.IGNORECASE)
_OPENING = re.compile(rf"{_LT}\s*{_PREFIX}({_NAME.pattern})(?![\w.:-])", re.IGNORECASE)
_REST_OF_TAG = re.compile(rf"(?:[^<>\"'&]|\"[^\"]*\"|'[^']*'|&(?!lt;|gt;))*?(/?){_GT}")
_OPAQUE = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
_CLOSING = re.compile(rf"{_OPAQUE}|{_LT}\s*/\s*{_PREFIX}({_NAME.pattern})\s*{_GT}", re.IGNORECASE | re.DOTALL)
_MASK = "***"


def is_secret(name: str) -> bool:
    """Whether an element of that local name holds a secret."""
    return _NAME.fullmatch(name) is not None


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
            position = _content_end(text, start, opening[1])
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


def _content_end(text: str, start: int, name: str) -> int:
    """Where the closing tag of that name begins; one inside CDATA or a comment closes nothing."""
    for found in _CLOSING.finditer(text, start):
        if found[1] is not None and found[1].lower() == name.lower():
            return found.start()
    return len(text)
