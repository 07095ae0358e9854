"""The sample office: units, facts and people, everybody with an account in the simulator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.knowledge.loader import Library
from bot.knowledge.sample_schema import Citizen, Number, StaffMember, World
from core.details.services import add_question
from core.emergencies.queries import confirmed
from core.emergencies.services import add_number, confirm_number
from core.i18n import plain
from core.knowledge.office import set_fact
from core.people import phone
from core.people import services as people
from core.people.models import Person, Unit
from core.tickets.categories import categories
from core.tickets.models import Category
from simulator.telegram import Telegram
from tanggap.areas import draw
from tanggap.office import found

# Whom a newcomer meets first, under a heading of their own.
FEATURED = ("siti", "budi", "asep", "sekar", "hendra")
BY = "sample"
TESTER = "Admin Demo"


@dataclass(frozen=True)
class Cast:
    """Database ids by the keys of the sample file."""

    units: dict[str, int]
    categories: dict[str, int]
    staff: dict[str, int]
    citizens: dict[str, int]


class Founding:
    """Writes the office in one transaction."""

    def __init__(self, session: AsyncSession, telegram: Telegram, now: datetime) -> None:
        self._session = session
        self._telegram = telegram
        self._now = now

    async def found(self, library: Library, world: World) -> Cast:
        preset = library.presets[world.preset]
        units = await found(self._session, library, preset, preset.timezone, now=self._now)
        for name, value in world.office.model_dump().items():
            await set_fact(self._session, name, value, now=self._now)
        await draw(self._session, library.areas[world.areas], by=BY, now=self._now)
        for one in world.number:
            await self._number(one)
        # The chat page lists people in the order they came: those to meet first come first.
        citizens = {one.key: await self._welcome(one) for one in _featured_first(world.citizen)}
        staff = {
            one.key: await self._employ(one, units[one.unit])
            for one in _featured_first(world.staff)
        }
        found_categories = {one.code: one for one in await categories(self._session)}
        await self._questions(world, found_categories)
        codes = {code: one.id for code, one in found_categories.items()}
        return Cast({code: unit.id for code, unit in units.items()}, codes, staff, citizens)

    async def _number(self, one: Number) -> None:
        """A number to call, tested on the day the office was founded."""
        number = await add_number(self._session, **one.model_dump(), by=BY, now=self._now)
        zone = self._session.info["service"].zone
        tested_on = self._now.astimezone(zone).date()
        await confirm_number(
            self._session, number, tested_on=tested_on, confirmed_by=TESTER, by=BY, now=self._now
        )

    async def _questions(self, world: World, known: dict[str, Category]) -> None:
        """What is asked about reports, and what does not belong to a category."""
        for one in world.question:
            asked = one.model_dump(exclude={"category"})
            category = known[one.category]
            await add_question(self._session, category, **asked, by=BY, now=self._now)
        numbers = {one.code: one.id for one in await confirmed(self._session)}
        for warned in world.warning:
            category = known[warned.category]
            category.warning, category.warning_en = warned.text, warned.text_en
            category.warning_number_id = numbers[warned.number]

    async def _employ(self, one: StaffMember, unit: Unit) -> int:
        """Hired, invited, and bound as the person themselves would do it."""
        session, now = self._session, self._now
        person = await self._account(one.key, one.name, one.jabatan, "staff")
        staff = await people.add_staff(
            session, unit, one.name, one.role, by=BY, now=now, position=one.jabatan
        )
        token = await people.invite(session, staff, by=BY, now=now)
        phone.list_for_staff(session, person, now=now)
        return (await people.bind(session, person, token, now=now)).id

    async def _welcome(self, one: Citizen) -> int:
        label = plain(f"cli.demo.citizen.{one.language}", "id")
        person = await self._account(one.key, one.name, label, "citizen", one.language)
        return person.id

    async def _account(
        self, key: str, name: str, label: str, heading: str, language: str = "id"
    ) -> Person:
        first, _, last = name.partition(" ")
        group = plain(f"cli.demo.heading.{'featured' if key in FEATURED else heading}", "id")
        someone = self._telegram.person(
            first, last_name=last, language_code=language, label=label, group=group
        )
        # They have pressed Start some day; without it no bot may write to them.
        someone.chat.started = True
        profile = {"first_name": first, "last_name": last}
        return await people.meet(self._session, someone.id, profile, language, now=self._now)


def _featured_first(people: list[Any]) -> list[Any]:
    """In the order of FEATURED, then the others: who comes first is seen first."""
    order = {key: place for place, key in enumerate(FEATURED)}
    return sorted(people, key=lambda one: order.get(one.key, len(order)))
