"""What an operation says, held against what the registries really got and did."""

from collections.abc import Collection, Iterator

from epp_gateway.journal.entry import Entry, Sent, State
from epp_gateway.model.commands import DomainTransfer
from epp_gateway.model.plan import Step, StepState


def falsehoods(
    entry: Entry, *, arrived: Collection[str | None], executed: Collection[str | None], others_act: bool
) -> Iterator[str]:
    """Everything an operation says that is not so, in words.

    Args:
        entry: the operation.
        arrived: ids of all requests that a registry got.
        executed: ids of all transforms that a registry did.
        others_act: whether somebody beside us may have made true what a step wanted.
    """
    touched = [attempt.cltrid for attempt in entry.attempts if attempt.cltrid in arrived]
    if entry.sent is Sent.NO and touched and not any(step.state is StepState.SENT for step in entry.plan):
        yield f"says that nothing was sent, but {touched} arrived"
    if entry.state in {State.REFUSED, State.CANCELLED} and touched:
        yield f"sent {touched}"
    for step in entry.plan:
        done = [attempt.cltrid for attempt in step.attempts if attempt.cltrid in executed]
        yield from _of_step(step, done, others_act=others_act)
    if entry.state is State.SUCCEEDED:
        yield from _unfinished(entry)
    if entry.state is State.FAILED:
        yield from _left_behind(entry)


def _of_step(step: Step, done: list[str], *, others_act: bool) -> Iterator[str]:
    if len(done) > 1:
        yield f"was executed more than once: {done}"
    if step.state is StepState.FAILED and done and not step.undo and not _was_pending(step):
        yield f"a step is failed, but {done} was executed"
    if step.state is StepState.DONE and not done and not others_act:
        yield f"a step is done, but nothing of {step.attempts} was executed"


def _was_pending(step: Step) -> bool:
    """Whether the registry took a step and then came to another end."""
    last = step.attempts[-1]
    return last.code == 1001 or isinstance(last.command, DomainTransfer)


def _unfinished(entry: Entry) -> Iterator[str]:
    for step in entry.plan:
        if step.state not in {StepState.DONE, StepState.SKIPPED} or step.undo:
            yield f"succeeded with a step that is {step.state}"


def _left_behind(entry: Entry) -> Iterator[str]:
    made = {step.makes for step in entry.plan if step.makes and step.state is StepState.DONE and not step.undo}
    undone = {step.makes for step in entry.plan if step.undo and step.state is StepState.DONE}
    if made - undone != set(entry.orphans):
        yield f"made {made}, took back {undone}, and lists the orphans {entry.orphans}"
