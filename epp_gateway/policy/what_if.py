"""Questions as JSON, for people who try a policy: facts in, decision record out. Nothing is sent or kept."""

from datetime import datetime
from typing import Any

import msgspec

from epp_gateway.model.errors import BadValue
from epp_gateway.model.facts import Fact
from epp_gateway.model.names import parse_name
from epp_gateway.model.words import suggestion

from .dates import parse_moment
from .decide import Question, decide
from .facts import CATALOGUE, BadFact, check_value, resolve, suggest_fact
from .families import family_of
from .rules import PackSet
from .vocabulary import FAMILIES, OPS, is_op

UNKNOWN = "unknown"
"""As a value: the fact is missing, like null."""


def decide_json(packs: PackSet, document: Any) -> dict[str, Any]:
    """Answer a what-if question `{"op", "name", "at", "packs", "facts": {name: value}}` with a decision record.

    `ops` may stand for `op`, `family` overrides the name's own. `at` is an instant; a bare day or time is Japanese.
    Facts go by full or short name, null or "unknown" is missing, a derived fact is taken as given, and one value may
    stand for a list of one.

    Raises:
        BadValue: with the place in the document.
    """
    if not isinstance(document, dict):
        raise BadValue("the question must be a JSON object", path="$")
    known = ["op", "ops", "name", "family", "at", "packs", "facts"]
    for key in document:
        if key not in known:
            raise BadValue(f"the key `{key}` is not known{suggestion(key, known)}", path=f"$.{key}")
    facts = _given_facts(document.get("facts", {}))
    at = _at(document)
    name = parse_name(_text(document, "name"), path="$.name")
    question = Question(
        ops=_ops(document),
        name=name.ascii,
        family=_family(document, name.ascii),
        at=at,
        packs=_packs(document, packs),
        facts={
            full: Fact(name=full, value=value, source="question", as_of=at.isoformat())
            for full, value in facts.items()
            if not CATALOGUE[full].derived
        },
        assumed={full: value for full, value in facts.items() if CATALOGUE[full].derived},
    )
    decision: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(decide(packs, question)))
    return decision


def _text(document: dict[str, Any], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str):
        raise BadValue(f"`{key}` must be a text", path=f"$.{key}")
    return value


def _texts(document: dict[str, Any], key: str) -> tuple[str, ...]:
    value = document.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadValue(f"`{key}` must be a list of texts", path=f"$.{key}")
    return tuple(value)


def _ops(document: dict[str, Any]) -> tuple[str, ...]:
    ops = _texts(document, "ops") if "ops" in document else (_text(document, "op"),)
    for op in ops:
        if not is_op(op):
            raise BadValue(f"`{op}` is not a guarded operation{suggestion(op, list(OPS))}", path="$.op")
    if not ops:
        raise BadValue("name at least one guarded operation", path="$.ops")
    return ops


def _at(document: dict[str, Any]) -> datetime:
    try:
        return parse_moment(_text(document, "at"))
    except ValueError:
        raise BadValue("`at` must be an instant such as 2025-03-02T00:00:00+09:00", path="$.at") from None


def _family(document: dict[str, Any], name: str) -> str:
    if "family" not in document:
        return family_of(name)
    family = _text(document, "family")
    if family not in FAMILIES:
        raise BadValue(f"`{family}` is not a family{suggestion(family, list(FAMILIES))}", path="$.family")
    return family


def _packs(document: dict[str, Any], packs: PackSet) -> tuple[str, ...]:
    named = _texts(document, "packs")
    for pack in named:
        if pack not in packs.packs:
            raise BadValue(f"the pack `{pack}` is not loaded{suggestion(pack, list(packs.packs))}", path="$.packs")
    return named


def _given_facts(given: Any) -> dict[str, Any]:
    """Facts by full name; what is unknown is left out."""
    if not isinstance(given, dict):
        raise BadValue('`facts` must be an object: {"contract.start": "2025-01-01"}', path="$.facts")
    known: dict[str, Any] = {}
    for name, value in given.items():
        full = resolve(name)
        if full is None:
            raise BadValue(f"the fact `{name}` does not exist{suggest_fact(name)}", path=f"$.facts['{name}']")
        if value is not None and value != UNKNOWN:
            known[full] = _value(full, value, f"$.facts['{name}']")
    return known


def _value(full: str, value: Any, path: str) -> Any:
    is_list = CATALOGUE[full].type in ("texts", "debts", "disputes")
    try:
        return check_value(full, [value] if is_list and not isinstance(value, list) else value)
    except BadFact as error:
        raise BadValue(str(error), path=path) from None
