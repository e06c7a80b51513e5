"""`python -m tests.campaigns.crash`: kill the gateway many times under load, and compare its word with the books."""

import argparse
import logging
import secrets
import sys
import time

import structlog

from .campaign import CLIENTS, KILLS_IN_A_ROUND, campaign
from .verdict import shown


def main() -> int:
    """Run the rounds; ends 0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help=f"in rounds of {KILLS_IN_A_ROUND}")
    parser.add_argument("--seed", type=int, default=None, help="of the first round; the next ones count on from it")
    parser.add_argument("--clients", type=int, default=CLIENTS, help="panels' workers at once")
    chosen = parser.parse_args()
    # Other registrars speak from this process; what they log is not what is looked for.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    seed = secrets.randbelow(10**9) if chosen.seed is None else chosen.seed
    _say(f"{chosen.kills} kills from seed {seed} on, under {chosen.clients} clients")
    began, done, bad = time.monotonic(), [], 0
    for one in campaign(seed, chosen.kills, chosen.clients):
        done.append(one)
        _say(one.summary)
        if one.found:
            bad += 1
            _say(shown(one.found))
            _say(f"  kept: {one.folder}")
            _say(f"  again: make crash SEED={one.seed} KILLS={one.kills}")
    orders = sum(len(one.book.told) for one in done)
    deeds = sum(one.deeds for one in done)
    minutes = (time.monotonic() - began) / 60
    _say(
        f"{sum(one.kills for one in done)} kills, {orders} orders, {deeds} deeds in the books, {minutes:.1f} minutes:"
        f" {bad} of {len(done)} rounds with findings"
    )
    return 1 if bad else 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
