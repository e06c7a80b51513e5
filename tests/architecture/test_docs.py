"""The configuration's documentation is complete and true: every key, every default, nothing else."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from epp_gateway.app.capabilities import BY_DIALECT
from epp_gateway.app.config_fields import CLEAR_TEXT_WORDS
from epp_gateway.app.config_shapes import GatewayFile, Panel, RegistryFile
from epp_gateway.model.account import Capabilities
from epp_gateway.pool.settings import Deadlines, Limits, Pace

TEXT = (Path(__file__).resolve().parents[2] / "docs/configuration.md").read_text("utf-8")
ROW = re.compile(r"\| `([a-z_]+)` \| (.+?) \| .+ \|")
OURS = {"limits": Limits, "pace": Pace, "deadlines": Deadlines}


def documented():
    """(file, table, key) to the default as it stands in the text."""
    rows, file, table = {}, "", ""
    for line in TEXT.splitlines():
        if found := re.fullmatch(r"## `([a-z/*.]+)`", line):
            file, table = found[1], ""
        elif found := re.fullmatch(r"### `\[(.+)\]`", line):
            table = found[1]
        elif line.startswith(("| |", "## ")):
            table = "other"
        elif (found := ROW.fullmatch(line)) and table != "other":
            rows[file, table, found[1]] = found[2]
    return rows


def keys(file, shape, table=""):
    for name, field in shape.model_fields.items():
        if name == "panels" and file == "gateway.toml":
            yield from keys(file, Panel, "panels.NAME")
        elif isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from keys(file, field.annotation, name)
        else:
            yield (file, table, name), written(table, name, field)


def written(table, name, field):
    """A default as the documentation writes it."""
    if table == "capabilities":
        return "the dialect's"
    if field.default is PydanticUndefined:
        return "required"
    value = getattr(OURS[table](), name) if table in OURS else field.default
    return "none" if value is None else f"`{value if isinstance(value, str) else json.dumps(value)}`"


CONFIGURED = dict([*keys("gateway.toml", GatewayFile), *keys("registries/*.toml", RegistryFile)])


def test_every_key_is_documented_and_no_other():
    assert set(documented()) == set(CONFIGURED)


@pytest.mark.parametrize("key", CONFIGURED, ids=lambda key: ".".join(filter(None, key)))
def test_the_default_is_the_documented_one(key):
    assert documented()[key] == CONFIGURED[key]


def test_the_words_for_a_listener_in_clear_text_are_documented():
    assert f"`{CLEAR_TEXT_WORDS}`" in TEXT


@pytest.mark.parametrize("name", [field.name for field in msgspec.structs.fields(Capabilities)])
def test_what_each_dialect_brings_is_documented(name):
    brought = [getattr(BY_DIALECT[dialect], name) for dialect in ("generic", "verisign", "jprs")]
    shown = " | ".join(f"`{value if isinstance(value, str) else json.dumps(value)}`" for value in brought)
    assert f"| `{name}` | {shown} |" in TEXT
