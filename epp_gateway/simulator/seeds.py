"""A seed: a JSON file of what a simulated registry holds at its start. A bad one names the place."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from epp_gateway.model.errors import BadValue, ConfigError
from epp_gateway.model.secret import Secret

from .objects import PUT
from .registry import Registrar, Registry

_SECTIONS = ("accounts", *(f"{kind}s" for kind in PUT))
_PASSWORD = re.compile(r"[!-~]{6,16}")


def read_seed(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """Read the file: `{"accounts": {...}, "contacts": {...}, "domains": {...}, "hosts": {...}}`, each optional.

    Raises:
        ConfigError: when it cannot be read, or its sections are not such.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from None
    except ValueError as error:
        raise ConfigError([f"{path}: is no JSON: {error}"]) from None
    if not isinstance(content, dict):
        raise ConfigError([f"{path}: an object with the keys {', '.join(_SECTIONS)} is expected"])
    mistakes = [
        f"{path}: {key}: is none of {', '.join(_SECTIONS)}, or no object"
        for key, section in content.items()
        if key not in _SECTIONS or not isinstance(section, dict)
    ]
    if mistakes:
        raise ConfigError(mistakes)
    return content


def plant(registry: Registry, seed: Mapping[str, Mapping[str, Any]], path: Path, now: datetime) -> None:
    """Put every object of a seed.

    Raises:
        ConfigError: with every mistake, each at its place.
    """
    mistakes: list[str] = []
    for clid, body in seed.get("accounts", {}).items():
        password = body.get("password") if isinstance(body, dict) else None
        if not 3 <= len(clid) <= 16 or not isinstance(password, str) or not _PASSWORD.fullmatch(password):
            mistakes.append(f"{path}: accounts.{clid}: an id of 3 to 16 and a password of 6 to 16 characters")
        else:
            registry.registrars[clid] = Registrar(clid, Secret(password))
    for kind, put in PUT.items():
        for name, body in seed.get(f"{kind}s", {}).items():
            key = name if kind == "contact" else name.lower()
            try:
                put(registry, key, body, now)
            except BadValue as error:
                place = f".{error.path}" if error.path else ""
                mistakes.append(f"{path}: {kind}s.{name}{place}: {error.reason}")
    if mistakes:
        raise ConfigError(mistakes)
