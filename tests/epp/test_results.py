"""Results (RFC 5730 sections 2.6 and 3): every code, several at once, and what a server quotes."""

import pytest
from lxml import etree

from epp_gateway.epp.codec import Codec
from epp_gateway.model.responses import ExtValue, Response, Result
from epp_gateway.simulator.refusal import MESSAGES
from tests.epp.words import DOMAIN

EPP = "urn:ietf:params:xml:ns:epp-1.0"
NAME = f'<domain:name xmlns:domain="{DOMAIN}">a.example</domain:name>'


def said(*results: Result) -> Response:
    return Response(results=results, svtrid="SRV-1", cltrid="PANEL-1")


def inside(codec: Codec, result: Result) -> etree._Element:
    return etree.fromstring(codec.encode_response(said(result))).find(f"{{{EPP}}}response/{{{EPP}}}result")


@pytest.mark.parametrize("code", MESSAGES)
def test_every_code_comes_back_with_its_words(code: int, codec: Codec) -> None:
    response = said(Result(code=code, message=MESSAGES[code]))
    assert codec.decode_from_server(codec.encode_response(response)) == response


def test_there_are_as_many_codes_as_the_standard_has() -> None:
    assert (len(MESSAGES), sum(code < 2000 for code in MESSAGES)) == (34, 5)


def test_all_failures_of_a_command_are_told_at_once(codec: Codec) -> None:
    failures = [
        Result(code=code, message="no", values=(NAME,), ext_values=(ExtValue(value=NAME, reason="so", lang="en"),))
        for code in MESSAGES
        if code >= 2000
    ]
    response = said(*failures)
    read = codec.decode_from_server(codec.encode_response(response))
    assert read == response
    assert isinstance(read, Response)
    assert read.code == 2000
    assert read.message.count("so") == len(failures)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", "<value><undef/></value>"),
        ("ten", "<value>ten<undef/></value>"),
        (NAME, f"<value>{NAME}</value>"),
        (f'<value xmlns="{EPP}" n="1">at {NAME}</value>', f'<value n="1">at {NAME}</value>'),
    ],
)
def test_an_offending_value_is_written_as_the_grammar_wants(value: str, written: str, codec: Codec) -> None:
    result = inside(codec, Result(code=2005, message="", values=(value,)))
    expected = etree.fromstring(f'<result xmlns="{EPP}" code="2005"><msg/>{written}</result>')
    assert etree.tostring(result, method="c14n", exclusive=True) == etree.tostring(
        expected, method="c14n", exclusive=True
    )


def test_a_password_in_a_whole_value_is_masked(codec: Codec) -> None:
    quoted = f'<value xmlns="{EPP}" n="1"><domain:pw xmlns:domain="{DOMAIN}">planted</domain:pw></value>'
    read = codec.decode_from_server(codec.encode_response(said(Result(code=2202, message="", values=(quoted,)))))
    assert isinstance(read, Response)
    assert read.results[0].values == (quoted.replace("planted", "***"),)
