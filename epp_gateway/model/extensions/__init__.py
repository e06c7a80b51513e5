"""Command and response extensions as values: one file for each namespace, as in `epp/extensions/`."""

from .jprs import JprsContact, JprsDomain, JprsDomainData, JprsFamily, JprsTransfer, TransferMethod
from .namestore import NameStore, NameStoreError
from .opaque import OpaqueExtension
from .rgp import RgpStatuses

__all__ = [
    "Extension",
    "JprsContact",
    "JprsDomain",
    "JprsDomainData",
    "JprsFamily",
    "JprsTransfer",
    "NameStore",
    "NameStoreError",
    "OpaqueExtension",
    "RgpStatuses",
    "TransferMethod",
]

Extension = (
    NameStore
    | NameStoreError
    | RgpStatuses
    | JprsContact
    | JprsDomain
    | JprsTransfer
    | JprsDomainData
    | OpaqueExtension
)
