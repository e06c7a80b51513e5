"""rgp-poll-1.0 (Verisign): the notice that a restore waits for its report, or that none came.

Unverified: written after public descriptions.
"""

from epp_gateway.model.base import Value


class RgpNotice(Value, frozen=True, tag="rgp_poll", tag_field="type"):
    """pollData of a name in its grace periods.

    Attributes:
        status: of RFC 3915, such as `pendingRestore`.
        requested_at: when the restore was asked for.
        report_due: until when its report must be there.
    """

    name: str
    status: str
    requested_at: str | None = None
    report_due: str | None = None
