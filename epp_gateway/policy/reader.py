"""Reads parsed TOML strictly: every value is asked for by name and type, and whatever nobody asked for is a mistake.

Mistakes are collected, not raised: a reader goes on with a stand-in value, so that a person sees all of them at once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from epp_gateway.model.words import suggestion
from epp_gateway.toml_lines import Place, line_of, locate

T = TypeVar("T")


class Mistakes:
    """The mistakes of one text, each `source:line: label: what to do`."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        self.found: list[tuple[int, str]] = []
        self._places = locate(text)

    def add(self, place: Place, label: str, words: str) -> None:
        """Note a mistake at a place of the document."""
        self.add_at(self.line(place), label, words)

    def add_at(self, line: int, label: str, words: str) -> None:
        """Note a mistake at a line."""
        self.found.append((line, f"{self.source}:{line}: {label}: {words}"))

    def line(self, place: Place) -> int:
        """Where a place stands."""
        return line_of(self._places, place)

    def listed(self) -> list[str]:
        """All of them, in the order of the text."""
        return [words for _, words in sorted(self.found, key=lambda entry: entry[0])]


class Table:
    """One table of the document, and the keys that were asked for."""

    def __init__(self, values: dict[str, Any], place: Place, label: str, mistakes: Mistakes) -> None:
        self.values = values
        self.place = place
        self.label = label
        self.mistakes = mistakes
        self._asked: list[str] = []

    @property
    def line(self) -> int:
        """Where the table begins."""
        return self.mistakes.line(self.place)

    def wrong(self, words: str, key: str | None = None) -> None:
        """Note a mistake of the table, or of one of its keys."""
        self.mistakes.add(self.place if key is None else (*self.place, key), self.label, words)

    def has(self, key: str) -> bool:
        """Whether the key is there; asking makes it a known key."""
        self._asked.append(key)
        return key in self.values

    def get(self, key: str, *, must: bool, of: Callable[[Any], bool], wanted: str, default: T) -> T:
        """A value of a type; the default where it is absent or wrong."""
        if not self.has(key):
            if must:
                self.wrong(f"`{key}` is missing; add it as {wanted}")
            return default
        value = self.values[key]
        if not of(value):
            self.wrong(f"`{key}` must be {wanted}", key)
            return default
        found: T = value
        return found

    def text(self, key: str, *, must: bool = True) -> str:
        """A text that is not empty."""
        wanted = f'a text in quotes: {key} = "..."'
        return self.get(key, must=must, of=lambda v: isinstance(v, str) and bool(v.strip()), wanted=wanted, default="")

    def flag(self, key: str) -> bool:
        """True or false, false where absent."""
        return self.get(key, must=False, of=lambda v: isinstance(v, bool), wanted="true or false", default=False)

    def word(self, key: str, allowed: Iterable[str], default: str, *, must: bool = True) -> str:
        """One of some words."""
        words = list(allowed)
        value = self.text(key, must=must) or default
        return value if value in words or value == default else self._no_such(key, value, words, default)

    def _no_such(self, key: str, value: str, words: list[str], default: str) -> str:
        self.wrong(f"`{key}` can not be `{value}`; write one of {listing(words)}{suggestion(value, words)}", key)
        return default

    def texts(self, key: str, *, must: bool = True) -> tuple[str, ...]:
        """A list of texts, not empty where it must be there."""

        def fits(value: Any) -> bool:
            return (
                isinstance(value, list) and all(isinstance(v, str) and v for v in value) and (bool(value) or not must)
            )

        wanted = f'a list of texts in quotes: {key} = ["..."]'
        return tuple(self.get(key, must=must, of=fits, wanted=wanted, default=[]))

    def words(
        self, key: str, known: Callable[[str], bool], examples: list[str], *, must: bool = True
    ) -> tuple[str, ...]:
        """A list of words that are all known; a strange one is a mistake and left out."""
        found = self.texts(key, must=must)
        for word in found:
            if not known(word):
                hint = suggestion(word, examples) or f"; known are {listing(examples)}"
                self.wrong(f"`{key}` names `{word}`, which can not stand here{hint}", key)
        return tuple(word for word in found if known(word))

    def version(self, key: str) -> str:
        """A day, or a text, as text."""
        value = self.get(
            key, must=True, of=lambda v: isinstance(v, str | date), wanted="a day such as 2020-03-31", default=""
        )
        return str(value)

    def table(self, key: str, *, must: bool = True) -> "Table | None":
        """A table within."""
        values: dict[str, Any] | None = self.get(
            key, must=must, of=lambda v: isinstance(v, dict), wanted="a table", default=None
        )
        return None if values is None else Table(values, (*self.place, key), self.label, self.mistakes)

    def tables(self, key: str) -> list["Table"]:
        """Repeated tables within, none where absent."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(isinstance(item, dict) for item in value)

        found: list[dict[str, Any]] = self.get(
            key, must=False, of=fits, wanted=f"written as [[{key}]] blocks", default=[]
        )
        label = self.label if self.place else f"[[{key}]]"
        return [Table(item, (*self.place, key, n), label, self.mistakes) for n, item in enumerate(found)]

    def finish(self) -> None:
        """Every key that nobody asked for is a mistake."""
        for key in self.values:
            if key not in self._asked:
                hint = suggestion(key, self._asked) or "; remove it"
                self.wrong(f"the key `{key}` is not known here{hint}", key)


def listing(words: Iterable[str]) -> str:
    """`a`, `b`, `c`."""
    return ", ".join(f"`{word}`" for word in words)
