"""Nobody of the office forgets to tell of a breach."""

from tests import own_data
from tests.world import World


async def test_the_coordinators_hear_before_the_time_is_over_and_after(world: World) -> None:
    kartika = world.staff("Kartika")
    async with world.machine.db.begin() as session:
        await own_data.breach(session, world.clock.now())
    said = len(kartika.reads())
    await world.passes(hours=47)
    assert len(kartika.reads()) == said
    await world.passes(hours=2)
    assert "belum lengkap" in kartika.last
    await world.passes(hours=24)
    assert "sudah lewat" in kartika.last
