"""The tables of the automaton, by the product of all states and inputs."""

from itertools import product

import pytest

from epp_gateway.epp.errors import LocalProtocolError
from epp_gateway.epp.states import (
    CLIENT,
    SERVER,
    ClientInput,
    ClientState,
    ServerInput,
    ServerState,
    client_step,
    server_step,
)


@pytest.mark.parametrize(("state", "happened"), list(product(ClientState, ClientInput)))
def test_a_client_moves_only_along_a_row(state: ClientState, happened: ClientInput) -> None:
    if (state, happened) in CLIENT:
        assert client_step(state, happened) is CLIENT[state, happened]
    else:
        with pytest.raises(LocalProtocolError, match=f"{happened.name} is not possible while {state.name}"):
            client_step(state, happened)


@pytest.mark.parametrize(("state", "happened"), list(product(ServerState, ServerInput)))
def test_a_server_moves_only_along_a_row(state: ServerState, happened: ServerInput) -> None:
    if (state, happened) in SERVER:
        assert server_step(state, happened) is SERVER[state, happened]
    else:
        with pytest.raises(LocalProtocolError):
            server_step(state, happened)


def test_nothing_leads_out_of_a_broken_session() -> None:
    assert not [row for row in CLIENT if row[0] is ClientState.BROKEN]
    assert {after for (state, _), after in SERVER.items() if state is ServerState.BROKEN} == {ServerState.CLOSED}


def test_every_open_client_state_survives_neither_a_violation_nor_a_closing_code() -> None:
    for state in ClientState:
        assert CLIENT.get((state, ClientInput.VIOLATION), ClientState.BROKEN) is ClientState.BROKEN
        assert CLIENT.get((state, ClientInput.CLOSING_REPLY), ClientState.CLOSED) is ClientState.CLOSED


@pytest.mark.parametrize("happened", [ClientInput.SEND_COMMAND, ClientInput.SEND_LOGOUT])
def test_commands_need_a_login(happened: ClientInput) -> None:
    assert [state for state in ClientState if (state, happened) in CLIENT] == [ClientState.READY]


def test_every_state_is_reached() -> None:
    assert {*CLIENT.values(), ClientState.CONNECTED} == set(ClientState)
    assert {*SERVER.values(), ServerState.CONNECTED} == set(ServerState)
