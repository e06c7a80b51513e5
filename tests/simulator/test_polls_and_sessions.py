"""The poll queue and the login, in values."""

import pytest

from epp_gateway.model.commands import DomainInfo, Login, Logout, Poll, Request
from epp_gateway.model.secret import Secret
from epp_gateway.simulator.execute import execute
from epp_gateway.simulator.sessions import Session, leave


def test_an_empty_queue_says_so_without_a_message(generic):
    response = generic.ask(Poll())
    assert (response.code, response.queue, response.data) == (1300, None, None)


def test_the_head_keeps_coming_until_it_is_acknowledged(generic):
    first = generic.registry.notify("registrar-a", generic.now, "one", None)
    second = generic.registry.notify("registrar-a", generic.now, "two", None)
    for _ in range(2):
        response = generic.ask(Poll())
        assert (response.code, response.queue.count, response.queue.id, response.queue.text) == (1301, 2, first, "one")
    assert generic.ask(Poll(op="ack", message_id=second)).code == 2303
    acked = generic.ask(Poll(op="ack", message_id=first))
    assert (acked.code, acked.queue.count, acked.queue.id) == (1000, 1, second)
    assert generic.ask(Poll(op="ack", message_id=first)).code == 2303
    assert generic.ask(Poll(op="ack")).code == 2003
    assert generic.ask(Poll(op="ack", message_id=second)).queue is None
    assert generic.ask(Poll()).code == 1300


def test_each_registrar_has_its_own_queue(generic):
    generic.registry.notify("registrar-a", generic.now, "one", None)
    assert generic.ask(Poll(), by="b").code == 1300


def login(bench, session, **fields):
    command = Login(**{"clid": "registrar-a", "password": Secret("secret-of-a"), "objects": (), **fields})
    return execute(bench.registry, session, Request(command=command), bench.now)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, 1000),
        ({"version": "2.0"}, 2100),
        ({"lang": "fr"}, 2102),
        ({"clid": "nobody"}, 2200),
        ({"password": Secret("wrong")}, 2200),
        ({"objects": ("urn:example:x",)}, 2307),
        ({"extensions": ("urn:example:x",)}, 2103),
    ],
)
def test_a_login_is_granted_only_as_announced(verisign, fields, code):
    session = Session(id="new")
    assert login(verisign, session, **fields).code == code
    assert (session.clid is None) is (code != 1000)


def test_the_generic_registry_lets_a_login_ask_for_more_than_there_is(generic):
    assert login(generic, Session(id="new"), extensions=("urn:ietf:params:xml:ns:secDNS-1.1",)).code == 1000


def test_a_login_needs_the_certificate_of_its_own_name_where_one_is_required(generic):
    for certificate, code in ((None, 2200), ("registrar-b", 2200), ("registrar-a", 1000)):
        session = Session(id="new", certificate=certificate, needs_certificate=True)
        assert login(generic, session).code == code


def test_a_refused_login_changes_no_password(generic):
    generic.registry.session_limit = 0
    assert login(generic, Session(id="new"), new_password=Secret("brand-new")).code == 2502
    assert generic.registry.registrars["registrar-a"].password == Secret("secret-of-a")


def test_a_session_that_is_gone_frees_its_place(generic):
    generic.registry.session_limit = 2
    session = Session(id="new")
    assert login(generic, session).code == 1000
    assert login(generic, Session(id="third")).code == 2502
    leave(generic.registry, session)
    leave(generic.registry, session)
    assert login(generic, Session(id="third")).code == 1000


def test_a_logout_needs_a_login(generic):
    request = Request(command=Logout())
    assert execute(generic.registry, Session(id="new"), request, generic.now).is_not_logged_in


def test_an_answer_carries_only_extensions_of_the_login(generic):
    generic.domain("x.test")
    session = Session(id="new")
    login(generic, session)
    assert generic.rgp("x.test") == ("addPeriod",)
    response = execute(generic.registry, session, Request(command=DomainInfo(name="x.test")), generic.now)
    assert response.extensions == ()


def test_every_answer_has_its_own_transaction_id(generic):
    ids = [generic.ask(Poll()).svtrid for _ in range(50)]
    assert len(set(ids)) == 50
