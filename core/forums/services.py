"""What citizens do in a topic: propose, comment, support, report what is abusive."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import standards
from core.areas.models import Area
from core.bans.queries import current, works_here
from core.db import changed, insert
from core.errors import Refused
from core.forums import rules
from core.forums.models import Look, Objection, Participant, Post, Topic
from core.forums.queries import waiting
from core.forums.staffing import tell_keepers
from core.outbox import Button
from core.people.models import Person
from core.people.queries import display_name
from core.people.rules import PROFILE
from core.secrets import keys_of


async def admits(session: AsyncSession, topic: Topic, person: Person, *, now: datetime) -> None:
    """Refuse whoever cannot take part now, and say why."""
    if not topic.takes(now):
        raise Refused("forum.refused.over", title=topic.title)
    if await works_here(session, person):
        # Those who decide are not counted among those who ask.
        raise Refused("forum.refused.staff")
    ban = await current(session, person) if person.banned_at else None
    if ban is not None:
        raise Refused("forum.refused.banned", reason=ban.reason)


def masked(session: AsyncSession, person: Person, text: str) -> str:
    """The words as everybody else will read them; refused when too short or too long."""
    known = keys_of(session).open_json(person.profile)
    names = [str(known.get(part) or "") for part in PROFILE]
    return rules.shown(text, display_name(session, person), *names)


async def propose(
    session: AsyncSession, topic: Topic, person: Person, text: str, *, now: datetime
) -> Post:
    """A proposal of a citizen; whether others read it at once is the office's standard."""
    await admits(session, topic, person, now=now)
    return await _write(session, topic, person, text, None, now)


async def comment(
    session: AsyncSession, post: Post, person: Person, text: str, *, now: datetime
) -> Post:
    await admits(session, post.topic, person, now=now)
    visible(post)
    if post.on_id is not None:
        raise Refused("forum.refused.gone")
    return await _write(session, post.topic, person, text, post.id, now)


async def see(session: AsyncSession, post: Post, person: Person, *, now: datetime) -> None:
    """Somebody was shown a proposal of another; counted once."""
    if post.person_id == person.id or not post.topic.takes(now):
        return
    row = insert(session, Look).values(
        post_id=post.id, person_id=person.id, supported=False, at=now
    )
    await changed(session, row.on_conflict_do_nothing())


async def support(session: AsyncSession, post: Post, person: Person, *, now: datetime) -> bool:
    """Support a proposal; tapping twice counts once. Whether it is their first act in the topic."""
    await admits(session, post.topic, person, now=now)
    visible(post)
    if post.on_id is not None or post.person_id == person.id:
        raise Refused("forum.refused.own")
    row = insert(session, Look).values(post_id=post.id, person_id=person.id, supported=True, at=now)
    known = row.on_conflict_do_update(
        index_elements=["post_id", "person_id"], set_={"supported": True}
    )
    await changed(session, known)
    return await _takes_part(session, post.topic, person, now)


async def withdraw(session: AsyncSession, post: Post, person: Person, *, now: datetime) -> None:
    """Support it no longer; they have still seen it."""
    await admits(session, post.topic, person, now=now)
    mine = (Look.post_id == post.id, Look.person_id == person.id)
    await changed(session, update(Look).where(*mine).values(supported=False))


async def live_in(session: AsyncSession, topic: Topic, person: Person, area: Area) -> None:
    """Where somebody who takes part says they live; asked for fairness, never checked."""
    mine = (Participant.topic_id == topic.id, Participant.person_id == person.id)
    if not await changed(session, update(Participant).where(*mine).values(area_id=area.id)):
        raise Refused("forum.refused.gone")


async def area_known(session: AsyncSession, topic: Topic, person: Person) -> bool:
    """Whether somebody who takes part has said where they live."""
    found = await session.get(Participant, (topic.id, person.id))
    return found is not None and found.area_id is not None


async def object_to(session: AsyncSession, post: Post, person: Person, *, now: datetime) -> None:
    """A text is abusive, says somebody; enough of them take it out until the office has read it."""
    await admits(session, post.topic, person, now=now)
    visible(post)
    row = insert(session, Objection).values(post_id=post.id, person_id=person.id, at=now)
    if not await changed(session, row.on_conflict_do_nothing()):
        return
    so_many = select(func.count()).where(Objection.post_id == post.id)
    if (await session.scalars(so_many)).one() >= await standards.amount(session, "forum_reports"):
        post.state = "waiting"
        await session.flush()
        await _tell_keepers(session, post.topic, now)


def visible(post: Post) -> None:
    if post.state != "shown":
        raise Refused("forum.refused.gone")


async def forget(session: AsyncSession, person: Person) -> None:
    """Cut somebody from all they wrote; what they supported or what nobody read yet goes."""
    for table in (Look, Objection, Participant):
        await changed(session, delete(table).where(table.person_id == person.id))
    mine = update(Post).where(Post.person_id == person.id)
    await changed(session, mine.where(Post.state != "shown").values(text="", state="hidden"))
    await changed(session, mine.values(person_id=None, words=None))


async def _write(
    session: AsyncSession, topic: Topic, person: Person, text: str, on_id: int | None, now: datetime
) -> Post:
    reads_first = await standards.amount(session, "forum_approval")
    post = Post(
        topic=topic,
        on_id=on_id,
        person=person,
        text=masked(session, person, text),
        words=keys_of(session).seal(text.encode()),
        state="waiting" if reads_first else "shown",
        at=now,
    )
    session.add(post)
    await session.flush()
    await _takes_part(session, topic, person, now)
    if post.state == "waiting":
        await _tell_keepers(session, topic, now)
    return post


async def _takes_part(session: AsyncSession, topic: Topic, person: Person, now: datetime) -> bool:
    """Note it once, with the area they named in their last topic; whether it was new."""
    theirs = (Participant.person_id == person.id, Participant.area_id.is_not(None))
    last = select(Participant.area_id).join(Area, Area.id == Participant.area_id)
    last = last.where(*theirs, Area.closed_at.is_(None)).order_by(Participant.since.desc())
    area_id = (await session.scalars(last.limit(1))).one_or_none()
    row = insert(session, Participant).values(
        topic_id=topic.id, person_id=person.id, area_id=area_id, since=now
    )
    return await changed(session, row.on_conflict_do_nothing()) == 1


async def _tell_keepers(session: AsyncSession, topic: Topic, now: datetime) -> None:
    """Once for all that waits: as long as something waits already, they have been told."""
    if len(await waiting(session, topic)) > 1:
        return
    check = Button("forum.check", topic.id)
    await tell_keepers(session, topic, "forum.staff.waiting", check, now=now)
