"""Objects beside domains, hosts and contacts: one file for each mapping, its commands and its answers' data.

`epp/objects/` has one codec file for each.
"""

from .balance import BalanceData, BalanceInfo, CreditThreshold, LowBalance
from .finance import FinanceData, FinanceInfo, FinanceThreshold, FinanceVersion, Wallet
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
from .rgp_poll import RgpNotice

__all__ = [
    "BalanceData",
    "BalanceInfo",
    "CreditThreshold",
    "FinanceData",
    "FinanceInfo",
    "FinanceThreshold",
    "FinanceVersion",
    "Intervention",
    "LowBalance",
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
    "RgpNotice",
    "Wallet",
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

MappingCommand = MaintenanceInfo | RegistryCheck | RegistryInfo | BalanceInfo | FinanceInfo | OpaqueCommand
"""Commands about such objects."""

MappingData = (
    Maintenance
    | MaintenanceList
    | Zone
    | ZoneChecks
    | ZoneList
    | BalanceData
    | LowBalance
    | FinanceData
    | RgpNotice
    | OpaqueData
)
"""What their answers and notices hold in `resData`."""
