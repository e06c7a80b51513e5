import pytest

from epp_gateway.model.secret import Secret
from epp_gateway.pool.settings import Limits, PoolSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_sessions": 3, "max_sessions": 2},
        {"min_sessions": -1},
        {"min_sessions": 0, "max_sessions": 0},
        {"jitter": 1.0},
        {"idle_proof": 0.0},
        {"max_age": -1.0},
        {"backoff_first": 2.0, "backoff_cap": 1.0},
        {"circuit_after": 0},
        {"max_waiting": -1},
    ],
)
def test_limits_that_no_pool_can_hold_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        Limits(**wrong)


def test_settings_do_not_show_the_password() -> None:
    settings = PoolSettings(account="a", clid="registrar", password=Secret("planted-pw"), endpoints=())
    assert "planted-pw" not in repr(settings)
