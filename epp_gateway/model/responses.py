"""Greeting and response as values (RFC 5730 sections 2.4 and 2.6), and what the result codes mean (section 3)."""

from .base import Value
from .extensions import Extension
from .objects import ResponseData

CLOSING_CODES = frozenset({1500, 2500, 2501, 2502})
"""Results after which the server closes the connection."""

DOUBT_CODES = frozenset({2400, 2500})
"""Results after which a transform must be asked about: the server failed, perhaps half way."""


class ExtValue(Value, frozen=True):
    """An offending value with the server's reason (RFC 5730 section 2.6)."""

    value: str
    reason: str


class Result(Value, frozen=True):
    """One result element. `values` hold the XML text of offending elements."""

    code: int
    message: str
    values: tuple[str, ...] = ()
    ext_values: tuple[ExtValue, ...] = ()


class MessageQueue(Value, frozen=True):
    """msgQ: how many messages wait, and the head's id; date and text only in a poll answer."""

    count: int
    id: str
    date: str | None = None
    text: str | None = None


class Greeting(Value, frozen=True):
    """What a server says first. URIs are as announced."""

    server_id: str
    server_date: str
    versions: tuple[str, ...]
    languages: tuple[str, ...]
    objects: tuple[str, ...]
    extensions: tuple[str, ...] = ()


class Response(Value, frozen=True):
    """One response frame.

    Attributes:
        data: what `resData` holds: the first element that we know, or the first one.
        further: the other elements of `resData`, in their order.
        deviations: kinds of deviation from the schema that the tolerant reader met, for one log line per kind.
        unhandled: namespaces of data and extensions that the client had not announced at login, and that were told
            beside the result all the same (RFC 9038).
    """

    results: tuple[Result, ...]
    svtrid: str | None
    cltrid: str | None = None
    queue: MessageQueue | None = None
    data: ResponseData | None = None
    further: tuple[ResponseData, ...] = ()
    extensions: tuple[Extension, ...] = ()
    deviations: tuple[str, ...] = ()
    unhandled: tuple[str, ...] = ()

    @property
    def code(self) -> int:
        """The first result's code."""
        return self.results[0].code

    @property
    def message(self) -> str:
        """The first result's message, with the server's reasons behind it."""
        reasons = [ext.reason for result in self.results for ext in result.ext_values]
        return "; ".join([self.results[0].message, *reasons])

    @property
    def is_success(self) -> bool:
        """Whether the code is 1xxx."""
        return self.code < 2000

    @property
    def is_not_logged_in(self) -> bool:
        """Whether this is a 2002 that says that the session's login is gone: the command did not run.

        Servers say it in words only (`Registrar is not logged in.`); 2002 is also a state conflict of transfers.
        """
        return self.code == 2002 and any(
            "not logged in" in text.lower() or "not authenticated" in text.lower()
            for result in self.results
            for text in (result.message, *(ext.reason for ext in result.ext_values))
        )
