"""One round: every target gets its share of inputs, drawn from a seed."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from .mutations import frames, streams
from .targets import ON_FRAMES, ON_STREAMS

ROUND = 200
"""Inputs of a round, for each target."""

_SETTINGS = settings(
    max_examples=ROUND,
    deadline=None,  # the targets look at the time themselves
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def targets() -> list[tuple[Callable[[Any], None], st.SearchStrategy[Any]]]:
    """Each target with the inputs it takes."""
    return [*((target, frames) for target in ON_FRAMES), *((target, streams) for target in ON_STREAMS)]


def round_of(number: int) -> None:
    """Give every target its inputs; raises what a target raises, for the smallest input that was found."""
    for target, inputs in targets():
        run(target, inputs, number)


def run(target: Callable[[Any], None], inputs: st.SearchStrategy[Any], number: int) -> None:
    """Give one target its inputs."""

    @seed(number)
    @_SETTINGS
    @given(given_input=inputs)
    def holds(given_input: Any) -> None:
        target(given_input)

    holds()
