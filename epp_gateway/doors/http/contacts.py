"""Contacts: kept here in versions; their registry objects are made when a registry wants them."""

import secrets
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from epp_gateway.model.intent import DeleteContact

from .answers import json_answer
from .calls import ReadCall, WriteCall
from .domains import ReadOptions
from .routing import CREATION, OPERATION, ContactPath, api_router
from .shapes.contacts import ContactChange, NewContact

router = api_router("contacts")


@router.post("/contacts", responses=CREATION, status_code=201)
async def create_contact(body: NewContact, write: WriteCall) -> Response:
    """Keep a contact; without an `id` the gateway makes one."""
    # A repeat makes up another id, but gets the first operation back: the fingerprint is over what was sent.
    return await write.perform(body.create(f"c-{secrets.token_hex(8)}"))


@router.get("/contacts/{contact_id}")
async def read_contact(contact_id: ContactPath, call: ReadCall, options: Annotated[ReadOptions, Query()]) -> Response:
    """Read a contact."""
    return json_answer(await call.query.contact(call.panel, contact_id, fresh=options.fresh))


@router.patch("/contacts/{contact_id}", responses=OPERATION)
async def change_contact(contact_id: ContactPath, body: ContactChange, write: WriteCall) -> Response:
    """Give a contact a new card, here and at every registry that holds it."""
    return await write.perform(body.update(contact_id))


@router.delete("/contacts/{contact_id}", responses=OPERATION)
async def delete_contact(contact_id: ContactPath, write: WriteCall) -> Response:
    """Delete a contact, here and at every registry that holds it."""
    return await write.perform(DeleteContact(id=contact_id))
