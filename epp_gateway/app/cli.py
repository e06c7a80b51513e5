"""The command `epp-gateway`. What each command does stands in `commands/`; here they are put together."""

from typing import Annotated

import typer

from epp_gateway import __version__

from .commands import domain, log, operation, panel, policy, running
from .commands.ends import Ends, misuse

app = typer.Typer(
    name="epp-gateway",
    cls=Ends,
    help="A registrar gateway: one HTTP API in front of EPP registries.",
    epilog="Example: epp-gateway demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve", epilog="Example: epp-gateway serve --config config/gateway.toml")(running.serve)
app.command(
    "simulate",
    epilog="Example: epp-gateway simulate --profile verisign --listen 127.0.0.1:7001 --control 127.0.0.1:7101",
)(running.simulate)
app.command("demo", epilog="Example: epp-gateway demo --keep --json demo.json")(running.demo)
app.command("check-config", epilog="Example: epp-gateway check-config config/gateway.toml")(running.check_config)
app.add_typer(log.app, name="log", epilog=log.EXAMPLE)
app.add_typer(policy.app, name="policy", epilog=policy.EXAMPLE)
app.add_typer(panel.app, name="panel", epilog=panel.EXAMPLE)
app.add_typer(domain.app, name="domain", epilog=domain.EXAMPLE)
app.add_typer(operation.app, name="operation", epilog=operation.EXAMPLE)

SHELLS = ("bash", "zsh", "fish", "powershell")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"epp-gateway {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """A registrar gateway: one HTTP API in front of EPP registries."""


@app.command("completion", epilog='Example: eval "$(epp-gateway completion bash)"')
def completion(shell: Annotated[str, typer.Argument(help=f"One of {', '.join(SHELLS)}.")] = "bash") -> None:
    """Print what a shell needs to complete commands and options."""
    if shell not in SHELLS:
        raise misuse(f"completion: `{shell}` is none of {', '.join(SHELLS)}")
    # Typer's own --install-completion writes into the user's start-up files; printing leaves that to the user.
    typer.echo(
        typer.completion.get_completion_script(  # type: ignore[attr-defined]  # Typer does not list it
            prog_name="epp-gateway", complete_var="_EPP_GATEWAY_COMPLETE", shell=shell
        )
    )


def main() -> None:
    """Run the command line and end the process with its exit code."""
    app(prog_name="epp-gateway")
