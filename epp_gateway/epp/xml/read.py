"""Reading values out of elements. Nothing here raises: what is absent reads as None or as an empty text.

White space at both ends is layout, not content, but for passwords (`exact`). Where many children of an element are
asked for, `Parts` looks through it once.
"""

from collections.abc import Callable, Sequence

from .namespaces import E
from .parse import Element

_WHITE = " \t\r\n"
_SPACES = str.maketrans("\t\r\n", "   ")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}


class Parts:
    """The children of an element by tag, in their order. To the readers here it is as good as the element.

    Attributes:
        find: gives the first child of a tag, or None.
    """

    __slots__ = ("_others", "find")

    def __init__(self, parent: Element) -> None:
        firsts: dict[str, Element] = {}
        others: dict[str, list[Element]] = {}
        for child in parent:
            tag = child.tag
            if tag in firsts:
                others.setdefault(tag, []).append(child)
            else:
                firsts[tag] = child
        self.find: Callable[[str], Element | None] = firsts.get
        self._others = others

    def iterfind(self, tag: str) -> Sequence[Element]:
        """All such children."""
        found = self.find(tag)
        return () if found is None else (found, *self._others.get(tag, ()))


Parent = Element | Parts
"""What has children that can be asked for by tag."""


def first(parent: Element, tag: str) -> Element | None:
    """The first such child, in half the time of `find`."""
    return next(parent.iterchildren(tag), None)


def exact(element: Element) -> str:
    """All text inside, white space kept, line ends and tabs as spaces (xsd:normalizedString)."""
    text = element.text or "" if len(element) == 0 else "".join(map(str, element.itertext()))
    return text if text.isprintable() else text.translate(_SPACES)


def line(element: Element) -> str:
    """All text inside, without the white space around it."""
    text = element.text
    if text and len(element) == 0 and text.isprintable():
        return text.strip(" ")
    return exact(element).strip(_WHITE)


def maybe(parent: Parent, tag: str) -> str | None:
    """The text of the first such child; None where there is no such child."""
    child = parent.find(tag)
    return None if child is None else line(child)


def word(parent: Parent, tag: str) -> str | None:
    """The text of the first such child; None where it is absent or empty."""
    child = parent.find(tag)
    return None if child is None else line(child) or None


def text(parent: Parent, tag: str) -> str:
    """The text of the first such child; empty where it is absent."""
    child = parent.find(tag)
    return "" if child is None else line(child)


def name(parent: Parent, tag: str) -> str:
    """A domain or host name in lower case, as registries answer in either."""
    return text(parent, tag).lower()


def texts(parent: Parent, tag: str) -> tuple[str, ...]:
    """The texts of all such children that are not empty."""
    return tuple([value for child in parent.iterfind(tag) if (value := line(child))])


def names(parent: Parent, tag: str) -> tuple[str, ...]:
    """The names of all such children, in lower case."""
    return tuple([value.lower() for child in parent.iterfind(tag) if (value := line(child))])


def attribute(element: Element, key: str) -> str:
    """An attribute without the white space around it; empty where it is absent."""
    written = element.get(key)
    return written.strip(_WHITE) if written else ""


def flag(element: Element | None, key: str) -> bool | None:
    """A boolean attribute; None where it is absent or neither."""
    return None if element is None else _BOOLEANS.get(attribute(element, key))


def boolean(parent: Parent, tag: str) -> bool | None:
    """The first such child as a boolean; None where it is absent or neither."""
    return _BOOLEANS.get(text(parent, tag))


def number(written: str) -> int | None:
    """A whole number without sign; None where the text is none, or absurdly long."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 20 else None


def cltrid_of(command: Element) -> str | None:
    """A command's transaction id; None where there is none that could be echoed (RFC 5730 section 2.5)."""
    written = text(command, E.clTRID)
    return written if 3 <= len(written) <= 64 else None
