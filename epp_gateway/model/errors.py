"""Errors that cross a layer's border. Each names the guilty; a door translates them, once.

`CallerError` is the panel's fault and tells what to change. `RoadError` is what the way to a registry can do to us:
its two kinds that matter are `Unsent` (no byte left, safe to repeat) and `InDoubt` (bytes left, no valid reply).
"""


class GatewayError(Exception):
    """Base of every error of ours that may cross a layer's border."""


class CallerError(GatewayError):
    """The request cannot be taken as it is.

    `path` is a JSONPath into the request's body (`$.name`), or None where no single place is at fault.
    """

    def __init__(self, reason: str, *, path: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path


class BadValue(CallerError):
    """A value is not well formed (a name that is no name, a period of zero)."""


class NotServed(CallerError):
    """No registry account of this gateway serves that TLD for that panel."""


class NotOffered(CallerError):
    """The registry does not offer that operation (renewal of a .jp name, contacts at .com)."""


class NotFound(CallerError):
    """The object does not exist, or belongs to another panel, which must look the same from outside."""


class AlreadyExists(CallerError):
    """This gateway already holds that object."""


class KeyReused(CallerError):
    """The idempotency key was used before, with another body."""


class WrongState(CallerError):
    """The operation or object is in a state that does not allow this (releasing what is not held)."""


class NotAllowed(CallerError):
    """The token's scopes do not cover this."""


class RoadError(GatewayError):
    """Something between the gateway and a registry went wrong.

    Attributes:
        reason: for people, without secrets.
        session: id of the session concerned, if there was one.
    """

    def __init__(self, reason: str, *, session: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.session = session


class Unsent(RoadError):
    """No byte of the command left: repeating it is safe."""


class NoCapacity(Unsent):
    """No session came free in the time allowed, or too many were waiting. Not a network error."""


class Unreachable(Unsent):
    """No session can be opened: the network, a certificate, the login or an open circuit."""


class Draining(Unsent):
    """The gateway is shutting down or the registry is drained; new work is not sent."""


class BuiltInvalid(Unsent):
    """The gateway built a frame that breaks the schema: a bug of ours, found before a byte left."""


class InDoubt(RoadError):
    """Bytes left and no valid reply came: whether the registry acted is not known (RFC 5730 section 2.6)."""


class StoreFailure(GatewayError):
    """The journal cannot keep a promise (disk full, file damaged): no new work is taken.

    `reason` says why in words that anybody may read: no path, nothing of the store.
    """

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason


class ConfigError(GatewayError):
    """The configuration cannot be used. Holds every mistake found, each as `file:line: key: what`."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
