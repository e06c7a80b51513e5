"""What a page shows whole works: files of the configuration, requests, seeds, code."""

import json
import re
import shlex
import tomllib
from datetime import UTC, datetime

import pytest
from starlette.routing import Match

from epp_gateway.app.config import load
from epp_gateway.model.secret import Secret
from epp_gateway.simulator.control import Control
from epp_gateway.simulator.faults import read_rule
from epp_gateway.simulator.profiles import PROFILES
from epp_gateway.simulator.registry import Registrar, Registry
from epp_gateway.simulator.seeds import plant, read_seed
from tests.docs.conftest import PAGES, ROOT, page
from tests.doors.conftest import Client, World

_NAMED = re.compile(r"# (\S+\.toml)\n")
_VARIABLES = {
    "$API": "http://door",
    "http://127.0.0.1:8080": "http://door",
    "$CONTROL": "http://control",
    "$AUTH": "Authorization: Bearer all",
    "$JSON": "Content-Type: application/json",
}


def requests(one):
    """(arguments of curl, what the page shows as the answer), in order."""
    for _, content in one.blocks:
        for shown in re.split(r"^\$ ", content, flags=re.MULTILINE):
            line, _, answer = shown.partition("\n")
            if line.startswith("curl "):
                for name, value in _VARIABLES.items():
                    line = line.replace(name, value)
                yield shlex.split(line)[1:], answer


def taken_apart(arguments):
    """Method, address, headers and body of a curl command."""
    method, address, headers, body = None, "", {}, None
    rest = iter(arguments)
    for argument in rest:
        match argument:
            case "-s" | "-i":
                pass
            case "-X":
                method = next(rest)
            case "-H":
                name, _, value = next(rest).partition(": ")
                headers[name] = value
            case "-d":
                body = next(rest)
            case _:
                assert argument.startswith("http://"), argument
                address = argument
    return method or ("GET" if body is None else "POST"), address, headers, body


@pytest.mark.parametrize("one", [one for one in PAGES if list(requests(one))], ids=lambda one: one.name)
async def test_requests_are_answered_as_shown(one):
    """The door with fakes behind it takes every request; a mistake that is shown is a mistake."""
    client = Client(World().app())
    async with client.http:
        for arguments, answer in requests(one):
            method, address, headers, body = taken_apart(arguments)
            if address.startswith("http://control"):
                continue
            got = await client.http.request(method, address, headers=headers, content=body and body.encode())
            shown = re.search(r'"status":(\d+)', answer)
            if shown and shown[1] == "422":
                assert got.status_code == 422, got.text
                assert got.json()["type"] in answer
            else:
                assert got.status_code in {200, 201, 202}, (arguments, got.text)


def test_requests_to_a_simulator_are_understood():
    routes = Control(None).app().routes
    asked = [taken_apart(arguments) for one in PAGES for arguments, _ in requests(one)]
    for method, address, _, body in asked:
        if not address.startswith("http://control"):
            continue
        path = address.removeprefix("http://control").partition("?")[0]
        scope = {"type": "http", "method": method, "path": path}
        assert any(route.matches(scope)[0] is Match.FULL for route in routes), address
        if path == "/faults" and body:
            assert read_rule(json.loads(body)).do


def test_calls_of_the_control_interface_exist():
    routes = Control(None).app().routes
    told = [code for row in page("docs/simulators.md").table("call", "does") for code in re.findall("`(.+?)`", row[0])]
    for call in told:
        method, _, path = call.partition(" ")
        path = path.partition("?")[0].replace("KIND", "domain").replace("ID", "1")
        scope = {"type": "http", "method": method, "path": path}
        assert any(route.matches(scope)[0] is Match.FULL for route in routes), call


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_files_of_the_configuration_are_valid(one, tmp_path):
    """Those that a page shows whole under their names; the files that they name are made, the secrets left out."""
    files = [content for language, content in one.blocks if language == "toml" and _NAMED.match(content)]
    for content in files:
        file = tmp_path / _NAMED.match(content)[1]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
        for key in ("ca", "cert", "key"):
            if named := tomllib.loads(content).get("tls", {}).get(key):
                (file.parent / named).parent.mkdir(exist_ok=True)
                (file.parent / named).touch()
    for gateway in tmp_path.rglob("gateway.toml"):
        (gateway.parent / "policy").symlink_to(ROOT / "config/policy")
        config = load(gateway, environ={}, secrets=False)
        assert len(config.accounts) == len([*gateway.parent.glob("registries/*.toml")])
    assert not files or list(tmp_path.rglob("gateway.toml"))


def test_the_readme_shows_a_configuration():
    named = [found[1] for _, content in page("README.md").blocks if (found := _NAMED.match(content))]
    assert [name.rpartition("/")[2] for name in named] == ["gateway.toml", "com-ote.toml"]


def test_the_shipped_examples_are_valid():
    assert load(ROOT / "config/gateway.toml", environ={}, secrets=False).accounts


def test_the_seed_can_be_planted(tmp_path):
    shown = [json.loads(content) for language, content in page("docs/simulators.md").blocks if language == "json"]
    ready, seed = shown
    assert set(ready) == {"epp", "control", "ca", "accounts"}
    file = tmp_path / "seed.json"
    file.write_text(json.dumps(seed), "utf-8")
    registry = Registry(PROFILES["verisign"], {name: Registrar(name, Secret("x")) for name in seed["accounts"]})
    registry.registrars["registrar-b"] = Registrar("registrar-b", Secret("y"))
    plant(registry, read_seed(file), file, datetime(2027, 1, 1, tzinfo=UTC))
    assert registry.domains["taken.com"].sponsor == "registrar-b"
    assert registry.registrars["registrar-a"].password == Secret("a-password")


async def test_the_code_of_a_test_runs():
    (code,) = [content for language, content in page("docs/simulators.md").blocks if language == "python"]
    names = {}
    exec(compile(code, "docs/simulators.md", "exec"), names)  # noqa: S102 - our own page
    await names["test_something"]()
