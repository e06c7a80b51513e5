"""Reading values out of elements. Nothing here raises: what is absent reads as None or as an empty text.

White space at both ends is layout, not content, but for passwords (`exact`).
"""

from .namespaces import E
from .parse import Element

_WHITE = " \t\r\n"
_SPACES = str.maketrans("\t\r\n", "   ")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}


def exact(element: Element) -> str:
    """All text inside, white space kept, line ends and tabs as spaces (xsd:normalizedString)."""
    text = element.text or "" if len(element) == 0 else "".join(map(str, element.itertext()))
    return text.translate(_SPACES)


def line(element: Element) -> str:
    """All text inside, without the white space around it."""
    return exact(element).strip(_WHITE)


def maybe(parent: Element, tag: str) -> str | None:
    """The text of the first such child; None where there is no such child."""
    child = parent.find(tag)
    return None if child is None else line(child)


def word(parent: Element, tag: str) -> str | None:
    """The text of the first such child; None where it is absent or empty."""
    return maybe(parent, tag) or None


def text(parent: Element, tag: str) -> str:
    """The text of the first such child; empty where it is absent."""
    return maybe(parent, tag) or ""


def name(parent: Element, tag: str) -> str:
    """A domain or host name in lower case, as registries answer in either."""
    return text(parent, tag).lower()


def texts(parent: Element, tag: str) -> tuple[str, ...]:
    """The texts of all such children that are not empty."""
    return tuple(value for child in parent.iterfind(tag) if (value := line(child)))


def names(parent: Element, tag: str) -> tuple[str, ...]:
    """The names of all such children, in lower case."""
    return tuple(value.lower() for value in texts(parent, tag))


def attribute(element: Element, key: str) -> str:
    """An attribute without the white space around it; empty where it is absent."""
    return (element.get(key) or "").strip(_WHITE)


def flag(element: Element | None, key: str) -> bool | None:
    """A boolean attribute; None where it is absent or neither."""
    return None if element is None else _BOOLEANS.get(attribute(element, key))


def boolean(parent: Element, tag: str) -> bool | None:
    """The first such child as a boolean; None where it is absent or neither."""
    return _BOOLEANS.get(text(parent, tag))


def number(written: str) -> int | None:
    """A whole number without sign; None where the text is none, or absurdly long."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 20 else None


def cltrid_of(command: Element) -> str | None:
    """A command's transaction id; None where there is none that could be echoed (RFC 5730 section 2.5)."""
    written = text(command, E.clTRID)
    return written if 3 <= len(written) <= 64 else None
