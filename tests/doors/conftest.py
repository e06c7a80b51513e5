"""Fakes of the operations layer that keep its promises, and a client that talks to the door through ASGI."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import trio
from prometheus_client import CollectorRegistry, Counter

from epp_gateway.doors.http.app import Api, build_app
from epp_gateway.doors.http.ports import Ports
from epp_gateway.model.caller import Caller
from epp_gateway.model.errors import KeyReused, NotFound
from epp_gateway.model.intent import Intent, object_of_wish, type_of_wish

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
ALL = "all"
COMPLETED = {"refused", "succeeded", "failed", "cancelled"}


def _caller(panel: str, scopes: frozenset[str]) -> Caller:
    return Caller(panel=panel, scopes=scopes, token_id="t1")


class FakePanels:
    def __init__(self) -> None:
        everything = frozenset({"read", "write", "unlock", "operate", "facts"})
        self.tokens = {
            "all": _caller("alpha", everything),
            "reader": _caller("alpha", frozenset({"read"})),
            "writer": _caller("alpha", frozenset({"write"})),
            "teller": _caller("alpha", frozenset({"facts"})),
            "operator": _caller("ops", frozenset({"read", "operate"})),
        }
        self.failure: Exception | None = None

    async def authenticate(self, token: str) -> Caller | None:
        if self.failure:
            raise self.failure
        return self.tokens.get(token)


class FakeDesk:
    """Takes intents by key, and ends each operation as `outcome` says when it is waited for."""

    def __init__(self) -> None:
        self.intents: list[Intent] = []
        self.by_key: dict[tuple[str, str], dict[str, Any]] = {}
        self.operations: dict[str, dict[str, Any]] = {}
        self.first: dict[str, Any] = {"state": "sending"}
        self.outcome: dict[str, Any] = {"state": "succeeded"}
        self.failure: Exception | None = None
        self.stuck = False
        self.waits: list[float] = []
        self.waiting = trio.Event()
        self.acts: list[tuple[str, str, str]] = []

    async def submit(self, intent: Intent, *, dry_run: bool = False) -> dict[str, Any]:
        if self.failure:
            raise self.failure
        if dry_run:
            return {**self._document(intent, "dry"), "state": "succeeded", "dry_run": True}
        known = self.by_key.get((intent.panel, intent.key))
        if known is None:
            self.intents.append(intent)
            known = self._document(intent, f"op{len(self.intents)}") | self.first
            known["fingerprint"] = intent.fingerprint
            self.by_key[intent.panel, intent.key] = self.operations[known["id"]] = known
        if known["fingerprint"] != intent.fingerprint:
            raise KeyReused("this key was used for something else")
        return self._shown(known)

    async def wait(self, operation_id: str, seconds: float) -> dict[str, Any]:
        self.waits.append(seconds)
        self.waiting.set()
        known = self.operations[operation_id]
        if self.stuck:
            await trio.sleep(seconds)
        elif known["state"] not in COMPLETED:
            known.update(self.outcome)
        return self._shown(known)

    async def act(self, caller: Caller, operation_id: str, action: str, reason: str) -> dict[str, Any]:
        self.acts.append((operation_id, action, reason))
        known = self.operations.get(operation_id)
        if known is None:
            raise NotFound("there is no such operation")
        known["state"] = {"cancel": "cancelled", "release": "sending", "reject": "refused"}[action]
        return self._shown(known)

    def _document(self, intent: Intent, operation_id: str) -> dict[str, Any]:
        kind, name = object_of_wish(intent.wish)
        return {
            "id": operation_id,
            "type": type_of_wish(intent.wish),
            "object": name,
            "object_kind": kind,
            "object_unicode": name,
            "panel": intent.panel,
            "decision": {"effect": "allow", "rules": [], "earliest": None, "needs": []},
            "attempts": [],
            "result": None,
        }

    def _shown(self, known: Mapping[str, Any]) -> dict[str, Any]:
        shown = {key: value for key, value in known.items() if key != "fingerprint"}
        return {**shown, "completed": shown["state"] in COMPLETED}


class FakeQuery:
    """Answers with what it was asked, so that a test sees what reached it."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.failure: Exception | None = None
        self.is_ready: tuple[bool, list[str]] = (True, [])
        self.as_of = "2026-05-01T12:00:00Z"
        self.gate: trio.Event | None = None
        self.entered = trio.Event()

    async def _said(self, **said: Any) -> dict[str, Any]:
        self.entered.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.failure:
            raise self.failure
        return said

    async def check(self, panel: str, kind: str, names: Sequence[str], registry: str | None) -> list[dict[str, Any]]:
        await self._said()
        return [{"name": name, "available": True, "reason": f"{kind} {panel}", "registry": registry} for name in names]

    async def domain(self, panel: str, name: str, *, fresh: bool) -> dict[str, Any]:
        return await self._said(panel=panel, name=name, fresh=fresh, as_of=self.as_of)

    async def domains(self, panel: str, names: Sequence[str], account: str | None) -> list[dict[str, Any]]:
        return [await self._said(panel=panel, names=list(names), account=account)]

    async def transfer(self, panel: str, name: str) -> dict[str, Any]:
        return await self._said(transfer=name)

    async def lock(self, panel: str, name: str) -> dict[str, Any]:
        return await self._said(lock=name)

    async def host(self, panel: str, name: str, *, fresh: bool) -> dict[str, Any]:
        return await self._said(host=name, fresh=fresh)

    async def contact(self, panel: str, contact_id: str, *, fresh: bool) -> dict[str, Any]:
        return await self._said(contact=contact_id, fresh=fresh)

    async def operation(self, caller: Caller, operation_id: str) -> dict[str, Any]:
        known = self._desk.operations.get(operation_id)
        if known is None or (known["panel"] != caller.panel and "operate" not in caller.scopes):
            raise NotFound("there is no such operation")
        return self._desk._shown(known)

    async def operations(self, caller: Caller, **filters: Any) -> dict[str, Any]:
        return {"operations": [], "next": None, "filters": filters}

    async def facts(self, scope: str, subject: str, caller: Caller) -> dict[str, Any]:
        return await self._said(scope=scope, subject=subject)

    async def put_facts(self, scope: str, subject: str, caller: Caller, facts: Mapping[str, Any]) -> dict[str, Any]:
        return await self._said(scope=scope, subject=subject, facts=facts)

    async def registries(self) -> list[dict[str, Any]]:
        return [await self._said(id="verisign")]

    async def registry(self, registry_id: str) -> dict[str, Any]:
        return await self._said(id=registry_id)

    async def rule(self, rule_id: str) -> dict[str, Any]:
        return await self._said(id=rule_id)

    async def packs(self) -> list[dict[str, Any]]:
        return [await self._said(id="ntt")]

    async def ready(self) -> tuple[bool, list[str]]:
        return self.is_ready


class Lines:
    """A log as a list."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, dict[str, Any]]] = []

    def info(self, event: str, /, **fields: Any) -> None:
        self.lines.append(("info", event, fields))

    def warning(self, event: str, /, **fields: Any) -> None:
        self.lines.append(("warning", event, fields))

    def error(self, event: str, /, **fields: Any) -> None:
        self.lines.append(("error", event, fields))


class FakeControl:
    """Notes what operators do; `trouble` is raised instead."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str, str]] = []
        self.trouble: Exception | None = None

    async def resume(self, registry: str, by: str) -> None:
        await self._act("resume", registry, by)

    async def reload(self, registry: str, by: str) -> None:
        await self._act("reload", registry, by)

    async def _act(self, act: str, registry: str, by: str) -> None:
        await trio.lowlevel.checkpoint()
        if self.trouble is not None:
            raise self.trouble
        self.acts.append((act, registry, by))


class World:
    """The door with all its fakes."""

    def __init__(self) -> None:
        self.panels = FakePanels()
        self.desk = FakeDesk()
        self.query = FakeQuery(self.desk)
        self.control = FakeControl()
        self.log = Lines()
        self.metrics = CollectorRegistry()
        Counter("epp_poll_messages", "Poll messages.", registry=self.metrics).inc()

    def app(self, **options: Any) -> Api:
        return build_app(
            Ports(panels=self.panels, desk=self.desk, query=self.query, control=self.control),
            clock=lambda: NOW,
            log=self.log,
            metrics_registry=self.metrics,
            **options,
        )


class Client:
    """Talks to an application as one panel; each write gets a key of its own unless told otherwise."""

    def __init__(self, app: Api, *, address: str = "127.0.0.1") -> None:
        transport = httpx.ASGITransport(app, client=(address, 1234))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://door")
        self._keys = 0

    async def __call__(
        self, method: str, path: str, body: Any = None, *, token: str | None = ALL, key: str | None = "", **rest: Any
    ) -> httpx.Response:
        self._keys += 1
        headers = dict(rest.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if key is not None:
            headers["Idempotency-Key"] = key or f"key-{self._keys}"
        if body is not None:
            rest["json"] = body
        return await self.http.request(method, path, headers=headers, **rest)


class Shared(World):
    """A world that is always the latest test's, behind an application that is built once for all of them."""

    def __init__(self) -> None:
        self.current = World()
        for part in ("panels", "desk", "query", "control", "log", "metrics"):
            setattr(self, part, Forward(self, part))


class Forward:
    """Stands for one part of the latest test's world."""

    def __init__(self, shared: Shared, part: str) -> None:
        self._shared = shared
        self._part = part

    def __getattr__(self, name: str) -> Any:
        return getattr(getattr(self._shared.current, self._part), name)


@pytest.fixture(scope="session")
def shared() -> tuple[Shared, Api]:
    everyone = Shared()
    return everyone, everyone.app()


@pytest.fixture
def world(shared: tuple[Shared, Api]) -> World:
    shared[0].current = World()
    return shared[0].current


@pytest.fixture
def app(shared: tuple[Shared, Api], world: World) -> Api:
    """The application, with the test's own world behind it."""
    return shared[1]


@pytest.fixture
async def call(app: Api) -> AsyncIterator[Client]:
    client = Client(app)
    async with client.http:
        yield client


@pytest.fixture
def client_of() -> type[Client]:
    """The client's class, for tests that build an application of their own."""
    return Client
