"""Updates become turns: claimed in lanes, each worked in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot, Update

from bot.rescue import KilledProcess, Rescue
from bot.sender import is_private, profile, sender
from bot.turn import Turn
from bot.words import read
from core import i18n, postoffice, updates
from core.clock import Clock
from core.conversations import Conversation
from core.db import Database
from core.errors import Refused
from core.features import queries as features
from core.people import services as people
from core.people.models import Person, Staff, Unit
from core.routing.queries import TALKING
from core.secrets import Keyring, keys_of
from core.tickets.reporters import lanes_of
from core.trouble import story

LANES_AT_ONCE = 32
TURN_SECONDS = 10
# An update that failed so often is worked by itself.
SUSPICIOUS = 2

log = structlog.get_logger()

Run = Callable[[Turn], Awaitable[None]]


Elsewhere = Callable[[AsyncSession, datetime, Update], Awaitable[None]]


async def nothing(turn: Turn) -> None:
    """What is said before everything else, by default."""


async def unheard(session: AsyncSession, now: datetime, update: Update) -> None:
    """What becomes of an update that comes from no private chat, by default."""


Who = tuple[Person, Conversation, Staff | None]


@dataclass(frozen=True)
class Arrival:
    """A claimed update and what PTB made of it."""

    row: updates.Claimed
    update: Update


class Worker:
    """Takes the oldest update of every free lane and gives each its turn.

    Turns of different lanes that come together share one transaction, because most of what a
    turn costs is the transaction. When anything at all goes wrong in it, it is rolled back and
    every turn is done over in a transaction of its own. What `first` says stands before whatever
    `run` says, and also when that refuses. Updates from groups are no turns: `elsewhere` has them.
    """

    def __init__(
        self,
        db: Database,
        keys: Keyring,
        clock: Clock,
        bot: Bot,
        run: Run,
        first: Run | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._db = db
        self._keys = keys
        self._clock = clock
        self._bot = bot
        self._run = run
        self._first = first or nothing
        self._elsewhere = elsewhere or unheard
        self._rescue = Rescue(db, clock)
        self.spoke = asyncio.Event()
        self._wary = False

    async def work(self) -> int:
        """Claim a batch and settle it; how many updates there were."""
        limit = 1 if self._wary else LANES_AT_ONCE
        async with self._db.begin() as session:
            batch = await updates.claim(session, now=self._clock.now(), limit=limit)
        batch = await self._apart(batch)
        arrivals = [one for row in batch if (one := await self._parse(row)) is not None]
        if len(arrivals) < 2 or not await self._together(arrivals):
            for arrival in arrivals:
                await self._alone(arrival)
        if batch:
            self.spoke.set()
        return len(batch)

    async def _apart(self, batch: list[updates.Claimed]) -> list[updates.Claimed]:
        """Only the first of those that failed twice, if there are any.

        It may be what kills the process, and the others would be counted as failed with it.
        """
        suspect = next((row for row in batch if row.attempt > SUSPICIOUS), None)
        # There may be more of them: until there is none, nothing else is claimed beside one.
        self._wary = suspect is not None
        if suspect is None or len(batch) == 1:
            return batch
        await self._rescue.release([row for row in batch if row is not suspect])
        return [suspect]

    async def _parse(self, row: updates.Claimed) -> Arrival | None:
        try:
            if row.attempt > updates.MAX_KILLS:
                raise KilledProcess
            return Arrival(row, Update.de_json(read(self._keys.open(row.body)), self._bot))
        except Exception as problem:
            await self._rescue.set_aside(row, problem, None)
            return None

    async def _together(self, arrivals: list[Arrival]) -> bool:
        try:
            await self._transact(arrivals, self._run)
        except Exception as problem:
            log.info("turns.parted", count=len(arrivals), problem=story(problem))
            return False
        return True

    async def _alone(self, arrival: Arrival) -> None:
        try:
            await self._turn(arrival)
        except LostLease:
            log.warning("turn.lost_lease", row=arrival.row.id)
        except Exception as problem:
            await self._rescue.recover(arrival.row, problem, arrival.update)

    async def _turn(self, arrival: Arrival) -> None:
        try:
            await self._transact([arrival], self._run)
        except Refused as refusal:
            # The first transaction is gone with all it did; the refusal is told in a second one.
            why = i18n.Text(refusal.key, **refusal.params)

            async def refuse(turn: Turn) -> None:
                turn.say("common.refused", why=why)

            await self._transact([arrival], refuse)

    async def _transact(self, arrivals: list[Arrival], run: Run) -> None:
        now = self._clock.now()
        async with self._db.begin() as session:
            talking = [one for one in arrivals if is_private(one.update)]
            known = await _load(session, [one.row.lane for one in talking])
            session.info[TALKING] = [person for person, _, _ in known.values()]
            # Waiting for the database came before; from here on it is the handlers' time.
            async with asyncio.timeout(TURN_SECONDS):
                for one in talking:
                    who = known.get(one.row.lane) or await _meet(session, one.update, now)
                    turn = await _open(session, now, one, who)
                    await self._first(turn)
                    await run(turn)
                if len(talking) < len(arrivals):
                    await self._overhear(session, now, arrivals)
            if not await updates.settle(session, [one.row for one in arrivals], now=now):
                raise LostLease

    async def _overhear(
        self, session: AsyncSession, now: datetime, arrivals: list[Arrival]
    ) -> None:
        for one in arrivals:
            if not is_private(one.update):
                await self._elsewhere(session, now, one.update)


async def _meet(session: AsyncSession, update: Update, now: datetime) -> Who:
    person = await sender(session, update, now=now)
    return person, _first_words(session, person), None


async def _open(session: AsyncSession, now: datetime, arrival: Arrival, who: Who) -> Turn:
    person, conversation, staff = who
    user = arrival.update.effective_user
    assert user is not None
    if person.unreachable_at is not None:
        # Who writes can be written to, whatever a failed send made of them.
        await postoffice.reachable(session, *lanes_of(session, person))
    people.seen(session, person, profile(user), now=now)
    # What an update caused must not lead back to its row, which names whose chat it came from.
    source = keys_of(session).index("source", arrival.row.source)
    return Turn.of(session, now, arrival.update, source, person, staff, conversation)


# Everybody the turns are about, in one statement; a unit loaded here is its staff's unit.
_WHO = (
    select(Person, Conversation, Staff, Unit, features.version())
    .outerjoin(Conversation, Conversation.person_id == Person.id)
    .outerjoin(Staff, (Staff.person_id == Person.id) & Staff.left_at.is_(None))
    .outerjoin(Unit, Unit.id == Staff.unit_id)
    .where(Person.lane.in_(bindparam("lanes", expanding=True)))
    .order_by(Person.id)
    .with_for_update(of=Person)
)


class LostLease(Exception):
    """Another worker took the update over; this turn must leave no trace."""


async def _load(session: AsyncSession, lanes: list[str]) -> dict[str, Who]:
    found: dict[str, Who] = {}
    for row in await session.execute(_WHO, {"lanes": lanes}):
        if not found:
            await features.take(session, row[4])
        person: Person = row[0]
        conversation: Conversation | None = row[1]
        staff: Staff | None = row[2]
        begun = conversation or _first_words(session, person)
        found[person.lane] = (person, begun, staff)
    if not found:
        await features.load(session)
    return found


def _first_words(session: AsyncSession, person: Person) -> Conversation:
    conversation = Conversation(person_id=person.id, version=0)
    session.add(conversation)
    return conversation
