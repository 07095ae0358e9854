"""The closing summary on its way to everybody who took part, some of them at a time.

A message and the note that it was written are one transaction: a crash leaves nobody out and
tells nobody twice.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import outbox
from core.clock import Clock
from core.db import Database
from core.forums.cases import conclude
from core.forums.models import BroughtCase, Participant, Post, Topic
from core.forums.queries import topic_by_id, written_by
from core.i18n import Text
from core.jobs import Job
from core.outbox import Button
from core.runner import Work
from core.tickets.queries import ticket_by_id

SUM_UP = "forum.sum_up"
BATCH = 50
# Characters of a proposal that its author recognises it by.
BEGINNING = 120


def works(clock: Clock) -> dict[str, Work]:
    """The jobs of this module by kind."""
    return {SUM_UP: partial(sum_up, clock=clock)}


async def sum_up(db: Database, job: Job, *, clock: Clock) -> None:
    """Tell everybody who was not told yet, a batch a transaction."""
    while True:
        async with db.begin() as session:
            if not await tell_some(session, job.data["topic"], now=clock.now()):
                break
    while True:
        async with db.begin() as session:
            if not await tell_case(session, job.data["topic"]):
                return


async def tell_some(session: AsyncSession, topic_id: int, *, now: datetime) -> int:
    """Tell the next batch; how many there were."""
    topic = await topic_by_id(session, topic_id)
    if topic is None or topic.state != "closed":
        return 0
    untold = (Participant.topic_id == topic_id, Participant.told_at.is_(None))
    statement = select(Participant).options(joinedload(Participant.person, innerjoin=True))
    batch = statement.where(*untold).order_by(Participant.person_id).limit(BATCH)
    # Locked, so that a second process that took the job over does not say the same.
    found = (await session.scalars(batch.with_for_update(of=Participant))).all()
    for one in found:
        await _tell(session, topic, one, now)
    await session.flush()
    return len(found)


async def tell_case(session: AsyncSession, topic_id: int) -> bool:
    """Tell whoever told the office of it, a case at a time; False when there is none left."""
    topic = await topic_by_id(session, topic_id)
    open_cases = (BroughtCase.topic_id == topic_id, BroughtCase.state == "open")
    row = (await session.scalars(select(BroughtCase).where(*open_cases).limit(1))).one_or_none()
    if topic is None or topic.state != "closed" or row is None:
        return False
    ticket = await ticket_by_id(session, row.ticket_id, lock=True)
    await session.refresh(row, with_for_update=True)
    if ticket is not None and row.state == "open":
        await conclude(session, row, ticket, topic)
    await session.flush()
    return True


async def _tell(session: AsyncSession, topic: Topic, one: Participant, now: datetime) -> None:
    one.told_at = now
    person = one.person
    if person.erased_at is not None or person.restricted_at is not None:
        return
    mine = Text("forum.sum.nothing")
    for post in await written_by(session, topic.id, person):
        mine = Text("forum.sum.lines", above=mine, below=_own(post))
    outbox.tell(
        session,
        person,
        "forum.sum.up",
        now=now,
        kind="bulk",
        buttons=[[Button("forum.ranking", topic.id, label="button.forum.results")]],
        title=topic.title,
        unit=topic.unit.name,
        summary=topic.summary,
        mine=mine,
    )


def _own(post: Post) -> Text:
    said = " ".join(post.text.split())
    beginning = said if len(said) <= BEGINNING else f"{said[:BEGINNING].rstrip()}…"
    decision = Text(f"forum.decision.{post.decision}")
    return Text("forum.sum.own", said=beginning, decision=decision, reason=post.reason)
