"""One rule against the facts, and one rule against the rules above it. `decide` puts the findings together.

A rule that cannot be evaluated refuses, and one that lacks a fact holds: neither of them is ever displaced, since only
what a text says can yield to another text.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from epp_gateway.model.decision import Displaced, Effect, RuleHit, Text

from . import messages
from .conditions import Truth, conjunction, evaluate, facts_of, negation
from .dates import add_months, day_start, jst_day, parse_day
from .rules import Displacement, Precedence, Rule, Shift
from .view import View
from .vocabulary import STRENGTHS

_WEIGHTS = {effect: effect.strength for effect in Effect}
_STRENGTHS = {strength: rank for rank, strength in enumerate(STRENGTHS)}

PLACE_EARLIEST = "earliest"
PLACE_MESSAGE = "message"


class Finding(NamedTuple):
    """What one rule (or a clause of precedence) says to one question.

    Attributes:
        order: sorts the strongest first: effect, tier, strength.
        text_said: whether the rule's own text matched, so that a higher text may displace it.
        until: the instant at which it ends, when it is a matter of time.
    """

    hit: RuleHit
    order: tuple[int, int, int]
    needs: tuple[str, ...] = ()
    text_said: bool = False
    until: datetime | None = None


class Scene(NamedTuple):
    """What all findings of one question share."""

    ops: tuple[str, ...]
    family: str
    view: View


def find(rule: Rule, view: View) -> Finding | None:
    """What a rule says, or None when it does not match."""
    try:
        truth = _truth(rule, view)
        if truth is None:
            return _lacking(rule, view)
        return _matched(rule, view) if truth else None
    except Exception as error:  # noqa: BLE001 - whatever breaks a rule, the answer is the same: it refuses
        return _broken(rule, view, error)


def _truth(rule: Rule, view: View) -> Truth:
    truths = [evaluate(rule.when, view.read)]
    if rule.unless is not None:
        truths.append(negation(evaluate(rule.unless, view.read)))
    return conjunction(truths)


def facts_read(rule: Rule) -> tuple[str, ...]:
    """The facts that decide a rule, each once; those only its message shows are not among them."""
    conditions = [rule.when] if rule.unless is None else [rule.when, rule.unless]
    return tuple(dict.fromkeys(fact for condition in conditions for fact in facts_of(condition)))


def _matched(rule: Rule, view: View) -> Finding:
    until = _until(rule.earliest, view) if rule.earliest else None
    earliest = jst_day(until).isoformat() if until else None
    message = messages.fill(rule.message, lambda place: earliest if place == PLACE_EARLIEST else view.read(place))
    return _finding(rule, rule.effect, message, view, needs=rule.needs, text_said=True, until=until)


def _lacking(rule: Rule, view: View) -> Finding:
    unknown = [fact for fact in facts_read(rule) if view.read(fact) is None]
    lacking = tuple(dict.fromkeys(base for fact in unknown for base in view.lacking(fact)))
    needs = tuple(f"fact:{name}" for name in lacking)
    return _finding(rule, rule.on_missing, messages.missing(lacking), view, needs=needs)


def _broken(rule: Rule, view: View, error: Exception) -> Finding:
    return _finding(rule, Effect.REFUSE, messages.broken(rule.id, error), view)


def _finding(rule: Rule, effect: Effect, message: Text, view: View, **more: Any) -> Finding:
    seen = view.seen(facts_read(rule))
    hit = RuleHit(id=rule.id, effect=effect, cite=rule.cite, message=message, facts=seen)
    return Finding(hit, (-_WEIGHTS[effect], rule.tier.rank, _STRENGTHS[rule.strength]), **more)


def _until(shift: Shift, view: View) -> datetime | None:
    """00:00 in Japan of the shifted day; None while the day is unknown."""
    text = view.read(shift.fact)
    if text is None:
        return None
    day = parse_day(text)
    moved = add_months(day, shift.amount) if shift.unit == "m" else day + timedelta(days=shift.amount)
    return day_start(moved)


def displacement_of(
    rule: Rule, finding: Finding, displacements: Iterable[Displacement], scene: Scene
) -> Displacement | None:
    """The highest displacement that makes this finding weaker, or None.

    It has to stand in a higher tier and to speak of every operation of the question that the rule guards.
    """
    if not finding.text_said:
        return None
    guarded = [op for op in scene.ops if rule.guards(op, scene.family)]
    fitting = [
        entry
        for entry in displacements
        if entry.tier.rank < rule.tier.rank
        and _WEIGHTS[entry.turns_into] < _WEIGHTS[finding.hit.effect]
        and entry.concerns(rule.reason)
        and all(entry.guards(op, scene.family) for op in guarded)
        and _holds(entry, scene.view)
    ]
    return min(fitting, key=lambda entry: entry.tier.rank, default=None)


def _holds(entry: Displacement, view: View) -> bool:
    """Whether its own condition is true; unknown or broken is not true, so the lower rule stands."""
    try:
        return entry.when is None or evaluate(entry.when, view.read) is True
    except Exception:  # noqa: BLE001 - a broken displacement displaces nothing, whatever broke it
        return False


def weaken(
    rule: Rule, finding: Finding, by: Displacement, precedences: Sequence[Precedence]
) -> tuple[list[Finding], Displaced]:
    """The rule as the displacement leaves it, the clauses by which its document yields, and the note for the record."""
    hit = finding.hit
    clauses = [clause for clause in precedences if clause.pack == rule.pack and by.tier in clause.yields_to]
    cite = (*rule.cite, *by.cite, *(article for clause in clauses for article in clause.cite))
    weaker = RuleHit(
        id=rule.id, effect=by.turns_into, cite=cite, message=_quoting(by.message, hit.message), facts=hit.facts
    )
    order = (-_WEIGHTS[by.turns_into], rule.tier.rank, _STRENGTHS[rule.strength])
    findings = [Finding(weaker, order), *(_yielding(clause, by) for clause in clauses)]
    return findings, Displaced(id=rule.id, effect=hit.effect, cite=rule.cite, by=by.id, tier=by.tier.value)


def _yielding(clause: Precedence, by: Displacement) -> Finding:
    hit = RuleHit(id=clause.id, effect=by.turns_into, cite=(*clause.cite, *by.cite), message=clause.message, facts={})
    return Finding(hit, (-_WEIGHTS[by.turns_into], clause.tier.rank, 0))


def _quoting(frame: Text, said: Text) -> Text:
    """The displacement's message around what the rule said; each language falls back to English where one is empty."""
    return Text(
        en=frame.en.replace(f"{{{PLACE_MESSAGE}}}", said.en),
        ja=frame.ja.replace(f"{{{PLACE_MESSAGE}}}", said.ja or said.en),
    )
