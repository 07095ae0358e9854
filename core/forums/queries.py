"""Reading topics, what was written to them and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import standards
from core.areas.models import Area
from core.forums import rules
from core.forums.models import Look, Participant, Post, Topic
from core.forums.rules import Count
from core.people.models import Person, Staff
from core.people.queries import answers_for

# A result stays on the list for so long.
RESULTS_SHOWN = timedelta(days=30)
MOST = 100


async def is_any_open(session: AsyncSession, *, now: datetime) -> bool:
    return (await session.scalars(select(Topic.id).where(_open(now)).limit(1))).first() is not None


async def listed(session: AsyncSession, *, now: datetime) -> Sequence[Topic]:
    """What citizens can take part in, by when it ends, then what was decided lately."""
    lately = and_(Topic.state == "closed", Topic.closed_at > now - RESULTS_SHOWN)
    over = and_(Topic.state == "open", Topic.closes_at <= now)
    found = _topics().where(or_(_open(now), lately, over))
    order = (Topic.state != "open", Topic.closes_at, Topic.id)
    return (await session.scalars(found.order_by(*order).limit(MOST))).all()


async def every_topic(session: AsyncSession) -> Sequence[Topic]:
    """For the office: what is open first, then the newest."""
    order = (Topic.state != "open", Topic.closes_at.desc(), Topic.id.desc())
    return (await session.scalars(_topics().order_by(*order).limit(MOST))).all()


async def topic_by_id(session: AsyncSession, topic_id: int, *, lock: bool = False) -> Topic | None:
    """The topic with unit and area; the caller checks who asks, and whether it is open yet."""
    statement = _topics().where(Topic.id == topic_id)
    if lock:
        statement = statement.with_for_update(of=Topic)
    return (await session.scalars(statement)).one_or_none()


async def post_by_id(session: AsyncSession, post_id: int, *, lock: bool = False) -> Post | None:
    """The post with topic, its unit and area, and author."""
    topic = joinedload(Post.topic, innerjoin=True)
    whole = (topic.joinedload(Topic.unit), topic.joinedload(Topic.area), joinedload(Post.person))
    statement = select(Post).options(*whole).where(Post.id == post_id)
    if lock:
        statement = statement.with_for_update(of=Post)
    return (await session.scalars(statement)).one_or_none()


async def keeps(session: AsyncSession, staff: Staff, topic: Topic) -> bool:
    """Whether a member of staff runs the topic."""
    return await answers_for(session, staff, topic.unit_id)


async def unseen(session: AsyncSession, topic: Topic, person: Person) -> Post | None:
    """The proposal of others to show next: the one that the fewest have seen."""
    seen = select(Look.post_id).where(Look.person_id == person.id)
    others = or_(Post.person_id.is_(None), Post.person_id != person.id)
    looks = select(func.count()).where(Look.post_id == Post.id).scalar_subquery()
    found = select(Post.id).where(*_proposals(topic), others, Post.id.not_in(seen))
    post_id = (await session.scalars(found.order_by(looks, Post.id).limit(1))).one_or_none()
    return await post_by_id(session, post_id) if post_id is not None else None


async def comments(session: AsyncSession, post: Post, *, most: int = MOST) -> Sequence[Post]:
    """The newest that are shown, in order."""
    statement = select(Post).where(Post.on_id == post.id, Post.state == "shown")
    found = (await session.scalars(statement.order_by(Post.id.desc()).limit(most))).all()
    return found[::-1]


async def waiting(session: AsyncSession, topic: Topic) -> Sequence[Post]:
    """What somebody of the office has to read before others can, the oldest first."""
    statement = select(Post).where(Post.topic_id == topic.id, Post.state == "waiting")
    return (await session.scalars(statement.order_by(Post.id))).all()


async def undecided(session: AsyncSession, topic: Topic) -> Sequence[Post]:
    statement = select(Post).where(*_proposals(topic), Post.decision.is_(None))
    return (await session.scalars(statement.order_by(Post.id))).all()


async def written_by(session: AsyncSession, topic_id: int, person: Person) -> Sequence[Post]:
    """Somebody's proposals to a topic that are shown."""
    mine = (Post.topic_id == topic_id, Post.person_id == person.id, Post.on_id.is_(None))
    statement = select(Post).where(*mine, Post.state == "shown")
    return (await session.scalars(statement.order_by(Post.id))).all()


@dataclass(frozen=True)
class Standing:
    """A proposal with its counts; without a `place` too few have seen it.

    `areas` are names with percent of its supporters, an empty name for all others.
    """

    post: Post
    count: Count
    place: int | None
    comments: int
    areas: Sequence[tuple[str, int]]


async def standings(session: AsyncSession, topic: Topic) -> list[Standing]:
    """Every proposal that is shown: those with a place first, by place."""
    amounts = await standards.amounts(session, "forum")
    posts = {one.id: one for one in await session.scalars(select(Post).where(*_proposals(topic)))}
    counts = await _counts(session, topic)
    every = [counts.get(number, Count(number, 0, 0)) for number in posts]
    placed, early = rules.ranked(every, amounts["forum_minimum"])
    areas = await _areas(session, topic, amounts["forum_smallest_area"])
    said = await _comment_counts(session, topic)
    places = {one.post_id: place for place, one in enumerate(placed, start=1)}
    return [
        Standing(
            posts[one.post_id],
            one,
            places.get(one.post_id),
            said.get(one.post_id, 0),
            areas.get(one.post_id, ()),
        )
        for one in (*placed, *early)
    ]


async def standing_of(session: AsyncSession, post: Post) -> Count:
    """How one proposal stands."""
    looks = select(func.count(), _supports()).where(Look.post_id == post.id)
    seen, supports = (await session.execute(looks)).one()
    return Count(post.id, seen, supports or 0)


async def supports(session: AsyncSession, post: Post, person: Person) -> bool:
    look = await session.get(Look, (post.id, person.id))
    return look is not None and look.supported


async def area_names(session: AsyncSession, topic: Topic, people: set[int]) -> dict[int, str]:
    """Where these people said they live, by person; who did not say is left out."""
    statement = (
        select(Participant.person_id, Area.full_name)
        .join(Area, Area.id == Participant.area_id)
        .where(Participant.topic_id == topic.id, Participant.person_id.in_(people))
    )
    return dict((await session.execute(statement)).all())


@dataclass(frozen=True)
class Turnout:
    """How many took part, how many proposals are shown, and how many texts wait."""

    people: int
    proposals: int
    waiting: int


async def turnout(session: AsyncSession, topic: Topic) -> Turnout:
    people = select(func.count()).where(Participant.topic_id == topic.id).scalar_subquery()
    shown = select(func.count()).where(*_proposals(topic)).scalar_subquery()
    unread = (Post.topic_id == topic.id, Post.state == "waiting")
    aside = select(func.count()).where(*unread).scalar_subquery()
    return Turnout(*(await session.execute(select(people, shown, aside))).one())


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(Topic.state == "open", Topic.opens_at <= now, Topic.closes_at > now)


def _topics() -> Select[Topic]:
    whole = (joinedload(Topic.unit, innerjoin=True), joinedload(Topic.area))
    return select(Topic).options(*whole)


def _proposals(topic: Topic) -> tuple[ColumnElement[bool], ...]:
    return (Post.topic_id == topic.id, Post.on_id.is_(None), Post.state == "shown")


def _supports() -> ColumnElement[int]:
    return func.sum(case((Look.supported, 1), else_=0))


async def _counts(session: AsyncSession, topic: Topic) -> dict[int, Count]:
    statement = (
        select(Look.post_id, func.count(), _supports())
        .join(Post, Post.id == Look.post_id)
        .where(Post.topic_id == topic.id)
        .group_by(Look.post_id)
    )
    return {row[0]: Count(*row) for row in await session.execute(statement)}


async def _comment_counts(session: AsyncSession, topic: Topic) -> dict[int, int]:
    shown = (Post.topic_id == topic.id, Post.on_id.is_not(None), Post.state == "shown")
    statement = select(Post.on_id, func.count()).where(*shown).group_by(Post.on_id)
    return {on_id: n for on_id, n in await session.execute(statement) if on_id is not None}


async def _areas(
    session: AsyncSession, topic: Topic, smallest: int
) -> dict[int, list[tuple[str, int]]]:
    """Where the supporters of each proposal live."""
    live = and_(Participant.person_id == Look.person_id, Participant.topic_id == topic.id)
    statement = (
        select(Look.post_id, Participant.area_id, func.count())
        .join(Post, Post.id == Look.post_id)
        .outerjoin(Participant, live)
        .where(Post.topic_id == topic.id, Look.supported)
        .group_by(Look.post_id, Participant.area_id)
    )
    found: dict[int, dict[int | None, int]] = {}
    for post_id, area_id, n in await session.execute(statement):
        found.setdefault(post_id, {})[area_id] = n
    known = {area_id for supports in found.values() for area_id in supports}
    called = select(Area.id, Area.full_name).where(Area.id.in_(known))
    names = dict((await session.execute(called)).all())
    return {
        post_id: [(names.get(area or 0, ""), n) for area, n in rules.shares(supports, smallest)]
        for post_id, supports in found.items()
    }
