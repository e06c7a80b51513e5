"""registry-1.0 (Verisign): check and info of zones, and what answers say. Unverified: made from public samples.

A zone is carried whole as XML text; `zone_policy` beside this file reads of it what a gateway can use, and writes that.
"""

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_all, add_markup, add_maybe, add_object
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.namespaces import RY, E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import flag, name, names, word
from epp_gateway.model.mappings import (
    RegistryCheck,
    RegistryInfo,
    Zone,
    ZoneCheck,
    ZoneChecks,
    ZoneList,
    ZonePolicy,
    ZoneSummary,
)

from .zone_policy import read_policy, write_policy


def zone_of(policy: ZonePolicy) -> Zone:
    """A zone that says what the policy says and no more, for whoever answers as a registry."""
    return Zone(policy=policy, xml=markup_of(write_policy(policy)))


def write_check(verb: Element, check: RegistryCheck) -> None:
    """Append `check`."""
    add_all(add_object(verb, RY, RY.check), RY.name, check.names)


def read_check(element: Element) -> RegistryCheck:
    """Read `check`."""
    return RegistryCheck(names=names(element, RY.name))


def write_info(verb: Element, info: RegistryInfo) -> None:
    """Append `info`."""
    root = add_object(verb, RY, RY.info)
    if info.name is None:
        add(root, RY.all)
    else:
        add(root, RY.name, info.name)


def read_info(element: Element) -> RegistryInfo:
    """Read `info`."""
    return RegistryInfo(name=name(element, RY.name) or None)


def write_checks(parent: Element, data: ZoneChecks) -> None:
    """Append `chkData`."""
    root = add_object(parent, RY, RY.chkData)
    for item in data.items:
        answer = add(root, RY.cd)
        add(answer, RY.name, item.name).set("avail", "1" if item.available else "0")
        add_maybe(answer, RY.reason, item.reason)


def read_checks(element: Element) -> ZoneChecks | None:
    """Read `chkData`; what does not say that it is available is not. None where there is no answer in it."""
    items = tuple(
        ZoneCheck(
            name=name(answer, RY.name),
            available=flag(answer.find(RY.name), "avail") is True,
            reason=word(answer, RY.reason),
        )
        for answer in element.iterfind(RY.cd)
    )
    return ZoneChecks(items=items) if items else None


def write_zone(parent: Element, data: Zone) -> None:
    """Append `infData` with one zone."""
    add_markup(add_object(parent, RY, RY.infData), data.xml)


def write_list(parent: Element, data: ZoneList) -> None:
    """Append `infData` with a list."""
    place = add(add_object(parent, RY, RY.infData), RY.zoneList)
    for zone in data.zones:
        item = add(place, RY.zone)
        add(item, RY.name, zone.name)
        add_maybe(item, RY.crDate, zone.created)
        add_maybe(item, RY.upDate, zone.updated)


def read_inf_data(element: Element) -> Zone | ZoneList | None:
    """Read `infData`, whichever of the two it is; None where it is neither, or the zone has no name."""
    zone, listed = element.find(RY.zone), element.find(RY.zoneList)
    if zone is not None:
        return Zone(policy=read_policy(zone), xml=markup_of(zone)) if word(zone, RY.name) else None
    if listed is None:
        return None
    return ZoneList(
        zones=tuple(
            ZoneSummary(name=name(item, RY.name), created=word(item, RY.crDate), updated=word(item, RY.upDate))
            for item in listed.iterfind(RY.zone)
        )
    )


COMMANDS = (
    CommandRow(RegistryCheck, E.check, RY.check, write_check, read_check),
    CommandRow(RegistryInfo, E.info, RY.info, write_info, read_info),
)

DATA = (
    DataRow(ZoneChecks, RY.chkData, write_checks, read_checks),
    DataRow(Zone, RY.infData, write_zone, read_inf_data),
    DataRow(ZoneList, RY.infData, write_list, read_inf_data),
)
