"""`epp-gateway policy`: explain a rule, prove the packs, try a decision. Without a gateway, and nothing is sent."""

# What takes long to import waits for a call (see commands/__init__.py).
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Annotated, Any

import typer

from .ends import JsonOption, complain, misuse, print_json, read_json

app = typer.Typer(help="Explain a rule, run the examples of packs, try a decision.", no_args_is_help=True)
EXAMPLE = "Example: epp-gateway policy test --json"
ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", envvar="EPP_GATEWAY_CONFIG", help="Take the policy folders of this file, not the shipped packs."
    ),
]


@app.command("explain", epilog="Example: epp-gateway policy explain ntt.transfer-out.60-days --json")
def explain(
    rule: Annotated[str, typer.Argument(help="The rule's id.", metavar="RULE")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a rule: its article, what it looks at, what it says, its examples."""
    from epp_gateway.policy.explain import explain as explained

    from .gateway import describe

    told = explained(_packs(config), rule)
    if as_json:
        print_json(told)
    else:
        typer.echo("\n".join(describe(told)))


@app.command("test", epilog=EXAMPLE)
def run_examples(
    pack: Annotated[str | None, typer.Argument(help="Only this pack.", metavar="[PACK]")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run the examples of every pack, or of one."""
    from epp_gateway.policy.explain import run_examples as run

    reports = [report for report in run(_packs(config)) if pack in {None, report["id"]}]
    if pack is not None and not reports:
        raise misuse(f"PACK: there is no pack `{pack}`")
    if as_json:
        print_json({"packs": reports})
    else:
        for report in reports:
            counts = f"{report['rules']} rules, {report['examples']} examples, {report['failed']} failed"
            typer.echo(f"{report['id']} {report['version']}: {counts}")
    if failed := [report["id"] for report in reports if report["failed"]]:
        complain(f"examples failed in {', '.join(failed)}")
        raise typer.Exit(1)


@app.command("decide", epilog="Example: epp-gateway policy decide < question.json")
def decide(config: ConfigOption = None) -> None:
    """Read `{"op", "name", "at", "packs", "facts": {...}}` on standard input; print the decision record as JSON."""
    from epp_gateway.model.errors import BadValue
    from epp_gateway.policy.what_if import decide_json

    question = read_json(Path("-"))
    try:
        print_json(decide_json(_packs(config), question))
    except BadValue as error:
        raise misuse(f"{error.path or '$'}: {error.reason}") from None


def _packs(config: Path | None) -> Any:
    """The packs of a configuration, or those that ship with the program. Raises ConfigError."""
    from epp_gateway.app.config import load
    from epp_gateway.app.packs import pack_texts
    from epp_gateway.policy.load import load_packs
    from epp_gateway.resources import folder

    folders = load(config, secrets=False).policy_folders if config else (folder("config") / "policy",)
    return load_packs(pack_texts(folders))
