"""Faults as data: which one strikes which command, how often, and what is refused when it is posted."""

from typing import get_args

import pytest

from epp_gateway.epp.framing import encode_frame
from epp_gateway.model.commands import DomainCheck, DomainInfo, DomainTransfer, Hello, Login, Poll
from epp_gateway.model.errors import BadValue
from epp_gateway.model.responses import Response, Result
from epp_gateway.model.secret import Secret
from epp_gateway.simulator.faults import PLANS, WORDS, FaultBook, Send, is_closing, is_executed, read_rule

INFO = DomainInfo(name="x.com")
LOGIN = Login(clid="registrar-a", password=Secret("secret"), objects=())
FRAME = encode_frame(b'<?xml version="1.0"?><epp><response><trID/></response></epp>')


def book(*bodies):
    made = FaultBook()
    for body in bodies:
        made.add(read_rule(body))
    return made


def strikes(faults, *commands, account="registrar-a"):
    return [rule.do if (rule := faults.strike(command, account)) else None for command in commands]


def test_a_fault_strikes_once_by_default():
    assert strikes(book({"do": "no-reply"}), INFO, INFO) == ["no-reply", None]


def test_a_fault_strikes_as_often_as_it_says_or_for_ever():
    assert strikes(book({"do": "no-reply", "times": 2}), INFO, INFO, INFO) == ["no-reply", "no-reply", None]
    assert strikes(book({"do": "no-reply", "times": 0}), *[INFO] * 5) == ["no-reply"] * 5


def test_a_fault_waits_for_its_nth_command():
    faults = book({"do": "garbage", "match": {"command": "domain.info", "nth": 3}})
    assert strikes(faults, INFO, Poll(), INFO, INFO, INFO) == [None, None, None, "garbage", None]


@pytest.mark.parametrize(
    ("match", "command", "struck"),
    [
        ({"command": "domain.info"}, INFO, True),
        ({"command": "domain.*"}, INFO, True),
        ({"command": "domain"}, INFO, True),
        ({"command": "domain.create"}, INFO, False),
        ({"command": "domain.transfer"}, DomainTransfer(name="x.com", op="query"), True),
        ({"command": "domain.transfer.query"}, DomainTransfer(name="x.com", op="query"), True),
        ({"command": "domain.transfer.request"}, DomainTransfer(name="x.com", op="query"), False),
        ({"command": "hello"}, Hello(), True),
        ({"name": "*.com"}, INFO, True),
        ({"name": "X.COM"}, INFO, True),
        ({"name": "*.net"}, INFO, False),
        ({"name": "b.com"}, DomainCheck(names=("a.com", "b.com")), True),
        ({"account": "registrar-a"}, INFO, True),
        ({"account": "registrar-b"}, INFO, False),
    ],
)
def test_a_fault_strikes_what_it_matches(match, command, struck):
    assert (strikes(book({"do": "no-reply", "match": match}), command) == ["no-reply"]) is struck


def test_the_fault_posted_first_strikes_first_and_both_count():
    faults = book({"do": "garbage"}, {"do": "truncate"})
    assert strikes(faults, INFO, INFO, INFO) == ["garbage", "truncate", None]
    assert [(armed.seen, armed.struck) for armed in faults.armed] == [(1, 1), (2, 1)]


def test_a_fault_of_logins_strikes_only_logins():
    assert strikes(book({"do": "refuse-login"}), INFO, Poll(), LOGIN) == [None, None, "refuse-login"]


def test_a_fault_can_be_disarmed():
    faults = book({"do": "garbage"}, {"do": "truncate"})
    assert faults.remove(1)
    assert not faults.remove(1)
    assert strikes(faults, INFO) == ["truncate"]
    faults.clear()
    assert strikes(faults, INFO) == [None]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"do": "explode"}, "close-after-execute"),
        ({}, "do"),
        ({"do": "delay", "msec": 5}, "ms"),
        ({"do": "delay", "match": {"verb": "x"}}, "command"),
        ({"do": "delay", "match": {"command": "domain.creat"}}, "domain.create"),
        ({"do": "delay", "match": {"nth": 0}}, "counts from 1"),
        ({"do": "delay", "times": -1}, "for ever"),
        ({"do": "delay", "ms": -1}, "3600000"),
        ({"do": "late-execute", "seconds": 1e9}, "86400"),
        ({"do": "code"}, "2400"),
        ({"do": "code", "code": 1234}, "2400"),
        (["delay"], "object"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_with_what_would(body, named):
    with pytest.raises(BadValue) as refused:
        FaultBook().add(read_rule(body))
    assert named in refused.value.reason


def test_only_the_faults_that_say_so_keep_a_command_from_running():
    not_run = {do for do in PLANS if not is_executed(read_rule({"do": do}))}
    assert not_run == {
        "close-before-execute",
        "refuse-login",
        "session-limit",
        "logged-out",
        "code",
        "late-execute",
    }
    assert is_executed(read_rule({"do": "code", "code": 2400, "executed": True}))


def test_every_plan_is_of_a_known_shape_and_every_word_names_a_command():
    assert {plan.send for plan in PLANS.values()} <= set(get_args(Send))
    assert {"domain.create", "domain.transfer.approve", "login", "poll", "contact.check"} <= set(WORDS)


@pytest.mark.parametrize("do", [do for do, plan in PLANS.items() if plan.mangle])
def test_what_is_mangled_is_no_longer_the_frame(do):
    mangled = PLANS[do].mangle(FRAME)
    assert mangled != FRAME
    assert mangled


def test_a_closing_code_closes_whatever_the_fault():
    rule = read_rule({"do": "code", "code": 2500})
    answer = PLANS["code"].rewrite(Response(results=(Result(code=1000, message="done"),), svtrid="s", cltrid="c"), rule)
    assert (answer.code, answer.cltrid, is_closing(rule, answer)) == (2500, "c", True)
