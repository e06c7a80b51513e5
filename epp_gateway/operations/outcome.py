"""The operation document: one function makes it for the first answer and for every repeat."""

from collections.abc import Mapping
from typing import Any

import msgspec

from epp_gateway.journal.entry import Entry, Sent, State
from epp_gateway.model.decision import Decision
from epp_gateway.model.names import parse_name
from epp_gateway.model.plan import Attempt, StepState

from .progress import plain, principal_step

Document = dict[str, Any]


def document(entry: Entry, *, extra: Mapping[str, Any] | None = None) -> Document:
    """An operation as the interface shows it.

    Args:
        entry: the operation.
        extra: what is shown once and not kept, such as a new auth code; it is added to the result's data.
    """
    unicode = parse_name(entry.object_name).unicode if entry.object_kind != "contact" else entry.object_name
    return {
        "id": entry.id,
        "type": entry.type,
        "object": entry.object_name,
        "object_kind": entry.object_kind,
        "object_unicode": unicode,
        "registry": entry.account,
        "panel": entry.panel,
        "account": entry.account,
        "state": entry.state.value,
        "completed": entry.state.completed,
        "action_required": entry.state is State.HELD,
        "sent": _sent(entry).value,
        "decision": _decision(entry.decision),
        "attempts": [_attempt(attempt) for attempt in entry.attempts],
        "steps": [_step(step) for step in entry.plan],
        "result": _result(entry, extra or {}),
        "orphans": [msgspec.to_builtins(made) for made in entry.orphans],
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
    }


def _sent(entry: Entry) -> Sent:
    """Whether bytes left; while an attempt is promised and not answered they may have."""
    under_way = any(step.state is StepState.SENT for step in entry.plan)
    return Sent.MAYBE if entry.sent is Sent.NO and under_way else entry.sent


def _decision(decision: Decision) -> Document:
    return {
        "effect": decision.effect.value,
        "rules": [
            {
                "id": hit.id,
                "effect": hit.effect.value,
                "cite": list(hit.cite),
                "message": {"en": hit.message.en, "ja": hit.message.ja},
                "facts": hit.facts,
            }
            for hit in decision.rules
        ],
        "displaced": msgspec.to_builtins(decision.displaced),
        "earliest": decision.earliest,
        "needs": list(decision.needs),
        "quote": decision.quote,
        "packs": decision.packs,
        "at": decision.at,
    }


def _attempt(attempt: Attempt) -> Document:
    return {
        "cltrid": attempt.cltrid,
        "svtrid": attempt.svtrid,
        "command": str(attempt.command.__struct_config__.tag),
        "session": attempt.session,
        "sent_at": attempt.sent_at,
        "answered_at": attempt.answered_at,
        "code": attempt.code,
        "message": attempt.message,
    }


def _step(step: Any) -> Document:
    return {
        "command": str(step.goal.__struct_config__.tag),
        "account": step.account,
        "state": step.state.value,
        "undo": step.undo,
        "attempts": [attempt.cltrid for attempt in step.attempts],
    }


def _result(entry: Entry, extra: Mapping[str, Any]) -> Document | None:
    if entry.result is not None:
        result = entry.result
        return {
            "code": result.code,
            "message": result.message,
            "reason": result.reason,
            "values": list(result.values),
            "ext_values": [{"value": value, "reason": reason} for value, reason in result.ext_values],
            "data": {**result.data, **extra},
        }
    step = principal_step(entry)
    if step is None or step.state is not StepState.PENDING:
        return None
    message = step.attempts[-1].message or "pending at the registry"
    data = {**plain(step.data), **extra}
    return {"code": 1001, "message": message, "reason": None, "values": [], "ext_values": [], "data": data}
