"""The families of .jp names by their shape (jprs-profile, section Families). A pure look-up; it judges no label."""

from epp_gateway.model.extensions import JprsFamily
from epp_gateway.model.jp_labels import ORGANISATIONAL, PREFECTURES


def family_of(name: str) -> JprsFamily | None:
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
