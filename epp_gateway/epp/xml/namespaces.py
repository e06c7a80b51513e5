"""The namespaces we know, with their usual prefixes. A new grammar begins with a line here."""

from collections.abc import Mapping
from types import MappingProxyType

EPP = "urn:ietf:params:xml:ns:epp-1.0"
DOMAIN = "urn:ietf:params:xml:ns:domain-1.0"
HOST = "urn:ietf:params:xml:ns:host-1.0"
CONTACT = "urn:ietf:params:xml:ns:contact-1.0"
RGP = "urn:ietf:params:xml:ns:rgp-1.0"
NAMESTORE = "http://www.verisign-grs.com/epp/namestoreExt-1.1"
JPRS = "urn:epp-gateway:params:xml:ns:jprs-1.0"
CHANGE_POLL = "urn:ietf:params:xml:ns:changePoll-1.0"
LOGIN_SECURITY = "urn:ietf:params:xml:ns:epp:loginSec-1.0"
MAINTENANCE = "urn:ietf:params:xml:ns:epp:maintenance-1.0"
UNHANDLED = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0"
REGISTRY = "http://www.verisign.com/epp/registry-1.0"

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "epp": EPP,
        "domain": DOMAIN,
        "host": HOST,
        "contact": CONTACT,
        "rgp": RGP,
        "namestoreExt": NAMESTORE,
        "jprs": JPRS,
        "changePoll": CHANGE_POLL,
        "loginSec": LOGIN_SECURITY,
        "maint": MAINTENANCE,
        "registry": REGISTRY,
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
D = Tags(DOMAIN)
H = Tags(HOST)
C = Tags(CONTACT)
R = Tags(RGP)
N = Tags(NAMESTORE)
J = Tags(JPRS)
CP = Tags(CHANGE_POLL)
LS = Tags(LOGIN_SECURITY)
M = Tags(MAINTENANCE)
RY = Tags(REGISTRY)
