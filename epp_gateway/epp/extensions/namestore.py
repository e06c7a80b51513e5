"""namestoreExt-1.1: which zone of a shared server a command means, and the server's complaint about it.

Unverified: the mapping's text was not at hand; this is what public clients send and get.
"""

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import N
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, number, word
from epp_gateway.model.extensions import NameStore, NameStoreError

_COMMANDS = frozenset(
    {
        f"{kind}.{verb}"
        for kind in ("domain", "host")
        for verb in ("check", "info", "create", "delete", "renew", "transfer", "update")
    }
)


def write_namestore(parent: Element, value: NameStore) -> None:
    """Append `namestoreExt`."""
    add(add_object(parent, N, N.namestoreExt), N.subProduct, value.sub_product)


def read_namestore(element: Element) -> NameStore | None:
    """Read `namestoreExt`; None where it names nothing."""
    sub_product = word(element, N.subProduct)
    return None if sub_product is None else NameStore(sub_product=sub_product)


def write_error(parent: Element, value: NameStoreError) -> None:
    """Append `nsExtErrData`."""
    add(add_object(parent, N, N.nsExtErrData), N.msg, value.message).set("code", str(value.code))


def read_error(element: Element) -> NameStoreError | None:
    """Read `nsExtErrData`; None where it has no code."""
    message = element.find(N.msg)
    code = None if message is None else number(attribute(message, "code"))
    if message is None or code is None:
        return None
    return NameStoreError(code=code, message=line(message))


EXTENSIONS = (
    ExtensionRow(NameStore, N.namestoreExt, write_namestore, read_namestore, commands=_COMMANDS, answers=_COMMANDS),
    ExtensionRow(NameStoreError, N.nsExtErrData, write_error, read_error, answers=_COMMANDS),
)
