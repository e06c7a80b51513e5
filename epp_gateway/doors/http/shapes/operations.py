"""Shapes around operations: what a person says to them, and, for the documentation only, what is answered."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from epp_gateway.model.intent import ObjectKind

from .base import DomainName, Note, Shape

State = Literal["queued", "refused", "held", "sending", "reconciling", "pending", "succeeded", "failed", "cancelled"]


class ActReason(Shape):
    """Why an operation is cancelled, released or rejected."""

    reason: Note = ""


class OperationFilter(BaseModel):
    """Which operations to list, newest first; `before` is the `next` of the last page."""

    model_config = ConfigDict(extra="forbid")

    domain: DomainName | None = None
    state: State | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    before: Annotated[str | None, Field(max_length=64)] = None


class Answered(BaseModel):
    """What is answered; more members may come."""

    model_config = ConfigDict(extra="allow")


class Operation(Answered):
    """An operation: what was asked, what was decided, what was sent, how it ended."""

    id: str
    type: Annotated[str, Field(examples=["domain.create"])]
    object: Annotated[str, Field(description="What it is about: a name as A-labels, or a contact's id.")]
    object_kind: ObjectKind
    object_unicode: Annotated[str, Field(description="The same name as U-labels.")]
    registry: str | None
    panel: str
    account: str | None
    state: State
    completed: Annotated[bool, Field(description="Nothing more will happen.")]
    action_required: Annotated[bool, Field(description="It is held: somebody has to do what `decision.needs` says.")]
    sent: Annotated[Literal["no", "maybe", "yes"], Field(description="Whether bytes reached a registry.")]
    decision: Annotated[
        dict[str, Any], Field(description="Every rule that matched, what was displaced, what is needed.")
    ]
    attempts: Annotated[list[dict[str, Any]], Field(description="Wire attempts, each with a clTRID of its own.")]
    steps: Annotated[list[dict[str, Any]], Field(description="The wire steps of its plan, with their attempts.")]
    result: Annotated[dict[str, Any] | None, Field(description="The registry's code, message and data.")]
    orphans: Annotated[list[dict[str, Any]], Field(description="What it made and could not take back.")]
    created_at: str
    updated_at: str


class OperationPage(Answered):
    """A page of operations."""

    operations: list[Operation]
    next: str | None


class ProblemEntry(Answered):
    """One mistake, one refusing rule or one answer of a registry."""

    type: str
    result: Annotated[str, Field(description="`0` and the EPP code, or `1....` for the gateway's own.")]
    paths: Annotated[list[str], Field(description="JSONPaths into the body.")]
    reason: str
    place: Annotated[str | None, Field(description="The header or parameter, where it is not the body.")] = None
    value: Annotated[list[str] | None, Field(description="Offending elements as the registry sent them.")] = None
    extValue: Annotated[list[dict[str, str]] | None, Field(description="The registry's reasons.")] = None  # noqa: N815 - the interface's name


class ProblemDocument(Answered):
    """A problem (RFC 9457)."""

    type: Annotated[str, Field(description="Ends in the problem's name, or in the id of the rule that refuses.")]
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[ProblemEntry]
    earliest: Annotated[str | None, Field(description="When the refusal ends, if it is a matter of time.")] = None
    needs: Annotated[list[str] | None, Field(description="What is missing.")] = None
    operation: Operation | None = None
