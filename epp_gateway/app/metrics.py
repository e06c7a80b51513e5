"""Prometheus metrics: counted from the lines that the session log writes, gauges read from the pools.

A log whose level is above `info` writes no lines about commands, and then there is nothing to count.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from epp_gateway.operations.status import Watched


class Metrics(Collector):
    """The gateway's metrics.

    Args:
        pools: by account.
        pack_of: the pack that each policy rule stands in.

    Attributes:
        registry: what `/metrics` shows.
    """

    def __init__(self, pools: Mapping[str, Watched], pack_of: Mapping[str, str]) -> None:
        self._pools = pools
        self._pack_of = pack_of
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "epp_command_seconds", "Time from sending a command to its reply", ["registry", "command"],
            registry=self.registry,
        )  # fmt: skip
        self._results = Counter(
            "epp_results", "Replies of registries by result code", ["registry", "command", "code"],
            registry=self.registry,
        )  # fmt: skip
        self._ends = Counter(
            "epp_operations", "Operations by the states they came to", ["state"], registry=self.registry
        )
        self._decisions = Counter(
            "epp_policy_decisions", "Rules that matched, by pack", ["pack", "effect", "rule"], registry=self.registry
        )
        self.registry.register(self)

    def note(self, line: Mapping[str, Any]) -> None:
        """Count a line of the log."""
        event = line.get("event")
        if event == "command" and line.get("code") is not None:
            labels = (str(line.get("registry")), str(line.get("command")))
            self._results.labels(*labels, str(line["code"])).inc()
            self._seconds.labels(*labels).observe(float(line.get("ms") or 0) / 1000)
        elif event == "operation":
            self._ends.labels(str(line.get("state"))).inc()
        elif event == "decision":
            for rule in line.get("rules") or ():
                self._decisions.labels(self._pack_of.get(rule, ""), str(line.get("effect")), rule).inc()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Read the pools."""
        sessions = GaugeMetricFamily("epp_sessions", "Sessions by state", labels=["registry", "state"])
        waiting = GaugeMetricFamily("epp_lease_waiting", "Commands that wait for a session", labels=["registry"])
        for account, pool in self._pools.items():
            snapshot = pool.snapshot()
            states = [session.state for session in snapshot.sessions]
            for state in sorted(set(states)):
                sessions.add_metric([account, state], states.count(state))
            waiting.add_metric([account], snapshot.waiting)
        return [sessions, waiting]
