"""A registry account: the contract between us and one registry, as far as routing, planning and policy need it.

A TLD is not an account: one TLD may be served by several accounts. Where and how to connect belongs to the pool.
"""

from typing import Literal

from .base import Value
from .extensions import TransferMethod
from .names import Name
from .objects import PostalType


class Capabilities(Value, frozen=True):
    """What a registry offers, as data. It can not be derived from the greeting (com announces contacts it refuses).

    Attributes:
        contact_model: `none` refuses contacts on the wire, `optional` takes them, `required` demands the roles below.
        required_contacts: roles a create must carry where the model is `required`.
        postal_types: which address forms a contact carries, all of them required.
        contact_kinds: whether contacts are filed by kind (registrant, public, personnel).
        renew: whether renew exists; where not, names are extended by the registry itself.
        min_years, max_years: the periods a create takes.
        transfer_period: whether a transfer request may carry a period.
        ending: how a contract is ended: `none` (by delete only) or `month-end` (delete files an abolition that takes
            effect when the month ends).
        transfer_methods: names of the ways a name can be moved, the first being the default; empty where there is one.
        check_size: how many names one check may ask about.
        auth_info: `random` sets a throw-away code at create, `empty` sends an empty one (RFC 9154).
    """

    contact_model: Literal["none", "optional", "required"] = "optional"
    required_contacts: tuple[str, ...] = ()
    postal_types: tuple[PostalType, ...] = ("int",)
    contact_kinds: bool = False
    renew: bool = True
    min_years: int = 1
    max_years: int = 10
    transfer_period: bool = True
    ending: Literal["none", "month-end"] = "none"
    transfer_methods: tuple[TransferMethod, ...] = ()
    check_size: int = 13
    auth_info: Literal["random", "empty"] = "random"


class Account(Value, frozen=True):
    """A registry account.

    Attributes:
        id: our name for it, also the registry's name in the API and the log.
        environment: production and test accounts never share a store.
        clid: the client id at the registry, to tell our objects from those of others.
        tlds: the suffixes served for new names, A-labels, without a dot.
        panels: the panels that may use it; empty means all.
        zones: the suffixes whose hosts this server holds as internal hosts; `tlds` are always among them.
        packs: ids of the policy packs that its names carry.
        settle_seconds: how long "not done" may still turn into "done" at this registry.
        deadline_seconds: how long a command may be sent again once "not done" is proved.
    """

    id: str
    environment: Literal["ote", "production"]
    clid: str
    tlds: tuple[str, ...]
    dialect: str
    capabilities: Capabilities
    panels: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    settle_seconds: float = 10.0
    deadline_seconds: float = 120.0

    def serves(self, name: Name, panel: str) -> bool:
        """Whether a new name may be registered here for that panel."""
        return self.suffix_of(name) is not None and (not self.panels or panel in self.panels)

    def suffix_of(self, name: Name) -> str | None:
        """The longest served suffix that the name lies directly or deeper below, or None."""
        fitting = [tld for tld in self.tlds if name.is_below(tld)]
        return max(fitting, key=len, default=None)

    def holds_host(self, host: str) -> bool:
        """Whether a host of that name is internal to this server and so needs its parent domain there."""
        return any(host.endswith("." + zone) for zone in (*self.tlds, *self.zones))
