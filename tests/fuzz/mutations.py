"""Frames as a broken or hostile peer might send them: those of `fixtures/`, changed in a few places.

A change works on tokens (a tag, or what stands between two) or on octets. Hypothesis draws the changes, so that a
finding shrinks to the fewest that make it.
"""

import re
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

FRAMES = tuple(sorted((Path(__file__).parents[2] / "fixtures").rglob("*.xml")))
PAYLOADS = tuple(path.read_bytes() for path in FRAMES)

Tokens = list[bytes]
Change = Callable[[Tokens], None]

_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
_NAMESPACES = tuple(sorted({uri for payload in PAYLOADS for uri in re.findall(rb'xmlns(?::\w+)?="([^"]+)"', payload)}))
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_ALL_TOKENS = tuple(sorted({token for payload in PAYLOADS for token in _TOKEN.findall(payload)}))
_TAGS = tuple(token for token in _ALL_TOKENS if token.startswith(b"<"))

_JUNK = st.sampled_from(
    [
        *(b"", b" ", b"\n", b"\x00", b"\x0b", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xef\xbf\xbf"),
        *(b"&", b"&amp;", b"&lt;", b"&#0;", b"&#x41;", b"&nope;", b"<", b">", b"]]>", b"<![CDATA[", b"<!--", b"-->"),
        *(b"<?pi?>", b"<!DOCTYPE epp>", b"<?xml version='1.0'?>", b"<a>", b"</a>", b"<x:a/>", b"<a xmlns=''/>"),
        *(b"-1", b"0", b"1", b"99999999999999999999999", b"1e400", b"NaN", b"true", b"0.0", "\u00b2".encode()),
        *(b"2026-02-30", b"2026-04-01T09:00:00Z", b"9" * 400, b"P1Y", b"a" * 70, b"A=", "\u202e\u3002\uff21".encode()),
        *(b"</epp>", b"</response></epp>", b"http://[", b"urn:a", b"1000", b"2501", b"\xf0\x9f\x98\x80", b"'", b'"'),
    ]
)
_OCTETS = st.binary(max_size=6)
_PLACE = st.integers(0, 10_000)


def _at(tokens: Tokens, place: int) -> int:
    return place % len(tokens) if tokens else 0


def _drop(place: int) -> Change:
    return lambda tokens: tokens.__delitem__(slice(_at(tokens, place), _at(tokens, place) + 1))


def _drop_many(place: int, count: int) -> Change:
    return lambda tokens: tokens.__delitem__(slice(_at(tokens, place), _at(tokens, place) + count))


def _double(place: int, times: int) -> Change:
    def change(tokens: Tokens) -> None:
        at = _at(tokens, place)
        tokens[at:at] = tokens[at : at + 3] * times

    return change


def _swap(one: int, other: int) -> Change:
    def change(tokens: Tokens) -> None:
        if tokens:
            i, j = _at(tokens, one), _at(tokens, other)
            tokens[i], tokens[j] = tokens[j], tokens[i]

    return change


def _insert(place: int, junk: bytes) -> Change:
    return lambda tokens: tokens.insert(_at(tokens, place), junk)


def _replace(place: int, junk: bytes) -> Change:
    return lambda tokens: tokens.__setitem__(slice(_at(tokens, place), _at(tokens, place) + 1), [junk])


def _fill_text(place: int, junk: bytes) -> Change:
    """Put junk in place of what stands between two tags."""

    def change(tokens: Tokens) -> None:
        texts = [i for i, token in enumerate(tokens) if not token.startswith(b"<") and token.strip()]
        if texts:
            tokens[texts[place % len(texts)]] = junk

    return change


def _fill_attribute(place: int, junk: bytes) -> Change:
    """Put junk in place of the value of an attribute."""

    def change(tokens: Tokens) -> None:
        holders = [i for i, token in enumerate(tokens) if _ATTRIBUTE.search(token)]
        if holders:
            at = holders[place % len(holders)]
            tokens[at] = _ATTRIBUTE.sub(lambda found: found[1] + b'="' + junk + b'"', tokens[at], count=1)

    return change


def _cut(place: int, octets: bytes) -> Change:
    """Put octets into the middle of a token."""

    def change(tokens: Tokens) -> None:
        if tokens:
            at = _at(tokens, place)
            half = len(tokens[at]) // 2
            tokens[at] = tokens[at][:half] + octets + tokens[at][half + len(octets) // 2 :]

    return change


def _splice(place: int, other: bytes, start: int, count: int) -> Change:
    """Put a part of another frame into this one."""

    def change(tokens: Tokens) -> None:
        foreign = _TOKEN.findall(other)
        at, first = _at(tokens, place), _at(foreign, start)
        tokens[at:at] = foreign[first : first + count]

    return change


def _truncate(place: int) -> Change:
    return lambda tokens: tokens.__delitem__(slice(_at(tokens, place), None))


_CHANGES = st.one_of(
    st.builds(_fill_text, _PLACE, _JUNK),
    st.builds(_fill_attribute, _PLACE, st.one_of(_JUNK, st.sampled_from(_NAMESPACES))),
    st.builds(_drop, _PLACE),
    st.builds(_drop_many, _PLACE, st.integers(2, 9)),
    st.builds(_double, _PLACE, st.integers(1, 30)),
    st.builds(_swap, _PLACE, _PLACE),
    st.builds(_insert, _PLACE, st.one_of(_JUNK, st.sampled_from(_TAGS))),
    st.builds(_replace, _PLACE, st.one_of(_JUNK, st.sampled_from(_ALL_TOKENS))),
    st.builds(_cut, _PLACE, _OCTETS),
    st.builds(_splice, _PLACE, st.sampled_from(PAYLOADS), _PLACE, st.integers(1, 12)),
    st.builds(_truncate, _PLACE),
)


def _changed(payload: bytes, changes: list[Change]) -> bytes:
    tokens = _TOKEN.findall(payload)
    for change in changes:
        change(tokens)
    return b"".join(tokens)


frames: st.SearchStrategy[bytes] = st.builds(_changed, st.sampled_from(PAYLOADS), st.lists(_CHANGES, max_size=5))
"""A frame of `fixtures/` with up to five changes."""


def _framed(payload: bytes, length: int | None) -> bytes:
    return (len(payload) + 4 if length is None else length).to_bytes(4, "big") + payload


_LENGTHS = st.one_of(st.none(), st.none(), st.none(), st.sampled_from([0, 3, 4, 5, 100, 1 << 20, 1 << 31, 0xFFFFFFFF]))

streams: st.SearchStrategy[tuple[bytes, list[int]]] = st.tuples(
    st.lists(st.one_of(st.builds(_framed, frames, _LENGTHS), _OCTETS), max_size=4).map(b"".join),
    st.lists(st.integers(1, 4000), max_size=8),
)
"""Some frames one after another, some with a wrong length, and how many octets arrive at once."""
