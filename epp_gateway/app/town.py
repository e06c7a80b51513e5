"""A small world to try the gateway in: two simulated registries and a gateway, as separate processes on free ports.

Everything lives in one throw-away folder: certificates, configuration, store and logs. Nothing of it is for use
against a real registry.
"""

import json
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import trio

from epp_gateway import resources
from epp_gateway.model.base import Value
from epp_gateway.model.errors import Unreachable
from epp_gateway.model.secret import Secret

from .client import Gateway

READY_SECONDS = 30.0
STOP_SECONDS = 30.0
PANEL, OPERATOR = "demo", "operator"
REGISTRIES: Mapping[str, dict[str, Any]] = {
    "verisign": {"tlds": ["com", "net"], "server_id": "Simulator: Verisign-style Com/Net registry"},
    "jprs": {"tlds": ["jp"], "server_id": "Simulator: JPRS-style approximation, not JPRS"},
    "generic": {"tlds": ["test"], "server_id": "Simulator: generic registry"},
}
"""What the configuration says of each simulator."""

STARTED = ("verisign", "jprs")


class Town(Value, frozen=True):
    """Where everything runs.

    Attributes:
        api: scheme, host and port of the gateway.
        simulators: what each simulator said when it was ready.
        folder: the configuration, the store and the logs.
    """

    api: str
    panel_token: Secret
    operator_token: Secret
    simulators: dict[str, dict[str, Any]]
    folder: Path

    def panel(self) -> Gateway:
        """The API as the panel sees it."""
        return Gateway(self.api, self.panel_token)

    def shown(self) -> dict[str, Any]:
        """What a script needs to go on by itself; tokens and passwords are in it."""
        return {
            "api": self.api,
            "console": None,
            "panel_token": self.panel_token.reveal(),
            "operator_token": self.operator_token.reveal(),
            "simulators": self.simulators,
        }


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """Start the simulators and the gateway, give them, and stop them.

    Raises:
        Unreachable: one of them did not start.
    """
    async with AsyncExitStack() as stack:
        simulators = {}
        for profile in STARTED:
            arguments = ("simulate", "--profile", profile, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0")
            simulators[profile] = await stack.enter_async_context(
                process(*arguments, "--require-client-cert", folder=folder)
            )
        config = write_configuration(folder, simulators)
        panel = await _panel(config, PANEL, "read", "write", "unlock", "facts")
        operator = await _panel(config, OPERATOR, "read", "operate", "facts")
        serving = await stack.enter_async_context(process("serve", "--config", str(config), folder=folder))
        yield Town(api=serving["api"], panel_token=panel, operator_token=operator, simulators=simulators, folder=folder)


@asynccontextmanager
async def process(*arguments: str, folder: Path) -> AsyncIterator[dict[str, Any]]:
    """Run `epp-gateway ARGUMENTS` and give the line of JSON by which it says that it is ready.

    Raises:
        Unreachable: it ended, or said nothing in time; its own words are in the reason.
    """
    errors = (folder / f"{arguments[0]}-{secrets.token_hex(2)}.err").open("wb")
    command = [sys.executable, "-m", "epp_gateway", *arguments]
    with errors:
        running = await trio.lowlevel.open_process(command, stdout=subprocess.PIPE, stderr=errors)
    try:
        yield await _ready(running, arguments[0], Path(errors.name))
    finally:
        with trio.CancelScope(shield=True):
            await _stop(running)


async def _ready(running: trio.Process, name: str, errors: Path) -> dict[str, Any]:
    line = b""
    with trio.move_on_after(READY_SECONDS):
        while not line.endswith(b"\n"):
            assert running.stdout is not None  # noqa: S101 - it was asked for
            received = await running.stdout.receive_some()
            if not received:
                break
            line += received
    try:
        ready: dict[str, Any] = json.loads(line)
    except ValueError:
        said = (await trio.Path(errors).read_text("utf-8", "replace")).strip()[-2000:] or "nothing"
        raise Unreachable(f"`epp-gateway {name}` did not start; it said: {said}") from None
    return ready


async def _stop(running: trio.Process) -> None:
    if running.returncode is None:
        running.terminate()
    with trio.move_on_after(STOP_SECONDS):
        await running.wait()
        return
    running.kill()
    await running.wait()


async def _panel(config: Path, panel: str, *scopes: str) -> Secret:
    options = [option for scope in scopes for option in ("--scope", scope)]
    command = [sys.executable, "-m", "epp_gateway", "panel", "add", panel, "--config", str(config), *options]
    done = await trio.run_process(command, capture_stdout=True, capture_stderr=True, check=False)
    if done.returncode:
        raise Unreachable(f"the panel could not be added: {done.stderr.decode('utf-8', 'replace').strip()}")
    return Secret(done.stdout.decode().split()[-1])


def write_configuration(folder: Path, simulators: Mapping[str, Mapping[str, Any]]) -> Path:
    """Write a configuration for these simulators, with its secrets in files of their own, and give its main file."""
    registries = folder / "registries"
    registries.mkdir(parents=True, exist_ok=True)
    seal = _secret_file(folder / "seal.key", secrets.token_hex(32))
    for profile, running in simulators.items():
        account = running["accounts"][0]
        password = _secret_file(folder / f"{profile}.password", account["password"])
        (registries / f"{profile}.toml").write_text(_registry(profile, running, account, password), "utf-8")
    config = folder / "gateway.toml"
    policy = resources.folder("config") / "policy"
    config.write_text(_GATEWAY.format(seal=seal.name, policy=_toml(str(policy))), "utf-8")
    return config


def _secret_file(file: Path, text: str) -> Path:
    file.touch(mode=0o600)
    file.write_text(text + "\n", "utf-8")
    return file


_toml = partial(json.dumps, ensure_ascii=False)
"""A JSON string is a TOML string."""

_GATEWAY = """\
registries = "registries"

[listen]
host = "127.0.0.1"
port = 0

[store]
path = "journal.sqlite"
seal_key = "file:{seal}"

[log]
folder = "log"
level = "debug"

[policy]
folders = [{policy}]
"""

_REGISTRY = """\
id = {id}
environment = "ote"
endpoints = [{endpoint}]
server_id = {server_id}
tlds = {tlds}
packs = ["ntt-com-domain", "icann-gtld"]
dialect = {id}
settle_seconds = 1.0

[credentials]
clid = {clid}
password = {password}

[tls]
ca = {ca}
cert = {cert}
key = {cert}

[limits]
min_sessions = 2
max_sessions = 4

[deadlines]
reply = 2.0
"""


def _registry(profile: str, running: Mapping[str, Any], account: Mapping[str, Any], password: Path) -> str:
    return _REGISTRY.format(
        id=_toml(profile),
        endpoint=_toml(running["epp"]),
        server_id=_toml(REGISTRIES[profile]["server_id"]),
        tlds=_toml(REGISTRIES[profile]["tlds"]),
        clid=_toml(account["clid"]),
        password=_toml(f"file:../{password.name}"),
        ca=_toml(running["ca"]),
        cert=_toml(account["cert"]),
    )
