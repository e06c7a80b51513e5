"""The commands that run something: the gateway, a simulator, the demonstration; and the check before them."""

# What takes long to import waits for a call (see commands/__init__.py).
# ruff: noqa: PLC0415

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from .ends import DEFAULT_CONFIG, ConfigOption, JsonOption, complain, misuse, print_json


def serve(
    config: ConfigOption = DEFAULT_CONFIG,
    clock: Annotated[
        str | None, typer.Option("--clock", help="Follow this simulator's clock; loopback and `ote` accounts only.")
    ] = None,
) -> None:
    """Run the gateway until it is interrupted."""
    from epp_gateway.app.config import load
    from epp_gateway.app.serve import main

    settings = load(config, clock_url=clock)
    main(settings, settings.clock_url)


def simulate(
    profile: Annotated[str, typer.Option("--profile", help="Which registry to stand for.")] = "generic",
    listen: Annotated[
        str, typer.Option("--listen", help="HOST:PORT for EPP; port 0 picks a free one.")
    ] = "127.0.0.1:0",
    control: Annotated[str, typer.Option("--control", help="HOST:PORT for the control interface.")] = "127.0.0.1:0",
    certs: Annotated[
        Path | None,
        typer.Option("--certs", help="A folder with ca.pem, server.pem, server.key; else a throw-away CA is made."),
    ] = None,
    seed: Annotated[Path | None, typer.Option("--seed", help="A JSON file of objects to begin with.")] = None,
    latency: Annotated[float, typer.Option("--latency", min=0, help="Milliseconds until a reply leaves.")] = 0,
    clock: Annotated[str | None, typer.Option("--clock", help="The instant to start at; else the real time.")] = None,
    require_client_cert: Annotated[
        bool, typer.Option("--require-client-cert", help="Clients must show a certificate.")
    ] = False,
) -> None:
    """Run a registry that lives in memory; prints one JSON line when it is ready."""
    from functools import partial

    import trio

    from epp_gateway.simulator.options import Options
    from epp_gateway.simulator.running import simulate as run

    options = Options(
        profile=profile,
        listen=listen,
        control=control,
        certs=certs,
        seed=seed,
        latency_ms=latency,
        clock=_instant(clock),
        require_client_cert=require_client_cert,
    )
    trio.run(partial(run, options, ready=_print_line))


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Leave everything running until interrupted.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the steps, and what runs, into this file.", metavar="FILE")
    ] = None,
) -> None:
    """Start two simulators and a gateway, drive them as a panel would, and show every step."""
    from epp_gateway.app.demo import main

    raise typer.Exit(main(keep, json_file))


def check_config(
    file: Annotated[Path, typer.Argument(help="The gateway's configuration file.", metavar="FILE")] = DEFAULT_CONFIG,
    without_secrets: Annotated[
        bool, typer.Option("--without-secrets", help="Do not look up what env: and file: refer to.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read the configuration and show every mistake at once."""
    mistakes = _mistakes(file, secrets=not without_secrets)
    if as_json:
        print_json({"ok": not mistakes, "mistakes": mistakes})
    elif not mistakes:
        typer.echo("OK")
    complain(*mistakes)
    raise typer.Exit(2 if mistakes else 0)


def _mistakes(file: Path, *, secrets: bool) -> list[str]:
    """What is wrong with a configuration, and with the packs in its policy folders."""
    from epp_gateway.app.config import load
    from epp_gateway.app.packs import pack_texts
    from epp_gateway.model.errors import ConfigError
    from epp_gateway.policy.load import load_packs

    try:
        load_packs(pack_texts(load(file, secrets=secrets).policy_folders))
    except ConfigError as error:
        return error.mistakes
    return []


def _print_line(document: dict[str, Any]) -> None:
    """One line of JSON, at once (`echo` flushes): whoever started the program waits for it."""
    typer.echo(json.dumps(document))


def _instant(text: str | None) -> datetime | None:
    from epp_gateway.model.terms import parse_instant

    try:
        return None if text is None else parse_instant(text)
    except ValueError:
        raise misuse(f"--clock: `{text}` is no instant such as 2027-01-31T00:00:00Z") from None
