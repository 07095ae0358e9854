"""When the time of a topic is over: its keepers are asked for the summary, every week anew."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import timers
from core.calendar.queries import calendar_rules
from core.calendar.rules import next_opening
from core.forums.models import Topic
from core.forums.queries import topic_by_id, turnout
from core.forums.staffing import tell_keepers
from core.outbox import Button
from core.timers import Timer

OVER = "forum.over"
AGAIN = timedelta(days=7)


async def remind(session: AsyncSession, topic: Topic, after: datetime, *, now: datetime) -> None:
    """Set the timer for the first office hour after a moment; the topic has its unit."""
    at = next_opening(await calendar_rules(session, topic.unit.calendar_id), after)
    key = f"{OVER}:{topic.id}:{at.isoformat()}"
    await timers.start(session, key, OVER, at, now=now, topic=topic.id)


async def over(session: AsyncSession, timer: Timer, *, now: datetime) -> None:
    """Ask for the conclusion; nothing for a topic that has it or was given more time."""
    topic = await topic_by_id(session, timer.data["topic"])
    if topic is None or topic.state != "open" or topic.closes_at > now:
        return
    count = await turnout(session, topic)
    facts = {"people": count.people, "proposals": count.proposals}
    keep = Button("forum.keep", topic.id)
    await tell_keepers(session, topic, "forum.staff.over", keep, now=now, **facts)
    await remind(session, topic, now + AGAIN, now=now)


HANDLERS = {OVER: over}
