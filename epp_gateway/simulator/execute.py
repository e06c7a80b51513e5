"""The one way into a simulated registry: a request of a session at an instant gives a response.

A refusal changes nothing. A table leads from each command to its verb.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from epp_gateway.epp.xml.namespaces import JPRS, NAMESTORE, RGP
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model.objects import AuthBlank
from epp_gateway.model.responses import Response, Result

from . import contacts, domains, hosts, polls, transfers
from .call import Answer, Call
from .lifecycle import catch_up
from .refusal import MESSAGES, Refused
from .registry import Registry
from .sessions import Session, leave, login

# A verb takes the one command its row names; a dict cannot say so to the type checker.
_VERBS: Mapping[type, Callable[[Call, Any], Answer]] = {
    c.Poll: polls.poll,
    c.DomainCheck: domains.check,
    c.DomainInfo: domains.info,
    c.DomainCreate: domains.create,
    c.DomainRenew: domains.renew,
    c.DomainTransfer: transfers.transfer,
    c.DomainUpdate: domains.update,
    c.DomainDelete: domains.delete,
    c.HostCheck: hosts.check,
    c.HostInfo: hosts.info,
    c.HostCreate: hosts.create,
    c.HostUpdate: hosts.update,
    c.HostDelete: hosts.delete,
    c.ContactCheck: contacts.check,
    c.ContactInfo: contacts.info,
    c.ContactCreate: contacts.create,
    c.ContactUpdate: contacts.update,
    c.ContactDelete: contacts.delete,
}

_NAMESPACE_OF: Mapping[type, str] = {
    x.NameStore: NAMESTORE,
    x.NameStoreError: NAMESTORE,
    x.RgpStatuses: RGP,
    x.JprsContact: JPRS,
    x.JprsDomain: JPRS,
    x.JprsTransfer: JPRS,
    x.JprsDomainData: JPRS,
}


def execute(registry: Registry, session: Session, request: c.Request, now: datetime) -> Response:
    """Execute one command; everything due before it is done first.

    Args:
        registry: the state, changed only when the command succeeds.
        session: who asks; a login or logout changes it.
        request: any command but hello.
        now: the instant, taken to the second.
    """
    catch_up(registry, now)
    svtrid = registry.next_svtrid()
    extensions: tuple[x.Extension, ...] = ()
    try:
        answer = _answer(registry, session, request, now.replace(microsecond=0), svtrid)
        result = Result(code=answer.code, message=MESSAGES[answer.code])
        extensions = answer.extensions
    except Refused as refusal:
        answer, result, extensions = Answer(refusal.code), refusal.result, refusal.extensions
    registry.counts.count(request.command, result.code)
    registry.ledger.note(now, session.clid, session.id, request, svtrid, result.code)
    return Response(
        results=(result,),
        svtrid=svtrid,
        cltrid=request.cltrid,
        queue=answer.queue,
        data=answer.data,
        extensions=tuple(ext for ext in extensions if _NAMESPACE_OF[type(ext)] in session.extensions),
    )


def _answer(registry: Registry, session: Session, request: c.Request, now: datetime, svtrid: str) -> Answer:
    match request.command:
        case c.Login() as command:
            return login(registry, session, command)
        case c.Logout():
            _logged_in(session)
            leave(registry, session)
            return Answer(1500)
        case c.Hello():
            raise AssertionError("a hello is answered by a greeting")
        case command:
            call = Call(registry, _logged_in(session), request, now, svtrid)
            _check_extensions(registry, request)
            registry.profile.admit(request)
            _check_forms(command)
            verb = _VERBS.get(type(command))
            if isinstance(command, c.ContactTransfer):
                raise Refused(2101, "contacts are not transferred here", value=command.id)
            if verb is None:
                raise Refused(2307, "objects of this kind are not offered here", value=c.object_of(command) or "")
            return verb(call, command)


def _logged_in(session: Session) -> str:
    if session.clid is None:
        raise Refused(2002, "not logged in")
    return session.clid


def _check_forms(command: c.Command) -> None:
    """Refuse what no simulated registry offers of the standard."""
    if getattr(command, "auth_form", None) not in {None, AuthBlank()}:
        raise Refused(2102, "only the password of the object itself is offered as authorisation")
    match command:
        case c.DomainCreate(host_attributes=hosts) if hosts:
            raise Refused(2102, "name servers are host objects here", value=hosts[0].name)
        case c.DomainUpdate(add_host_attributes=added, rem_host_attributes=removed) if added or removed:
            raise Refused(2102, "name servers are host objects here", value=(*added, *removed)[0].name)
        case c.DomainCreate(contacts=contacts) | c.DomainUpdate(add_contacts=contacts):
            for contact in contacts:
                if contact.role is None:
                    raise Refused(2003, "a contact needs a type", value=contact.id)
        case _:
            pass


def _check_extensions(registry: Registry, request: c.Request) -> None:
    for extension in request.extensions:
        if isinstance(extension, x.OpaqueExtension):
            raise Refused(2103, "this extension, or this part of it, is not offered here", value=extension.namespace)
        namespace = _NAMESPACE_OF.get(type(extension))
        if namespace is None or namespace not in registry.profile.extensions:
            value = namespace or str(extension.__struct_config__.tag)
            raise Refused(2103, "this extension is not offered here", value=value)
