"""The sample office as it stands today: who is away, what waits, what people said and practised."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.handlers.simulation.choosing import scenarios, version_of
from bot.handlers.simulation.playing import best_of, sum_of
from bot.knowledge.sample_schema import World
from bot.knowledge.sample_today import (
    Absence,
    Approval,
    Brought,
    Merged,
    Practice,
    Surveyed,
)
from bot.knowledge.scenario_schema import Scene
from core.absences.services import plan
from core.forums import bringing
from core.learning import simulating
from core.learning.models import ScenarioRun
from core.people.models import Person, Staff
from core.people.queries import staff_by_id
from core.survey import services as survey
from core.survey.models import Answer, Asked, new_number
from core.survey.once import today
from core.survey.queries import elements
from core.tickets import following, merging
from core.tickets import services as tickets
from core.tickets.models import Category, Ticket
from core.tickets.queries import ticket_by_id, ticket_for
from tanggap.sample import Cast


class Today:
    """Writes it all in one transaction; `cases` are ids of tickets by their names."""

    def __init__(self, session: AsyncSession, cast: Cast, cases: dict[str, int]) -> None:
        self._session = session
        self._cast = cast
        self._cases = cases

    async def write(self, world: World, *, now: datetime) -> None:
        for merged in world.merged:
            await self._merge(merged, now)
        for approval in world.approval:
            await self._wait(approval, now)
        for brought in world.brought:
            await self._bring(brought, now)
        for absence in world.absence:
            await self._leave(absence, now)
        for practice in world.practice:
            await self._practise(practice, now)
        for surveyed in world.surveyed:
            await self._survey(surveyed, now)

    async def _merge(self, one: Merged, now: datetime) -> None:
        staff = await self._staff(one.by)
        for follower in one.followers:
            person = await self._person(follower.by)
            into = await self._ticket(one.into)
            await following.follow(self._session, into, person, follower.text, now=now)
        double = await ticket_for(self._session, staff, self._cases[one.case], lock=True)
        await merging.merge(self._session, double, staff, await self._ticket(one.into), now=now)

    async def _wait(self, one: Approval, now: datetime) -> None:
        category = await self._session.get_one(Category, self._cast.categories[one.category])
        category.approval_required = True
        staff = await self._staff(one.by)
        found = await ticket_for(self._session, staff, self._cases[one.case], lock=True)
        await tickets.resolve(self._session, found, staff, one.text, now=now)

    async def _bring(self, one: Brought, now: datetime) -> None:
        staff = await self._staff(one.by)
        found = await ticket_for(self._session, staff, self._cases[one.case], lock=True)
        topic = bringing.Plan("forum", one.title, one.text, one.days)
        await bringing.ask(self._session, found, staff, topic, now=now)
        assert found.reporter is not None
        await bringing.answer(self._session, found, found.reporter, allowed=True, now=now)

    async def _leave(self, one: Absence, now: datetime) -> None:
        staff, stand_in = await self._staff(one.staff), await self._staff(one.stand_in)
        first = today(self._session, now)
        last = first + timedelta(days=one.days)
        await plan(self._session, staff, first, last, stand_in, by=f"staff:{staff.id}", now=now)

    async def _practise(self, one: Practice, now: datetime) -> None:
        """The best reply at every turn, as far as they came."""
        scenario, staff = scenarios()[one.scenario], await self._staff(one.staff)
        facts = (scenario.id, version_of(scenario.id), scenario.start)
        run = await simulating.run_at(self._session, staff, *facts, now=now)
        scenes = {scene.id: scene for scene in scenario.scene}
        while (scene := scenes[run.at]).ending is None:
            if len(run.path) == one.paused_after:
                return
            _reply(run, scene, now)
        simulating.end(run, scene.ending, now=now)

    async def _survey(self, one: Surveyed, now: datetime) -> None:
        """Anonymous sheets, as if strangers had filled them in."""
        session, unit = self._session, self._cast.units[one.unit]
        where: dict[str, Any] = {
            "unit_id": unit,
            "category_id": self._cast.categories[one.category] if one.category else None,
            "channel": one.channel,
            "month": today(session, now).replace(day=1),
        }
        session.add_all([Asked(**where) for _ in range(one.asked)])
        codes = await elements(session)
        for sheet in one.sheets:
            number, answers = new_number(), zip(codes, map(int, sheet), strict=True)
            session.add_all(
                [Answer(sheet=number, element=code, answer=n, **where) for code, n in answers]
            )
        for trait, values in one.told.items():
            for value, n in values.items():
                for _ in range(n):
                    await survey.tell_trait(session, unit, trait, value, now=now)

    async def _ticket(self, name: str) -> Ticket:
        found = await ticket_by_id(self._session, self._cases[name], lock=True)
        assert found is not None
        return found

    async def _staff(self, key: str) -> Staff:
        staff = await staff_by_id(self._session, self._cast.staff[key])
        assert staff is not None
        return staff

    async def _person(self, key: str) -> Person:
        return await self._session.get_one(Person, self._cast.citizens[key])


def _reply(run: ScenarioRun, scene: Scene, now: datetime) -> None:
    if scene.free:
        every = list(range(len(scene.free.rubric)))
        scores = sum_of([one.score for one in scene.free.rubric])
        simulating.step(run, every, scene.free.next, scores, scores, now=now)
        return
    choices = scene.choices or []
    at = max(range(len(choices)), key=lambda n: sum(choices[n].score.values()))
    best = best_of([one.score for one in choices])
    simulating.step(run, at, choices[at].next, choices[at].score, best, now=now)
