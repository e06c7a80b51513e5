"""A place to measure in: one simulated registry, a gateway in front of it, and the workers, all processes of their own.

The gateway uses one account of the registry; the workers use the other, so that neither takes the other's sessions.
The gateway runs as it is meant to: log at `info`, journal on disk with full durability, policy packs in force.
"""

import json
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from epp_gateway import resources
from epp_gateway.app.client import Gateway
from epp_gateway.model.secret import Secret

from .measure import cpu_seconds
from .processes import Process, end_all

SESSIONS = 10
PROFILE, TLD = "verisign", "com"
PANEL = "bench"
MAIN = """\
registries = "registries"

[listen]
port = 0

[store]
path = "journal.sqlite"
seal_key = "file:seal.key"

[log]
folder = "log"
level = "info"

[policy]
folders = [{policy}]
"""
REGISTRY = """\
id = "verisign"
environment = "ote"
endpoints = [{epp}]
tlds = ["com"]
packs = ["ntt-com-domain", "icann-gtld"]
dialect = "verisign"

[credentials]
clid = {clid}
password = "file:../password"

[tls]
ca = {ca}
cert = {cert}
key = {cert}

[limits]
min_sessions = {sessions}
max_sessions = {sessions}
warm_pause = 0.01
"""


class Place:
    """One registry with everything that is measured against it.

    Args:
        folder: empty, for configuration, journals and logs.
        latency: milliseconds from a command's arrival at the registry to its reply.

    Attributes:
        gateway: the process under test.
        load: calls the gateway over HTTP.
        bare: EPP sessions without a gateway.
        desk: the operations layer in one process with its callers, without HTTP; measures parts as well.
    """

    def __init__(self, folder: Path, latency: float) -> None:
        self.latency = latency
        self._processes: list[Process] = []
        folder.mkdir(parents=True)
        try:
            self._start(folder)
        except BaseException:
            self.close()
            raise

    @property
    def limit(self) -> float:
        """Operations a second that the sessions can carry at most."""
        return SESSIONS / (self.latency / 1000)

    def cpu(self) -> float:
        """The CPU seconds of all its processes so far."""
        return sum(cpu_seconds(process.pid) for process in self._processes)

    def close(self) -> None:
        """Stop all of it, the last one started first."""
        end_all(self._processes[::-1])

    def _start(self, folder: Path) -> None:
        addresses = ("--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--latency", str(self.latency))
        simulator = self._process(folder, "epp_gateway", "simulate", "--profile", PROFILE, *addresses)
        ours, theirs = simulator.ready["accounts"]
        config = configure(folder / "gateway", simulator.ready, ours)
        token = add_panel(config)
        self.gateway = self._process(folder, "epp_gateway", "serve", "--config", str(config))
        url = self.gateway.ready["api"]
        told = Gateway(url, Secret(token)).call("PATCH", f"/v1/accounts/{PANEL}/facts", {"debts": [], "disputes": []})
        assert told.status == 200, told
        api = urlsplit(url)
        self.load = self._worker(
            folder, "load", {"host": api.hostname, "port": api.port, "token": token, "tld": TLD, "prefix": "http"}
        )
        where = {"epp": simulator.ready["epp"], "ca": simulator.ready["ca"], "cert": theirs["cert"]}
        login = {"clid": theirs["clid"], "password": theirs["password"]}
        named = {"tld": TLD, "prefix": "bare", "dialect": PROFILE, "sessions": SESSIONS}
        self.bare = self._worker(folder, "bare", where | login | named)
        own = configure(folder / "desk", simulator.ready, theirs)
        self.desk = self._worker(folder, "desk", {"config": str(own), "panel": PANEL, "tld": TLD, "prefix": "desk"})

    def _worker(self, folder: Path, name: str, options: dict[str, Any]) -> Process:
        return self._process(folder, f"benchmarks.workers.{name}", json.dumps(options))

    def _process(self, folder: Path, module: str, *arguments: str) -> Process:
        started = Process(folder, module, *arguments)
        self._processes.append(started)
        return started


def configure(folder: Path, registry: dict[str, Any], account: dict[str, Any]) -> Path:
    """Write a gateway's configuration for one account of a simulated registry, and give its main file."""
    (folder / "registries").mkdir(parents=True)
    for name, text in (("seal.key", secrets.token_hex(32)), ("password", account["password"])):
        (folder / name).touch(mode=0o600)
        (folder / name).write_text(text, "utf-8")
    values = {"epp": registry["epp"], "ca": registry["ca"], "clid": account["clid"], "cert": account["cert"]}
    shown = {key: json.dumps(value) for key, value in values.items()}
    (folder / "registries" / "verisign.toml").write_text(REGISTRY.format(**shown, sessions=SESSIONS), "utf-8")
    config = folder / "gateway.toml"
    config.write_text(MAIN.format(policy=json.dumps(str(resources.folder("config") / "policy"))), "utf-8")
    return config


def add_panel(config: Path) -> str:
    """Add the panel that everything is done for, and give its token."""
    scopes = [option for scope in ("read", "write", "facts") for option in ("--scope", scope)]
    command = [sys.executable, "-m", "epp_gateway", "panel", "add", PANEL, "--config", str(config), *scopes]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60)
    return done.stdout.split()[-1]
