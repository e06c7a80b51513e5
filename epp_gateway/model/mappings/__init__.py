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
]

MappingCommand = MaintenanceInfo | OpaqueCommand
"""Commands about such objects."""

MappingData = Maintenance | MaintenanceList | OpaqueData
"""What their answers and notices hold in `resData`."""
