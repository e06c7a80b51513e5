"""Messages of rules: texts with `{fact}` and `{earliest}` in them, filled with what the decision saw."""

import re
from collections.abc import Callable
from typing import Any

from epp_gateway.model.decision import Text

_PLACE = re.compile(r"\{([a-z0-9_.]+)\}")

NOT_KNOWN = Text(en="not known", ja="不明")

Lookup = Callable[[str], Any]


def places_in(text: str) -> list[str]:
    """The names in braces."""
    return _PLACE.findall(text)


def fill(text: Text, lookup: Lookup) -> Text:
    """Fill both languages; an unknown value is said to be unknown, and no message ever stops a decision."""
    return Text(en=_fill(text.en, lookup, NOT_KNOWN.en), ja=_fill(text.ja, lookup, NOT_KNOWN.ja))


def _fill(text: str, lookup: Lookup, unknown: str) -> str:
    return _PLACE.sub(lambda place: _word(lookup(place[1]), unknown), text)


def _word(value: Any, unknown: str) -> str:
    if value is None:
        return unknown
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def missing(needs: tuple[str, ...]) -> Text:
    """What a rule says that cannot be decided for want of facts."""
    names = ", ".join(needs)
    return Text(en=f"This cannot be decided yet; not known: {names}.", ja=f"判断に必要な事実がありません: {names}。")


def broken(rule: str, error: Exception) -> Text:
    """What a rule says that failed while it was evaluated."""
    reason = f"{type(error).__name__}: {error}"[:300]
    return Text(
        en=f"Rule {rule} could not be evaluated, so nothing is sent ({reason}).",
        ja=f"規則 {rule} を評価できないため、何も送信しません({reason})。",
    )


def pack_missing(pack: str) -> Text:
    """What is said where a name carries a pack that is not loaded."""
    return Text(
        en=f"The policy pack `{pack}` that this name carries is not loaded, so nothing is sent.",
        ja=f"このドメイン名に適用される規則集 `{pack}` が読み込まれていないため、何も送信しません。",
    )
