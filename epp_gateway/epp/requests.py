"""Command frames: a request to a tree, and a schema-valid tree to a request."""

from collections.abc import Iterator

from lxml import etree

from epp_gateway.model.commands import Command, DomainUpdate, Hello, Request, verb_of
from epp_gateway.model.extensions import Extension
from epp_gateway.model.mappings import OpaqueCommand

from .errors import InvalidFrame
from .extensions.login_security import fault_of
from .extensions.opaque import read_opaque
from .objects.common import verb_name
from .objects.opaque import read_command as read_opaque_command
from .objects.opaque import write_command as write_opaque
from .objects.session import read_hello, write_hello
from .tables import (
    COMMAND_READERS,
    EXTENSION_READERS,
    EXTENSION_ROWS,
    EXTENSION_WRITERS,
    OBJECT_WRITERS,
    SESSION_WRITERS,
)
from .xml.build import add, add_maybe, frame
from .xml.namespaces import OBJECT_VERBS, PREFIXES, D, E
from .xml.parse import Element
from .xml.read import Parent, cltrid_of


def write_request(request: Request) -> Element:
    """Build a frame: verb, extensions, clTRID last. A hello carries neither of the latter.

    Raises:
        InvalidFrame: 2103 for an extension that this command may not carry.
    """
    _refuse_misplaced(request)
    root = frame()
    if isinstance(request.command, Hello):
        write_hello(root)
        return root
    command = add(root, E.command)
    _write_command(command, request.command)
    _say_that_nothing_changes(command, request)
    write_extensions(command, request.extensions)
    add_maybe(command, E.clTRID, request.cltrid)
    return root


def refuse_foreign(root: Element) -> None:
    """Tell what is no command at all, before the schemas are asked: they would only speak of syntax.

    Objects of an unknown namespace are commands: they are carried as they are, and whoever does not serve them says so.

    Raises:
        InvalidFrame: 2000 for an unknown command.
    """
    body = _first(root)
    if root.tag != E.epp or body is None or body.tag == E.hello:
        return
    if body.tag != E.command:
        raise InvalidFrame(2000, (f"`{verb_name(body)}` is not a command",))
    verb = _first(body)
    if verb is not None and verb.tag not in OBJECT_VERBS and verb.tag not in COMMAND_READERS:
        raise InvalidFrame(2000, (f"`{verb_name(verb)}` is not a command",), cltrid_of(body))


def read_request(root: Element) -> Request:
    """Read a schema-valid frame.

    Raises:
        InvalidFrame: 2001 where verb and object element do not fit, 2103 for an extension that this command may not
            carry, 2003 or 2306 for one that does not fit the command (see `fault_of` of `loginSec`).
    """
    hello = root.find(E.hello)
    if hello is not None:
        return Request(command=read_hello(hello))
    body = root.find(E.command)
    if body is None:
        raise InvalidFrame(2000, ("there is no command",))
    cltrid = cltrid_of(body)
    request = Request(command=_read_command(body[0], cltrid), cltrid=cltrid, extensions=_read_strictly(body, cltrid))
    _refuse_misplaced(request)
    return request


def _refuse_misplaced(request: Request) -> None:
    word = verb_of(request.command)
    for extension in request.extensions:
        row = EXTENSION_ROWS.get(type(extension))
        if row is None or row.may_accompany(request.command):
            continue
        if row.may_extend(word):
            raise InvalidFrame(2306, (f"`{word}` with `{row.element}` changes nothing else",), request.cltrid)
        raise InvalidFrame(2103, (f"`{word}` may not carry `{row.element}`",), request.cltrid)
    fault = fault_of(request.command, request.extensions)
    if fault is not None:
        raise InvalidFrame(fault[0], (fault[1],), request.cltrid)


def _say_that_nothing_changes(command: Element, request: Request) -> None:
    """Put an empty `chg` into an empty domain update where an extension asks for it (RFC 3915 section 4.2.5)."""
    if isinstance(request.command, DomainUpdate) and request.command.is_empty:
        rows = (EXTENSION_ROWS.get(type(extension)) for extension in request.extensions)
        if any(row is not None and row.empty_change for row in rows):
            add(command[0][0], D.chg)


def write_extensions(parent: Element, extensions: tuple[Extension, ...]) -> None:
    """Append `extension` where there is any."""
    if extensions:
        place = add(parent, E.extension)
        for extension in extensions:
            EXTENSION_WRITERS[type(extension)](place, extension)


def read_extensions(parent: Parent) -> tuple[Extension, ...]:
    """Read every extension; one that is unknown, or not in the shape we know, is kept as it is."""
    return tuple(_read_tolerantly(child) for child in _extensions_in(parent))


def _read_strictly(command: Element, cltrid: str | None) -> tuple[Extension, ...]:
    try:
        return tuple(_read_extension(child) for child in _extensions_in(command))
    except InvalidFrame as error:
        raise InvalidFrame(error.code, error.explanation, cltrid) from None


def _extensions_in(parent: Parent) -> Iterator[Element]:
    return (child for place in parent.iterfind(E.extension) for child in place.iterchildren("*"))


def _read_tolerantly(element: Element) -> Extension:
    try:
        return _read_extension(element)
    except InvalidFrame:
        return read_opaque(element)


def _read_extension(element: Element) -> Extension:
    reader = EXTENSION_READERS.get(str(element.tag))
    known = None if reader is None else reader(element)
    return read_opaque(element) if known is None else known


def _write_command(parent: Element, command: Command) -> None:
    if isinstance(command, OpaqueCommand):
        write_opaque(parent, command)
        return
    simple = SESSION_WRITERS.get(type(command))
    if simple is not None:
        simple(parent, command)
        return
    verb, writer = OBJECT_WRITERS[type(command)]
    writer(add(parent, verb), command)


def _read_command(verb: Element, cltrid: str | None) -> Command:
    element = verb
    if verb.tag in OBJECT_VERBS:
        element = verb[0]
        is_ours = etree.QName(element).namespace in PREFIXES
        if is_ours and verb_name(verb) != verb_name(element):
            raise InvalidFrame(2001, (f"`{verb_name(element)}` does not belong into `{verb_name(verb)}`",), cltrid)
    reader = COMMAND_READERS.get(str(element.tag))
    return read_opaque_command(verb) if reader is None else reader(element)


def _first(element: Element) -> Element | None:
    return next(element.iterchildren("*"), None)
