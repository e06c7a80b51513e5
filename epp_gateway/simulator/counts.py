"""Counts what a simulated registry executed, whatever was answered."""

from collections import Counter
from dataclasses import dataclass, field

from epp_gateway.model.commands import Command, DomainCreate, DomainDelete, DomainRenew, DomainTransfer, verb_of


@dataclass
class Counts:
    """Counts since the start.

    Attributes:
        commands: every command executed, refused ones too, by its word (`domain.transfer.request`).
        creates, renewals, transfers, deletes: those of domains that were accepted, by name; a transfer counts
            once, when it is requested.
    """

    commands: Counter[str] = field(default_factory=Counter)
    creates: Counter[str] = field(default_factory=Counter)
    renewals: Counter[str] = field(default_factory=Counter)
    transfers: Counter[str] = field(default_factory=Counter)
    deletes: Counter[str] = field(default_factory=Counter)

    def count(self, command: Command, code: int) -> None:
        """Take note of one command that was executed with that result."""
        self.commands[verb_of(command)] += 1
        if code >= 2000:
            return
        match command:
            case DomainCreate():
                self.creates[command.name] += 1
            case DomainRenew():
                self.renewals[command.name] += 1
            case DomainTransfer(op="request"):
                self.transfers[command.name] += 1
            case DomainDelete():
                self.deletes[command.name] += 1
            case _:
                return
