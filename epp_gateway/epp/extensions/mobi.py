"""mobi-1.0 (.mobi). Unverified: the grammar is private, this is what public clients send."""

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import MO
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import word
from epp_gateway.model.extensions import MobiCreate, MobiData, MobiUpdate


def write_create(parent: Element, value: MobiCreate) -> None:
    """Append `create`."""
    add(add_object(parent, MO, MO.create), MO.maintainerUrl, value.maintainer_url)


def write_update(parent: Element, value: MobiUpdate) -> None:
    """Append `update`."""
    add(add_object(parent, MO, MO.update), MO.maintainerUrl, value.maintainer_url)


def write_data(parent: Element, value: MobiData) -> None:
    """Append `infData`."""
    add(add_object(parent, MO, MO.infData), MO.maintainerUrl, value.maintainer_url)


def read_create(element: Element) -> MobiCreate | None:
    """Read `create`; None where there is no URL in it."""
    url = word(element, MO.maintainerUrl)
    return None if url is None else MobiCreate(maintainer_url=url)


def read_update(element: Element) -> MobiUpdate | None:
    """Read `update`; None where there is no URL in it."""
    url = word(element, MO.maintainerUrl)
    return None if url is None else MobiUpdate(maintainer_url=url)


def read_data(element: Element) -> MobiData | None:
    """Read `infData`; None where there is no URL in it."""
    url = word(element, MO.maintainerUrl)
    return None if url is None else MobiData(maintainer_url=url)


EXTENSIONS = (
    ExtensionRow(MobiCreate, MO.create, write_create, read_create, commands=frozenset({"domain.create"})),
    ExtensionRow(MobiUpdate, MO.update, write_update, read_update, commands=frozenset({"domain.update"})),
    ExtensionRow(MobiData, MO.infData, write_data, read_data, answers=frozenset({"domain.info"})),
)
