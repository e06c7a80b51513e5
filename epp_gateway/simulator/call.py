"""What a verb gets and gives, and the questions that every verb asks first. Pure: time comes with the call."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

from epp_gateway.model.commands import Request
from epp_gateway.model.extensions import Extension
from epp_gateway.model.objects import ResponseData, Status
from epp_gateway.model.responses import MessageQueue
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import format_instant

from .profiles.shape import Profile
from .records import Contact, Domain, Host
from .refusal import Refused
from .registry import Registry

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Call:
    """One command on its way: who asks, with which request, when, and under which transaction id."""

    registry: Registry
    clid: str
    request: Request
    now: datetime
    svtrid: str

    @property
    def profile(self) -> Profile:
        """The registry's profile."""
        return self.registry.profile

    def domain(self, name: str) -> Domain:
        """A domain that exists. Raises Refused with 2303."""
        return _existing(self.registry.domains.get(name), name)

    def host(self, name: str) -> Host:
        """A host that exists. Raises Refused with 2303."""
        return _existing(self.registry.hosts.get(name), name)

    def contact(self, contact_id: str) -> Contact:
        """A contact that exists. Raises Refused with 2303."""
        return _existing(self.registry.contacts.get(contact_id), contact_id)

    def own(self, sponsor: str, value: str) -> None:
        """Make sure that the caller sponsors an object. Raises Refused with 2201."""
        if sponsor != self.clid:
            raise Refused(2201, "the object is sponsored by another registrar", value=value)


class Answer(NamedTuple):
    """What a verb answers."""

    code: int = 1000
    data: ResponseData | None = None
    extensions: tuple[Extension, ...] = ()
    queue: MessageQueue | None = None


def _existing(found: _T | None, value: str) -> _T:
    if found is None:
        raise Refused(2303, "no such object", value=value)
    return found


def forbid(statuses: Collection[str], blockers: Iterable[str], value: str) -> None:
    """Refuse with 2304 when one of `blockers` is among an object's statuses."""
    for blocker in blockers:
        if blocker in statuses:
            raise Refused(2304, f"the status {blocker} forbids it", value=value)


def changed_set(
    current: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...], *, strict: bool
) -> tuple[str, ...]:
    """Apply differences, additions first. Raises Refused with 2306 where `strict` forbids to say what is so already."""
    if strict:
        for value in add:
            if value in current:
                raise Refused(2306, "what is to be added is there already", value=value)
        for value in remove:
            if value not in current:
                raise Refused(2306, "what is to be removed is not there", value=value)
    return tuple(value for value in dict.fromkeys((*current, *add)) if value not in remove)


def changed_statuses(
    call: Call, current: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...], allowed: Collection[str]
) -> tuple[str, ...]:
    """Apply differences of statuses. Raises Refused with 2306 for one that a client may not set (RFC 5731 2.3)."""
    for value in (*add, *remove):
        if value not in allowed:
            raise Refused(2306, "a client may not set or clear this status", value=value)
    return changed_set(current, add, remove, strict=call.profile.strict_updates)


def guard_update(statuses: Collection[str], removed: Collection[str], value: str) -> None:
    """Refuse an update with 2304 while an update is prohibited, but for the one that lifts the client's own lock."""
    lifted = "clientUpdateProhibited" in removed
    forbid(statuses, ("serverUpdateProhibited", *(() if lifted else ("clientUpdateProhibited",))), value)


def new_code(call: Call, secret: Secret) -> Secret | None:
    """Take an auth code; an empty one unsets it (RFC 9154). Raises Refused with 2306 for a length not allowed."""
    shortest, longest = call.profile.auth_length
    if not shortest <= len(secret.reveal()) <= longest:
        raise Refused(2306, f"an auth code has {shortest} to {longest} characters")
    return secret if secret.reveal() else None


def shown(statuses: Iterable[str]) -> tuple[Status, ...]:
    """Statuses as values of an answer."""
    return tuple(Status(value=value) for value in statuses)


def text_of(instant: datetime | None) -> str | None:
    """An instant as an answer spells it."""
    return None if instant is None else format_instant(instant)
