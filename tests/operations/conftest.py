"""Every story of this folder runs in virtual time, in a `world` whose promises are checked when the story ends."""

from collections.abc import AsyncIterator, Callable
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import pytest
import trio
import trio.testing

from tests.operations.world import World, open_world


def in_virtual_time(story: Callable[..., Any], **options: Any) -> Any:
    """As `trio.run`, on a clock that jumps to the next thing to happen."""
    return trio.run(story, **{**options, "clock": trio.testing.MockClock(autojump_threshold=0)})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.trio(run=in_virtual_time), append=False)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Three registries (`verisign`, `jprs`, `generic`), and a desk that runs."""
    async with open_world() as opened:
        yield opened
