"""What one kind of registry is, as data with a few small hooks. The profiles themselves stand beside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from epp_gateway.epp.xml.namespaces import CONTACT, DOMAIN, HOST, RGP
from epp_gateway.model.commands import Request
from epp_gateway.model.intent import ObjectKind
from epp_gateway.model.objects import ContactKind, PostalType
from epp_gateway.simulator.dates import add_years


def _numbered_roid(kind: ObjectKind, number: int, _name: str) -> str:
    return f"{kind[0].upper()}{number}-SIM"


def _nothing(_request: Request) -> None:
    """Admit every request."""


def _no_flaw(_name: str) -> str | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One kind of registry.

    Attributes:
        tlds: what the accounts may register under, as the ready line tells it.
        zones: suffixes; a name is registered directly below one, and hosts below one are internal.
        roid: makes an object's roid of its kind, a number and its name.
        admit: looks at a request before any object is looked up; raises Refused.
        flaw: says what this registry has against a name of right shape, None for nothing.
        expiry: gives a new name's expiry from the instant of creation and the years.
        extend: moves an expiry by years.
        ending: `grace` knows the add grace and the redemption of RFC 3915; `month-end` files an abolition.
        transfer_years: what a transfer adds when it names no period; None where no term is ever added.
        open_info: whether everybody may read a domain (never its code).
        auth_readable: whether the sponsor may read the code back.
        auth_length: shortest and longest code accepted; no limit is 0.
        auth_life: how long a code lasts from the day it was set.
        strict_updates: whether adding what is there and removing what is not there is an error.
        delete_blockers: statuses that forbid a delete.
        registrant_kind: the kind a registrant contact must be of; None where a registrant is optional.
        postal_types: address forms that every contact must carry.
        strict_services: whether a login may ask only for extensions that were announced (RFC 5730 section 2.9.1.1);
            many clients ask for the usual ones unread, and many servers let them.
        echo_on_syntax_error: whether an answer 2001 carries the client's transaction id.
    """

    id: str
    server_id: str
    tlds: tuple[str, ...]
    zones: frozenset[str]
    objects: tuple[str, ...] = (DOMAIN, HOST, CONTACT)
    extensions: tuple[str, ...] = (RGP,)
    roid: Callable[[ObjectKind, int, str], str] = _numbered_roid
    admit: Callable[[Request], None] = _nothing
    flaw: Callable[[str], str | None] = _no_flaw
    expiry: Callable[[datetime, int], datetime] = add_years
    extend: Callable[[datetime, int], datetime] = add_years
    ending: Literal["grace", "month-end"] = "grace"
    min_label: int = 1
    max_years: int = 10
    add_grace: timedelta = timedelta(days=5)
    renew_grace: timedelta = timedelta(days=5)
    transfer_grace: timedelta = timedelta(days=5)
    auto_renew_grace: timedelta = timedelta(days=45)
    redemption: timedelta = timedelta(days=30)
    pending_delete: timedelta = timedelta(days=5)
    transfer_window: timedelta = timedelta(days=5)
    transfer_years: int | None = 1
    open_info: bool = True
    auth_readable: bool = True
    auth_length: tuple[int, int] = (0, 255)
    auth_life: timedelta | None = None
    strict_updates: bool = False
    delete_blockers: frozenset[str] = frozenset({"clientDeleteProhibited", "serverDeleteProhibited"})
    registrant_kind: ContactKind | None = None
    postal_types: tuple[PostalType, ...] = ("int",)
    check_limit: int = 100
    strict_services: bool = True
    echo_on_syntax_error: bool = True

    def zone_of(self, name: str) -> str | None:
        """The longest zone that a name lies below, or None for a name of elsewhere."""
        rest = name
        while "." in rest:
            rest = rest.partition(".")[2]
            if rest in self.zones:
                return rest
        return None

    def parent_of(self, host: str) -> str | None:
        """The domain that an internal host needs, or None for an external host."""
        zone = self.zone_of(host)
        if zone is None:
            return None
        label = host.removesuffix("." + zone).rpartition(".")[2]
        return f"{label}.{zone}"
