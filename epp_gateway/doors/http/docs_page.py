"""The documentation page: the description as plain HTML. No script, no font, no image, nothing from elsewhere."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from .kinds import KINDS

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
body { color: #1a1a1a; background: #fff }
code, pre { font: 0.9em ui-monospace, monospace; background: #f2f2f2; border-radius: 3px }
code { padding: 0 0.2em } pre { padding: 0.6em; overflow-x: auto }
summary { cursor: pointer; padding: 0.3em 0 } details { border-bottom: 1px solid #ddd }
.method { display: inline-block; min-width: 4.5em; font-weight: bold }
table { border-collapse: collapse } td, th { text-align: left; padding: 0.2em 1em 0.2em 0; vertical-align: top }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #161616 } code, pre { background: #2a2a2a } a { color: #8ab4f8 }
}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def docs_page(description: Mapping[str, Any]) -> str:
    """Render an OpenAPI description."""
    info = description["info"]
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(info['title'])}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info['description'])}</p>",
            '<p>The same for machines: <a href="/openapi.json">openapi.json</a>.</p>',
            "<h2>Resources</h2>",
            *_operations(description["paths"]),
            "<h2>Problems</h2>",
            *_problems(),
            "<h2>Shapes</h2>",
            *_shapes(description["components"]["schemas"]),
            "</body></html>",
        ]
    )


def _operations(paths: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in paths.items():
        for method, operation in methods.items():
            yield (
                f'<details><summary><span class="method">{method.upper()}</span> <code>{escape(path)}</code> '
                f"{escape(operation.get('description', ''))}</summary>"
            )
            yield from _parameters(operation.get("parameters", ()))
            for media in operation.get("requestBody", {}).get("content", {}).values():
                yield f"<p>Body: {_reference(media['schema'])}</p>"
            yield from _answers(operation["responses"])
            yield "</details>"


def _parameters(parameters: Any) -> Iterator[str]:
    if not parameters:
        return
    yield "<table><tr><th>Parameter</th><th>In</th><th></th></tr>"
    for one in parameters:
        text = one.get("description") or one.get("schema", {}).get("description", "")
        yield f"<tr><td><code>{escape(one['name'])}</code></td><td>{one['in']}</td><td>{escape(text)}</td></tr>"
    yield "</table>"


def _answers(responses: Mapping[str, Any]) -> Iterator[str]:
    yield "<table><tr><th>Answer</th><th></th></tr>"
    for status, response in responses.items():
        text = response.get("description", "a problem document")
        yield f"<tr><td>{escape(status)}</td><td>{escape(text)}</td></tr>"
    yield "</table>"


def _problems() -> Iterator[str]:
    yield "<table><tr><th>Name</th><th>Status</th><th>Number</th><th></th></tr>"
    for kind in KINDS:
        yield (
            f'<tr id="{kind.name}"><td><code>{kind.name}</code></td><td>{kind.status}</td>'
            f"<td><code>{kind.number}</code></td><td>{escape(kind.title)}</td></tr>"
        )
    yield "</table>"


def _shapes(schemas: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in schemas.items():
        text = escape(json.dumps(schema, indent=2, ensure_ascii=False))
        yield f'<details id="shape-{escape(name)}"><summary><code>{escape(name)}</code></summary>'
        yield f"<pre>{text}</pre></details>"


def _reference(schema: Mapping[str, Any]) -> str:
    found = [part["$ref"] for part in (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())) if "$ref" in part]
    names = [reference.rpartition("/")[2] for reference in found]
    return " or ".join(f'<a href="#shape-{escape(name)}">{escape(name)}</a>' for name in names)
