"""Meeting people, inviting staff, and what the audit log keeps of it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import audit
from core.chats import Chat, address
from core.errors import Refused
from core.people import services as people
from core.people.models import Invite, Person, Staff
from core.people.queries import ancestors, display_name, staff_of, units
from core.people.units import add_unit, change_unit, close_unit
from tests.core.town import KEYS, NOW, Town, open_town

PROFILE = {"first_name": "Wayan", "username": "wayan"}


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        yield opened


async def new_place(town: Town) -> tuple[int, str]:
    """A place nobody has yet, and the token of its invite."""
    async with town.begin() as session:
        unit = await town.unit(session, "pelayanan")
        staff = await people.add_staff(session, unit, "Wayan", "officer", by="cli", now=town.now)
        return staff.id, await people.invite(session, staff, by="cli", now=town.now)


async def opens(town: Town, token: str, chat_id: int = 31) -> Staff:
    """Somebody presses the link of an invite."""
    async with town.begin() as session:
        person = await people.meet(session, chat_id, PROFILE, "id", now=town.now)
        return await people.bind(session, person, token, now=town.now)


async def test_a_person_met_again_is_the_same_and_keeps_their_language(town: Town) -> None:
    async with town.begin() as session:
        first = await people.meet(session, 31, PROFILE, "en", now=NOW)
        people.set_language(first, "id")
        people.accept_notice(first, 2, now=NOW)
    later = NOW + timedelta(days=1)
    async with town.begin() as session:
        again = await people.meet(session, 31, {"first_name": "Made"}, "en", now=later)
        assert (again.id, again.language, again.notice_version) == (first.id, "id", 2)
        assert display_name(session, again) == "Made"
        assert again.last_seen_at == later


async def test_who_a_person_is_stays_sealed(town: Town) -> None:
    async with town.begin() as session:
        person = await people.meet(session, 31_415_926, PROFILE, "id", now=NOW)
        chat = await session.get_one(Chat, person.lane)
    assert b"Wayan" not in person.profile
    assert b"31415926" not in chat.address
    assert address(KEYS, chat.address) == 31_415_926


async def test_an_unknown_language_reads_indonesian_and_cannot_be_chosen(town: Town) -> None:
    async with town.begin() as session:
        person = await people.meet(session, 31, PROFILE, "xx", now=NOW)
        assert person.language == "id"
        with pytest.raises(Refused):
            people.set_language(person, "xx")


async def test_an_invite_gives_the_place_once(town: Town) -> None:
    staff_id, token = await new_place(town)
    assert len(token) >= 32
    assert (await opens(town, token)).id == staff_id
    assert (await opens(town, token)).id == staff_id  # the same person presses it again
    with pytest.raises(Refused) as refusal:
        await opens(town, token, chat_id=32)
    assert refusal.value.key == "people.refused.invite"


async def test_wrong_used_old_and_replaced_invites_are_refused_alike(town: Town) -> None:
    staff_id, replaced = await new_place(town)
    async with town.begin() as session:
        staff = await session.get_one(Staff, staff_id)
        expired = await people.invite(session, staff, by="cli", now=NOW - timedelta(days=7))
    refusals = set()
    for token in (replaced, expired, "tebakan", "", "\ud800"):
        with pytest.raises(Refused) as refusal:
            await opens(town, token)
        refusals.add((refusal.value.key, str(refusal.value.params)))
    assert refusals == {("people.refused.invite", "{}")}


async def test_only_the_hash_of_a_token_is_kept(town: Town) -> None:
    _, token = await new_place(town)
    async with town.database.read() as session:
        kept = (await session.scalars(select(Invite.token_hash))).all()
    assert token not in kept


async def test_one_account_is_one_member_of_staff(town: Town) -> None:
    _, token = await new_place(town)
    async with town.begin() as session:
        budi = await town.person(session, "Budi")
        with pytest.raises(Refused) as refusal:
            await people.bind(session, budi, token, now=town.now)
    assert refusal.value.key == "people.refused.already_staff"
    await opens(town, token)


async def test_a_lost_phone_leaves_the_place_for_a_new_invite(town: Town) -> None:
    async with town.begin() as session:
        budi = await town.staff(session, "Budi")
        with pytest.raises(Refused):
            await people.invite(session, budi, by="cli", now=town.now)
        await people.unbind(session, budi, by="admin:rina", now=town.now)
        token = await people.invite(session, budi, by="admin:rina", now=town.now)
        assert await staff_of(session, await town.person(session, "Budi")) is None
    assert (await opens(town, token)).name == "Budi"


async def test_who_left_has_no_place_and_can_be_taken_on_again(town: Town) -> None:
    async with town.begin() as session:
        budi = await town.staff(session, "Budi")
        await people.leave(session, budi, by="cli", now=town.now)
        with pytest.raises(Refused):
            await people.invite(session, budi, by="cli", now=town.now)
    _, token = await new_place(town)
    async with town.begin() as session:
        person = await town.person(session, "Budi")
        await people.bind(session, person, token, now=town.now)
    async with town.database.read() as session:
        kept = await session.get_one(Person, person.id)
        assert await staff_of(session, kept) is not None


async def test_every_act_of_the_office_is_on_record(town: Town) -> None:
    staff_id, token = await new_place(town)
    await opens(town, token)
    async with town.begin() as session:
        staff = await session.get_one(Staff, staff_id)
        unit = await town.unit(session, "linmas")
        await people.move_staff(session, staff, unit, "head", by="admin:rina", now=town.now)
        await people.set_duty(session, staff, False, by="admin:rina", now=town.now)
        await people.unbind(session, staff, by="admin:rina", now=town.now)
        await people.leave(session, staff, by="admin:rina", now=town.now)
    async with town.database.read() as session:
        acts = await audit.recent(session, about=f"staff:{staff_id}")
    assert [act.action for act in reversed(acts)] == [
        f"staff.{verb}" for verb in ("add", "invite", "bind", "move", "duty", "unbind", "leave")
    ]
    assert {act.actor for act in acts} == {"cli", f"staff:{staff_id}", "admin:rina"}
    assert token not in str([act.detail for act in acts])


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
async def test_a_place_needs_a_name_that_fits_a_card(town: Town, name: str) -> None:
    async with town.begin() as session:
        unit = await town.unit(session, "linmas")
        with pytest.raises(Refused) as refusal:
            await people.add_staff(session, unit, name, "officer", by="cli", now=NOW)
    assert refusal.value.key == "people.refused.name"


async def test_units_form_a_tree_without_rings(town: Town) -> None:
    async with town.begin() as session:
        root, order, guard = [
            await town.unit(session, code) for code in ("kecamatan", "trantib", "linmas")
        ]
        assert await ancestors(session, guard.id) == [order.id, root.id]
        for parent in (order, guard):
            with pytest.raises(Refused) as refusal:
                await change_unit(session, order, name="Trantib", parent=parent, by="cli", now=NOW)
            assert refusal.value.key == "people.refused.unit_ring"
        await change_unit(session, guard, name="Linmas", parent=root, by="cli", now=NOW)
        assert await ancestors(session, guard.id) == [root.id]


async def test_a_second_root_and_a_taken_code_are_refused(town: Town) -> None:
    async with town.begin() as session:
        root = await town.unit(session, "kecamatan")
        facts = {"calendar_id": root.calendar_id, "by": "cli", "now": NOW}
        for code, parent, key in (
            ("lain", None, "root"),
            ("trantib", root, "code_taken"),
            ("Bukan kode", root, "code"),
        ):
            with pytest.raises(Refused) as refusal:
                await add_unit(session, code=code, name="Unit", parent=parent, **facts)  # type: ignore[arg-type]
            assert refusal.value.key == f"people.refused.{key}"


async def test_a_unit_closes_only_when_nothing_depends_on_it(town: Town) -> None:
    async with town.begin() as session:
        guard = await town.unit(session, "linmas")
        with pytest.raises(Refused):
            await close_unit(session, guard, by="cli", now=NOW)
        await people.leave(session, await town.staff(session, "Lina"), by="cli", now=NOW)
        await close_unit(session, guard, by="cli", now=NOW)
        assert guard not in await units(session)
