"""Frames that attack: refused, quickly, with a declared error, while memory stays flat."""

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import FramingError, InvalidFrame, Unreadable
from epp_gateway.epp.framing import FrameDecoder
from epp_gateway.model.responses import Response

from .hostile import EPP, HEAVY, REFUSED, SAYING

ROOT = Path(__file__).parents[2]
SECONDS = 3
MEGABYTES = 100
"""Above what a harmless frame needs: a largest frame, its text, and a tree of as many elements as there may be."""


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """How each attack ended, in a process of its own."""
    command = [sys.executable, "-m", "tests.epp.hostile"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    answer: dict[str, dict[str, Any]] = json.loads(ran.stdout)
    return answer


@pytest.mark.parametrize("who", ["client", "server"])
@pytest.mark.parametrize("name", REFUSED)
def test_an_attack_is_refused(name: str, who: str, told: dict[str, dict[str, Any]]) -> None:
    end = told[f"{who}: {name}"]["end"]
    assert end != "read"
    assert "escaped" not in end


@pytest.mark.parametrize("who", SAYING)
@pytest.mark.parametrize("name", HEAVY)
def test_what_is_heavy_is_read_or_refused(name: str, who: str, told: dict[str, dict[str, Any]]) -> None:
    assert "escaped" not in told[f"{who}: {name}"]["end"]


@pytest.mark.parametrize("length", [0, 4, (1 << 20) + 1, 1 << 31, (1 << 32) - 1])
def test_a_header_that_no_frame_may_have_is_refused(length: int, told: dict[str, dict[str, Any]]) -> None:
    assert f"announces {length} octets" in told[f"framing: a header of {length}"]["end"]


def test_nothing_takes_long(told: dict[str, dict[str, Any]]) -> None:
    assert {name: ran["seconds"] for name, ran in told.items() if ran["seconds"] > SECONDS} == {}


def test_memory_stays_flat(told: dict[str, dict[str, Any]]) -> None:
    grown = {name: ran["megabytes"] for name, ran in told.items() if name != "warm up" and ran["megabytes"]}
    assert sum(grown.values()) < MEGABYTES, grown


@pytest.mark.parametrize("length", [0, 1 << 31])
def test_a_refused_header_leaves_nothing_behind(length: int) -> None:
    decoder = FrameDecoder(cap=1 << 20)
    tracemalloc.start()
    try:
        decoder.feed(length.to_bytes(4, "big") + b"x" * 100_000)
        with pytest.raises(FramingError):
            decoder.next_frame()
        assert decoder.at_boundary
        assert tracemalloc.get_traced_memory()[0] < 20_000
    finally:
        tracemalloc.stop()


SAID = SAYING["client"].format("<pw>hush-hush</pw>")
ANSWERED = SAYING["server"].format("<pw>hush-hush</pw>")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp037"])
def test_another_encoding_is_refused_by_both(encoding: str, codec: Codec) -> None:
    with pytest.raises(InvalidFrame):
        codec.decode_request(f"<?xml version='1.0' encoding='{encoding}'?>{SAID}".encode(encoding))
    with pytest.raises(Unreadable):
        codec.decode_from_server(f"<?xml version='1.0' encoding='{encoding}'?>{ANSWERED}".encode(encoding))


# RFC 5730, section 5: the mark of UTF-8 must be accepted.
def test_the_mark_of_utf8_is_no_part_of_the_frame(codec: Codec) -> None:
    marked = b"\xef\xbb\xbf"
    assert codec.decode_request(marked + SAID.encode()) == codec.decode_request(SAID.encode())
    assert codec.decode_from_server(marked + ANSWERED.encode()) == codec.decode_from_server(ANSWERED.encode())


@pytest.mark.parametrize("octets", [b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"])
def test_octets_that_are_no_utf8_are_refused(octets: bytes, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(SAID.encode().replace(b"hush-hush", octets))
    assert caught.value.code == 2001


@pytest.mark.parametrize("octets", [b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"])
def test_octets_that_are_no_utf8_do_not_hide_a_result(octets: bytes, codec: Codec) -> None:
    reply = codec.decode_from_server(ANSWERED.encode().replace(b"hush-hush", octets))
    assert isinstance(reply, Response)
    assert (reply.code, reply.svtrid, "recovered-xml" in reply.deviations) == (1000, "S-1", True)


@pytest.mark.parametrize("reference", ["&e;", "&nbsp;", "&amp", "&#0;", "&#xFFFF;", "&#x110000;", "&#99999999999;"])
def test_no_entity_but_those_of_xml_is_known(reference: str, codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(SAID.replace("hush-hush", reference).encode())
    assert "not well-formed" in str(caught.value)


def test_an_empty_document_is_refused_by_both(codec: Codec) -> None:
    for payload in (b"", b" ", b"\n\n", b"\xef\xbb\xbf", f"<epp {EPP}/>".encode()):
        with pytest.raises(InvalidFrame):
            codec.decode_request(payload)
        with pytest.raises(Unreadable):
            codec.decode_from_server(payload)
