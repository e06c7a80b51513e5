"""The poll verb: one queue per registrar, whose head stays until it is acknowledged (RFC 5730 section 2.9.2.3)."""

from epp_gateway.model.commands import Poll
from epp_gateway.model.responses import MessageQueue
from epp_gateway.model.terms import format_instant

from .call import Answer, Call
from .refusal import Refused


def poll(call: Call, command: Poll) -> Answer:
    """Show the head, or take it off. Ends: 1000, 1300 (empty), 1301, 2003 (ack of nothing), 2303 (not the head)."""
    queue = call.registry.queues[call.clid]
    if command.op == "req":
        if not queue:
            return Answer(1300)
        head = queue[0]
        waiting = MessageQueue(count=len(queue), id=head.id, date=format_instant(head.at), text=head.text)
        return Answer(1301, data=head.data, queue=waiting)
    if command.message_id is None:
        raise Refused(2003, "an ack names the message")
    if not queue or queue[0].id != command.message_id:
        raise Refused(2303, "this message is not the head of the queue", value=command.message_id)
    queue.popleft()
    return Answer(queue=MessageQueue(count=len(queue), id=queue[0].id) if queue else None)
