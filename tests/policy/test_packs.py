"""The packs that ship, asked as the catalogue's own lines ask them."""

import pytest

from epp_gateway.policy.explain import explain, run_examples
from epp_gateway.policy.vocabulary import TRANSFER_OUT
from epp_gateway.policy.what_if import decide_json

NTT = ["ntt-com-domain"]
GTLD = ["ntt-com-domain", "icann-gtld"]
UDRP = {"kind": "UDRP", "opened": "2025-01-10T00:00:00+09:00"}
DECIDED = {"kind": "JP-DRP", "opened": "2024-06-01", "closed": None, "outcome": "transfer"}
OPEN = {"amount": 4290, "due": "2025-01-31"}
FAR = "2030-12-31"
NEAR_END = {"days_left": 20, "day_no": 200, "debt": 0}

# rule, packs, name, at, facts, wanted effect
LINES = [
    ("ntt.transfer-out.60-days", NTT, "example.jp", "2025-01-01", {"S": "2025-01-01"}, "refuse"),
    ("ntt.transfer-out.60-days", NTT, "example.jp", "2025-03-01T23:59:59+09:00", {"S": "2025-01-01"}, "refuse"),
    ("ntt.transfer-out.60-days", NTT, "example.jp", "2025-03-02T00:00:00+09:00", {"S": "2025-01-01"}, "allow"),
    ("ntt.transfer-out.60-days", NTT, "example.jp", "2024-03-01", {"S": "2024-01-01"}, "allow"),
    ("ntt.transfer-out.31-days", NTT, "example.jp", "2024-12-31", {"E": "2025-01-31"}, "allow"),
    ("ntt.transfer-out.31-days", NTT, "example.jp", "2025-01-01", {"E": "2025-01-31"}, "refuse"),
    ("ntt.transfer-out.31-days", NTT, "example.jp", "2025-01-28", {"E": "2025-02-28"}, "allow"),
    ("ntt.transfer-out.31-days", GTLD, "example.com", "2024-12-20", {"E": "2025-01-14"}, "notice"),
    ("ntt.transfer-out.unpaid", NTT, "example.jp", "2025-02-01", {"open": []}, "allow"),
    ("ntt.transfer-out.unpaid", NTT, "example.jp", "2025-02-01", {"open": [OPEN]}, "refuse"),
    ("ntt.transfer-out.unpaid", NTT, "example.jp", "2025-01-31", {"open": [OPEN]}, "allow"),
    ("ntt.transfer-out.unpaid", NTT, "example.jp", "2025-01-31", {"open": "unknown"}, "hold"),
    ("ntt.transfer-out.dispute", NTT, "example.jp", "2025-02-01", {"disputes": []}, "allow"),
    ("ntt.transfer-out.dispute", NTT, "example.jp", "2025-02-01", {"disputes": [UDRP]}, "refuse"),
    ("ntt.transfer-out.dispute", NTT, "example.jp", "2025-02-01", {"disputes": [DECIDED]}, "refuse"),
    ("ntt.transfer-out.31-days", GTLD, "example.com", "2025-02-01", NEAR_END, "notice"),
    ("ntt.transfer-out.31-days", NTT, "example.com", "2025-02-01", NEAR_END, "refuse"),
    (
        "epp.status.transfer-prohibited",
        NTT,
        "example.com",
        "2025-02-01",
        {"days_left": 200, "day_no": 200, "registry_status": "serverTransferProhibited"},
        "refuse",
    ),
]  # fmt: skip

REST = {
    "S": "2020-01-01",
    "E": FAR,
    "open": [],
    "disputes": [],
    "registry_status": ["ok"],
    "lock": False,
}


@pytest.mark.parametrize("op", TRANSFER_OUT)
@pytest.mark.parametrize(("rule", "packs", "name", "at", "facts", "wanted"), LINES)
def test_a_line_of_the_catalogue_decides_as_it_says(shipped, op, rule, packs, name, at, facts, wanted):
    question = {"op": op, "name": name, "at": at, "packs": packs, "facts": REST | facts}
    decision = decide_json(shipped, question)
    assert decision["effect"] == wanted
    assert wanted == "allow" or rule in [hit["id"] for hit in decision["rules"]]


@pytest.mark.parametrize(
    ("rule", "cite"),
    [
        ("ntt.transfer-out.60-days", "002 別記3-1-2"),
        ("ntt.transfer-out.31-days", "002 別記3-1-1-2"),
        ("ntt.transfer-out.unpaid", "002 別記3-1-1-1"),
        ("ntt.transfer-out.dispute", "002 別記3-1-1-3"),
        ("ntt.precedence.upper", "002 第4条"),
        ("gateway.lock", "gateway lock"),
        ("epp.status.update-prohibited", "RFC 5731 2.3"),
    ],
)
def test_a_rule_cites_its_article(shipped, rule, cite):
    assert explain(shipped, rule)["cite"] == [cite]


def test_every_rule_speaks_both_languages(shipped):
    for pack in shipped.packs.values():
        for entry in pack.entries:
            assert entry.message.en, entry.id
            assert entry.message.ja, entry.id


def test_every_pack_keeps_its_examples(shipped):
    reports = run_examples(shipped)
    assert {report["id"] for report in reports} == {"epp-status", "gateway", "icann-gtld", "ntt-com-domain"}
    assert all(report["failed"] == 0 for report in reports)
    assert {report["id"]: report["rules"] for report in reports} == {
        "epp-status": 6, "gateway": 1, "icann-gtld": 3, "ntt-com-domain": 5,
    }  # fmt: skip
    assert all(report["examples"] > report["rules"] for report in reports if report["id"] != "icann-gtld")


def test_every_rule_that_can_stop_has_examples_on_both_sides_and_for_missing_facts(shipped):
    for pack in shipped.packs.values():
        for rule in pack.rules:
            wanted = {example.want.value for example in rule.examples}
            assert {"allow", "refuse", "hold"} <= wanted, rule.id


PENDING = ["pendingCreate", "pendingDelete", "pendingRenew", "pendingTransfer", "pendingUpdate"]


@pytest.mark.parametrize(
    ("op", "forbidding"),
    [
        ("update", ["clientUpdateProhibited", "serverUpdateProhibited", *PENDING]),
        ("delete", ["clientDeleteProhibited", "serverDeleteProhibited", *PENDING]),
        ("cancel", ["clientDeleteProhibited", "serverDeleteProhibited", *PENDING]),
        ("renew", ["clientRenewProhibited", "serverRenewProhibited", *PENDING]),
        *(
            (op, ["serverTransferProhibited", *(status for status in PENDING if status != "pendingTransfer")])
            for op in TRANSFER_OUT
        ),
        ("info", []),
        ("restore", []),
    ],
)
def test_each_status_forbids_its_own_commands_and_no_others(shipped, op, forbidding):
    every = ["ok", "inactive", "clientHold", "serverHold", "clientTransferProhibited", "serverTransferProhibited",
             "clientUpdateProhibited", "serverUpdateProhibited", "clientDeleteProhibited", "serverDeleteProhibited",
             "clientRenewProhibited", "serverRenewProhibited", *PENDING]  # fmt: skip
    for status in every:
        question = {
            "op": op, "name": "example.com", "at": "2025-02-01", "packs": [],
            "facts": REST | {"registry_status": status, "adds": [], "removes": []},
        }  # fmt: skip
        assert decide_json(shipped, question)["effect"] == ("refuse" if status in forbidding else "allow"), status
