"""The story that the demonstration tells, one function for each step: what a panel asks, what must come, what came.

Each step drives the gateway over HTTP as a panel would, and looks at the registry's own books (the simulator's
control interface) where the gateway's word alone would prove nothing.
"""

import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib import request

import trio

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model.base import Value
from epp_gateway.model.commands import DomainTransfer, Request
from epp_gateway.model.errors import Unreachable
from epp_gateway.model.secret import Secret
from epp_gateway.pool.runner import Pool
from epp_gateway.pool.settings import Endpoint, Limits, PoolSettings, TlsSettings
from epp_gateway.resources import folder

from .client import Answer
from .logs import SessionLog
from .town import PANEL, Town

JST = timedelta(hours=9)
CONTROL_SECONDS = 10.0


class Told(Value, frozen=True):
    """One step as it was told: `ok` says whether `got` agrees with `expected`."""

    step: str
    request: str
    expected: str
    got: str
    ok: bool


class Story:
    """The state that steps share: names of this run, and what earlier steps learnt."""

    def __init__(self, town: Town, clock: Callable[[], datetime]) -> None:
        self._town = town
        self._clock = clock
        self._panel = town.panel()
        run = secrets.token_hex(3)
        self.name, self.lost = f"first-{run}.com", f"lost-{run}.com"
        self.arriving, self.ending = f"arriving-{run}.com", f"ending-{run}.jp"
        self._expiry = ""

    @property
    def steps(self) -> tuple[Callable[[], Awaitable[Told]], ...]:
        """All steps in their order."""
        return (
            self.check,
            self.create,
            self.info,
            self.renew,
            self.lock,
            self.transfer_out,
            self.transfer_in,
            self.lost_reply,
            self.cancellation,
        )

    async def prepare(self) -> None:
        """What billing and the dispute desk would tell the gateway about this panel's account."""
        await self._call("PATCH", f"/v1/accounts/{PANEL}/facts", {"debts": [], "disputes": []})

    async def check(self) -> Told:
        """Are names of two registries free? One call."""
        body = {"names": [self.name, self.ending]}
        answer = await self._call("POST", "/v1/domain-checks", body)
        free = {found["name"]: found["available"] for found in answer.document.get("results", [])}
        ok = free == dict.fromkeys(body["names"], True)
        return _told("check", f"POST /v1/domain-checks {json.dumps(body)}", "both are available", str(free), ok)

    async def create(self) -> Told:
        """Register a .com name from a name and a period alone."""
        body = {"name": self.name, "period": {"unit": "y", "value": 1}}
        answer = await self._write("POST", "/v1/domains", body)
        made = (await self._stats("verisign"))["creates"].get(self.name, 0)
        self._expiry = _data(answer).get("expires") or ""
        got = f"{_state(answer)}, expires {self._expiry}; the registry counts {made} create"
        ok = answer.status == 201 and made == 1 and bool(self._expiry)
        return _told(
            "create", f"POST /v1/domains {json.dumps(body)}", "201 succeeded; the registry counts 1 create", got, ok
        )

    async def info(self) -> Told:
        """What does the registry itself say about the name?"""
        answer = await self._call("GET", f"/v1/domains/{self.name}", fresh="true")
        expiry = answer.document.get("expires")
        expected = f"200, the registry's own expiry {self._expiry}"
        got, ok = f"{answer.status}, expires {expiry}", answer.status == 200 and expiry == self._expiry
        return _told("info", f"GET /v1/domains/{self.name}?fresh=true", expected, got, ok)

    async def renew(self) -> Told:
        """Extend it by a year, from the expiry that was shown."""
        body = {"current_expiry": self._expiry, "period": {"unit": "y", "value": 1}}
        answer = await self._write("POST", f"/v1/domains/{self.name}/renewals", body)
        done = (await self._stats("verisign"))["renewals"].get(self.name, 0)
        before, after = self._expiry[:4], str(_data(answer).get("expires"))[:4]
        got = f"{_state(answer)}, expires {_data(answer).get('expires')}; the registry counts {done} renewal"
        ok = answer.status == 200 and done == 1 and after.isdecimal() and int(after) == int(before) + 1
        expected = f"200 succeeded, expires {int(before) + 1}-...; the registry counts 1 renewal"
        return _told("renew", f"POST /v1/domains/{self.name}/renewals {json.dumps(body)}", expected, got, ok)

    async def lock(self) -> Told:
        """Lock it against moves to another registrar."""
        body = {"statuses": ["clientTransferProhibited"]}
        answer = await self._write("PUT", f"/v1/domains/{self.name}/lock", body)
        found = await self._control("verisign", "GET", f"/objects/domain/{self.name}")
        got = f"{_state(answer)}; the registry shows {found.get('statuses')}"
        ok = answer.status == 200 and "clientTransferProhibited" in found.get("statuses", [])
        expected = "200 succeeded; the registry shows clientTransferProhibited"
        return _told("lock", f"PUT /v1/domains/{self.name}/lock {json.dumps(body)}", expected, got, ok)

    async def transfer_out(self) -> Told:
        """Ask to move it out on its first day: the terms forbid that, and nothing may reach the registry."""
        seen = await self._frames_about("verisign", self.name)
        body = {"direction": "out"}
        answer = await self._write("POST", f"/v1/domains/{self.name}/transfers", body)
        sent = await self._frames_about("verisign", self.name) - seen
        decision = answer.document.get("operation", {}).get("decision", {})
        cites = [cite for rule in decision.get("rules", []) for cite in rule["cite"]]
        got = (
            f"{_state(answer)}, cites {', '.join(cites)}, possible from {decision.get('earliest')}; {sent} frames sent"
        )
        ok = answer.status == 409 and "002 別記3-1-2" in cites and sent == 0
        expected = "409 refused, cites 002 別記3-1-2; 0 frames sent"
        return _told(
            "transfer out refused by policy",
            f"POST /v1/domains/{self.name}/transfers {json.dumps(body)}",
            expected,
            got,
            ok,
        )

    async def transfer_in(self) -> Told:
        """Bring a name here from another registrar, who approves."""
        code = f"Aa1-{secrets.token_hex(6)}"
        gaining, losing = self._town.simulators["verisign"]["accounts"]
        await self._control(
            "verisign", "PUT", f"/objects/domain/{self.arriving}", {"sponsor": losing["clid"], "auth_info": code}
        )
        body = {"auth_code": code}
        asked = await self._write("POST", f"/v1/domains/{self.arriving}/transfers", body)
        pending = _state(asked)
        await self._approve(losing)
        await self._call("GET", f"/v1/domains/{self.arriving}/transfers/latest")
        ended = await self._call("GET", f"/v1/operations/{asked.document.get('id')}")
        shown = await self._call("GET", f"/v1/domains/{self.arriving}", fresh="true")
        state, sponsor = ended.document.get("state"), shown.document.get("sponsor")
        ok = asked.status == 202 and state == "succeeded" and sponsor == gaining["clid"]
        got = f"{pending}, then {state}; sponsor {sponsor}"
        expected = f"202 pending, then succeeded when the other registrar approves; sponsor {gaining['clid']}"
        return _told("transfer in", f"POST /v1/domains/{self.arriving}/transfers {{auth_code: ***}}", expected, got, ok)

    async def lost_reply(self) -> Told:
        """The registry registers a name and the connection dies before it can say so."""
        await self._fault(
            "verisign", {"match": {"command": "domain.create", "name": self.lost}, "do": "close-after-execute"}
        )
        # The question that follows is slowed down, so that the state in between can be seen.
        await self._fault(
            "verisign", {"match": {"command": "domain.info", "name": self.lost}, "do": "delay", "ms": 1200}
        )
        body = {"name": self.lost, "period": {"unit": "y", "value": 1}}
        first = await self._write("POST", "/v1/domains", body, wait=0)
        between = await self._until(first, {"reconciling"})
        last = await self._until(first, {"succeeded", "failed"})
        made = (await self._stats("verisign"))["creates"].get(self.lost, 0)
        got = f"{between}, then {last}; the registry counts {made} create"
        ok = between == "reconciling" and last == "succeeded" and made == 1
        expected = "reconciling, then succeeded; the registry counts 1 create"
        return _told("lost reply reconciled", f"POST /v1/domains {json.dumps(body)} and no reply", expected, got, ok)

    async def cancellation(self) -> Told:
        """End the contract of a .jp name: the registry keeps it until the month ends in Japan."""
        await self._write("POST", "/v1/contacts", _REGISTRANT)
        await self._write("POST", "/v1/domains", {"name": self.ending, "contacts": {"registrant": _REGISTRANT["id"]}})
        body = {"comment": "no longer used", "confirm": ["end-of-month"]}
        answer = await self._write("POST", f"/v1/domains/{self.ending}/cancellation", body)
        shown = await self._call("GET", f"/v1/domains/{self.ending}", fresh="true")
        end = _month_end(self._clock())
        told = f"{shown.document.get('registry_state')} at {shown.document.get('suspend_at')}"
        got, ok = f"{_state(answer)}; {told}", answer.status == 202 and told == f"to-be-suspended at {end}"
        expected = f"202 pending; to-be-suspended at {end}, the end of the month in Japan"
        return _told(
            ".jp cancellation to the month end",
            f"POST /v1/domains/{self.ending}/cancellation {json.dumps(body)}",
            expected,
            got,
            ok,
        )

    async def _approve(self, losing: dict[str, Any]) -> None:
        """Answer the pending transfer as the other registrar, over an EPP session of its own."""
        settings = _other_registrar(self._town, losing)
        log = SessionLog(self._town.folder / "other-log", self._clock)
        pool = Pool(settings, codec=Codec(Schemas.load(folder("schemas"))), clock=self._clock, log=log.logger)
        try:
            async with trio.open_nursery() as nursery:
                await nursery.start(pool.run)
                async with pool.lease(panel="other", timeout=CONTROL_SECONDS) as lease:
                    approval = DomainTransfer(name=self.arriving, op="approve")
                    await lease.execute(Request(command=approval, cltrid=f"other-{secrets.token_hex(6)}"))
                await pool.drain()
        finally:
            log.close()

    async def _until(self, first: Answer, states: set[str]) -> str:
        """The operation's state once it is one of these, or what it is after ten seconds."""
        state = str(first.document.get("state"))
        with trio.move_on_after(CONTROL_SECONDS):
            while state not in states:
                await trio.sleep(0.05)
                state = str(
                    (await self._call("GET", f"/v1/operations/{first.document.get('id')}")).document.get("state")
                )
        return state

    async def _write(self, method: str, path: str, body: Any, *, wait: int = 20) -> Answer:
        key = secrets.token_hex(12)
        return await trio.to_thread.run_sync(lambda: self._panel.call(method, path, body, key=key, wait=wait))

    async def _call(self, method: str, path: str, body: Any = None, *, fresh: str | None = None) -> Answer:
        return await trio.to_thread.run_sync(lambda: self._panel.call(method, path, body, fresh=fresh))

    async def _fault(self, registry: str, fault: dict[str, Any]) -> None:
        await self._control(registry, "POST", "/faults", fault)

    async def _stats(self, registry: str) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = await self._control(registry, "GET", "/stats")
        return found

    async def _frames_about(self, registry: str, name: str) -> int:
        """How many frames about a name the registry saw: other sessions may log in meanwhile."""
        frames = await self._control(registry, "GET", "/transcript?after=0")
        return sum(name in frame["frame"] for frame in frames)

    async def _control(self, registry: str, method: str, path: str, body: Any = None) -> Any:
        url = f"{self._town.simulators[registry]['control']}{path}"
        return await trio.to_thread.run_sync(_control, method, url, body)


def _control(method: str, url: str, body: Any) -> Any:
    asked = request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())  # noqa: S310 - an address of the simulators we started
    opener = request.build_opener(request.ProxyHandler({}))
    try:
        with opener.open(asked, timeout=CONTROL_SECONDS) as answer:
            return json.loads(answer.read() or b"null")
    except OSError as error:
        raise Unreachable(f"the simulator did not take {method} {url}: {error}") from None


def _other_registrar(town: Town, losing: dict[str, Any]) -> PoolSettings:
    host, _, port = town.simulators["verisign"]["epp"].rpartition(":")
    cert = Path(losing["cert"])
    tls = TlsSettings(ca_file=Path(town.simulators["verisign"]["ca"]), cert_file=cert, key_file=cert)
    return PoolSettings(
        account="other",
        clid=losing["clid"],
        password=Secret(losing["password"]),
        endpoints=(Endpoint(host=host, port=int(port)),),
        tls=tls,
        dialect="verisign",
        limits=Limits(max_sessions=1),
    )


def _told(step: str, asked: str, expected: str, got: str, ok: bool) -> Told:
    return Told(step=step, request=asked, expected=expected, got=got, ok=ok)


def _state(answer: Answer) -> str:
    document = answer.document or {}
    operation = document.get("operation") or document
    return f"{answer.status} {operation.get('state') or document.get('detail')}"


def _data(answer: Answer) -> dict[str, Any]:
    result = (answer.document or {}).get("result") or {}
    data: dict[str, Any] = result.get("data") or {}
    return data


def _month_end(now: datetime) -> str:
    """The end of the current month in Japan as the registry writes it: 24:00 there is 15:00 in UTC."""
    there = now.astimezone(UTC) + JST
    following = (there.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=32)).replace(day=1)
    return (following - JST).strftime("%Y-%m-%dT%H:%M:%SZ")


_ADDRESS = {"name": "Hanako Yamada", "city": "Chiyoda-ku", "sp": "13", "pc": "100-0001", "cc": "JP"}
_REGISTRANT: dict[str, Any] = {
    "id": "hanako",
    "email": "hanako@example.jp",
    "voice": "+81.312345678",
    "postal": [
        {**_ADDRESS, "type": "int", "street": ["1-1 Chiyoda"]},
        {**_ADDRESS, "type": "loc", "name": "山田花子", "city": "千代田区", "street": ["千代田1-1"]},
    ],
}
