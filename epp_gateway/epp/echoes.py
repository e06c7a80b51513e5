"""Secrets that a server repeats in its words: a reply is cleared of those that its own command carried.

Redaction by element (`xml.redact`) does not see a password or an auth code that stands in a sentence, and those
sentences go into logs, records and answers. A secret that is given as data (an info's auth code) is one by its type.
"""

import html
import re
from collections.abc import Iterable, Iterator

from lxml import etree
from msgspec.structs import astuple, replace

from epp_gateway.model.base import Carried, Value
from epp_gateway.model.commands import Command, Request
from epp_gateway.model.extensions import Extension, LoginEvents
from epp_gateway.model.objects import AuthExt
from epp_gateway.model.responses import Response, Result
from epp_gateway.model.secret import Secret

from .xml.parse import parse_fragment
from .xml.redact import is_secret

_SHORTEST = 4
"""Shorter ones stand in ordinary words, and are no secrets worth the name: registries take none below six."""
_MASK = "***"
_TEXT = re.compile(r">([^<>]+)<")


def secrets_of(*carriers: Command | Extension) -> tuple[str, ...]:
    """What a command and its extensions carry that nobody may see, as it may be written in XML too; longest first."""
    plain = [text for part in carriers for text in _texts_of(part)]
    written = {html.escape(text, quote=quote) for text in plain for quote in (False, True)}
    return tuple(sorted((text for text in {*plain, *written} if len(text) >= _SHORTEST), key=len, reverse=True))


def _texts_of(value: object) -> Iterator[str]:
    """What is secret in a value and the values inside it: of one that is XML text, every text in a secret element."""
    match value:
        case Secret():
            yield value.reveal()
        case AuthExt(xml=xml):
            yield from (html.unescape(text) for text in _TEXT.findall(xml.reveal()))
        case Carried(xml=xml):
            yield from _texts_in(xml)
        case tuple():
            for part in value:
                yield from _texts_of(part)
        case Value():
            for part in astuple(value):
                yield from _texts_of(part)


def _texts_in(markup: str) -> Iterator[str]:
    try:
        root = parse_fragment(markup)
    except ValueError:
        return
    for element in root.iter("*"):
        if is_secret(etree.QName(element).localname):
            yield from (str(text) for text in element.itertext())


def without(text: str, secrets: Iterable[str]) -> str:
    """A text with secrets masked."""
    for secret in secrets:
        text = text.replace(secret, _MASK)
    return text


def cleared(response: Response, request: Request) -> Response:
    """A reply without the secrets of its request."""
    secrets = secrets_of(request.command, *request.extensions)
    if not secrets:
        return response
    return replace(
        response,
        results=tuple(_cleared(result, secrets) for result in response.results),
        extensions=tuple(_cleared_events(extension, secrets) for extension in response.extensions),
    )


def _cleared_events(extension: Extension, secrets: tuple[str, ...]) -> Extension:
    """What a server says about a login, which may quote the new password."""
    if not isinstance(extension, LoginEvents):
        return extension
    return LoginEvents(
        events=tuple(
            replace(event, text=without(event.text, secrets), value=event.value and without(event.value, secrets))
            for event in extension.events
        )
    )


def _cleared(result: Result, secrets: tuple[str, ...]) -> Result:
    return replace(
        result,
        message=without(result.message, secrets),
        values=tuple(without(value, secrets) for value in result.values),
        ext_values=tuple(
            replace(ext, value=without(ext.value, secrets), reason=without(ext.reason, secrets))
            for ext in result.ext_values
        ),
    )
