"""sync-1.0 (Verisign): a domain update that moves the expiry to a day of the year. Unverified: seen in public clients.

The update around it has an empty `chg`, as the expired draft shows it.
"""

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import SY
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import word
from epp_gateway.model.extensions import SyncUpdate


def write_update(parent: Element, value: SyncUpdate) -> None:
    """Append `update`."""
    add(add_object(parent, SY, SY.update), SY.expMonthDay, value.month_day)


def read_update(element: Element) -> SyncUpdate | None:
    """Read `update`; None where it names no day."""
    day = word(element, SY.expMonthDay)
    return None if day is None else SyncUpdate(month_day=day)


_UPDATE = frozenset({"domain.update"})

EXTENSIONS = (ExtensionRow(SyncUpdate, SY.update, write_update, read_update, commands=_UPDATE, empty_change=True),)
