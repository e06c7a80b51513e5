"""What the measurements say, as ratios: rows for people and for programs."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from .measure import Measured
from .place import SESSIONS
from .plan import CALLERS, MANY, WRITERS, Extent, Notes, Results

TARGET = 0.95


@dataclass(frozen=True)
class Row:
    """One line of the report.

    Attributes:
        group: which comparison it belongs to.
        name: what was measured.
        ratio: the median of the rounds' ratios.
        absolute: the medians behind it, on this machine at this time.
        how: against what, and how it was come by.
        target: what it should reach, if anything.
    """

    group: str
    name: str
    ratio: float
    absolute: str
    how: str
    target: float | None = None


def rows(notes: Notes, extent: Extent) -> list[Row]:
    """The whole report."""
    results = notes.results
    return [
        *road_rows(results),
        *(row for delay in extent.delays for row in delay_rows(results, delay)),
        *part_rows(results),
        journal_row(results),
    ]


def road_rows(results: Results) -> list[Row]:
    """The full road against a bare loop on one session."""
    group = "1. throughput, no registry delay"
    how = "operations a second of HTTP callers over those of one bare EPP session, one after the other; same registry"
    return [
        Row(
            group,
            f"full road, {callers} caller{'s' if callers > 1 else ''} / bare loop",
            ratio(results[f"road.{callers}"], results["bare"], rate),
            f"{typical(results[f'road.{callers}'], rate):.0f}/s against {typical(results['bare'], rate):.0f}/s",
            how,
        )
        for callers in (1, CALLERS)
    ]


def delay_rows(results: Results, delay: int) -> list[Row]:
    """The share of what the sessions can carry."""
    limit = SESSIONS * 1000 / delay
    group = f"2. share of sessions/delay, {SESSIONS} sessions, {delay} ms (limit {limit:.0f}/s)"
    ways = (
        ("road", "full road over HTTP", f"{MANY} keep-alive callers, policy, journal FULL, validation, log", TARGET),
        ("desk", "operations without HTTP", f"{MANY} callers of submit and wait in one process", None),
        ("bare", "bare loops", f"{SESSIONS} sessions without a gateway, one process", None),
    )
    found = []
    for way, name, how, target in ways:
        measured = results[f"{way}@{delay}"]
        cpu = typical(measured, gateway_cpu if way == "road" else own_cpu) * 1e6
        shown = f"{typical(measured, rate):.0f}/s; {cpu:.0f} us CPU each; p50 {typical(measured, p50) * 1e3:.0f} ms"
        found.append(Row(group, name, typical(measured, rate) / limit, shown, how, target))
    reached = ratio(results[f"road@{delay}"], results[f"bare@{delay}"], rate)
    return [
        *found,
        Row(group, "full road / bare loops", reached, "", "of what the bare loops reached in the same round"),
    ]


def part_rows(results: Results) -> list[Row]:
    """Where a gateway's processor time goes; the parts and the remainder add up to the whole."""
    whole = typical(results[f"road.{CALLERS}"], gateway_cpu)
    desk, pool = typical(results["desk"], own_cpu), typical(results["pool"], own_cpu)
    xml, policy, log, journal = (typical(results[part], own_cpu) for part in ("xml", "policy", "log", "journal"))
    parts = [
        ("HTTP door", whole - desk, f"difference: {CALLERS} HTTP callers less {CALLERS} callers of the desk"),
        ("pool and TLS", pool - xml - log / 3, "difference: commands over leases less XML and their log line"),
        ("XML", xml, "loop: command written and validated, reply parsed, validated, read"),
        ("journal, two writes", journal, f"loop: {CALLERS} tasks, promise and end with its record, group commit"),
        ("policy decision", policy, "loop: facts from the tables, packs in force"),
        ("log, three lines", log, "loop: promise, command, end"),
    ]
    rest = whole - sum(cost for _, cost, _ in parts)
    parts.append(("remainder", rest, "operations: case, plan, moves, documents; task switches, threads, colder caches"))
    parts.append(("whole", whole, f"process time of the gateway, {CALLERS} HTTP callers, no delay"))
    group = "3. processor time of one operation in the gateway, by part"
    return [Row(group, name, cost / whole, f"{cost * 1e6:.0f} us", how) for name, cost, how in parts]


def journal_row(results: Results) -> Row:
    """Group commit against commit for each write."""
    grouped, single = results["journal.grouped"], results["journal.single"]
    return Row(
        f"4. journal, {WRITERS} concurrent writers",
        "group commit / a commit for each write",
        ratio(grouped, single, rate),
        f"{typical(grouped, rate):.0f}/s against {typical(single, rate):.0f}/s",
        "writes a second, synchronous=FULL both, same rows, same disk",
    )


def rate(measured: Measured) -> float:
    """Operations a second."""
    return measured.rate


def p50(measured: Measured) -> float:
    """Median duration."""
    return measured.p50


def own_cpu(measured: Measured) -> float:
    """CPU seconds of the measuring process for each operation."""
    return measured.own_cpu


def gateway_cpu(measured: Measured) -> float:
    """CPU seconds of the gateway for each operation."""
    return measured.cpu[0]


def typical(measured: Sequence[Measured], value: Callable[[Measured], float]) -> float:
    """The median over the rounds."""
    return median(map(value, measured))


def ratio(over: Sequence[Measured], under: Sequence[Measured], value: Callable[[Measured], float]) -> float:
    """The median over the rounds of each round's ratio."""
    return median(value(one) / value(other) for one, other in zip(over, under, strict=True))


def show(found: Sequence[Row], foreign: float) -> None:
    """Print the table."""
    table = Table(title="Ratios first: absolute numbers are this machine's, at this time", title_justify="left")
    for name in ("measured", "ratio", "target", "absolute", "how"):
        table.add_column(name, justify="right" if name in {"ratio", "target"} else "left", overflow="fold")
    group = ""
    for row in found:
        if row.group != group:
            group = row.group
            table.add_section()
            table.add_row(f"[bold]{group}[/bold]")
        met = "" if row.target is None else f"{row.target:.2f} {'met' if row.ratio >= row.target else 'missed'}"
        table.add_row(row.name, f"{row.ratio:.2f}", met, row.absolute, row.how)
    console = Console(width=None if Console().is_terminal else 180)
    console.print(table)
    console.print(f"Other programs kept {foreign:.2f} processors busy meanwhile (median of the rounds).")


def document(found: Sequence[Row], notes: Notes) -> dict[str, Any]:
    """The same for programs."""
    return {
        "rows": [asdict(row) for row in found],
        "foreign_processors": median(notes.foreign),
        "measured": {name: [asdict(one) for one in rounds] for name, rounds in notes.results.items()},
    }
