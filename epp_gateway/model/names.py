"""Names of domains and hosts: one spelling inside (lower-case A-label), both spellings outside.

IDNA 2008 with UTS 46 mapping by the `idna` library; full-width forms and dots are mapped by it.
"""

import ipaddress
import re

import idna

from .base import Value
from .errors import BadValue

MAX_NAME = 253
_PLAIN = re.compile(r"(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A name of plain ASCII labels: what IDNA would say of it is known without asking, some fifty times faster."""


class Name(Value, frozen=True, order=True):
    """A domain or host name.

    Attributes:
        ascii: lower-case A-labels, without a trailing dot; what goes on the wire and into tables.
        unicode: the same name in U-labels, for people.
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
    stripped = text.strip().removesuffix(".").removesuffix("。")
    if not stripped:
        raise BadValue("a name must not be empty", path=path)
    if len(stripped) > MAX_NAME:
        raise BadValue("a name has at most 253 characters", path=path)
    lower = stripped.lower()
    if _PLAIN.fullmatch(lower):
        return _not_an_address(Name(ascii=lower, unicode=lower), path)
    try:
        ascii_name = idna.encode(stripped, uts46=True, std3_rules=True).decode("ascii").lower()
        unicode_name = idna.decode(ascii_name)
    except (idna.IDNAError, UnicodeError) as error:
        raise BadValue(f"`{text}` is not a domain name: {error}", path=path) from None
    if len(ascii_name.split(".")) < 2:
        raise BadValue(f"`{text}` has only one label", path=path)
    return _not_an_address(Name(ascii=ascii_name, unicode=unicode_name), path)


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
