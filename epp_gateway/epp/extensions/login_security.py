"""loginSec-1.0 (RFC 8807): loginSec with a login, loginSecData with its answer.

A password that the core login can not carry (6 to 16 characters) stands in the extension, and a fixed word in its
place. `secured` and `plain` are that rule in both directions, `fault_of` tells who breaks it.
"""

from msgspec.structs import replace

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import LS
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, exact, line, word
from epp_gateway.model.commands import Command, Login
from epp_gateway.model.extensions import (
    LOGIN_SECURITY_WORD,
    Extension,
    LoginEvent,
    LoginEvents,
    LoginSecurity,
    UserAgent,
)
from epp_gateway.model.secret import Secret

_LONGEST = 16
"""Characters of a password in the core login (RFC 5730 section 4.1)."""

_PLACEHOLDER = Secret(LOGIN_SECURITY_WORD)


# The rule of the placeholder (section 3.2)


def secured(login: Login, agent: UserAgent | None = None) -> tuple[Login, LoginSecurity | None]:
    """Move what the core login can not carry into the extension. None where the extension would say nothing."""
    moved = LoginSecurity(
        user_agent=agent, password=_too_long(login.password), new_password=_too_long(login.new_password)
    )
    core = replace(
        login,
        password=login.password if moved.password is None else _PLACEHOLDER,
        new_password=login.new_password if moved.new_password is None else _PLACEHOLDER,
    )
    return core, None if moved == LoginSecurity() else moved


def plain(login: Login, extensions: tuple[Extension, ...]) -> Login:
    """A login with the passwords that are meant, wherever they stood."""
    for extension in extensions:
        if isinstance(extension, LoginSecurity):
            login = replace(
                login,
                password=extension.password or login.password,
                new_password=extension.new_password or login.new_password,
            )
    return login


def fault_of(command: Command, extensions: tuple[Extension, ...]) -> tuple[int, str] | None:
    """The result code and the reason where a login breaks the rule; None where all is well.

    2003 where a placeholder has no password behind it, or the extension says nothing; 2306 where a password stands in
    the extension without a placeholder in its place.
    """
    if not isinstance(command, Login):
        return None
    found = [extension for extension in extensions if isinstance(extension, LoginSecurity)]
    if any(extension == LoginSecurity() for extension in found):
        return 2003, "`loginSec` says nothing"
    pairs = (
        ("pw", command.password, [extension.password for extension in found]),
        ("newPW", command.new_password, [extension.new_password for extension in found]),
    )
    for name, core, behind in pairs:
        is_given = any(secret is not None for secret in behind)
        if core == _PLACEHOLDER and not is_given:
            return 2003, f"`{name}` points to `loginSec`, which has none"
        if core != _PLACEHOLDER and is_given:
            return 2306, f"`{name}` of `loginSec` without {LOGIN_SECURITY_WORD} in its place"
    return None


def _too_long(secret: Secret | None) -> Secret | None:
    return secret if secret is not None and len(secret.reveal()) > _LONGEST else None


# loginSec


def write_security(parent: Element, value: LoginSecurity) -> None:
    """Append `loginSec`."""
    root = add_object(parent, LS, LS.loginSec)
    if value.user_agent is not None:
        agent = add(root, LS.userAgent)
        add_maybe(agent, LS.app, value.user_agent.app)
        add_maybe(agent, LS.tech, value.user_agent.tech)
        add_maybe(agent, LS.os, value.user_agent.os)
    for tag, secret in ((LS.pw, value.password), (LS.newPW, value.new_password)):
        if secret is not None:
            add(root, tag, secret.reveal())


def read_security(element: Element) -> LoginSecurity:
    """Read `loginSec`."""
    agent = element.find(LS.userAgent)
    return LoginSecurity(
        user_agent=None
        if agent is None
        else UserAgent(app=word(agent, LS.app), tech=word(agent, LS.tech), os=word(agent, LS.os)),
        password=_read_secret(element, LS.pw),
        new_password=_read_secret(element, LS.newPW),
    )


def _read_secret(parent: Element, tag: str) -> Secret | None:
    """A password, with white space as the standard counts it (section 4.1)."""
    element = parent.find(tag)
    return None if element is None else Secret(" ".join(part for part in exact(element).split(" ") if part))


# loginSecData


def write_events(parent: Element, value: LoginEvents) -> None:
    """Append `loginSecData`."""
    root = add_object(parent, LS, LS.loginSecData)
    for event in value.events:
        element = add(root, LS.event, event.text or None)
        said = {
            "type": event.type,
            "name": event.name,
            "level": event.level,
            "exDate": event.expires,
            "value": event.value,
            "duration": event.duration,
            "lang": None if event.lang == "en" else event.lang,
        }
        for key, written in said.items():
            if written is not None:
                element.set(key, written)


def read_events(element: Element) -> LoginEvents | None:
    """Read `loginSecData`; None where there is no event in it."""
    events = tuple(_read_event(event) for event in element.iterfind(LS.event))
    return LoginEvents(events=events) if events else None


def _read_event(element: Element) -> LoginEvent:
    return LoginEvent(
        type=attribute(element, "type"),
        level=attribute(element, "level"),
        name=attribute(element, "name") or None,
        expires=attribute(element, "exDate") or None,
        value=attribute(element, "value") or None,
        duration=attribute(element, "duration") or None,
        text=line(element),
        lang=attribute(element, "lang") or "en",
    )


_LOGIN = frozenset({"login"})

EXTENSIONS = (
    ExtensionRow(LoginSecurity, LS.loginSec, write_security, read_security, commands=_LOGIN),
    ExtensionRow(LoginEvents, LS.loginSecData, write_events, read_events, answers=_LOGIN),
)
