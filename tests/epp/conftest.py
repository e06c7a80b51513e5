"""What the tests of the EPP layer share: the schemas and codec, read once."""

from pathlib import Path

import pytest

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.xml.schemas import Schemas
from epp_gateway.resources import folder


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    return Schemas.load(folder("schemas"))


@pytest.fixture(scope="session")
def codec(schemas: Schemas) -> Codec:
    return Codec(schemas)


@pytest.fixture(scope="session")
def frames() -> Path:
    """The folder of frames of our own writing."""
    return Path(__file__).parents[2] / "fixtures"
