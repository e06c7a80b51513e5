"""From an intent to a promised operation, inside one journal transaction: find, decide, plan, promise.

Deciding in the transaction that keeps the decision means that limits can not race and that a repeated idempotency key
gets the first operation back. Nothing here awaits; the same code begins a queued operation when its turn comes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn

from msgspec.structs import replace

from epp_gateway.journal.entry import Entry, OperationResult, Sent, State
from epp_gateway.journal.states import Event
from epp_gateway.journal.store import Transaction
from epp_gateway.model.decision import Decision, Effect
from epp_gateway.model.errors import CallerError, KeyReused
from epp_gateway.model.intent import Intent, ObjectKind
from epp_gateway.model.plan import StepState
from epp_gateway.model.terms import format_instant, parse_instant

from .accounts import Accounts
from .bookkeeping import keep_end
from .case import Case, open_case
from .judge import Judge
from .planning import Planner
from .progress import finished, moved, promised_if_fixed

EVENT_OF = {
    Effect.ALLOW: Event.DECIDED_ALLOW,
    Effect.NOTICE: Event.DECIDED_ALLOW,
    Effect.HOLD: Event.DECIDED_HOLD,
    Effect.REFUSE: Event.DECIDED_REFUSE,
}


_DEADLINE = 120.0
"""Seconds to send a command again in, for operations of several accounts or none."""


class WantsFresh(Exception):
    """Before this can be decided, the registry has to be asked about the name."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.name)
        self.case = case


class Preview(Exception):
    """What would be decided; nothing of it is kept."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.id)
        self.entry = entry


class Clerk:
    """Takes intents into the journal.

    Args:
        new_id: gives an operation id for an instant.
    """

    def __init__(
        self, accounts: Accounts, judge: Judge, planner: Planner, *, new_id: Callable[[datetime], str]
    ) -> None:
        self._accounts = accounts
        self._judge = judge
        self._planner = planner
        self._new_id = new_id

    def promise(self, tx: Transaction, intent: Intent, *, asked: bool) -> tuple[Entry, bool]:
        """The operation for an intent, and whether it is new or begun anew.

        Args:
            tx: the transaction that will keep it.
            intent: what the panel wants.
            asked: whether the registry was asked about the name already.

        Raises:
            WantsFresh: the decision would rest on facts of the registry that are missing or old.
            CallerError: the request can not be taken; nothing is kept.
        """
        known = tx.entry_by_key(intent.panel, intent.key)
        if known is not None and known.fingerprint != intent.fingerprint:
            raise KeyReused("this idempotency key was used before, with another request")
        if known is not None and not (known.state is State.FAILED and known.sent is Sent.NO):
            return known, False
        at = parse_instant(intent.received_at)
        case = open_case(tx, self._accounts, intent)
        decision = self._judge.decide(tx, case, at)
        if not asked and self._judge.wants_fresh(case, decision, at):
            raise WantsFresh(case)
        if known is None:
            entry = self._decided(self._new_entry(intent, case, decision, at), decision, at)
            entry = self._begin(tx, entry, case, at)
            tx.insert_entry(entry, EVENT_OF[decision.effect])
        else:
            entry = replace(moved(known, Event.RETRIED, at), tries=known.tries + 1, plan=(), result=None)
            entry = replace(entry, deadline=self._deadline(case, at), decision=decision)
            entry = self._begin(tx, self._decided(entry, decision, at), case, at)
            tx.update_entry(entry, Event.RETRIED)
        return entry, True

    def preview(self, tx: Transaction, intent: Intent) -> NoReturn:
        """Decide and plan, and take everything back.

        Raises:
            Preview: with what would be decided.
            CallerError: the request could not be taken.
        """
        at = parse_instant(intent.received_at)
        case = open_case(tx, self._accounts, intent)
        decision = self._judge.decide(tx, case, at)
        entry = self._decided(self._new_entry(intent, case, decision, at), decision, at)
        if entry.state is State.QUEUED:
            self._planner.plan(tx, case)
        raise Preview(entry)

    def next_turn(self, tx: Transaction, kind: ObjectKind, name: str, scope: str, at: datetime) -> list[Entry]:
        """Give what waits for an object that has come free its turn, until the object is taken; gives all who had it.

        Operations that can not be done any more end at their turn, and the next one gets its own.
        """
        turned: list[Entry] = []
        while (waiting := tx.first_queued(kind, name, scope)) and not tx.in_flight(kind, name, scope):
            turned.append(self.turn(tx, waiting, at))
        return turned

    def turn(self, tx: Transaction, entry: Entry, at: datetime) -> Entry:
        """Begin a queued operation: one with a plan goes on with it, any other is judged again and planned."""
        begun = self._gone_on(entry, at) if entry.plan else self._begun_late(tx, entry, at)
        tx.update_entry(begun, Event.TURN_CAME)
        return begun

    def _gone_on(self, entry: Entry, at: datetime) -> Entry:
        seconds = self._accounts.get(entry.account).deadline_seconds if entry.account else _DEADLINE
        return self._taken_up(replace(entry, deadline=format_instant(at + timedelta(seconds=seconds))), at)

    def _begun_late(self, tx: Transaction, entry: Entry, at: datetime) -> Entry:
        """An operation that waited, judged by its receipt instant on what is known now."""
        intent = Intent(
            panel=entry.panel,
            key=entry.key,
            fingerprint=entry.fingerprint,
            wish=entry.wish,
            received_at=entry.created_at,
            scopes=entry.scopes,
        )
        try:
            case = open_case(tx, self._accounts, intent)
            judged = self._judged_again(tx, entry, case, parse_instant(entry.created_at), at)
            return self._begin(tx, replace(judged, deadline=self._deadline(case, at)), case, at)
        except CallerError as error:
            result = OperationResult(message=error.reason, reason="not-possible")
            return replace(moved(entry, Event.UNSENT, at), result=result)

    def _judged_again(self, tx: Transaction, entry: Entry, case: Case, received: datetime, at: datetime) -> Entry:
        decision = self._judge.decide(tx, case, received)
        if decision.effect is Effect.HOLD and entry.released_by:
            return entry
        return replace(self._decided(entry, decision, at), decision=decision)

    def _decided(self, entry: Entry, decision: Decision, at: datetime) -> Entry:
        return moved(entry, EVENT_OF[decision.effect], at)

    def _begin(self, tx: Transaction, entry: Entry, case: Case, at: datetime) -> Entry:
        """Plan and promise an operation whose object is free; one whose object is busy goes on waiting."""
        if entry.state is not State.QUEUED or tx.in_flight(case.kind, case.name, case.scope):
            return entry
        entry = replace(entry, plan=self._planner.plan(tx, case))
        if entry.plan:
            return self._taken_up(entry, at)
        entry, _ = finished(moved(entry, Event.TURN_CAME, at), at)
        keep_end(tx, entry, entry.updated_at)
        return entry

    def _taken_up(self, entry: Entry, at: datetime) -> Entry:
        """An operation with a plan, in flight from here on."""
        entry = moved(replace(entry, result=None), Event.TURN_CAME, at)
        if any(step.state is StepState.DOUBT for step in entry.plan):
            return moved(entry, Event.STEP_DOUBT, at)
        return promised_if_fixed(entry, at)

    def _new_entry(self, intent: Intent, case: Case, decision: Decision, at: datetime) -> Entry:
        return Entry(
            id=self._new_id(at),
            panel=intent.panel,
            key=intent.key,
            fingerprint=intent.fingerprint,
            type=case.type,
            object_kind=case.kind,
            object_name=case.name,
            account=case.account.id if case.account else None,
            wish=intent.wish,
            state=State.QUEUED,
            decision=decision,
            created_at=intent.received_at,
            updated_at=intent.received_at,
            deadline=self._deadline(case, at),
            scopes=intent.scopes,
        )

    def _deadline(self, case: Case, at: datetime) -> str:
        seconds = case.account.deadline_seconds if case.account else _DEADLINE
        return format_instant(at + timedelta(seconds=seconds))
