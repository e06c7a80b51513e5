"""Metrics are counted from the log's lines and read from the pools."""

from prometheus_client import generate_latest

from epp_gateway.app.metrics import Metrics
from epp_gateway.pool.snapshot import PoolSnapshot, SessionView


class FakePool:
    def snapshot(self) -> PoolSnapshot:
        sessions = (SessionView(id="S-1", state="idle"), SessionView(id="S-2", state="leased"))
        return PoolSnapshot(account="verisign", phase="serving", limit=4, sessions=sessions, waiting=3)


def shown(*lines) -> str:
    metrics = Metrics({"verisign": FakePool()}, {"ntt.transfer-out.60-days": "ntt-com-domain"})
    for line in lines:
        metrics.note(line)
    return generate_latest(metrics.registry).decode()


def test_an_answered_command_is_counted_by_code_and_timed() -> None:
    text = shown({"event": "command", "registry": "verisign", "command": "domain.create", "code": 1000, "ms": 20})
    assert 'epp_results_total{code="1000",command="domain.create",registry="verisign"} 1.0' in text
    assert 'epp_command_seconds_sum{command="domain.create",registry="verisign"} 0.02' in text


def test_a_command_without_an_answer_is_no_result() -> None:
    text = shown({"event": "command", "registry": "verisign", "command": "domain.create", "code": None})
    assert "epp_results_total{" not in text


def test_a_decision_is_counted_by_rule_and_pack() -> None:
    text = shown({"event": "decision", "effect": "refuse", "rules": ["ntt.transfer-out.60-days"]})
    wanted = '{effect="refuse",pack="ntt-com-domain",rule="ntt.transfer-out.60-days"} 1.0'
    assert f"epp_policy_decisions_total{wanted}" in text


def test_operations_sessions_and_waiting_show() -> None:
    text = shown({"event": "operation", "state": "succeeded"}, {"event": "started"})
    assert 'epp_operations_total{state="succeeded"} 1.0' in text
    assert 'epp_sessions{registry="verisign",state="leased"} 1.0' in text
    assert 'epp_lease_waiting{registry="verisign"} 3.0' in text
