"""`epp-gateway log`: read the session log, and prove that nothing was cut out of it."""

# What takes long to import waits for a call (see commands/__init__.py).
# ruff: noqa: PLC0415
# An option of a command is a parameter of its function, and there are many.
# ruff: noqa: PLR0913, PLR0917

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from .ends import DEFAULT_CONFIG, ConfigOption, JsonOption, complain, misuse, print_json

app = typer.Typer(help="Read the session log.", invoke_without_command=True)
EXAMPLE = "Example: epp-gateway log --domain example.com --since 2h --follow"
_SHOWN = ("registry", "session", "direction", "command", "object", "code", "ms", "operation", "reason")
PAUSE = 0.25


@app.callback(epilog=EXAMPLE)
def read(
    context: typer.Context,
    follow: Annotated[bool, typer.Option("--follow", help="Go on with what is written from now on.")] = False,
    domain: Annotated[str | None, typer.Option("--domain", help="Only lines about this name.")] = None,
    operation: Annotated[str | None, typer.Option("--operation", help="Only this operation.")] = None,
    registry: Annotated[str | None, typer.Option("--registry", help="Only this registry account.")] = None,
    session: Annotated[str | None, typer.Option("--session", help="Only this session.")] = None,
    code: Annotated[int | None, typer.Option("--code", help="Only this result code.")] = None,
    since_text: Annotated[
        str | None, typer.Option("--since", help="From then on: a day, an instant, or an age (15m, 2h, 3d).")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Show the lines that match, oldest first."""
    if context.invoked_subcommand is not None:
        return
    from epp_gateway.app.log_search import Filters, search

    filters = Filters(
        domain=_ascii(domain),
        operation=operation,
        registry=registry,
        session=session,
        code=code,
        since=_since(since_text),
    )
    folder = _folder(config)
    try:
        for line, values in search(folder, filters, wait=_pause if follow else None):
            typer.echo(line.decode() if as_json else _row(values))
    except KeyboardInterrupt:  # the usual end of --follow
        return


@app.command("verify", epilog="Example: epp-gateway log verify --config config/gateway.toml")
def verify(config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """Check the chain of the lines: nothing was changed, added or cut out."""
    from epp_gateway.app.log_chain import verify as verify_chain

    folder = _folder(config)
    problems = verify_chain(folder)
    if as_json:
        print_json({"ok": not problems, "folder": str(folder), "problems": problems})
    elif not problems:
        typer.echo(f"OK: {folder}")
    complain(*problems)
    raise typer.Exit(1 if problems else 0)


def _folder(config: Path) -> Path:
    from epp_gateway.app.config import load

    return load(config, secrets=False).log_folder


def _pause() -> bool:
    time.sleep(PAUSE)
    return True


def _row(values: dict[str, Any]) -> str:
    told = [f"{name}={values[name]}" for name in _SHOWN if values.get(name) is not None]
    return "  ".join([str(values.get("ts")), str(values.get("level")), str(values.get("event")), *told])


def _ascii(domain: str | None) -> str | None:
    from epp_gateway.model.errors import BadValue
    from epp_gateway.model.names import parse_name

    try:
        return None if domain is None else parse_name(domain).ascii
    except BadValue as error:
        raise misuse(f"--domain: {error}") from None


def _since(text: str | None) -> str | None:
    from epp_gateway.app.clock import SystemClock
    from epp_gateway.app.log_search import since

    try:
        return None if text is None else since(text, SystemClock().now())
    except ValueError as error:
        raise misuse(f"--since: {error}") from None
