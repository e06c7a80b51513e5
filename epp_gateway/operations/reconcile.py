"""After a lost reply: ask the registry before anything is sent again.

"Not done" is final only when the registry has said so twice, on other sessions than the one that failed, with its
settle time between the two. Done is final at once. What the answers can not tell ends with an operator, who gets
everything that is known. While the registry can not be asked, the operation says `reconciling`, which is the truth.
"""

from datetime import timedelta

import trio
from msgspec.structs import replace

from epp_gateway.journal.entry import Entry, OperationResult, Sent
from epp_gateway.journal.states import Event
from epp_gateway.model.errors import Draining, RoadError
from epp_gateway.model.plan import StepState
from epp_gateway.model.responses import Response
from epp_gateway.model.terms import parse_instant
from epp_gateway.pool.actions import Priority

from .accounts import Accounts
from .evidence import NOT_DONE, Proof, Verdict, pending_verdict, questions, verdict
from .progress import moved, step_failed, stepped, with_step
from .wire import Clock, Wire

_ASKS = 2
_UNKNOWN_ASKS = 3
_PAUSE_FIRST, _PAUSE_CAP = 0.5, 30.0


class Reconciler:
    """Finds out what became of commands whose reply is missing."""

    def __init__(self, accounts: Accounts, wire: Wire, *, clock: Clock) -> None:
        self._accounts = accounts
        self._wire = wire
        self._clock = clock

    async def settle(self, entry: Entry, n: int) -> tuple[Entry, Event]:
        """Ask once about the last attempt of step `n`, and say what follows. Waits while the registry is away."""
        step = entry.plan[n]
        account = self._accounts.get(step.account)
        if step.asked or step.unclear:
            await trio.sleep(account.settle_seconds)
        attempt = step.attempts[-1]
        answers = await self._answers(entry, n)
        found = verdict(attempt.command, account.clid, parse_instant(attempt.promised_at), answers)
        return self._conclude(entry, n, found)

    async def look(self, entry: Entry, n: int) -> Verdict:
        """Ask about a step that the registry took as pending (1001).

        Raises:
            RoadError: the registry can not be asked now.
        """
        step = entry.plan[n]
        account = self._accounts.get(step.account)
        attempt = step.attempts[-1]
        asked = questions(attempt.command)
        answers = await self._wire.ask(account, entry.panel, asked, operation=entry.id, priority=Priority.BULK)
        promised = parse_instant(attempt.promised_at)
        found = pending_verdict(attempt.command, account.clid, promised, answers, step.data)
        settled = parse_instant(entry.updated_at) + timedelta(seconds=account.settle_seconds)
        if found == NOT_DONE and self._clock() < settled:
            return Verdict(proof=Proof.UNKNOWN, reason="so soon a server may not have heard of it yet")
        return found

    async def _answers(self, entry: Entry, n: int) -> list[Response]:
        step = entry.plan[n]
        account = self._accounts.get(step.account)
        attempt = step.attempts[-1]
        pause = _PAUSE_FIRST
        while True:
            try:
                asked = questions(attempt.command)
                return await self._wire.ask(account, entry.panel, asked, operation=entry.id, avoid=attempt.session)
            except Draining:
                await trio.sleep_forever()
            except RoadError:
                await trio.sleep(pause)
                pause = min(pause * 2, _PAUSE_CAP)

    def _conclude(self, entry: Entry, n: int, found: Verdict) -> tuple[Entry, Event]:
        at = self._clock()
        step = entry.plan[n]
        if found.proof in {Proof.DONE, Proof.PENDING}:
            entry = replace(entry, sent=Sent.YES)  # what was done must have arrived
        match found.proof:
            case Proof.DONE:
                return stepped(entry, n, StepState.DONE, Event.PROVED_DONE, at, found.data)
            case Proof.PENDING:
                return stepped(entry, n, StepState.PENDING, Event.PROVED_PENDING, at, found.data)
            case Proof.TAKEN if step.if_missing:
                return stepped(entry, n, StepState.SKIPPED, Event.PROVED_NOT_DONE, at)
            case Proof.TAKEN:
                result = OperationResult(code=2302, message=found.reason, reason="taken")
                return step_failed(moved(entry, Event.PROVED_NOT_DONE, at), n, result, at)
            case _:
                return self._not_proved(entry, n, found)

    def _not_proved(self, entry: Entry, n: int, found: Verdict) -> tuple[Entry, Event]:
        at = self._clock()
        step = entry.plan[n]
        if found.proof is Proof.NOT_DONE:
            again, counted = step.asked + 1 < _ASKS, {"asked": step.asked + 1}
        else:
            again, counted = step.unclear + 1 < _UNKNOWN_ASKS, {"unclear": step.unclear + 1}
        if again:
            return moved(with_step(entry, n, **counted), Event.ASKED, at), Event.ASKED
        entry = with_step(entry, n, asked=0, unclear=0)
        if found.proof is Proof.UNKNOWN:
            result = OperationResult(message=f"the registry can not tell: {found.reason}", reason="unknown-outcome")
            if entry.plan[n].undo:  # nobody has to decide: it is listed as left behind
                return step_failed(moved(entry, Event.PROVED_NOT_DONE, at), n, result, at)
            held = replace(entry, result=result)
            return moved(held, Event.HELD_BACK, at), Event.HELD_BACK
        if at < parse_instant(entry.deadline) and not found.reason:
            return stepped(entry, n, StepState.TODO, Event.PROVED_NOT_DONE, at)
        message = found.reason or "the registry did not execute it, and the time to send it again is over"
        result = OperationResult(message=message, reason="not-executed")
        return step_failed(moved(entry, Event.PROVED_NOT_DONE, at), n, result, at)
