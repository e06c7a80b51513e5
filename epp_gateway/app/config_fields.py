"""The kinds of text that stand in a configuration: endpoints, suffixes, references to secrets, loopback addresses.

Pure functions that raise ValueError with a reason. A reason never repeats a value that could be a secret.
"""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import idna
from pydantic import AfterValidator, Field

from .loopback import is_loopback

_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BRACKETED = re.compile(r"\[([^\]]+)\]:(\d+)")
_PLAIN = re.compile(r"([^:\s/]+):(\d+)")

CLEAR_TEXT_WORDS = "i understand that tokens and personal data cross this network in clear text"
"""What `listen.insecure_listener` must say before a listener without TLS may leave loopback."""


def split_endpoint(text: str) -> tuple[str, int]:
    """Split `host:port` or `[IPv6]:port`."""
    found = _BRACKETED.fullmatch(text) or _PLAIN.fullmatch(text)
    if not found or not 0 < int(found[2]) < 65536:
        raise ValueError("must be `host:port` with a port from 1 to 65535 (an IPv6 address stands in brackets)")
    return found[1], int(found[2])


def suffix(text: str) -> str:
    """A suffix in the one spelling used inside: lower-case A-labels without dots at the ends."""
    try:
        return idna.encode(text, uts46=True, std3_rules=True).decode("ascii").lower().strip(".")
    except (idna.IDNAError, UnicodeError):
        raise ValueError(f"`{text}` is not a suffix such as `com` or `co.jp`") from None


def split_reference(text: str) -> tuple[Literal["env", "file"], str]:
    """Split `env:NAME` or `file:PATH`. A secret itself is refused without being repeated."""
    kind, _, rest = text.partition(":")
    if kind == "env" and _ENVIRONMENT_NAME.fullmatch(rest):
        return "env", rest
    if kind == "file" and rest:
        return "file", rest
    raise ValueError("must be a reference, `env:NAME` or `file:PATH`; a secret itself never stands in this file")


def loopback_url(text: str) -> str:
    """An `http://` address on this machine, without a trailing slash."""
    parts = urlsplit(text)
    if parts.scheme != "http" or not parts.hostname or not is_loopback(parts.hostname):
        raise ValueError("must be an http:// address on loopback: only a simulator's clock is followed")
    return text.rstrip("/")


def resolve(base: Path, text: str) -> Path:
    """A path as its file means it: relative to the folder the file stands in."""
    return (base.parent / text).resolve()


def _checked(text: str) -> str:
    split_endpoint(text)
    return text


def _reference(text: str) -> str:
    split_reference(text)
    return text


EndpointText = Annotated[str, AfterValidator(_checked)]
Suffix = Annotated[str, AfterValidator(suffix)]
Reference = Annotated[str, AfterValidator(_reference)]
LoopbackUrl = Annotated[str, AfterValidator(loopback_url)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Text = Annotated[str, Field(min_length=1)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]
ResultCode = Annotated[int, Field(ge=2000, le=2599)]
