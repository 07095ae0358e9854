"""Who may do what, to which ticket, and when."""

from collections.abc import AsyncIterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Moved, Refused
from core.people import services as people
from core.tickets import rules
from core.tickets import services as tickets
from core.tickets.access import standing_of, within_reach
from core.tickets.figures import by_unit
from core.tickets.models import OPEN, STATES
from core.tickets.queries import by_message, mine, ticket_by_code, ticket_for, whole
from core.tickets.sorting import Matter
from tests.core.offices import moment
from tests.core.town import DONE, PHOTO, Town, open_town

OFFICE = ("officer", "head", "coordinator")
CITIZENS = ("reporter", "follower")
STANDINGS = (*CITIZENS, *OFFICE, "none")
# Written out once more, so that a slip in the table is seen.
POLICY = {
    "see": ((*OFFICE, *CITIZENS), STATES),
    "accept": (OFFICE, ("new",)),
    "reply": (OFFICE, (*OPEN, "resolved")),
    "ask": (OFFICE, OPEN),
    "dispose": (OFFICE, OPEN),
    "return": (OFFICE, OPEN),
    "refer": (OFFICE, OPEN),
    "sort": (OFFICE, OPEN),
    "why": (OFFICE, OPEN),
    "note": (OFFICE, STATES),
    "resolve": (OFFICE, OPEN),
    "approve": (("head", "coordinator"), STATES),
    "reassign": (("coordinator",), OPEN),
    "reschedule": (("head", "coordinator"), OPEN),
    "add": (CITIZENS, (*OPEN, "resolved")),
    "edit": (("reporter",), (*OPEN, "resolved")),
    "locate": (("reporter",), (*OPEN, "resolved")),
    "confirm": (CITIZENS, ("resolved",)),
    "object": (CITIZENS, ("resolved",)),
    "reopen": (("follower",), ("closed",)),
    "rate": (("reporter",), ("closed",)),
    "explain": (("reporter",), ("closed",)),
    "follow": (("none", "follower"), OPEN),
    "unfollow": (("follower",), STATES),
    "merge": (OFFICE, (*OPEN, "resolved")),
    "split": (OFFICE, ("closed",)),
    "relate": (OFFICE, STATES),
    "transcribe": (OFFICE, STATES),
    "relay": (OFFICE, STATES),
}
# What each verb needs beside the ticket and the actor.
GIVEN: dict[str, tuple[object, ...]] = {
    "accept": (),
    "reply": ("Kami cek dulu.",),
    "ask": ("Di mana persisnya?",),
    "dispose": ("linmas",),
    "return_": ("Bukan kewenangan kami.",),
    "note": ("Catatan.",),
    "sort": (Matter(kind="aspiration"),),
    "resolve": (DONE,),
    "reassign": ("pelayanan", "Salah unit."),
    "add": ("Tambahan.",),
    "edit": ("Perbaikan.",),
    "locate": ((-7.11, 110.4),),
    "confirm": (),
    "object_": ("Masih gelap.",),
    "rate": (3,),
    "explain": ("Petugasnya ramah.",),
}
# The way into each state.
WAYS: dict[str, list[tuple[str, str]]] = {
    "new": [],
    "accepted": [("Budi", "accept")],
    "waiting": [("Budi", "ask")],
    "resolved": [("Budi", "resolve")],
    "closed": [("Budi", "resolve"), ("Sari", "confirm")],
}
STANDS = {
    "Sari": "reporter",
    "Tono": "none",
    "Budi": "officer",
    "Hadi": "head",
    "Kartika": "coordinator",
    "Lina": "none",
    "Putri": "none",
}


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


@given(
    st.sampled_from(STANDINGS) | st.text(max_size=8),
    st.sampled_from(sorted(rules.TABLE)) | st.text(max_size=8),
    st.sampled_from(STATES) | st.text(max_size=8),
)
def test_the_table_is_the_policy_and_nothing_else(standing: str, verb: str, state: str) -> None:
    who, when = POLICY.get(verb, ((), ()))
    assert rules.may(standing, verb, state) == (standing in who and state in when)


@given(st.randoms(use_true_random=False))
def test_a_number_is_read_however_it_is_typed(random: object) -> None:
    code = rules.new_code(random.getrandbits)  # type: ignore[attr-defined]
    digits = code.removeprefix("LP-").replace("-", "")
    for typed in (code, code.lower(), f" {digits} ", f"#{digits}", code.replace("-", " ")):
        assert rules.read_code(typed) == code


def test_a_number_that_begins_like_its_own_prefix_is_read_without_it() -> None:
    assert rules.read_code("1P3K92XM") == rules.read_code("LP-1P3K-92XM") == "LP-1P3K-92XM"


@pytest.mark.parametrize("typed", ["", "LP-", "LP-12", "halo apa kabar semua", "12345678901"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert rules.read_code(typed) is None


def test_numbers_cannot_be_guessed() -> None:
    assert len(rules.ALPHABET) ** 8 >= 2**40
    assert len({rules.new_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("state", STATES)
async def test_every_verb_by_everybody_in_every_state(town: Town, state: str) -> None:
    """Forged buttons of every kind: whoever may not is refused, and nothing is written."""
    untouched = await in_state(town, state)
    for name, verb in product(STANDS, GIVEN):
        plain = verb.rstrip("_")
        if rules.may(STANDS[name], plain, state):
            await town.does(name, verb, await in_state(town, state), *GIVEN[verb])
            continue
        before = await town.ticket(untouched)
        with pytest.raises(Refused) as refusal:
            await town.does(name, verb, untouched, *GIVEN[verb])
        later = any(rules.may(STANDS[name], plain, one) for one in STATES)
        assert isinstance(refusal.value, Moved) == later, (name, verb)
        after = await town.ticket(untouched)
        assert (after.version, after.last_seq) == (before.version, before.last_seq)


async def in_state(town: Town, state: str) -> int:
    ticket_id = await town.files()
    for who, step in WAYS[state]:
        await town.does(who, step, ticket_id, *GIVEN[step])
    return ticket_id


async def test_a_head_answers_for_the_units_below(town: Town) -> None:
    ticket_id = await town.files()
    await town.does("Hadi", "dispose", ticket_id, "linmas")
    await town.does("Hadi", "note", ticket_id, "Saya pantau.")
    await town.does("Kartika", "dispose", ticket_id, "pelayanan")
    with pytest.raises(Refused):
        await town.does("Hadi", "note", ticket_id, "Masih saya pantau?")


async def test_a_ticket_that_is_not_there_is_refused_like_one_of_another(town: Town) -> None:
    ticket_id = await town.files()
    refusals = []
    for wanted in (ticket_id, 999_999):
        async with town.begin() as session:
            tono = await town.person(session, "Tono")
            with pytest.raises(Refused) as refusal:
                await ticket_for(session, tono, wanted)
        refusals.append((refusal.value.key, refusal.value.params))
    assert refusals[0] == refusals[1]


async def test_a_lost_phone_loses_access_at_once(town: Town) -> None:
    ticket_id = await town.files()
    async with town.begin() as session:
        budi = await town.staff(session, "Budi")
        ticket = await ticket_for(session, budi, ticket_id, lock=True)
        await people.unbind(session, budi, by="cli", now=town.now)
        with pytest.raises(Refused):
            await tickets.accept(session, ticket, budi, now=town.now)


async def test_a_staff_member_reports_like_anybody_and_works_like_staff(town: Town) -> None:
    ticket_id = await town.files("Budi")
    await town.does("Dewi", "accept", ticket_id)
    async with town.begin() as session:
        person = await town.person(session, "Budi")
        ticket = await ticket_for(session, person, ticket_id, lock=True)
        await tickets.add(session, ticket, person, "Dari saya sendiri.", now=town.now)
    assert any("Dari saya sendiri." in text for text in await town.reads("Dewi"))


async def test_everybody_reaches_what_their_role_and_unit_allow(town: Town) -> None:
    """The condition that lists use agrees with the door to a single ticket."""
    await town.files()
    await town.files(category=None)
    await town.does("Hadi", "dispose", await town.files(), "linmas")
    reached = {}
    for name in (name for name in STANDS if name not in ("Sari", "Tono")):
        async with town.begin() as session:
            staff = await town.staff(session, name)
            tickets_there = (await session.scalars(whole())).all()
            listed = (await session.scalars(whole().where(within_reach(staff)))).all()
            through = [
                one for one in tickets_there if await standing_of(session, staff, one) != "none"
            ]
        assert set(listed) == set(through), name
        reached[name] = sorted(one.unit.code for one in listed)
    assert reached == {
        "Budi": ["trantib"],
        "Hadi": ["linmas", "trantib"],
        "Kartika": ["kecamatan", "linmas", "trantib"],
        "Lina": ["linmas"],
        "Putri": [],
    }


async def test_a_unit_knows_how_much_it_has_and_how_much_is_late(town: Town) -> None:
    await town.files()
    await town.does("Budi", "resolve", await town.files(), DONE)
    await town.files(category=None)
    town.now = moment("2026-11-30 09:00")
    await town.files()
    async with town.database.read() as session:
        found = await by_unit(session, now=town.now)
    assert [(unit.name, unit.open, unit.overdue) for unit in found] == [
        ("Seksi Trantib", 2, 1),
        ("Kecamatan", 1, 1),
    ]


async def test_a_citizen_finds_their_own_tickets(town: Town) -> None:
    first, second = await town.files(), await town.files()
    await town.files("Tono")
    async with town.database.begin() as session:
        sari = await town.person(session, "Sari")
        found = await mine(session, sari)
        code = found[0].code
        same = await ticket_by_code(session, code.lower())
    assert {one.id for one in found} == {first, second}
    assert same is not None
    assert same.code == code


async def test_a_reply_finds_its_ticket(town: Town) -> None:
    ticket_id = await town.files(files=[PHOTO])
    async with town.begin() as session:
        [(row, _)] = await town.letters("Sari")
        row = await session.merge(row)
        row.message_id = 77
        sari = await town.person(session, "Sari")
        ticket = await ticket_for(session, sari, ticket_id)
        for _ in range(2):
            tickets.link(session, ticket, sari, [78])
    async with town.begin() as session:
        sari, tono = await town.person(session, "Sari"), await town.person(session, "Tono")
        found = [await by_message(session, sari, number) for number in (77, 78, 79)]
        stranger = await by_message(session, tono, 77)
    assert found == [ticket_id, ticket_id, None]
    assert stranger is None
