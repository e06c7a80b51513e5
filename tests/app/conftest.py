"""Configurations on disk, whole and in order, for tests to spoil; and an HTTP server that plays the gateway."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from epp_gateway.app.config import load
from epp_gateway.app.settings import GatewayConfig
from epp_gateway.model.errors import ConfigError

GATEWAY = """\
[store]
path = "journal.sqlite"
seal_key = "env:SEAL"

[log]
folder = "log"

[policy]
folders = []
"""
REGISTRY = """\
id = "alpha"
environment = "ote"
endpoints = ["epp.example.net:700"]
tlds = ["com"]

[credentials]
clid = "registrar-a"
password = "env:PASSWORD"
"""
ENVIRON = {"SEAL": "0123456789abcdef", "PASSWORD": "pa55-word"}


class Configuration:
    """A folder with a configuration; `write` replaces a file, `load` reads it all, `mistakes` tells what is wrong."""

    environ = ENVIRON
    registry_text = REGISTRY

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "gateway.toml"
        self.write("gateway.toml", GATEWAY)
        self.write("registries/alpha.toml", REGISTRY)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def gateway(self, old: str, new: str) -> None:
        assert old in GATEWAY
        self.write("gateway.toml", GATEWAY.replace(old, new, 1))

    def registry(self, old: str, new: str, *, name: str = "alpha") -> None:
        assert old in REGISTRY
        self.write(f"registries/{name}.toml", REGISTRY.replace(old, new, 1))

    def load(self, **options: object) -> GatewayConfig:
        return load(self.file, **{"environ": ENVIRON, **options})

    def mistakes(self, **options: object) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            self.load(**options)
        return [line.removeprefix(f"{self.folder}/") for line in caught.value.mistakes]


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    return Configuration(tmp_path)


class FakeGateway(HTTPServer):
    """Keeps what was asked and answers with what it was told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = []
        self.status, self.document, self.headers = 200, {}, {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, json.loads(body) if body else None, dict(self.headers)))
        sent = (
            self.server.document
            if isinstance(self.server.document, bytes)
            else json.dumps(self.server.document).encode()
        )
        self.send_response(self.server.status)
        for name, value in {"Content-Length": len(sent), **self.server.headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - http.server's names

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def fake():
    with FakeGateway() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
