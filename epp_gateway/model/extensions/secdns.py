"""secDNS-1.1 (RFC 5910): what a parent zone needs to delegate securely, as DS records or as the keys behind them.

A server has one of two interfaces, and so has every frame (section 4): DS data or key data, never both. Here they are
different types, so a mixed frame cannot be said. Replacing everything is the one way from one interface to the other.
"""

from epp_gateway.model.base import Value


class KeyData(Value, frozen=True):
    """A DNSKEY record (section 4.2). `flags` is 257 for a key signing key, `protocol` always 3; the key is base 64."""

    flags: int
    protocol: int
    alg: int
    public_key: str


class DsData(Value, frozen=True):
    """A DS record (section 4.1): `digest` is hexadecimal in upper case; `key` lets a server check the record."""

    key_tag: int
    alg: int
    digest_type: int
    digest: str
    key: KeyData | None = None


class DsRecords(Value, frozen=True, tag="ds", tag_field="interface"):
    """One or more records of the DS data interface."""

    records: tuple[DsData, ...]


class KeyRecords(Value, frozen=True, tag="key", tag_field="interface"):
    """One or more keys of the key data interface."""

    records: tuple[KeyData, ...]


class DsChange(Value, frozen=True, tag="ds", tag_field="interface"):
    """DS records that go and come, in this order; at least one of either. Each is named in full."""

    rem: tuple[DsData, ...] = ()
    add: tuple[DsData, ...] = ()


class KeyChange(Value, frozen=True, tag="key", tag_field="interface"):
    """Keys that go and come, in this order; at least one of either. Each is named in full."""

    rem: tuple[KeyData, ...] = ()
    add: tuple[KeyData, ...] = ()


class RemoveAll(Value, frozen=True, tag="all", tag_field="interface"):
    """All that is there goes; what comes in its place may be of the other interface. Nothing: no longer signed."""

    add: DsRecords | KeyRecords | None = None


class SecDnsCreate(Value, frozen=True, tag="secdns.create", tag_field="type"):
    """create on a domain create (section 5.2.1). `max_sig_life` is in seconds, a wish only (section 3.3)."""

    data: DsRecords | KeyRecords
    max_sig_life: int | None = None


class SecDnsUpdate(Value, frozen=True, tag="secdns.update", tag_field="type"):
    """update on a domain update (section 5.2.5).

    Attributes:
        change: which records go and come; None leaves them as they are.
        max_sig_life: a new wish, in seconds.
        urgent: asks for high priority; a server that has none refuses with 2102, one that cannot now with 2306.
    """

    change: DsChange | KeyChange | RemoveAll | None = None
    max_sig_life: int | None = None
    urgent: bool = False


class SecDnsData(Value, frozen=True, tag="secdns.data", tag_field="type"):
    """infData on a domain info answer (section 5.1.2); a domain that is not signed has none."""

    data: DsRecords | KeyRecords
    max_sig_life: int | None = None
