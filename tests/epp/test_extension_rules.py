"""What an extension may say beside which command, where the grammar alone does not hold it."""

import pytest
from msgspec.structs import replace

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.model import commands as c
from epp_gateway.model import extensions as x
from epp_gateway.model.responses import Response
from epp_gateway.model.secret import Secret

from .mappings.rgp import REPORT
from .mappings.secdns import DS, EMPTY, KEY, OLD, SIGNED
from .words import answered, asked

CODE = Secret("code")
REQUEST = x.RestoreRequest()


def read_changed(codec: Codec, request: c.Request, *changes: tuple[str, str]) -> c.Request:
    """Read a command after its XML was changed."""
    frame = codec.encode_request(request).decode()
    for old, new in changes:
        assert old in frame
        frame = frame.replace(old, new)
    return codec.decode_request(frame.encode())


def answer(codec: Codec, response: Response, *changes: tuple[str, str]) -> Response:
    """Read an answer after its XML was changed."""
    frame = codec.encode_response(response).decode()
    for old, new in changes:
        assert old in frame
        frame = frame.replace(old, new)
    read = codec.decode_from_server(frame.encode())
    assert isinstance(read, Response)
    return read


# rgp-1.0


@pytest.mark.parametrize("extension", [REQUEST, REPORT, x.SyncUpdate(month_day="--05-31")])
def test_an_update_that_changes_nothing_says_so(extension: x.Extension, codec: Codec) -> None:
    request = asked(EMPTY, extension)
    assert b"<domain:chg/>" in codec.encode_request(request)
    for form in ("<domain:add/>", "<domain:rem/>", "<domain:add/><domain:rem/><domain:chg/>", ""):
        assert read_changed(codec, request, ("<domain:chg/>", form)) == request


def test_an_update_that_changes_something_says_only_that(codec: Codec) -> None:
    update = c.DomainUpdate(name="example.com", add_statuses=("clientHold",))
    assert b"<domain:chg/>" not in codec.encode_request(asked(update, x.SyncUpdate(month_day="--05-31")))
    assert b"<domain:chg/>" not in codec.encode_request(asked(EMPTY, x.SecDnsUpdate(max_sig_life=1)))
    assert b"<domain:chg/>" not in codec.encode_request(asked(EMPTY))


@pytest.mark.parametrize("extension", [REQUEST, REPORT])
def test_a_restore_changes_nothing_else(extension: x.Extension, codec: Codec) -> None:
    update = c.DomainUpdate(name="example.com", auth_info=CODE)
    with pytest.raises(InvalidFrame, match="changes nothing else") as caught:
        codec.encode_request(asked(update, extension))
    assert caught.value.code == 2306
    held = '<domain:add><domain:status s="clientHold"/></domain:add>'
    with pytest.raises(InvalidFrame, match="changes nothing else") as caught:
        read_changed(codec, asked(EMPTY, extension), ("<domain:chg/>", held))
    assert (caught.value.code, caught.value.cltrid) == (2306, "PANEL-0001")


def test_a_request_carries_no_report_and_a_report_does(codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        read_changed(codec, asked(EMPTY, REPORT), ('op="report"', 'op="request"'))
    assert (caught.value.code, caught.value.cltrid) == (2306, "PANEL-0001")
    with pytest.raises(InvalidFrame) as caught:
        read_changed(codec, asked(EMPTY, REQUEST), ('op="request"', 'op="report"'))
    assert caught.value.code == 2003


def test_a_report_that_is_no_xml_never_leaves(codec: Codec) -> None:
    for broken in ("Rei & Co.", "<a>", "</content><content>", "<!DOCTYPE a>"):
        with pytest.raises(InvalidFrame) as caught:
            codec.encode_request(asked(EMPTY, replace(REPORT, pre_data=broken)))
        assert caught.value.code == 2005


def test_markup_in_a_report_may_be_of_the_namespace_around_it(codec: Codec) -> None:
    inside = '<rgp:rgpStatus xmlns:rgp="urn:ietf:params:xml:ns:rgp-1.0" s="addPeriod"></rgp:rgpStatus>'
    request = asked(EMPTY, replace(REPORT, pre_data=f"before {inside} after"))
    assert codec.decode_request(codec.encode_request(request)) == request


def test_names_without_a_namespace_in_a_report_stay_without(codec: Codec) -> None:
    inside = '<record xmlns=""><expires>2027-03-31</expires></record>'
    request = asked(EMPTY, replace(REPORT, post_data=f"{inside} and {inside}"))
    frame = codec.encode_request(request)
    assert frame.count(inside.encode()) == 2
    assert codec.decode_request(frame) == request


def test_a_status_counts_in_any_case(codec: Codec) -> None:
    grace = x.RgpStatuses(statuses=(x.RgpStatus(value="addPeriod"), x.RgpStatus(value="renewPeriod")))
    read = answer(
        codec, answered(None, grace), ('s="addPeriod"', 's="ADDPERIOD"'), ('s="renewPeriod"', 's=" renewperiod"')
    )
    assert read.extensions == (grace,)
    assert grace.words == ("addPeriod", "renewPeriod")
    assert "schema-invalid" in read.deviations


def test_a_status_that_is_new_to_us_is_kept(codec: Codec) -> None:
    grace = x.RgpStatuses(statuses=(x.RgpStatus(value="addPeriod"),))
    read = answer(codec, answered(None, grace), ('s="addPeriod"', 's="limboPeriod"'))
    assert read.extensions == (x.RgpStatuses(statuses=(x.RgpStatus(value="limboPeriod"),)),)


def test_the_end_of_a_period_is_told_in_its_text() -> None:
    assert x.RgpStatus(value="addPeriod", text="endDate=2026-04-06T09:00:00Z").ends == "2026-04-06T09:00:00Z"
    for text in (None, "", "endDate=", "until tomorrow"):
        assert x.RgpStatus(value="addPeriod", text=text).ends is None


# secDNS-1.1

REM_DS = x.SecDnsUpdate(change=x.DsChange(rem=(OLD,)))
A_KEY = (
    "<secDNS:keyData><secDNS:flags>257</secDNS:flags><secDNS:protocol>3</secDNS:protocol><secDNS:alg>8</secDNS:alg>"
    "<secDNS:pubKey>AwEAAcw=</secDNS:pubKey></secDNS:keyData>"
)
ADD_KEY = ("</secDNS:rem>", f"</secDNS:rem><secDNS:add>{A_KEY}</secDNS:add>")


def test_an_update_is_of_one_interface(codec: Codec) -> None:
    with pytest.raises(InvalidFrame, match="never both") as caught:
        read_changed(codec, asked(EMPTY, REM_DS), ADD_KEY)
    assert (caught.value.code, caught.value.cltrid) == (2306, "PANEL-0001")


def test_a_create_is_of_one_interface(codec: Codec) -> None:
    create = asked(SIGNED, x.SecDnsCreate(data=x.DsRecords(records=(DS,))))
    with pytest.raises(InvalidFrame) as caught:
        read_changed(codec, create, ("</secDNS:dsData>", f"</secDNS:dsData>{A_KEY}"))
    assert caught.value.code == 2001


def test_an_update_says_something(codec: Codec) -> None:
    with pytest.raises(InvalidFrame) as caught:
        read_changed(codec, asked(EMPTY, x.SecDnsUpdate()), ("<secDNS:chg/>", ""))
    assert caught.value.code == 2003


def test_not_removing_all_removes_nothing(codec: Codec) -> None:
    both = asked(EMPTY, x.SecDnsUpdate(change=x.RemoveAll(add=x.KeyRecords(records=(KEY,)))))
    read = read_changed(codec, both, ("<secDNS:all>true", "<secDNS:all>false"))
    assert read.extensions == (x.SecDnsUpdate(change=x.KeyChange(add=(KEY,))),)
    read = read_changed(
        codec, asked(EMPTY, x.SecDnsUpdate(change=x.RemoveAll())), ("<secDNS:all>true", "<secDNS:all>0")
    )
    assert read.extensions == (x.SecDnsUpdate(),)


def test_a_wish_inside_add_counts_unless_there_is_another(codec: Codec) -> None:
    update = asked(EMPTY, x.SecDnsUpdate(change=x.DsChange(add=(DS,))))
    inside = ("<secDNS:add>", "<secDNS:add><secDNS:maxSigLife>60</secDNS:maxSigLife>")
    assert read_changed(codec, update, inside).extensions == (
        x.SecDnsUpdate(change=x.DsChange(add=(DS,)), max_sig_life=60),
    )
    other = asked(EMPTY, x.SecDnsUpdate(change=x.DsChange(add=(DS,)), max_sig_life=90))
    assert read_changed(codec, other, inside).extensions == other.extensions


def test_digests_and_keys_read_alike_however_they_are_written(codec: Codec) -> None:
    ds = answered(None, x.SecDnsData(data=x.DsRecords(records=(DS,))))
    assert answer(codec, ds, (DS.digest, f" {DS.digest.lower()}\n"), (">13<", ">+013<")).extensions == ds.extensions
    assert answer(codec, ds, (DS.digest, f"{DS.digest[:8]} {DS.digest[8:]}")).extensions == ds.extensions
    key = answered(None, x.SecDnsData(data=x.KeyRecords(records=(KEY,))))
    broken = KEY.public_key[:20] + "\n      " + KEY.public_key[20:]
    assert answer(codec, key, (KEY.public_key, broken)).extensions == key.extensions


@pytest.mark.parametrize(
    "change",
    [("<secDNS:keyTag>55648<", "<secDNS:keyTag>many<"), ("<secDNS:alg>13</secDNS:alg>", ""), ("dsData", "data")],
)
def test_a_delegation_that_is_not_whole_is_kept_as_it_is(change: tuple[str, str], codec: Codec) -> None:
    read = answer(codec, answered(None, x.SecDnsData(data=x.DsRecords(records=(DS,)))), change)
    (kept,) = read.extensions
    assert isinstance(kept, x.OpaqueExtension)
    assert DS.digest in kept.xml


# allocationToken-1.0


def test_a_token_has_no_white_space_around_it(codec: Codec) -> None:
    request = asked(c.DomainCheck(names=("held.example",)), x.AllocationToken(token=Secret("abc 123")))
    assert read_changed(codec, request, ("abc 123", "\n   abc \t 123\n")) == request


@pytest.mark.parametrize(
    "command",
    [
        c.DomainInfo(name="held.example"),
        c.DomainUpdate(name="held.example"),
        c.DomainTransfer(name="held.example", op="query"),
        c.DomainRenew(name="held.example", cur_exp_date="2026-01-01"),
        c.DomainDelete(name="held.example"),
    ],
    ids=c.verb_of,
)
def test_a_token_stands_only_where_something_is_allocated(command: c.Command, codec: Codec) -> None:
    with pytest.raises(InvalidFrame, match="may not carry") as caught:
        codec.encode_request(asked(command, x.AllocationToken(token=Secret("abc"))))
    assert caught.value.code == 2103


# secure authorisation


def test_no_code_reads_as_an_empty_one_however_it_is_said(codec: Codec) -> None:
    update = asked(c.DomainUpdate(name="example.com", auth_info=Secret("")))
    assert b"<domain:null/>" in codec.encode_request(update)
    read = read_changed(codec, update, ("<domain:null/>", "<domain:pw></domain:pw>"))
    assert isinstance(read.command, c.DomainUpdate)
    assert read.command.auth_info == Secret("")
    assert codec.decode_request(codec.encode_request(read)) == read


# neulevel-1.0


@pytest.mark.parametrize("pair", [("RestoreComment", "lost x NexusCategory=C31"), ("App Purpose", "P1"), ("", "P1")])
def test_pairs_that_would_be_read_as_others_are_not_written(pair: tuple[str, str], codec: Codec) -> None:
    said = x.Neulevel(pairs=(x.NeulevelPair(key=pair[0], value=pair[1]),))
    with pytest.raises(InvalidFrame) as refused:
        codec.encode_request(asked(SIGNED, said))
    assert refused.value.code == 2005
