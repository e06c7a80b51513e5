from pathlib import Path

import pytest

from epp_gateway.policy.conditions import MISSING, OPERATORS
from epp_gateway.policy.facts import CATALOGUE
from epp_gateway.policy.load import load_pack
from epp_gateway.policy.vocabulary import FAMILIES, OP_GROUPS, OPS, STRENGTHS, Tier


@pytest.fixture(scope="module")
def text():
    return (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")


def test_every_fact_stands_in_the_table_as_the_catalogue_has_it(text):
    for kind in CATALOGUE.values():
        short = ", ".join(f"`{name}`" for name in kind.short)
        assert f"| `{kind.name}` | {short} | {kind.type} | {kind.origin} | {kind.describe} |" in text


@pytest.mark.parametrize("words", [[*OPERATORS, MISSING], OPS, OP_GROUPS, FAMILIES, STRENGTHS, list(Tier)])
def test_every_word_of_the_format_is_told(text, words):
    for word in words:
        assert f"`{word}" in text, word


def test_the_pack_that_the_text_shows_loads(text):
    pack = load_pack(text.split("```toml\n")[1].split("```")[0], source="docs/policy.md")
    assert len(pack.rules) == 1
