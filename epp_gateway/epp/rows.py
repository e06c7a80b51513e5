"""What a mapping says about itself: rows of values, elements, and the functions between them.

Each file of `objects/` and `extensions/` ends with its rows; `tables` puts them together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from epp_gateway.model.commands import Command, DomainUpdate, verb_of
from epp_gateway.model.extensions import Extension
from epp_gateway.model.objects import ResponseData

from .xml.parse import Element

Writer = Callable[[Element, Any], None]
"""Appends a value to the element around it. The value is of its row's type."""


@dataclass(frozen=True)
class SessionRow:
    """A command that is a verb and nothing inside it (RFC 5730 section 2.9.1); the writer gets `command`."""

    value: type
    element: str
    write: Writer
    read: Callable[[Element], Command]


@dataclass(frozen=True)
class CommandRow:
    """A command about an object: the verb, and the object's element inside it. The writer gets the verb."""

    value: type
    verb: str
    element: str
    write: Writer
    read: Callable[[Element], Command]


@dataclass(frozen=True)
class DataRow:
    """What stands inside `resData`.

    The reader gives None where the element does not say what it should; then it is kept as it is.
    """

    value: type
    element: str
    write: Writer
    read: Callable[[Element], ResponseData | None]


@dataclass(frozen=True)
class ExtensionRow:
    """What stands inside `extension`.

    Attributes:
        read: gives None where the element is not in the shape we know; then it is kept as it is. Of a command, it may
            refuse what the grammar lets pass and the standard does not (InvalidFrame); an answer keeps that, too.
        commands: the words (see `verb_of`) of the commands that may carry it, `*` for all; a transfer without its op
            stands for all five.
        answers: the words of the commands whose answer may carry it; a notice stands in the answer to `poll`.
        empty_change: a domain update that carries it and changes nothing says so with an empty `chg`.
        stands_alone: a domain update that carries it changes nothing.
    """

    value: type
    element: str
    write: Writer
    read: Callable[[Element], Extension | None]
    commands: frozenset[str] = field(default=frozenset())
    answers: frozenset[str] = field(default=frozenset())
    empty_change: bool = False
    stands_alone: bool = False

    def may_extend(self, word: str) -> bool:
        """Whether a command of that word may carry it."""
        return not self.commands.isdisjoint({"*", word, word.removesuffix("." + word.rpartition(".")[2])})

    def may_accompany(self, command: Command) -> bool:
        """Whether this very command may carry it."""
        if self.stands_alone and isinstance(command, DomainUpdate) and not command.is_empty:
            return False
        return self.may_extend(verb_of(command))
