"""Reads the examples of a rule. Facts are given by full or short name; TOML days and instants become JSON texts."""

from datetime import UTC, date, datetime
from typing import Any, cast

from epp_gateway.model.decision import Effect

from .dates import JST, day_end, day_start
from .facts import BadFact, check_value, resolve, suggest_fact
from .families import family_of
from .reader import Table
from .rules import Example
from .vocabulary import FAMILIES, OPS, is_op

EFFECTS = [effect.value for effect in Effect]

ANY_INSTANT = datetime(2025, 1, 1, tzinfo=UTC)
"""Used where an example says no `at`, because its facts do not depend on the day."""


def read_example(table: Table) -> Example | None:
    """Read one example; None, with mistakes noted, when it can not be run."""
    before = len(table.mistakes.found)
    op = table.text("op")
    if op and not is_op(op):
        table.wrong(f"`op` names `{op}`, which does not exist; write one of {', '.join(OPS)}", "op")
    example = Example(
        op=op,
        family=_family(table),
        instants=_instants(table),
        facts=_facts(table),
        want=Effect(table.word("want", EFFECTS, Effect.ALLOW)),
        upper=table.texts("upper", must=False),
        line=table.line,
    )
    table.finish()
    return example if len(table.mistakes.found) == before else None


def _family(table: Table) -> str:
    """The family, or that of a name, or gtld."""
    name = table.text("name", must=False)
    default = family_of(name) if name else "gtld"
    return table.word("family", FAMILIES, default, must=False)


def _instants(table: Table) -> tuple[datetime, ...]:
    """A bare day is tried at both its ends, a bare time is Japanese time."""
    at = table.get(
        "at",
        must=False,
        of=lambda v: isinstance(v, date),
        wanted="a day or an instant without quotes: at = 2025-03-02",
        default=cast("date", ANY_INSTANT),
    )
    if not isinstance(at, datetime):
        return day_start(at), day_end(at)
    return (at if at.tzinfo else at.replace(tzinfo=JST),)


def _facts(table: Table) -> dict[str, Any]:
    found = table.table("facts")
    known: dict[str, Any] = {}
    for name, value in (found.values if found else {}).items():
        full = resolve(name)
        if full is None:
            table.wrong(f"the fact `{name}` does not exist{suggest_fact(name)}", "facts")
            continue
        try:
            known[full] = check_value(full, _json(value))
        except BadFact as error:
            table.wrong(str(error), "facts")
    return known


def _json(value: Any) -> Any:
    """TOML's days and instants as the texts that facts use."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case list():
            return [_json(item) for item in value]
        case dict():
            return {key: _json(item) for key, item in value.items()}
        case _:
            return value
