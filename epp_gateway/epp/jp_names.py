"""The families of .jp names by their shape (jprs-profile, section Families). A pure look-up; it judges no label."""

from typing import Literal

Family = Literal["general", "prefecture", "organisational"]

ORGANISATIONAL = frozenset({"ac", "ad", "co", "ed", "go", "gr", "lg", "ne", "or"})
"""Second-level labels of organisational names."""

PREFECTURES = frozenset(
    {
        "aichi",
        "akita",
        "aomori",
        "chiba",
        "ehime",
        "fukui",
        "fukuoka",
        "fukushima",
        "gifu",
        "gunma",
        "hiroshima",
        "hokkaido",
        "hyogo",
        "ibaraki",
        "ishikawa",
        "iwate",
        "kagawa",
        "kagoshima",
        "kanagawa",
        "kochi",
        "kumamoto",
        "kyoto",
        "mie",
        "miyagi",
        "miyazaki",
        "nagano",
        "nagasaki",
        "nara",
        "niigata",
        "oita",
        "okayama",
        "okinawa",
        "osaka",
        "saga",
        "saitama",
        "shiga",
        "shimane",
        "shizuoka",
        "tochigi",
        "tokushima",
        "tokyo",
        "tottori",
        "toyama",
        "wakayama",
        "yamagata",
        "yamaguchi",
        "yamanashi",
    }
)
"""Second-level labels of prefecture names, all 47."""


def family_of(name: str) -> Family | None:
    """The family a name is registered in, or None for what is no such name (`example.com`, a geographic name)."""
    match name.lower().split("."):
        case [_, "jp"]:
            return "general"
        case [_, second, "jp"] if second in ORGANISATIONAL:
            return "organisational"
        case [_, second, "jp"] if second in PREFECTURES:
            return "prefecture"
        case _:
            return None
