"""Policy told in plain values, for people and programs: what a rule is, and whether packs keep their examples.

Every function takes loaded packs and gives JSON-ready dicts and lists.
"""

from typing import Any, TypedDict

import msgspec

from epp_gateway.model.errors import NotFound
from epp_gateway.model.words import suggestion

from .conditions import AllOf, AnyOf, Compare, Condition, Not
from .examples import count_examples, failures_of
from .facts import CATALOGUE
from .judge import PLACE_EARLIEST, facts_read
from .messages import places_in
from .rules import Displacement, Example, Pack, PackSet, Precedence, Rule
from .view import base_facts_behind


class PackReport(TypedDict):
    """One pack's examples; the last three are counts."""

    id: str
    version: str
    rules: int
    examples: int
    failed: int


def explain(packs: PackSet, rule_id: str) -> dict[str, Any]:
    """A rule with everything a person needs to understand it.

    Gives id, kind, pack, document, version, tier, cite, ops, families, strength, reason, when, unless, effect,
    earliest, epp_code, needs, on_missing, note, message, facts and examples; displacements and clauses of precedence
    give the part of it that they have.

    Raises:
        NotFound: there is no such rule; the words suggest a near one.
    """
    by_id = {entry.id: (entry, pack) for pack in packs.packs.values() for entry in pack.entries}
    if rule_id not in by_id:
        raise NotFound(f"there is no rule `{rule_id}`{suggestion(rule_id, list(by_id))}")
    entry, pack = by_id[rule_id]
    common = {
        "id": entry.id,
        "kind": _KINDS[type(entry)],
        "pack": pack.id,
        "document": pack.document,
        "version": pack.version,
        "tier": pack.tier.value,
        "cite": list(entry.cite),
        "message": msgspec.to_builtins(entry.message),
        "note": entry.note,
    }
    match entry:
        case Rule():
            return common | _rule(entry)
        case Displacement():
            return common | _displacement(entry)
        case Precedence():
            return common | _precedence(entry)


_KINDS: dict[type, str] = {Rule: "rule", Displacement: "displacement", Precedence: "precedence"}


def _rule(rule: Rule) -> dict[str, Any]:
    earliest = rule.earliest
    return {
        "ops": list(rule.ops),
        "families": list(rule.families),
        "strength": rule.strength,
        "reason": rule.reason,
        "when": _condition(rule.when),
        "unless": None if rule.unless is None else _condition(rule.unless),
        "effect": rule.effect.value,
        "earliest": None if earliest is None else f"{earliest.fact} {earliest.amount:+d}{earliest.unit}",
        "epp_code": rule.epp_code,
        "needs": list(rule.needs),
        "on_missing": rule.on_missing.value,
        "facts": [_fact(name) for name in _facts_of(rule)],
        "examples": [_example(example) for example in rule.examples],
    }


def _displacement(entry: Displacement) -> dict[str, Any]:
    return {
        "ops": list(entry.ops),
        "families": list(entry.families),
        "effect": entry.turns_into.value,
        "forbids_reasons": None if entry.forbids is None else sorted(entry.forbids),
        "permits_reasons": None if entry.permits is None else sorted(entry.permits),
        "when": None if entry.when is None else _condition(entry.when),
        "facts": [],
        "examples": [],
    }


def _precedence(entry: Precedence) -> dict[str, Any]:
    return {
        "yields_to": [tier.value for tier in entry.yields_to],
        "facts": [],
        "examples": [_example(example) for example in entry.examples],
    }


def _facts_of(rule: Rule) -> list[str]:
    """What the rule reads, what its message shows, and the base facts behind them, each once."""
    shown = [place for place in places_in(rule.message.en + rule.message.ja) if place != PLACE_EARLIEST]
    until = [rule.earliest.fact] if rule.earliest else []
    direct = [*facts_read(rule), *until, *shown]
    return list(dict.fromkeys([*direct, *(base for name in direct for base in base_facts_behind(name))]))


def _fact(name: str) -> dict[str, Any]:
    kind = CATALOGUE[name]
    return {
        "name": name,
        "short": list(kind.short),
        "type": kind.type,
        "origin": kind.origin,
        "from": [base for base in base_facts_behind(name) if base != name],
        "describe": kind.describe,
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "op": example.op,
        "family": example.family,
        "at": [at.isoformat() for at in example.instants],
        "upper": list(example.upper),
        "facts": example.facts,
        "want": example.want.value,
    }


def _condition(condition: Condition) -> dict[str, Any]:
    """A condition in the words of its pack."""
    match condition:
        case Compare(fact=fact, op=op, value=value):
            return {"fact": fact, op: value}
        case AllOf(parts=parts):
            return {"all": [_condition(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"any": [_condition(part) for part in parts]}
        case Not(part=part):
            return {"not": _condition(part)}


def run_examples(packs: PackSet) -> list[PackReport]:
    """Run every example of every pack again, and count."""
    return [_report(pack, packs) for pack in packs.packs.values()]


def _report(pack: Pack, packs: PackSet) -> PackReport:
    failed = {(name, example.line) for name, example, _ in failures_of(pack, packs)}
    return PackReport(
        id=pack.id,
        version=pack.version,
        rules=len(pack.entries),
        examples=count_examples(pack),
        failed=len(failed),
    )
