"""What is measured, in which order, for how long: rounds in which everything that is compared stands side by side."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from .journal import compare
from .measure import Measured, Run, busy_seconds
from .place import SESSIONS, Place

CALLERS = 32
MANY = 96
WRITERS = 16
PARTS = ("xml", "policy", "log")


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes:
        rounds: how often everything is repeated; medians are told.
        delays: registry delays, in milliseconds.
        seconds: of each measurement without a delay.
        delayed_seconds: of each measurement with one.
        part_seconds: of each part.
    """

    rounds: int
    delays: Sequence[int]
    seconds: float
    delayed_seconds: float
    part_seconds: float


FULL = Extent(rounds=3, delays=(20, 50), seconds=1.5, delayed_seconds=3.0, part_seconds=0.6)
QUICK = Extent(rounds=1, delays=(20,), seconds=0.7, delayed_seconds=1.5, part_seconds=0.2)

Results = dict[str, list[Measured]]
"""For each measurement its results, one for each round."""


class Notes:
    """Results, and how much of the machine other work took while they were made.

    Attributes:
        results: all of them.
        foreign: for each measurement, how many processors other programs kept busy.
    """

    def __init__(self) -> None:
        self.results: Results = defaultdict(list)
        self.foreign: list[float] = []

    def add(self, name: str, measured: Measured) -> None:
        """Note one result."""
        self.results[name].append(measured)

    @contextmanager
    def watching(self, places: Sequence[Place]) -> Iterator[None]:
        """Note how busy others were inside the block."""
        before = busy_seconds(), sum(place.cpu() for place in places)
        began = before[0].at
        yield
        after = busy_seconds(), sum(place.cpu() for place in places)
        others = (after[0].busy - before[0].busy) - (after[1] - before[1])
        self.foreign.append(max(0.0, others / (after[0].at - began)))


def measure(folder: Path, extent: Extent) -> Notes:
    """Start everything, measure, and stop everything."""
    notes = Notes()
    with ExitStack() as stack:
        with ThreadPoolExecutor() as pool:
            made = pool.map(lambda delay: Place(folder / f"delay-{delay}", delay), (0, *extent.delays))
            places = [stack.enter_context(closing(place)) for place in made]
        for round_number in range(extent.rounds):
            with notes.watching(places):
                without_delay(places[0], extent, notes)
            for place in places[1:]:
                with notes.watching(places):
                    with_delay(place, extent, notes, round_number)
            run = Run(callers=WRITERS, seconds=extent.part_seconds, warm=0.1)
            grouped, single = compare(folder_of(folder, round_number), run)
            notes.add("journal.grouped", grouped)
            notes.add("journal.single", single)
    return notes


def folder_of(folder: Path, round_number: int) -> Path:
    """A folder for one round's stores."""
    made = folder / f"round-{round_number}"
    made.mkdir()
    return made


def without_delay(place: Place, extent: Extent, notes: Notes) -> None:
    """The full road and its parts, with a registry that answers at once."""
    seconds, gateway = extent.seconds, [place.gateway.pid]
    notes.add("bare", place.bare.run(callers=1, seconds=seconds))
    notes.add("road.1", place.load.run(callers=1, seconds=seconds, watched=gateway))
    notes.add(f"road.{CALLERS}", place.load.run(callers=CALLERS, seconds=seconds, watched=gateway))
    notes.add("desk", place.desk.run(callers=CALLERS, seconds=seconds, what="desk"))
    notes.add("pool", place.desk.run(callers=CALLERS, seconds=seconds, what="pool"))
    notes.add("journal", place.desk.run(callers=CALLERS, seconds=extent.part_seconds, warm=0.1, what="journal"))
    for part in PARTS:
        notes.add(part, place.desk.run(callers=1, seconds=extent.part_seconds, warm=0.1, what=part))


def with_delay(place: Place, extent: Extent, notes: Notes, round_number: int) -> None:
    """How near each way comes to the limit of its sessions; the order turns with the rounds."""
    seconds, gateway, delay = extent.delayed_seconds, [place.gateway.pid], f"{place.latency:g}"
    ways: list[Callable[[], None]] = [
        lambda: notes.add(f"road@{delay}", place.load.run(callers=MANY, seconds=seconds, watched=gateway)),
        lambda: notes.add(f"bare@{delay}", place.bare.run(callers=SESSIONS, seconds=seconds)),
        lambda: notes.add(f"desk@{delay}", place.desk.run(callers=MANY, seconds=seconds, what="desk")),
    ]
    turn = round_number % len(ways)
    for way in (*ways[turn:], *ways[:turn]):
        way()
