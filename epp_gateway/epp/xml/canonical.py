"""The XML text of one element that we carry without knowing it, such that nothing in it is lost.

It stands for the element wherever it is put into a frame whose default namespace is EPP, as all of ours are. Where it
can, it is canonical XML, so that the same element always gives the same text. Every prefix in scope is declared in it,
used or not, since content may speak of them (`xsi:type="a:b"`). CDATA becomes text; comments and processing
instructions are no content, and the parser has left them out already.
"""

import re

from lxml import etree

from .namespaces import EPP
from .parse import Element

_MOST_PREFIXES = 32
"""libxml2 looks each of them up for each element, among all of them."""

_NAME = re.compile(r"<[^\s/>]+")
_FIRST_TAG = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


def markup_of(element: Element) -> str:
    """Write an element of a frame, or one that is a document of its own and so has the default of our frames."""
    inherited = EPP if element.getparent() is None else ""
    default = element.nsmap.get(None, inherited)
    prefixes, has_bare_names, has_quiet_defaults = _survey(element)
    says_its_own = not element.prefix and not _is_bare(element)
    if (
        len(prefixes) <= _MOST_PREFIXES
        and not has_quiet_defaults
        and (says_its_own or (default == EPP and not has_bare_names))
    ):
        try:
            return _canonical(element, prefixes)
        except etree.C14NError:  # a relative namespace name, or an undefined entity that was left in the tree
            pass
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    tag = _FIRST_TAG.match(text)
    if tag is not None and ' xmlns="' in tag[0]:
        return text
    return _NAME.sub(r'\g<0> xmlns=""', text, count=1)


def _canonical(element: Element, prefixes: frozenset[str]) -> str:
    return etree.tostring(
        element, method="c14n", exclusive=True, inclusive_ns_prefixes=list(prefixes), with_tail=False
    ).decode()


def _survey(element: Element) -> tuple[frozenset[str], bool, bool]:
    """The prefixes in scope and inside; whether an element belongs to no namespace; whether one declares a default
    namespace without being of it, which canonical XML would leave out.
    """
    prefixes = {prefix for prefix in element.nsmap if prefix}
    has_bare_names = has_quiet_defaults = declares_default = False
    for event, found in etree.iterwalk(element, events=("start-ns", "start")):
        if event == "start-ns":
            prefixes.add(found[0])
            declares_default = declares_default or not found[0]
            continue
        has_bare_names = has_bare_names or _is_bare(found)
        has_quiet_defaults = has_quiet_defaults or (declares_default and found is not element and bool(found.prefix))
        declares_default = False
    return frozenset(prefixes - {""}), has_bare_names, has_quiet_defaults


def _is_bare(element: Element) -> bool:
    """Whether an element belongs to no namespace."""
    return not str(element.tag).startswith("{")
