"""Our grammars accept exactly what those of the RFCs accept: on every example, every frame of ours, and their mutants.

The texts of the RFCs are not part of the project. Where they lie beside the checkout (`../shared/rfc`), their schemas
and examples are cut out of them (see `standards/`); elsewhere these tests are skipped.

`EPP_GATEWAY_MUTANTS=deep` also asks about mutants of mutants. That takes minutes.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from epp_gateway.epp.codec import Codec
from epp_gateway.epp.errors import InvalidFrame
from epp_gateway.model.responses import Greeting
from epp_gateway.resources import folder

from .standards.bundles import Bundles, bundles, missing_of
from .standards.examples import ELIDED, NUMBERS, examples_of
from .standards.mutants import LABELS, Element, Mutant, Words, mutants, words_of
from .standards.texts import LEFT_OUT, MENDED, STANDARDS, TEXTS, WITHOUT_SCHEMA, frames_of, schemas_of

HERE = pytest.mark.skipif(not TEXTS.is_dir(), reason="the RFC texts do not lie beside this checkout")
FRAMES = Path(__file__).parents[2] / "fixtures"
FOLDERS = sorted({path.parent.relative_to(FRAMES).as_posix() for path in FRAMES.rglob("*.xml")})
DEEP = os.environ.get("EPP_GATEWAY_MUTANTS") == "deep"

# How many examples each standard has, and which of them its own grammar refuses, and why.
EXAMPLES: dict[int, tuple[int, dict[int, str]]] = {
    5730: (
        39,
        {
            34: "a placeholder for a verb, alone",
            36: "a placeholder for a verb",
            37: "an extension with nothing in it",
            38: "an envelope with nothing in it",
        },
    ),
    5731: (22, {}),
    5732: (12, {}),
    5733: (18, {16: "what is disclosed stands in another order"}),
    3915: (7, {}),
    5910: (15, {10: "an element of secDNS-1.0"}),
    7848: (2, {}),
    8063: (4, {}),
    8334: (24, {}),
    8495: (9, {}),
    8543: (14, {}),
    8544: (10, {}),
    8590: (6, {}),
    8748: (14, {}),
    8807: (8, {}),
    9095: (10, {0: "a reason of more than 32 characters"}),
    9167: (6, {}),
    9038: (
        9,
        {
            0: "words in place of data",
            1: "words in place of a quoted element",
            3: "words in place of an extension",
            4: "words in place of a quoted element",
        },
    ),
    9154: (9, {}),
}


def test_the_texts_are_there_where_they_can_be() -> None:
    """Before a change goes in, texts that have been moved must not turn this file into one skip."""
    if os.environ.get("EPP_GATEWAY_CI") and TEXTS.parent.is_dir():
        assert TEXTS.is_dir()


def catalogue() -> dict[str, Path]:
    listed = tomllib.loads((folder("schemas") / "catalogue.toml").read_text(encoding="utf-8"))["schema"]
    return {entry["namespace"]: folder("schemas") / entry["file"] for entry in listed}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    return bundles(tmp_path_factory.mktemp("rfc"), catalogue())


def frame_of(path: Path) -> Element:
    """A frame of ours, without layout: libxml2 refuses white space around dates, which the standard allows."""
    root = etree.parse(path, etree.XMLParser(remove_blank_text=True, recover=True)).getroot()
    for leaf in (node for node in root.iter("*") if not len(node) and node.text):
        leaf.text = leaf.text.strip()
    return root


@pytest.fixture(scope="module")
def words() -> Words:
    ours = (frame_of(path) for path in sorted(FRAMES.rglob("*.xml")))
    theirs = (example for number in NUMBERS for example in examples_of(number))
    return words_of((schema for number in STANDARDS for schema in schemas_of(number)), (*ours, *theirs))


@pytest.fixture(scope="module")
def asked() -> set[int]:
    """The questions that were asked before, so that frames of ours ask only what the examples did not."""
    return set()


def comparable(root: Element, both: Bundles) -> bool:
    return {node.tag.rpartition("}")[0].removeprefix("{") for node in root.iter("*")} <= both.namespaces


def questions(roots: Iterable[Element], words: Words, seen: set[int]) -> Iterator[Mutant]:
    for root in roots:
        yield Mutant("itself", "itself", root)
        yield from mutants(root, words, seen)


def compare(roots: Iterable[Element], both: Bundles, words: Words, seen: set[int]) -> Counter[tuple[str, bool]]:
    """Ask both sides about frames and their mutants; count what the RFC's side said, by label."""
    verdicts: Counter[tuple[str, bool]] = Counter()
    differing = []
    for mutant in questions(roots, words, seen):
        verdict = bool(both.rfc.validate(mutant.frame))
        verdicts[mutant.label, verdict] += 1
        if both.ours.accepts(mutant.frame) != verdict:
            differing.append((mutant.label, mutant.told, verdict, etree.tostring(mutant.frame)))
        elif DEEP and verdict and mutant.label != "itself":
            differing += compare_deeper(mutant, both, words)
    assert differing[:10] == []
    return verdicts


def compare_deeper(mutant: Mutant, both: Bundles, words: Words) -> list[tuple[str, str, bool, bytes]]:
    """Ask about some mutants of a mutant that was accepted."""
    found = []
    for second in mutants(mutant.frame, words, set(), share=997):
        verdict = bool(both.rfc.validate(second.frame))
        if both.ours.accepts(second.frame) != verdict:
            found.append((second.label, f"{mutant.told}, {second.told}", verdict, etree.tostring(second.frame)))
    return found


@HERE
def test_every_text_with_a_schema_is_compared_or_left_out_for_a_reason() -> None:
    numbers = {int(path.stem.removeprefix("rfc")) for path in TEXTS.glob("rfc*.txt")}
    with_schema = {number for number in numbers if schemas_of(number)}
    assert with_schema == set(STANDARDS) | set(LEFT_OUT)
    assert set(WITHOUT_SCHEMA) <= numbers - with_schema
    assert set(MENDED) <= set(STANDARDS)


@HERE
@pytest.mark.parametrize("number", NUMBERS)
def test_our_catalogue_has_what_the_standard_defines_and_imports(number: int) -> None:
    assert missing_of(number, catalogue()) == ()


@HERE
@pytest.mark.parametrize("number", NUMBERS)
def test_every_example_is_found_and_is_what_its_own_grammar_asks_for(number: int, both: Bundles) -> None:
    count, refused = EXAMPLES[number]
    assert len(examples_of(number)) == count
    assert [i for i, frame in enumerate(examples_of(number)) if not both.rfc.validate(frame)] == list(refused)


@HERE
@pytest.mark.parametrize("number", NUMBERS)
def test_our_grammar_accepts_what_the_rfc_accepts_on_its_examples(
    number: int, both: Bundles, words: Words, asked: set[int]
) -> None:
    roots = [example for example in examples_of(number) if comparable(example, both)]
    seen: set[int] = set()
    verdicts = compare(roots, both, words, seen)
    asked |= seen
    print(sorted(verdicts.items()))  # noqa: T201  seen with `pytest -rP`
    assert verdicts["itself", True]
    assert [label for label in LABELS if not verdicts[label, False]] == []


@HERE
@pytest.mark.parametrize("place", FOLDERS)
def test_our_grammar_accepts_what_the_rfc_accepts_on_our_own_frames(
    place: str, both: Bundles, words: Words, asked: set[int]
) -> None:
    roots = [frame_of(path) for path in sorted((FRAMES / place).glob("*.xml"))]
    spoken = [root for root in roots if comparable(root, both)]
    if not spoken:
        pytest.skip("no frame of a standard that prints its schema")
    verdicts = compare(spoken, both, words, asked)
    assert place == "deviant" or verdicts["itself", False] == 0


# Valid commands of the examples that we have no grammar for: about objects of made-up namespaces.
NOT_HERE = {2307}


@HERE
@pytest.mark.parametrize("number", NUMBERS)
def test_every_example_is_read(number: int, codec: Codec) -> None:
    for printed, mended in zip(frames_of(number), examples_of(number), strict=False):
        example = etree.tostring(mended) if ELIDED.encode() in printed else printed
        if b"<response" in example or b"<greeting" in example:
            reply = codec.decode_from_server(example)
            assert isinstance(reply, Greeting) or reply.code
            continue
        try:
            request = codec.decode_request(example)
        except InvalidFrame as error:
            assert error.code in NOT_HERE, (example, error)  # noqa: PT017  the code is what the loop is about
        else:
            assert codec.decode_request(codec.encode_request(request)) == request
