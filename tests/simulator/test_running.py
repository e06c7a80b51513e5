"""Starting and ending: options, seeds, certificates, and the simulator as a process of its own."""

import json
import signal
import ssl
import subprocess
import sys

import pytest
import trio

from epp_gateway.model.commands import DomainInfo
from epp_gateway.model.errors import ConfigError
from epp_gateway.model.secret import Secret
from epp_gateway.model.terms import parse_instant
from epp_gateway.simulator import Options, running, simulate

PROGRAM = """
import json, trio
from epp_gateway.simulator import Options, simulate
trio.run(lambda: simulate(Options(profile="jprs"), ready=lambda line: print(json.dumps(line), flush=True)))
"""


async def test_a_test_that_fails_inside_shows_its_own_failure():
    with pytest.raises(ZeroDivisionError):
        async with running():
            raise ZeroDivisionError


async def test_what_runs_describes_itself():
    async with running("verisign") as registry:
        told = registry.describe()
        assert set(told) == {"epp", "control", "ca", "accounts"}
        assert told["control"].startswith("http://127.0.0.1:")
        first, second = told["accounts"]
        assert (first["clid"], second["clid"]) == ("registrar-a", "registrar-b")
        assert first["tlds"] == ["com", "net"]
        assert 6 <= len(first["password"]) <= 16
        assert first["password"] != second["password"]
        context = ssl.create_default_context(cafile=told["ca"])
        context.load_cert_chain(first["cert"])
        for name in ("localhost", "127.0.0.1"):
            tcp = await trio.open_tcp_stream(registry.host, registry.port)
            stream = trio.SSLStream(tcp, context, server_hostname=name)
            await stream.do_handshake()
            await trio.aclose_forcefully(stream)


async def test_simulate_tells_when_it_is_ready_and_ends_when_cancelled():
    told = []
    with trio.fail_after(10), trio.CancelScope() as scope:

        def ready(line):
            told.append(line)
            scope.cancel()

        await simulate(Options(), ready=ready)
    assert scope.cancelled_caught
    assert told[0]["accounts"][0]["tlds"] == ["test"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_simulator_is_a_process_that_ends_cleanly_on_a_signal(number):
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        told = json.loads(process.stdout.readline())
        assert told["accounts"][0]["tlds"] == ["jp"]
        process.send_signal(number)
        _, complaints = process.communicate(timeout=10)
        assert (process.returncode, complaints) == (0, b"")


async def test_a_seed_is_there_from_the_start(tmp_path, connect):
    seed = tmp_path / "seed.json"
    seed.write_text(
        json.dumps(
            {
                "accounts": {"registrar-a": {"password": "known-word"}, "third": {"password": "third-word"}},
                "domains": {
                    "Seed.com": {"sponsor": "third", "auth_info": "seed-code-1", "nameservers": ["ns1.seed.com"]}
                },
                "hosts": {"ns1.seed.com": {"addresses": ["192.0.2.7"]}},
            }
        )
    )
    async with running("verisign", seed=seed, clock=parse_instant("2026-01-01T00:00:00Z")) as registry:
        assert registry.password("registrar-a") == Secret("known-word")
        assert [account["clid"] for account in registry.describe()["accounts"]] == [
            "registrar-a",
            "registrar-b",
            "third",
        ]
        domain = registry.registry.domains["seed.com"]
        assert (domain.sponsor, domain.expires.isoformat()) == ("third", "2027-01-01T00:00:00+00:00")
        assert registry.registry.hosts["ns1.seed.com"].addresses == ("192.0.2.7",)
        async with connect(registry, "third") as wire:
            assert (await wire.ask(DomainInfo(name="nothing.com"))).code == 2306


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("{", ["is no JSON"]),
        ("[]", ["an object with the keys"]),
        ('{"planets": {}}', ["planets: is none of"]),
        ('{"domains": []}', ["domains: is none of"]),
        (
            '{"domains": {"x.org": {}, "y.test": {"sponsor": "nobody"}}, "contacts": {"C1": {"email": 5}}}',
            ["contacts.C1: ", "domains.x.org.name: ", "domains.y.test.sponsor: "],
        ),
        ('{"accounts": {"registrar-a": {"password": "short"}}}', ["accounts.registrar-a: "]),
    ],
)
async def test_a_bad_seed_names_every_place(tmp_path, text, places):
    seed = tmp_path / "seed.json"
    seed.write_text(text)
    with pytest.raises(ConfigError) as refused:
        async with running(seed=seed):
            pass
    assert len(refused.value.mistakes) == len(places)
    for mistake, place in zip(refused.value.mistakes, places, strict=True):
        assert mistake.startswith(f"{seed}: ")
        assert place in mistake


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"profile": "nobody"}, "verisign"),
        ({"listen": "7000"}, "--listen"),
        ({"control": "localhost:99999"}, "--control"),
        ({"listen": ":0"}, "HOST:PORT"),
    ],
)
async def test_options_that_cannot_be_used_are_named(options, named):
    with pytest.raises(ConfigError, match=named):
        async with running(**options):
            pass


async def test_a_missing_seed_and_missing_certificates_are_named(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        async with running(seed=tmp_path / "none.json"):
            pass
    with pytest.raises(ConfigError) as refused:
        async with running(certs=tmp_path):
            pass
    assert len(refused.value.mistakes) == 3


async def test_an_address_in_use_is_an_os_error_of_its_own():
    async with running() as registry:
        with pytest.raises(OSError, match="in use"):
            async with running(listen=f"127.0.0.1:{registry.port}"):
                pass


async def test_certificates_of_a_folder_are_used(tmp_path, connect):
    async with running() as first:
        for file in first.files.ca.parent.iterdir():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    async with running(certs=tmp_path, require_client_cert=True) as registry:
        assert registry.files.ca == tmp_path / "ca.pem"
        async with connect(registry, certificate="registrar-a"):
            pass
    (tmp_path / "server.key").write_bytes((tmp_path / "registrar-a.key").read_bytes())
    with pytest.raises(ConfigError, match="cannot be used"):
        async with running(certs=tmp_path):
            pass
