"""Attacks on whoever reads frames, and a program that runs them all and tells how long each took and how it ended.

It runs in a process of its own, such that the memory it needed at its worst is that of the attacks: libxml2 allocates
beside Python, which `tracemalloc` does not see.
"""

import json
import resource
import time
from collections.abc import Callable

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import FramingError, InvalidFrame, Unreadable
from epp_gateway.epp.framing import FrameDecoder
from epp_gateway.epp.xml.parse import MAX_ATTRIBUTES, MAX_DEPTH, MAX_OCTETS
from epp_gateway.epp.xml.redact import redact
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.resources import folder

EPP = 'xmlns="urn:ietf:params:xml:ns:epp-1.0"'
ROOM = MAX_OCTETS - 1000
SMALL = "<command><logout/><clTRID>PANEL-1</clTRID></command><response><result code='1000'><msg/></result></response>"


def attributes(count: int) -> str:
    return " ".join(f'a{i}=""' for i in range(count))


def prefixes(count: int) -> str:
    return " ".join(f'xmlns:a{i}="urn:{i}"' for i in range(count))


MANY = '<a b="" c=""/>' * (ROOM // 15)

# What no peer may say: both sides refuse it.
REFUSED: dict[str, str] = {
    "billion laughs": "<!DOCTYPE epp [<!ENTITY a0 'ha'>"
    + "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))
    + f"]><epp {EPP}>&a9;{SMALL}</epp>",
    "quadratic blow-up": f"<!DOCTYPE epp [<!ENTITY a '{'x' * 50_000}'>]><epp {EPP}>{'&a;' * 50_000}</epp>",
    "external entity": f"<!DOCTYPE epp [<!ENTITY e SYSTEM 'file:///dev/zero'>]><epp {EPP}>&e;{SMALL}</epp>",
    "external entity of the network": f"<!DOCTYPE epp [<!ENTITY e SYSTEM 'http://127.0.0.1:9/'>]><epp {EPP}>&e;</epp>",
    "external DTD": f"<!DOCTYPE epp SYSTEM 'file:///dev/zero'><epp {EPP}>{SMALL}</epp>",
    "parameter entity": f"<!DOCTYPE epp [<!ENTITY % p SYSTEM 'file:///dev/zero'> %p;]><epp {EPP}>{SMALL}</epp>",
    "a long DTD": f"<!DOCTYPE epp [{'<!ELEMENT a ANY>' * 5_000}]><epp {EPP}>{SMALL}</epp>",
    "too deep": f"<epp {EPP}>{'<a>' * MAX_DEPTH}{'</a>' * MAX_DEPTH}{SMALL}</epp>",
    "deeper than libxml2 goes": f"<epp {EPP}>{'<a>' * 5_000}{'</a>' * 5_000}{SMALL}</epp>",
    "deep and broken": f"<epp {EPP}>&{'<a>' * 5_000}{'</a>' * 5_000}{SMALL}</epp>",
    "never closed": f"<epp {EPP}>{'<a>' * (ROOM // 3)}</epp>",
    "many elements": f"<epp {EPP}>{'<a/>' * (ROOM // 4)}{SMALL}</epp>",
    "many attributes of one element": f"<epp {EPP}><a {attributes(99_000)}/>{SMALL}</epp>",
    "an attribute too many": f"<epp {EPP}><a {attributes(MAX_ATTRIBUTES + 1)}/>{SMALL}</epp>",
    "many attributes": f"<epp {EPP}>{MANY}{SMALL}</epp>",
    "many namespaces": f"<epp {EPP}><a {prefixes(50_000)}/>{SMALL}</epp>",
    "many references": f"<epp {EPP}><a>{'&#65;' * (ROOM // 5)}</a>{SMALL}</epp>",
    "many undefined entities": f"<epp {EPP}><a>{'&foo;' * (ROOM // 5)}</a>{SMALL}</epp>",
    "many comments": f"<epp {EPP}>{'<!---->' * (ROOM // 7)}{SMALL}</epp>",
    "many CDATA sections": f"<epp {EPP}><a>{'<![CDATA[x]]>' * (ROOM // 13 - 10)}</a>{SMALL}</epp>",
    "a long name": f"<epp {EPP}><{'a' * (ROOM // 2)}/>{SMALL}</epp>",
    "a long name behind a fault": f"<epp {EPP}>&<{'a' * (ROOM // 2)}/>{SMALL}</epp>",
    "a brace in a namespace": f"<epp {EPP}><a:b xmlns:a='urn}}:a{{'/>{SMALL}</epp>",
    "a brace as a reference": f"<epp {EPP}><a:b xmlns:a='urn&#125;:a'/>{SMALL}</epp>",
    "too many octets": f"<epp {EPP}><a>{'x' * MAX_OCTETS}</a>{SMALL}</epp>",
    "nothing but angle brackets": "<" * ROOM,
}
# What is allowed for all we know, as the content of an extension: to be read or refused, quickly.
HEAVY: dict[str, str] = {
    "as many elements as may be": "<a/>" * 99_000,
    "as deep as may be": "<a>" * (MAX_DEPTH - 4) + "</a>" * (MAX_DEPTH - 4),
    "as many namespaces as may be": f"<a {prefixes(990)}>{'<a7:b/>' * 90_000}</a>",
    "as many attributes as may be": f"<a {attributes(MAX_ATTRIBUTES)}/>" * 990,
    "a long text": f"<a>{'x' * (ROOM - 1000)}</a>",
    "a long attribute": f"<a b='{'x' * (ROOM - 1000)}'/>",
    "many stray ampersands": f"<a>{'& ' * 99_000}</a>",
    "many undeclared prefixes": "<x:a/>" * 49_000,
}
SAYING = {
    "client": f"<epp {EPP}><command><logout/><extension><u xmlns='urn:u'>{{}}</u></extension></command></epp>",
    "server": f"<epp {EPP}><response><result code='1000'><msg/></result>"
    "<extension><u xmlns='urn:u'>{}</u></extension><trID><svTRID>S-1</svTRID></trID></response></epp>",
}


def frame(length: int) -> None:
    """A header that announces so many octets, and then a megabyte of them, piece by piece."""
    decoder = FrameDecoder(cap=1 << 20)
    decoder.feed(length.to_bytes(4, "big"))
    for _ in range(1024):
        decoder.next_frame()
        decoder.feed(b"x" * 1024)


def attempts(codec: Codec) -> dict[str, Callable[[], object]]:
    """Everything that is tried, by name."""
    reading: dict[str, Callable[[bytes], object]] = {
        "client": codec.decode_request,
        "server": codec.decode_from_server,
        "log": redact,
    }
    tried: dict[str, Callable[[], object]] = {}
    for name, text in REFUSED.items():
        for who, read in reading.items():
            tried[f"{who}: {name}"] = lambda read=read, text=text: read(text.encode())
    for name, text in HEAVY.items():
        for who, form in SAYING.items():
            tried[f"{who}: {name}"] = lambda who=who, form=form, text=text: reading[who](form.format(text).encode())
    for length in (0, 4, (1 << 20) + 1, 1 << 31, (1 << 32) - 1):
        tried[f"framing: a header of {length}"] = lambda length=length: frame(length)
    return tried


def peak() -> int:
    """The most memory this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Run everything after something harmless, and print what came of it as JSON."""
    codec = Codec(Schemas.load(folder("schemas")))
    told: dict[str, dict[str, object]] = {}
    todo = attempts(codec)
    todo = {"warm up": lambda: codec.decode_request(f"<epp {EPP}><command><login/></command></epp>".encode()), **todo}
    for name, attempt in todo.items():
        before, start = peak(), time.perf_counter()
        try:
            attempt()
            end = "read"
        except (FramingError, InvalidFrame, Unreadable) as error:
            end = str(error)
        except Exception as error:  # noqa: BLE001  which is what is looked for
            end = f"{type(error).__name__} escaped"
        told[name] = {"end": end[:200], "seconds": time.perf_counter() - start, "megabytes": peak() - before}
    print(json.dumps(told))  # noqa: T201  that is what it is for


if __name__ == "__main__":
    main()
