"""Every cell of the table of permissions, tried with forged buttons by everybody at once."""

from collections.abc import Mapping

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.conversations import Conversation
from core.outbox import Outgoing
from core.people import services as people
from core.people.models import Person, Staff
from core.people.queries import staff_of
from core.secrets import keys_of
from core.tickets import merging, proposing, rules
from core.tickets import services as tickets
from core.tickets.models import OPEN, STATES, Event, Proposal, Ticket
from core.tickets.queries import ticket_by_id
from tests.bot.desks import EXPLAINS, LAMP
from tests.world import Someone, World

STANDS: dict[str, rules.Standing] = {
    "Siti": "reporter",
    "Tono": "follower",
    "Budi": "officer",
    "Hadi": "head",
    "Kartika": "coordinator",
    "Putri": "none",  # an officer of another unit
    "Wati": "none",  # a citizen who has nothing to do with it
}
CITIZENS = ("Siti", "Tono", "Wati")
STAFF_VERBS = ("accept", "reply", "ask", "dispose", "return", "refer", "sort", "note", "resolve")
# The button of each verb that has one; {} is the number of the ticket.
BUTTONS = {
    verb: f"ticket:{verb}:{{}}"
    for verb in (*STAFF_VERBS, "why", "merge", "split", "confirm", "object", "explain")
} | {
    "see": "ticket:open:{}",
    "rate": "ticket:rate:{}-3",
    "unfollow": "followed:stop:{}",
    "add": "addition:start:{}",
    "approve": "proposal:approve:{}",
}
# Verbs that change something at once; all others first ask for more, or only show.
ACTS = ("accept", "confirm", "rate", "unfollow", "split", "approve")
SHOWS = ("see", "why")
# The way into each state.
WAYS: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "new": [],
    "accepted": [("Budi", "accept", ())],
    "waiting": [("Budi", "ask", ("Di mana persisnya?",))],
    "resolved": [("Budi", "resolve", (EXPLAINS,))],
    "closed": [("Budi", "resolve", (EXPLAINS,)), ("Siti", "confirm", ())],
}


class Forgers:
    """Everybody with buttons of their own making."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: dict[str, Someone] = {
            name: world.citizen(name) if name in CITIZENS else world.staff(name) for name in STANDS
        }
        self.ids: dict[str, int] = {}

    async def greet(self) -> None:
        """A button is pressed on a message, so everybody needs one."""
        for someone in self.people.values():
            someone.person.sends("/bahasa")
        await self.world.settle()
        async with self.world.machine.db.begin() as session:
            self.ids = {name: (await self._person(session, name)).id for name in STANDS}

    async def ticket(self, state: str, verb: str = "see") -> tuple[int, int, int]:
        """A report of Siti's that Tono follows, in this state: id, version, number of buttons."""
        now = self.world.clock.now()
        async with self.world.machine.db.begin() as session:
            found = await self._filed(session)
            if verb == "split" and state == "closed":
                master = await self._filed(session)
                await merging.merge(session, found, "Kartika", master, now=now)
            else:
                for name, step, given in WAYS[state]:
                    actor = await self._actor(session, name)
                    await getattr(tickets, step)(session, found, actor, *given, now=now)
            number = found.id
            if verb == "approve":
                number = await self._proposed(session, found)
            return found.id, found.version, number

    async def press(self, buttons: Mapping[str, str]) -> dict[str, tuple[bool, str]]:
        """What each of them meets: whether they are asked for more, and all they are told."""
        service = self.world.machine.service
        for name, data in buttons.items():
            self.people[name].person.taps_data(data)
        while await service.poller.poll(0) or await service.worker.work():
            pass
        async with self.world.machine.db.begin() as session:
            met = {name: await self._met(session, name) for name in buttons}
            await session.execute(delete(Outgoing).where(Outgoing.state == "open"))
            nowhere = {"flow": None, "step": None, "data": None}
            await session.execute(update(Conversation).values(nowhere))
        return met

    async def steps(self, ticket_id: int) -> int:
        async with self.world.machine.db.read() as session:
            found = await session.scalars(select(Event.id).where(Event.ticket_id == ticket_id))
            return len(found.all())

    async def _met(self, session: AsyncSession, name: str) -> tuple[bool, str]:
        person = await session.get_one(Person, self.ids[name])
        at = await session.scalars(
            select(Conversation.flow).where(Conversation.person_id == person.id)
        )
        rows = await session.scalars(
            select(Outgoing).where(Outgoing.lane == person.lane, Outgoing.state == "open")
        )
        told = [keys_of(session).open_json(row.payload or b"").get("text", "") for row in rows]
        return at.one_or_none() is not None, "\n".join(told)

    async def _filed(self, session: AsyncSession) -> Ticket:
        siti, tono = await self._person(session, "Siti"), await self._person(session, "Tono")
        category, now = await self.world.category("lampu"), self.world.clock.now()
        ticket = await tickets.file(
            session,
            siti,
            kind="complaint",
            text=LAMP,
            category_id=category.id,
            now=now,
            source=rules.new_code(),
        )
        await session.flush()
        found = await ticket_by_id(session, ticket.id, lock=True)
        assert found is not None
        await tickets.follow(session, found, tono, "Di tempat saya juga.", now=now)
        return found

    async def _proposed(self, session: AsyncSession, found: Ticket) -> int:
        budi, now = await self._actor(session, "Budi"), self.world.clock.now()
        assert isinstance(budi, Staff)
        await proposing.propose(
            session, found, budi, "reply", "Kami cek.", now=now, source=None, files=[]
        )
        newest = select(Proposal.id).where(Proposal.ticket_id == found.id)
        return int((await session.scalars(newest)).one())

    async def _person(self, session: AsyncSession, name: str) -> Person:
        account = self.people[name].person
        now = self.world.clock.now()
        return await people.meet(session, account.id, account.account.user, "id", now=now)

    async def _actor(self, session: AsyncSession, name: str) -> Person | Staff:
        person = await self._person(session, name)
        return person if name in CITIZENS else (await staff_of(session, person) or person)


def expected(name: str, verb: str, state: str) -> bool:
    """By the table; what a follower does with a closed case by the same button is to reopen it."""
    stands = STANDS[name]
    reopens = verb == "object" and rules.may(stands, "reopen", state)
    return reopens or rules.may(stands, verb, state)


def pressed(name: str, verb: str, version: int, number: int) -> str:
    citizen = verb == "see" and name in CITIZENS
    data = "reports:open:{}" if citizen else BUTTONS[verb]
    return f"{data.format(number)}:{version}"


@pytest.mark.timeout(240)
async def test_every_cell_of_the_table_is_what_a_forged_button_meets(world: World) -> None:
    forgers = Forgers(world)
    await forgers.greet()
    for state in STATES:
        shared = await forgers.ticket(state)
        for verb in BUTTONS:
            await tries(forgers, verb, state, shared)


async def tries(forgers: Forgers, verb: str, state: str, shared: tuple[int, int, int]) -> None:
    """One row of the table in one state, by everybody."""
    if verb in ("split", "approve"):
        shared = await forgers.ticket(state, verb)
    ticket_id, version, number = shared
    able = [name for name in STANDS if expected(name, verb, state)]
    before = await forgers.steps(ticket_id)
    there = [name for name in STANDS if name not in able or verb not in ACTS]
    met = await forgers.press({one: pressed(one, verb, version, number) for one in there})
    assert await forgers.steps(ticket_id) == before, (verb, state)
    for name, (asked, told) in met.items():
        assert told, (name, verb, state)
        if verb in SHOWS:
            assert ((LAMP in told) or ("🗓" in told)) == (name in able), (name, verb, state, told)
        else:
            assert asked == (name in able), (name, verb, state, told)
    for name in able if verb in ACTS else ():
        if verb == "approve" and state not in OPEN:
            continue  # what was proposed no longer fits; the words say so
        ticket_id, version, number = await forgers.ticket(state, verb)
        before = await forgers.steps(ticket_id)
        await forgers.press({name: pressed(name, verb, version, number)})
        assert await forgers.steps(ticket_id) > before, (name, verb, state)
