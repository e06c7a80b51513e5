"""Every frame of `fixtures/` against the value it stands for (see `mappings/`), both ways."""

from pathlib import Path

import pytest
from lxml import etree

from epp_gateway.epp.codec import Codec
from epp_gateway.model.responses import Greeting

from .mappings import ANSWERS, COMMANDS

FRAMES = Path(__file__).parents[2] / "fixtures"


def canonical(payload: bytes) -> bytes:
    """A frame as canonical XML without the white space between elements."""
    root = etree.fromstring(payload, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, method="c14n")


def listed(pattern: str) -> set[str]:
    return {path.relative_to(FRAMES).as_posix() for path in FRAMES.glob(pattern)}


def test_every_frame_in_the_folder_has_its_value_here() -> None:
    assert listed("*/**/*.command.xml") == set(COMMANDS)
    assert listed("*/**/*.response.xml") - listed("deviant/*") == set(ANSWERS)


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_frame_reads_as_its_value(path: str, codec: Codec, frames: Path) -> None:
    assert codec.decode_request((frames / path).read_bytes()) == COMMANDS[path]


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_is_written_as_its_frame(path: str, codec: Codec, frames: Path) -> None:
    assert canonical(codec.encode_request(COMMANDS[path])) == canonical((frames / path).read_bytes())


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_frame_reads_as_its_value_without_any_deviation(path: str, codec: Codec, frames: Path) -> None:
    assert codec.decode_from_server((frames / path).read_bytes()) == ANSWERS[path]


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_is_written_as_its_frame(path: str, codec: Codec, frames: Path) -> None:
    value = ANSWERS[path]
    written = codec.encode_greeting(value) if isinstance(value, Greeting) else codec.encode_response(value)
    assert canonical(written) == canonical((frames / path).read_bytes())
