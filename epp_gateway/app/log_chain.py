"""The chain that ties the lines of the session log together, over days and restarts.

A line is a JSON object whose last member is `hash`: SHA-256 over the hash of the line before and the bytes of this
line without that member. The first line of all follows GENESIS. The file `head` holds the last hash written, so that
cutting off the end shows too. Verification works on bytes and needs no canonical JSON.

There is one file a day, `YYYY-MM-DD.jsonl`; files are never written again once a later one exists.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

GENESIS = "0" * 64
HEAD = "head"
_MARK = b',"hash":"'
_TAIL = len(_MARK) + 64 + len(b'"}')


def stamp(instant: datetime) -> str:
    """An instant as the log writes it: UTC with milliseconds, always as long, so that texts sort as instants do."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def seal(previous: str, body: bytes) -> tuple[str, bytes]:
    """Close a line: `body` is a JSON object without `hash`; gives the new hash and the line with its newline."""
    digest = hashlib.sha256(previous.encode() + body).hexdigest()
    return digest, body[:-1] + _MARK + digest.encode() + b'"}\n'


def split(line: bytes) -> tuple[bytes, str] | None:
    """Take a line (without newline) apart into its body and the hash it carries, or None when it is no line."""
    if len(line) <= _TAIL or line[-_TAIL : -_TAIL + len(_MARK)] != _MARK or not line.endswith(b'"}'):
        return None
    return line[:-_TAIL] + b"}", line[-66:-2].decode("ascii", "replace")


def follows(previous: str, line: bytes) -> bool:
    """Whether the line is whole and was written right after the line whose hash is `previous`."""
    parts = split(line)
    return parts is not None and seal(previous, parts[0])[0] == parts[1]


def files(folder: Path) -> list[Path]:
    """The files of the log, oldest first."""
    return sorted(folder.glob("????-??-??.jsonl"))


def last_line(file: Path) -> tuple[bytes, int]:
    """A file's last whole line (empty if none) and the number of bytes of a line begun after it and never finished."""
    with file.open("rb") as stream:
        end = stream.seek(0, 2)
        block = b""
        while end > 0 and block[:-1].count(b"\n") < 2:
            start = max(0, end - 65_536)
            stream.seek(start)
            block = stream.read(end - start) + block
            end = start
    whole, newline, torn = block.rpartition(b"\n")
    return (whole.rpartition(b"\n")[2] if newline else b""), len(torn)


def read_head(folder: Path) -> str | None:
    """The hash last written according to `head`, None where there is none."""
    head = folder / HEAD
    return head.read_text("ascii", "replace").strip() if head.exists() else None


def verify(folder: Path) -> list[str]:
    """Check the whole chain. Gives one line of text for each problem, `file:line: what`; an empty list proves it."""
    problems: list[str] = []
    previous = GENESIS
    before = GENESIS
    for place, line in _lines(folder):
        if not follows(previous, line):
            problems.append(f"{place}: does not follow the line before it: something was changed, added or cut out")
        parts = split(line)
        before, previous = previous, (parts[1] if parts else previous)
    head = read_head(folder)
    # Between the line and `head` the process may be killed: then the head is the line before, and that is whole.
    if head not in {previous, before} and not (head is None and previous == GENESIS):
        problems.append(f"{folder / HEAD}: the log does not end where it ended when it was last written")
    return problems


def _lines(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in files(folder):
        with file.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                yield f"{file}:{number}", line.removesuffix(b"\n")
