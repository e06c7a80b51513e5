"""Every kind of problem the API answers with, in one table: name, HTTP status, our number, title.

A number has five digits: `1`, the HTTP status, a count. Problems that a registry's result code stands behind carry
that code instead (`0` and four digits). The name is the last part of the problem's `type`.
"""

from epp_gateway.model.base import Value


class Kind(Value, frozen=True):
    """A kind of problem. `retry_after` is in seconds, for those that pass by themselves."""

    name: str
    status: int
    number: str
    title: str
    retry_after: int | None = None

    @property
    def type(self) -> str:
        """The problem's type: where the documentation page explains it."""
        return f"/docs#{self.name}"


_KINDS: dict[str, Kind] = {}


def _kind(name: str, number: str, title: str, retry_after: int | None = None) -> Kind:
    kind = Kind(name=name, status=int(number[1:4]), number=number, title=title, retry_after=retry_after)
    _KINDS[name] = kind
    return kind


MALFORMED = _kind("malformed", "14000", "The body is not JSON")
MISSING_KEY = _kind("missing-key", "14001", "A write needs an Idempotency-Key")
BAD_HEADER = _kind("bad-header", "14002", "A header is wrong")
UNAUTHENTICATED = _kind("unauthenticated", "14010", "No valid token")
NOT_ALLOWED = _kind("not-allowed", "14030", "The token does not allow this")
WRONG_AUTH_CODE = _kind("wrong-auth-code", "14031", "The registry did not accept the auth code")
NOT_FOUND = _kind("not-found", "14040", "There is no such thing")
NO_METHOD = _kind("no-method", "14050", "This resource does not take that method")
REFUSED = _kind("refused", "14090", "Refused by policy")
EXISTS = _kind("exists", "14091", "It exists already")
WRONG_STATE = _kind("wrong-state", "14092", "Its state does not allow this")
CANCELLED = _kind("cancelled", "14093", "The operation was cancelled")
SPONSORSHIP_LOST = _kind("sponsorship-lost", "14094", "The registry says that the object is not ours any more")
BAD_CONFIGURATION = _kind("bad-configuration", "14095", "The configuration cannot be used; nothing has changed")
TOO_LARGE = _kind("too-large", "14130", "The body is too large")
NOT_JSON = _kind("not-json", "14150", "The body is not declared as JSON")
INVALID = _kind("invalid", "14220", "The request has mistakes")
MISSING_FIELD = _kind("missing-field", "14221", "A field is missing")
UNKNOWN_FIELD = _kind("unknown-field", "14222", "A field is not known")
UNSUPPORTED_FIELD = _kind("unsupported-field", "14223", "A field is not supported by this version")
BAD_VALUE = _kind("bad-value", "14224", "A value is wrong")
NOT_SERVED = _kind("not-served", "14225", "No registry of this gateway serves that name")
KEY_REUSED = _kind("key-reused", "14226", "The idempotency key was used with another body")
REGISTRY_POLICY = _kind("registry-policy", "14227", "The registry's own policy forbids it")
TOO_MANY = _kind("too-many-requests", "14290", "Too many requests of this panel at once", retry_after=1)
INTERNAL = _kind("internal", "15000", "The gateway failed")
GATEWAY_BUG = _kind("gateway-bug", "15001", "The gateway built something invalid")
NOT_OFFERED = _kind("not-offered", "15010", "The registry does not offer this")
REGISTRY_FAILED = _kind("registry-failed", "15020", "The registry failed")
NOT_EXECUTED = _kind("not-executed", "15021", "The registry did not execute the command in time")
NO_REPLY = _kind("no-reply", "15022", "The registry's reply was lost")
CAPACITY = _kind("capacity", "15030", "No registry session came free in time", retry_after=5)
UNREACHABLE = _kind("unreachable", "15031", "The registry cannot be reached; nothing was sent", retry_after=30)
DRAINING = _kind("draining", "15032", "No new work is taken just now; nothing was sent", retry_after=10)
STORE = _kind("store", "15033", "The journal cannot keep a promise; nothing was done", retry_after=30)
TIMEOUT = _kind("timeout", "15034", "The gateway did not answer in time", retry_after=5)

KINDS: tuple[Kind, ...] = tuple(_KINDS.values())
"""All of them, for the documentation."""
