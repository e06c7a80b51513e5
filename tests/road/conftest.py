"""The whole road for real: simulators and gateway as processes, TLS between them, HTTP in front; synchronous helpers.

A `Place` holds one folder, its simulators and a gateway that can be stopped, killed and started again.
"""

import functools
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib import request as http

import pytest
import structlog
import trio

from epp_gateway.app.client import Answer, Gateway
from epp_gateway.app.clock import SystemClock
from epp_gateway.app.town import write_configuration
from epp_gateway.epp.codec import Codec
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.model.commands import Command, Request
from epp_gateway.model.responses import Response
from epp_gateway.model.secret import Secret
from epp_gateway.pool.runner import Pool
from epp_gateway.pool.settings import Endpoint, Limits, PoolSettings, TlsSettings
from epp_gateway.resources import folder

SECONDS = 30


class Process:
    """`epp-gateway ARGUMENTS`, whose first line says that it is ready."""

    def __init__(self, folder: Path, *arguments: str, env: dict[str, str] | None = None) -> None:
        self.errors = folder / f"{arguments[0]}-{secrets.token_hex(3)}.err"
        with self.errors.open("wb") as errors:
            command = [sys.executable, "-m", "epp_gateway", *arguments]
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, env={**os.environ, **(env or {})}
            )

    @functools.cached_property
    def ready(self) -> dict[str, Any]:
        """What it says of itself; waits until it has said so."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.errors.read_text()
        return dict(json.loads(line))

    def end(self, how: int = signal.SIGTERM) -> int:
        """Send a signal and wait; gives the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


class Simulator:
    """A simulator's control interface."""

    def __init__(self, process: Process) -> None:
        self.process = process

    @property
    def ready(self) -> dict[str, Any]:
        return self.process.ready

    def control(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = http.Request(f"{self.ready['control']}{path}", method=method, data=data)
        with http.urlopen(asked, timeout=SECONDS) as answer:
            return json.loads(answer.read() or b"null")

    def fault(self, do: str, command: str, name: str = "*", **more: Any) -> None:
        self.control("POST", "/faults", {"match": {"command": command, "name": name}, "do": do, **more})

    def executed(self, what: str, name: str) -> int:
        return int(self.control("GET", "/stats")[what].get(name, 0))

    def frames(self, after: int = 0) -> list[dict[str, Any]]:
        return list(self.control("GET", f"/transcript?after={after}"))

    def about(self, name: str) -> int:
        """How many frames about a name passed: sessions may log in at any time."""
        return sum(name in frame["frame"] for frame in self.frames())

    def as_other_registrar(self, dialect: str, *commands: Command) -> list[Response]:
        """Send commands as registrar-b, over an EPP session of its own."""
        return trio.run(_speak, self.ready, dialect, commands)

    def received(self, text: str) -> list[str]:
        """The frames the registry received that hold a text."""
        return [f["frame"] for f in self.frames() if f["direction"] == "received" and text in f["frame"]]


async def _speak(ready: dict[str, Any], dialect: str, commands: Sequence[Command]) -> list[Response]:
    host, _, port = ready["epp"].rpartition(":")
    account = ready["accounts"][1]
    cert = Path(account["cert"])
    settings = PoolSettings(
        account="other",
        clid=account["clid"],
        password=Secret(account["password"]),
        endpoints=(Endpoint(host=host, port=int(port)),),
        tls=TlsSettings(ca_file=Path(ready["ca"]), cert_file=cert, key_file=cert),
        dialect=dialect,
        limits=Limits(max_sessions=1),
    )
    codec = Codec(Schemas.load(folder("schemas")))
    pool = Pool(settings, codec=codec, clock=SystemClock().now, log=structlog.get_logger().bind())
    answers = []
    async with trio.open_nursery() as nursery:
        await nursery.start(pool.run)
        async with pool.lease(panel="other", timeout=SECONDS) as lease:
            for command in commands:
                request = Request(command=command, cltrid=f"other-{secrets.token_hex(6)}")
                answers.append((await lease.execute(request)).response)
        await pool.drain()
    return answers


class Place:
    """A folder with simulators and a gateway."""

    def __init__(self, folder: Path, profiles: tuple[str, ...], *simulate: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.simulators: dict[str, Simulator] = {}
        self.gateway: Process | None = None
        self._tokens: dict[str, Secret] = {}
        options = ("--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--require-client-cert", *simulate)
        for profile in profiles:
            self.simulators[profile] = Simulator(Process(folder, "simulate", "--profile", profile, *options))
        self.config = write_configuration(folder, {name: sim.ready for name, sim in self.simulators.items()})

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def add_panel(self, panel: str, *scopes: str) -> None:
        options = [option for scope in scopes for option in ("--scope", scope)]
        command = [sys.executable, "-m", "epp_gateway", "panel", "add", panel, "--config", str(self.config), *options]
        done = subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
        self._tokens[panel] = Secret(done.stdout.decode().split()[-1])

    def start(self, *arguments: str) -> None:
        self.gateway = Process(self.folder, "serve", "--config", str(self.config), *arguments)

    def stop(self, how: int = signal.SIGTERM) -> int:
        assert self.gateway is not None
        code = self.gateway.end(how)
        self.gateway = None
        return code

    @property
    def url(self) -> str:
        assert self.gateway is not None
        return str(self.gateway.ready["api"])

    def token(self, panel: str) -> str:
        return self._tokens[panel].reveal()

    def client(self, panel: str) -> Gateway:
        return Gateway(self.url, self._tokens[panel])

    def panel(self, panel: str = "alpha") -> "Panel":
        return Panel(self, self.client(panel))

    def log_lines(self) -> list[dict[str, Any]]:
        files = sorted((self.folder / "log").glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]

    def end(self) -> None:
        if self.gateway is not None:
            self.stop()
        for simulator in self.simulators.values():
            simulator.process.end()


class Panel:
    """The API as one panel uses it."""

    def __init__(self, place: Place, gateway: Gateway) -> None:
        self.place = place
        self._gateway = gateway

    def get(self, path: str, **query: Any) -> Answer:
        return self._gateway.call("GET", path, **query)

    def write(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, wait: int = 20, **query: Any
    ) -> Answer:
        return self._gateway.call(method, path, body, key=key or secrets.token_hex(8), wait=wait, **query)

    def create(self, name: str, *, wait: int = 20, key: str | None = None, **body: Any) -> Answer:
        return self.write("POST", "/v1/domains", {"name": name, **body}, wait=wait, key=key)

    def operation(self, answer: Answer) -> dict[str, Any]:
        return dict(self.get(f"/v1/operations/{answer.document['id']}").document)

    def until(self, answer: Answer, *states: str) -> dict[str, Any]:
        """Poll an operation until it is in one of the states; a bounded wait on a real process."""
        ends = time.monotonic() + SECONDS
        while (found := self.operation(answer))["state"] not in states:
            assert time.monotonic() < ends, found
            time.sleep(0.02)
        return found


CONTACT = {
    "email": "hanako@example.jp",
    "voice": "+81.312345678",
    "postal": [
        {
            "type": "int",
            "name": "Hanako Yamada",
            "street": ["1-1"],
            "city": "Chiyoda-ku",
            "sp": "13",
            "pc": "100-0001",
            "cc": "JP",
        },
        {
            "type": "loc",
            "name": "山田花子",
            "street": ["千代田1-1"],
            "city": "千代田区",
            "sp": "13",
            "pc": "100-0001",
            "cc": "JP",
        },
    ],
}


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Three registries and a gateway with the panels alpha, beta and an operator; shared, so names are fresh ones."""
    made = Place(tmp_path_factory.mktemp("road"), ("verisign", "jprs", "generic"))
    try:
        made.add_panel("alpha", "read", "write", "unlock", "facts")
        made.add_panel("beta", "read", "write", "unlock")
        made.add_panel("operator", "read", "operate", "facts")
        made.start()
        made.panel().write("PATCH", "/v1/accounts/alpha/facts", {"debts": [], "disputes": []})
        yield made
    finally:
        made.end()


@pytest.fixture
def own_place(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """Makes a place of a test's own, to be stopped and killed at will; panel alpha is there and nothing runs yet."""
    made: list[Place] = []

    def make(*simulate: str, profiles: tuple[str, ...] = ("verisign",)) -> Place:
        new = Place(tmp_path / f"place-{len(made)}", profiles, *simulate)
        made.append(new)
        new.add_panel("alpha", "read", "write", "unlock", "facts")
        return new

    yield make
    for one in made:
        one.end()


@pytest.fixture
def fresh() -> Callable[[str], str]:
    """Gives names that nobody used."""
    return lambda suffix: f"n{secrets.token_hex(5)}.{suffix}"
