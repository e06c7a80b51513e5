"""What operators do with registries."""

import pytest

from epp_gateway.model.errors import ConfigError, NotFound


@pytest.mark.parametrize("act", ["resume", "reload"])
async def test_an_operator_acts_and_sees_the_registry(world, call, act):
    answer = await call("POST", f"/v1/registries/verisign/{act}", key=None)
    assert answer.status_code == 200
    assert answer.json() == {"id": "verisign"}
    assert world.control.acts == [(act, "verisign", "alpha")]


async def test_a_configuration_with_mistakes_is_told_with_all_of_them(world, call):
    world.control.trouble = ConfigError(["a.toml:3: tlds: must be a list", "a.toml:9: tls.ca: there is no file"])
    answer = await call("POST", "/v1/registries/verisign/reload", key=None)
    assert answer.status_code == 409
    assert answer.json()["type"] == "/docs#bad-configuration"
    assert [one["reason"] for one in answer.json()["errors"]] == world.control.trouble.mistakes


async def test_an_unknown_registry_is_not_found(world, call):
    world.control.trouble = NotFound("there is no registry `none`")
    assert (await call("POST", "/v1/registries/none/resume", key=None)).status_code == 404


@pytest.mark.parametrize("act", ["resume", "reload"])
async def test_it_takes_no_options(world, call, act):
    assert (await call("POST", f"/v1/registries/verisign/{act}?dry_run=true", key=None)).status_code == 422
    assert world.control.acts == []
