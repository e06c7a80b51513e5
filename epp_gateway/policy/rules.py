"""Packs and what stands in them, as frozen values. Nothing here evaluates anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from epp_gateway.model.base import Value
from epp_gateway.model.decision import Effect, Text

from .conditions import Condition
from .vocabulary import Strength, Tier, covers

Unit = Literal["d", "m"]


class Shift(Value, frozen=True):
    """A day some days or months before or after a day that is a fact: `contract.start + 60d`."""

    fact: str
    amount: int
    unit: Unit


class Example(Value, frozen=True):
    """A boundary example: what a rule must say to these facts.

    Attributes:
        instants: the receipt instants to try; a bare day is tried at its first and at its last second.
        upper: ids of the packs that play a part beside the rule.
        facts: values by full name; a fact that the rule reads and that is not here is unknown.
        line: where it stands in the pack's text.
    """

    op: str
    family: str
    instants: tuple[datetime, ...]
    facts: dict[str, Any]
    want: Effect
    line: int
    upper: tuple[str, ...] = ()


class Entry(Value, frozen=True, kw_only=True):
    """What every entry of a pack carries; `line` is where it stands in the pack's text."""

    id: str
    pack: str
    tier: Tier
    cite: tuple[str, ...]
    message: Text
    line: int
    note: str = ""


class Guard(Entry, frozen=True, kw_only=True):
    """An entry that speaks of certain operations on certain names.

    Attributes:
        ops: the operations, `*` and groups (`tick.*`) included.
        families: the families of names; `*` for all.
    """

    ops: tuple[str, ...]
    families: tuple[str, ...]

    def guards(self, op: str, family: str) -> bool:
        """Whether it speaks of this operation on a name of this family."""
        return ("*" in self.families or family in self.families) and any(covers(pattern, op) for pattern in self.ops)


class Rule(Guard, frozen=True, kw_only=True):
    """A rule: when it matches, what it does, what it says, and how it is proved.

    Attributes:
        reason: one word for its ground, by which a higher tier may displace it.
        earliest: when its refusal ends, if that is a matter of time.
        on_missing: what an unknown fact makes of it: hold or refuse.
    """

    strength: Strength
    reason: str
    when: Condition
    effect: Effect
    unless: Condition | None = None
    earliest: Shift | None = None
    epp_code: int | None = None
    needs: tuple[str, ...] = ()
    on_missing: Effect = Effect.HOLD
    examples: tuple[Example, ...] = ()


class Displacement(Guard, frozen=True, kw_only=True):
    """What a pack forbids lower tiers to do: refuse or hold for certain reasons, or for any but certain reasons.

    `{message}` in its message is what the lower rule said.

    Attributes:
        forbids: reasons that do not count; None when `permits` is a closed list.
        permits: the only reasons that count; None when `forbids` lists those that do not.
        when: further condition; while it is false or unknown the lower rule stands.
    """

    turns_into: Effect
    forbids: frozenset[str] | None = None
    permits: frozenset[str] | None = None
    when: Condition | None = None

    def concerns(self, reason: str) -> bool:
        """Whether a rule with this reason is displaced."""
        if self.permits is not None:
            return reason not in self.permits
        return self.forbids is not None and reason in self.forbids


class Precedence(Entry, frozen=True, kw_only=True):
    """The clause by which a document yields to higher tiers; it is cited whenever one of its rules is displaced."""

    yields_to: tuple[Tier, ...]
    examples: tuple[Example, ...] = ()


class Pack(Value, frozen=True):
    """One document at one tier. `always` packs hold for every name, others for the names that carry them."""

    id: str
    document: str
    version: str
    tier: Tier
    source: str
    always: bool = False
    rules: tuple[Rule, ...] = ()
    displacements: tuple[Displacement, ...] = ()
    precedences: tuple[Precedence, ...] = ()

    @property
    def provable(self) -> tuple[Rule | Precedence, ...]:
        """What carries examples."""
        return (*self.rules, *self.precedences)

    @property
    def entries(self) -> tuple[Rule | Displacement | Precedence, ...]:
        """Everything that has an id of its own."""
        return (*self.rules, *self.displacements, *self.precedences)


@dataclass(frozen=True)
class PackSet:
    """The packs in force, with an index from operation to rules. It never changes, so threads may share it."""

    packs: Mapping[str, Pack]
    _exact: Mapping[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _open: tuple[Rule, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rules = [rule for pack in self.packs.values() for rule in pack.rules]
        words = {op for rule in rules for op in rule.ops if not op.endswith("*")}
        by_op = {op: tuple(rule for rule in rules if any(covers(p, op) for p in rule.ops)) for op in words}
        object.__setattr__(self, "_exact", by_op)
        object.__setattr__(self, "_open", tuple(r for r in rules if any(p.endswith("*") for p in r.ops)))

    def in_force(self, named: tuple[str, ...]) -> tuple[Pack, ...]:
        """The packs that hold for a name that carries `named`; ids that are not loaded are left out."""
        return tuple(pack for pack in self.packs.values() if pack.always or pack.id in named)

    def rules_for(self, ops: tuple[str, ...], family: str, named: tuple[str, ...]) -> tuple[Rule, ...]:
        """The rules that guard any of these operations on such a name, each once, in the order of the packs."""
        holding = {pack.id for pack in self.in_force(named)}
        found = {
            rule.id: rule
            for op in ops
            for rule in self._exact.get(op, self._open)
            if rule.pack in holding and rule.guards(op, family)
        }
        return tuple(found.values())
