"""Finds the line of a TOML table or key, so that a mistake can be shown where it stands. It judges nothing."""

import re

Place = tuple[str | int, ...]
"""A way into the parsed document: `("rule", 2, "example", 0, "want")`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_.-]+)["']?\s*=""")


class Lines:
    """The lines of one text's tables and keys."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {}
        self._counts: dict[Place, int] = {}
        table: Place = ()
        inside_text = False
        for number, line in enumerate(text.splitlines(), start=1):
            if not inside_text:
                table = self._take(line, number, table)
            if (line.count('"""') + line.count("'''")) % 2:
                inside_text = not inside_text

    def _take(self, line: str, number: int, table: Place) -> Place:
        """Note what a line begins, and give the table that the next lines belong to."""
        header = _HEADER.match(line)
        if header:
            table = self._enter(header[2].split("."), repeated=header[1] == "[[")
            self._lines.setdefault(table, number)
        elif key := _KEY.match(line):
            parts = tuple(key[1].split("."))
            for length in range(1, len(parts) + 1):
                self._lines.setdefault((*table, *parts[:length]), number)
        return table

    def _enter(self, names: list[str], *, repeated: bool) -> Place:
        """The place of a header: a repeated table gets its number, its parents their last one."""
        place: Place = ()
        for name in names[:-1]:
            place = self._numbered((*place, name))
        last: Place = (*place, names[-1])
        if not repeated:
            return last
        self._counts[last] = self._counts.get(last, -1) + 1
        return self._numbered(last)

    def _numbered(self, place: Place) -> Place:
        return (*place, self._counts[place]) if place in self._counts else place

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it; 1 when there is none."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)
