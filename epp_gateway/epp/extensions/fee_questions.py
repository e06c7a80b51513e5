"""What check and info ask about fees, and what they are answered, in fee-1.0 and in its drafts (RFC 8748 section 5.1).

Three shapes: `EACH` asks for each object with its name (up to 0.9); `ONE` asks once for all objects (0.11); `MANY`
asks for many commands at once (from 0.12 on, and the standard). Writers put what a value holds where it belongs or
where it can not stand: the grammar of the version then refuses it, so that nothing is lost in silence.
"""

from itertools import product

from lxml import etree

from epp_gateway.epp.xml.build import add, add_object
from epp_gateway.epp.xml.namespaces import DOMAIN, PREFIXES, Tags
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, flag, line
from epp_gateway.model.extensions import (
    FeeCheck,
    FeeCheckData,
    FeeInfo,
    FeeInfoData,
    FeeItem,
    FeeQuery,
    FeeQuote,
    FeeVersion,
)

from .fee_parts import (
    TAGS,
    Unknown,
    maybe_attribute,
    read_class,
    read_credits,
    read_currency,
    read_fees,
    read_period,
    read_reason,
    set_maybe,
    version_of,
    write_class,
    write_currency,
    write_money,
    write_period,
    write_reason,
)

EACH: frozenset[FeeVersion] = frozenset({"0.5", "0.6", "0.7", "0.8", "0.9"})
ONE: frozenset[FeeVersion] = frozenset({"0.11"})
INFO: tuple[FeeVersion, ...] = ("0.5", "0.6", "0.7")
"""The versions that answer an info."""

_LABELLED: frozenset[FeeVersion] = frozenset({"0.9"})
"""Objects have an identifier of any kind, and a namespace beside it."""
_EMBEDDED: frozenset[FeeVersion] = frozenset({"0.11", "0.12"})
"""The identifier is the object's own element."""


# The question


def write_check(parent: Element, value: FeeCheck) -> None:
    """Append `check`."""
    tags = TAGS[value.version]
    root = add_object(parent, tags, tags.check)
    if value.version in EACH:
        for name, query in product(value.names, value.queries):
            _write_for_object(root, value, name, query)
    else:
        _write_for_all(root, value)
    write_class(root, tags, value.class_name)


def _write_for_all(root: Element, value: FeeCheck) -> None:
    tags = TAGS[value.version]
    if value.version in ONE:
        for query in value.queries:
            _write_word(root, tags, query)
        write_currency(root, tags, value.currency)
        for query in value.queries:
            write_period(root, tags, query.period)
    else:
        write_currency(root, tags, value.currency)
        for query in value.queries:
            write_period(_write_command(root, tags, query), tags, query.period)
    for name in value.names:
        add(root, tags.objID, name)


def _write_for_object(root: Element, value: FeeCheck, name: str, query: FeeQuery) -> None:
    tags = TAGS[value.version]
    if value.version in _LABELLED:
        part = add(root, tags.object)
        part.set("objURI", DOMAIN)
        add(part, tags.objID, name).set("element", "name")
    else:
        part = add(root, tags.domain)
        add(part, tags.name, name)
    write_currency(part, tags, value.currency)
    _write_word(part, tags, query)
    write_period(part, tags, query.period)


def read_check(element: Element) -> FeeCheck:
    """Read `check`.

    Raises:
        Unknown: it asks different things of different objects, or of objects that are no domains.
    """
    version = version_of(element)
    tags = TAGS[version]
    if version in EACH:
        return _read_for_objects(element, version)
    commands = tuple(element.iterfind(tags.command))
    queries = tuple(_query(command, tags, element if version in ONE else command) for command in commands)
    return FeeCheck(
        queries=queries,
        currency=read_currency(element, tags),
        class_name=read_class(element, tags),
        version=version,
    )


def _read_for_objects(element: Element, version: FeeVersion) -> FeeCheck:
    tags = TAGS[version]
    asked = [(_object_name(part, tags), _only_query(part, tags)) for part in element.iterchildren("*")]
    currencies = {read_currency(part, tags) for part in element.iterchildren("*")}
    names = tuple(dict.fromkeys(name for name, _ in asked))
    queries = tuple(query for name, query in asked if name == names[0])
    if len(currencies) != 1 or list(product(names, queries)) != asked:
        raise Unknown
    return FeeCheck(queries=queries, currency=currencies.pop(), names=names, version=version)


def _object_name(part: Element, tags: Tags) -> str:
    label = part.find(tags.objID)
    if part.get("objURI", DOMAIN) != DOMAIN or (label is not None and label.get("element", "name") != "name"):
        raise Unknown
    label = part.find(tags.name) if label is None else label
    if label is None:
        raise Unknown
    return _filled(label).lower()


# The answer


def write_check_data(parent: Element, value: FeeCheckData) -> None:
    """Append `chkData`."""
    tags = TAGS[value.version]
    root = add_object(parent, tags, tags.chkData)
    write_currency(root, tags, value.currency)
    for item in value.items:
        part = add(root, tags.cd)
        if value.version not in EACH or not item.available:
            part.set("avail", "1" if item.available else "0")
        _write_identifier(part, value.version, item)
        if value.version in EACH | ONE:
            _write_single(part, value.version, item)
        else:
            write_currency(part, tags, item.currency)
            write_class(part, tags, item.class_name)
            for quote in item.quotes:
                _write_quote(part, value.version, quote)
            write_reason(part, tags, item.reason)


def _write_single(part: Element, version: FeeVersion, item: FeeItem) -> None:
    """What a `cd` of the older shapes holds behind the identifier; they differ in where the currency stands."""
    tags = TAGS[version]
    if version in EACH:
        write_currency(part, tags, item.currency)
    for quote in item.quotes:
        _write_word(part, tags, quote)
        if version in ONE:
            write_currency(part, tags, item.currency)
        write_period(part, tags, quote.period)
        write_money(part, tags, quote.fees, quote.credits)
    write_class(part, tags, item.class_name)
    write_reason(part, tags, item.reason)


def _write_identifier(part: Element, version: FeeVersion, item: FeeItem) -> None:
    tags = TAGS[version]
    if version in _EMBEDDED:
        namespace = item.object_uri or DOMAIN
        around = add(part, tags.object)
        prefixes = {PREFIXES.get(namespace, "obj"): namespace}
        etree.SubElement(around, f"{{{namespace}}}{item.element}", nsmap=prefixes).text = item.name
        return
    set_maybe(part, "objURI", item.object_uri)
    label = add(part, tags.name if version in EACH - _LABELLED else tags.objID, item.name)
    if item.element != "name":
        label.set("element", item.element)


def _write_quote(part: Element, version: FeeVersion, quote: FeeQuote) -> None:
    tags = TAGS[version]
    command = _write_command(part, tags, quote)
    write_period(command, tags, quote.period)
    write_money(command, tags, quote.fees, quote.credits)
    write_class(command, tags, quote.class_name)
    write_reason(command, tags, quote.reason)


def read_check_data(element: Element) -> FeeCheckData:
    """Read `chkData`."""
    version = version_of(element)
    tags = TAGS[version]
    return FeeCheckData(
        items=tuple(_item(part, tags) for part in element.iterfind(tags.cd)),
        currency=read_currency(element, tags),
        version=version,
    )


def _item(part: Element, tags: Tags) -> FeeItem:
    name, kind, uri = _identifier(part, tags)
    available = flag(part, "avail")
    if available is None and part.get("avail"):
        raise Unknown
    commands = part.findall(tags.command)
    if len(commands) != 1 and any(part.find(tag) is not None for tag in (tags.period, tags.fee, tags.credit)):
        raise Unknown  # a price, and nothing says of which command
    return FeeItem(
        name=name.lower() if kind == "name" else name,
        available=available is not False,
        quotes=tuple(_quote(command, tags, part if len(commands) == 1 else None) for command in commands),
        class_name=read_class(part, tags),
        currency=read_currency(part, tags),
        reason=read_reason(part, tags),
        element=kind,
        object_uri=uri,
    )


def _identifier(part: Element, tags: Tags) -> tuple[str, str, str | None]:
    """An object's name, the element that has it, and its namespace where that is no domain's."""
    embedded = part.find(f"{tags.object}/*")
    if embedded is not None:
        qualified = etree.QName(embedded)
        return _filled(embedded), qualified.localname, None if qualified.namespace == DOMAIN else qualified.namespace
    label = part.find(tags.objID)
    label = part.find(tags.name) if label is None else label
    if label is None:
        raise Unknown
    uri = maybe_attribute(part, "objURI")
    return _filled(label), attribute(label, "element") or "name", None if uri == DOMAIN else uri


def _filled(label: Element) -> str:
    written = line(label)
    if not written:
        raise Unknown
    return written


def _quote(command: Element, tags: Tags, around: Element | None) -> FeeQuote:
    """A quote. In the older shapes, and at some servers, the price stands beside a lone command, not in it."""
    places = [place for place in (command, around) if place is not None]
    period = next((period for place in places if (period := read_period(place, tags)) is not None), None)
    return FeeQuote(
        command=_word(command),
        period=period,
        custom_name=maybe_attribute(command, "customName"),
        phase=maybe_attribute(command, "phase"),
        subphase=maybe_attribute(command, "subphase"),
        standard=flag(command, "standard") is True,
        fees=tuple(fee for place in places for fee in read_fees(place, tags)),
        credits=tuple(credit for place in places for credit in read_credits(place, tags)),
        class_name=read_class(command, tags),
        reason=read_reason(command, tags),
    )


# info, in the versions that had it


def write_info(parent: Element, value: FeeInfo) -> None:
    """Append `info`."""
    tags = TAGS[value.version]
    root = add_object(parent, tags, tags.info)
    write_currency(root, tags, value.currency)
    _write_word(root, tags, value.query)
    write_period(root, tags, value.query.period)


def read_info(element: Element) -> FeeInfo:
    """Read `info`."""
    version = version_of(element)
    tags = TAGS[version]
    return FeeInfo(query=_only_query(element, tags), currency=read_currency(element, tags), version=version)


def write_info_data(parent: Element, value: FeeInfoData) -> None:
    """Append `infData`."""
    tags = TAGS[value.version]
    root = add_object(parent, tags, tags.infData)
    write_currency(root, tags, value.currency)
    _write_word(root, tags, value.quote)
    write_period(root, tags, value.quote.period)
    write_money(root, tags, value.quote.fees, value.quote.credits)
    write_class(root, tags, value.class_name)


def read_info_data(element: Element) -> FeeInfoData:
    """Read `infData`."""
    version = version_of(element)
    tags = TAGS[version]
    command = element.find(tags.command)
    if command is None:
        raise Unknown
    return FeeInfoData(
        quote=_quote(command, tags, element),
        currency=read_currency(element, tags),
        class_name=read_class(element, tags),
        version=version,
    )


# Which command is meant: an attribute from 0.12 on, a text before


def _write_command(parent: Element, tags: Tags, query: FeeQuery) -> Element:
    command = add(parent, tags.command)
    command.set("name", query.command)
    return _write_details(command, query)


def _write_word(parent: Element, tags: Tags, query: FeeQuery) -> None:
    command = _write_details(add(parent, tags.command, query.command), query)
    if isinstance(query, FeeQuote):
        write_class(command, tags, query.class_name)
        write_reason(command, tags, query.reason)


def _write_details(command: Element, query: FeeQuery) -> Element:
    set_maybe(command, "customName", query.custom_name)
    set_maybe(command, "phase", query.phase)
    set_maybe(command, "subphase", query.subphase)
    if isinstance(query, FeeQuote) and query.standard:
        command.set("standard", "1")
    return command


def _only_query(part: Element, tags: Tags) -> FeeQuery:
    command = part.find(tags.command)
    if command is None:
        raise Unknown
    return _query(command, tags, part)


def _query(command: Element, tags: Tags, place: Element) -> FeeQuery:
    return FeeQuery(
        command=_word(command),
        period=read_period(place, tags),
        custom_name=maybe_attribute(command, "customName"),
        phase=maybe_attribute(command, "phase"),
        subphase=maybe_attribute(command, "subphase"),
    )


def _word(command: Element) -> str:
    written = attribute(command, "name") or (command.text or "").strip()
    if not written:
        raise Unknown
    return written
