"""What is installed from the wheel works far from the checkout: schemas and configuration travel inside it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def python(*args, cwd, path=None):
    env = {name: value for name, value in os.environ.items() if name != "EPP_GATEWAY_CONFIG"}
    env |= {"PYTHONPATH": str(path)} if path else {}
    command = [sys.executable, *map(str, args)]
    options = {"cwd": cwd, "env": env, "capture_output": True, "text": True, "timeout": 120, "check": False}
    done = subprocess.run(command, **options)  # noqa: PLW1510 - ours; see options
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, built without the network and unpacked: for a wheel of pure Python that is its installation."""
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def run(installed, tmp_path):
    return lambda *args: python(*args, cwd=tmp_path, path=installed)


def test_the_program_runs_from_the_wheel_and_not_from_the_checkout(run, installed):
    where = run("-c", "import epp_gateway; print(epp_gateway.__file__)").strip()
    assert Path(where) == installed / "epp_gateway/__init__.py"
    assert run("-m", "epp_gateway", "--version").startswith("epp-gateway ")


@pytest.mark.parametrize("name", ["schemas", "config"])
def test_a_shipped_folder_is_found_inside_and_is_complete(run, installed, name):
    found = Path(run("-c", f"from epp_gateway.resources import folder; print(folder({name!r}))").strip())
    assert found == installed / "epp_gateway/_data" / name
    ours = {file.relative_to(ROOT / name) for file in (ROOT / name).rglob("*.*") if not file.name.startswith(".")}
    assert ours
    assert ours <= {file.relative_to(found) for file in found.rglob("*.*")}


def test_the_shipped_schemas_load(run):
    find = "from epp_gateway.resources import folder; from epp_gateway.epp.xml.schemas import Schemas"
    run("-c", f"{find}; Schemas.load(folder('schemas'))")


def test_the_shipped_configuration_is_right(run, installed):
    file = installed / "epp_gateway/_data/config/gateway.toml"
    assert run("-m", "epp_gateway", "check-config", file, "--without-secrets") == "OK\n"


def test_the_shipped_packs_keep_their_examples(run):
    packs = json.loads(run("-m", "epp_gateway", "policy", "test", "--json"))["packs"]
    assert packs
    assert not [pack for pack in packs if pack["failed"]]


def test_the_licence_travels_along(installed):
    (licence,) = installed.glob("*.dist-info/licenses/LICENSE")
    assert "Apache License" in licence.read_text("utf-8")
