"""The schema bundle."""

from __future__ import annotations

from pathlib import Path

from lxml import etree


class Schemas:
    """Every grammar of the folder `schemas`."""

    @classmethod
    def load(cls, folder: Path) -> Schemas:
        """Read `catalogue.toml` and the grammars it names."""
        raise NotImplementedError

    def validate(self, element: etree._Element) -> None:
        """Raises InvalidFrame."""
        raise NotImplementedError
