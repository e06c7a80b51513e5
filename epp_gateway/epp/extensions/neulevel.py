"""neulevel-1.0 (.biz): the pairs of `unspec`. Unverified: the grammar is private, this is what public clients send."""

import re

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import NL
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import text
from epp_gateway.model.extensions import Neulevel, NeulevelPair

_KEY = re.compile(r"(?:^| )([A-Za-z][A-Za-z0-9_.-]*)=")

_COMMANDS = frozenset(
    {
        f"{kind}.{verb}"
        for kind in ("domain", "host", "contact")
        for verb in ("check", "info", "create", "delete", "renew", "transfer", "update")
    }
)


def write_pairs(parent: Element, value: Neulevel) -> None:
    """Append `extension`.

    Raises:
        ValueError: when the pairs would be read as others: a value that holds the next key, say.
    """
    written = " ".join(f"{pair.key}={pair.value}" for pair in value.pairs)
    element = add_object(parent, NL, NL.extension)
    add(element, NL.unspec, written)
    if read_pairs(element) != value:
        raise ValueError("the pairs would be read as others")


def read_pairs(element: Element) -> Neulevel | None:
    """Read `extension`; None where its text is no row of pairs, or would not be written again as it is."""
    written = text(element, NL.unspec)
    parts = _KEY.split(written)
    before, keys, values = parts[0], parts[1::2], parts[2::2]
    if before or not keys or any(value != value.strip() for value in values):
        return None
    return Neulevel(pairs=tuple(NeulevelPair(key=key, value=value) for key, value in zip(keys, values, strict=True)))


EXTENSIONS = (
    ExtensionRow(
        Neulevel, NL.extension, write_pairs, read_pairs, commands=_COMMANDS, answers=_COMMANDS | frozenset({"poll"})
    ),
)
