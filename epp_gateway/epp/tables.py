"""Which function writes which value, and which reads which element, put together from the rows of every mapping.

A new mapping or extension begins with a file of its own and its name in one of the two lists here.
"""

from collections.abc import Callable, Mapping

from epp_gateway.model.commands import Command
from epp_gateway.model.extensions import Extension, OpaqueExtension
from epp_gateway.model.mappings import OpaqueData
from epp_gateway.model.objects import ResponseData

from .extensions import (
    allocation_token,
    change_poll,
    charge,
    cnnic,
    fee,
    idn,
    jprs,
    launch,
    login_security,
    mobi,
    namestore,
    neulevel,
    opaque,
    rgp,
    secdns,
    sync,
)
from .objects import balance, contact, domain, finance, host, maintenance, poll, registry, rgp_poll, session
from .objects import opaque as opaque_object
from .rows import ExtensionRow, Writer
from .xml.parse import Element

_OBJECTS = (domain, host, contact, maintenance, registry, balance, finance, rgp_poll)
_EXTENSIONS = (
    namestore,
    rgp,
    jprs,
    change_poll,
    login_security,
    secdns,
    allocation_token,
    idn,
    sync,
    launch,
    fee,
    charge,
    neulevel,
    cnnic,
    mobi,
)

_SESSION = (*session.SESSION, *poll.SESSION)
_COMMANDS = tuple(row for mapping in _OBJECTS for row in mapping.COMMANDS)
_DATA = tuple(row for mapping in _OBJECTS for row in mapping.DATA)
EXTENSIONS: tuple[ExtensionRow, ...] = tuple(row for mapping in _EXTENSIONS for row in mapping.EXTENSIONS)
"""Every extension that we know."""

SESSION_WRITERS: Mapping[type, Writer] = {row.value: row.write for row in _SESSION}
"""Commands that are a verb and nothing inside it; the writer gets `command`."""

OBJECT_WRITERS: Mapping[type, tuple[str, Writer]] = {row.value: (row.verb, row.write) for row in _COMMANDS}
"""Commands about objects: the verb, and the writer of what is inside it."""

COMMAND_READERS: Mapping[str, Callable[[Element], Command]] = {row.element: row.read for row in (*_SESSION, *_COMMANDS)}
"""By the verb of the session, or by the object's element inside the verb."""

DATA_WRITERS: Mapping[type, Writer] = {row.value: row.write for row in _DATA} | {OpaqueData: opaque_object.write_data}
"""Inside `resData`."""

DATA_READERS: Mapping[str, Callable[[Element], ResponseData | None]] = {row.element: row.read for row in _DATA}
"""None where the element does not say what it should; then it is kept as it is."""

EXTENSION_WRITERS: Mapping[type, Writer] = {row.value: row.write for row in EXTENSIONS} | {
    OpaqueExtension: opaque.write_opaque
}
"""Inside `extension`."""

EXTENSION_READERS: Mapping[str, Callable[[Element], Extension | None]] = {row.element: row.read for row in EXTENSIONS}
"""None where the element is not in the shape we know; then it is kept as it is."""

EXTENSION_ROWS: Mapping[type, ExtensionRow] = {row.value: row for row in EXTENSIONS}
"""By the type of the value."""
