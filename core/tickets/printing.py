"""Sending the receipt as a PDF: made outside the turn, and kept nowhere but in the outbox."""

import asyncio
from base64 import b64encode
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from core import i18n, jobs, outbox
from core.clock import Clock
from core.db import Database
from core.errors import Refused
from core.jobs import Job
from core.outbox import Letter, Reader
from core.people.models import Person
from core.runner import Work
from core.tickets import reporters
from core.tickets.models import Ticket
from core.tickets.queries import ticket_by_id
from core.tickets.receipt_pdf import printed
from core.tickets.receipts import Receipt, receipt_for, receipt_of

KIND = "receipt.print"


def ask_for(
    session: AsyncSession, ticket: Ticket, person: Person, *, now: datetime, filed: bool = False
) -> None:
    """Have the receipt printed for somebody, who gets it in their chat.

    `filed` is for the officer who has just written it down, also where they see it no more.
    """
    # Whoever reported it is found by the case: of an anonymous one nothing may name the person.
    theirs = reporters.is_theirs(session, person, ticket)
    officer = None if theirs else person.id
    more = {"filed": True} if filed else {}
    jobs.start(session, KIND, now=now, ticket=ticket.id, officer=officer, **more)


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {KIND: partial(send, clock=clock)}


async def send(db: Database, job: Job, *, clock: Clock) -> None:
    """Print and post it; whoever may no longer have it by now gets nothing."""
    async with db.read() as session:
        try:
            to, receipt = await _asked(session, **job.data)
        except Refused:
            return
        service = session.info["service"]
    content = await asyncio.to_thread(printed, receipt, to.language, service)
    async with db.begin() as session:
        letter = _letter(receipt, content, to.language)
        about: int = job.data["ticket"]
        outbox.post(session, to.lane, letter, now=clock.now(), kind="notice", about=about)


async def _asked(
    session: AsyncSession, ticket: int, officer: int | None, filed: bool = False
) -> tuple[Person | Reader, Receipt]:
    """Who gets it: the officer with this person's id, or whoever reported the case; and what."""
    if officer is not None:
        person = await session.get_one(Person, officer)
        if filed and (written := await ticket_by_id(session, ticket)) is not None:
            return person, await receipt_of(session, written, person.language, names_citizen=True)
        return person, (await receipt_for(session, person, ticket))[1]
    found = await ticket_by_id(session, ticket)
    to = reporters.reader(session, found) if found else None
    if found is None or to is None:
        raise Refused("ticket.refused.not_yours")
    return to, await receipt_of(session, found, to.language, names_citizen=True)


def file_name(code: str, language: str) -> str:
    return i18n.plain("receipt.file_name", language, code=code)


def _letter(receipt: Receipt, content: bytes, language: str) -> Letter:
    name = file_name(receipt.code, language)
    file = {"field": "document", "content": b64encode(content).decode(), "name": name}
    caption = i18n.html("receipt.caption", language, code=receipt.code)
    return Letter(f"{outbox.UPLOAD}document", {"file": file, "caption": caption})
