"""Finds the folders that ship with the program, in a checkout and in an installed wheel alike."""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Literal["schemas", "config"]) -> Path:
    """Give the folder `schemas` or `config`.

    Raises:
        FileNotFoundError: when the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the folder `{name}` that ships with epp-gateway is missing; install it again")
