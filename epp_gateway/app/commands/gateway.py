"""What the commands that talk to a running gateway share: their options, and how an answer is shown."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from epp_gateway.app.client import Answer, Gateway, token_from

from .ends import complain, print_json

UrlOption = Annotated[str, typer.Option("--url", envvar="EPP_GATEWAY_URL", help="Where the gateway listens.")]
TokenOption = Annotated[
    Path | None,
    typer.Option(
        "--token-file", help="A file that holds the panel's token; else EPP_GATEWAY_TOKEN.", show_default=False
    ),
]
KeyOption = Annotated[
    str | None,
    typer.Option("--key", help="Idempotency key; a repeat with the same key acts once. Made and shown if absent."),
]
WaitOption = Annotated[int, typer.Option("--wait", min=0, max=60, help="Seconds to wait for a final answer.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would be decided.")]
DEFAULT_URL = "http://127.0.0.1:8080"


def connect(url: str, token_file: Path | None) -> Gateway:
    """The gateway that the options name. Raises ConfigError."""
    return Gateway(url, token_from(token_file))


def new_key(given: str | None) -> str:
    """The key given, or a new one, which is shown so that the command can be repeated safely."""
    if given:
        return given
    key = secrets.token_hex(12)
    complain(f"key: {key}")
    return key


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer; one that is not ok ends the command with 1 and its reason on standard error."""
    if as_json:
        print_json(answer.document)
    elif answer.ok:
        typer.echo("\n".join(describe(answer.document)) or "done")
    if not answer.ok:
        complain(*reasons(answer))
        raise typer.Exit(1)


def describe(document: Any) -> Iterator[str]:
    """A document for people: an operation in short, anything else as indented `name: value` lines."""
    if isinstance(document, dict) and {"id", "type", "state"} <= document.keys():
        yield from _operation(document)
    else:
        yield from _tree(document, "")


def reasons(answer: Answer) -> Iterator[str]:
    """Why it was not done: the problem, or the operation, with its rules and what they rest on."""
    document = answer.document if isinstance(answer.document, dict) else {}
    if "detail" in document or "title" in document:
        yield f"{answer.status}: {document.get('detail') or document.get('title')}"
    elif "state" not in document:
        yield f"the gateway answered {answer.status}"
    operation = document if "state" in document else document.get("operation")
    if isinstance(operation, dict):
        yield from _operation(operation)


def _operation(operation: dict[str, Any]) -> Iterator[str]:
    line = f"{operation['id']}  {operation['type']}  {operation.get('object', '')}  {operation['state']}"
    result = operation.get("result") or {}
    code = f"  {result['code']}" if result.get("code") else ""
    yield f"{line}{code}  {result.get('message') or ''}".rstrip()
    decision = operation.get("decision") or {}
    for rule in decision.get("rules", ()):
        message = (rule.get("message") or {}).get("en", "")
        yield f"  {rule.get('effect')}  {rule.get('id')}  ({', '.join(rule.get('cite', ()))})  {message}".rstrip()
    if decision.get("earliest"):
        yield f"  possible from: {decision['earliest']}"
    if decision.get("needs"):
        yield f"  needed: {', '.join(map(str, decision['needs']))}"


def _tree(value: Any, indent: str) -> Iterator[str]:
    """Nested values as lines; absent ones are left out."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else [("-", item) for item in value or ()]
        if isinstance(value, list)
        else []
    )
    if not isinstance(value, dict | list) and value is not None:
        yield f"{indent}{value}"
    for name, item in pairs:
        label = "-" if name == "-" else f"{name}:"
        if isinstance(item, dict | list):
            if item:
                yield f"{indent}{label}"
                yield from _tree(item, indent + "  ")
        elif item is not None:
            yield f"{indent}{label} {item}"
