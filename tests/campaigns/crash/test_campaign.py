"""A short round of the campaign: kill -9 under load loses nothing, doubles nothing, and leaves no lie.

`make crash` is the long one. Which instants are hit differs from run to run; what must hold does not.
"""

import secrets

from tests.campaigns.crash.campaign import play
from tests.campaigns.crash.verdict import shown

KILLS = 6


def test_kills_under_load_lose_nothing_double_nothing_and_leave_no_lie() -> None:
    this = play(secrets.randbelow(10**9), KILLS)
    assert not this.found, f"{this.summary}\n{shown(this.found)}\nagain: make crash SEED={this.seed} KILLS={KILLS}"
    assert this.book.counts["answers lost"] > 0, "every kill met an idle gateway"
    assert this.book.counts["succeeded"] > KILLS
    assert this.deeds > KILLS
