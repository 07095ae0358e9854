"""The sample's forum and improvement, written by the real services as if time had passed."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.sample_schema import Improvement, Topic, Wish, World
from core.areas.models import Area
from core.forums import keeping, services
from core.forums.models import Post
from core.forums.models import Topic as OpenTopic
from core.forums.summing_up import tell_some
from core.improvements import photos
from core.improvements import services as improvements
from core.people.models import Person, Staff
from core.people.queries import staff_by_id, unit_by_id
from core.storage import Storage
from core.tickets.citizens import actor_of
from core.tickets.models import Category
from core.tickets.queries import ticket_by_id
from tanggap.pictures import photo
from tanggap.sample import Cast

# The same street before and after: this seed draws rubbish beside it.
SEED = 5


class Voices:
    """Writes it all in one transaction; `cases` are ids of tickets by their names."""

    def __init__(
        self, session: AsyncSession, cast: Cast, cases: dict[str, int], now: datetime
    ) -> None:
        self._session = session
        self._cast = cast
        self._cases = cases
        self._now = now

    async def speak(self, world: World) -> None:
        for one in world.topic:
            await self._topic(one)
        for number, improvement in enumerate(world.improvement):
            await self._improvement(improvement, SEED + number)

    async def _topic(self, one: Topic) -> None:
        """Opened, proposed to, and read by the office at once."""
        staff, opened = await self._staff(one.by), self._ago(one.opened)
        unit = await unit_by_id(self._session, staff.unit_id)
        assert unit is not None
        topic = await keeping.open_topic(
            self._session,
            kind=one.kind,
            title=one.title,
            text=one.text,
            unit=unit,
            staff=staff,
            closes_at=opened + timedelta(days=one.days),
            by=actor_of(staff),
            now=opened,
        )
        posts = [await self._propose(topic, wish, opened) for wish in one.proposals]
        for wish, post in zip(one.proposals, posts, strict=True):
            await self._answer(post, wish, actor_of(staff), opened)
        for wish, post in zip(one.proposals, posts, strict=True):
            await self._react(post, wish, opened)
        for key, code in one.homes.items():
            found = select(Area).where(Area.code == code)
            area = (await self._session.scalars(found)).one()
            await services.live_in(self._session, topic, await self._person(key), area)
        if one.closed is not None:
            await self._conclude(topic, one, posts, actor_of(staff))

    async def _conclude(self, topic: OpenTopic, one: Topic, posts: list[Post], by: str) -> None:
        closed = self._ago(one.closed or 0)
        for wish, post in zip(one.proposals, posts, strict=True):
            word, why = wish.decision or "", wish.reason
            await keeping.decide(self._session, [post], topic, word, why, by=by, now=closed)
        await keeping.close(self._session, topic, one.summary, by=by, now=closed)
        while await tell_some(self._session, topic.id, now=closed):
            pass

    async def _propose(self, topic: OpenTopic, wish: Wish, at: datetime) -> Post:
        person = await self._person(wish.by)
        return await services.propose(self._session, topic, person, wish.text, now=at)

    async def _answer(self, post: Post, wish: Wish, by: str, at: datetime) -> None:
        if wish.answer:
            await keeping.answer(self._session, post, wish.answer, by=by, now=at)
        else:
            await keeping.show(self._session, post, by=by, now=at)

    async def _react(self, post: Post, wish: Wish, at: datetime) -> None:
        """Everybody has read it; some support it, some comment."""
        for key in self._cast.citizens:
            person = await self._person(key)
            await services.see(self._session, post, person, now=at)
            if key in wish.supporters:
                await services.support(self._session, post, person, now=at)
        for said in wish.comments:
            writer = await self._person(said.by)
            await services.comment(self._session, post, writer, said.text, now=at)

    async def _improvement(self, one: Improvement, seed: int) -> None:
        session, owner, opened = self._session, await self._staff(one.owner), self._ago(one.opened)
        by = actor_of(owner)
        done = self._now + timedelta(days=one.due) if one.done is None else self._ago(one.done)
        row = await improvements.open_improvement(
            session,
            owner,
            title=one.title,
            problem=one.problem,
            due_on=done.date(),
            category=await session.get_one(Category, self._cast.categories[one.category]),
            by=by,
            now=opened,
        )
        for name in one.cases:
            ticket = await ticket_by_id(session, self._cases[name], lock=True)
            assert ticket is not None
            await improvements.link(session, row, ticket, staff=owner, now=opened)
        if one.done is None:
            await improvements.begin(session, row, by=by, now=opened)
            return
        storage: Storage = session.info["storage"]
        for side in ("before", "after"):
            name = storage.put(photo(seed, mended=side == "after"), photos.PICTURE)
            await photos.add_stored(session, row, side, name, now=done)
        await improvements.finish(session, row, one.result, by=by, now=done)
        await improvements.publish(session, row, by=by, now=done)

    async def _staff(self, key: str) -> Staff:
        staff = await staff_by_id(self._session, self._cast.staff[key])
        assert staff is not None
        return staff

    async def _person(self, key: str) -> Person:
        return await self._session.get_one(Person, self._cast.citizens[key])

    def _ago(self, days: int) -> datetime:
        return self._now - timedelta(days=days)
