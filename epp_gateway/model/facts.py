"""Facts: what policy may look at. Each says who said so and when; one that is missing is never a pass."""

from typing import Any, Literal

from .base import Value

FactScope = Literal["account", "domain"]


class Fact(Value, frozen=True):
    """A fact by its catalogue name (`contract.start`, `debts`).

    Attributes:
        value: JSON; a date is `YYYY-MM-DD`, an instant has its zone.
        source: who said it: `panel`, `billing`, `registry`, `operator`, `gateway`, `config`.
        as_of: the instant it was true.
    """

    name: str
    value: Any
    source: str
    as_of: str
