"""Objects beside domains, hosts and contacts: one file for each mapping, its commands and its answers' data.

`epp/objects/` has one codec file for each.
"""

from .maintenance import (
    Intervention,
    MaintainedSystem,
    Maintenance,
    MaintenanceInfo,
    MaintenanceKind,
    MaintenanceList,
    MaintenanceSummary,
    MaintenanceText,
)
from .opaque import OpaqueCommand, OpaqueData
from .registry import (
    RegistryCheck,
    RegistryInfo,
    Zone,
    ZoneAddressRule,
    ZoneAmount,
    ZoneCheck,
    ZoneChecks,
    ZoneContactFields,
    ZoneContactRule,
    ZoneDsRule,
    ZoneFieldRule,
    ZoneGraceRule,
    ZoneList,
    ZoneNameRule,
    ZonePolicy,
    ZoneSpan,
    ZoneSummary,
    ZoneTermRule,
)

__all__ = [
    "Intervention",
    "MaintainedSystem",
    "Maintenance",
    "MaintenanceInfo",
    "MaintenanceKind",
    "MaintenanceList",
    "MaintenanceSummary",
    "MaintenanceText",
    "MappingCommand",
    "MappingData",
    "OpaqueCommand",
    "OpaqueData",
    "RegistryCheck",
    "RegistryInfo",
    "Zone",
    "ZoneAddressRule",
    "ZoneAmount",
    "ZoneCheck",
    "ZoneChecks",
    "ZoneContactFields",
    "ZoneContactRule",
    "ZoneDsRule",
    "ZoneFieldRule",
    "ZoneGraceRule",
    "ZoneList",
    "ZoneNameRule",
    "ZonePolicy",
    "ZoneSpan",
    "ZoneSummary",
    "ZoneTermRule",
]

MappingCommand = MaintenanceInfo | RegistryCheck | RegistryInfo | OpaqueCommand
"""Commands about such objects."""

MappingData = Maintenance | MaintenanceList | Zone | ZoneChecks | ZoneList | OpaqueData
"""What their answers and notices hold in `resData`."""
