"""What pages point to exists, and no page is forgotten."""

import re
import tomllib
from pathlib import Path

from tests.docs.conftest import PAGES, ROOT, Page, page

_PATH = re.compile(r"(epp_gateway|schemas|fixtures|config|docs|tests|benchmarks|tools)/[\w./*-]*")
_SECTIONS = ["Context", "Decision", "Consequences", "What would change our mind"]


def test_every_link_leads_to_a_file_and_a_heading(any_page):
    for link in any_page.links:
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = (any_page.path.parent / path).resolve() if path else any_page.path
        assert target.is_file(), link
        if anchor:
            assert anchor in Page(target).anchors, link


def test_every_path_that_is_named_exists(any_page):
    for path in any_page.code:
        if _PATH.fullmatch(path):
            assert list(ROOT.glob(path.rstrip("/"))), path


def test_the_readme_leads_to_every_page():
    found, open_pages = set(), [page("README.md")]
    while open_pages:
        one = open_pages.pop()
        if one.path in found:
            continue
        found.add(one.path)
        targets = ((one.path.parent / link.partition("#")[0]).resolve() for link in one.links)
        open_pages += [Page(target) for target in targets if target.suffix == ".md" and target.is_file()]
    assert found >= {one.path for one in PAGES}


def test_every_decision_is_listed_numbered_and_whole():
    listed = [row[0] for row in page("docs/decisions/README.md").table("", "decision")]
    files = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert listed == [f"[{file.name[:4]}]({file.name})" for file in files]
    for number, file in enumerate(files, 1):
        text = file.read_text("utf-8")
        assert file.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == _SECTIONS


def test_the_tree_in_the_readme_is_the_tree():
    tree = next(content for _, content in page("README.md").blocks if content.startswith("epp_gateway/"))
    parent = Path()
    for line in tree.splitlines():
        name = line.split()[0]
        parent = Path() if not line.startswith(" ") else Path("epp_gateway")
        assert (ROOT / parent / name).is_dir(), line
    packages = {path.parent.name for path in (ROOT / "epp_gateway").glob("*/__init__.py")}
    assert {line.split()[0].split("/")[0] for line in tree.splitlines() if line.startswith(" ")} == packages


def test_the_pure_half_is_held_to_it():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    held = next(contract for contract in contracts if contract["name"].startswith("The pure half"))["source_modules"]
    text = page("docs/how-it-works.md").text
    told = text.partition("The pure half does no I/O")[2].partition("and the verbs")[0]
    named = {name.replace("/", ".") for name in re.findall(r"`(epp_gateway/[\w/]+?)(?:/|\.py)`", told)}
    assert len(named) == 7
    assert named <= set(held)
