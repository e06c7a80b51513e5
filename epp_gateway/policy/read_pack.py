"""Reads the tables of a pack: `[policy]`, `[[rule]]`, `[[displace]]`, `[[precedence]]` and their examples."""

import re
from collections.abc import Callable
from typing import Any, cast

from msgspec.structs import replace

from epp_gateway.model.decision import Effect, Text

from .conditions import Condition
from .facts import CATALOGUE, resolve, suggest_fact
from .judge import PLACE_EARLIEST, PLACE_MESSAGE
from .messages import places_in
from .read_condition import NOTHING, read_condition
from .read_example import EFFECTS, read_example
from .reader import Mistakes, Table, listing
from .rules import Displacement, Entry, Example, Pack, Precedence, Rule, Shift, Unit
from .vocabulary import DEFAULT_EPP_CODE, EPP_CODES, FAMILIES, OPS, STRENGTHS, Strength, Tier, is_op_pattern

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_SHIFT = re.compile(r"([a-z0-9_.]+)\s*(?:([+-])\s*(\d{1,4})([dm]))?")

TIMEZONES = ("Asia/Tokyo", "UTC")


def read_pack(document: dict[str, Any], mistakes: Mistakes) -> Pack | None:
    """Read a parsed pack. Entries with mistakes are left out; None when not even `[policy]` could be read."""
    root = Table(document, (), "the file", mistakes)
    policy = root.table("policy")
    rules, displacements, clauses = root.tables("rule"), root.tables("displace"), root.tables("precedence")
    root.finish()
    if policy is None:
        return None
    policy.label = "[policy]"
    pack = Pack(
        id=_id(policy),
        document=policy.text("document"),
        version=policy.version("version"),
        tier=Tier(policy.word("tier", Tier, Tier.PANEL)),
        always=policy.flag("always"),
        source=mistakes.source,
    )
    policy.word("timezone", TIMEZONES, "Asia/Tokyo")  # said for the reader: `dates` knows the calendar of each fact
    on_missing = _on_missing(policy, "on_missing_fact", Effect.HOLD)
    policy.finish()
    return _filled(pack, on_missing, rules, displacements, clauses)


def _filled(
    pack: Pack, on_missing: Effect, rules: list[Table], displacements: list[Table], clauses: list[Table]
) -> Pack:
    """The pack with every entry that could be read without a mistake."""
    seen: dict[str, int] = {}
    kept: list[Entry] = []
    readers: list[tuple[list[Table], Callable[[Table], Entry]]] = [
        (rules, lambda table: _rule(table, pack, on_missing)),
        (displacements, lambda table: _displacement(table, pack)),
        (clauses, lambda table: _precedence(table, pack)),
    ]
    for tables, read in readers:
        for table in tables:
            before = len(table.mistakes.found)
            entry = read(table)
            table.finish()
            _note_twin(entry.id, table, seen)
            if len(table.mistakes.found) == before:
                kept.append(entry)
    return replace(
        pack,
        rules=tuple(entry for entry in kept if isinstance(entry, Rule)),
        displacements=tuple(entry for entry in kept if isinstance(entry, Displacement)),
        precedences=tuple(entry for entry in kept if isinstance(entry, Precedence)),
    )


def _note_twin(name: str, table: Table, seen: dict[str, int]) -> None:
    if name and name in seen:
        table.wrong(f"this id is already used at line {seen[name]}; give it another one", "id")
    seen.setdefault(name, table.line)


def _id(table: Table) -> str:
    """The id of a table; from here on mistakes are shown under it."""
    name = table.text("id")
    if name and not _ID.fullmatch(name):
        table.wrong(
            "an id is made of small letters and digits, joined by dots and hyphens: `ntt.transfer-out.unpaid`", "id"
        )
    elif name and table.place != ("policy",):
        table.label = name
    return name


def _rule(table: Table, pack: Pack, on_missing: Effect) -> Rule:
    name = _id(table)
    effect = Effect(table.word("effect", EFFECTS, Effect.REFUSE))
    stops = effect in (Effect.REFUSE, Effect.HOLD)
    earliest = _earliest(table)
    return Rule(
        id=name,
        pack=pack.id,
        tier=pack.tier,
        cite=table.texts("cite"),
        ops=_ops(table),
        families=_families(table),
        strength=cast("Strength", table.word("strength", STRENGTHS, "must")),
        reason=table.text("reason", must=stops),
        when=_condition(table, "when", must=True) or NOTHING,
        unless=_condition(table, "unless", must=False),
        effect=effect,
        earliest=earliest,
        epp_code=_epp_code(table, effect),
        needs=table.texts("needs", must=False),
        on_missing=_on_missing(table, "on_missing", on_missing),
        note=table.text("note", must=False),
        message=_message(table, _fact_places(earliest)),
        examples=_examples(table),
        line=table.line,
    )


def _displacement(table: Table, pack: Pack) -> Displacement:
    name = _id(table)
    forbids, permits = table.has("forbids_reasons"), table.has("permits_reasons")
    if forbids == permits:
        table.wrong("write either `forbids_reasons` (what does not count) or `permits_reasons` (all that counts)")
    return Displacement(
        id=name,
        pack=pack.id,
        tier=pack.tier,
        cite=table.texts("cite"),
        ops=_ops(table),
        families=_families(table),
        turns_into=Effect(table.word("turns_into", ("allow", "notice", "hold"), Effect.NOTICE)),
        message=_message(table, lambda place: place == PLACE_MESSAGE),
        forbids=frozenset(table.texts("forbids_reasons")) if forbids else None,
        permits=frozenset(table.texts("permits_reasons")) if permits else None,
        when=_condition(table, "when", must=False),
        note=table.text("note", must=False),
        line=table.line,
    )


def _precedence(table: Table, pack: Pack) -> Precedence:
    name = _id(table)
    higher = [tier.value for tier in Tier if tier.rank < pack.tier.rank]
    return Precedence(
        id=name,
        pack=pack.id,
        tier=pack.tier,
        cite=table.texts("cite"),
        yields_to=tuple(Tier(word) for word in table.words("yields_to", lambda word: word in higher, higher)),
        message=_message(table, lambda _place: False),
        note=table.text("note", must=False),
        examples=_examples(table),
        line=table.line,
    )


def _ops(table: Table) -> tuple[str, ...]:
    return table.words("ops", is_op_pattern, [*OPS, "transfer_out.*", "*"])


def _families(table: Table) -> tuple[str, ...]:
    return table.words("families", lambda word: word == "*" or word in FAMILIES, ["*", *FAMILIES])


def _condition(table: Table, key: str, *, must: bool) -> Condition | None:
    if not table.has(key):
        if must:
            table.wrong(f'`{key}` is missing; write the condition: {key} = {{ fact = "...", eq = ... }}')
        return None
    return read_condition(table.values[key], lambda words: table.wrong(f"`{key}`: {words}", key))


def _examples(table: Table) -> tuple[Example, ...]:
    found = table.tables("example")
    if not found:
        table.wrong("give at least one [[...example]]: facts at the edge, and the decision wanted")
    return tuple(example for example in map(read_example, found) if example is not None)


def _message(table: Table, known: Callable[[str], bool]) -> Text:
    """Both languages; every place in braces must be something that can be filled in."""
    messages = table.table("message")
    if messages is None:
        return Text(en="")
    text = Text(en=messages.text("en"), ja=messages.text("ja", must=False))
    messages.finish()
    for place in {*places_in(text.en), *places_in(text.ja)}:
        if not known(place):
            table.wrong(
                f"`message` shows `{{{place}}}`, which can not be filled in here{suggest_fact(place)}", "message"
            )
    return text


def _fact_places(earliest: Shift | None) -> Callable[[str], bool]:
    return lambda place: place in CATALOGUE or (place == PLACE_EARLIEST and earliest is not None)


def _earliest(table: Table) -> Shift | None:
    """`contract.start + 60d`: a fact that is a day, and days or months (`m`) from it."""
    text = table.text("earliest", must=False)
    if not text:
        return None
    parts = _SHIFT.fullmatch(text.strip())
    fact = resolve(parts[1]) if parts else None
    if parts is None or fact is None or CATALOGUE[fact].type != "date":
        days = listing(kind.name for kind in CATALOGUE.values() if kind.type == "date")
        table.wrong(f"`earliest` is written as `contract.start + 60d`, with one of {days}", "earliest")
        return None
    amount = int(parts[3] or 0)
    return Shift(fact=fact, amount=-amount if parts[2] == "-" else amount, unit=cast("Unit", parts[4] or "d"))


def _epp_code(table: Table, effect: Effect) -> int | None:
    default = DEFAULT_EPP_CODE if effect is Effect.REFUSE else None
    wanted = "one of " + ", ".join(map(str, EPP_CODES))
    return table.get(
        "epp_code", must=False, of=lambda v: type(v) is int and v in EPP_CODES, wanted=wanted, default=default
    )


def _on_missing(table: Table, key: str, default: Effect) -> Effect:
    """What an unknown fact makes of a rule: never less than a hold."""
    return Effect(table.word(key, ("hold", "refuse"), default, must=False))
