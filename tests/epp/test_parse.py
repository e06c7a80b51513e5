"""XML that attacks: refused quickly, with a clear error, and without reading or fetching anything."""

import time
from pathlib import Path

import pytest

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame, Unreadable
from epp_gateway.epp.xml.parse import MAX_OCTETS, parse, parse_fragment

EPP = 'xmlns="urn:ietf:params:xml:ns:epp-1.0"'
BODY = f"<epp {EPP}><command><logout/><clTRID>PANEL-1</clTRID></command></epp>"
LAUGHS = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))

ATTACKS = {
    "billion laughs": f'<!DOCTYPE epp [<!ENTITY a "ha">{LAUGHS}]><epp {EPP}>&j;</epp>',
    "billion laughs in an attribute": f'<!DOCTYPE epp [<!ENTITY a "ha">{LAUGHS}]><epp {EPP} a="&j;"/>',
    "quadratic blow-up": f'<!DOCTYPE epp [<!ENTITY a "{"x" * 50_000}">]><epp {EPP}>{"&a;" * 10_000}</epp>',
    "external entity": f'<!DOCTYPE epp [<!ENTITY e SYSTEM "file:///etc/hostname">]><epp {EPP}>&e;</epp>',
    "external DTD": f'<!DOCTYPE epp SYSTEM "http://127.0.0.1:9/epp.dtd">{BODY}',
    "parameter entity": f'<!DOCTYPE epp [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>{BODY}',
    "a DTD that does nothing": f"<!DOCTYPE epp>{BODY}",
    "a DTD behind a comment": f"<!-- --><!DOCTYPE epp []>{BODY}",
    "undefined entity": f"<epp {EPP}>&nbsp;</epp>",
    "depth": f"<epp {EPP}>{'<a>' * 5000}{'</a>' * 5000}</epp>",
    "no end": BODY.removesuffix("</epp>"),
    "two roots": BODY + BODY,
    "undeclared prefix": f"<epp {EPP}><command><x:logout/></command></epp>",
    "control character": f"<epp {EPP}>\x0b</epp>",
    "nothing": "",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_quickly(name: str, codec: Codec) -> None:
    start = time.perf_counter()
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(ATTACKS[name].encode())
    assert caught.value.code == 2001
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("name", [name for name in ATTACKS if "undefined" not in name and "control" not in name])
def test_a_server_cannot_attack_either(name: str, codec: Codec) -> None:
    start = time.perf_counter()
    with pytest.raises(Unreadable):
        codec.decode_from_server(ATTACKS[name].encode())
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1"])
def test_only_utf8_is_taken_from_clients(encoding: str, codec: Codec) -> None:
    payload = f'<?xml version="1.0" encoding="{encoding.upper()}"?>{BODY}'.encode(encoding)
    with pytest.raises(InvalidFrame, match="encoding is not UTF-8"):
        codec.decode_request(payload)


def test_a_document_in_utf16_is_not_taken_from_servers(codec: Codec) -> None:
    with pytest.raises(Unreadable, match="encoding is not UTF-8"):
        codec.decode_from_server(BODY.encode("utf-16"))


@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="us-ascii"?>', "\ufeff"])
def test_utf8_is_taken_with_and_without_a_declaration_or_mark(head: str, codec: Codec) -> None:
    assert codec.decode_request((head + BODY).encode()).cltrid == "PANEL-1"


def test_a_document_above_the_bound_is_refused_unread() -> None:
    with pytest.raises(InvalidFrame, match="larger than"):
        parse(b" " * (MAX_OCTETS + 1))


def test_the_transaction_id_is_found_in_what_is_no_xml() -> None:
    with pytest.raises(InvalidFrame) as caught:
        parse(BODY.replace("<logout/>", "<logout>").encode())
    assert caught.value.cltrid == "PANEL-1"


def test_an_error_of_syntax_quotes_nothing() -> None:
    with pytest.raises(InvalidFrame) as caught:
        parse(f"<epp {EPP}><command><login><pw>hush<hush2&hush3;</pw></login></command></epp>".encode())
    assert "hush" not in str(caught.value)


def test_a_fragment_has_to_be_well_formed() -> None:
    with pytest.raises(ValueError, match="not well-formed"):
        parse_fragment("<a>")


def test_an_external_file_is_not_read(codec: Codec, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET-CONTENT")
    payload = (
        f'<!DOCTYPE epp [<!ENTITY e SYSTEM "{secret.as_uri()}">]><epp {EPP}><command><poll op="&e;"/></command></epp>'
    )
    with pytest.raises(InvalidFrame) as caught:
        codec.decode_request(payload.encode())
    assert "SECRET" not in str(caught.value)
