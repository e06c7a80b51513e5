"""A simulated registry refuses what it does not serve, though it reads it: objects by 2307, extensions by 2103."""

import pytest

from epp_gateway.model.mappings import OpaqueCommand
from tests.epp.mappings import afilias, cnnic, neulevel, opaque

ASKED = {path: request for mapping in (opaque, neulevel, cnnic, afilias) for path, request in mapping.COMMANDS.items()}


@pytest.mark.parametrize("path", ASKED)
def test_what_is_only_carried_is_not_offered(path, generic):
    request = ASKED[path]
    refused = generic.ask(request.command, *request.extensions)
    assert refused.code == (2307 if isinstance(request.command, OpaqueCommand) else 2103)
    assert refused.results[0].ext_values[0].value
