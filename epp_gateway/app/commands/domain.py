"""`epp-gateway domain`: what a panel does with names, typed by hand. A thin client of the HTTP API."""

# An option of a command is a parameter of its function, and there are many.
# ruff: noqa: PLR0913, PLR0917

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from epp_gateway.app.client import part

from .ends import JsonOption, misuse, read_json, read_text
from .gateway import (
    DEFAULT_URL,
    DryRunOption,
    KeyOption,
    TokenOption,
    UrlOption,
    WaitOption,
    connect,
    new_key,
    show,
)

app = typer.Typer(help="Names of a panel, through a running gateway.", no_args_is_help=True)
EXAMPLE = "Example: epp-gateway domain check example.com example.jp"
Name = Annotated[str, typer.Argument(help="The name, as U-labels or A-labels.", metavar="NAME")]
PeriodOption = Annotated[str | None, typer.Option("--period", help="How long: 1y, 2y, 18m.")]
CodeOption = Annotated[
    Path | None, typer.Option("--auth-code-file", help="A file that holds the auth code; `-` is standard input.")
]
BodyOption = Annotated[
    Path | None, typer.Option("--body", help="The request's JSON body from a file (`-`: standard input).")
]


@app.command("info", epilog="Example: epp-gateway domain info example.com --fresh")
def info(
    name: Name,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask the registry instead of the gateway's records.")] = False,
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a name."""
    answer = connect(url, token_file).call("GET", _path(name), fresh="true" if fresh else None)
    show(answer, as_json=as_json)


@app.command("check", epilog="Example: epp-gateway domain check example.com example.jp --json")
def check(
    names: Annotated[list[str], typer.Argument(help="Names of any TLDs.", metavar="NAME...")],
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask whether names are available."""
    show(connect(url, token_file).call("POST", "/v1/domain-checks", {"names": names}), as_json=as_json)


@app.command("create", epilog="Example: epp-gateway domain create example.com --period 1y --ns ns1.example.net")
def create(
    name: Name,
    period: PeriodOption = None,
    nameservers: Annotated[
        list[str] | None,
        typer.Option("--ns", help="A name server, with addresses if it needs them: ns1.a.com=192.0.2.1"),
    ] = None,
    contacts: Annotated[
        list[str] | None, typer.Option("--contact", help="A contact by role: registrant=ID, admin=ID, tech=ID.")
    ] = None,
    auth_code_file: CodeOption = None,
    body: BodyOption = None,
    key: KeyOption = None,
    wait: WaitOption = 10,
    dry_run: DryRunOption = False,
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register a name."""
    asked = {
        **_body(body),
        "name": name,
        **_given(
            period=_period(period),
            nameservers=[_nameserver(text) for text in nameservers or ()],
            contacts=dict(_pair("--contact", text) for text in contacts or ()),
            auth_code=_code(auth_code_file),
        ),
    }
    answer = connect(url, token_file).call(
        "POST", "/v1/domains", asked, key=new_key(key), wait=wait, dry_run=_flag(dry_run)
    )
    show(answer, as_json=as_json)


@app.command("renew", epilog="Example: epp-gateway domain renew example.com --expiry 2027-01-31 --period 1y")
def renew(
    name: Name,
    expiry: Annotated[str, typer.Option("--expiry", help="The registry's own expiry date, as `domain info` shows it.")],
    period: PeriodOption = None,
    key: KeyOption = None,
    wait: WaitOption = 10,
    dry_run: DryRunOption = False,
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """Extend a name from the expiry date that you have seen: so a repeat never extends it twice."""
    asked = {"current_expiry": expiry, **_given(period=_period(period))}
    answer = connect(url, token_file).call(
        "POST", _path(name, "renewals"), asked, key=new_key(key), wait=wait, dry_run=_flag(dry_run)
    )
    show(answer, as_json=as_json)


@app.command("transfer", epilog="Example: epp-gateway domain transfer example.com --auth-code-file code.txt")
def transfer(
    name: Name,
    auth_code_file: CodeOption = None,
    period: PeriodOption = None,
    method: Annotated[
        str | None, typer.Option("--method", help="How it moves, where a registry knows several.")
    ] = None,
    out: Annotated[bool, typer.Option("--out", help="File that the name is to leave.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Show the latest transfer.")] = False,
    answer: Annotated[
        str | None, typer.Option("--answer", help="approve, reject or cancel the pending transfer.")
    ] = None,
    key: KeyOption = None,
    wait: WaitOption = 10,
    dry_run: DryRunOption = False,
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a name here (with its auth code), file that it leaves, or look at or answer a pending transfer."""
    if [out, status, answer is not None, auth_code_file is not None].count(True) != 1:
        raise misuse("give exactly one of --auth-code-file, --out, --status, --answer")
    gateway = connect(url, token_file)
    if status:
        show(gateway.call("GET", _path(name, "transfers", "latest")), as_json=as_json)
        return
    filing = {"direction": "out"}
    coming = {"auth_code": _code(auth_code_file), **_given(period=_period(period), method=method)}
    verb, path, asked = (
        _answer(name, answer) if answer else ("POST", _path(name, "transfers"), filing if out else coming)
    )
    done = gateway.call(verb, path, asked, key=new_key(key), wait=wait, dry_run=_flag(dry_run))
    show(done, as_json=as_json)


@app.command("lock", epilog='Example: epp-gateway domain lock example.com --gateway-lock --reason "owner asked"')
def lock(
    name: Name,
    statuses: Annotated[
        list[str] | None, typer.Option("--status", help="A client status to hold; those not named are taken off.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take every client status off.")] = False,
    gateway_lock: Annotated[
        bool | None, typer.Option("--gateway-lock/--no-gateway-lock", help="The gateway's own lock.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the lock.")] = "",
    key: KeyOption = None,
    wait: WaitOption = 10,
    dry_run: DryRunOption = False,
    url: UrlOption = DEFAULT_URL,
    token_file: TokenOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the locks of a name; with --status, --clear or --gateway-lock, set them."""
    if clear and statuses:
        raise misuse("--clear and --status contradict each other")
    gateway = connect(url, token_file)
    asked = _given(statuses=[] if clear else statuses or None, gateway_lock=gateway_lock, keep_empty=True)
    if not asked:
        show(gateway.call("GET", _path(name, "lock")), as_json=as_json)
        return
    answer = gateway.call(
        "PUT", _path(name, "lock"), {**asked, "reason": reason}, key=new_key(key), wait=wait, dry_run=_flag(dry_run)
    )
    show(answer, as_json=as_json)


def _path(name: str, *more: str) -> str:
    return "/".join(["/v1/domains", part(name), *more])


def _answer(name: str, answer: str) -> tuple[str, str, Any]:
    """Method, path and body of an answer to a pending transfer."""
    match answer:
        case "cancel":
            return "DELETE", _path(name, "transfers", "latest"), None
        case "approve" | "reject":
            return "POST", _path(name, "transfers", "latest", answer), {}
    raise misuse(f"--answer: `{answer}` is none of approve, reject, cancel")


def _given(*, keep_empty: bool = False, **values: Any) -> dict[str, Any]:
    """What was said; None and, unless `keep_empty`, empty values are left out."""
    return {name: value for name, value in values.items() if value is not None and (keep_empty or value)}


def _flag(wanted: bool) -> str | None:
    return "true" if wanted else None


def _period(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    if not (found := re.fullmatch(r"(\d{1,2})([ym])", text)):
        raise misuse(f"--period: `{text}` is no period such as 1y or 18m")
    return {"value": int(found[1]), "unit": found[2]}


def _pair(option: str, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise misuse(f"{option}: `{text}` must be NAME=VALUE")
    return name, value


def _nameserver(text: str) -> dict[str, Any]:
    name, _, addresses = text.partition("=")
    return {"name": name, "addresses": [address for address in addresses.split(",") if address]}


def _code(file: Path | None) -> str | None:
    return None if file is None else read_text(file).strip()


def _body(file: Path | None) -> dict[str, Any]:
    body = {} if file is None else read_json(file)
    if not isinstance(body, dict):
        raise misuse(f"--body: {file} is no JSON object")
    return body
