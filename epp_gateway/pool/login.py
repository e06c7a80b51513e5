"""The login: what is sent after the greeting, and what its answer says about us.

Where the server offers login security (RFC 8807), a long password and our user agent go with the login, and what the
server warns of (a password or certificate about to expire, a weak cipher) is told.
"""

import platform
from collections.abc import Iterator

from epp_gateway import __version__
from epp_gateway.epp.dialect import Dialect
from epp_gateway.epp.extensions.login_security import secured
from epp_gateway.epp.xml.namespaces import LOGIN_SECURITY
from epp_gateway.model.commands import Login, Request
from epp_gateway.model.extensions import LoginEvents, UserAgent
from epp_gateway.model.responses import Greeting, Response

from .actions import Failure
from .settings import PoolSettings

AGENT = UserAgent(app=f"EPP-Gateway {__version__}", tech=f"Python {platform.python_version()}")

LOGIN_FAILURES = {
    2200: Failure.REFUSED,
    2201: Failure.REFUSED,
    2501: Failure.REFUSED,
    2502: Failure.FULL,
    2400: Failure.TRANSIENT,
    2500: Failure.TRANSIENT,
}
"""What a refused login means; any other code says that our login itself is wrong, which trying again does not mend."""


def failure_of(code: int, settings: PoolSettings, unknown: Failure) -> Failure:
    """What a refused login means at this registry; `unknown` is for codes that no table has."""
    return Failure.FULL if code in settings.full_codes else LOGIN_FAILURES.get(code, unknown)


def login_of(settings: PoolSettings, dialect: Dialect, greeting: Greeting) -> Request:
    """The login with the services that both sides know. It has no transaction id yet."""
    objects, extensions = dialect.services(greeting)
    login = Login(clid=settings.clid, password=settings.password, objects=objects, extensions=extensions)
    if LOGIN_SECURITY not in extensions:
        return Request(command=login)
    core, moved = secured(login, AGENT)
    return Request(command=core, extensions=() if moved is None else (moved,))


def events_of(answer: Response) -> Iterator[str]:
    """What the server says about our way to log in (RFC 8807 section 3.1), a line each."""
    for extension in answer.extensions:
        if isinstance(extension, LoginEvents):
            for event in extension.events:
                parts = (event.type, event.name, event.value, event.duration, event.expires, event.text)
                yield f"{event.level}: {', '.join(filter(None, parts))}"
