"""How a command ends: 0 done, 1 refused or failed with the reason on standard error, 2 bad usage or configuration.

`Ends` is the one place where errors of the layers become exit codes.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from epp_gateway.model.errors import ConfigError, GatewayError

ConfigOption = Annotated[
    Path, typer.Option("--config", envvar="EPP_GATEWAY_CONFIG", help="The gateway's configuration file.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
DEFAULT_CONFIG = Path("config/gateway.toml")


class Ends(TyperGroup):
    """A group of commands whose errors end the program as people and scripts expect."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what it raises becomes a reason and an exit code."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            complain(*error.mistakes)
            raise typer.Exit(2) from None
        except GatewayError as error:
            complain(str(error))
            raise typer.Exit(1) from None


def complain(*lines: str) -> None:
    """Say something on standard error."""
    for line in lines:
        typer.echo(line, err=True)


def misuse(what: str) -> ConfigError:
    """The exception to raise when a command is badly used; `what` begins with the option or argument."""
    return ConfigError([what])


def print_json(document: Any) -> None:
    """Print one JSON document, readable."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def read_text(file: Path) -> str:
    """The text of a file, `-` being standard input.

    Raises:
        ConfigError: when it cannot be read.
    """
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise misuse(f"{file}: cannot be read: {error}") from None


def read_json(file: Path) -> Any:
    """The JSON document in a file, `-` being standard input.

    Raises:
        ConfigError: when it cannot be read or is no JSON.
    """
    try:
        return json.loads(read_text(file))
    except ValueError as error:
        raise misuse(f"{file}: is no JSON: {error}") from None
