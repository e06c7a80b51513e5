"""What the HTTP door needs from the rest: protocols only, kept by the operations layer and by the tests' fakes.

A `Document` is the operation document of the interface as plain JSON values; `object` is a name or id. Where an
operation ended at a registry, its `result` holds `code`, `message`, `reason`, `data`, `values` and `ext_values` (each
`{value, reason}`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from epp_gateway.model.base import Value
from epp_gateway.model.caller import Caller
from epp_gateway.model.facts import FactScope
from epp_gateway.model.intent import Intent, ObjectKind

Document = dict[str, Any]
Act = Literal["cancel", "release", "reject"]


class Panels(Protocol):
    """Knows the panels' tokens."""

    async def authenticate(self, token: str) -> Caller | None:
        """Tell whose token it is, or None."""


class Desk(Protocol):
    """Takes intents and keeps their operations going, whether or not the caller stays."""

    async def submit(self, intent: Intent, *, dry_run: bool = False) -> Document:
        """Promise, refuse or hold; the document as it stands then. With `dry_run` only the decision is made.

        Raises:
            CallerError: the intent cannot be taken.
            StoreFailure: no promise can be kept.
        """

    async def wait(self, operation_id: str, seconds: float) -> Document:
        """Give the document once it is final or waits for somebody else (held, pending), or the latest after `seconds`.

        A new auth code is in the first document given here that says that it is set, and in no other.
        """

    async def act(self, caller: Caller, operation_id: str, action: Act, reason: str) -> Document:
        """Cancel, release or reject an operation.

        Raises:
            NotFound, WrongState, NotAllowed: it cannot be done.
        """


class Reads(Protocol):
    """Reads. Every call raises CallerError; those that may ask a registry raise RoadError too."""

    async def check(
        self, panel: str, kind: ObjectKind, names: Sequence[str], registry: str | None
    ) -> list[dict[str, Any]]:
        """Availability in the order of the names, each `{name, unicode, available, reason, registry}`.

        `registry` is the account to ask; None means the one that serves the name, or for contacts our own records.
        """

    async def domain(self, panel: str, name: str, *, fresh: bool) -> dict[str, Any]:
        """A panel's domain with `as_of`; `fresh` asks the registry."""

    async def domains(self, panel: str, names: Sequence[str], account: str | None) -> list[dict[str, Any]]:
        """A panel's domains from the gateway's own records; no names means all."""

    async def transfer(self, panel: str, name: str) -> dict[str, Any]:
        """The latest transfer of a name."""

    async def lock(self, panel: str, name: str) -> dict[str, Any]:
        """Client statuses and policy locks of a name, each with who, why, until."""

    async def host(self, panel: str, name: str, *, fresh: bool) -> dict[str, Any]:
        """A panel's host."""

    async def contact(self, panel: str, contact_id: str, *, fresh: bool) -> dict[str, Any]:
        """A panel's contact; `fresh` asks the registries that hold it."""

    async def operation(self, caller: Caller, operation_id: str) -> Document:
        """An operation the caller may see."""

    async def operations(
        self, caller: Caller, *, domain: str | None, state: str | None, limit: int, before: str | None
    ) -> dict[str, Any]:
        """A page of operations, newest first: `{"operations": [...], "next": id or None}`."""

    async def facts(self, scope: FactScope, subject: str, caller: Caller) -> dict[str, Any]:
        """The facts of an account or a domain, each with value, source, as_of."""

    async def put_facts(
        self, scope: FactScope, subject: str, caller: Caller, facts: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Keep facts, each given as `{"value": JSON, "as_of": instant}`; all facts come back."""

    async def registries(self) -> list[dict[str, Any]]:
        """Every registry account in short."""

    async def registry(self, registry_id: str) -> dict[str, Any]:
        """One registry account: state, circuit, sessions, capabilities."""

    async def rule(self, rule_id: str) -> dict[str, Any]:
        """A policy rule with article, messages and examples."""

    async def packs(self) -> list[dict[str, Any]]:
        """The policy packs in force."""

    async def ready(self) -> tuple[bool, list[str]]:
        """Whether work is taken, and why not."""


class Control(Protocol):
    """What operators do with registries. `by` is the panel of whoever asks."""

    async def resume(self, registry: str, by: str) -> None:
        """Close an open circuit. Raises NotFound."""

    async def reload(self, registry: str, by: str) -> None:
        """Use what the configuration says now. Raises NotFound or ConfigError."""


class Ports(Value, frozen=True):
    """Where the door's calls go: who knocks, what is to be done, what is asked, what operators do."""

    panels: Panels
    desk: Desk
    query: Reads
    control: Control


class Log(Protocol):
    """As much of a structlog logger as the door uses."""

    def info(self, event: str, **fields: Any) -> Any:
        """Note something."""

    def warning(self, event: str, **fields: Any) -> Any:
        """Note something odd."""

    def error(self, event: str, **fields: Any) -> Any:
        """Note something that an operator should look at."""
