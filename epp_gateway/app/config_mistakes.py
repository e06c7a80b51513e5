"""Mistakes in a configuration file, each with its place: `file:line: key: what is wrong`.

A `Source` is a file as read, with the places of its keys. Mistakes are collected, never raised one by one, so that
one run shows them all.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from epp_gateway.model.words import suggestion
from epp_gateway.toml_lines import Place, line_of, locate

Shape = TypeVar("Shape", bound=BaseModel)

_SAID = {
    "missing": "is missing",
    "literal_error": "must be {expected}",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "model_type": "must be a table",
    "dict_type": "must be a table",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "finite_number": "must be a finite number",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must not be empty",
    "string_pattern_mismatch": "must be of lower-case letters, digits and hyphens, 63 at most",
    "value_error": "{error}",
}
"""What we say for pydantic's kinds of error; a kind that is not listed keeps pydantic's own words."""


class Source:
    """One TOML file: its data, the places of its keys, and the mistakes found in it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.mistakes: list[tuple[int, str]] = []
        self.data: dict[str, Any] | None = None
        self._places: Mapping[Place, int] = {}
        try:
            text = file.read_bytes().decode("utf-8").replace("\r\n", "\n")
            self.data = tomllib.loads(text)
            self._places = locate(text)
        except OSError as error:
            self._say(1, f"cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            self._say(1, "is not UTF-8")
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column \d+\)", str(error))
            self._say(int(found[1]) if found else text.count("\n") + 1, f"is not TOML: {error}")

    def add(self, key: Place, what: str) -> None:
        """Note a mistake at a key."""
        self._say(line_of(self._places, key), f"{dotted(key)}: {what}")

    def read(self, shape: type[Shape], instead: Mapping[str, Any] = MappingProxyType({})) -> Shape | None:
        """The file in its shape, or None with every mistake noted; `instead` replaces what the file says."""
        if self.data is None:
            return None
        try:
            return shape.model_validate({**self.data, **instead})
        except ValidationError as error:
            for item in error.errors(include_input=False, include_url=False):
                key = tuple(part for part in item["loc"] if part != "[key]")
                self.add(key, _what(shape, key, item["type"], item.get("ctx", {}), item["msg"]))
            return None

    def lines(self) -> list[str]:
        """Every mistake as it is shown, in the order of the lines."""
        return [f"{self.file}:{line}: {what}" for line, what in sorted(self.mistakes)]

    def _say(self, line: int, what: str) -> None:
        self.mistakes.append((line, what))


def dotted(key: Place) -> str:
    """A key as people write it: `limits.max_sessions`, `endpoints[1]`."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _what(shape: type[BaseModel], key: Place, kind: str, context: Mapping[str, Any], words: str) -> str:
    if kind == "extra_forbidden":
        return "is not a known key" + suggestion(str(key[-1]), _known_keys(shape, key[:-1]))
    return _SAID[kind].format(**context) if kind in _SAID else words[:1].lower() + words[1:]


def _known_keys(shape: type[BaseModel], key: Place) -> list[str]:
    """The keys of the table at `key`; a part that is no field is a name in a table of tables."""
    for part in key:
        field = shape.model_fields.get(str(part))
        if field is not None:
            shape = _table_in(field.annotation) or shape
    return list(shape.model_fields)


def _table_in(annotation: Any) -> type[BaseModel] | None:
    """The shape inside `X`, `X | None` or `dict[..., X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {dict, Union, UnionType}:
        return next((found for part in get_args(annotation) if (found := _table_in(part))), None)
    return None
