"""What policy is asked about a case: the facts the journal holds, and the question.

Live registry facts are read only where a decision would rest on a record that is missing or too old; a refusal that
rests on our own facts costs no byte upstream.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from epp_gateway.journal.store import Transaction
from epp_gateway.model.decision import Decision, Effect
from epp_gateway.model.facts import Fact
from epp_gateway.model.intent import ObjectKind
from epp_gateway.model.terms import format_instant, parse_instant
from epp_gateway.policy.decide import Question, decide
from epp_gateway.policy.families import family_of
from epp_gateway.policy.rules import PackSet

from .bookkeeping import PARTIAL
from .case import Case, added_statuses, removed_statuses

REGISTRY_FACTS = frozenset({"registry.statuses", "registry.grace", "registry.expires"})


class Judge:
    """Asks policy.

    Args:
        packs: all packs loaded.
        panel_packs: the packs each panel's orders carry.
        max_age: how old a registry fact may be and still decide against a panel.
    """

    def __init__(
        self,
        packs: PackSet,
        *,
        panel_packs: Mapping[str, tuple[str, ...]] | None = None,
        max_age: timedelta = timedelta(minutes=5),
    ) -> None:
        self._packs = packs
        self._panel_packs = panel_packs or {}
        self._max_age = max_age

    def decide(self, tx: Transaction, case: Case, at: datetime) -> Decision:
        """The decision on a case at its receipt instant."""
        if not case.ops:
            return Decision(effect=Effect.ALLOW, at=format_instant(at))
        packs = (*(case.account.packs if case.account else ()), *self._panel_packs.get(case.panel, ()))
        question = Question(
            ops=case.ops,
            name=case.name,
            family=family_of(case.name),
            at=at,
            facts=self.facts(tx, case, at),
            packs=packs,
        )
        return decide(self._packs, question)

    def facts(self, tx: Transaction, case: Case, at: datetime) -> dict[str, Fact]:
        """What is known: the panel's facts, the name's facts over them, and what records and request say."""
        kind: ObjectKind = case.kind
        facts = dict(tx.facts("account", case.panel))
        if kind == "domain":
            facts |= tx.facts("domain", case.name)
        facts |= {fact.name: fact for fact in _record_facts(case, self._statuses_are_known(case, at))}
        return facts

    def wants_fresh(self, case: Case, decision: Decision, at: datetime) -> bool:
        """Whether a decision rests on registry facts that are missing or too old to be believed.

        That is so for a decision against the panel, and for a change of statuses that we do not surely know.
        """
        if case.domain is None:
            return False
        if not self._statuses_are_known(case, at):
            return True
        if decision.effect.strength < Effect.HOLD.strength:
            return False
        against = [hit for hit in decision.rules if hit.effect is decision.effect]
        rests_on_registry = all(REGISTRY_FACTS & hit.facts.keys() for hit in against)
        missing = {need.removeprefix("fact:") for need in decision.needs} & REGISTRY_FACTS
        return bool(missing) or (rests_on_registry and self._is_old(case, at))

    def _statuses_are_known(self, case: Case, at: datetime) -> bool:
        """Whether a wish that changes statuses can be judged: what it unlocks, only the registry's own statuses say."""
        if case.domain is None or getattr(case.wish, "statuses", None) is None:
            return True
        return PARTIAL not in case.domain.extra and not self._is_old(case, at)

    def _is_old(self, case: Case, at: datetime) -> bool:
        as_of = case.domain.as_of if case.domain else None
        return as_of is None or at - parse_instant(as_of) > self._max_age


def _record_facts(case: Case, statuses_known: bool) -> Iterable[Fact]:
    record, wish = case.domain, case.wish
    if case.kind != "domain" or record is None:
        return
    locked = record.gateway_lock is not None
    as_of = record.as_of or ""
    yield Fact(name="gateway.lock", value=locked, source="gateway", as_of=as_of)
    if record.gateway_lock:
        for part, key in (("who", "by"), ("why", "why")):
            told = record.gateway_lock.get(key, "")
            yield Fact(name=f"gateway.lock_{part}", value=told, source="gateway", as_of=as_of)
    if not statuses_known:
        return
    removes, adds = sorted(removed_statuses(wish, record)), sorted(added_statuses(wish, record))
    yield Fact(name="request.removes_statuses", value=removes, source="panel", as_of=as_of)
    yield Fact(name="request.adds_statuses", value=adds, source="panel", as_of=as_of)
    if record.registry is None or record.as_of is None:
        return
    statuses = [status.value for status in record.registry.statuses]
    yield Fact(name="registry.statuses", value=statuses, source="registry", as_of=as_of)
    yield Fact(name="registry.grace", value=list(record.grace), source="registry", as_of=as_of)
    if record.registry.expires:
        yield Fact(name="registry.expires", value=record.registry.expires, source="registry", as_of=as_of)
