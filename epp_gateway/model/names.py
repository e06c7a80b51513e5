"""Names of domains and hosts: one spelling inside (lower-case A-label), both spellings outside.

What is not plain ASCII is read by `idn`: IDNA 2008, and the tables of registries.
"""

import ipaddress
import re

from .base import Value
from .errors import BadValue
from .idn import BadLabel, to_labels

MAX_NAME = 253
_DOTS = (".", "\u3002", "\uff0e", "\uff61")
"""Full stops: ours, the ideographic one, and its full-width and half-width kin."""

_PLAIN = re.compile(r"(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A name of plain ASCII labels: what IDNA would say of it is known without asking, some fifty times faster."""


class Name(Value, frozen=True, order=True):
    """A domain or host name.

    Attributes:
        ascii: lower-case A-labels, without a trailing dot; what goes on the wire and into tables.
        unicode: the same name in U-labels, for people. The two are made together, and one always gives the other.
    """

    ascii: str
    unicode: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The A-labels from left to right."""
        return tuple(self.ascii.split("."))

    def is_below(self, parent: str) -> bool:
        """Whether this name lies under `parent` (an A-label name), and is not `parent` itself."""
        return self.ascii.endswith("." + parent)

    def __str__(self) -> str:
        return self.ascii


def parse_name(text: str, *, path: str | None = None) -> Name:
    """Read a domain or host name given as U-labels or A-labels.

    Raises:
        BadValue: with the reason, and `path` as the place in the request.
    """
    stripped = text.strip()
    if len(stripped) > MAX_NAME + 1:
        raise BadValue("a name has at most 253 characters", path=path)
    undotted = stripped[:-1] if stripped.endswith(_DOTS) else stripped
    if not undotted:
        raise BadValue("a name must not be empty", path=path)
    lower = undotted.lower()
    if len(lower) <= MAX_NAME and _PLAIN.fullmatch(lower):
        return _not_an_address(Name(ascii=lower, unicode=lower), path)
    try:
        ascii_labels, unicode_labels = to_labels(undotted)
    except BadLabel as error:
        raise BadValue(f"`{text}` is not a domain name: {error}", path=path) from None
    if len(ascii_labels) < 2:
        raise BadValue(f"`{text}` has only one label", path=path)
    name = Name(ascii=".".join(ascii_labels), unicode=".".join(unicode_labels))
    if len(name.ascii) > MAX_NAME:
        raise BadValue("a name has at most 253 characters, counted as A-labels", path=path)
    return _not_an_address(name, path)


def _not_an_address(name: Name, path: str | None) -> Name:
    if name.labels[-1].isdigit():
        raise BadValue(f"`{name.ascii}` is an address, not a name", path=path)
    return name


def parse_address(text: str, *, path: str | None = None) -> str:
    """Read an IPv4 or IPv6 address of a host and give its canonical text.

    Raises:
        BadValue: when it is none, stands for no host (`::`), or means something on one machine only (`fe80::1%eth0`).
    """
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        raise BadValue(f"`{text}` is not an IP address", path=path) from None
    if address.is_unspecified or getattr(address, "scope_id", None) is not None:
        raise BadValue(f"`{text}` is not the address of a host", path=path)
    return str(address)
