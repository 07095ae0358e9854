"""An emergency told by voice is heard when somebody, or a program, has written it down."""

from functools import partial

from bot.handlers.alarm import advice
from bot.library import watch
from core.clock import Clock
from core.db import Database
from core.emergencies.queries import to_call
from core.jobs import Job
from core.runner import Work
from core.tickets.notices import tell_reporter, tell_staff
from core.tickets.queries import ticket_by_id
from core.tickets.reporters import reader
from core.tickets.staffing import audience
from core.transcripts.models import Transcript
from core.transcripts.services import LISTEN


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {LISTEN: partial(listen, clock=clock)}


async def listen(db: Database, job: Job, *, clock: Clock) -> None:
    """Tell the office, and the reporter whom to call, once for each voice of an open case."""
    async with db.begin() as session:
        row = await session.get(Transcript, job.data["attachment"])
        ticket = await ticket_by_id(session, row.ticket_id, lock=True) if row else None
        if row is None or ticket is None or ticket.state == "closed" or row.alarmed:
            return
        alarm = watch().hears(row.text)
        if not alarm or alarm.asked:
            return
        row.alarmed = True
        staff, now = await audience(session, ticket), clock.now()
        tell_staff(session, ticket, staff, "transcripts.alarm.staff", now=now, said=row.text)
        to = reader(session, ticket)
        if to is not None:
            numbers = await to_call(session, alarm.kinds)
            said = advice(alarm, numbers, to.language)
            tell_reporter(session, ticket, "transcripts.alarm.reporter", now=now, advice=said)
