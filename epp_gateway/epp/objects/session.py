"""The session's own frames (RFC 5730 sections 2.3, 2.4 and 2.9.1): hello, greeting, login, logout."""

from epp_gateway.epp.rows import SessionRow
from epp_gateway.epp.xml.build import add, add_all, add_maybe
from epp_gateway.epp.xml.namespaces import E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import line, text, texts
from epp_gateway.model.commands import Hello, Login, Logout
from epp_gateway.model.responses import Greeting
from epp_gateway.model.secret import Secret

from .data_policy import read_policy, write_policy


def write_hello(root: Element) -> None:
    """Append `hello` to a frame."""
    add(root, E.hello)


def read_hello(_element: Element) -> Hello:
    """Read `hello`."""
    return Hello()


def write_greeting(root: Element, greeting: Greeting) -> None:
    """Append `greeting`."""
    element = add(root, E.greeting)
    add(element, E.svID, greeting.server_id)
    add(element, E.svDate, greeting.server_date)
    menu = add(element, E.svcMenu)
    add_all(menu, E.version, greeting.versions)
    add_all(menu, E.lang, greeting.languages)
    _write_services(menu, greeting.objects, greeting.extensions)
    if greeting.policy is not None:
        write_policy(element, greeting.policy)


def read_greeting(element: Element) -> Greeting:
    """Read `greeting`, of which anything may be absent."""
    menu = element.find(E.svcMenu)
    menu = element if menu is None else menu
    return Greeting(
        server_id=text(element, E.svID),
        server_date=text(element, E.svDate),
        versions=texts(menu, E.version),
        languages=texts(menu, E.lang),
        objects=texts(menu, E.objURI),
        extensions=_read_extensions(menu),
        policy=read_policy(element),
    )


def write_login(command: Element, login: Login) -> None:
    """Append `login`."""
    element = add(command, E.login)
    add(element, E.clID, login.clid)
    add(element, E.pw, login.password.reveal())
    add_maybe(element, E.newPW, None if login.new_password is None else login.new_password.reveal())
    options = add(element, E.options)
    add(options, E.version, login.version)
    add(options, E.lang, login.lang)
    _write_services(add(element, E.svcs), login.objects, login.extensions)


def read_login(element: Element) -> Login:
    """Read `login`."""
    new_password = element.find(E.newPW)
    services = element.find(E.svcs)
    options = element.find(E.options)
    return Login(
        clid=text(element, E.clID),
        password=Secret(text(element, E.pw)),
        new_password=None if new_password is None else Secret(line(new_password)),
        version="1.0" if options is None else text(options, E.version),
        lang="en" if options is None else text(options, E.lang),
        objects=() if services is None else tuple(line(uri) for uri in services.iterfind(E.objURI)),
        extensions=() if services is None else _read_extensions(services),
    )


def write_logout(command: Element, _logout: Logout) -> None:
    """Append `logout`."""
    add(command, E.logout)


def read_logout(_element: Element) -> Logout:
    """Read `logout`."""
    return Logout()


def _write_services(parent: Element, objects: tuple[str, ...], extensions: tuple[str, ...]) -> None:
    add_all(parent, E.objURI, objects)
    if extensions:
        add_all(add(parent, E.svcExtension), E.extURI, extensions)


def _read_extensions(parent: Element) -> tuple[str, ...]:
    services = parent.find(E.svcExtension)
    return () if services is None else texts(services, E.extURI)


SESSION = (
    SessionRow(Login, E.login, write_login, read_login),
    SessionRow(Logout, E.logout, write_logout, read_logout),
)
