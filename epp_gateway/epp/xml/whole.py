"""Elements that have to stay verifiable: taken out of a frame and put into one without a change of what is digested.

`text_of` gives an element the way `model/extensions/marks.py` says. `put` appends such a text to a frame, and looks at
it the way a receiver will. It refuses what would change on the way: lxml takes away a declaration of a namespace that
the frame around has declared already, under whatever prefix, and a prefix is digested; and an element of no namespace
would fall into that of the frame.
"""

import copy

from lxml import etree

from .parse import Element, parse_fragment

_KEEPING = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,
    remove_comments=True,
)
"""As safe as those of `parse`, but processing instructions stay, to be found."""


def text_of(element: Element) -> str | None:
    """An element as canonical XML, with the namespaces that it declares or uses; None where there is no such XML.

    A copy has no ancestors: of the namespaces around, it takes those that its tags and attributes use.
    """
    alone = copy.deepcopy(element)
    alone.tail = None
    try:
        return etree.tostring(alone, method="c14n").decode()
    except etree.LxmlError:  # a namespace that is no absolute URI
        return None


def canonical(markup: str) -> str:
    """The text of one element as `text_of` gives it.

    Raises:
        ValueError: when it is not one well-formed element, has a DTD, or has a processing instruction: that is digested
            but would be lost wherever a frame is read.
    """
    text = text_of(parse_fragment(markup))
    if text is None or next(etree.fromstring(markup.encode(), _KEEPING).iter(etree.PI), None) is not None:
        raise ValueError("the element has no text that could be kept")
    return text


def put(parent: Element, text: str) -> None:
    """Append an element that `text_of` has given.

    Raises:
        ValueError: when it is not such a text, or would not be the same inside this frame.
    """
    parent.append(parse_fragment(text))
    arrived = parse_fragment(etree.tostring(parent, encoding="unicode"))
    if text_of(arrived[-1]) != text:
        raise ValueError("the element would change inside this frame")
