"""The message queue (RFC 5730 section 2.9.2.3): the poll command, and `msgQ` of any response."""

from epp_gateway.epp.rows import SessionRow
from epp_gateway.epp.xml.build import add, add_markup, add_maybe, set_maybe
from epp_gateway.epp.xml.canonical import markup_of
from epp_gateway.epp.xml.namespaces import E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, line, number, word
from epp_gateway.model.commands import Poll
from epp_gateway.model.responses import MessageQueue


def write_poll(command: Element, poll: Poll) -> None:
    """Append `poll`."""
    element = add(command, E.poll)
    element.set("op", poll.op)
    if poll.message_id is not None:
        element.set("msgID", poll.message_id)


def read_poll(element: Element) -> Poll:
    """Read `poll`."""
    op = attribute(element, "op")
    return Poll(op="ack" if op == "ack" else "req", message_id=attribute(element, "msgID") or None)


def write_queue(response: Element, queue: MessageQueue) -> None:
    """Append `msgQ`."""
    element = add(response, E.msgQ)
    element.set("count", str(queue.count))
    element.set("id", queue.id)
    add_maybe(element, E.qDate, queue.date)
    if queue.markup is not None:
        add_markup(element, queue.markup)
    elif queue.text is not None:
        set_maybe(add(element, E.msg, queue.text), "lang", queue.lang)


def read_queue(element: Element) -> MessageQueue:
    """Read `msgQ`; a count that is no number reads as 0. A text with markup in it is kept both with and without."""
    message = element.find(E.msg)
    told = None if message is None else line(message) or None
    has_markup = message is not None and message.find("*") is not None
    return MessageQueue(
        count=number(attribute(element, "count")) or 0,
        id=attribute(element, "id"),
        date=word(element, E.qDate),
        text=told,
        lang=None if message is None or not (told or has_markup) else attribute(message, "lang") or None,
        markup=markup_of(message) if message is not None and has_markup else None,
    )


SESSION = (SessionRow(Poll, E.poll, write_poll, read_poll),)
