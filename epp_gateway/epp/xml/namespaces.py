"""The namespaces we know, with their usual prefixes. A new grammar begins with a line here."""

from collections.abc import Mapping
from types import MappingProxyType

EPP = "urn:ietf:params:xml:ns:epp-1.0"
DOMAIN = "urn:ietf:params:xml:ns:domain-1.0"
HOST = "urn:ietf:params:xml:ns:host-1.0"
CONTACT = "urn:ietf:params:xml:ns:contact-1.0"
RGP = "urn:ietf:params:xml:ns:rgp-1.0"
NAMESTORE = "http://www.verisign-grs.com/epp/namestoreExt-1.1"
SECDNS = "urn:ietf:params:xml:ns:secDNS-1.1"
ALLOCATION = "urn:ietf:params:xml:ns:allocationToken-1.0"
IDN_TABLE = "urn:ietf:params:xml:ns:idn-1.0"
AFILIAS_IDN = "urn:afilias:params:xml:ns:idn-1.0"
IDN_LANGUAGE = "http://www.verisign.com/epp/idnLang-1.0"
SYNC = "http://www.verisign.com/epp/sync-1.0"
SECURE_AUTHORISATION = "urn:ietf:params:xml:ns:epp:secure-authinfo-transfer-1.0"
NEULEVEL = "urn:ietf:params:xml:ns:neulevel-1.0"
CNNIC_CONTACT = "urn:ietf:params:xml:ns:cnnic-contact-1.0"
CNNIC_DOMAIN = "urn:ietf:params:xml:ns:cnnic-domain-1.0"
CNNIC_REGISTRY = "urn:ietf:params:xml:ns:cnnic-registry-1.0"
OXRS = "urn:afilias:params:xml:ns:oxrs-1.1"
MOBI = "urn:afilias:params:xml:ns:ext:mobi-1.0"
ORGANISATION = "urn:ietf:params:xml:ns:epp:org-1.0"
ORGANISATION_LINK = "urn:ietf:params:xml:ns:epp:orgext-1.0"
KEY_RELAY = "urn:ietf:params:xml:ns:keyrelay-1.0"
BUNDLE = "urn:ietf:params:xml:ns:epp:b-dn"
TTL = "urn:ietf:params:xml:ns:epp:ttl-1.0"
FURTHER_EMAIL = "urn:ietf:params:xml:ns:epp:addlEmail-1.0"
WHOIS_INFO = "http://www.verisign.com/epp/whoisInf-1.0"
CLIENT_ATTRIBUTES = "urn:ietf:params:xml:ns:coa-1.0"
PREMIUM_DOMAIN = "http://www.verisign.com/epp/premiumdomain-1.0"
RELATED_DOMAIN = "http://www.verisign.com/epp/relatedDomain-1.0"
CARRIED_OBJECTS = frozenset({ORGANISATION, KEY_RELAY})
"""Object mappings without values of ours: what they say stands in `resData` all the same."""

JPRS = "urn:epp-gateway:params:xml:ns:jprs-1.0"
CHANGE_POLL = "urn:ietf:params:xml:ns:changePoll-1.0"
LOGIN_SECURITY = "urn:ietf:params:xml:ns:epp:loginSec-1.0"
MAINTENANCE = "urn:ietf:params:xml:ns:epp:maintenance-1.0"
UNHANDLED = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0"
REGISTRY = "http://www.verisign.com/epp/registry-1.0"
LAUNCH = "urn:ietf:params:xml:ns:launch-1.0"
MARK = "urn:ietf:params:xml:ns:mark-1.0"
SIGNED_MARK = "urn:ietf:params:xml:ns:signedMark-1.0"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
FEE = "urn:ietf:params:xml:ns:epp:fee-1.0"
FEE_DRAFTS: Mapping[str, str] = MappingProxyType(
    {
        version: f"urn:ietf:params:xml:ns:fee-{version}"
        for version in ("0.5", "0.6", "0.7", "0.8", "0.9", "0.11", "0.12", "0.21", "0.23")
    }
)
CHARGE = "http://www.unitedtld.com/epp/charge-1.0"
FINANCE = "urn:ietf:params:xml:ns:finance-1.1"
FINANCE_IETF = "urn:ietf:params:xml:ns:finance-1.0"
FINANCE_UNITEDTLD = "http://www.unitedtld.com/epp/finance-1.0"
BALANCE = "http://www.verisign.com/epp/balance-1.0"
LOW_BALANCE = "http://www.verisign.com/epp/lowbalance-poll-1.0"
RGP_POLL = "http://www.verisign.com/epp/rgp-poll-1.0"

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "epp": EPP,
        "domain": DOMAIN,
        "host": HOST,
        "contact": CONTACT,
        "rgp": RGP,
        "namestoreExt": NAMESTORE,
        "secDNS": SECDNS,
        "allocationToken": ALLOCATION,
        "idn": IDN_TABLE,
        "afiliasIdn": AFILIAS_IDN,
        "idnLang": IDN_LANGUAGE,
        "sync": SYNC,
        "neulevel": NEULEVEL,
        "cnnic-contact": CNNIC_CONTACT,
        "cnnic-domain": CNNIC_DOMAIN,
        "cnnic-registry": CNNIC_REGISTRY,
        "oxrs": OXRS,
        "mobi": MOBI,
        "jprs": JPRS,
        # Carried as they are; the last six without a grammar, as their texts were not at hand.
        "org": ORGANISATION,
        "orgext": ORGANISATION_LINK,
        "keyrelay": KEY_RELAY,
        "b-dn": BUNDLE,
        "ttl": TTL,
        "addlEmail": FURTHER_EMAIL,
        "whoisInf": WHOIS_INFO,
        "coa": CLIENT_ATTRIBUTES,
        "premiumdomain": PREMIUM_DOMAIN,
        "relDom": RELATED_DOMAIN,
        "changePoll": CHANGE_POLL,
        "loginSec": LOGIN_SECURITY,
        "maint": MAINTENANCE,
        "registry": REGISTRY,
        "launch": LAUNCH,
        "mark": MARK,
        "smd": SIGNED_MARK,
        "ds": SIGNATURE,
        "fee": FEE,
        **{f"fee-{version}": namespace for version, namespace in FEE_DRAFTS.items()},
        "charge": CHARGE,
        "finance": FINANCE,
        "finance-1.0": FINANCE_IETF,
        "finance-unitedtld": FINANCE_UNITEDTLD,
        "balance": BALANCE,
        "lowbalance-poll": LOW_BALANCE,
        "rgp-poll": RGP_POLL,
    }
)
"""Usual prefix to namespace."""

PREFIXES: Mapping[str, str] = MappingProxyType({namespace: prefix for prefix, namespace in NAMESPACES.items()})
"""Namespace to usual prefix."""


class Tags:
    """The qualified tags of one namespace: `tags.name` is `{namespace}name`, put together on its first use.

    A misspelt one is caught by the schemas, since every frame is validated.
    """

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.nsmap = {PREFIXES[namespace]: namespace}

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        tag = f"{{{self.namespace}}}{name}"
        setattr(self, name, tag)
        return tag


E = Tags(EPP)
OBJECT_VERBS = (E.check, E.info, E.create, E.delete, E.renew, E.transfer, E.update)
"""Verbs that hold an element of another namespace (RFC 5730 section 2.9)."""

D = Tags(DOMAIN)
H = Tags(HOST)
C = Tags(CONTACT)
R = Tags(RGP)
N = Tags(NAMESTORE)
SD = Tags(SECDNS)
AT = Tags(ALLOCATION)
IDN = Tags(IDN_TABLE)
AI = Tags(AFILIAS_IDN)
IL = Tags(IDN_LANGUAGE)
SY = Tags(SYNC)
NL = Tags(NEULEVEL)
CNC = Tags(CNNIC_CONTACT)
CND = Tags(CNNIC_DOMAIN)
CNR = Tags(CNNIC_REGISTRY)
OX = Tags(OXRS)
MO = Tags(MOBI)
J = Tags(JPRS)
CP = Tags(CHANGE_POLL)
LS = Tags(LOGIN_SECURITY)
M = Tags(MAINTENANCE)
RY = Tags(REGISTRY)
LA = Tags(LAUNCH)
MK = Tags(MARK)
SM = Tags(SIGNED_MARK)
CH = Tags(CHARGE)
BA = Tags(BALANCE)
LB = Tags(LOW_BALANCE)
RP = Tags(RGP_POLL)
