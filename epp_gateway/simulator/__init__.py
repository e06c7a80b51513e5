"""Registries that live in memory, for tests and for people who never run the gateway.

`running` puts one into an event loop; `simulate` is the same as a process of its own.
"""

from .options import Options
from .running import RunningRegistry, running, simulate

__all__ = ["Options", "RunningRegistry", "running", "simulate"]
