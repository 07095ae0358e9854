"""What the office switched off is not offered in chat; whoever asks for it is not left alone."""

from datetime import timedelta

from sqlalchemy import select

from bot.handlers import FLOWS
from core import timers
from core.announcements.themes import add_theme
from core.features.catalogue import FEATURES, NAMES
from core.features.models import FeatureSwitch
from core.features.presets import presets
from core.features.services import switch
from core.forums.models import Post, Topic
from core.improvements.models import Suggestion
from core.people.phone import CITIZEN
from core.timers import Timer
from simulator.methods.profile import commands_for
from tanggap.greeting import list_commands
from tests import voices
from tests.bot.desks import filed, newest
from tests.core.counting import Statements
from tests.machine import Machine
from tests.world import Someone, World

GONE = "tidak ada di kantor ini"
GONE_STAFF = "dimatikan di kantor ini"
# The first button of each flow, with a number that is of nothing.
TAPS = {flow.name: next(iter(flow.actions)) for flow in FLOWS if flow.actions}


async def wants(world: World, *names: str) -> None:
    async with world.machine.db.begin() as session:
        await switch(session, names, by="cli", now=world.clock.now())
    await list_commands(world.machine.service)
    await world.settle()


def listed(world: World, someone: Someone) -> set[str]:
    person = someone.person
    found = commands_for(world.telegram.bot, person.chat, person.id, "id")
    return {one["command"] for one in found}


async def offered(someone: Someone) -> set[str]:
    """The flows that the menu and the help lead to."""
    found = set()
    for text in ("/start", "/bantuan"):
        await someone.sends(text)
        rows = someone.newest.inline_keyboard
        found |= {str(one["callback_data"]).partition(":")[0] for row in rows for one in row}
    return found


async def test_each_feature_that_is_off_is_gone_from_chat_and_comes_back(world: World) -> None:
    siti, hadi = await filed(world), world.staff("Hadi")
    async with world.machine.db.begin() as session:
        await voices.plant(session, world.clock.now())
        await add_theme(session, code="air", name="Air", by="cli", now=world.clock.now())
    await wants(world, *presets()["kecil"])
    await wants(world, *NAMES)
    before = [await offered(siti), await offered(hadi)]
    commands = [listed(world, siti), listed(world, hadi)]
    assert {"forum", "suggestion", "news"} <= before[0]
    await wants(world)
    for someone, words in ((siti, GONE), (hadi, GONE_STAFF)):
        there, flows = listed(world, someone), await offered(someone)
        for one in FEATURES if someone is hadi else [one for one in FEATURES if one.rooms]:
            assert not there & set(one.commands)
            assert not flows & set(one.buttons)
            for name in one.commands[:1]:
                await someone.sends(f"/{name}")
                assert words in someone.last, name
                assert someone.buttons, name
            for flow in (name for name in one.buttons if name in TAPS):
                await someone.taps_data(f"{flow}:{TAPS[flow]}:1:1")
                assert words in someone.last, flow
                assert someone.buttons, flow
    await hadi.taps("Bantuan")
    assert not [one for one in ("/loket", "/cuti", "/belajar", "/simulasi") if one in hadi.last]
    assert "/tugas" in hadi.last
    await wants(world, *NAMES)
    assert [await offered(siti), await offered(hadi)] == before
    assert [listed(world, siti), listed(world, hadi)] == commands
    counts = [await world.count(table) for table in (Topic, Post, Suggestion)]
    assert counts == [1, 2, 1]
    await siti.sends("/forum")
    assert voices.WORDS in siti.last


async def test_each_list_of_commands_lacks_just_what_is_off(world: World) -> None:
    hadi = world.staff("Hadi")
    await wants(world, *presets()["kecil"])
    assert listed(world, world.citizen("Siti")) == set(CITIZEN) - {"saran"}
    desk = {"tugas", "piket", "belajar", "loket", "gabung"}
    assert listed(world, hadi) == desk | set(CITIZEN) - {"saran"}


async def test_words_at_a_step_that_was_switched_off_become_a_report(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/saran")
    await wants(world, *presets()["kecil"])
    await siti.sends("Lampu jalan di depan balai desa mati sejak Senin.")
    assert GONE in siti.reads()[-2]
    assert "balai desa" in siti.last
    await siti.taps("Kirim")
    assert (await newest(world)).text.startswith("Lampu jalan")
    await siti.starts("skm-1")
    assert siti.buttons


async def test_timers_of_what_is_off_wait_until_it_is_on_again(world: World) -> None:
    await filed(world)
    async with world.machine.db.begin() as session:
        await voices.plant(session, world.clock.now())
    await wants(world)
    await world.passes(days=40)
    held = [
        one.kind for one in await world.rows(Timer) if one.fired_at is None and late(world, one)
    ]
    assert {"forum.over", "improvement.late"} <= set(held)
    await wants(world, *NAMES)
    await world.passes(seconds=1)
    left = [
        one.kind for one in await world.rows(Timer) if one.fired_at is None and late(world, one)
    ]
    assert left == []


def late(world: World, timer: Timer) -> bool:
    return timer.due_at < world.clock.now() - timedelta(days=1)


async def test_another_process_notices_with_its_next_turn(world: World) -> None:
    siti = world.citizen("Siti")
    await siti.sends("/saran")
    other = Machine(world.config, world.clock)
    await other.open()
    async with other.db.begin() as session:
        await switch(session, presets()["kecil"], by="cli", now=world.clock.now())
        assert (await session.scalars(select(FeatureSwitch.name))).all()
    await other.close()
    await siti.sends("/saran")
    assert GONE in siti.last
    async with world.machine.db.read() as session:
        assert not {one.kind for one in await timers.due(session, now=world.clock.now())}


async def test_the_way_to_a_number_takes_no_statement_more(world: World) -> None:
    await filed(world)
    for names in (NAMES, presets()["kecil"]):
        await wants(world, *names)
        await world.citizen("Siti").sends("/bahasa")
        with Statements(world.machine.db.engine) as made:
            await filed(world, "Jembatan dusun kami patah kayunya, motor tidak bisa lewat.")
        assert not [one for one in made if "FROM features" in one]
        assert not [one for one in made if one.lstrip().startswith("SELECT (SELECT marks.holder")]
