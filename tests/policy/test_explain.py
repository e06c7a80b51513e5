import json

import msgspec
import pytest

from epp_gateway.model.decision import Effect
from epp_gateway.model.errors import BadValue, NotFound
from epp_gateway.policy.explain import explain, run_examples
from epp_gateway.policy.rules import PackSet
from epp_gateway.policy.what_if import decide_json

QUESTION = {
    "op": "transfer_out.request",
    "name": "Example.COM",
    "at": "2025-02-01T12:00:00+09:00",
    "packs": ["ntt-com-domain"],
    "facts": {
        "S": "2025-01-01",
        "contract.end": "2025-12-31",
        "open": [],
        "disputes": [],
        "registry_status": "ok",
        "gateway.lock": False,
    },
}


def test_a_rule_is_explained_with_everything_it_rests_on(shipped):
    told = explain(shipped, "ntt.transfer-out.60-days")
    assert (told["kind"], told["pack"], told["tier"], told["version"]) == (
        "rule",
        "ntt-com-domain",
        "registrar",
        "2020-03-31",
    )
    assert told["when"] == {"fact": "contract.day_no", "le": 60}
    assert told["unless"] == {"fact": "exempt.pref_jp_2012", "is": True}
    assert (told["effect"], told["strength"], told["epp_code"]) == ("refuse", "must", 2106)
    assert told["earliest"] == "contract.start +60d"
    assert {fact["name"]: fact["short"] for fact in told["facts"]} == {
        "contract.day_no": ["day_no"], "exempt.pref_jp_2012": ["exempt"], "contract.start": ["S"],
    }  # fmt: skip
    assert told["facts"][0]["from"] == ["contract.start"]
    assert {"op", "family", "at", "upper", "facts", "want"} == set(told["examples"][0])


def test_what_only_a_message_shows_is_among_the_facts(shipped):
    names = [fact["name"] for fact in explain(shipped, "ntt.transfer-out.31-days")["facts"]]
    assert names == ["contract.days_left", "contract.end", "renewal.processing_date"]


def test_nested_conditions_are_told_in_the_words_of_the_pack(shipped):
    told = explain(shipped, "epp.status.update-prohibited")["when"]
    assert told["any"][1]["all"][1] == {
        "not": {"fact": "request.removes_statuses", "contains": "clientUpdateProhibited"}
    }


def test_displacements_and_clauses_are_explained_too(shipped):
    closed = explain(shipped, "upper.icann.transfer-denial")
    assert closed["kind"] == "displacement"
    assert "age-60" in closed["permits_reasons"]
    assert "near-expiry" not in closed["permits_reasons"]
    assert closed["forbids_reasons"] is None
    unpaid = explain(shipped, "upper.icann.transfer-denial-unpaid")
    assert (unpaid["forbids_reasons"], unpaid["effect"]) == (["unpaid"], "notice")
    assert unpaid["when"] == {"not": {"fact": "registry.statuses", "contains": "clientHold"}}
    assert explain(shipped, "ntt.precedence.upper")["yields_to"] == ["law", "upper"]


def test_every_explanation_is_json(shipped):
    for pack in shipped.packs.values():
        for entry in pack.entries:
            assert json.loads(json.dumps(explain(shipped, entry.id)))["id"] == entry.id


def test_an_unknown_rule_is_answered_with_a_near_one(shipped):
    with pytest.raises(NotFound, match="did you mean `ntt"):
        explain(shipped, "ntt.transfer-out.60-day")


def test_a_failing_example_is_counted_once_even_when_it_fails_all_day(shipped):
    pack = shipped.packs["gateway"]
    rule = pack.rules[0]
    first = rule.examples[0]
    wrong = msgspec.structs.replace(first, want=Effect.ALLOW, instants=first.instants * 2)
    rule = msgspec.structs.replace(rule, examples=(wrong, *rule.examples[1:]))
    broken = PackSet({**shipped.packs, "gateway": msgspec.structs.replace(pack, rules=(rule,))})
    (report,) = [report for report in run_examples(broken) if report["id"] == "gateway"]
    assert report == {"id": "gateway", "version": "2025-01-01", "rules": 1, "examples": 6, "failed": 1}


def test_a_question_as_json_gets_the_decision_record(shipped):
    decision = decide_json(shipped, QUESTION)
    assert decision["effect"] == "refuse"
    assert decision["earliest"] == "2025-03-02T00:00:00+09:00"
    assert decision["at"] == "2025-02-01T03:00:00Z"
    assert set(decision) >= {"effect", "rules", "displaced", "earliest", "needs", "quote", "packs"}
    assert set(decision["rules"][0]) == {"id", "effect", "cite", "message", "facts"}
    assert json.loads(json.dumps(decision)) == decision


def test_null_and_unknown_are_missing_facts(shipped):
    for value in (None, "unknown"):
        facts = QUESTION["facts"] | {"S": value}
        decision = decide_json(shipped, QUESTION | {"facts": facts})
        assert (decision["effect"], decision["needs"]) == ("hold", ["fact:contract.start"])


def test_several_operations_and_a_family_may_be_given(shipped):
    question = {key: value for key, value in QUESTION.items() if key != "op"} | {"family": "jp-general"}
    decision = decide_json(shipped, question | {"ops": ["transfer_out.unlock", "delete"]})
    assert decision["effect"] == "refuse"


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"op": "transfer_out.reqest"}, "$.op", "did you mean `transfer_out.request`"),
        ({"op": 5}, "$.op", "must be a text"),
        ({"ops": []}, "$.ops", "at least one"),
        ({"ops": "renew"}, "$.ops", "must be a list"),
        ({"name": "no name"}, "$.name", "not a domain name"),
        ({"name": None}, "$.name", "must be a text"),
        ({"at": "yesterday"}, "$.at", "must be an instant"),
        ({"family": "gltd"}, "$.family", "did you mean `gtld`"),
        ({"packs": ["ntt-com"]}, "$.packs", "is not loaded; did you mean `ntt-com-domain`"),
        ({"packs": [1]}, "$.packs", "must be a list"),
        ({"facts": []}, "$.facts", "must be an object"),
        ({"facts": {"contract.begin": 1}}, "$.facts['contract.begin']", "does not exist"),
        ({"facts": {"S": 5}}, "$.facts['S']", "must be a day"),
        ({"fact": {}}, "$.fact", "did you mean `facts`"),
    ],
)
def test_a_wrong_question_is_told_with_its_place(shipped, change, path, words):
    with pytest.raises(BadValue, match=words) as caught:
        decide_json(shipped, QUESTION | change)
    assert caught.value.path == path


def test_a_question_is_an_object(shipped):
    with pytest.raises(BadValue, match="JSON object"):
        decide_json(shipped, [])
