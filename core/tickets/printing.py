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
from core.outbox import Letter
from core.people.models import Person
from core.runner import Work
from core.tickets.models import Ticket
from core.tickets.receipt_pdf import printed
from core.tickets.receipts import Receipt, receipt_for

KIND = "receipt.print"


def ask_for(session: AsyncSession, ticket: Ticket, person: Person, *, now: datetime) -> None:
    """Have the receipt printed for somebody, who gets it in their chat."""
    jobs.start(session, KIND, now=now, ticket=ticket.id, person=person.id)


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {KIND: partial(send, clock=clock)}


async def send(db: Database, job: Job, *, clock: Clock) -> None:
    """Print and post it; whoever may no longer have it by now gets nothing."""
    async with db.read() as session:
        person = await session.get_one(Person, job.data["person"])
        try:
            _, receipt = await receipt_for(session, person, job.data["ticket"])
        except Refused:
            return
        service = session.info["service"]
    content = await asyncio.to_thread(printed, receipt, person.language, service)
    async with db.begin() as session:
        letter = _letter(receipt, content, person.language)
        about: int = job.data["ticket"]
        outbox.post(session, person.lane, letter, now=clock.now(), kind="notice", about=about)


def file_name(code: str, language: str) -> str:
    return i18n.plain("receipt.file_name", language, code=code)


def _letter(receipt: Receipt, content: bytes, language: str) -> Letter:
    name = file_name(receipt.code, language)
    file = {"field": "document", "content": b64encode(content).decode(), "name": name}
    caption = i18n.html("receipt.caption", language, code=receipt.code)
    return Letter(f"{outbox.UPLOAD}document", {"file": file, "caption": caption})
