"""For each mapping and extension: its frames of `fixtures/` as values, and how values of its types are drawn.

Every file beside this one has `COMMANDS` and `ANSWERS` (file below `fixtures/` to value) and `DRAWN` (type and field
to strategy, where the field's name alone does not say what may stand in it; see `draw`).
"""

from epp_gateway.model.commands import Request
from epp_gateway.model.responses import Greeting, Response
from tests.epp.draw import FITTED, SPECIAL
from tests.epp.draw import values as values  # drawn as the files here say, once they are imported

from . import (
    accounts,
    afilias,
    allocation_token,
    change_poll,
    cnnic,
    core,
    core_forms,
    fee,
    idn,
    jprs,
    launch,
    login_security,
    maintenance,
    neulevel,
    opaque,
    registry,
    rgp,
    secdns,
    secure_authorisation,
    sync,
    unhandled,
    verisign,
)

MAPPINGS = (
    core,
    core_forms,
    rgp,
    verisign,
    jprs,
    change_poll,
    login_security,
    maintenance,
    unhandled,
    registry,
    secdns,
    allocation_token,
    idn,
    sync,
    fee,
    accounts,
    launch,
    secure_authorisation,
    neulevel,
    cnnic,
    afilias,
    opaque,
)

COMMANDS: dict[str, Request] = {path: value for mapping in MAPPINGS for path, value in mapping.COMMANDS.items()}
ANSWERS: dict[str, Greeting | Response] = {
    path: value for mapping in MAPPINGS for path, value in mapping.ANSWERS.items()
}
for mapping in MAPPINGS:
    SPECIAL.update(mapping.DRAWN)
    FITTED.update(getattr(mapping, "FITTED", {}))
