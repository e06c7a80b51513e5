"""Shapes of facts: what policy may look at, by the names of the policy catalogue."""

from typing import Annotated, Any

import msgspec
from pydantic import AfterValidator, BeforeValidator, Field, RootModel

from .base import Instant, Shape, complaint

_WRAPPED = frozenset({"value", "as_of"})


def _wrapped(fact: Any) -> Any:
    """A plain value is a fact of now; `{"value": ..., "as_of": ...}` says since when."""
    if isinstance(fact, dict) and "value" in fact and _WRAPPED.issuperset(fact):
        return fact
    return {"value": fact}


def _storable(value: Any) -> Any:
    try:
        msgspec.json.encode(value)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise complaint("can not be kept as JSON: too deep, too large a number, or not Unicode") from error
    return value


class FactShape(Shape):
    """A fact: its value, and since when it is true."""

    value: Annotated[Any, AfterValidator(_storable)]
    as_of: Instant | None = None


FactName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.\-]{1,100}$")]


Facts = Annotated[dict[FactName, Annotated[FactShape, BeforeValidator(_wrapped)]], Field(min_length=1)]


class FactsChange(RootModel[Facts]):
    """Facts to keep, by name: `{"contract.start": "2026-01-31"}` or `{"debts": {"value": 0, "as_of": "..."}}`."""

    def facts(self, now: str) -> dict[str, dict[str, Any]]:
        """The facts, each with its value and instant."""
        return {name: {"value": fact.value, "as_of": fact.as_of or now} for name, fact in self.root.items()}
