"""Loads packs: from TOML text to frozen rules, proved by their own examples, or every mistake at once.

A pack with one mistake does not load. Nothing here reads files: the caller hands in the texts.
"""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from epp_gateway.model.errors import ConfigError

from .examples import failures_of
from .read_pack import read_pack
from .reader import Mistakes, listing
from .rules import Pack, PackSet


def load_pack(text: str, *, source: str) -> Pack:
    """Load one pack. Examples that name other packs in `upper` are left to `load_packs`, which has them.

    Raises:
        ConfigError: with every mistake as `source:line: rule: what to do`.
    """
    pack, mistakes = _read(text, source)
    if pack is not None:
        _try_examples(pack, PackSet({pack.id: pack}), mistakes)
    if pack is None or mistakes.found:
        raise ConfigError(mistakes.listed())
    return pack


def load_packs(texts: Mapping[str, str]) -> PackSet:
    """Load packs that stand beside each other, given by source, and check them against each other.

    Raises:
        ConfigError: with every mistake of every pack.
    """
    read = [_read(text, source) for source, text in texts.items()]
    packs = [(pack, mistakes) for pack, mistakes in read if pack is not None]
    _check_twins(packs)
    together = PackSet({pack.id: pack for pack, _ in packs})
    for pack, mistakes in packs:
        _check_uppers(pack, together, mistakes)
        _try_examples(pack, together, mistakes)
    found = [words for _, mistakes in read for words in mistakes.listed()]
    if found:
        raise ConfigError(found)
    return together


def _read(text: str, source: str) -> tuple[Pack | None, Mistakes]:
    """A pack as far as it can be read: what is in it is right, what is wrong is left out and in the mistakes."""
    mistakes = Mistakes(source, text)
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistakes.add_at(_line_of(error, text), "the file", f"this is not TOML; {error}")
        return None, mistakes
    return read_pack(document, mistakes), mistakes


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that tomllib names in its words; the last one where it says `at end of document`."""
    _, found, rest = str(error).partition("(at line ")
    return int(rest.split(",")[0]) if found else max(len(text.splitlines()), 1)


def _try_examples(pack: Pack, together: PackSet, mistakes: Mistakes) -> None:
    """Run the examples whose upper packs are all at hand."""
    for label, example, words in failures_of(pack, together):
        mistakes.add_at(example.line, label, words)


def _check_uppers(pack: Pack, together: PackSet, mistakes: Mistakes) -> None:
    for entry in pack.provable:
        for example in entry.examples:
            for upper in example.upper:
                if upper not in together.packs:
                    known = listing(sorted(together.packs))
                    words = f"`upper` names the pack `{upper}`, which is not loaded; loaded are {known}"
                    mistakes.add_at(example.line, entry.id, words)


def _check_twins(packs: Iterable[tuple[Pack, Mistakes]]) -> None:
    """No two packs of one id, and no two entries of one id in different packs."""
    first: dict[str, tuple[str, int]] = {}
    for pack, mistakes in packs:
        own = [(pack.id, 1), *((entry.id, entry.line) for entry in pack.entries)]
        for name, line in own:
            if name in first:
                source, at = first[name]
                mistakes.add_at(line, name, f"this id is already used at {source}:{at}; give it another one")
        first.update({name: (pack.source, line) for name, line in own if name not in first})
