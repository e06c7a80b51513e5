"""changePoll-1.0 (RFC 8590): a notice that somebody else has changed an object of ours."""

from typing import Literal

from epp_gateway.model.base import Value


class ChangeCase(Value, frozen=True):
    """caseId (section 3.1.2): the case that led to the change. `name` says what kind a `custom` one is."""

    id: str
    type: Literal["udrp", "urs", "custom"]
    name: str | None = None


class ChangePoll(Value, frozen=True, tag="change.poll", tag_field="type"):
    """changeData in an answer to poll (section 3.1.2), beside the object's infData.

    Attributes:
        operation: create, delete, renew, transfer, update, restore, autoRenew, autoDelete, autoPurge or custom
            (section 2.1).
        date: when it was done.
        svtrid: the server's transaction id of the operation, not of this answer.
        who: for audits only; no logic may depend on it (section 2.3).
        op: the kind of a transfer or restore, `purge` of a delete, the name of a custom operation.
        state: whether infData beside it shows the object before or after the operation (section 2.2).
        reason: in the words of the server, at most 32 characters.
        reason_lang: the language of the reason; None says nothing, which means English.
    """

    operation: str
    date: str
    svtrid: str
    who: str
    op: str | None = None
    state: Literal["before", "after"] = "after"
    case: ChangeCase | None = None
    reason: str | None = None
    reason_lang: str | None = None
