"""The data collection policy of a greeting (RFC 5730 section 2.4): which data a server collects, for what, for whom.

It is told in flags, which are empty elements in a fixed order.
"""

from typing import Any, get_args, get_type_hints

from epp_gateway.epp.xml.build import add, add_maybe
from epp_gateway.epp.xml.namespaces import E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import maybe, word
from epp_gateway.model.responses import DataPolicy, Purpose, Recipients, Statement

_PURPOSES = ("admin", "contact", "other", "prov")


def _words(owner: type, field: str) -> tuple[str, ...]:
    """The words that a field may hold, None left out."""
    return tuple(word for part in get_args(get_type_hints(owner)[field]) for word in get_args(part))


_ACCESS = _words(DataPolicy, "access")
_RETENTION = _words(Statement, "retention")


def write_policy(greeting: Element, policy: DataPolicy) -> None:
    """Append `dcp`."""
    root = add(greeting, E.dcp)
    _write_choice(add(root, E.access), policy.access)
    for statement in policy.statements:
        element = add(root, E.statement)
        _write_flags(add(element, E.purpose), statement.purpose, _PURPOSES)
        _write_recipients(add(element, E.recipient), statement.recipients)
        _write_choice(add(element, E.retention), statement.retention)
    if policy.expiry is not None:
        add(add(root, E.expiry), E.relative if "P" in policy.expiry else E.absolute, policy.expiry)


def read_policy(greeting: Element) -> DataPolicy | None:
    """Read `dcp`; None where there is none. What a server leaves unsaid is not guessed."""
    root = greeting.find(E.dcp)
    if root is None:
        return None
    expiry = root.find(E.expiry)
    return DataPolicy(
        access=_choice(root.find(E.access), _ACCESS),
        statements=tuple(_read_statement(element) for element in root.iterfind(E.statement)),
        expiry=None if expiry is None else word(expiry, E.absolute) or word(expiry, E.relative),
    )


def _read_statement(element: Element) -> Statement:
    purpose, recipient = element.find(E.purpose), element.find(E.recipient)
    return Statement(
        purpose=Purpose() if purpose is None else Purpose(**_flags(purpose, _PURPOSES)),
        recipients=Recipients() if recipient is None else _read_recipients(recipient),
        retention=_choice(element.find(E.retention), _RETENTION),
    )


def _write_recipients(parent: Element, recipients: Recipients) -> None:
    _write_flags(parent, recipients, ("other",))
    for description in recipients.ours:
        add_maybe(add(parent, E.ours), E.recDesc, description)
    _write_flags(parent, recipients, ("public", "same", "unrelated"))


def _read_recipients(parent: Element) -> Recipients:
    ours = tuple(maybe(element, E.recDesc) for element in parent.iterfind(E.ours))
    return Recipients(ours=ours, **_flags(parent, ("other", "public", "same", "unrelated")))


def _write_flags(parent: Element, value: Purpose | Recipients, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(value, name):
            add(parent, getattr(E, name))


def _flags(parent: Element, names: tuple[str, ...]) -> dict[str, bool]:
    return {name: parent.find(getattr(E, name)) is not None for name in names}


def _write_choice(parent: Element, word: str | None) -> None:
    if word is not None:
        add(parent, getattr(E, word))


def _choice(parent: Element | None, words: tuple[str, ...]) -> Any:
    """Which of those elements is there; None where none is. Its type is that of the field it is for."""
    return None if parent is None else next((word for word in words if parent.find(getattr(E, word)) is not None), None)
