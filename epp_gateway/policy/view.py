"""What one question sees of the facts: base facts as handed in, derived ones computed once, staleness applied."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from epp_gateway.model.facts import Fact
from epp_gateway.model.terms import parse_instant

from .derive import DERIVATIONS
from .facts import CATALOGUE, check_value


class View:
    """Reads facts for one question. It is made for one decision and thrown away with it.

    Args:
        facts: what is known, by full name. Derived facts in here are ignored: they are computed.
        assumed: values of derived facts that are taken as given instead of computed, for what-if questions.
        at: the receipt instant.
        clock_work: the clock asks, not a person: a fact older than its maximum age is missing.
    """

    def __init__(
        self, facts: Mapping[str, Fact], *, at: datetime, assumed: Mapping[str, Any], clock_work: bool = False
    ) -> None:
        self._facts = facts
        self._assumed = assumed
        self._at = at
        self._clock_work = clock_work
        self._known: dict[str, Any] = {}

    def read(self, name: str) -> Any:
        """A fact's value, None while it is unknown.

        Raises:
            BadFact: when a value does not have its fact's type.
            KeyError: when there is no such fact.
        """
        if name not in self._known:
            self._known[name] = self._derive(name) if name in DERIVATIONS else self._base(name)
        return self._known[name]

    def _base(self, name: str) -> Any:
        kind = CATALOGUE[name]
        fact = self._facts.get(name)
        if fact is None or (self._clock_work and self._is_stale(fact, kind.max_age_hours)):
            return None
        return check_value(name, fact.value)

    def _is_stale(self, fact: Fact, hours: int | None) -> bool:
        return hours is not None and self._at - parse_instant(fact.as_of) > timedelta(hours=hours)

    def _derive(self, name: str) -> Any:
        if name in self._assumed:
            return check_value(name, self._assumed[name])
        derivation = DERIVATIONS[name]
        values = {base: self._base(base) for base in (*derivation.inputs, *derivation.spare)}
        if not derivation.partial and None in values.values():
            return None
        return derivation.function(values, self._at)

    def lacking(self, name: str) -> tuple[str, ...]:
        """The base facts that would have to be handed in to make an unknown fact known."""
        derivation = DERIVATIONS.get(name)
        if derivation is None:
            return (name,)
        missing = tuple(base for base in derivation.inputs if self._base(base) is None)
        return missing or derivation.spare

    def seen(self, names: Iterable[str]) -> dict[str, Any]:
        """The values behind a finding: each fact, and the base facts that a derived one rests on."""
        return {part: self._shown(part) for name in names for part in (name, *self._behind(name))}

    def _behind(self, name: str) -> tuple[str, ...]:
        if name in self._assumed or name not in DERIVATIONS:
            return ()
        return DERIVATIONS[name].inputs

    def _shown(self, name: str) -> Any:
        """The value for the record; a malformed one as it came, since it is the reason of the refusal."""
        try:
            return self.read(name)
        except Exception:  # noqa: BLE001 - the record is written for rules that broke, too
            fact = self._facts.get(name)
            return fact.value if fact else None


def base_facts_behind(name: str) -> tuple[str, ...]:
    """The base facts that reading this fact may look at."""
    derivation = DERIVATIONS.get(name)
    return (name,) if derivation is None else (*derivation.inputs, *derivation.spare)
