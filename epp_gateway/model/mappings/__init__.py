"""Objects beside domains, hosts and contacts: one file for each mapping, its commands and its answers' data.

`epp/objects/` has one codec file for each.
"""

from .opaque import OpaqueCommand, OpaqueData

__all__ = ["MappingCommand", "MappingData", "OpaqueCommand", "OpaqueData"]

MappingCommand = OpaqueCommand
"""Commands about such objects."""

MappingData = OpaqueData
"""What their answers and notices hold in `resData`."""
