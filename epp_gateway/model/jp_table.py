"""The JP table: which characters labels of .jp may hold, and how long they may be (JPRS, table jp_ja-jp 1.2 of 2005).

The table is defined by the character set JIS X 0208: its hiragana, its katakana, its kanji of levels 1 and 2, ten of
its signs, and beside them the letters, digits and hyphen of every domain name. So it is made here from that set by
Python's own codec. All of it is stable under NFKC.

It speaks of the labels that the registry itself delegates; what stands below one is its registrant's own.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from string import ascii_lowercase, digits

from .jp_labels import JAPANESE_PREFECTURES, ORGANISATIONAL, PREFECTURES

MAX_CHARACTERS = 15
"""Of a label that holds Japanese characters; others have the 63 of every label."""

MINUS = "\u2212"
"""What a full-width hyphen becomes where Japanese text is read by the letter of JIS X 0208, and a hyphen for .jp."""

_KANA_AND_KANJI = (4, 5, *range(16, 85))
"""Rows of JIS X 0208."""

_SIGNS = (6, *range(19, 23), *range(24, 29))
"""Cells of row 1: the middle dot, iteration marks, four signs that are used like kanji, and the long vowel. Cell 23,
the ditto mark, left the table with version 1.2."""


@cache
def jp_characters() -> frozenset[str]:
    """All characters of the table."""
    places = [(row, cell) for row in _KANA_AND_KANJI for cell in range(1, 95)]
    return frozenset(
        {*ascii_lowercase, *digits, "-", *_characters(places), *_characters([(1, cell) for cell in _SIGNS])}
    )


def _characters(places: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What stands at these rows and cells, where anything does."""
    for row, cell in places:
        character = bytes((0xA0 + row, 0xA0 + cell)).decode("euc_jp", "ignore")
        if character:
            yield character


def delegated_label(labels: Sequence[str]) -> tuple[str, str | None]:
    """The label of a .jp name, given in U-labels, that the registry delegates, and the type's label it stands below."""
    second = labels[-2]
    if len(labels) > 2 and second in ORGANISATIONAL | PREFECTURES | JAPANESE_PREFECTURES:
        return labels[-3], second
    return second, None
