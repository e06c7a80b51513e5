"""allocationToken-1.0 (RFC 8495): a token on what allocates a name, and the wish to be shown it."""

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add_object
from epp_gateway.epp.xml.namespaces import AT
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import exact
from epp_gateway.model.extensions import AllocationToken, AllocationTokenWanted
from epp_gateway.model.secret import Secret


def write_token(parent: Element, value: AllocationToken) -> None:
    """Append `allocationToken`."""
    add_object(parent, AT, AT.allocationToken).text = value.token.reveal()


def read_token(element: Element) -> AllocationToken | None:
    """Read `allocationToken`, white space as a token has it (section 2.1); None where it is empty."""
    token = " ".join(part for part in exact(element).split(" ") if part)
    return AllocationToken(token=Secret(token)) if token else None


def write_wanted(parent: Element, _value: AllocationTokenWanted) -> None:
    """Append `info`."""
    add_object(parent, AT, AT.info)


def read_wanted(_element: Element) -> AllocationTokenWanted:
    """Read `info`, which is empty."""
    return AllocationTokenWanted()


_INFO = frozenset({"domain.info"})
_ALLOCATING = frozenset({"domain.check", "domain.create", "domain.transfer.request"})

EXTENSIONS = (
    ExtensionRow(AllocationToken, AT.allocationToken, write_token, read_token, commands=_ALLOCATING, answers=_INFO),
    ExtensionRow(AllocationTokenWanted, AT.info, write_wanted, read_wanted, commands=_INFO),
)
