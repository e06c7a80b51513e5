"""The commands that run something: the gateway, a simulator, the demonstration; and the check before them."""

# What takes long to import waits for a call (see commands/__init__.py).
# ruff: noqa: PLC0415
# An option of a command is a parameter of its function, and there are many.

from pathlib import Path
from typing import Annotated

import typer

from .ends import DEFAULT_CONFIG, ConfigOption, JsonOption, complain, print_json


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
) -> None:
    """Run a registry that lives in memory; prints one JSON line when it is ready."""


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
