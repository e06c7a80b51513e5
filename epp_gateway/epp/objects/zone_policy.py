"""The `zone` element of registry-1.0 (Verisign): what a gateway can use of it, both ways. Unverified.

What stands there and has no place in `ZonePolicy` (phases, services, service levels, IDN tables, patterns of contacts)
is read over. What is not as expected counts as not said.
"""

from lxml import etree

from epp_gateway.epp.xml.build import add, add_all, add_maybe
from epp_gateway.epp.xml.namespaces import RY
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, boolean, line, name, number, text, texts, word
from epp_gateway.model.mappings import (
    ZoneAddressRule,
    ZoneAmount,
    ZoneContactFields,
    ZoneContactRule,
    ZoneDsRule,
    ZoneFieldRule,
    ZoneGraceRule,
    ZoneNameRule,
    ZonePolicy,
    ZoneSpan,
    ZoneTermRule,
)


def write_policy(policy: ZonePolicy) -> Element:
    """Make a `zone` element."""
    zone = etree.Element(RY.zone, nsmap=RY.nsmap)
    add(zone, RY.name, policy.name)
    add_maybe(zone, RY.group, policy.group)
    add_maybe(zone, RY.subProduct, policy.sub_product)
    add_maybe(zone, RY.crDate, policy.created)
    add_maybe(zone, RY.upDate, policy.updated)
    _write_domain(add(zone, RY.domain), policy)
    _write_host(add(zone, RY.host), policy)
    _write_contact(add(zone, RY.contact), policy)
    return zone


def read_policy(zone: Element) -> ZonePolicy:
    """Read a `zone` element, as far as it can be understood."""
    nothing = etree.Element(RY.nothing)
    domain, host, contact = (_child(zone, tag, nothing) for tag in (RY.domain, RY.host, RY.contact))
    ends, dnssec, idn = (_child(domain, tag, nothing) for tag in (RY.rgp, RY.dnssec, RY.idn))
    return ZonePolicy(
        name=name(zone, RY.name),
        group=word(zone, RY.group),
        sub_product=word(zone, RY.subProduct),
        created=word(zone, RY.crDate),
        updated=word(zone, RY.upDate),
        names=tuple(_read_name(rule) for rule in domain.iterfind(RY.domainName)),
        idna=word(idn, RY.idnaVersion),
        premium_supported=boolean(domain, RY.premiumSupport),
        contacts_supported=boolean(domain, RY.contactsSupported),
        contacts=tuple(
            ZoneContactRule(role=attribute(rule, "type"), number=_amount(rule)) for rule in domain.iterfind(RY.contact)
        ),
        nameservers=_amount_in(domain, RY.ns),
        child_hosts=_amount_in(domain, RY.childHost),
        terms=tuple(_read_term(rule) for rule in domain.iterfind(RY.period)),
        transfer_hold=_span(domain, RY.transferHoldPeriod),
        grace=tuple(_read_grace(domain)),
        redemption=_span(ends, RY.redemptionPeriod),
        restore_report=_span(ends, RY.pendingRestore),
        pending_delete=_span(ends, RY.pendingDelete),
        ds=_read_ds(dnssec, RY.dsDataInterface),
        keys=_read_ds(dnssec, RY.keyDataInterface),
        check_domains=number(text(domain, RY.maxCheckDomain)),
        statuses=texts(_child(domain, RY.supportedStatus, nothing), RY.status),
        internal_hosts=_read_addresses(host, RY.internal),
        external_hosts=_read_addresses(host, RY.external),
        check_hosts=number(text(host, RY.maxCheckHost)),
        contact_shared=word(contact, RY.sharePolicy),
        takes_int=boolean(contact, RY.intSupport),
        takes_loc=boolean(contact, RY.locSupport),
        contact_fields=_read_fields(contact.find(RY.postalInfo), nothing),
        check_contacts=number(text(contact, RY.maxCheckContact)),
    )


# The parts of a zone


def _write_domain(domain: Element, policy: ZonePolicy) -> None:
    for rule in policy.names:
        _write_name(domain, rule)
    if policy.idna is not None:
        add(add(domain, RY.idn), RY.idnaVersion, policy.idna)
    _add_boolean(domain, RY.premiumSupport, policy.premium_supported)
    _add_boolean(domain, RY.contactsSupported, policy.contacts_supported)
    for contact in policy.contacts:
        place = add(domain, RY.contact)
        place.set("type", contact.role)
        _fill_amount(place, contact.number)
    _add_amount(domain, RY.ns, policy.nameservers)
    _add_amount(domain, RY.childHost, policy.child_hosts)
    for term in policy.terms:
        _write_term(domain, term)
    _add_span(domain, RY.transferHoldPeriod, policy.transfer_hold)
    for grace in policy.grace:
        _add_span(domain, RY.gracePeriod, grace.span, command=grace.command)
    _write_ends(domain, policy)
    _write_dnssec(domain, policy)
    _add_number(domain, RY.maxCheckDomain, policy.check_domains)
    if policy.statuses:
        add_all(add(domain, RY.supportedStatus), RY.status, policy.statuses)


def _write_ends(domain: Element, policy: ZonePolicy) -> None:
    ends = {
        RY.redemptionPeriod: policy.redemption,
        RY.pendingRestore: policy.restore_report,
        RY.pendingDelete: policy.pending_delete,
    }
    if any(span is not None for span in ends.values()):
        place = add(domain, RY.rgp)
        for tag, span in ends.items():
            _add_span(place, tag, span)


def _write_dnssec(domain: Element, policy: ZonePolicy) -> None:
    interfaces = {RY.dsDataInterface: policy.ds, RY.keyDataInterface: policy.keys}
    if any(rule is not None for rule in interfaces.values()):
        dnssec = add(domain, RY.dnssec)
        for tag, rule in interfaces.items():
            if rule is not None:
                place = add(dnssec, tag)
                _fill_amount(place, rule.number)
                add_all(place, RY.alg, tuple(str(algorithm) for algorithm in rule.algorithms))
                add_all(place, RY.digestType, tuple(str(digest) for digest in rule.digests))


def _write_host(host: Element, policy: ZonePolicy) -> None:
    for tag, rule in ((RY.internal, policy.internal_hosts), (RY.external, policy.external_hosts)):
        if rule is not None:
            place = add(host, tag)
            _add_number(place, RY.minIP, rule.addresses.least)
            _add_number(place, RY.maxIP, rule.addresses.most)
            add_maybe(place, RY.sharePolicy, rule.shared)
    _add_number(host, RY.maxCheckHost, policy.check_hosts)


def _write_contact(contact: Element, policy: ZonePolicy) -> None:
    add_maybe(contact, RY.sharePolicy, policy.contact_shared)
    _add_boolean(contact, RY.intSupport, policy.takes_int)
    _add_boolean(contact, RY.locSupport, policy.takes_loc)
    if policy.contact_fields is not None:
        _write_fields(add(contact, RY.postalInfo), policy.contact_fields)
    _add_number(contact, RY.maxCheckContact, policy.check_contacts)


def _write_fields(postal: Element, fields: ZoneContactFields) -> None:
    _add_field(postal, RY.name, fields.name)
    _add_field(postal, RY.org, fields.org)
    address = add(postal, RY.address)
    _add_field(address, RY.street, fields.street)
    _add_field(address, RY.city, fields.city)
    _add_field(address, RY.sp, fields.sp)
    _add_field(address, RY.pc, fields.pc)
    _add_boolean(postal, RY.voiceRequired, fields.voice_required)


def _read_fields(postal: Element | None, nothing: Element) -> ZoneContactFields | None:
    if postal is None:
        return None
    address = _child(postal, RY.address, nothing)
    return ZoneContactFields(
        name=_field(postal, RY.name),
        org=_field(postal, RY.org),
        street=_field(address, RY.street),
        city=_field(address, RY.city),
        sp=_field(address, RY.sp),
        pc=_field(address, RY.pc),
        voice_required=boolean(postal, RY.voiceRequired),
    )


# Rules


def _write_name(domain: Element, rule: ZoneNameRule) -> None:
    place = add(domain, RY.domainName)
    if rule.level is not None:
        place.set("level", str(rule.level))
    if rule.length is not None:
        _add_number(place, RY.minLength, rule.length.least)
        _add_number(place, RY.maxLength, rule.length.most)
    _add_boolean(place, RY.alphaNumStart, rule.alnum_start)
    _add_boolean(place, RY.alphaNumEnd, rule.alnum_end)
    _add_boolean(place, RY.onlyDnsChars, rule.only_dns_chars)
    for pattern in rule.patterns:
        add(add(place, RY.regex), RY.expression, pattern)


def _read_name(rule: Element) -> ZoneNameRule:
    length = _amount(rule, RY.minLength, RY.maxLength)
    return ZoneNameRule(
        level=number(attribute(rule, "level")),
        length=None if length == ZoneAmount() else length,
        alnum_start=boolean(rule, RY.alphaNumStart),
        alnum_end=boolean(rule, RY.alphaNumEnd),
        only_dns_chars=boolean(rule, RY.onlyDnsChars),
        patterns=tuple(
            pattern for regex in rule.iterfind(RY.regex) if (pattern := word(regex, RY.expression)) is not None
        ),
    )


def _write_term(domain: Element, rule: ZoneTermRule) -> None:
    place = add(domain, RY.period)
    place.set("command", rule.command)
    if rule.is_server_decided:
        add(place, RY.serverDecided)
        return
    length = add(place, RY.length)
    for tag, span in ((RY.min, rule.least), (RY.max, rule.most), (RY.default, rule.default)):
        _add_span(length, tag, span)


def _read_term(rule: Element) -> ZoneTermRule:
    length = rule.find(RY.length)
    least, most, default = (
        (None, None, None) if length is None else (_span(length, tag) for tag in (RY.min, RY.max, RY.default))
    )
    return ZoneTermRule(
        command=attribute(rule, "command"),
        least=least,
        most=most,
        default=default,
        is_server_decided=rule.find(RY.serverDecided) is not None,
    )


def _read_grace(domain: Element) -> list[ZoneGraceRule]:
    rules = ((attribute(rule, "command"), _span_of(rule)) for rule in domain.iterfind(RY.gracePeriod))
    return [ZoneGraceRule(command=command, span=span) for command, span in rules if span is not None]


def _read_ds(dnssec: Element, tag: str) -> ZoneDsRule | None:
    place = dnssec.find(tag)
    if place is None:
        return None
    return ZoneDsRule(number=_amount(place), algorithms=_numbers(place, RY.alg), digests=_numbers(place, RY.digestType))


def _read_addresses(host: Element, tag: str) -> ZoneAddressRule | None:
    place = host.find(tag)
    if place is None:
        return None
    return ZoneAddressRule(addresses=_amount(place, RY.minIP, RY.maxIP), shared=word(place, RY.sharePolicy))


# Numbers


def _child(parent: Element, tag: str, nothing: Element) -> Element:
    found = parent.find(tag)
    return nothing if found is None else found


def _numbers(parent: Element, tag: str) -> tuple[int, ...]:
    return tuple(value for written in texts(parent, tag) if (value := number(written)) is not None)


def _amount(parent: Element, least: str = RY.min, most: str = RY.max) -> ZoneAmount:
    return ZoneAmount(least=number(text(parent, least)), most=number(text(parent, most)))


def _amount_in(parent: Element, tag: str) -> ZoneAmount | None:
    place = parent.find(tag)
    return None if place is None else _amount(place)


def _span(parent: Element, tag: str) -> ZoneSpan | None:
    element = parent.find(tag)
    return None if element is None else _span_of(element)


def _span_of(element: Element) -> ZoneSpan | None:
    value = number(line(element))
    return None if value is None else ZoneSpan(value=value, unit=attribute(element, "unit"))


def _field(parent: Element, tag: str) -> ZoneFieldRule | None:
    place = parent.find(tag)
    if place is None:
        return None
    return ZoneFieldRule(
        length=_amount(place, RY.minLength, RY.maxLength), entries=_amount(place, RY.minEntry, RY.maxEntry)
    )


def _add_field(parent: Element, tag: str, rule: ZoneFieldRule | None) -> None:
    if rule is not None:
        place = add(parent, tag)
        _add_number(place, RY.minLength, rule.length.least)
        _add_number(place, RY.maxLength, rule.length.most)
        _add_number(place, RY.minEntry, rule.entries.least)
        _add_number(place, RY.maxEntry, rule.entries.most)


def _add_amount(parent: Element, tag: str, amount: ZoneAmount | None) -> None:
    if amount is not None:
        _fill_amount(add(parent, tag), amount)


def _fill_amount(place: Element, amount: ZoneAmount) -> None:
    _add_number(place, RY.min, amount.least)
    _add_number(place, RY.max, amount.most)


def _add_span(parent: Element, tag: str, span: ZoneSpan | None, *, command: str | None = None) -> None:
    if span is not None:
        element = add(parent, tag, str(span.value))
        if command is not None:
            element.set("command", command)
        element.set("unit", span.unit)


def _add_number(parent: Element, tag: str, value: int | None) -> None:
    add_maybe(parent, tag, None if value is None else str(value))


def _add_boolean(parent: Element, tag: str, value: bool | None) -> None:
    if value is not None:
        add(parent, tag, "true" if value else "false")
