from datetime import UTC, datetime, timedelta

import pytest

from epp_gateway.model.facts import Fact
from epp_gateway.policy.conditions import MISSING, OPERATORS
from epp_gateway.policy.derive import DERIVATIONS
from epp_gateway.policy.facts import CATALOGUE, OPS_BY_TYPE, BadFact, check_value, resolve
from epp_gateway.policy.view import View

AT = datetime(2025, 6, 1, 3, tzinfo=UTC)

GOOD = {
    "flag": [True, False],
    "number": [0, -3],
    "text": ["", "x"],
    "date": ["2025-02-28"],
    "instant": ["2025-03-01T15:00:00Z", "2025-03-01T15:00:00.0Z"],
    "texts": [[], ["ok"]],
    "debts": [[], [{"amount": 0, "due": "2025-01-31"}, {"amount": 1, "due": "2025-01-31", "paid": None}]],
    "disputes": [[], [{"kind": "UDRP", "opened": "2025-01-31", "closed": "2025-02-01T00:00:00Z"}]],
}
BAD = {
    "flag": [0, "true", []],
    "number": [True, 1.5, "3"],
    "text": [3, ["x"]],
    "date": ["2025-02-30", "20250228", 20250228, "2025-02-28T00:00:00Z"],
    "instant": ["soon", 5],
    "texts": ["ok", [1], {"a": 1}],
    "debts": [
        {"amount": 1},
        ["x"],
        [{"amount": 1}],
        [{"amount": -1, "due": "2025-01-31"}],
        [{"amount": True, "due": "2025-01-31"}],
        [{"amount": 1, "due": "soon"}],
        [{"amount": 1, "due": "2025-01-31", "paid": 5}],
        [{"amount": 1, "due": "2025-01-31", "currency": "JPY"}],
    ],
    "disputes": [[{"kind": "UDRP"}], [{"kind": 1, "opened": "2025-01-31"}], [{"kind": "UDRP", "opened": "then"}]],
}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_fact_takes_values_of_its_type_and_no_others(name):
    kind = CATALOGUE[name].type
    for value in (*GOOD[kind], None):
        assert check_value(name, value) == value
    for value in BAD[kind]:
        with pytest.raises(BadFact, match=f"`{name}` must be"):
            check_value(name, value)


def test_a_bad_record_is_told_by_its_part():
    with pytest.raises(BadFact, match="`due` is missing"):
        check_value("debts", [{"amount": 1}])


def test_derived_facts_and_derivations_are_the_same_but_for_the_one_that_is_both():
    derived = {kind.name for kind in CATALOGUE.values() if kind.derived}
    assert derived == set(DERIVATIONS) - {"exempt.pref_jp_2012"}
    for derivation in DERIVATIONS.values():
        assert all(not CATALOGUE[base].derived for base in (*derivation.inputs, *derivation.spare))


def test_short_names_lead_to_one_fact_each():
    shorts = [short for kind in CATALOGUE.values() for short in kind.short]
    assert len(shorts) == len(set(shorts))
    assert not set(shorts) & set(CATALOGUE)
    assert resolve("S") == resolve("contract.start") == "contract.start"
    assert resolve("open") == "debts"
    assert resolve("nonsense") is None


def test_every_operator_a_type_offers_exists():
    assert {op for ops in OPS_BY_TYPE.values() for op in ops} == {*OPERATORS, MISSING}


TWO_DEBTS = [{"amount": 5, "due": "2025-05-31"}, {"amount": 7, "due": "2025-01-01"}]


def closed(at):
    return [{"kind": "UDRP", "opened": "2025-01-01", "closed": at}]


def view(*, at=AT, assumed=None, clock_work=False, as_of="2025-06-01T00:00:00Z", **facts):
    known = {
        name: Fact(name=name, value=value, source="test", as_of=as_of)
        for name, value in ((key.replace("__", "."), value) for key, value in facts.items())
    }
    return View(known, at=at, assumed=assumed or {}, clock_work=clock_work)


@pytest.mark.parametrize(
    ("name", "facts", "wanted"),
    [
        ("contract.day_no", {"contract__start": "2025-06-01"}, 1),
        ("contract.day_no", {"contract__start": "2025-06-02"}, 0),
        ("contract.days_left", {"contract__end": "2025-06-01"}, 0),
        ("contract.days_left", {"contract__end": "2025-07-02"}, 31),
        ("renewal.processing_date", {"contract__end": "2025-03-31"}, "2025-03-01"),
        ("debts.domain_overdue", {"debts": []}, 0),
        ("debts.domain_overdue", {"debts": [{"amount": 5, "due": "2025-06-01"}]}, 0),
        ("debts.domain_overdue", {"debts": TWO_DEBTS}, 12),
        ("debts.domain_overdue", {"debts": [{"amount": 5, "due": "2025-05-31", "paid": "2025-06-01"}]}, 0),
        ("debts.domain_overdue", {"debts": [{"amount": 5, "due": "2025-05-31", "paid": "2025-06-02"}]}, 5),
        ("debts.oldest_due", {"debts": []}, ""),
        ("debts.oldest_due", {"debts": TWO_DEBTS}, "2025-01-01"),
        ("disputes.open", {"disputes": []}, False),
        ("disputes.open", {"disputes": [{"kind": "UDRP", "opened": "2025-06-01"}]}, True),
        ("disputes.open", {"disputes": [{"kind": "UDRP", "opened": "2025-06-01T12:00:01+09:00"}]}, False),
        ("disputes.open", {"disputes": closed("2025-06-01T12:00:00")}, False),
        ("disputes.open", {"disputes": closed("2025-06-01T12:00:01")}, True),
        ("exempt.pref_jp_2012", {"contract__start": "2012-12-21", "exempt__pref_jp_2012": True}, False),
        ("exempt.pref_jp_2012", {"contract__start": "2012-12-20", "exempt__pref_jp_2012": True}, True),
        ("exempt.pref_jp_2012", {"contract__start": "2012-12-20"}, None),
        ("exempt.pref_jp_2012", {"exempt__pref_jp_2012": False}, False),
    ],
)  # fmt: skip
def test_a_derived_fact_follows_from_its_inputs(name, facts, wanted):
    assert view(**facts).read(name) == wanted


@pytest.mark.parametrize("name", DERIVATIONS)
def test_a_derived_fact_without_inputs_is_unknown_and_says_what_it_lacks(name):
    empty = view()
    assert empty.read(name) is None
    assert empty.lacking(name) == DERIVATIONS[name].inputs


def test_the_spare_input_is_asked_for_only_when_the_others_were_not_enough():
    old = view(contract__start="2012-12-01")
    assert old.lacking("exempt.pref_jp_2012") == ("exempt.pref_jp_2012",)


def test_a_derived_fact_that_is_handed_in_as_a_base_fact_is_not_believed():
    assert view(contract__day_no=999).read("contract.day_no") is None
    assert view(contract__start="2025-06-01", contract__day_no=999).read("contract.day_no") == 1
    assert view(assumed={"contract.day_no": 999}).read("contract.day_no") == 999


def test_a_value_of_the_wrong_type_is_an_error_and_not_an_answer():
    with pytest.raises(BadFact):
        view(debts="none").read("debts.domain_overdue")
    with pytest.raises(BadFact):
        view(assumed={"contract.day_no": "many"}).read("contract.day_no")


def test_a_fact_that_does_not_exist_can_not_be_read():
    with pytest.raises(KeyError):
        view().read("contract.mood")


def test_clock_work_takes_a_stale_fact_as_missing_and_a_person_does_not():
    hour = (AT - timedelta(hours=1)).isoformat()
    older = (AT - timedelta(hours=1, seconds=1)).isoformat()
    assert view(clock_work=True, as_of=hour, registry__statuses=["ok"]).read("registry.statuses") == ["ok"]
    assert view(clock_work=True, as_of=older, registry__statuses=["ok"]).read("registry.statuses") is None
    assert view(as_of=older, registry__statuses=["ok"]).read("registry.statuses") == ["ok"]
    assert view(clock_work=True, as_of=older, contract__end="2025-06-30").read("contract.days_left") == 29
    assert view(clock_work=True, as_of="2025-05-01T00:00:00Z", debts=[]).read("debts.domain_overdue") is None


def test_what_was_seen_holds_the_base_facts_behind_a_derived_one():
    seen = view(contract__start="2025-06-01").seen(["contract.day_no"])
    assert seen == {"contract.day_no": 1, "contract.start": "2025-06-01"}
    assert view(debts="none").seen(["debts.domain_overdue"]) == {"debts.domain_overdue": None, "debts": "none"}
