"""What holds for every set of rules and facts, whatever they say."""

import itertools
from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.model.decision import Effect, Text
from epp_gateway.model.facts import Fact
from epp_gateway.policy.conditions import AllOf, AnyOf, Compare, Not, evaluate
from epp_gateway.policy.decide import Question, decide
from epp_gateway.policy.rules import Displacement, Pack, PackSet, Rule
from epp_gateway.policy.vocabulary import Tier

FACTS = ("gateway.lock", "contract.day_no", "registry.statuses")
AT = datetime(2025, 6, 1, tzinfo=UTC)
REASONS = ("near-expiry", "lock", "unpaid")

LEAVES = [
    Compare(fact="gateway.lock", op="is", value=True),
    Compare(fact="contract.day_no", op="le", value=60),
    Compare(fact="registry.statuses", op="contains", value="ok"),
]
SIGNED = [*LEAVES, *(Not(part=leaf) for leaf in LEAVES)]
PAIRS = [kind(parts=pair) for kind in (AllOf, AnyOf) for pair in itertools.combinations(SIGNED, 2)]
CONDITIONS = [*SIGNED, *PAIRS, *(Not(part=pair) for pair in PAIRS)]

RULES = [
    Rule(
        id="",
        pack="",
        tier=Tier.PANEL,
        cite=("x",),
        ops=("renew",),
        families=("*",),
        strength="must",
        reason=reason,
        when=when,
        unless=unless,
        effect=effect,
        on_missing=on_missing,
        message=Text(en="no"),
        line=1,
    )
    for when, unless, effect, reason, on_missing in itertools.product(
        CONDITIONS, [None, *SIGNED], Effect, REASONS, [Effect.HOLD, Effect.REFUSE]
    )
]
DISPLACEMENTS = [
    Displacement(
        id="",
        pack="",
        tier=Tier.PANEL,
        cite=("x",),
        ops=("renew",),
        families=("*",),
        turns_into=turns_into,
        message=Text(en="{message}"),
        line=1,
        forbids=frozenset(reasons),
        when=when,
    )
    for turns_into, reasons, when in itertools.product(
        [Effect.ALLOW, Effect.NOTICE, Effect.HOLD], itertools.combinations(REASONS, 2), [None, *SIGNED]
    )
]
rules = st.sampled_from(RULES)
displacements = st.sampled_from(DISPLACEMENTS)


def pack_of(tier, own, above):
    """A pack for every name, named after its tier; its entries are numbered."""
    return Pack(
        id=tier.value,
        document="",
        version="1",
        tier=tier,
        source="",
        always=True,
        rules=tuple(placed(rule, tier, f"{tier.value}.rule-{n}") for n, rule in enumerate(own)),
        displacements=tuple(placed(entry, tier, f"{tier.value}.displace-{n}") for n, entry in enumerate(above)),
    )


def placed(entry, tier, name):
    return msgspec.structs.replace(entry, id=name, pack=tier.value, tier=tier)


TIERS = [Tier.UPPER, Tier.ANNEX, Tier.REGISTRAR, Tier.PANEL]
bodies = st.tuples(st.lists(rules, max_size=3), st.lists(displacements, max_size=2))
packs = st.lists(bodies, min_size=1, max_size=len(TIERS)).map(
    lambda found: PackSet({tier.value: pack_of(tier, *body) for tier, body in zip(TIERS, found, strict=False)})
)

known = st.fixed_dictionaries(
    {
        "gateway.lock": st.booleans(),
        "contract.day_no": st.sampled_from([1, 60, 61]),
        "registry.statuses": st.sampled_from([[], ["ok"]]),
    }
)


def ask(values):
    base = {name: value for name, value in values.items() if name != "contract.day_no"}
    return Question(
        ops=("renew",),
        name="example.com",
        family="gtld",
        at=AT,
        facts={name: Fact(name=name, value=v, source="test", as_of="2025-06-01T00:00:00Z") for name, v in base.items()},
        assumed={name: value for name, value in values.items() if name not in base},
    )


def with_rule(packset, tier, rule):
    """The packs and one more, of one rule, at a tier where there was none."""
    extra = pack_of(tier, [rule], [])
    return PackSet({**packset.packs, extra.id: extra})


@given(packs, known, rules, st.sampled_from([Tier.LAW, Tier.SPECIAL]))
def test_adding_a_rule_never_weakens_a_decision(packset, facts, rule, tier):
    before = decide(packset, ask(facts)).effect
    after = decide(with_rule(packset, tier, rule), ask(facts)).effect
    assert after.strength >= before.strength


@given(packs, known, st.sets(st.sampled_from(FACTS)))
def test_a_missing_fact_is_never_a_pass(packset, facts, gone):
    rest = {name: value for name, value in facts.items() if name not in gone}
    without = decide(packset, ask(rest))
    rules = [rule for pack in packset.packs.values() for rule in pack.rules]
    undecided = [rule for rule in rules if truth(rule, rest) is None]
    if undecided:
        assert without.effect.strength >= Effect.HOLD.strength
        assert without.needs
        assert all(need.startswith("fact:") for need in without.needs)
        assert {rule.id for rule in undecided} <= {hit.id for hit in without.rules}


def truth(rule, facts):
    whole = rule.when if rule.unless is None else AllOf(parts=(rule.when, Not(part=rule.unless)))
    return evaluate(whole, facts.get)


@given(packs, known)
def test_the_strongest_effect_wins_and_every_matching_rule_is_reported(packset, facts):
    decision = decide(packset, ask(facts))
    matching = {rule.id for pack in packset.packs.values() for rule in pack.rules if truth(rule, facts)}
    assert {hit.id for hit in decision.rules} == matching
    strengths = [hit.effect.strength for hit in decision.rules]
    assert strengths == sorted(strengths, reverse=True)
    assert decision.effect == (decision.rules[0].effect if decision.rules else Effect.ALLOW)


@given(packs, known)
def test_a_displaced_rule_is_weaker_than_its_text_and_by_a_higher_tier(packset, facts):
    decision = decide(packset, ask(facts))
    by_id = {rule.id: rule for pack in packset.packs.values() for rule in pack.rules}
    effects = {hit.id: hit.effect for hit in decision.rules}
    for note in decision.displaced:
        assert Tier(note.tier).rank < by_id[note.id].tier.rank
        assert note.effect is by_id[note.id].effect
        assert effects[note.id].strength < note.effect.strength
    for hit in decision.rules:
        if hit.id not in {note.id for note in decision.displaced}:
            assert hit.effect is by_id[hit.id].effect


@given(packs, known, rules)
def test_the_highest_tier_is_never_displaced(packset, facts, rule):
    decision = decide(with_rule(packset, Tier.LAW, rule), ask(facts))
    assert "law.rule-0" not in {note.id for note in decision.displaced}
    assert truth(rule, facts) is False or decision.effect.strength >= rule.effect.strength
