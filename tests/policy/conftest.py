"""Shared ways to ask policy: the packs that ship, questions from plain values, and small packs as text."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from epp_gateway.model.facts import Fact
from epp_gateway.policy.decide import Question
from epp_gateway.policy.facts import CATALOGUE
from epp_gateway.policy.load import load_packs
from epp_gateway.policy.rules import PackSet
from epp_gateway.resources import folder

AT = "2025-06-01T12:00:00+09:00"

HARMLESS: dict[str, Any] = {
    "contract.start": "2024-01-01",
    "contract.end": "2025-12-31",
    "debts": [],
    "disputes": [],
    "exempt.pref_jp_2012": False,
    "registry.statuses": ["ok"],
    "gateway.lock": False,
    "request.adds_statuses": [],
    "request.removes_statuses": [],
}


@pytest.fixture(scope="session")
def shipped_texts() -> dict[str, str]:
    """The packs that ship, by source."""
    return {path.name: path.read_text("utf-8") for path in sorted((folder("config") / "policy").glob("*.toml"))}


@pytest.fixture(scope="session")
def shipped(shipped_texts: dict[str, str]) -> PackSet:
    """The packs that ship, loaded."""
    return load_packs(shipped_texts)


@pytest.fixture(scope="session")
def harmless() -> dict[str, Any]:
    """Facts with which no rule of the packs has anything to say on 2025-06-01."""
    return dict(HARMLESS)


@pytest.fixture(scope="session")
def ask() -> Callable[..., Question]:
    """Make a question from plain values; the harmless facts stand in unless `only` is set, None takes a fact away."""

    def make(
        *ops: str,
        at: str = AT,
        name: str = "example.com",
        family: str = "gtld",
        packs: tuple[str, ...] = ("ntt-com-domain",),
        only: bool = False,
        **facts: Any,
    ) -> Question:
        values = ({} if only else HARMLESS) | {key.replace("__", "."): value for key, value in facts.items()}
        return Question(
            ops=ops,
            name=name,
            family=family,
            at=datetime.fromisoformat(at),
            packs=packs,
            facts={
                key: Fact(name=key, value=value, source="test", as_of=at)
                for key, value in values.items()
                if value is not None and not CATALOGUE[key].derived
            },
            assumed={key: value for key, value in values.items() if CATALOGUE[key].derived},
        )

    return make


POLICY = """\
[policy]
id = "test-pack"
document = "a text"
version = 2025-01-01
tier = "{tier}"
timezone = "Asia/Tokyo"
"""

RULE = """\
[[rule]]
id = "test.rule"
cite = ["a text 1"]
ops = ["renew"]
families = ["*"]
strength = "must"
reason = "lock"
when = {when}
effect = "refuse"
message.en = "No."
{more}
[[rule.example]]
op = "renew"
facts = {facts}
want = "{want}"
"""


@pytest.fixture(scope="session")
def pack_text() -> Callable[..., str]:
    """A pack of one rule, line 1 being `[policy]` and line 7 `[[rule]]`."""

    def make(
        when: str = '{ fact = "gateway.lock", is = true }',
        facts: str = '{ "gateway.lock" = true }',
        want: str = "refuse",
        more: str = "",
        tier: str = "registrar",
    ) -> str:
        return POLICY.format(tier=tier) + RULE.format(when=when, facts=facts, want=want, more=more)

    return make
