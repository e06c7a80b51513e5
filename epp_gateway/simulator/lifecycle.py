"""What a registry does by itself as time passes: renewals, deletions step by step, transfers nobody answered.

Everything due is done in order of its instant, each step as of that instant, whether the clock ran or jumped.
"""

import heapq
from datetime import datetime

from msgspec.structs import replace

from epp_gateway.model.objects import PendingResult
from epp_gateway.model.terms import format_instant

from .dates import month_end
from .records import Deletion, Domain, Grace
from .registry import Registry
from .transfers import settle


def catch_up(registry: Registry, now: datetime) -> int:
    """Do everything that is due at `now` or before, in order. Gives the number of steps."""
    steps = 0
    while registry.agenda and registry.agenda[0][0] <= now:
        at, name = heapq.heappop(registry.agenda)
        domain = registry.domains.get(name)
        # An entry is stale when the domain is gone or has other plans; a step leaves the next entry behind.
        if domain is not None and domain.due == at:
            _step(registry, domain, at)
            steps += 1
    return steps


def _step(registry: Registry, domain: Domain, at: datetime) -> None:
    if domain.is_moving and domain.transfer is not None and domain.transfer.act_by == at:
        settle(registry, domain, "serverApproved", at)
    elif domain.deletion is not None:
        _delete_on(registry, domain, domain.deletion, at)
    else:
        _renew(registry, domain, at)


def _delete_on(registry: Registry, domain: Domain, deletion: Deletion, at: datetime) -> None:
    match deletion.phase:
        case "redemption":
            following = replace(deletion, phase="pending-delete", until=at + registry.profile.pending_delete)
            registry.put_domain(replace(domain, deletion=following), at)
        case "to-be-suspended":
            following = replace(deletion, phase="suspended", until=month_end(at))
            registry.put_domain(replace(domain, deletion=following), at)
        case "pending-delete" | "suspended":
            _purge(registry, domain, deletion, at)


def _purge(registry: Registry, domain: Domain, deletion: Deletion, at: datetime) -> None:
    registry.drop_domain(domain.name, at)
    result = PendingResult(
        kind="domain",
        name=domain.name,
        ok=True,
        cltrid=deletion.cltrid,
        svtrid=deletion.svtrid,
        at=format_instant(at),
    )
    registry.notify(domain.sponsor, at, "Pending action completed successfully.", result)


def _renew(registry: Registry, domain: Domain, at: datetime) -> None:
    profile = registry.profile
    graces = tuple(grace for grace in domain.graces if at < grace.until)
    if profile.ending == "grace":
        graces = (*graces, Grace(kind="autoRenewPeriod", until=at + profile.auto_renew_grace))
    registry.put_domain(replace(domain, expires=profile.extend(domain.expires, 1), graces=graces), at)
