"""Cases that are one: nobody who has a part in them is lost, or told twice."""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Moved, Refused
from core.people import services as people
from core.people.models import Person
from core.tickets import services as tickets
from core.tickets.confiding import confide
from core.tickets.followers import followers, recount
from core.tickets.models import Event, Ticket
from core.tickets.queries import ticket_by_id
from core.tickets.ties import TicketLink
from core.timers import Timer
from tests.core.town import DONE, Town, open_town

KINDS_OF_TIMER = {
    "new": {
        "ticket.accept_soon",
        "ticket.assign",
        "ticket.due_soon",
        "ticket.due",
        "ticket.overdue",
    },
    "accepted": {"ticket.due_soon", "ticket.due", "ticket.overdue"},
    "waiting": {"ticket.due_soon", "ticket.due", "ticket.overdue"},
    "resolved": {"ticket.silence"},
}
WAYS = {"new": (), "accepted": ("accept",), "waiting": ("ask",), "resolved": ("resolve",)}
GIVEN = {"ask": "Di mana?", "resolve": DONE}


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def merges(town: Town, duplicate: int, master: int, by: str = "Budi") -> bool:
    async with town.begin() as session:
        staff = await town.staff(session, by)
        ticket = await _locked(session, duplicate)
        other = await _locked(session, master)
        source = town.source()
        return await tickets.merge(session, ticket, staff, other, now=town.now, source=source)


async def splits(town: Town, duplicate: int, by: str = "Budi") -> bool:
    async with town.begin() as session:
        staff = await town.staff(session, by)
        ticket = await _locked(session, duplicate)
        return await tickets.split(session, ticket, staff, now=town.now, source=town.source())


async def _locked(session: AsyncSession, ticket_id: int) -> Ticket:
    found = await ticket_by_id(session, ticket_id, lock=True)
    assert found is not None
    return found


async def part_in(town: Town, ticket_id: int) -> list[int]:
    """The ids of the followers, counted afresh and as the ticket counts them."""
    async with town.begin() as session:
        ticket = await _locked(session, ticket_id)
        counted = ticket.followers
        await recount(session, ticket)
        found = [person.id for person in await followers(session, ticket)]
        assert counted == ticket.followers == len(found) == len(set(found))
        return found


async def steps(town: Town, ticket_id: int) -> list[str]:
    async with town.database.read() as session:
        found = select(Event.kind).where(Event.ticket_id == ticket_id).order_by(Event.seq)
        return list(await session.scalars(found))


async def waiting_timers(town: Town, ticket_id: int) -> set[str]:
    async with town.database.read() as session:
        found = select(Timer.kind).where(Timer.ticket_id == ticket_id, Timer.fired_at.is_(None))
        return set(await session.scalars(found))


async def test_a_merge_closes_the_duplicate_and_its_reporter_follows_the_master(town: Town) -> None:
    master, duplicate = await town.files("Sari"), await town.files("Tono")
    assert await merges(town, duplicate, master)
    closed, stays = await town.ticket(duplicate), await town.ticket(master)
    assert (closed.state, closed.master_id, stays.state) == ("closed", master, "new")
    assert stays.followers == 1
    told = (await town.reads("Tono"))[-1]
    assert closed.code in told
    assert stays.code in told
    assert "Nomor Anda tetap berlaku" in told
    assert await waiting_timers(town, duplicate) == set()
    assert await steps(town, duplicate) == ["filed", "merged"]
    assert await steps(town, master) == ["filed", "absorbed"]
    await town.does("Budi", "accept", master)
    assert stays.code in (await town.reads("Tono"))[-1]
    assert "sudah diterima petugas" in (await town.reads("Tono"))[-1]


@pytest.mark.parametrize("state", sorted(WAYS))
async def test_a_split_reopens_the_case_as_it_was_with_its_deadlines(
    town: Town, state: str
) -> None:
    master, duplicate = await town.files("Sari"), await town.files("Tono")
    for verb in WAYS[state]:
        await town.does("Budi", verb, duplicate, *([GIVEN[verb]] if verb in GIVEN else []))
    before = await town.ticket(duplicate)
    await merges(town, duplicate, master)
    assert await splits(town, duplicate)
    after = await town.ticket(duplicate)
    assert (after.state, after.due_at, after.accept_due_at, after.closed_at, after.master_id) == (
        "accepted" if state == "waiting" else state,
        before.due_at,
        before.accept_due_at,
        None,
        None,
    )
    assert after.assignee_id == before.assignee_id
    assert await waiting_timers(town, duplicate) == KINDS_OF_TIMER[state]
    assert (await town.ticket(master)).followers == 0
    assert "pisahkan kembali" in (await town.reads("Tono"))[-1]


async def test_what_cannot_be_merged_is_refused_and_nothing_changes(town: Town) -> None:
    one, other = await town.files("Sari"), await town.files("Tono")
    with pytest.raises(Refused):
        await merges(town, one, one)
    with pytest.raises(Refused):
        await merges(town, one, other, by="Putri")
    await town.does("Budi", "resolve", other, DONE)
    await town.does("Tono", "confirm", other)
    with pytest.raises(Refused):
        await merges(town, one, other)
    with pytest.raises(Moved):
        await splits(town, other)
    assert (await town.ticket(one)).state == "new"
    assert await steps(town, one) == ["filed"]


async def test_a_ring_of_merges_cannot_be_made(town: Town) -> None:
    one, two, three = [await town.files(name) for name in ("Sari", "Tono", "Sari")]
    await merges(town, two, one)
    await merges(town, three, two)  # goes to the case that stands for it
    assert (await town.ticket(three)).master_id == one
    with pytest.raises(Refused):
        await merges(town, one, three)


async def test_a_link_is_seen_by_the_office_only_and_can_be_undone(town: Town) -> None:
    one, other = await town.files("Sari"), await town.files("Tono")
    for verb, left in (("relate", 1), ("relate", 1), ("unrelate", 0), ("unrelate", 0)):
        async with town.begin() as session:
            staff = await town.staff(session, "Budi")
            ticket = await _locked(session, other if verb == "unrelate" else one)
            second = await _locked(session, one if verb == "unrelate" else other)
            act, source = getattr(tickets, verb), town.source()
            assert await act(session, ticket, staff, second, now=town.now, source=source)
        async with town.database.read() as session:
            assert len((await session.scalars(select(TicketLink))).all()) == left
    assert await steps(town, one) == await steps(town, other) == ["filed", "linked", "unlinked"]
    assert len(await town.reads("Tono")) == 1


@dataclass
class Model:
    """What should be: who reported and joined each case, and which went into which."""

    reporter: list[int]
    joined: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    master: dict[int, int] = field(default_factory=dict)

    def top(self, case: int) -> int:
        return self.top(self.master[case]) if case in self.master else case

    def part_in(self, case: int) -> set[int]:
        """Everybody in it and in what was merged into it, but its reporter."""
        cases = [case, *self._below(case)]
        people = {self.reporter[one] for one in cases}.union(*(self.joined[one] for one in cases))
        return people - {self.reporter[case]}

    def _below(self, case: int) -> list[int]:
        below = [one for one, over in self.master.items() if over == case]
        return below + [deep for one in below for deep in self._below(one)]


CASES = 4
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "join"]),
        st.integers(0, CASES - 1),
        st.integers(0, CASES - 1),
    ),
    max_size=10,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(reporters=st.lists(st.integers(0, 2), min_size=CASES, max_size=CASES), acts=ACTS)
async def test_merges_and_splits_lose_nobody_and_count_nobody_twice(
    town: Town, reporters: list[int], acts: list[tuple[str, int, int]]
) -> None:
    crowd = await some_people(town)
    cases = [await town_files(town, crowd[one]) for one in reporters]
    model = Model([crowd[one] for one in reporters])
    for act, case, other in acts:
        await happens(town, model, cases, crowd, act, case, other)
        for number, ticket_id in enumerate(cases):
            if number not in model.master:
                assert set(await part_in(town, ticket_id)) == model.part_in(number)


async def some_people(town: Town) -> list[int]:
    found = []
    async with town.begin() as session:
        for number in range(CASES):
            name = {"first_name": f"Warga {number}"}
            person = await people.meet(session, 900 + number, name, "id", now=town.now)
            await session.flush()
            found.append(person.id)
    return found


async def town_files(town: Town, person_id: int) -> int:
    async with town.begin() as session:
        ticket = await tickets.file(
            session,
            await session.get_one(Person, person_id),
            kind="complaint",
            text="Lampu jalan mati.",
            category_id=town.categories["lampu"],
            now=town.now,
            source=town.source(),
        )
        return ticket.id


async def happens(
    town: Town, model: Model, cases: list[int], crowd: list[int], act: str, case: int, other: int
) -> None:
    """Do it to the database and to the model; what the rules forbid changes neither."""
    if act == "join":
        top, person_id = model.top(case), crowd[other]
        if person_id != model.reporter[top]:
            model.joined[top].add(person_id)
            await joins(town, cases[top], person_id)
    elif act == "split" and case in model.master:
        del model.master[case]
        await splits(town, cases[case])
    elif act == "merge" and case not in model.master and model.top(other) != case:
        model.master[case] = model.top(other)
        await merges(town, cases[case], cases[other])


async def joins(town: Town, ticket_id: int, person_id: int) -> None:
    async with town.begin() as session:
        ticket = await _locked(session, ticket_id)
        person = await session.get_one(Person, person_id)
        await tickets.follow(session, ticket, person, "Saya juga.", now=town.now)


async def test_whoever_hides_their_name_is_never_made_a_follower(town: Town) -> None:
    duplicate, master = await town.files(anonymous=True), await town.files("Tono")
    with pytest.raises(Refused) as refused:
        await merges(town, duplicate, master)
    assert refused.value.key == "ticket.refused.merge_anonymous"
    assert (await town.ticket(duplicate)).state == "new"
    assert await merges(town, master, duplicate)
    assert await part_in(town, duplicate) == [(await town.ticket(master)).reporter_id]


@pytest.mark.parametrize("which", ["duplicate", "master"])
async def test_what_is_confidential_is_not_merged(town: Town, which: str) -> None:
    duplicate = await town.files(confidential=which == "duplicate")
    master = await town.files("Tono", confidential=which == "master")
    with pytest.raises(Refused) as refused:
        await merges(town, duplicate, master, by="Kartika")
    assert refused.value.key == "ticket.refused.merge_confidential"
    assert (await town.ticket(duplicate)).master_id is None
    assert await part_in(town, master) == []


async def test_what_is_merged_does_not_become_confidential(town: Town) -> None:
    duplicate, master = await town.files(), await town.files("Tono")
    assert await merges(town, duplicate, master)
    for one in (duplicate, master):
        with pytest.raises(Refused):
            await confides(town, one)
        assert not (await town.ticket(one)).confidential


async def test_followers_of_what_became_confidential_hear_it_once_and_no_more(town: Town) -> None:
    ticket_id = await town.files()
    async with town.begin() as session:
        tono = await town.person(session, "Tono")
        ticket = await _locked(session, ticket_id)
        await tickets.follow(session, ticket, tono, "Di sini juga.", now=town.now)
    await confides(town, ticket_id)
    heard = await town.reads("Tono")
    assert "sekarang rahasia" in heard[-1]
    await town.does("Kartika", "reply", ticket_id, "Kami periksa besok.")
    assert await town.reads("Tono") == heard
    with pytest.raises(Refused):
        await town.does("Tono", "add", ticket_id, "Bagaimana kabarnya?")


async def test_a_merged_case_does_not_stand_still(town: Town) -> None:
    duplicate, master = await town.files(), await town.files("Tono")
    await town.does("Budi", "ask", duplicate, "Di mana?")
    assert await merges(town, duplicate, master)
    assert (await town.ticket(duplicate)).paused_at is None
    assert await splits(town, duplicate)
    assert (await town.ticket(duplicate)).state == "accepted"


async def confides(town: Town, ticket_id: int) -> None:
    async with town.begin() as session:
        ticket = await _locked(session, ticket_id)
        await confide(session, ticket, by="admin:kartika", name="Kartika", now=town.now)
