"""maintenance-1.0 (RFC 9167): info about one event or all, and infData in its answer and in notices."""

from epp_gateway.epp.rows import CommandRow, DataRow
from epp_gateway.epp.xml.build import add, add_all, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import E, M
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, boolean, line, names, text, word
from epp_gateway.model.mappings import (
    Intervention,
    MaintainedSystem,
    Maintenance,
    MaintenanceInfo,
    MaintenanceKind,
    MaintenanceList,
    MaintenanceSummary,
    MaintenanceText,
)

# info


def write_info(verb: Element, info: MaintenanceInfo) -> None:
    """Append `info`."""
    root = add_object(verb, M, M.info)
    if info.id is None:
        add(root, M.list)
    else:
        add(root, M.id, info.id)


def read_info(element: Element) -> MaintenanceInfo:
    """Read `info`. A name beside the id says nothing that the id does not."""
    return MaintenanceInfo(id=word(element, M.id))


# infData


def write_item(parent: Element, data: Maintenance) -> None:
    """Append `infData` with one event."""
    item = add(add_object(parent, M, M.infData), M.item)
    _write_id(item, data)
    for kind in data.types:
        _speak(add(item, M.type, kind.text), kind.lang)
    add_maybe(item, M.pollType, data.poll_type)
    systems = add(item, M.systems)
    for system in data.systems:
        place = add(systems, M.system)
        add(place, M.name, system.name)
        add_maybe(place, M.host, system.host)
        add(place, M.impact, system.impact)
    environment = add(item, M.environment)
    environment.set("type", data.environment)
    if data.environment_name is not None:
        environment.set("name", data.environment_name)
    add(item, M.start, data.starts)
    add(item, M.end, data.ends)
    add(item, M.reason, data.reason)
    add_maybe(item, M.detail, data.detail)
    for description in data.descriptions:
        element = _speak(add(item, M.description, description.text), description.lang)
        if description.format != "plain":
            element.set("type", description.format)
    if data.tlds:
        add_all(add(item, M.tlds), M.tld, data.tlds)
    _write_intervention(item, data.intervention)
    add(item, M.crDate, data.created)
    add_maybe(item, M.upDate, data.updated)


def write_list(parent: Element, data: MaintenanceList) -> None:
    """Append `infData` with a list."""
    place = add(add_object(parent, M, M.infData), M.list)
    for summary in data.summaries:
        item = add(place, M.listItem)
        _write_id(item, summary)
        add(item, M.start, summary.starts)
        add(item, M.end, summary.ends)
        add(item, M.crDate, summary.created)
        add_maybe(item, M.upDate, summary.updated)


def read_inf_data(element: Element) -> Maintenance | MaintenanceList | None:
    """Read `infData`, whichever of the two it is; None where it is neither, or where the event has no id."""
    item, listed = element.find(M.item), element.find(M.list)
    if item is not None:
        return _read_item(item) if word(item, M.id) else None
    if listed is None:
        return None
    return MaintenanceList(summaries=tuple(_read_summary(summary) for summary in listed.iterfind(M.listItem)))


def _read_item(item: Element) -> Maintenance:
    name, name_lang = _read_name(item)
    environment, systems, tlds = item.find(M.environment), item.find(M.systems), item.find(M.tlds)
    return Maintenance(
        id=text(item, M.id),
        name=name,
        name_lang=name_lang,
        types=tuple(MaintenanceKind(text=line(kind), lang=_lang(kind)) for kind in item.iterfind(M.type)),
        poll_type=word(item, M.pollType),
        systems=()
        if systems is None
        else tuple(
            MaintainedSystem(name=text(place, M.name), host=_host(place), impact=text(place, M.impact))
            for place in systems.iterfind(M.system)
        ),
        environment="" if environment is None else attribute(environment, "type"),
        environment_name=None if environment is None else attribute(environment, "name") or None,
        starts=text(item, M.start),
        ends=text(item, M.end),
        reason=text(item, M.reason),
        detail=word(item, M.detail),
        descriptions=tuple(_read_description(element) for element in item.iterfind(M.description)),
        tlds=() if tlds is None else names(tlds, M.tld),
        intervention=_read_intervention(item),
        created=text(item, M.crDate),
        updated=word(item, M.upDate),
    )


def _read_summary(item: Element) -> MaintenanceSummary:
    name, name_lang = _read_name(item)
    return MaintenanceSummary(
        id=text(item, M.id),
        name=name,
        name_lang=name_lang,
        starts=text(item, M.start),
        ends=text(item, M.end),
        created=text(item, M.crDate),
        updated=word(item, M.upDate),
    )


# Parts


def _write_id(parent: Element, data: Maintenance | MaintenanceSummary) -> None:
    element = add(parent, M.id, data.id)
    if data.name is not None:
        element.set("name", data.name)
    _speak(element, data.name_lang)


def _read_name(item: Element) -> tuple[str | None, str]:
    element = item.find(M.id)
    return (None, "en") if element is None else (attribute(element, "name") or None, _lang(element))


def _speak(element: Element, lang: str) -> Element:
    if lang != "en":
        element.set("lang", lang)
    return element


def _lang(element: Element) -> str:
    return attribute(element, "lang") or "en"


def _host(place: Element) -> str | None:
    written = word(place, M.host)
    return None if written is None else written.lower()


def _read_description(element: Element) -> MaintenanceText:
    is_html = attribute(element, "type") == "html"
    return MaintenanceText(text=line(element), lang=_lang(element), format="html" if is_html else "plain")


def _write_intervention(item: Element, intervention: Intervention | None) -> None:
    if intervention is not None:
        place = add(item, M.intervention)
        add(place, M.connection, "true" if intervention.connection else "false")
        add(place, M.implementation, "true" if intervention.implementation else "false")


def _read_intervention(item: Element) -> Intervention | None:
    place = item.find(M.intervention)
    connection = None if place is None else boolean(place, M.connection)
    implementation = None if place is None else boolean(place, M.implementation)
    if connection is None or implementation is None:
        return None
    return Intervention(connection=connection, implementation=implementation)


COMMANDS = (CommandRow(MaintenanceInfo, E.info, M.info, write_info, read_info),)

DATA = (
    DataRow(Maintenance, M.infData, write_item, read_inf_data),
    DataRow(MaintenanceList, M.infData, write_list, read_inf_data),
)
