"""Reads `when` and `unless` of a rule: from TOML tables to conditions, checked against the catalogue of facts."""

from collections.abc import Callable
from typing import Any

from .conditions import MISSING, AllOf, AnyOf, Compare, Condition, Not
from .facts import CATALOGUE, OPS_BY_TYPE, FactType, resolve, suggest_fact
from .reader import listing

MAX_DEPTH = 8
"""Deeper than this no person reads a condition."""

NOTHING = AllOf(parts=())
"""Stands in for a condition that could not be read."""

Wrong = Callable[[str], None]


def read_condition(value: Any, wrong: Wrong, depth: int = 0) -> Condition:
    """Turn a TOML value into a condition; what is wrong with it goes to `wrong`."""
    if not isinstance(value, dict) or not value:
        return _give_up(wrong, 'a condition is written as { fact = "...", eq = ... }, or with all, any or not')
    if depth > MAX_DEPTH:
        return _give_up(wrong, f"a condition is nested at most {MAX_DEPTH} deep; split the rule")
    if "fact" in value:
        return _comparison(value, wrong)
    if len(value) != 1 or next(iter(value)) not in ("all", "any", "not"):
        return _give_up(wrong, f"a condition holds `fact` or exactly one of `all`, `any`, `not`, not {listing(value)}")
    word, inner = next(iter(value.items()))
    if word == "not":
        return Not(part=read_condition(inner, wrong, depth + 1))
    if not isinstance(inner, list) or not inner:
        return _give_up(wrong, f"`{word}` takes a list of at least one condition")
    parts = tuple(read_condition(part, wrong, depth + 1) for part in inner)
    return AllOf(parts=parts) if word == "all" else AnyOf(parts=parts)


def _comparison(table: dict[str, Any], wrong: Wrong) -> Condition:
    name = table["fact"]
    full = resolve(name) if isinstance(name, str) else None
    if full is None:
        return _give_up(wrong, f"the fact `{name}` does not exist{suggest_fact(str(name))}")
    words = [key for key in table if key != "fact"]
    kind = CATALOGUE[full].type
    allowed = OPS_BY_TYPE[kind]
    if len(words) != 1:
        return _give_up(wrong, f"the condition on `{full}` needs exactly one of {listing(allowed)}")
    if words[0] not in allowed:
        return _give_up(wrong, f"`{full}` can not be asked with `{words[0]}`; it takes {listing(allowed)}")
    op, value = words[0], table[words[0]]
    if not _fits(kind, op, value):
        return _give_up(wrong, f"`{op}` on `{full}` takes {_WANTED[_shape(kind, op)]}")
    return Compare(fact=full, op=op, value=value)


def _give_up(wrong: Wrong, words: str) -> Condition:
    wrong(words)
    return NOTHING


def _shape(kind: FactType, op: str) -> str:
    """The kind of value that an operator takes on a type."""
    if op == MISSING or kind == "flag":
        return "flag"
    if op in ("in", "any_of"):
        return "numbers" if kind == "number" else "texts"
    return "text" if op == "contains" else str(kind)


def _fits(kind: FactType, op: str, value: Any) -> bool:
    match _shape(kind, op):
        case "flag":
            return isinstance(value, bool)
        case "number":
            return type(value) is int
        case "text":
            return isinstance(value, str)
        case "numbers":
            return isinstance(value, list) and bool(value) and all(type(item) is int for item in value)
        case _:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)


_WANTED = {
    "flag": "true or false",
    "number": "a whole number",
    "text": "a text in quotes",
    "numbers": "a list of whole numbers",
    "texts": "a list of texts in quotes",
}
