"""Conditions: what a rule asks of the facts, answered with true, false or unknown.

A condition is total: it has no loops, no code and no dates of its own. Unknown is `None` here, and follows Kleene's
strong logic: `all` is false as soon as one part is false, `any` is true as soon as one part is true, whatever else is
unknown. Every part is evaluated, so that a broken one is never hidden by its neighbours.
"""

import operator
from collections.abc import Callable, Iterator
from typing import Any

from epp_gateway.model.base import Value

Truth = bool | None
"""True, false, or None for unknown."""

Read = Callable[[str], Any]
"""Gives a fact's value by its name, None while it is unknown."""


class Compare(Value, frozen=True):
    """`{ fact = "...", op = value }`."""

    fact: str
    op: str
    value: Any


class AllOf(Value, frozen=True):
    """`{ all = [...] }`."""

    parts: tuple["Condition", ...]


class AnyOf(Value, frozen=True):
    """`{ any = [...] }`."""

    parts: tuple["Condition", ...]


class Not(Value, frozen=True):
    """`{ not = {...} }`."""

    part: "Condition"


Condition = Compare | AllOf | AnyOf | Not

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "is": operator.is_,
    "in": lambda value, allowed: value in allowed,
    "contains": operator.contains,
    "any_of": lambda value, wanted: any(item in value for item in wanted),
}
"""What a comparison may ask of a known value. `missing` is the one operator that looks at unknown values too."""

MISSING = "missing"


def evaluate(condition: Condition, read: Read) -> Truth:
    """The truth of a condition.

    Raises:
        Exception: whatever reading a fact or comparing it raises; the caller takes it as a broken rule.
    """
    match condition:
        case Compare():
            return _compare(condition, read(condition.fact))
        case AllOf(parts=parts):
            return conjunction([evaluate(part, read) for part in parts])
        case AnyOf(parts=parts):
            return disjunction([evaluate(part, read) for part in parts])
        case Not(part=part):
            return negation(evaluate(part, read))


def _compare(compare: Compare, value: Any) -> Truth:
    if compare.op == MISSING:
        return (value is None) is compare.value
    return None if value is None else OPERATORS[compare.op](value, compare.value)


def conjunction(truths: list[Truth]) -> Truth:
    """Kleene's and; true for no parts."""
    if False in truths:
        return False
    return None if None in truths else True


def disjunction(truths: list[Truth]) -> Truth:
    """Kleene's or; false for no parts."""
    if True in truths:
        return True
    return None if None in truths else False


def negation(truth: Truth) -> Truth:
    """Kleene's not."""
    return None if truth is None else not truth


def facts_of(condition: Condition) -> Iterator[str]:
    """The facts that a condition reads, in the order of the text; a fact may come twice."""
    match condition:
        case Compare(fact=fact):
            yield fact
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from facts_of(part)
        case Not(part=part):
            yield from facts_of(part)
