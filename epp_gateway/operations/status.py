"""How the gateway stands: its registries, its policy, and whether it takes work."""

from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from epp_gateway.model.errors import NotFound
from epp_gateway.policy.explain import explain
from epp_gateway.policy.rules import PackSet
from epp_gateway.pool.snapshot import PoolSnapshot

from .accounts import Accounts
from .desk import Desk
from .outcome import Document


class Watched(Protocol):
    """A pool that can be looked at."""

    def snapshot(self) -> PoolSnapshot:
        """What it looks like now."""


class Status:
    """Answers operators and load balancers."""

    def __init__(self, accounts: Accounts, pools: Mapping[str, Watched], packs: PackSet, desk: Desk) -> None:
        self._accounts = accounts
        self._pools = pools
        self._packs = packs
        self._desk = desk

    async def registries(self) -> list[Document]:
        """Every account: id, environment, TLDs, state of circuit and sessions in short."""
        return [self._short(account.id) for account in self._accounts.all()]

    async def registry(self, registry_id: str) -> Document:
        """One account with its sessions and capabilities. Raises NotFound."""
        if registry_id not in self._pools:
            raise NotFound(f"there is no registry `{registry_id}`")
        account = self._accounts.get(registry_id)
        sessions = msgspec.to_builtins(self._pools[registry_id].snapshot().sessions)
        capabilities = msgspec.to_builtins(account.capabilities)
        return {
            **self._short(registry_id),
            "sessions": sessions,
            "capabilities": dict.fromkeys(account.tlds, capabilities),
            "packs": [*account.packs],
        }

    def _short(self, registry: str) -> Document:
        account, snapshot = self._accounts.get(registry), self._pools[registry].snapshot()
        return {
            "id": registry,
            "environment": account.environment,
            "tlds": [*account.tlds],
            "phase": snapshot.phase,
            "circuit": msgspec.to_builtins(snapshot.circuit),
            "sessions_open": len(snapshot.sessions),
            "limit": snapshot.limit,
            "learned_limit": snapshot.learned_limit,
            "waiting": snapshot.waiting,
        }

    async def rule(self, rule_id: str) -> Document:
        """A rule with article, messages and examples. Raises NotFound."""
        return explain(self._packs, rule_id)

    async def packs(self) -> list[Document]:
        """The packs loaded, with the version in force."""
        return [
            {"id": pack.id, "document": pack.document, "tier": pack.tier, "version": str(pack.version)}
            for pack in self._packs.packs.values()
        ]

    async def ready(self) -> tuple[bool, list[str]]:
        """Whether work is taken, and what is wrong. One registry that is away does not stop the others."""
        if self._desk.trouble:
            return False, [f"store: {self._desk.trouble}"]
        reasons: list[Any] = []
        up = 0
        for account in self._accounts.all():
            snapshot = self._pools[account.id].snapshot()
            serving = any(session.state in {"idle", "leased", "proving"} for session in snapshot.sessions)
            up += serving
            if not serving:
                cause = snapshot.circuit.last_cause or "no session yet"
                reasons.append(f"{account.id}: {cause}")
        return up > 0, reasons
