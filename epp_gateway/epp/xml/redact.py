"""Masks secrets in frames that are to be shown: passwords and authorisations, by the name of their element.

It works on text, not on a tree, so that a frame that is no XML is masked as well. In doubt it masks too much: an
element that is never closed is masked to the end of the text. Prefix and namespace do not matter, nor do case, hyphens
and the usual misspellings: a wrong name may hold a right password. Other names are never touched. An attribute that is
named like a password is masked, too.
"""

import re
from functools import lru_cache

_WORD = r"(?:p+[-_.]?w+d?s?|pass[-_.]?w(?:or)?ds?|passwrd|pass[-_.]?(?:phrase|code)|wp)"
_SECRET = (
    rf"(?:(?:n?ew|nw?e?|nwe|old|cur|current|user|login|auth)[-_.]?)?{_WORD}\d*",
    r"(?:a[uth]{2,4}|author|authori[sz]ation)[-_.]?(?:info?s?|information|ifno|code|token|key)\d*",
    r"allocation[-_.]?token",
)
"""Passwords, authorisations, tokens that allocate a name."""

_CODE = "code"
"""The code of a validation; an attribute of that name is another thing."""

_LONG = ("newpw", "passwd", "password", "newpassword", "passphrase", "authinfo", "authcode")
"""Words long enough to be known by all but one of their letters."""
_LONGEST = 40
"""Letters of a name that is looked at."""

_JOINTS = re.compile(r"[-_.\d]")

_LT, _GT = r"(?:<|&(?:amp;)*(?:lt|#0*60|#x0*3c);)", r"(?:>|&(?:amp;)*(?:gt|#0*62|#x0*3e);)"
_PREFIX = r"(?:(?:[^\s<>&/:]+\s*)?:\s*)*+"
_NAME = r"""[^\s<>&/:"'=]++"""
_SECRETS = re.compile("|".join(_SECRET), re.IGNORECASE)
_OPENING = re.compile(rf"({_LT})\s*{_PREFIX}({_NAME})", re.IGNORECASE)
_REST_OF_TAG = re.compile(
    rf"(?:[^<>\"'&]|\"[^\"]*\"|'[^']*'|&(?!(?:amp;)*(?:[lg]t|#0*6[02]|#x0*3[ce]);))*?(/?){_GT}", re.IGNORECASE
)
_OPAQUE = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
_TAG = re.compile(rf"{_OPAQUE}|({_LT})\s*(/?)\s*{_PREFIX}({_NAME})", re.IGNORECASE | re.DOTALL)
_END_OF_TAG = re.compile(rf"\s*{_GT}", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<=\s)([^\s<>&/:"'=]++)(\s*+=\s*+)("[^"]*"|'[^']*')""")
_MASK = "***"


def is_secret(name: str) -> bool:
    """Whether an element of that local name holds a secret."""
    return len(name) <= _LONGEST and (name.lower() == _CODE or _is_password(name))


def redact(payload: bytes) -> str:
    """Give the text of a frame, whole or broken, with the content of secret elements replaced by `***`."""
    return redact_text(_decode(payload))


def redact_text(text: str) -> str:
    """Mask secrets in a text that may hold XML, also where its angle brackets are escaped."""
    parts: list[str] = []
    shown = position = 0
    while (opening := _OPENING.search(text, position)) is not None:
        position = opening.end()
        if not is_secret(opening[2]):
            continue
        start, is_empty = _content_start(text, position)
        position = start
        if not is_empty:
            position = _content_end(text, start, opening[2], is_raw=opening[1] == "<")
            parts += [_without_attributes(text[shown:start]), _MASK]
            shown = position
    parts.append(_without_attributes(text[shown:]))
    return "".join(parts)


@lru_cache(maxsize=4096)
def _is_password(name: str) -> bool:
    if _SECRETS.fullmatch(name):
        return True
    bare = _JOINTS.sub("", name).lower()
    return any(_is_nearly(bare, word) for word in _LONG)


def _is_nearly(name: str, word: str) -> bool:
    """Whether one letter of the word is missing, wrong, doubled, or in its neighbour's place."""
    if not -1 <= len(name) - len(word) <= 1:
        return False
    at = next((place for place, (one, other) in enumerate(zip(name, word, strict=False)) if one != other), len(word))
    rest = name[at:]
    is_missing, is_wrong = rest == word[at + 1 :], rest[1:] == word[at + 1 :] and len(name) == len(word)
    is_doubled = at > 0 and rest[:1] == word[at - 1] and rest[1:] == word[at:]
    is_swapped = rest[:2] == word[at : at + 2][::-1] and rest[2:] == word[at + 2 :]
    return is_missing or is_wrong or is_doubled or is_swapped


def _without_attributes(text: str) -> str:
    return _ATTRIBUTE.sub(_without_value, text)


def _without_value(attribute: re.Match[str]) -> str:
    name, equals, _ = attribute.groups()
    is_shown = len(name) > _LONGEST or not _is_password(name)
    return attribute[0] if is_shown else f'{name}{equals}"{_MASK}"'


def _decode(payload: bytes) -> str:
    if payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return payload.decode("utf-16", "replace")
    return payload.decode("utf-8", "replace").replace("\x00", "")


def _content_start(text: str, after_name: int) -> tuple[int, bool]:
    """Where the content begins, and whether there is none; a tag that is never finished is content itself."""
    rest = _REST_OF_TAG.match(text, after_name)
    return (after_name, False) if rest is None else (rest.end(), bool(rest[1]))


def _content_end(text: str, start: int, name: str, *, is_raw: bool) -> int:
    """Where the element's closing tag begins; one inside CDATA, a comment or an element of that name is not its own."""
    depth = 1
    for found in _TAG.finditer(text, start):
        if found[3] is None or found[3].lower() != name.lower() or (found[1] == "<") is not is_raw:
            continue
        if found[2]:
            depth -= _END_OF_TAG.match(text, found.end()) is not None
        else:
            depth += not _content_start(text, found.end())[1]
        if depth == 0:
            return found.start()
    return len(text)
