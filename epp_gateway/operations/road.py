"""The road: takes an operation through its plan, step by step, until it ends or has to wait for somebody.

For each step: compute its command if that needs an answer first, promise it (durable), send it once, keep its end
(durable). What was lost is asked about before anything is sent again (`reconcile`). Every way a step can end is a
function of `progress`; here they are only carried out.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import trio

from epp_gateway.journal.entry import IN_FLIGHT, Entry, OperationResult, Sent, State
from epp_gateway.journal.states import Event
from epp_gateway.journal.store import Journal, Transaction
from epp_gateway.model.commands import DomainInfo, HostCheck, HostCreate, HostInfo, TransformCommand
from epp_gateway.model.errors import BuiltInvalid, Draining, InDoubt, NoCapacity, RoadError, Unreachable, Unsent
from epp_gateway.model.objects import CheckData, DomainData, HostData
from epp_gateway.model.plan import DomainDesired, HostDesired, Step, StepState
from epp_gateway.model.responses import Response
from epp_gateway.model.terms import parse_instant

from .accounts import Accounts
from .bookkeeping import keep_end, keep_step
from .differences import domain_update, host_update
from .evidence import Proof, Verdict
from .progress import (
    answered,
    closed,
    doubted,
    ended_unsent,
    finished,
    next_step,
    not_sent,
    promised,
    promised_if_fixed,
    result_of,
    step_failed,
    stepped,
)
from .reconcile import Reconciler
from .submit import Clerk
from .wire import Clock, Wire

REASONS: dict[type[RoadError], str] = {
    NoCapacity: "capacity",
    Unreachable: "unreachable",
    Draining: "draining",
    BuiltInvalid: "gateway-bug",
}
_RETRY_PAUSE = 1.0
_MAX_ATTEMPTS = 12


class Parked(Exception):
    """The gateway is going down; the operation goes on after the next start."""


class Unjudged(Exception):
    """A lock that nobody judged would be lifted."""


class AnswerRefused(Exception):
    """A question that a step rests on was answered with a failure."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.message)
        self.response = response


class Road:
    """Runs operations. `turned` is told of operations whose turn came when another one let go of their object."""

    def __init__(
        self,
        journal: Journal,
        accounts: Accounts,
        wire: Wire,
        clerk: Clerk,
        *,
        clock: Clock,
        turned: Callable[[Sequence[Entry]], None],
        noticed: Callable[[Entry, Event], None],
    ) -> None:
        self._journal = journal
        self._accounts = accounts
        self._wire = wire
        self._clerk = clerk
        self._clock = clock
        self._turned = turned
        self._noticed = noticed
        self._reconciler = Reconciler(accounts, wire, clock=clock)

    async def run(self, entry: Entry) -> Entry:
        """Take an operation in flight as far as it goes now.

        Raises:
            Parked: the gateway is going down.
            StoreFailure: the journal can not keep what happened.
        """
        while entry.state in IN_FLIGHT:
            entry = await self._onward(entry)
        return entry

    async def _onward(self, entry: Entry) -> Entry:
        n = next_step(entry)
        if n is None:
            return await self.keep(*finished(entry, self._clock()))
        match entry.plan[n].state:
            case StepState.SENT:
                return await self._send(entry, n)
            case StepState.DOUBT:
                return await self._reconcile(entry, n)
            case _:
                return await self._prepare(entry, n)

    async def _prepare(self, entry: Entry, n: int) -> Entry:
        """Find a step's command and promise it, or skip the step when nothing is left to do."""
        step = entry.plan[n]
        try:
            command = await self._command(entry, step)
        except Unjudged as locked:
            words = f"the statuses of the name changed meanwhile ({locked}): look at it and ask again"
            result = OperationResult(message=words, reason="not-possible")
            return await self.keep(*step_failed(entry, n, result, self._clock()), n)
        except AnswerRefused as refused:
            return await self.keep(*step_failed(entry, n, result_of(refused.response), self._clock()), n)
        except RoadError as error:
            return await self._no_way(entry, n, error)
        if command is None:
            return await self.keep(*stepped(entry, n, StepState.SKIPPED, Event.STEP_SKIPPED, self._clock()), n)
        return await self.keep(promised(entry, n, command, self._clock()), Event.STEP_PROMISED)

    async def _command(self, entry: Entry, step: Step) -> TransformCommand | None:
        match step.goal:
            case DomainDesired() as desired:
                found = await self._ask(entry, step, DomainInfo(name=desired.name))
                if not isinstance(found.data, DomainData):
                    raise AnswerRefused(found)
                update = domain_update(desired, found.data)
                if not set(update.rem_statuses) <= set(desired.may_remove):
                    raise Unjudged(", ".join(update.rem_statuses))
                return None if update.is_empty else update
            case HostDesired() as desired_host:
                found = await self._ask(entry, step, HostInfo(name=desired_host.name))
                if not isinstance(found.data, HostData):
                    raise AnswerRefused(found)
                change = host_update(desired_host, found.data)
                return None if change.is_empty else change
            case HostCreate(name=name) as create if step.if_missing:
                found = await self._ask(entry, step, HostCheck(names=(name,)))
                items = found.data.items if isinstance(found.data, CheckData) else ()
                exists = any(item.name == name and not item.available for item in items)
                return None if exists else create
            case command:
                return command

    async def _ask(self, entry: Entry, step: Step, question: DomainInfo | HostInfo | HostCheck) -> Response:
        account = self._accounts.get(step.account)
        (answer,) = await self._wire.ask(account, entry.panel, [question], operation=entry.id)
        return answer

    async def _send(self, entry: Entry, n: int) -> Entry:
        step = entry.plan[n]
        attempt = step.attempts[-1]
        try:
            reply = await self._wire.send(step.account, entry.panel, entry.id, attempt.cltrid, attempt.command)
        except InDoubt as lost:
            sent_at = parse_instant(attempt.promised_at)
            doubtful = doubted(entry, n, lost.reason, lost.session, sent_at, self._clock())
            return await self.keep(doubtful, Event.STEP_DOUBT)
        except Unsent as error:
            return await self._no_way(entry, n, error)
        return await self.keep(*answered(entry, n, reply), n)

    async def _no_way(self, entry: Entry, n: int, error: RoadError) -> Entry:
        """No byte of this step left. Try again while there is time, unless nothing at all has left: then say so."""
        at = self._clock()
        step = entry.plan[n]
        untouched = entry.sent is Sent.NO and not any(s.state is StepState.DONE for s in entry.plan)
        passing = not isinstance(error, NoCapacity | Unreachable | Draining | BuiltInvalid)
        if isinstance(error, Draining) and not untouched:
            raise Parked(entry.id)
        late = at >= parse_instant(entry.deadline) or len(step.attempts) >= _MAX_ATTEMPTS
        late = late or isinstance(error, BuiltInvalid)
        result = OperationResult(message=error.reason, reason=REASONS.get(type(error), "unreachable"))
        if untouched and (late or not passing):
            return await self.keep(*ended_unsent(entry, n, result, at), n)
        if late:
            return await self.keep(*step_failed(entry, n, result, at), n)
        if not passing or step.state is not StepState.SENT:
            await trio.sleep(_RETRY_PAUSE)
        if step.state is not StepState.SENT:
            return entry
        return await self.keep(not_sent(entry, n, error.reason, at), Event.STEP_UNSENT)

    async def _reconcile(self, entry: Entry, n: int) -> Entry:
        entry, event = await self._reconciler.settle(entry, n)
        return await self.keep(entry, event, n)

    async def keep(self, entry: Entry, event: Event, n: int | None = None) -> Entry:
        """Keep what happened, durably, and what follows from it without asking anybody: the next promise or the end.

        Args:
            entry: the entry after the event.
            event: what happened.
            n: the step whose end may change our records.
        """
        at = self._clock()
        kept, turned = await self._journal.write(lambda tx: self._kept(tx, entry, event, n, at))
        self._noticed(kept, event)
        self._turned(turned)
        return kept

    async def close(self, entry: Entry, n: int, found: Verdict) -> Entry:
        """Keep how a pending step ended at the registry, unless that is kept already."""
        at = self._clock()

        def job(tx: Transaction) -> tuple[Entry, Event | None, Sequence[Entry]]:
            now = tx.entry(entry.id) or entry
            if now.state is not State.PENDING:
                return now, None, ()
            done = found.proof is Proof.DONE
            ended, event = closed(now, n, done=done, reason=found.reason, data=found.data, at=at)
            kept, turned = self._kept(tx, ended, event, n, at)
            return kept, event, turned

        kept, event, turned = await self._journal.write(job)
        if event is not None:
            self._noticed(kept, event)
            self._turned(turned)
        return kept

    def _kept(
        self, tx: Transaction, entry: Entry, event: Event, n: int | None, at: datetime
    ) -> tuple[Entry, Sequence[Entry]]:
        if n is not None:
            keep_step(tx, self._accounts, entry, n)
        if entry.state is State.SENDING:
            entry = promised_if_fixed(entry, at) if next_step(entry) is not None else finished(entry, at)[0]
        keep_end(tx, entry, entry.updated_at)
        tx.update_entry(entry, event)
        if entry.state in IN_FLIGHT:
            return entry, ()
        return entry, self._clerk.next_turn(tx, entry.object_kind, entry.object_name, entry.scope, at)
