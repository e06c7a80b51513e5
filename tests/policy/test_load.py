import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epp_gateway.model.errors import ConfigError
from epp_gateway.policy.conditions import AllOf, AnyOf, Compare, Not
from epp_gateway.policy.load import load_pack, load_packs

DISPLACE = """\
[[displace]]
id = "test.displace"
cite = ["a policy 1"]
ops = ["renew"]
families = ["gtld"]
forbids_reasons = ["lock"]
turns_into = "notice"
message.en = "Not a ground: {message}"
"""

PRECEDENCE = """\
[[precedence]]
id = "test.precedence"
cite = ["a text 4"]
yields_to = ["upper"]
message.en = "Policies stand above."
[[precedence.example]]
op = "renew"
upper = ["test-upper"]
facts = { "gateway.lock" = true }
want = "notice"
"""


def mistakes_of(text):
    with pytest.raises(ConfigError) as caught:
        load_pack(text, source="p.toml")
    return caught.value.mistakes


def upper(pack_text, *, displace=DISPLACE):
    """A pack above the test pack, of one displacement."""
    head = pack_text(tier="upper").split("[[rule]]")[0]
    return head.replace("test-pack", "test-upper") + displace


def test_a_pack_loads_as_it_is_written(pack_text):
    pack = load_pack(pack_text(more='needs = ["payment"]\nepp_code = 2304\nnote = "n"'), source="p.toml")
    (rule,) = pack.rules
    assert (pack.id, pack.version, pack.tier, pack.always) == ("test-pack", "2025-01-01", "registrar", False)
    assert rule.when == Compare(fact="gateway.lock", op="is", value=True)
    assert (rule.needs, rule.epp_code, rule.note, rule.line) == (("payment",), 2304, "n", 7)
    assert len(rule.examples) == 1


def test_conditions_nest_and_take_short_names(pack_text):
    when = '{ any = [{ not = { fact = "lock", is = false } }, { all = [{ fact = "rgp", contains = "addPeriod" }] }] }'
    (rule,) = load_pack(pack_text(when=when), source="p.toml").rules
    assert rule.when == AnyOf(
        parts=(
            Not(part=Compare(fact="gateway.lock", op="is", value=False)),
            AllOf(parts=(Compare(fact="registry.grace", op="contains", value="addPeriod"),)),
        )
    )


WRONG_CONDITIONS = [
    ("true", "a condition is written as"),
    ("{}", "a condition is written as"),
    (
        '{ fact = "contract.day_on", le = 60 }',
        "`contract.day_on` does not exist; did you mean `contract.day_no`?",
    ),
    ("{ fact = 5, le = 60 }", "the fact `5` does not exist"),
    ('{ fact = "contract.day_no" }', "`contract.day_no` needs exactly one of `eq`"),
    ('{ fact = "contract.day_no", le = 60, ge = 3 }', "needs exactly one of"),
    ('{ fact = "contract.day_no", below = 60 }', "can not be asked with `below`; it takes `eq`"),
    ('{ fact = "contract.start", lt = 2025-01-01 }', "can not be asked with `lt`; it takes `missing`"),
    ('{ fact = "contract.day_no", le = "60" }', "`le` on `contract.day_no` takes a whole number"),
    ('{ fact = "contract.day_no", le = true }', "takes a whole number"),
    ('{ fact = "contract.day_no", in = ["1"] }', "takes a list of whole numbers"),
    ('{ fact = "gateway.lock", is = "yes" }', "takes true or false"),
    ('{ fact = "gateway.lock", missing = 1 }', "takes true or false"),
    ('{ fact = "registry.statuses", contains = ["ok"] }', "takes a text in quotes"),
    ('{ fact = "registry.statuses", any_of = "ok" }', "takes a list of texts in quotes"),
    ('{ fact = "gateway.lock_who", eq = 3 }', "takes a text in quotes"),
    ("{ all = [] }", "`all` takes a list of at least one condition"),
    ("{ any = 5 }", "`any` takes a list of at least one condition"),
    ("{ not = 5 }", "a condition is written as"),
    ("{ all = [], any = [] }", "exactly one of `all`, `any`, `not`, not `all`, `any`"),
    ("{ none = [] }", "exactly one of `all`, `any`, `not`"),
    ("{ not = " * 12 + '{ fact = "gateway.lock", is = true }' + " }" * 12, "nested at most 8 deep"),
]


@pytest.mark.parametrize(("when", "words"), WRONG_CONDITIONS)
def test_a_wrong_condition_is_told_with_its_line(pack_text, when, words):
    (mistake,) = mistakes_of(pack_text(when=when))
    assert mistake.startswith("p.toml:14: test.rule: `when`: ")
    assert words in mistake


WRONG_RULES = [
    ('id = "test.rule"', 'id = "Test Rule"', 8, "an id is made of small letters"),
    ('id = "test.rule"', "", 7, "`id` is missing; add it as a text in quotes"),
    ('cite = ["a text 1"]', "", 7, "`cite` is missing"),
    ('cite = ["a text 1"]', "cite = []", 9, "`cite` must be a list of texts"),
    ('cite = ["a text 1"]', 'cite = "a text 1"', 9, "`cite` must be a list of texts"),
    ('ops = ["renew"]', 'ops = ["renw"]', 10, "`ops` names `renw`, which can not stand here; did you mean `renew`?"),
    ('ops = ["renew"]', 'ops = ["tock.*"]', 10, "`ops` names `tock.*`, which can not stand here"),
    ('ops = ["renew"]', 'ops = ["qqqqqq"]', 10, "which can not stand here; known are `create`"),
    ('families = ["*"]', 'families = ["gltd"]', 11, "did you mean `gtld`?"),
    ('strength = "must"', 'strength = "maybe"', 12, "`strength` can not be `maybe`; write one of `must`"),
    ('reason = "lock"', "", 7, "`reason` is missing"),
    ('effect = "refuse"', 'effect = "auto"', 15, "`effect` can not be `auto`"),
    ('effect = "refuse"', "", 7, "`effect` is missing"),
    ('message.en = "No."', 'message.en = ""', 16, "`en` must be a text in quotes"),
    ('message.en = "No."', 'message.ja = "x"', 16, "`en` is missing"),
    ('message.en = "No."', "", 7, "`message` is missing"),
    ('message.en = "No."', 'message.en = "{earliest}"', 16, "shows `{earliest}`, which can not be filled in here"),
    ('message.en = "No."', 'message.en = "{lock_by}"', 16, "shows `{lock_by}`"),
    ('message.en = "No."', 'message.en = "No."\nmessage.fr = "Non."', 17, "the key `fr` is not known here"),
    ('message.en = "No."', 'message.en = "No."\nepp_code = 9', 17, "`epp_code` must be one of 2003"),
    ('message.en = "No."', 'message.en = "No."\nearliest = "60 days"', 17, "`earliest` is written as"),
    ('message.en = "No."', 'message.en = "No."\nearliest = "contract.day_no + 6d"', 17, "with one of `contract.start`"),
    ('message.en = "No."', 'message.en = "No."\non_missing = "allow"', 17, "`on_missing` can not be `allow`"),
    (
        'message.en = "No."',
        'message.en = "No."\nunles = 1',
        17,
        "`unles` is not known here; did you mean `unless`?",
    ),
    ('message.en = "No."', 'message.en = "No."\nunless = 1', 17, "`unless`: a condition is written as"),
    ('op = "renew"\n', "", 18, "`op` is missing"),
    ('op = "renew"\n', 'op = "renow"\n', 19, "`op` names `renow`, which does not exist"),
    ('want = "refuse"', 'want = "no"', 21, "`want` can not be `no`"),
    ('want = "refuse"', 'want = "refuse"\nat = "2025"', 22, "`at` must be a day or an instant without quotes"),
    ('want = "refuse"', 'want = "refuse"\nfamily = "x"', 22, "`family` can not be `x`"),
    ('want = "refuse"', 'want = "refuse"\nuper = ["x"]', 22, "the key `uper` is not known here; did you mean `upper`?"),
    ('"gateway.lock" = true }', '"gateway.look" = true }', 20, "does not exist; did you mean `gateway.lock`?"),
    ('"gateway.lock" = true }', '"gateway.lock" = 1 }', 20, "the fact `gateway.lock` must be true or false"),
    ('want = "refuse"', 'want = "allow"', 18, "wants `allow` and gets `refuse`; correct the example or the rule"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), WRONG_RULES)
def test_a_wrong_rule_is_told_with_its_line(pack_text, old, new, line, words):
    text = pack_text()
    assert text.count(old) == 1
    mistakes = mistakes_of(text.replace(old, new))
    assert any(m.startswith(f"p.toml:{line}: ") and words in m for m in mistakes), mistakes


def test_a_missing_condition_or_example_is_told(pack_text):
    text = pack_text().replace("when = ", "# when = ").split("[[rule.example]]")[0]
    first, second = mistakes_of(text)
    assert first.startswith("p.toml:7: test.rule: `when` is missing; write the condition")
    assert second.startswith("p.toml:7: test.rule: give at least one [[...example]]")


WRONG_POLICIES = [
    ('id = "test-pack"\n', "", "[policy]: `id` is missing"),
    ('document = "a text"\n', "", "[policy]: `document` is missing"),
    ("version = 2025-01-01", "version = 5", "[policy]: `version` must be a day such as 2020-03-31"),
    ('tier = "registrar"', 'tier = "registry"', "`tier` can not be `registry`; write one of `law`"),
    ('timezone = "Asia/Tokyo"', 'timezone = "CET"', "`timezone` can not be `CET`"),
    ('timezone = "Asia/Tokyo"', 'always = "yes"', "`always` must be true or false"),
    ('timezone = "Asia/Tokyo"', 'on_missing_fact = "allow"', "`on_missing_fact` can not be `allow`"),
    ('timezone = "Asia/Tokyo"', 'owner = "x"', "the key `owner` is not known here"),
]


@pytest.mark.parametrize(("old", "new", "words"), WRONG_POLICIES)
def test_a_wrong_policy_table_is_told(pack_text, old, new, words):
    assert any(words in mistake for mistake in mistakes_of(pack_text().replace(old, new)))


def test_strange_tables_are_told():
    assert mistakes_of("") == ["p.toml:1: the file: `policy` is missing; add it as a table"]
    assert "p.toml:1: the file: `policy` must be a table" in mistakes_of("policy = 5")
    assert any("`rule` must be written as [[rule]] blocks" in m for m in mistakes_of("rule = 5"))
    assert any("the key `rules` is not known here; did you mean `rule`?" in m for m in mistakes_of("[[rules]]"))


@pytest.mark.parametrize(("text", "line"), [("[policy]\nid = \n", 2), ('[policy]\nid = """x', 2)])
def test_what_is_not_toml_is_told_with_its_line(text, line):
    (mistake,) = mistakes_of(text)
    assert mistake.startswith(f"p.toml:{line}: the file: this is not TOML; ")


def test_every_mistake_is_told_at_once_in_the_order_of_the_text(pack_text):
    text = pack_text(when="{}", want="no").replace('"must"', '"mus"').replace('tier = "registrar"', 'tier = "x"')
    lines = [int(mistake.split(":")[1]) for mistake in mistakes_of(text)]
    assert lines == [5, 12, 14, 21]


def test_one_id_twice_is_told(pack_text):
    rule = "[[rule]]" + pack_text().split("[[rule]]")[1]
    (mistake,) = mistakes_of(pack_text() + rule)
    assert mistake == "p.toml:23: test.rule: this id is already used at line 7; give it another one"


def test_a_rule_that_is_wrong_does_not_hide_the_failing_example_of_another(pack_text):
    other = "[[rule]]" + pack_text(want="allow").split("[[rule]]")[1].replace("test.rule", "test.other")
    mistakes = mistakes_of(pack_text(when="{}") + other)
    assert ["`when`" in mistakes[0], "wants `allow`" in mistakes[1], len(mistakes)] == [True, True, 2]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('forbids_reasons = ["lock"]', "", "write either `forbids_reasons`"),
        ('["lock"]', '["lock"]\npermits_reasons = ["x"]', "write either `forbids_reasons`"),
        ('turns_into = "notice"', 'turns_into = "refuse"', "`turns_into` can not be `refuse`"),
        ("{message}", "{gateway.lock}", "shows `{gateway.lock}`, which can not be filled in here"),
        ('cite = ["a policy 1"]', "", "`cite` is missing"),
    ],
)
def test_a_wrong_displacement_is_told(pack_text, old, new, words):
    text = upper(pack_text, displace=DISPLACE.replace(old, new))
    assert any("test.displace: " in mistake and words in mistake for mistake in mistakes_of(text))


def test_a_document_yields_only_to_what_stands_higher(pack_text):
    text = pack_text() + PRECEDENCE.replace('["upper"]', '["panel"]')
    assert any("`yields_to` names `panel`, which can not stand here" in m for m in mistakes_of(text))


def test_packs_are_proved_together(pack_text):
    example = (
        '[[rule.example]]\nop = "renew"\nupper = ["test-upper"]\nfacts = { "gateway.lock" = true }\nwant = "notice"\n'
    )
    lower = pack_text() + example + PRECEDENCE
    packs = load_packs({"lower.toml": lower, "upper.toml": upper(pack_text)})
    assert list(packs.packs) == ["test-pack", "test-upper"]
    wrong = load_pack(lower.replace('want = "notice"', 'want = "refuse"'), source="p.toml")
    assert wrong.id == "test-pack"
    with pytest.raises(ConfigError) as caught:
        load_packs({"lower.toml": lower.replace("notice", "refuse"), "upper.toml": upper(pack_text)})
    assert [m.split(": ")[1] for m in caught.value.mistakes] == ["test.rule", "test.precedence"]
    assert all("gets `notice`" in m for m in caught.value.mistakes)


def test_an_upper_pack_that_is_not_loaded_is_told(pack_text):
    with pytest.raises(ConfigError) as caught:
        load_packs({"lower.toml": pack_text() + PRECEDENCE})
    (mistake,) = caught.value.mistakes
    assert mistake.startswith(
        "lower.toml:27: test.precedence: `upper` names the pack `test-upper`, which is not loaded"
    )


def test_one_id_in_two_packs_is_told(pack_text):
    other = pack_text().replace("test-pack", "other-pack")
    with pytest.raises(ConfigError) as caught:
        load_packs({"a.toml": pack_text(), "b.toml": other})
    assert caught.value.mistakes == ["b.toml:7: test.rule: this id is already used at a.toml:7; give it another one"]
    with pytest.raises(ConfigError) as caught:
        load_packs({"a.toml": pack_text(), "b.toml": pack_text().replace("test.rule", "test.other")})
    assert caught.value.mistakes == ["b.toml:1: test-pack: this id is already used at a.toml:1; give it another one"]


def test_the_mistakes_of_all_packs_are_told_at_once(pack_text):
    with pytest.raises(ConfigError) as caught:
        load_packs({"a.toml": pack_text(when="{}"), "b.toml": "["})
    assert [m.split(":")[0] for m in caught.value.mistakes] == ["a.toml", "b.toml"]


def test_an_example_with_a_bare_day_must_hold_all_day_long(pack_text):
    when = '{ fact = "disputes.open", is = true }'
    facts = '{ disputes = [{ kind = "UDRP", opened = 2025-02-01T12:00:00+09:00 }] }\nat = 2025-02-01'
    (mistake,) = mistakes_of(pack_text(when=when, facts=facts))
    assert "at 2025-02-01T00:00:00+09:00) wants `refuse` and gets `allow`" in mistake


def test_a_bare_time_of_an_example_is_japanese_time(pack_text):
    when = '{ fact = "contract.day_no", eq = 1 }'
    facts = '{ "contract.start" = 2025-02-01 }\nat = 2025-02-01T23:59:59'
    (rule,) = load_pack(pack_text(when=when, facts=facts), source="p.toml").rules
    assert [at.isoformat() for at in rule.examples[0].instants] == ["2025-02-01T23:59:59+09:00"]


VALUES = [
    "5",
    "true",
    '"x"',
    '""',
    "[]",
    '["x"]',
    "[5]",
    "{}",
    "{ a = 1 }",
    "[{}]",
    "2025-01-01",
    "1.5",
    '"contract.start + 9999m"',
]


@settings(max_examples=50)
@given(st.data())
def test_a_damaged_pack_is_told_and_never_breaks_the_loader(shipped_texts, data):
    source = data.draw(st.sampled_from(sorted(shipped_texts)))
    lines = shipped_texts[source].splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        n = data.draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[n].partition("=")
        damaged = f"{key}= {data.draw(st.sampled_from(VALUES))}" if equals else ""
        lines[n] = data.draw(st.sampled_from([damaged, "", lines[n][: len(lines[n]) // 2]]))
    for mistake in mistakes_in({**shipped_texts, source: "\n".join(lines)}):
        file, line, words = mistake.split(":", 2)
        assert file in shipped_texts
        assert int(line) >= 1
        assert words.strip()


def mistakes_in(texts):
    try:
        load_packs(texts)
    except ConfigError as error:
        return error.mistakes or ["refused without a word"]
    return []
