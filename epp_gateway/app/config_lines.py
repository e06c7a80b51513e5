"""Finds the line on which each key of a TOML text stands, so that a mistake can be shown at its place.

`tomllib` gives values without places. This scanner reads only what it needs for the places: table headers, keys, and
where a value ends. It never judges the text; it is given texts that `tomllib` has accepted.
"""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|=|\]|$)""")
_TOKEN = re.compile(
    r"""
      ["]{3} (?: [^\\] | \\. )*? ["]{3,5}  |  '{3} .*? '{3,5}   # texts over several lines
    | " (?: [^"\\\n] | \\. )* "       |  ' [^'\n]* '       # texts on one line
    | \# [^\n]*  |  [\[\]{}\n]
    """,
    re.DOTALL | re.VERBOSE,
)


def locate(text: str) -> dict[Path, int]:
    """Give the line (from 1) of every key and table header; the tables of an array are counted from 0."""
    places: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    at = 0
    while at < len(text):
        line = text.count("\n", 0, at) + 1
        end = _end_of_statement(text, at)
        statement = text[at:end].strip()
        if statement.startswith("["):
            table = _table(statement, arrays)
            places.setdefault(table, line)
        elif statement and not statement.startswith("#"):
            path = table + _keys(statement)
            places[path] = line
        at = end + 1
    return places


def line_of(places: Mapping[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it that has one."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, 1)


def _table(header: str, arrays: dict[Path, int]) -> Path:
    """The path of a `[table]` or of the next table of an `[[array]]`; `arrays` counts the latter."""
    if not header.startswith("[["):
        return _inside(_keys(header[1:]), arrays)
    path = _inside(_keys(header[2:])[:-1], arrays) + _keys(header[2:])[-1:]
    arrays[path] = arrays.get(path, -1) + 1
    return (*path, arrays[path])


def _inside(names: Path, arrays: Mapping[Path, int]) -> Path:
    """The path with the running number put in after each name that is an array of tables."""
    path: Path = ()
    for name in names:
        path = (*path, name)
        if path in arrays:
            path = (*path, arrays[path])
    return path


def _keys(text: str) -> Path:
    """The parts of a dotted key up to its `=` or `]`."""
    parts: list[str] = []
    at = 0
    while found := _PART.match(text, at):
        parts.append(next(part for part in found.group(1, 2, 3) if part is not None))
        at = found.end()
        if found[4] != ".":
            break
    return tuple(parts)


def _end_of_statement(text: str, start: int) -> int:
    """Where the statement that begins at `start` ends: a line end outside strings and brackets, or the text's end."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        mark = token[0]
        if mark == "\n" and depth <= 0:
            return token.start()
        depth += (mark in "[{") - (mark in "]}")
    return len(text)
