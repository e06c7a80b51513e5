"""What operators do with a registry account while the gateway runs."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from epp_gateway.app.control import Control
from epp_gateway.model.errors import ConfigError, NotFound
from epp_gateway.pool.settings import PoolSettings


@dataclass
class FakePool:
    """Notes what it is told."""

    resumed: int = 0
    settings: list[PoolSettings] = field(default_factory=list)

    def resume(self) -> None:
        self.resumed += 1

    def change(self, settings: PoolSettings) -> None:
        self.settings.append(settings)


class Lines:
    """Notes what is logged."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **fields: Any) -> None:
        self.lines.append((event, fields))

    error = info


@pytest.fixture
def pool() -> FakePool:
    return FakePool()


@pytest.fixture
def log() -> Lines:
    return Lines()


@pytest.fixture
def control(configuration, pool, log) -> Control:
    return Control(configuration.load(), {"alpha": pool}, read=configuration.load, log=log)


async def test_a_reload_brings_what_the_file_says_now(configuration, control, pool, log):
    configuration.registry("[credentials]", "[limits]\nmax_sessions = 3\n[pace]\nall = 60\n[credentials]")
    await control.reload("alpha", "operator")
    (settings,) = pool.settings
    assert (settings.limits.max_sessions, settings.pace.all) == (3, 60)
    assert log.lines == [("reloaded", {"registry": "alpha", "panel": "operator"})]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ('["com"]', '["com", "net"]', "alpha: `tlds` can only be changed by a restart"),
        ("registrar-a", "registrar-b", "alpha: `clid` can only be changed by a restart"),
        ("[credentials]", 'dialect = "jprs"\n[credentials]', "alpha: `dialect` can only be changed by a restart"),
        ('id = "alpha"', 'id = "gamma"', "there is no registry `alpha` any more: that needs a restart"),
        ("endpoints", "endpoint", "is not a known key; did you mean `endpoints`?"),
    ],
)
async def test_what_can_not_be_used_changes_nothing_and_is_told(configuration, control, pool, log, old, new, mistake):
    configuration.registry(old, new)
    with pytest.raises(ConfigError) as caught:
        await control.reload("alpha", "operator")
    assert any(mistake in line for line in caught.value.mistakes), caught.value.mistakes
    await control.reload_all()
    assert pool.settings == []
    ((event, fields),) = log.lines
    assert event == "reload-refused"
    assert mistake in fields["reason"]


async def test_all_accounts_are_reloaded(control, pool, log):
    await control.reload_all()
    assert len(pool.settings) == 1
    assert log.lines == [("reloaded", {"registry": "alpha", "panel": "SIGHUP"})]


async def test_a_resume_goes_to_the_pool(control, pool, log):
    await control.resume("alpha", "operator")
    assert pool.resumed == 1
    assert log.lines == [("resume-asked", {"registry": "alpha", "panel": "operator"})]


@pytest.mark.parametrize("act", ["resume", "reload"])
async def test_an_unknown_registry_is_told(control, act):
    with pytest.raises(NotFound, match="no registry `omega`"):
        await getattr(control, act)("omega", "operator")
