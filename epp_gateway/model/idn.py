"""Labels of domain names: from whatever people type to A-labels and U-labels, or the character and the rule against it.

IDNA 2008 (RFC 5890 to 5893) after the mapping of UTS 46, both by the `idna` library: the mapping folds case and width
(NFKC), joins half-width katakana with their voicing marks, and reads every full stop as one. What a registry allows
beyond that stands in tables: .jp has its own (see `jp_table`).
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import idna

from .jp_labels import ORGANISATIONAL
from .jp_table import MAX_CHARACTERS, MINUS, delegated_label, jp_characters

_LETTERS = "is none of a-z, 0-9 and hyphen (STD 3)"
_NOT_ALLOWED = "may not stand in a name (RFC 5892)"
_BIDI = "breaks the rule for names written from right to left (RFC 5893 section 2)"
_TOO_LONG = "a label has at most 63 octets (RFC 5890 section 2.3.2.1)"
_NO_A_LABEL = "an A-label that stands for no label (RFC 5891 section 5.3)"
_RULES: Mapping[str, str] = MappingProxyType(
    {
        "uts46_disallowed": "may not stand in a name (UTS 46 section 5)",
        "uts46_std3": _LETTERS,
        "disallowed_codepoint": _NOT_ALLOWED,
        "contextj": "may not stand at this place (RFC 5892 appendix A)",
        "contexto": "may not stand at this place (RFC 5892 appendix A)",
        "unknown_codepoint": "may not stand at this place (RFC 5892 appendix A)",
        "leading_combiner": "is a combining mark and begins a label (RFC 5891 section 4.2.3.2)",
        "hyphen_3_4": "a label has hyphens in its third and fourth place (RFC 5891 section 4.2.3.1)",
        "hyphen_start_end": "a label begins or ends with a hyphen (RFC 5891 section 4.2.3.1)",
        "not_nfc": "a label is not in normal form C (RFC 5891 section 4.2.1)",
        "label_too_long": _TOO_LONG,
        "input_too_long": _TOO_LONG,
        "domain_too_long": "a name has at most 253 characters (RFC 1035 section 2.3.4)",
        "empty_label": "a label is empty",
        "empty_domain": "a label is empty",
        "invalid_alabel": _NO_A_LABEL,
        "non_canonical_alabel": _NO_A_LABEL,
    }
)
"""What each refusal of the library means, by its code; the character at fault stands in front where there is one."""


class BadLabel(ValueError):
    """A label that may not stand in a name: the text names the rule, and the character where one is at fault."""


def to_labels(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a name, and give its A-labels and its U-labels, in lower case.

    Raises:
        BadLabel: one of them is none.
    """
    try:
        mapped = idna.uts46_remap(text, std3_rules=True).removesuffix(".").split(".")
        if mapped[-1] == "jp":
            mapped = [label.replace(MINUS, "-") for label in mapped]
        ascii_labels = tuple(idna.alabel(label).decode("ascii") for label in mapped)
        unicode_labels = tuple(map(idna.ulabel, ascii_labels))
    except idna.IDNAError as error:
        raise BadLabel(_words(error)) from None
    rule = _TABLES.get(ascii_labels[-1])
    if rule is not None and len(ascii_labels) > 1:
        rule(unicode_labels)
    return ascii_labels, unicode_labels


def _jp(labels: Sequence[str]) -> None:
    """Refuse what .jp does not register: Japanese labels of the general and the prefecture type, in its own table."""
    label, above = delegated_label(labels)
    if label.isascii():
        return
    if above in ORGANISATIONAL:
        raise BadLabel(f"`{label}` is not ASCII: names below {above}.jp have no Japanese label")
    strange = next((character for character in label if character not in jp_characters()), None)
    if strange is not None:
        raise BadLabel(f"{_named(strange)} is not one of the {len(jp_characters()):,} characters of .jp (JP table 1.2)")
    if len(label) > MAX_CHARACTERS:
        raise BadLabel(f"`{label}` has {len(label)} characters: a Japanese label of .jp has at most {MAX_CHARACTERS}")


_TABLES: Mapping[str, Callable[[Sequence[str]], None]] = MappingProxyType({"jp": _jp})
"""Top-level domains whose registry allows less than IDNA does. A rule gets U-labels and raises BadLabel."""


def _words(error: idna.IDNAError) -> str:
    code = error.code or ""
    rule = _BIDI if code.startswith("bidi") else _RULES.get(code, _NOT_ALLOWED)
    return rule if error.codepoint is None else f"{_named(chr(error.codepoint))} {rule}"


def _named(character: str) -> str:
    """A character, its code point and its name."""
    name = unicodedata.name(character, "")
    told = " ".join(filter(None, (f"U+{ord(character):04X}", name)))
    return f"`{character}` ({told})" if character.isprintable() else told
