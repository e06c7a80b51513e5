from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from epp_gateway.model.decision import Decision, Effect
from epp_gateway.policy.conditions import Compare
from epp_gateway.policy.decide import Question, decide
from epp_gateway.policy.load import load_pack, load_packs
from epp_gateway.policy.rules import PackSet, Shift
from epp_gateway.policy.vocabulary import TRANSFER_OUT, Tier

DAY_12 = {"contract__start": "2025-05-21"}
GTLD = ("ntt-com-domain", "icann-gtld")


def ids(decision):
    return [hit.id for hit in decision.rules]


def changed(packs, rule_id, **fields):
    """The packs with one rule changed by hand, as no loader would let it be."""
    return PackSet(
        {
            pack.id: msgspec.structs.replace(
                pack,
                rules=tuple(
                    msgspec.structs.replace(rule, **fields) if rule.id == rule_id else rule for rule in pack.rules
                ),
            )
            for pack in packs.packs.values()
        }
    )


@pytest.mark.parametrize(
    "op", [*TRANSFER_OUT, "renew", "update", "delete", "cancel", "lock", "create", "info", "restore"]
)
def test_harmless_facts_let_every_operation_through(shipped, ask, op):
    decision = decide(shipped, ask(op))
    assert decision == Decision(
        effect=Effect.ALLOW,
        at="2025-06-01T03:00:00Z",
        packs={"epp-status": "2009-08-01", "gateway": "2025-01-01", "ntt-com-domain": "2020-03-31"},
    )


def test_a_refusal_names_its_rule_article_facts_and_earliest_instant(shipped, ask):
    decision = decide(shipped, ask("transfer_out.request", **DAY_12))
    (hit,) = decision.rules
    assert (decision.effect, hit.id, hit.cite) == (Effect.REFUSE, "ntt.transfer-out.60-days", ("002 別記3-1-2",))
    assert hit.facts == {"contract.day_no": 12, "contract.start": "2025-05-21", "exempt.pref_jp_2012": False}
    assert decision.earliest == "2025-07-20T00:00:00+09:00"
    assert "from 2025-07-20" in hit.message.en
    assert "2025-07-20 から" in hit.message.ja


def test_the_earliest_instant_is_the_first_that_is_allowed(shipped, ask):
    start = {"contract__start": "2025-05-21"}
    assert decide(shipped, ask("transfer_out.request", at="2025-07-19T23:59:59+09:00", **start)).effect == "refuse"
    assert decide(shipped, ask("transfer_out.request", at="2025-07-20T00:00:00+09:00", **start)).effect == "allow"
    assert decide(shipped, ask("transfer_out.request", at="2025-07-19T15:00:00+00:00", **start)).effect == "allow"


def test_all_matching_rules_are_reported_the_strongest_first(shipped, ask):
    decision = decide(
        shipped,
        ask(
            "transfer_out.request",
            **DAY_12,
            registry__statuses=["serverTransferProhibited"],
            disputes=None,
            debts=[{"amount": 4290, "due": "2025-05-01"}],
        ),
    )
    assert ids(decision) == [
        "epp.status.transfer-prohibited",
        "ntt.transfer-out.60-days",
        "ntt.transfer-out.unpaid",
        "ntt.transfer-out.dispute",
    ]
    assert [hit.effect for hit in decision.rules] == ["refuse", "refuse", "refuse", "hold"]
    assert decision.needs == ("payment", "fact:disputes")
    assert "4290 yen for this name are overdue, the oldest since 2025-05-01" in decision.rules[2].message.en


def test_there_is_no_earliest_instant_when_the_strongest_refusal_is_no_matter_of_time(shipped, ask):
    decision = decide(shipped, ask("transfer_out.request", **DAY_12, registry__statuses=["serverTransferProhibited"]))
    assert decision.earliest is None


def test_a_second_refusal_that_is_a_matter_of_time_can_only_make_the_earliest_instant_later(shipped, ask):
    packs = changed(shipped, "ntt.transfer-out.31-days", earliest=Shift(fact="contract.end", amount=2, unit="m"))
    decision = decide(packs, ask("transfer_out.request", **DAY_12, contract__end="2025-06-10"))
    assert ids(decision) == ["ntt.transfer-out.60-days", "ntt.transfer-out.31-days"]
    assert decision.earliest == "2025-08-10T00:00:00+09:00"


def test_a_missing_fact_holds_and_names_the_base_fact_that_is_needed(shipped, ask):
    decision = decide(shipped, ask("transfer_out.request", contract__start=None))
    assert decision.effect == "hold"
    assert ids(decision) == ["ntt.transfer-out.60-days"]
    assert decision.needs == ("fact:contract.start",)
    assert decision.rules[0].facts["contract.start"] is None
    assert "contract.start" in decision.rules[0].message.en
    assert decision.earliest is None


def test_with_no_facts_at_all_every_rule_holds(shipped, ask):
    decision = decide(shipped, ask("update", "transfer_out.unlock", only=True))
    assert decision.effect == "hold"
    assert {hit.effect for hit in decision.rules} == {Effect.HOLD}
    assert set(decision.needs) == {
        "fact:contract.start", "fact:contract.end", "fact:debts", "fact:disputes", "fact:registry.statuses",
        "fact:request.removes_statuses", "fact:gateway.lock",
    }  # fmt: skip


def test_a_rule_may_refuse_when_a_fact_is_missing(pack_text, ask):
    pack = load_pack(pack_text(more='on_missing = "refuse"'), source="p.toml")
    packs = PackSet({pack.id: pack})
    assert decide(packs, ask("renew", packs=("test-pack",), gateway__lock=None)).effect == "refuse"
    whole = load_pack(pack_text().replace("timezone", 'on_missing_fact = "refuse"\ntimezone'), source="p.toml")
    packs = PackSet({pack.id: whole})
    assert decide(packs, ask("renew", packs=("test-pack",), gateway__lock=None)).effect == "refuse"


def test_a_missing_fact_is_not_excused_by_a_higher_tier(shipped, ask):
    decision = decide(shipped, ask("transfer_out.request", packs=GTLD, contract__end=None))
    assert (decision.effect, decision.displaced) == (Effect.HOLD, ())


@pytest.mark.parametrize(
    "fields",
    [
        {"when": Compare(fact="contract.mood", op="eq", value=1)},
        {"when": Compare(fact="contract.day_no", op="near", value=1)},
        {"when": Compare(fact="contract.day_no", op="le", value="60")},
        {"unless": Compare(fact="registry.statuses", op="lt", value=3)},
        {"earliest": Shift(fact="contract.start", amount=9999999, unit="d")},
    ],
)
def test_a_broken_rule_refuses_and_is_named(shipped, ask, fields):
    packs = changed(shipped, "ntt.transfer-out.60-days", **fields)
    decision = decide(packs, ask("transfer_out.request", packs=GTLD, **DAY_12))
    assert decision.effect == "refuse"
    assert ids(decision) == ["ntt.transfer-out.60-days"]
    assert "Rule ntt.transfer-out.60-days could not be evaluated" in decision.rules[0].message.en
    assert decision.earliest is None


def test_a_malformed_fact_refuses_and_is_shown_as_it_came(shipped, ask):
    decision = decide(shipped, ask("transfer_out.request", debts="none"))
    assert decision.effect == "refuse"
    assert ids(decision) == ["ntt.transfer-out.unpaid"]
    assert decision.rules[0].facts["debts"] == "none"


def test_a_higher_tier_turns_a_refusal_into_a_notice_and_both_articles_are_named(shipped, ask):
    near_end = {"contract__end": "2025-06-20"}
    assert decide(shipped, ask("transfer_out.request", **near_end)).effect == "refuse"
    decision = decide(shipped, ask("transfer_out.request", packs=GTLD, **near_end))
    assert decision.effect == "notice"
    assert ids(decision) == ["ntt.precedence.upper", "ntt.transfer-out.31-days"]
    (displaced,) = decision.displaced
    assert (displaced.id, displaced.effect, displaced.cite, displaced.by, displaced.tier) == (
        "ntt.transfer-out.31-days", "refuse", ("002 別記3-1-1-2",), "upper.icann.transfer-denial", "upper",
    )  # fmt: skip
    notice = decision.rules[1]
    assert notice.cite == ("002 別記3-1-1-2", "ICANN transfer policy, reasons for denial", "002 第4条")
    assert "does not let this stop the move: Fewer than 31 days" in notice.message.en
    assert "2025-05-21" in notice.message.en


def test_a_clause_of_precedence_is_cited_only_for_the_tiers_it_names(shipped, ask):
    ntt = shipped.packs["ntt-com-domain"]
    law_only = tuple(msgspec.structs.replace(clause, yields_to=(Tier.LAW,)) for clause in ntt.precedences)
    packs = PackSet({**shipped.packs, ntt.id: msgspec.structs.replace(ntt, precedences=law_only)})
    decision = decide(packs, ask("transfer_out.request", packs=GTLD, contract__end="2025-06-20"))
    assert ids(decision) == ["ntt.transfer-out.31-days"]
    assert "002 第4条" not in decision.rules[0].cite


def test_a_higher_tier_only_speaks_of_its_own_families(shipped, ask):
    decision = decide(shipped, ask("transfer_out.request", packs=GTLD, family="jp-general", contract__end="2025-06-20"))
    assert (decision.effect, decision.displaced) == (Effect.REFUSE, ())


@pytest.mark.parametrize(
    ("facts", "effect"),
    [
        (DAY_12, "refuse"),
        ({"disputes": [{"kind": "UDRP", "opened": "2025-05-01"}]}, "refuse"),
        ({"gateway__lock": True}, "refuse"),
        ({"registry__statuses": ["serverTransferProhibited"]}, "refuse"),
        ({"debts": [{"amount": 1, "due": "2025-05-01"}], "registry__statuses": ["clientHold"]}, "refuse"),
        ({"debts": [{"amount": 1, "due": "2025-05-01"}]}, "notice"),
        ({"contract__end": "2025-06-20"}, "notice"),
    ],
)
def test_icann_lets_a_gtld_move_be_denied_on_its_own_grounds_only(shipped, ask, facts, effect):
    assert decide(shipped, ask("transfer_out.request", packs=GTLD, **facts)).effect == effect


def test_a_displacement_whose_condition_is_unknown_displaces_nothing(shipped, ask):
    debts = {"debts": [{"amount": 1, "due": "2025-05-01"}], "registry__statuses": None}
    decision = decide(shipped, ask("transfer_out.request", packs=GTLD, **debts))
    assert (decision.effect, decision.displaced) == (Effect.REFUSE, ())


def test_a_broken_displacement_displaces_nothing(shipped, ask):
    icann = shipped.packs["icann-gtld"]
    broken = tuple(
        msgspec.structs.replace(entry, when=Compare(fact="contract.mood", op="eq", value=1))
        for entry in icann.displacements
    )
    packs = PackSet({**shipped.packs, icann.id: msgspec.structs.replace(icann, displacements=broken)})
    decision = decide(packs, ask("transfer_out.request", packs=GTLD, contract__end="2025-06-20"))
    assert (decision.effect, decision.displaced) == (Effect.REFUSE, ())


def test_a_lower_tier_displaces_nothing(pack_text, ask):
    displace = """\
[[displace]]
id = "test.displace"
cite = ["a page"]
ops = ["renew"]
families = ["*"]
forbids_reasons = ["lock"]
turns_into = "notice"
message.en = "{message}"
"""
    for tier, effect in [("upper", "notice"), ("registrar", "refuse"), ("panel", "refuse")]:
        other = pack_text(tier=tier).split("[[rule]]")[0].replace("test-pack", "other-pack") + displace
        packs = load_packs({"a.toml": pack_text(), "b.toml": other})
        question = ask("renew", packs=("test-pack", "other-pack"), gateway__lock=True)
        assert decide(packs, question).effect == effect


def test_a_rule_that_guards_two_operations_is_displaced_only_for_both(pack_text, ask):
    both = pack_text().replace('ops = ["renew"]', 'ops = ["renew", "update"]')
    displace = """\
[[displace]]
id = "test.displace"
cite = ["a policy"]
ops = ["update"]
families = ["*"]
forbids_reasons = ["lock"]
turns_into = "notice"
message.en = "{message}"
"""
    other = pack_text(tier="upper").split("[[rule]]")[0].replace("test-pack", "other-pack") + displace
    packs = load_packs({"a.toml": both, "b.toml": other})
    carried = ("test-pack", "other-pack")
    assert decide(packs, ask("update", packs=carried, gateway__lock=True)).effect == "notice"
    assert decide(packs, ask("update", "renew", packs=carried, gateway__lock=True)).effect == "refuse"


def test_an_unlock_is_guarded_as_an_update_and_as_a_move(shipped, ask):
    locked = {
        "registry__statuses": ["clientTransferProhibited", "clientUpdateProhibited"],
        "request__removes_statuses": ["clientTransferProhibited"],
    }
    decision = decide(shipped, ask("update", "transfer_out.unlock", **DAY_12, **locked))
    assert ids(decision) == ["epp.status.update-prohibited", "ntt.transfer-out.60-days"]
    both = {**locked, "request__removes_statuses": ["clientTransferProhibited", "clientUpdateProhibited"]}
    assert decide(shipped, ask("update", "transfer_out.unlock", **both)).effect == "allow"


def test_a_rule_that_guards_several_of_the_operations_is_reported_once(shipped, ask):
    decision = decide(shipped, ask("update", "transfer_out.unlock", "transfer_out.authcode", gateway__lock=True))
    assert ids(decision) == ["gateway.lock"]


def test_the_gateways_lock_tells_who_and_why_where_it_is_known(shipped, ask):
    known = ask("delete", gateway__lock=True, gateway__lock_who="operator", gateway__lock_why="court order 12")
    assert "(by operator: court order 12)" in decide(shipped, known).rules[0].message.en
    unknown = decide(shipped, ask("delete", gateway__lock=True)).rules[0].message
    assert "(by not known: not known)" in unknown.en
    assert "設定者: 不明" in unknown.ja


def test_packs_hold_for_the_names_that_carry_them_and_some_hold_always(shipped, ask):
    decision = decide(shipped, ask("transfer_out.request", packs=(), **DAY_12))
    assert decision.effect == "allow"
    assert set(decision.packs) == {"epp-status", "gateway"}
    assert decide(shipped, ask("transfer_out.request", packs=(), gateway__lock=True)).effect == "refuse"


def test_a_pack_that_is_carried_and_not_loaded_refuses(shipped, ask):
    decision = decide(shipped, ask("renew", packs=("nobody",)))
    assert decision.effect == "refuse"
    assert ids(decision) == ["policy.pack-missing"]
    assert "`nobody`" in decision.rules[0].message.en


def test_groups_and_stars_guard_operations_by_pattern(pack_text, ask):
    for pattern, guarded, free in [
        ("tick.*", "tick.expiry", "renew"),
        ("*", "renew", None),
        ("transfer_out.*", "transfer_out.answer", "transfer_in"),
        ("sanction.hold", "sanction.hold", "sanction.lift"),
    ]:
        text = (
            pack_text().replace('ops = ["renew"]', f'ops = ["{pattern}"]').replace('op = "renew"', f'op = "{guarded}"')
        )
        packs = load_packs({"a.toml": text})
        assert decide(packs, ask(guarded, packs=("test-pack",), gateway__lock=True)).effect == "refuse"
        if free:
            assert decide(packs, ask(free, packs=("test-pack",), gateway__lock=True)).effect == "allow"


def test_clock_events_do_not_act_on_stale_facts(pack_text, ask):
    when = '{ fact = "registry.statuses", contains = "ok" }'
    text = pack_text(when=when, facts='{ "registry.statuses" = ["ok"] }').replace('"renew"', '"tick.expiry"')
    packs = load_packs({"a.toml": text})
    fresh = ask("tick.expiry", packs=("test-pack",))
    assert decide(packs, fresh).effect == "refuse"
    stale = {name: msgspec.structs.replace(fact, as_of="2025-06-01T00:00:00Z") for name, fact in fresh.facts.items()}
    assert decide(packs, msgspec.structs.replace(fresh, facts=stale)).effect == "hold"


@pytest.mark.parametrize(
    ("ops", "at", "words"),
    [
        ((), "2025-06-01T00:00:00Z", "at least one"),
        (("renw",), "2025-06-01T00:00:00Z", "`renw` is not a guarded operation"),
        (("tick.",), "2025-06-01T00:00:00Z", "`tick.` is not"),
        (("renew",), "2025-06-01T00:00:00", "needs its zone"),
    ],
)
def test_a_question_that_is_itself_wrong_is_no_pass(shipped, ask, ops, at, words):
    with pytest.raises(ValueError, match=words):
        decide(shipped, ask(*ops, at=at))


def test_a_decision_can_be_asked_from_other_threads(shipped, ask):
    question: Question = ask("update", "transfer_out.unlock", packs=GTLD, **DAY_12, contract__end="2025-06-20")
    alone = decide(shipped, question)
    with ThreadPoolExecutor(4) as threads:
        assert all(answer == alone for answer in threads.map(lambda _: decide(shipped, question), range(40)))
