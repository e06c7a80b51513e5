"""Why a frame is refused, in words: path, rule, what was expected. Slow, and only used after a refusal.

A value never stands in an explanation where the element or one around it holds a secret.
"""

from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .namespaces import PREFIXES
from .parse import Element
from .redact import is_secret

if TYPE_CHECKING:
    import xmlschema

_MOST = 3
"""So many mistakes are told; the rest are often their echoes."""

_LARGEST = 2000
"""Elements of a frame beyond which nothing is explained: it would take too long."""


class Explainer:
    """Explains refusals.

    Args:
        driver: a schema that imports all others.
        folder: where those stand.
    """

    def __init__(self, driver: bytes, folder: Path) -> None:
        self._driver = driver.decode()
        self._folder = folder

    @cached_property
    def _schema(self) -> "xmlschema.XMLSchema10":
        import xmlschema  # noqa: PLC0415  half a second to import and compile, only needed after a refusal

        return xmlschema.XMLSchema10(self._driver, base_url=str(self._folder), allow="local")

    def explain(self, element: Element) -> tuple[str, ...]:
        """Give one line for each mistake, at most three."""
        if not _is_small(element):
            return ("the frame does not follow its schema",)
        told = tuple(_line(error) for error in islice(self._schema.iter_errors(element), _MOST))
        return told or ("the frame does not follow its schema",)


def _is_small(element: Element) -> bool:
    return sum(1 for _ in islice(element.iter(), _LARGEST + 1)) <= _LARGEST


def _line(error: Any) -> str:
    path = str(error.path or "/")
    reason = str(error.reason or error.message)
    if any(is_secret(step) for step in _steps(path)):
        reason = "the value does not follow its rule, which is " + type(error.validator).__name__
    return _short(f"{path}: {reason}")


def _steps(path: str) -> list[str]:
    return [step.rpartition("}")[2].partition("[")[0] for step in path.split("/")]


def _short(text: str) -> str:
    for namespace, prefix in PREFIXES.items():
        text = text.replace(f"{{{namespace}}}", f"{prefix}:")
    return text
