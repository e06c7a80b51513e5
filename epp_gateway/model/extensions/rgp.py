"""rgp-1.0 (RFC 3915): grace periods, and the restore of a deleted domain.

A restore is asked for and reported with a domain update that changes nothing else (section 4.2.5).
"""

from epp_gateway.model.base import Value

RGP_WORDS = frozenset(
    {
        "addPeriod",
        "autoRenewPeriod",
        "renewPeriod",
        "transferPeriod",
        "redemptionPeriod",
        "pendingRestore",
        "pendingDelete",
    }
)
"""The statuses of section 3.1. Some registries write them in another case; we read them as they stand here."""

_END = "endDate="


class RgpStatus(Value, frozen=True):
    """A grace period status with the registry's free text and the language of that, where it is said."""

    value: str
    text: str | None = None
    lang: str | None = None

    @property
    def ends(self) -> str | None:
        """When the period ends, in the registry's own text, where it is told (Verisign: `endDate=`)."""
        text = self.text or ""
        return text.removeprefix(_END) or None if text.startswith(_END) else None


class RgpStatuses(Value, frozen=True, tag="rgp.statuses", tag_field="type"):
    """infData on a domain info answer (section 4.1.2); several periods may run at once."""

    statuses: tuple[RgpStatus, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The statuses without their texts."""
        return tuple(status.value for status in self.statuses)


class RgpUpdated(Value, frozen=True, tag="rgp.updated", tag_field="type"):
    """upData on the answer to a restore request (section 4.2.5): pendingRestore where it was accepted."""

    statuses: tuple[RgpStatus, ...]


class RestoreRequest(Value, frozen=True, tag="rgp.request", tag_field="type"):
    """update on a domain update: ask for a restore (section 4.2.5)."""


class Passage(Value, frozen=True):
    """What may be text and markup, and its language; None says nothing, which means English.

    `xml` is XML text: `plain` makes it of plain text.
    """

    xml: str
    lang: str | None = None


class RestoreReport(Value, frozen=True, tag="rgp.report", tag_field="type"):
    """update on a domain update: the report that completes a restore (section 4.2.5). It may be sent again, corrected.

    Attributes:
        pre_data: the registration as it was before the delete. This, `post_data` and `other` are XML text as in
            `Passage`, without a language.
        post_data: the registration as it is when this is sent.
        deleted_at: when the delete was sent.
        restored_at: when the restore was asked for.
        reason: why it is restored.
        statements: first, that nobody but the registrant is served by it; second, that the report is true.
        other: whatever supports the statements.
    """

    pre_data: str
    post_data: str
    deleted_at: str
    restored_at: str
    reason: Passage
    statements: tuple[Passage, ...]
    other: str | None = None


def plain(text: str) -> str:
    """Plain text as XML text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")
