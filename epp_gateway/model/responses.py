"""Greeting and response as values (RFC 5730 sections 2.4 and 2.6), and what the result codes mean (section 3)."""

from typing import Literal

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
    lang: str | None = None


class Result(Value, frozen=True):
    """One result element.

    Attributes:
        values: offending elements as XML text, or a text where no element is at fault. One with text or attributes
            around its element stands as the whole `value` element.
        lang: the language of the message, None where it is not said (English then).
    """

    code: int
    message: str
    values: tuple[str, ...] = ()
    ext_values: tuple[ExtValue, ...] = ()
    lang: str | None = None


class MessageQueue(Value, frozen=True):
    """msgQ: how many messages wait, and the head's id; date and text only in a poll answer.

    Attributes:
        text: the message's text, without any markup in it.
        lang: the language of the text, None where it is not said (English then).
        markup: the whole `msg` element as XML text, where it holds elements; then this is what is written.
    """

    count: int
    id: str
    date: str | None = None
    text: str | None = None
    lang: str | None = None
    markup: str | None = None


class Purpose(Value, frozen=True):
    """What data is collected for: administration, contacting people, something else, provisioning."""

    admin: bool = False
    contact: bool = False
    other: bool = False
    prov: bool = False


class Recipients(Value, frozen=True):
    """Who gets the data; of the server and its agents (`ours`) each with a description or None."""

    other: bool = False
    ours: tuple[str | None, ...] = ()
    public: bool = False
    same: bool = False
    unrelated: bool = False


class Statement(Value, frozen=True):
    """One statement of a data collection policy. `retention` is None only where a server does not say it."""

    purpose: Purpose
    recipients: Recipients
    retention: Literal["business", "indefinite", "legal", "none", "stated"] | None


class DataPolicy(Value, frozen=True):
    """The data collection policy of a server (RFC 5730 section 2.4).

    Attributes:
        access: which of the data about them people may see; None only where a server does not say it.
        expiry: until when the policy holds, an instant or a duration (`P1Y`); each is told by its own form.
    """

    access: Literal["all", "none", "null", "other", "personal", "personalAndOther"] | None
    statements: tuple[Statement, ...]
    expiry: str | None = None


LEAST_POLICY = DataPolicy(
    access="none",
    statements=(Statement(purpose=Purpose(prov=True), recipients=Recipients(ours=(None,)), retention="stated"),),
)
"""Only what provisioning needs, for the stated time."""


class Greeting(Value, frozen=True):
    """What a server says first. URIs are as announced; `policy` is None only where a server leaves it out."""

    server_id: str
    server_date: str
    versions: tuple[str, ...]
    languages: tuple[str, ...]
    objects: tuple[str, ...]
    extensions: tuple[str, ...] = ()
    policy: DataPolicy | None = LEAST_POLICY


class Response(Value, frozen=True):
    """One response frame.

    Attributes:
        data: what `resData` holds: the first element that we know, or the first one.
        further: the other elements of `resData`, in their order.
        data_index: how many of them stand before `data`.
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
    data_index: int = 0
    extensions: tuple[Extension, ...] = ()
    deviations: tuple[str, ...] = ()
    unhandled: tuple[str, ...] = ()

    @property
    def all_data(self) -> tuple[ResponseData, ...]:
        """Every element of `resData`, in their order."""
        if self.data is None:
            return ()
        return (*self.further[: self.data_index], self.data, *self.further[self.data_index :])

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
