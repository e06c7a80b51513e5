"""Prometheus metrics: counted from the same events that the session log writes, gauges read from the pools."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from epp_gateway.pool.snapshot import PoolSnapshot


class Watched(Protocol):
    """A pool that can be looked at."""

    def snapshot(self) -> PoolSnapshot:
        """What it looks like now."""


class Metrics(Collector):
    """The gateway's metrics.

    Attributes:
        registry: what `/metrics` shows.
    """

    def __init__(self, pools: Mapping[str, Watched]) -> None:
        self._pools = pools
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

    def note(self, event: str, fields: Mapping[str, Any]) -> None:
        """Count a log event."""
        if event == "command" and fields.get("code") is not None:
            labels = (str(fields.get("registry")), str(fields.get("command")))
            self._results.labels(*labels, str(fields["code"])).inc()
            self._seconds.labels(*labels).observe(float(fields.get("ms") or 0) / 1000)
        elif event == "operation" and "state" in fields:
            self._ends.labels(str(fields["state"])).inc()

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
