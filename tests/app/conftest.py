"""Configurations on disk, whole and in order, for tests to spoil."""

from collections.abc import Callable
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


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write
