"""rgp-1.0 (RFC 3915): grace periods and restoring."""

from epp_gateway.model.base import Value


class RgpStatuses(Value, frozen=True, tag="rgp.statuses", tag_field="type"):
    """RFC 3915 infData on a domain info response: grace period statuses, e.g. `addPeriod`."""

    statuses: tuple[str, ...]
