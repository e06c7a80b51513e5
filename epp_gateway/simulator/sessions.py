"""Who is logged in: login and logout (RFC 5730 section 2.9.1), without a socket."""

from dataclasses import dataclass

from epp_gateway.model.commands import Login

from .call import Answer
from .refusal import Refused
from .registry import Registry

_TRIES = 3


@dataclass
class Session:
    """One connection.

    Attributes:
        certificate: the common name of the client's certificate, None where it showed none.
        needs_certificate: whether a login needs a certificate of its own name.
        clid: the account, once logged in.
        extensions: extension namespaces of the login; no answer carries another.
        failures: refused logins so far.
    """

    id: str
    certificate: str | None = None
    needs_certificate: bool = False
    clid: str | None = None
    extensions: frozenset[str] = frozenset()
    failures: int = 0


def login(registry: Registry, session: Session, command: Login) -> Answer:
    """Log in. Ends: 1000, 2002 (already), 2100, 2102 (language), 2103, 2200, 2307, 2501 (third failure), 2502."""
    if session.clid is not None:
        raise Refused(2002, "this session has a login already")
    if command.version != "1.0":
        raise Refused(2100, "only version 1.0 is spoken here", value=command.version)
    if command.lang != "en":
        raise Refused(2102, "only the language en is spoken here", value=command.lang)
    _authenticate(registry, session, command)
    _check_services(registry, command)
    if len(registry.sessions[command.clid]) >= registry.session_limit:
        raise Refused(2502, f"the account has {registry.session_limit} sessions already")
    if command.new_password is not None:
        registry.registrars[command.clid].password = command.new_password
    session.clid = command.clid
    session.extensions = frozenset(command.extensions)
    session.failures = 0
    registry.sessions[command.clid].add(session.id)
    return Answer()


def _authenticate(registry: Registry, session: Session, command: Login) -> None:
    registrar = registry.registrars.get(command.clid)
    known = registrar is not None and registrar.password == command.password
    if known and (not session.needs_certificate or session.certificate == command.clid):
        return
    session.failures += 1
    if session.failures >= _TRIES:
        raise Refused(2501, "too many refused logins")
    reason = "the client certificate names another account" if known else "wrong client id or password"
    raise Refused(2200, reason, value=command.clid)


def _check_services(registry: Registry, command: Login) -> None:
    for uri in command.objects:
        if uri not in registry.profile.objects:
            raise Refused(2307, "this object is not served here", value=uri)
    for uri in command.extensions:
        if registry.profile.strict_services and uri not in registry.profile.extensions:
            raise Refused(2103, "this extension is not offered here", value=uri)


def leave(registry: Registry, session: Session) -> None:
    """Forget a session's login, whether it had one or not."""
    if session.clid is not None:
        registry.sessions[session.clid].discard(session.id)
        session.clid = None
