from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.policy.conditions import (
    OPERATORS,
    AllOf,
    AnyOf,
    Compare,
    Not,
    conjunction,
    disjunction,
    evaluate,
    facts_of,
    negation,
)

TRUTHS = (True, False, None)

# Kleene's tables, written out.
AND = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
OR = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip

A = Compare(fact="a", op="is", value=True)
B = Compare(fact="b", op="is", value=True)


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_all_and_any_follow_the_tables_for_every_pair(a, b):
    read = {"a": a, "b": b}.get
    assert evaluate(AllOf(parts=(A, B)), read) is AND[a, b]
    assert evaluate(AnyOf(parts=(A, B)), read) is OR[a, b]


@pytest.mark.parametrize(("a", "wanted"), [(True, False), (False, True), (None, None)])
def test_not_turns_what_is_known_and_keeps_what_is_not(a, wanted):
    assert evaluate(Not(part=A), {"a": a}.get) is wanted


@pytest.mark.parametrize(
    ("op", "value", "yes", "no"),
    [
        ("eq", 3, 3, 4),
        ("ne", 3, 4, 3),
        ("lt", 3, 2, 3),
        ("le", 3, 3, 4),
        ("gt", 3, 4, 3),
        ("ge", 3, 3, 2),
        ("is", True, True, False),
        ("in", ["a", "b"], "a", "c"),
        ("contains", "a", ["a", "b"], ["b"]),
        ("any_of", ["a", "b"], ["b", "c"], ["c"]),
        ("eq", [], [], ["a"]),
    ],
)
def test_every_operator_knows_yes_no_and_unknown(op, value, yes, no):
    compare = Compare(fact="f", op=op, value=value)
    assert evaluate(compare, {"f": yes}.get) is True
    assert evaluate(compare, {"f": no}.get) is False
    assert evaluate(compare, {"f": None}.get) is None


def test_no_operator_is_left_out_of_the_tests_above():
    assert set(OPERATORS) == {"eq", "ne", "lt", "le", "gt", "ge", "is", "in", "contains", "any_of"}


def test_missing_is_never_unknown_itself():
    gone, there = (Compare(fact="f", op="missing", value=flag) for flag in (True, False))
    assert evaluate(gone, {}.get) is True
    assert evaluate(there, {}.get) is False
    assert evaluate(gone, {"f": 0}.get) is False
    assert evaluate(there, {"f": 0}.get) is True


def test_a_broken_part_is_not_hidden_by_its_neighbours():
    broken = Compare(fact="text", op="lt", value=3)
    read = {"a": False, "text": "x"}.get
    with pytest.raises(TypeError):
        evaluate(AllOf(parts=(A, broken)), read)


def test_the_facts_of_a_condition_come_in_the_order_of_the_text():
    assert list(facts_of(AllOf(parts=(Not(part=B), AnyOf(parts=(A, B)))))) == ["b", "a", "b"]


LEAVES = st.sampled_from(["a", "b", "c"]).map(lambda fact: Compare(fact=fact, op="is", value=True))
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: AllOf(parts=tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(parts=tuple(parts))),
        inner.map(lambda part: Not(part=part)),
    ),
    max_leaves=8,
)


@given(TREES, st.fixed_dictionaries({name: st.sampled_from(TRUTHS) for name in "abc"}))
def test_what_is_decided_with_facts_missing_stays_so_whatever_they_turn_out_to_be(tree, facts):
    decided = evaluate(tree, facts.get)
    unknown = [name for name, value in facts.items() if value is None]
    for values in product((True, False), repeat=len(unknown)):
        full = evaluate(tree, (facts | dict(zip(unknown, values, strict=True))).get)
        assert full is not None
        assert decided is None or full is decided


@given(st.lists(st.sampled_from(TRUTHS), max_size=5))
def test_and_and_or_are_each_others_mirror(truths):
    assert negation(conjunction(truths)) is disjunction([negation(truth) for truth in truths])
