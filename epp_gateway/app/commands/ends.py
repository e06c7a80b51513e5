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
        except BrokenPipeError:  # whoever read our output left; Typer ends quietly
            raise
        except (GatewayError, OSError, ExceptionGroup) as error:
            code = _explain(_innermost(error))
            if code is None:
                raise
            raise typer.Exit(code) from None


def _innermost(error: Exception) -> Exception:
    """The one error inside groups of one: nurseries wrap what their tasks raise."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _explain(error: Exception) -> int | None:
    """Say why on standard error and give the exit code; None for an error that nobody foresaw."""
    match error:
        case ConfigError():
            complain(*error.mistakes)
            return 2
        case GatewayError():
            complain(str(error))
            return 1
        case OSError():
            complain(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
            return 1
    return None


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
