"""`epp-gateway operation`: look at operations, and decide those that are held."""

import secrets
from typing import Annotated

import typer

from epp_gateway.app.client import Answer, Gateway, part

from .ends import JsonOption
from .gateway import DEFAULT_URL, TokenOption, UrlOption, WaitOption, connect, show

app = typer.Typer(
    help="Look at operations of a running gateway; release or reject those that are held.", no_args_is_help=True
)
EXAMPLE = "Example: epp-gateway operation list --state held"
Id = Annotated[str, typer.Argument(help="The operation's id.", metavar="ID")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept in the operation's history.")]


@app.command("show", epilog="Example: epp-gateway operation show 01HV5T --wait 10")
def show_operation(
    operation: Id,
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    wait: WaitOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Show one operation."""
    show(connect(url, token_file).call("GET", f"/v1/operations/{part(operation)}", wait=wait or None), as_json=as_json)


@app.command("list", epilog="Example: epp-gateway operation list --state held --json")
def list_operations(
    domain: Annotated[str | None, typer.Option("--domain", help="Only those of this name.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Only those in this state.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="At most so many.")] = 100,
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """List operations, newest first."""
    answer = connect(url, token_file).call("GET", "/v1/operations", domain=domain, state=state, limit=limit)
    show(answer, as_json=as_json)


@app.command("release", epilog='Example: epp-gateway operation release 01HV5T --reason "documents seen"')
def release(
    operation: Id,
    reason: Reason = "",
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a held operation go on."""
    show(_act(connect(url, token_file), operation, "release", reason), as_json=as_json)


@app.command("reject", epilog='Example: epp-gateway operation reject 01HV5T --reason "no documents came"')
def reject(
    operation: Id,
    reason: Reason = "",
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a held operation without doing it."""
    show(_act(connect(url, token_file), operation, "reject", reason), as_json=as_json)


def _act(gateway: Gateway, operation: str, act: str, reason: str) -> Answer:
    path = f"/v1/operations/{part(operation)}/{act}"
    return gateway.call("POST", path, {"reason": reason}, key=secrets.token_hex(12))
