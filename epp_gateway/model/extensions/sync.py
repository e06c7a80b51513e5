"""sync-1.0 (Verisign, ConsoliDate; draft-hollenbeck-epp-sync-01): move the expiry of a domain to a day of the year.

The text was not at hand: what stands here was seen in public clients and is unverified.
"""

from epp_gateway.model.base import Value


class SyncUpdate(Value, frozen=True, tag="sync.update", tag_field="type"):
    """update on a domain update that changes nothing else: the day as XML Schema writes it (`--05-31`)."""

    month_day: str
