"""Looks up what a configuration names by reference: secrets (`env:NAME`, `file:PATH`) and files that must exist.

A secret is read here once, into a `Secret`. No mistake ever shows its text.
"""

from collections.abc import Mapping
from pathlib import Path

from epp_gateway.model.secret import Secret
from epp_gateway.toml_lines import Place

from .config_fields import resolve, split_reference
from .config_mistakes import Source


class References:
    """Looks references up; with `look_up` False every secret is taken as given and left empty."""

    def __init__(self, environ: Mapping[str, str], *, look_up: bool) -> None:
        self._environ = environ
        self._look_up = look_up

    def secret(self, source: Source, key: Place, reference: str, *, at_least: int = 1) -> Secret:
        """The secret behind a reference; an empty one, with the mistake noted, when there is none or it is short."""
        kind, where = split_reference(reference)
        if not self._look_up:
            return Secret("")
        text = self._from_environment(where) if kind == "env" else _from_file(resolve(source.file, where))
        if isinstance(text, Missing):
            source.add(key, text)
            return Secret("")
        if len(text) < at_least:
            source.add(key, f"what `{reference}` refers to must have at least {at_least} characters")
        return Secret(text)

    def _from_environment(self, name: str) -> "str | Missing":
        return self._environ.get(name) or Missing(f"the environment variable {name} is not set")


class Missing(str):
    """Why there is no secret."""

    __slots__ = ()


def existing_file(source: Source, key: Place, text: str | None) -> Path | None:
    """The path that a key names, with a mistake noted when no file can be read there; None for no key."""
    if text is None:
        return None
    path = resolve(source.file, text)
    if not path.is_file():
        source.add(key, f"there is no file {path}")
    return path


def _from_file(path: Path) -> str | Missing:
    """The first line of a file; whatever ends a line does not belong to a secret."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        return Missing(f"the file {path} cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return Missing(f"the file {path} is not UTF-8")
    if len(lines) > 1:
        return Missing(f"the file {path} holds more than one line")
    return lines[0] if lines and lines[0] else Missing(f"the file {path} is empty")
