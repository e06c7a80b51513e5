"""The message queue (RFC 5730 section 2.9.2.3): the poll command, and `msgQ` of any response."""

from epp_gateway.epp.rows import SessionRow
from epp_gateway.epp.xml.build import add, add_maybe
from epp_gateway.epp.xml.namespaces import E
from epp_gateway.epp.xml.parse import Element
from epp_gateway.epp.xml.read import attribute, number, word
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
    add_maybe(element, E.msg, queue.text)


def read_queue(element: Element) -> MessageQueue:
    """Read `msgQ`; a count that is no number reads as 0. Markup in the text is left out."""
    return MessageQueue(
        count=number(attribute(element, "count")) or 0,
        id=attribute(element, "id"),
        date=word(element, E.qDate),
        text=word(element, E.msg),
    )


SESSION = (SessionRow(Poll, E.poll, write_poll, read_poll),)
