"""registry-1.0 (Verisign): the policy of a zone, asked of the registry itself. Unverified: made from public samples.

What a gateway can use is read into `ZonePolicy`; a `Zone` keeps the whole element beside it. Absent means that the
registry does not say it, never that there is no limit.
"""

from epp_gateway.model.base import Value


class RegistryCheck(Value, frozen=True, tag="registry.check", tag_field="type"):
    """check: whether zones of these names could be made."""

    names: tuple[str, ...]


class RegistryInfo(Value, frozen=True, tag="registry.info", tag_field="type"):
    """info about one zone, or about all that we may use where `name` is None."""

    name: str | None = None


class ZoneCheck(Value, frozen=True):
    """One answer of a check."""

    name: str
    available: bool
    reason: str | None = None


class ZoneChecks(Value, frozen=True, tag="registry.checks", tag_field="type"):
    """chkData."""

    items: tuple[ZoneCheck, ...]


class ZoneSummary(Value, frozen=True):
    """A zone of a list, with the instants when it was made and changed."""

    name: str
    created: str | None = None
    updated: str | None = None


class ZoneList(Value, frozen=True, tag="registry.zones", tag_field="type"):
    """infData with all zones."""

    zones: tuple[ZoneSummary, ...] = ()


class ZoneSpan(Value, frozen=True):
    """A length in the registry's unit: of registration `y` or `m` (months), of waiting `d`, `h` or `m` (minutes)."""

    value: int
    unit: str


class ZoneAmount(Value, frozen=True):
    """The least and the most of something; None is not said."""

    least: int | None = None
    most: int | None = None


class ZoneTermRule(Value, frozen=True):
    """period: how long a `command` (create, renew, transfer) may make a registration.

    `is_server_decided` where the client can not choose.
    """

    command: str
    least: ZoneSpan | None = None
    most: ZoneSpan | None = None
    default: ZoneSpan | None = None
    is_server_decided: bool = False


class ZoneGraceRule(Value, frozen=True):
    """gracePeriod: how long after a `command` (create, renew, transfer, autoRenew) it can be taken back."""

    command: str
    span: ZoneSpan


class ZoneNameRule(Value, frozen=True):
    """domainName: what a label of that level may look like.

    Attributes:
        level: 2 is the label below the zone.
        length: in characters.
        alnum_start, alnum_end, only_dns_chars: whether the label must begin and end with a letter or digit, and be made
            of letters, digits and hyphens alone.
        patterns: the registry's own regular expressions. They are untrusted: never run them on a hot path.
    """

    level: int | None = None
    length: ZoneAmount | None = None
    alnum_start: bool | None = None
    alnum_end: bool | None = None
    only_dns_chars: bool | None = None
    patterns: tuple[str, ...] = ()


class ZoneContactRule(Value, frozen=True):
    """contact: how many contacts of a role (admin, tech, billing) a name has."""

    role: str
    number: ZoneAmount


class ZoneDsRule(Value, frozen=True):
    """dsDataInterface or keyDataInterface: how many records, and which numbers of algorithms and digests."""

    number: ZoneAmount
    algorithms: tuple[int, ...] = ()
    digests: tuple[int, ...] = ()


class ZoneAddressRule(Value, frozen=True):
    """internal or external: how many addresses a host has, and whether one object serves one zone (`perZone`) or all
    of the system (`perSystem`).
    """

    addresses: ZoneAmount
    shared: str | None = None


class ZoneFieldRule(Value, frozen=True):
    """A field of a postal address: how long it is, and how many of it there are (of `street` alone)."""

    length: ZoneAmount
    entries: ZoneAmount = ZoneAmount()


class ZoneContactFields(Value, frozen=True):
    """postalInfo: what the fields of a contact may look like. None is not said."""

    name: ZoneFieldRule | None = None
    org: ZoneFieldRule | None = None
    street: ZoneFieldRule | None = None
    city: ZoneFieldRule | None = None
    sp: ZoneFieldRule | None = None
    pc: ZoneFieldRule | None = None
    voice_required: bool | None = None


class ZonePolicy(Value, frozen=True):
    """What we read of a zone.

    Attributes:
        group: of zones with one policy, such as `THIN`.
        sub_product: what namestoreExt calls the zone.
        contacts_supported: whether names have contacts.
        child_hosts: how many hosts may be below a name.
        transfer_hold: how long a transfer waits for the losing side.
        redemption, restore_report, pending_delete: the ends of a name (RFC 3915).
        ds, keys: the two interfaces of secDNS; None where not offered, or not said.
        idna: the version of IDNA, such as `2008`.
        check_domains, check_hosts, check_contacts: how many names one check may ask about.
        contact_shared: as `ZoneAddressRule.shared`, for contacts.
        takes_int, takes_loc: which forms of a postal address are taken; `contact_fields`: what they may hold.
        statuses: of domains.
    """

    name: str
    group: str | None = None
    sub_product: str | None = None
    created: str | None = None
    updated: str | None = None
    names: tuple[ZoneNameRule, ...] = ()
    idna: str | None = None
    premium_supported: bool | None = None
    contacts_supported: bool | None = None
    contacts: tuple[ZoneContactRule, ...] = ()
    nameservers: ZoneAmount | None = None
    child_hosts: ZoneAmount | None = None
    terms: tuple[ZoneTermRule, ...] = ()
    transfer_hold: ZoneSpan | None = None
    grace: tuple[ZoneGraceRule, ...] = ()
    redemption: ZoneSpan | None = None
    restore_report: ZoneSpan | None = None
    pending_delete: ZoneSpan | None = None
    ds: ZoneDsRule | None = None
    keys: ZoneDsRule | None = None
    check_domains: int | None = None
    statuses: tuple[str, ...] = ()
    internal_hosts: ZoneAddressRule | None = None
    external_hosts: ZoneAddressRule | None = None
    check_hosts: int | None = None
    contact_shared: str | None = None
    takes_int: bool | None = None
    takes_loc: bool | None = None
    contact_fields: ZoneContactFields | None = None
    check_contacts: int | None = None


class Zone(Value, frozen=True, tag="registry.zone", tag_field="type"):
    """infData with one zone: what we read of it, and all that the registry said (the `zone` element as XML text).

    The text is what is written. `zone_of` of `epp/objects/registry.py` makes it of a policy.
    """

    policy: ZonePolicy
    xml: str
