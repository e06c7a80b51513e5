"""Frames: every split of a stream gives the same frames, and a bad length is refused before its body."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.epp.errors import FramingError, LocalProtocolError
from epp_gateway.epp.framing import HEADER, FrameDecoder, encode_frame

PAYLOADS = st.lists(st.binary(min_size=1, max_size=40), max_size=5)


def drain(decoder: FrameDecoder) -> list[bytes]:
    frames = []
    while (frame := decoder.next_frame()) is not None:
        frames.append(frame)
    return frames


@given(payloads=PAYLOADS)
def test_one_octet_at_a_time_gives_the_frames_that_were_sent(payloads: list[bytes]) -> None:
    decoder, got = FrameDecoder(cap=64), []
    for octet in b"".join(map(encode_frame, payloads)):
        decoder.feed(bytes([octet]))
        got += drain(decoder)
    assert got == payloads
    assert decoder.at_boundary


@given(payloads=PAYLOADS, cuts=st.lists(st.integers(0, 220), max_size=8))
def test_any_split_gives_the_frames_that_were_sent(payloads: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(map(encode_frame, payloads))
    places = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    decoder, got = FrameDecoder(cap=64), []
    for start, end in pairwise(places):
        decoder.feed(stream[start:end])
        got += drain(decoder)
    assert got == payloads


def test_the_length_counts_itself() -> None:
    assert encode_frame(b"abc") == b"\x00\x00\x00\x07abc"
    assert HEADER == 4


@pytest.mark.parametrize("length", [0, 1, 4, 65, 2**31, 2**32 - 1])
def test_a_length_below_five_or_above_the_cap_is_refused_without_its_body(length: int) -> None:
    decoder = FrameDecoder(cap=64)
    decoder.feed(length.to_bytes(4, "big"))
    with pytest.raises(FramingError, match=str(length)):
        decoder.next_frame()


@pytest.mark.parametrize("length", [5, 64])
def test_a_length_at_either_limit_is_taken(length: int) -> None:
    decoder = FrameDecoder(cap=64)
    decoder.feed(encode_frame(b"x" * (length - HEADER)))
    assert decoder.next_frame() == b"x" * (length - HEADER)


def test_an_unfinished_frame_is_no_boundary() -> None:
    decoder = FrameDecoder(cap=64)
    assert decoder.at_boundary
    decoder.feed(b"\x00")
    assert decoder.next_frame() is None
    assert not decoder.at_boundary
    decoder.feed(b"\x00\x00\x06a")
    assert decoder.next_frame() is None
    assert not decoder.at_boundary


def test_nothing_is_not_a_frame() -> None:
    with pytest.raises(LocalProtocolError):
        encode_frame(b"")
