"""Every command line that a page shows can be typed as it stands."""

import re
import shlex

import pytest
import typer
from typer.core import TyperGroup

from epp_gateway.app.cli import app
from epp_gateway.simulator.options import Options
from tests.docs.conftest import PAGES, page, words

ROOT_COMMAND = typer.main.get_command(app)
_ENDS = re.compile(r"\s(?:[|>&]|2>)|\)|\s#\s")
USAGE_ERROR = typer.BadParameter.__base__
"""What Click raises for a command line that it does not take, whichever Click Typer brings."""

ABSENT = ("doctor", "policy coverage", "policy diff")


def shown():
    """(page, arguments) of each command line in a block."""
    for one in PAGES:
        for _, content in one.blocks:
            for line in content.splitlines():
                for tail in re.findall(r"(?:^|[\s/(])epp-gateway (.+)", line):
                    yield one.name, _ENDS.split(tail)[0].strip()


def inline():
    """(page, words) of each command that stands in prose."""
    for one in PAGES:
        for code in one.code:
            if found := re.match(r"epp-gateway ((?:[a-z-]+ ?)+)", code):
                yield one.name, found[1].split()


def parse(command, arguments, parent=None):
    """Let Click read the arguments as it would on the command line, and run nothing."""
    with command.make_context(command.name, [*arguments], parent=parent) as context:
        rest = [*context._protected_args, *context.args]
        if isinstance(command, TyperGroup) and rest:
            _, sub, rest = command.resolve_command(context, rest)
            parse(sub, rest, context)


def find(names):
    """The command that words lead to."""
    command = ROOT_COMMAND
    for name in names:
        if not isinstance(command, TyperGroup) or name not in command.commands:
            break
        command = command.commands[name]
    return command


SHOWN = sorted(set(shown()))


def test_there_are_command_lines():
    assert len(SHOWN) >= 15


@pytest.mark.parametrize(("where", "line"), SHOWN)
def test_a_command_line_is_understood(where, line):
    parse(ROOT_COMMAND, shlex.split(line))


def test_a_command_that_does_not_exist_would_be_found():
    with pytest.raises(USAGE_ERROR):
        parse(ROOT_COMMAND, ["serve", "--no-such-option"])
    with pytest.raises(USAGE_ERROR):
        parse(ROOT_COMMAND, ["no-such-command"])


@pytest.mark.parametrize(("where", "names"), sorted(inline()))
def test_a_command_in_prose_exists(where, names):
    assert find(names[:1]) is not ROOT_COMMAND


def test_commands_that_are_said_to_be_absent_are_absent():
    told = page("README.md").text.partition("## What is not there yet")[2]
    for absent in ABSENT:
        assert f"`{absent}`" in told
        assert find(absent.split()).name != absent.split()[-1]


def test_every_option_of_a_simulator_is_told():
    options = {option for parameter in find(["simulate"]).params for option in parameter.opts} - {"--help"}
    told = {word for row in page("docs/simulators.md").table("option", "") for word in words(row[0])}
    assert told == options
    assert Options().profile == "generic"
