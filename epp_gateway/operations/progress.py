"""How an entry moves through its plan; pure. Every function gives a new entry and the event for its history.

A reply to a transform means one of five things: done, pending (1001), refused, in doubt (2400, 2500, or no reply at
all), or "it was our own first attempt that made this so" (2302 after a repeated create), which is doubt as well.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from epp_gateway.journal.entry import Entry, OperationResult, Sent, State
from epp_gateway.journal.states import Event
from epp_gateway.journal.states import moved as move
from epp_gateway.model.commands import (
    ContactCreate,
    ContactDelete,
    DomainCreate,
    DomainDelete,
    DomainRenew,
    DomainTransfer,
    DomainUpdate,
    HostCreate,
    HostDelete,
    HostUpdate,
    TransformCommand,
    object_of,
)
from epp_gateway.model.objects import ResponseData
from epp_gateway.model.plan import ENDED, Attempt, Step, StepState
from epp_gateway.model.responses import DOUBT_CODES, Response
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import format_instant

from .planning import undo_of

EXISTS, GONE = 2302, 2303
DONE, PENDING = 1000, 1001
NO_DEPOSIT = 2104

_OWN_ECHO: Mapping[type, frozenset[int]] = {
    DomainCreate: frozenset({EXISTS}),
    HostCreate: frozenset({EXISTS}),
    ContactCreate: frozenset({EXISTS}),
    DomainDelete: frozenset({GONE, 2304}),
    HostDelete: frozenset({GONE}),
    ContactDelete: frozenset({GONE}),
    DomainRenew: frozenset({2004, 2306, 2105}),
    DomainTransfer: frozenset({2300, 2301, 2304, 2106, 2201}),
    DomainUpdate: frozenset({2306, 2304}),
    HostUpdate: frozenset({2306, 2304}),
}
"""Codes by which a registry may answer a repeated command whose first attempt did run after all."""


def next_step(entry: Entry) -> int | None:
    """The number of the first step that has not ended, or None."""
    return next((n for n, step in enumerate(entry.plan) if step.state not in ENDED), None)


def with_step(entry: Entry, n: int, **changes: Any) -> Entry:
    """The entry with step `n` changed."""
    step = replace(entry.plan[n], **changes)
    return replace(entry, plan=(*entry.plan[:n], step, *entry.plan[n + 1 :]))


def moved(entry: Entry, event: Event, at: datetime) -> Entry:
    """The entry in the state that `event` leads to."""
    return move(entry, event, at=format_instant(at))


def is_fixed(step: Step) -> bool:
    """Whether a step's command is known without asking the registry anything."""
    return not step.if_missing and isinstance(step.goal, TransformCommand)


def promised(entry: Entry, n: int, command: TransformCommand, at: datetime) -> Entry:
    """The entry with an attempt of step `n` promised: from the moment this is durable, bytes may leave."""
    attempt = Attempt(cltrid=entry.next_cltrid(), command=command, promised_at=format_instant(at))
    step = entry.plan[n]
    entry = with_step(entry, n, state=StepState.SENT, attempts=(*step.attempts, attempt))
    return moved(entry, Event.STEP_PROMISED, at)


def promised_if_fixed(entry: Entry, at: datetime) -> Entry:
    """The entry with its next step promised, when that step needs no question first."""
    n = next_step(entry)
    if entry.state is not State.SENDING or n is None:
        return entry
    step = entry.plan[n]
    if step.state is not StepState.TODO or not is_fixed(step):
        return entry
    return promised(entry, n, step.goal, at)  # type: ignore[arg-type] # fixed steps carry a command


def _last_attempt(entry: Entry, n: int, **changes: Any) -> tuple[Attempt, ...]:
    *before, last = entry.plan[n].attempts
    return (*before, replace(last, **changes))


class Reply(msgspec.Struct, frozen=True):
    """A reply with where and when it came."""

    response: Response
    session: str
    sent_at: datetime
    answered_at: datetime


def answered(entry: Entry, n: int, reply: Reply) -> tuple[Entry, Event]:
    """The entry after a reply to the last attempt of step `n`."""
    response, at = reply.response, reply.answered_at
    attempts = _last_attempt(
        entry,
        n,
        session=reply.session,
        sent_at=format_instant(reply.sent_at),
        answered_at=format_instant(at),
        code=response.code,
        message=response.message,
        svtrid=response.svtrid,
    )
    entry = replace(with_step(entry, n, attempts=attempts), sent=Sent.YES)
    step = entry.plan[n]
    if response.code == PENDING:
        return stepped(entry, n, StepState.PENDING, Event.STEP_PENDING, at, response.data)
    if response.code == DONE:
        return stepped(entry, n, StepState.DONE, Event.STEP_DONE, at, response.data)
    if response.is_success or response.code in DOUBT_CODES or _may_be_own_echo(step, response.code):
        return stepped(entry, n, StepState.DOUBT, Event.STEP_DOUBT, at)
    if response.code == NO_DEPOSIT and not step.undo:
        entry = replace(entry, result=result_of(response, "deposit"))
        return stepped(entry, n, StepState.TODO, Event.HELD_BACK, at)
    if step.if_missing and response.code == EXISTS:
        return stepped(entry, n, StepState.SKIPPED, Event.STEP_SKIPPED, at)
    if step.undo and response.code == GONE:
        return stepped(entry, n, StepState.DONE, Event.STEP_DONE, at)
    return step_failed(entry, n, result_of(response), at)


def _may_be_own_echo(step: Step, code: int) -> bool:
    return any(map(_may_have_left, step.attempts[:-1])) and code in _OWN_ECHO.get(
        type(step.attempts[-1].command), frozenset()
    )


def _may_have_left(attempt: Attempt) -> bool:
    """Whether bytes of an attempt may have left; of one that a crash cut off nothing is known."""
    return attempt.sent_at is not None or attempt.code is not None or attempt.message is None


def stepped(
    entry: Entry, n: int, state: StepState, event: Event, at: datetime, data: ResponseData | None = None
) -> tuple[Entry, Event]:
    """The entry with step `n` in a new state, moved by `event`."""
    entry = with_step(entry, n, state=state, data=data if data is not None else entry.plan[n].data)
    return moved(entry, event, at), event


def doubted(entry: Entry, n: int, reason: str, session: str | None, sent_at: datetime, at: datetime) -> Entry:
    """The entry after bytes left and no valid reply came."""
    attempts = _last_attempt(entry, n, session=session, sent_at=format_instant(sent_at), message=reason)
    entry = replace(with_step(entry, n, attempts=attempts), sent=Sent.YES if entry.sent is Sent.YES else Sent.MAYBE)
    return stepped(entry, n, StepState.DOUBT, Event.STEP_DOUBT, at)[0]


def not_sent(entry: Entry, n: int, reason: str, at: datetime) -> Entry:
    """The entry with the last attempt of step `n` marked as never sent; the step is to be done again."""
    attempts = _last_attempt(entry, n, message=f"not sent: {reason}")
    return moved(with_step(entry, n, attempts=attempts, state=StepState.TODO), Event.STEP_UNSENT, at)


def ended_unsent(entry: Entry, n: int, result: OperationResult, at: datetime) -> tuple[Entry, Event]:
    """The end of an operation of which no byte left: the same key may try again."""
    entry = replace(with_step(entry, n, state=StepState.FAILED), result=result, sent=Sent.NO)
    return moved(entry, Event.UNSENT, at), Event.UNSENT


def step_failed(entry: Entry, n: int, result: OperationResult, at: datetime) -> tuple[Entry, Event]:
    """The entry after step `n` failed for good: what the plan made is taken back, or listed as an orphan.

    The operation ends as failed once the steps that take back have ended.
    """
    step = entry.plan[n]
    entry = moved(with_step(entry, n, state=StepState.FAILED), Event.STEP_FAILED, at)
    if step.undo:
        orphans = (*entry.orphans, step.makes) if step.makes else entry.orphans
        return replace(entry, orphans=orphans), Event.STEP_FAILED
    plan = tuple(
        replace(later, state=StepState.SKIPPED) if later.state is StepState.TODO else later for later in entry.plan
    )
    made = [step for step in plan if step.makes and step.state is StepState.DONE]
    undo = [undo_of(step) for step in reversed(made)]
    kept = tuple(step.makes for step in made if step.makes and undo_of(step) is None)
    entry = replace(entry, plan=(*plan, *(step for step in undo if step)), orphans=(*entry.orphans, *kept))
    return replace(entry, result=entry.result or result), Event.STEP_FAILED


def finished(entry: Entry, at: datetime) -> tuple[Entry, Event]:
    """The entry after its last step ended: failed when a step failed, else succeeded. Secrets are dropped."""
    if entry.result is not None:
        return scrubbed(moved(entry, Event.FAILED, at)), Event.FAILED
    done = replace(entry, result=_success(entry))
    return scrubbed(moved(done, Event.FINISHED, at)), Event.FINISHED


def closed(
    entry: Entry, n: int, *, done: bool, reason: str, data: ResponseData | None, at: datetime
) -> tuple[Entry, Event]:
    """The entry after its pending step `n` ended at the registry: done, or not done for a reason."""
    if done:
        entry = with_step(entry, n, state=StepState.DONE, data=data if data is not None else entry.plan[n].data)
        if next_step(entry) is not None:
            return moved(entry, Event.RESUMED, at), Event.RESUMED
        entry = replace(entry, result=_success(entry))
        return scrubbed(moved(entry, Event.CLOSED_OK, at)), Event.CLOSED_OK
    made = tuple(step.makes for step in entry.plan if step.makes and step.state is StepState.DONE)
    result = OperationResult(message=reason or "the registry did not do it", reason="not-done", data=plain(data))
    entry = replace(with_step(entry, n, state=StepState.FAILED), result=result, orphans=(*entry.orphans, *made))
    return scrubbed(moved(entry, Event.CLOSED_FAILED, at)), Event.CLOSED_FAILED


def given_up(entry: Entry, words: str, at: datetime) -> Entry:
    """A held operation that an operator gives up: what it made is listed, and what nobody can tell stays untold."""
    made = tuple(step.makes for step in entry.plan if step.makes and step.state is StepState.DONE and not step.undo)
    plan = tuple(step if step.state in ENDED else replace(step, state=StepState.FAILED) for step in entry.plan)
    result = OperationResult(message=words, reason="given-up")
    entry = replace(entry, plan=plan, result=result, orphans=(*entry.orphans, *made))
    return scrubbed(moved(entry, Event.NOT_EXECUTED, at))


def result_of(response: Response, reason: str | None = None) -> OperationResult:
    """A registry's answer as an operation's result, with every value it gave."""
    return OperationResult(
        code=response.code,
        message=response.message,
        reason=reason,
        values=tuple(value for result in response.results for value in result.values),
        ext_values=tuple((ext.value, ext.reason) for result in response.results for ext in result.ext_values),
    )


def _success(entry: Entry) -> OperationResult:
    step = principal_step(entry)
    if step is None:
        return OperationResult(message="done; nothing had to be sent")
    last = step.attempts[-1]
    code = last.code if last.code is not None and last.code < 2000 else 1000
    message = last.message if last.code == code and last.message else "done, as the registry confirmed when asked"
    return OperationResult(code=code, message=message, data=plain(step.data))


def principal_step(entry: Entry) -> Step | None:
    """The step that is about the operation's own object, the one with data first; else any that was sent."""
    sent = [step for step in entry.plan if step.attempts and not step.undo]
    own = [step for step in sent if object_of(step.attempts[-1].command) == entry.object_name]
    with_data = [step for step in own if step.data is not None]
    return next(iter([*with_data, *reversed(own), *reversed(sent)]), None)


def plain(data: ResponseData | None) -> dict[str, Any]:
    """Registry data as JSON, without its auth code."""
    if data is None:
        return {}
    values: dict[str, Any] = msgspec.to_builtins(data, enc_hook=lambda _secret: None)
    hidden = {"type", "auth_info", "auth_form"}
    return {name: value for name, value in values.items() if name not in hidden and value not in (None, ())}


_NOTHING = Secret("")


def scrubbed(entry: Entry) -> Entry:
    """The entry without auth codes, once nobody needs them: a losing registrar keeps none (RFC 9154 section 4.3)."""
    if entry.state is State.FAILED and entry.sent is Sent.NO:
        return entry
    wish = entry.wish
    if getattr(wish, "auth_code", None) is not None:
        wish = replace(wish, auth_code=_NOTHING)
    return replace(entry, wish=wish, plan=tuple(_scrubbed_step(step) for step in entry.plan))


def _scrubbed_step(step: Step) -> Step:
    attempts = tuple(replace(attempt, command=_without_code(attempt.command)) for attempt in step.attempts)
    goal = step.goal
    return replace(step, goal=_without_code(goal), attempts=attempts)


def _without_code(command: Any) -> Any:
    if getattr(command, "auth_info", None) is None:
        return command
    return replace(command, auth_info=_NOTHING, auth_form=None)
