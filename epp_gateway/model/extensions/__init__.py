"""Command and response extensions as values: one file for each namespace, as in `epp/extensions/`."""

from .change_poll import ChangeCase, ChangePoll
from .jprs import JprsContact, JprsDomain, JprsDomainData, JprsFamily, JprsTransfer, TransferMethod
from .login_security import LOGIN_SECURITY_WORD, LoginEvent, LoginEvents, LoginSecurity, UserAgent
from .namestore import NameStore, NameStoreError
from .opaque import OpaqueExtension
from .rgp import RgpStatuses

__all__ = [
    "LOGIN_SECURITY_WORD",
    "ChangeCase",
    "ChangePoll",
    "Extension",
    "JprsContact",
    "JprsDomain",
    "JprsDomainData",
    "JprsFamily",
    "JprsTransfer",
    "LoginEvent",
    "LoginEvents",
    "LoginSecurity",
    "NameStore",
    "NameStoreError",
    "OpaqueExtension",
    "RgpStatuses",
    "TransferMethod",
    "UserAgent",
]

Extension = (
    NameStore
    | NameStoreError
    | RgpStatuses
    | JprsContact
    | JprsDomain
    | JprsTransfer
    | JprsDomainData
    | ChangePoll
    | LoginSecurity
    | LoginEvents
    | OpaqueExtension
)
