"""Runs the examples of packs. An example is judged against its own rule and the packs it names in `upper`.

All facts it does not name are known and harmless to other rules: a rule of an upper pack that lacks a fact plays no
part. Its own rule is not spared: a fact it reads and that is not named is unknown, and holds.
"""

from collections.abc import Iterator
from datetime import datetime

from epp_gateway.model.decision import Decision, Effect
from epp_gateway.model.facts import Fact

from .decide import Question, judge, scene_of, summary
from .facts import CATALOGUE
from .judge import facts_read
from .rules import Example, Pack, PackSet, Precedence, Rule
from .view import View


def failures_of(pack: Pack, packs: PackSet) -> Iterator[tuple[str, Example, str]]:
    """Every example that does not give what it wants: its entry's id, itself, and words about it.

    Examples that name an upper pack that is not in `packs` are passed over.
    """
    for entry in pack.provable:
        for example in entry.examples:
            if all(upper in packs.packs for upper in example.upper):
                for at in example.instants:
                    got = outcome(entry, example, at, pack, packs)
                    if got is not example.want:
                        yield entry.id, example, _words(example, at, got)


def count_examples(pack: Pack) -> int:
    """How many examples a pack has."""
    return sum(len(entry.examples) for entry in pack.provable)


def _words(example: Example, at: datetime, got: Effect) -> str:
    return (
        f"this example ({example.op}, at {at.isoformat()}) wants `{example.want}` and gets `{got}`; "
        "correct the example or the rule"
    )


def outcome(entry: Rule | Precedence, example: Example, at: datetime, pack: Pack, packs: PackSet) -> Effect:
    """What an example gives. A clause of precedence is judged with all rules of its own pack."""
    question = question_of(example, at)
    scene = scene_of(question)
    uppers = [packs.packs[name] for name in example.upper]
    own = [entry] if isinstance(entry, Rule) else _harmless(pack.rules, scene.view)
    others = _harmless([rule for upper in uppers for rule in upper.rules], scene.view)
    findings, displaced = judge(
        [rule for rule in (*own, *others) if rule.guards(example.op, example.family)],
        [displacement for upper in uppers for displacement in upper.displacements],
        pack.precedences,
        scene,
    )
    decision: Decision = summary(findings, displaced, at=at, versions={})
    return decision.effect


def _harmless(rules: tuple[Rule, ...] | list[Rule], view: View) -> list[Rule]:
    """The rules for which the example names every fact they rest on."""
    return [rule for rule in rules if all(view.read(fact) is not None for fact in facts_read(rule))]


def question_of(example: Example, at: datetime) -> Question:
    """An example as a question: derived facts are taken as given."""
    base = {name: value for name, value in example.facts.items() if not CATALOGUE[name].derived}
    return Question(
        ops=(example.op,),
        name="",
        family=example.family,
        at=at,
        facts={name: Fact(name=name, value=v, source="example", as_of=at.isoformat()) for name, v in base.items()},
        assumed={name: value for name, value in example.facts.items() if CATALOGUE[name].derived},
    )
