"""From a name to its family: which part of a registrar's terms speaks of it.

JP families follow the shape of the name (JPRS): the second-level label decides. It never guesses: a .jp name of a shape
that no table knows is `jp-unknown`.
"""

import idna

from epp_gateway.model.jp_labels import JAPANESE_PREFECTURES, ORGANISATIONAL, PREFECTURES

from .vocabulary import Family

PREFECTURES_JA = frozenset(idna.encode(label).decode("ascii") for label in JAPANESE_PREFECTURES)
"""The 47 prefectures in Japanese, as A-labels; they carry the prefecture type only."""

_DESIGNATED_CITIES = frozenset({"kawasaki", "kitakyushu", "kobe", "nagoya", "sapporo", "sendai", "yokohama"})
"""Second-level labels of the geographic type that are no prefectures."""

_PUBLIC_BODIES = frozenset({"pref", "metro"})
"""`pref.chiba.jp` and `metro.tokyo.jp` are names of local public bodies, of the geographic type."""


def family_of(name: str) -> Family:
    """The family of a registered name, given as lower-case A-labels."""
    labels = name.split(".")
    if labels[-1] != "jp":
        return "cctld" if len(labels[-1]) == 2 else "gtld"
    if len(labels) == 2:
        return "jp-general"
    return _jp_family(labels[-2], labels[:-2])


def _jp_family(second: str, below: list[str]) -> Family:
    """The family of a .jp name with three or more labels: `below` holds those under the second level."""
    if second in ORGANISATIONAL and len(below) == 1:
        return "jp-organisational"
    if second in _DESIGNATED_CITIES or (second in PREFECTURES and (len(below) > 1 or below[0] in _PUBLIC_BODIES)):
        return "jp-geographic"
    if second in PREFECTURES | PREFECTURES_JA and len(below) == 1:
        return "jp-prefecture"
    return "jp-unknown"
