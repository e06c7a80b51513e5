"""Every profile by its name. A new registry begins here."""

from collections.abc import Mapping
from types import MappingProxyType

from .jprs import JPRS
from .shape import Profile
from .verisign import VERISIGN

GENERIC = Profile(
    id="generic",
    server_id="Simulator: generic registry",
    tlds=("test",),
    zones=frozenset({"test"}),
    strict_services=False,
)

PROFILES: Mapping[str, Profile] = MappingProxyType({profile.id: profile for profile in (GENERIC, VERISIGN, JPRS)})
