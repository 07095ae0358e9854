"""The menu button of the phone lists what its owner can do."""

from simulator.methods.profile import commands_for
from tests.bot.desks import invites_again, leaves, loses_phone
from tests.world import Someone, World

DESK = ["tugas", "piket", "belajar"]


def listed(world: World, someone: Someone, language: str = "id") -> list[str]:
    person = someone.person
    commands = commands_for(world.telegram.bot, person.chat, person.id, language)
    return [one["command"] for one in commands]


async def test_who_is_invited_gets_the_commands_of_the_desk_until_their_phone_is_lost(
    world: World,
) -> None:
    budi = world.staff("Budi")
    await loses_phone(world, "Budi")
    assert DESK[0] not in listed(world, budi)
    await budi.starts(await invites_again(world, "Budi"))
    await world.settle()
    assert listed(world, budi)[:3] == DESK
    assert "laporan" in listed(world, budi)
    await leaves(world, "Budi")
    await world.settle()
    assert DESK[0] not in listed(world, budi)


async def test_the_list_follows_the_language_somebody_chooses(world: World) -> None:
    budi = world.staff("Budi")
    await budi.sends("/bahasa")
    await budi.taps("English")
    person = budi.person
    (first, *_) = commands_for(world.telegram.bot, person.chat, person.id, "id")
    assert first == {"command": "tugas", "description": "My work"}
