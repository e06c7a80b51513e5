"""Names in every spelling: one value of A-labels and U-labels, or the character and the rule against it."""
# ruff: noqa: RUF001 - names are about look-alikes

import unicodedata
from contextlib import suppress

import idna
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from epp_gateway.model.errors import BadValue
from epp_gateway.model.jp_labels import JAPANESE_PREFECTURES, ORGANISATIONAL
from epp_gateway.model.jp_table import jp_characters
from epp_gateway.model.names import Name, parse_name

JAPANESE = sorted(character for character in jp_characters() if not character.isascii())
LETTERS = [
    chr(point) for span in idna.idnadata.codepoint_classes["PVALID"] for point in range(span >> 32, span & 0xFFFFFFFF)
]


def refusal(text):
    with pytest.raises(BadValue) as caught:
        parse_name(text, path="$.name")
    assert caught.value.path == "$.name"
    return caught.value.reason


class TestTheTable:
    def test_it_has_as_many_characters_as_the_registry_says(self):
        assert len(jp_characters()) == 6571

    def test_its_parts_have_as_many_as_the_character_set_says(self):
        names = [unicodedata.name(character).split()[0] for character in JAPANESE]
        counts = {name: names.count(name) for name in ("HIRAGANA", "KATAKANA", "CJK")}
        assert counts == {"HIRAGANA": 83 + 2, "KATAKANA": 86 + 2 + 1, "CJK": 6355 + 1}
        others = [one for one, name in zip(JAPANESE, names, strict=True) if name not in counts]
        assert others == ["々", "〆", "〇", "ー"]

    @pytest.mark.parametrize("character", "ぁんァヶ亜腕弌滌漾熙凜堯瑤遙・ーヽヾゝゞ仝々〆〇az09-")
    def test_its_edges_are_inside(self, character):
        assert character in jp_characters()

    @pytest.mark.parametrize("character", "〃ゔゕヷヸㇰ髙﨑丂﨎①Ａ＿_ .。é가ж")
    def test_what_lies_beyond_its_edges_is_not(self, character):
        assert character not in jp_characters()

    def test_nothing_in_it_changes_under_nfkc(self):
        assert [one for one in jp_characters() if unicodedata.normalize("NFKC", one) != one] == []

    def test_idna_allows_all_of_it(self):
        text = [idna.ulabel(idna.alabel(f"あ{one}あ")) for one in JAPANESE]
        assert text == [f"あ{one}あ" for one in JAPANESE]


@pytest.mark.parametrize(
    ("text", "ascii_name", "unicode_name"),
    [
        ("EXAMPLE.jp.", "example.jp", "example.jp"),
        ("日本語.jp", "xn--wgv71a119e.jp", "日本語.jp"),
        ("XN--WGV71A119E.JP", "xn--wgv71a119e.jp", "日本語.jp"),
        ("日本語。ｊｐ。", "xn--wgv71a119e.jp", "日本語.jp"),
        ("日本語．ＪＰ．", "xn--wgv71a119e.jp", "日本語.jp"),
        ("ｴｯｸｽ｡jp｡", "xn--icko4a0b.jp", "エックス.jp"),
        ("ｶﾞﾊﾟｰ.jp", "xn--mckxdyf.jp", "ガパー.jp"),
        ("ハ\u309aン.jp", "xn--odk8c.jp", "パン.jp"),
        ("Ｅｘａｍｐｌｅ－１.jp", "example-1.jp", "example-1.jp"),
        ("例\u2212え.jp", "xn----97t131j.jp", "例-え.jp"),
        ("㍿.jp", "xn--6oqv20b1zgzxr.jp", "株式会社.jp"),
        ("abc日本.tokyo.jp", "xn--abc-v08fl0d.tokyo.jp", "abc日本.tokyo.jp"),
        ("ελ.日本.jp", "xn--qxam.xn--wgv71a.jp", "ελ.日本.jp"),
        ("faß.de", "xn--fa-hia.de", "faß.de"),
        ("ΑΣ.gr", "xn--mxa0b.gr", "ασ.gr"),
        ("Bücher.example", "xn--bcher-kva.example", "bücher.example"),
    ],
)
def test_every_spelling_gives_both_names(text, ascii_name, unicode_name):
    assert parse_name(text) == Name(ascii=ascii_name, unicode=unicode_name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no good", "` ` (U+0020 SPACE) is none of a-z, 0-9 and hyphen (STD 3)"),
        ("a_b.com", "`_` (U+005F LOW LINE) is none of a-z, 0-9 and hyphen (STD 3)"),
        ("⒈.jp", "`⒈` (U+2488 DIGIT ONE FULL STOP) may not stand in a name (UTS 46 section 5)"),
        ("♥.com", "`♥` (U+2665 BLACK HEART SUIT) may not stand in a name (RFC 5892)"),
        ("・.jp", "`・` (U+30FB KATAKANA MIDDLE DOT) may not stand at this place (RFC 5892 appendix A)"),
        ("a\u200db.com", "U+200D ZERO WIDTH JOINER may not stand at this place (RFC 5892 appendix A)"),
        (
            "\u0301a.com",
            "(U+0301 COMBINING ACUTE ACCENT) is a combining mark and begins a label (RFC 5891 section 4.2.3.2)",
        ),
        (
            "אa.com",
            "`a` (U+0061 LATIN SMALL LETTER A) breaks the rule for names written from right to left (RFC 5893 sec",
        ),
        ("-あ.jp", "a label begins or ends with a hyphen (RFC 5891 section 4.2.3.1)"),
        ("ab--あ.jp", "a label has hyphens in its third and fourth place (RFC 5891 section 4.2.3.1)"),
        ("xn--zz.com", "an A-label that stands for no label (RFC 5891 section 5.3)"),
        ("xn--wgv71a119e-.com", "(RFC 5891 section"),
        ("a..com", "a label is empty"),
        ("é" * 60 + ".com", "a label has at most 63 octets (RFC 5890 section 2.3.2.1)"),
        ("a" * 64 + ".com", "a label has at most 63 octets (RFC 5890 section 2.3.2.1)"),
        ("é.com\x07", "U+0007 is none of a-z, 0-9 and hyphen (STD 3)"),
        (
            "髙島.jp",
            "`髙` (U+9AD9 CJK UNIFIED IDEOGRAPH-9AD9) is not one of the 6,571 characters of .jp (JP table 1.2)",
        ),
        ("xn--e1afmkfd.jp", "`п` (U+043F CYRILLIC SMALL LETTER PE) is not one of the 6,571 characters of .jp"),
        ("ελ.東京.jp", "`ε` (U+03B5 GREEK SMALL LETTER EPSILON) is not one of the 6,571 characters of .jp"),
        ("あ" * 16 + ".jp", "has 16 characters: a Japanese label of .jp has at most 15"),
        ("日本.co.jp", "`日本` is not ASCII: names below co.jp have no Japanese label"),
    ],
)
def test_a_refusal_names_the_character_and_the_rule(text, told):
    assert refusal(text).startswith(f"`{text}` is not a domain name: ")
    assert told in refusal(text)


@pytest.mark.parametrize("text", ["", " ", ".", "。", "com", "日本", "1.2.3.4", "١.٢", "a" * 300 + ".com", "１.２"])
def test_what_is_no_name_is_refused_with_its_place(text):
    assert refusal(text)


def test_the_longest_name_counts_its_a_labels():
    label = "é" + "a" * 49
    assert len(parse_name(".".join([label] * 4)).ascii) == 4 * len(idna.alabel(label)) + 3
    assert "253" in refusal(".".join([label] * 4 + ["b" * 30]))
    assert len(parse_name(".".join(["a" * 63] * 3 + ["b" * 61]) + "。").ascii) == 253


@pytest.mark.parametrize("zone", ["jp", "tokyo.jp", "東京.jp"])
def test_fifteen_japanese_characters_are_a_label_where_japanese_labels_are(zone):
    assert parse_name("あ" * 15 + "." + zone).unicode == "あ" * 15 + "." + zone
    assert refusal("あ" * 16 + "." + zone)


def test_what_stands_below_a_delegated_name_is_its_registrants_own():
    for zone in ("例え.jp", "例え.tokyo.jp", "example.co.jp"):
        assert parse_name("ж" * 20 + "." + zone).unicode == "ж" * 20 + "." + zone


def test_no_type_of_organisation_takes_japanese_labels():
    assert [zone for zone in ORGANISATIONAL if "no Japanese label" not in refusal(f"例え.{zone}.jp")] == []
    assert len(JAPANESE_PREFECTURES) == 47


def same_both_ways(name):
    assert parse_name(name.ascii) == parse_name(name.unicode) == name
    assert parse_name(name.unicode.upper().replace(".", "。")).ascii.count(".") == name.ascii.count(".")
    assert name.ascii.isascii()
    assert name.ascii == name.ascii.lower()
    assert [idna.ulabel(label) for label in name.labels] == name.unicode.split(".")


jp_labels = st.text(st.sampled_from([*JAPANESE, *"abcxyz019-"]), min_size=1, max_size=15)


@given(jp_labels)
def test_each_spelling_of_a_japanese_name_gives_the_other(label):
    assume(set(label) - {"・"} - set(map(chr, range(128))))
    assume(not label.startswith("-") and not label.endswith("-") and label[2:4] != "--")
    assume("・" not in label or not set(label) <= {"・", "ー"} | set(map(chr, range(128))))
    same_both_ways(parse_name(f"{label}.jp"))


@given(
    st.text(min_size=1, max_size=40) | st.text(st.sampled_from(LETTERS), min_size=1, max_size=20),
    st.sampled_from(["com", "jp", "한국"]),
)
def test_what_is_accepted_is_the_same_both_ways(label, zone):
    with suppress(BadValue):
        same_both_ways(parse_name(f"{label}.{zone}"))


@given(st.text(st.sampled_from(LETTERS), min_size=1, max_size=15))
def test_no_label_of_another_script_is_taken_for_a_japanese_one(label):
    try:
        name = parse_name(f"{label}.jp")
    except BadValue:
        return
    assert set(name.unicode.removesuffix(".jp").rpartition(".")[2]) <= jp_characters()


@given(st.text(st.sampled_from("aZ09-."), max_size=70))
def test_plain_names_are_read_as_the_library_reads_them(text):
    try:
        expected = idna.encode(text, uts46=True, std3_rules=True).decode().removesuffix(".")
    except idna.IDNAError:
        expected = None
    if expected is None or "." not in expected or expected.rpartition(".")[2].isdigit():
        assert refusal(text)
    else:
        assert parse_name(text).ascii == parse_name(text).unicode == expected
