"""`epp-gateway panel`: panels and their tokens, in the store of a gateway that does not run at the moment.

A token is shown once, on standard output, and kept as a hash only.
"""

# What takes long to import waits for a call (see commands/__init__.py).
# ruff: noqa: PLC0415

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from .ends import DEFAULT_CONFIG, ConfigOption, JsonOption, complain, misuse, print_json

if TYPE_CHECKING:
    from epp_gateway.journal.records import Token
    from epp_gateway.operations.panels import Panels

T = TypeVar("T")
app = typer.Typer(help="Panels and their tokens; the gateway must not run meanwhile.", no_args_is_help=True)
EXAMPLE = "Example: epp-gateway panel add azpocket --scope read --scope write"
PanelName = Annotated[str, typer.Argument(help="The panel's id.", metavar="PANEL")]


@app.command("add", epilog=EXAMPLE)
def add(
    panel: PanelName,
    scopes: Annotated[
        list[str] | None,
        typer.Option(
            "--scope", help="What its token may do: read, write, unlock (these three if absent), operate, facts."
        ),
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Add a panel and show its token, once."""
    given = {"scopes": scopes} if scopes else {}
    _show_token(panel, _with_panels(config, lambda panels: panels.add(panel, **given)), as_json=as_json)


@app.command("rotate", epilog="Example: epp-gateway panel rotate azpocket")
def rotate(
    panel: PanelName,
    token: Annotated[
        str | None, typer.Option("--token", help="The id of the token to replace, if there are several.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Give a panel a new token in place of its old one, and show it once."""
    _show_token(panel, _with_panels(config, lambda panels: panels.rotate(panel, token)), as_json=as_json)


@app.command("list", epilog="Example: epp-gateway panel list --json")
def list_panels(config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """List panels and the public parts of their tokens."""
    from .gateway import describe

    held = _with_panels(config, lambda panels: panels.list())
    listed = {panel: [_public(token) for token in tokens] for panel, tokens in held.items()}
    if as_json:
        print_json({"panels": listed})
    else:
        typer.echo("\n".join(describe(listed)) or "there are no panels yet")


def _public(token: "Token") -> dict[str, Any]:
    """What may be shown of a token."""
    return {
        "id": token.id,
        "scopes": " ".join(token.scopes),
        "created_at": token.created_at,
        "revoked_at": token.revoked_at,
    }


def _show_token(panel: str, token: str, *, as_json: bool) -> None:
    """The token alone on standard output, so that it can be sent into a file; the advice beside it."""
    if as_json:
        print_json({"panel": panel, "token": token})
        return
    typer.echo(token)
    complain("keep it now: it is not shown again")


def _with_panels(config: Path, act: "Callable[[Panels], Awaitable[T]]") -> T:
    """Open the store of a configuration, and act. Raises ConfigError, StoreFailure (the gateway runs), CallerError."""
    import trio

    from epp_gateway.app.clock import SystemClock
    from epp_gateway.app.config import load
    from epp_gateway.app.store import open_journal
    from epp_gateway.model.errors import BadValue, StoreFailure
    from epp_gateway.operations.panels import Panels

    settings = load(config)

    async def acting() -> T:
        async with open_journal(settings) as journal:
            return await act(Panels(journal, clock=SystemClock().now))

    try:
        return trio.run(acting)
    except BadValue as error:
        raise misuse(error.reason) from None
    except StoreFailure as error:
        raise StoreFailure(f"{error}; a gateway that runs keeps its store to itself: stop it first") from None
