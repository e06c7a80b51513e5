"""From facts and packs to a decision: a pure function, safe to call from any thread.

Every rule in force that guards the request is asked; all that match are reported; the strongest wins, refuse before
hold before notice before allow. What a higher tier displaces becomes weaker and is listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from epp_gateway.model.base import Value
from epp_gateway.model.decision import Decision, Displaced, Effect, RuleHit
from epp_gateway.model.facts import Fact
from epp_gateway.model.terms import format_instant

from . import messages
from .dates import JST
from .judge import Finding, Scene, displacement_of, find, weaken
from .rules import Displacement, PackSet, Precedence, Rule
from .view import View
from .vocabulary import is_op

PACK_MISSING = "policy.pack-missing"


class Question(Value, frozen=True):
    """A request as policy sees it.

    Attributes:
        ops: the guarded operations of the request; an unlock is `update` and `transfer_out.unlock`.
        family: see `families.family_of`.
        at: the receipt instant, aware; every rule uses it.
        facts: what is known, by full name.
        packs: the packs that the name carries; packs marked `always` hold in any case.
        assumed: derived facts taken as given instead of computed; for what-if questions and examples only.
    """

    ops: tuple[str, ...]
    name: str
    family: str
    at: datetime
    facts: Mapping[str, Fact]
    packs: tuple[str, ...] = ()
    assumed: Mapping[str, Any] = {}


def decide(packs: PackSet, question: Question) -> Decision:
    """Decide a request.

    Raises:
        ValueError: the question itself is wrong: no or unknown operations, or an instant without zone. A gateway that
            asks like that has a bug, and a bug is no pass.
    """
    _check(question)
    in_force = packs.in_force(question.packs)
    findings, displaced = judge(
        packs.rules_for(question.ops, question.family, question.packs),
        [entry for pack in in_force for entry in pack.displacements],
        [clause for pack in in_force for clause in pack.precedences],
        scene_of(question),
    )
    findings += [_pack_missing(pack) for pack in question.packs if pack not in packs.packs]
    versions = {pack.id: pack.version for pack in in_force}
    return summary(findings, displaced, at=question.at, versions=versions)


def _check(question: Question) -> None:
    if not question.ops:
        raise ValueError("a question names at least one guarded operation")
    for op in question.ops:
        if not is_op(op):
            raise ValueError(f"`{op}` is not a guarded operation")
    if question.at.tzinfo is None:
        raise ValueError("the receipt instant needs its zone")


def scene_of(question: Question) -> Scene:
    """The part of a question that every rule sees. Clock events make stale facts missing."""
    clock_work = any(op.startswith("tick.") for op in question.ops)
    view = View(question.facts, at=question.at, assumed=question.assumed, clock_work=clock_work)
    return Scene(question.ops, question.family, view)


def judge(
    rules: Iterable[Rule], displacements: Sequence[Displacement], precedences: Sequence[Precedence], scene: Scene
) -> tuple[list[Finding], list[Displaced]]:
    """Ask every rule, and let higher tiers displace lower ones."""
    findings: list[Finding] = []
    displaced: list[Displaced] = []
    for rule in rules:
        finding = find(rule, scene.view)
        if finding is None:
            continue
        by = displacement_of(rule, finding, displacements, scene)
        if by is None:
            findings.append(finding)
        else:
            weaker, note = weaken(rule, finding, by, precedences)
            findings += weaker
            displaced.append(note)
    return findings, displaced


def summary(findings: list[Finding], displaced: list[Displaced], *, at: datetime, versions: dict[str, str]) -> Decision:
    """The decision record: strongest finding first, each rule once."""
    by_strength = sorted(findings, key=lambda finding: finding.order, reverse=True)
    ordered = list({finding.hit.id: finding for finding in by_strength}.values())[::-1]
    effect = ordered[0].hit.effect if ordered else Effect.ALLOW
    return Decision(
        effect=effect,
        at=format_instant(at),
        rules=tuple(finding.hit for finding in ordered),
        displaced=tuple(displaced),
        earliest=_earliest(ordered),
        needs=tuple(dict.fromkeys(need for finding in ordered for need in finding.needs)),
        packs=versions,
    )


def _earliest(ordered: list[Finding]) -> str | None:
    """When the strongest refusal ends; other refusals that are a matter of time too can only make it later."""
    refusals = [finding.until for finding in ordered if finding.hit.effect is Effect.REFUSE]
    if not refusals or refusals[0] is None:
        return None
    return max(until for until in refusals if until is not None).astimezone(JST).isoformat()


def _pack_missing(pack: str) -> Finding:
    hit = RuleHit(id=PACK_MISSING, effect=Effect.REFUSE, cite=(), message=messages.pack_missing(pack), facts={})
    return Finding(hit, (-Effect.REFUSE.strength, 0, 0))
