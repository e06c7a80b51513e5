"""Finds the policy packs that a configuration names, as texts; the policy layer reads them."""

from collections.abc import Iterable
from pathlib import Path

from epp_gateway.model.errors import ConfigError


def pack_files(folders: Iterable[Path]) -> list[Path]:
    """Every pack of the folders and what lies below them, each folder's files by name."""
    return [file for folder in folders for file in sorted(folder.rglob("*.toml"))]


def pack_texts(folders: Iterable[Path]) -> dict[str, str]:
    """The texts of all packs, by file.

    Raises:
        ConfigError: with every file that cannot be read.
    """
    texts: dict[str, str] = {}
    mistakes: list[str] = []
    for file in pack_files(folders):
        try:
            texts[str(file)] = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            mistakes.append(f"{file}:1: cannot be read: {error}")
    if mistakes:
        raise ConfigError(mistakes)
    return texts
