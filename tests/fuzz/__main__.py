"""Run the campaign for some seconds: `python -m tests.fuzz SECONDS [SEED]`.

Every round gives each target some hundred new inputs. The seed of a round is printed with a finding; the same seed
finds it again.
"""

import faulthandler
import secrets
import sys
import time

from .campaign import ROUND, round_of

HANG = 300
"""Seconds after which a round is not slow but hangs: it ends with its stack, since nothing else could end it."""


def main(seconds: float, seed: int) -> None:
    """Fuzz until the time is over; a finding ends it with its traceback."""
    end, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        faulthandler.dump_traceback_later(HANG, exit=True)
        try:
            round_of(seed + rounds)
        except BaseException:
            print(f"fuzz: found with the seed {seed + rounds}", file=sys.stderr)  # noqa: T201
            raise
        rounds += 1
    print(f"fuzz: {rounds} rounds of {ROUND} inputs for each target, first seed {seed}, nothing found")  # noqa: T201


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbelow(1 << 32))
