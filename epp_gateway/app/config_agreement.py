"""What must agree between the files of a configuration: environments, ids, who serves which TLD, which packs exist."""

import itertools
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from epp_gateway.model.words import suggestion
from epp_gateway.toml_lines import Place

from .config_mistakes import Source
from .config_shapes import GatewayFile, RegistryFile
from .packs import pack_files


class Read(NamedTuple):
    """A registry file and, where its shape is right, what it says."""

    source: Source
    shape: RegistryFile | None


def check_agreement(gateway: Source, registries: Sequence[Read], *, follows_clock: bool) -> None:
    """Note what contradicts between files; files whose own shape is wrong are left out."""
    if not registries:
        gateway.add(("registries",), "there is no registry file (*.toml) in that folder")
    usable = [(source, shape) for source, shape in registries if shape]
    for (first, one), (second, two) in itertools.combinations(usable, 2):
        _check_pair(first, one, second, two)
    for source, shape in usable[1:]:
        first, one = usable[0]
        if shape.environment != one.environment:
            mixed = f"is `{shape.environment}` here and `{one.environment}` in {first.file}"
            source.add(("environment",), f"{mixed}; the two never share a gateway")
    if follows_clock and any(shape.environment != "ote" for _, shape in usable):
        gateway.add(("clock",), "a simulator's clock is followed only while every account is `ote`")


def _check_pair(first: Source, one: RegistryFile, second: Source, two: RegistryFile) -> None:
    if one.id == two.id:
        second.add(("id",), f"`{two.id}` is the id in {first.file} too")
    for tld in sorted(set(one.tlds) & set(two.tlds)):
        if who := _shared_panels(one, two):
            second.add(("tlds",), f"`{tld}` is served by {first.file} too, for {who}: tell them apart by `panels`")


def check_packs(gateway: Source, shape: GatewayFile, registries: Sequence[Read], folders: Sequence[Path]) -> None:
    """Note every pack that is named and does not lie in one of the folders."""
    for number, folder in enumerate(folders):
        if not folder.is_dir():
            gateway.add(("policy", "folders", number), f"there is no folder {folder}")
    known = sorted({pack for file in pack_files(folders) if (pack := _pack_id(file))})
    for source, key, pack in _packs_named(gateway, shape, registries):
        if pack not in known:
            source.add(key, f"no policy pack `{pack}` is in the policy folders" + suggestion(pack, known))


def _shared_panels(one: RegistryFile, two: RegistryFile) -> str:
    """Who may use both accounts; a file that names no panel is for every panel."""
    shared = sorted(set(one.panels) & set(two.panels))
    if one.panels and two.panels:
        return ", ".join(f"panel `{panel}`" for panel in shared)
    named = one.panels or two.panels
    return ", ".join(f"panel `{panel}`" for panel in named) if named else "every panel"


def _packs_named(
    gateway: Source, shape: GatewayFile, registries: Iterable[Read]
) -> Iterator[tuple[Source, Place, str]]:
    for number, pack in enumerate(shape.policy.packs):
        yield gateway, ("policy", "packs", number), pack
    for panel, settings in shape.panels.items():
        for number, pack in enumerate(settings.packs):
            yield gateway, ("panels", panel, "packs", number), pack
    for source, registry in registries:
        for number, pack in enumerate(registry.packs if registry else ()):
            yield source, ("packs", number), pack


def _pack_id(file: Path) -> str | None:
    """The id of a pack. One that cannot be read is the business of whoever loads packs."""
    try:
        policy = tomllib.loads(file.read_text("utf-8")).get("policy")
    except (OSError, ValueError):
        return None
    return str(policy["id"]) if isinstance(policy, dict) and "id" in policy else None
