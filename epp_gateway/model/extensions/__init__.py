"""Command and response extensions as values: one file for each namespace, as in `epp/extensions/`."""

from .allocation_token import AllocationToken, AllocationTokenWanted
from .change_poll import ChangeCase, ChangePoll
from .charge import (
    ChargeAgreement,
    ChargeAmount,
    ChargeCheckData,
    ChargeCreated,
    ChargeInfoData,
    ChargeItem,
    ChargeRenewed,
    ChargeSet,
    ChargeSets,
    ChargeTransferred,
    ChargeUpdated,
)
from .cnnic import (
    CnnicContactCreate,
    CnnicContactData,
    CnnicContactUpdate,
    CnnicDocument,
    CnnicDomainCreate,
    CnnicDomainData,
    CnnicDomainUpdate,
    CnnicHolder,
    CnnicKind,
    CnnicRegistryCreate,
    CnnicRegistryData,
)
from .fee import (
    Fee,
    FeeAgreement,
    FeeCheck,
    FeeCheckData,
    FeeCreate,
    FeeCreated,
    FeeCredit,
    FeeDeleted,
    FeeInfo,
    FeeInfoData,
    FeeItem,
    FeeQuery,
    FeeQuote,
    FeeReason,
    FeeRenew,
    FeeRenewed,
    FeeStatement,
    FeeTransfer,
    FeeTransferred,
    FeeUpdate,
    FeeUpdated,
    FeeVersion,
)
from .idn import AfiliasIdnCheck, AfiliasIdnCreate, AfiliasIdnData, AfiliasIdnUpdate, IdnLanguage, IdnTable
from .jprs import (
    JprsContact,
    JprsContactData,
    JprsDomain,
    JprsDomainData,
    JprsFamily,
    JprsTransfer,
    JprsTransferData,
    JprsWithdraw,
    TransferMethod,
)
from .launch import (
    AvailabilityCheck,
    ClaimKey,
    ClaimsCheck,
    ClaimsNotice,
    CodeMark,
    CodeMarks,
    EncodedSignedMarks,
    LaunchChecked,
    LaunchCheckItem,
    LaunchCreate,
    LaunchCreated,
    LaunchData,
    LaunchDelete,
    LaunchInfo,
    LaunchPhase,
    LaunchStatus,
    LaunchUpdate,
    MarkCode,
    SignedMarks,
    TrademarkCheck,
)
from .login_security import LOGIN_SECURITY_WORD, LoginEvent, LoginEvents, LoginSecurity, UserAgent
from .marks import EncodedSignedMark, Mark, MarkFacts, SignedMark, SignedMarkFacts
from .mobi import MobiCreate, MobiData, MobiUpdate
from .namestore import NameStore, NameStoreError
from .neulevel import Neulevel, NeulevelPair
from .opaque import OpaqueExtension
from .oxrs import OxrsDetail
from .rgp import Passage, RestoreReport, RestoreRequest, RgpStatus, RgpStatuses, RgpUpdated
from .secdns import (
    DsChange,
    DsData,
    DsRecords,
    KeyChange,
    KeyData,
    KeyRecords,
    RemoveAll,
    SecDnsCreate,
    SecDnsData,
    SecDnsUpdate,
)
from .sync import SyncUpdate

__all__ = [
    "LOGIN_SECURITY_WORD",
    "AfiliasIdnCheck",
    "AfiliasIdnCreate",
    "AfiliasIdnData",
    "AfiliasIdnUpdate",
    "AllocationToken",
    "AllocationTokenWanted",
    "AvailabilityCheck",
    "ChangeCase",
    "ChangePoll",
    "ChargeAgreement",
    "ChargeAmount",
    "ChargeCheckData",
    "ChargeCreated",
    "ChargeInfoData",
    "ChargeItem",
    "ChargeRenewed",
    "ChargeSet",
    "ChargeSets",
    "ChargeTransferred",
    "ChargeUpdated",
    "ClaimKey",
    "ClaimsCheck",
    "ClaimsNotice",
    "CnnicContactCreate",
    "CnnicContactData",
    "CnnicContactUpdate",
    "CnnicDocument",
    "CnnicDomainCreate",
    "CnnicDomainData",
    "CnnicDomainUpdate",
    "CnnicHolder",
    "CnnicKind",
    "CnnicRegistryCreate",
    "CnnicRegistryData",
    "CodeMark",
    "CodeMarks",
    "DsChange",
    "DsData",
    "DsRecords",
    "EncodedSignedMark",
    "EncodedSignedMarks",
    "Extension",
    "Fee",
    "FeeAgreement",
    "FeeCheck",
    "FeeCheckData",
    "FeeCreate",
    "FeeCreated",
    "FeeCredit",
    "FeeDeleted",
    "FeeInfo",
    "FeeInfoData",
    "FeeItem",
    "FeeQuery",
    "FeeQuote",
    "FeeReason",
    "FeeRenew",
    "FeeRenewed",
    "FeeStatement",
    "FeeTransfer",
    "FeeTransferred",
    "FeeUpdate",
    "FeeUpdated",
    "FeeVersion",
    "IdnLanguage",
    "IdnTable",
    "JprsContact",
    "JprsContactData",
    "JprsDomain",
    "JprsDomainData",
    "JprsFamily",
    "JprsTransfer",
    "JprsTransferData",
    "JprsWithdraw",
    "KeyChange",
    "KeyData",
    "KeyRecords",
    "LaunchCheckItem",
    "LaunchChecked",
    "LaunchCreate",
    "LaunchCreated",
    "LaunchData",
    "LaunchDelete",
    "LaunchInfo",
    "LaunchPhase",
    "LaunchStatus",
    "LaunchUpdate",
    "LoginEvent",
    "LoginEvents",
    "LoginSecurity",
    "Mark",
    "MarkCode",
    "MarkFacts",
    "MobiCreate",
    "MobiData",
    "MobiUpdate",
    "NameStore",
    "NameStoreError",
    "Neulevel",
    "NeulevelPair",
    "OpaqueExtension",
    "OxrsDetail",
    "Passage",
    "RemoveAll",
    "RestoreReport",
    "RestoreRequest",
    "RgpStatus",
    "RgpStatuses",
    "RgpUpdated",
    "SecDnsCreate",
    "SecDnsData",
    "SecDnsUpdate",
    "SignedMark",
    "SignedMarkFacts",
    "SignedMarks",
    "SyncUpdate",
    "TrademarkCheck",
    "TransferMethod",
    "UserAgent",
]

Extension = (
    NameStore
    | NameStoreError
    | RgpStatuses
    | RgpUpdated
    | RestoreRequest
    | RestoreReport
    | SecDnsCreate
    | SecDnsUpdate
    | SecDnsData
    | AllocationToken
    | AllocationTokenWanted
    | IdnTable
    | IdnLanguage
    | AfiliasIdnCheck
    | AfiliasIdnCreate
    | AfiliasIdnUpdate
    | AfiliasIdnData
    | SyncUpdate
    | JprsContact
    | JprsDomain
    | JprsTransfer
    | JprsDomainData
    | JprsWithdraw
    | JprsTransferData
    | JprsContactData
    | ChangePoll
    | LoginSecurity
    | LoginEvents
    | ClaimsCheck
    | AvailabilityCheck
    | TrademarkCheck
    | LaunchChecked
    | LaunchInfo
    | LaunchData
    | LaunchCreate
    | LaunchCreated
    | LaunchUpdate
    | LaunchDelete
    | FeeCheck
    | FeeCheckData
    | FeeCreate
    | FeeCreated
    | FeeDeleted
    | FeeInfo
    | FeeInfoData
    | FeeRenew
    | FeeRenewed
    | FeeTransfer
    | FeeTransferred
    | FeeUpdate
    | FeeUpdated
    | ChargeAgreement
    | ChargeCheckData
    | ChargeCreated
    | ChargeInfoData
    | ChargeRenewed
    | ChargeTransferred
    | ChargeUpdated
    | CnnicContactCreate
    | CnnicContactUpdate
    | CnnicContactData
    | CnnicDomainCreate
    | CnnicDomainUpdate
    | CnnicDomainData
    | CnnicRegistryCreate
    | CnnicRegistryData
    | MobiCreate
    | MobiUpdate
    | MobiData
    | Neulevel
    | OpaqueExtension
)
