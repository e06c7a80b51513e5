"""Finds the line on which each key of a TOML text stands, so that a mistake can be shown at its place.

`tomllib` gives values without places. This scanner reads only what it needs for the places: table headers, keys, and
where a value ends. It never judges the text: of one that is no TOML it finds what it can.
"""

import re
from collections.abc import Mapping

Place = tuple[str | int, ...]
"""A way into the parsed document: `("rule", 2, "example", 0, "want")`."""

_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|=|\]|$)""")
_TOKEN = re.compile(
    r"""
      ["]{3} (?: [^\\] | \\. )*? ["]{3,5}  |  '{3} .*? '{3,5}   # texts over several lines
    | " (?: [^"\\\n] | \\. )* "       |  ' [^'\n]* '       # texts on one line
    | \# [^\n]*  |  [\[\]{}\n]
    """,
    re.DOTALL | re.VERBOSE,
)


def locate(text: str) -> dict[Place, int]:
    """Give the line (from 1) of every key and table header; the tables of an array are counted from 0."""
    places: dict[Place, int] = {}
    arrays: dict[Place, int] = {}
    table: Place = ()
    at, line = 0, 1
    while at < len(text):
        end = _end_of_statement(text, at)
        statement = text[at:end].strip()
        place = table
        if statement.startswith("["):
            place = table = _table(statement, arrays)
        elif not statement.startswith("#"):
            place = table + _keys(statement)
        for length in range(1, len(place) + 1):
            places.setdefault(place[:length], line)
        line += text.count("\n", at, end + 1)
        at = end + 1
    return places


def line_of(places: Mapping[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest thing around it that has one; 1 where there is none."""
    while place and place not in places:
        place = place[:-1]
    return places.get(place, 1)


def _table(header: str, arrays: dict[Place, int]) -> Place:
    """The place of a `[table]` or of the next table of an `[[array]]`; `arrays` counts the latter."""
    if not header.startswith("[["):
        return _inside(_keys(header[1:]), arrays)
    place = _inside(_keys(header[2:])[:-1], arrays) + _keys(header[2:])[-1:]
    arrays[place] = arrays.get(place, -1) + 1
    return (*place, arrays[place])


def _inside(names: Place, arrays: Mapping[Place, int]) -> Place:
    """The place with the running number put in after each name that is an array of tables."""
    place: Place = ()
    for name in names:
        place = (*place, name)
        if place in arrays:
            place = (*place, arrays[place])
    return place


def _keys(text: str) -> Place:
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
