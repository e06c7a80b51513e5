"""idn-1.0, the older one of Afilias, and idnLang-1.0 of Verisign: by which table or language a name is made.

The texts were not at hand: elements and places are as public clients have them, and unverified.
"""

from epp_gateway.epp.rows import ExtensionRow
from epp_gateway.epp.xml.build import add, add_maybe, add_object
from epp_gateway.epp.xml.namespaces import AI, IDN, IL
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import line, word
from epp_gateway.model.extensions import (
    AfiliasIdnCheck,
    AfiliasIdnCreate,
    AfiliasIdnData,
    AfiliasIdnUpdate,
    IdnLanguage,
    IdnTable,
)

# idn-1.0


def write_table(parent: Element, value: IdnTable) -> None:
    """Append `data`."""
    root = add_object(parent, IDN, IDN.data)
    add(root, IDN.table, value.table)
    add_maybe(root, IDN.uname, value.uname)


def read_table(element: Element) -> IdnTable | None:
    """Read `data`; None where it names no table."""
    table = word(element, IDN.table)
    return None if table is None else IdnTable(table=table, uname=word(element, IDN.uname))


# idnLang-1.0


def write_language(parent: Element, value: IdnLanguage) -> None:
    """Append `tag`."""
    add_object(parent, IL, IL.tag).text = value.tag


def read_language(element: Element) -> IdnLanguage | None:
    """Read `tag`; None where it is empty."""
    tag = line(element)
    return IdnLanguage(tag=tag) if tag else None


# The older idn-1.0 of Afilias


def write_check(parent: Element, value: AfiliasIdnCheck) -> None:
    """Append `check`."""
    add(add_object(parent, AI, AI.check), AI.script, value.script)


def read_check(element: Element) -> AfiliasIdnCheck | None:
    """Read `check`; None where it names no script."""
    script = word(element, AI.script)
    return None if script is None else AfiliasIdnCheck(script=script)


def write_create(parent: Element, value: AfiliasIdnCreate) -> None:
    """Append `create`."""
    add(add_object(parent, AI, AI.create), AI.script, value.script)


def read_create(element: Element) -> AfiliasIdnCreate | None:
    """Read `create`; None where it names no script."""
    script = word(element, AI.script)
    return None if script is None else AfiliasIdnCreate(script=script)


def write_update(parent: Element, value: AfiliasIdnUpdate) -> None:
    """Append `update`."""
    add(add(add_object(parent, AI, AI.update), AI.chg), AI.script, value.script)


def read_update(element: Element) -> AfiliasIdnUpdate | None:
    """Read `update`; None where it names no script."""
    changes = element.find(AI.chg)
    script = None if changes is None else word(changes, AI.script)
    return None if script is None else AfiliasIdnUpdate(script=script)


def write_data(parent: Element, value: AfiliasIdnData) -> None:
    """Append `infData`."""
    add(add_object(parent, AI, AI.infData), AI.script, value.script)


def read_data(element: Element) -> AfiliasIdnData | None:
    """Read `infData`; None where it names no script."""
    script = word(element, AI.script)
    return None if script is None else AfiliasIdnData(script=script)


_CHECK, _INFO, _CREATE, _UPDATE = (frozenset({f"domain.{verb}"}) for verb in ("check", "info", "create", "update"))

EXTENSIONS = (
    ExtensionRow(IdnTable, IDN.data, write_table, read_table, commands=_CREATE, answers=_INFO),
    ExtensionRow(IdnLanguage, IL.tag, write_language, read_language, commands=_CREATE),
    ExtensionRow(AfiliasIdnCheck, AI.check, write_check, read_check, commands=_CHECK),
    ExtensionRow(AfiliasIdnCreate, AI.create, write_create, read_create, commands=_CREATE),
    ExtensionRow(AfiliasIdnUpdate, AI.update, write_update, read_update, commands=_UPDATE, empty_change=True),
    ExtensionRow(AfiliasIdnData, AI.infData, write_data, read_data, answers=_INFO),
)
