"""The pages as their parts: prose, links, headings, tables, blocks of code."""

import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Page:
    """One page."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """(language, content) of each fenced block."""
        return [(language, textwrap.dedent(content)) for _, language, content in _FENCE.findall(self.text)]

    @property
    def prose(self) -> str:
        return _FENCE.sub("", self.text)

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.prose)

    @property
    def code(self) -> list[str]:
        """What stands in single backticks."""
        return _CODE.findall(self.prose)

    @property
    def anchors(self) -> set[str]:
        """Headings as a link names them."""
        headings = re.findall(r"^#+ (.+)$", self.prose, re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    def table(self, *head: str) -> list[list[str]]:
        """The rows of the table that begins with these columns, as cells."""
        lines = self.prose.splitlines()
        start = next(n for n, line in enumerate(lines) if line.startswith("|") and _cells(line)[: len(head)] == [*head])
        rows = []
        for line in lines[start + 2 :]:
            if not line.startswith("|"):
                break
            rows.append(_cells(line))
        return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def words(cell: str) -> list[str]:
    """What stands in backticks in a cell."""
    return _CODE.findall(cell)


def page(name: str) -> Page:
    return Page(ROOT / name)


PAGES = [Page(path) for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))]


@pytest.fixture(params=PAGES, ids=lambda one: one.name)
def any_page(request) -> Page:
    """Each page in turn."""
    return request.param
