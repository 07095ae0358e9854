"""What a bot says of itself."""

import pytest

from simulator.methods.profile import commands_for
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.world import Says, refused

LAPORAN = {"command": "laporan", "description": "Laporan saya"}
TUGAS = {"command": "tugas", "description": "Tugas saya"}
REPORTS = {"command": "laporan", "description": "My reports"}


async def test_commands_by_scope_and_language(siti: Person, telegram: Telegram, call: Says) -> None:
    chat = {"type": "chat", "chat_id": siti.id}
    await call("setMyCommands", commands=[LAPORAN])
    await call("setMyCommands", commands=[REPORTS], language_code="en")
    shown = [commands_for(telegram.bot, siti.chat, siti.id, code) for code in ("id", "en")]
    assert shown == [[LAPORAN], [REPORTS]]
    await call("setMyCommands", commands=[TUGAS], scope=chat)
    assert commands_for(telegram.bot, siti.chat, siti.id, "en") == [TUGAS]
    assert await call("getMyCommands", scope=chat) == [TUGAS]
    await call("deleteMyCommands", scope=chat)
    assert await call("getMyCommands", scope=chat) == []


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"command": "Laporan", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a" * 33, "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "a", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_a_wrong_command_is_refused(call: Says, command: dict[str, str], reason: str) -> None:
    assert reason in await refused(call, "setMyCommands", commands=[command])


async def test_texts_by_language(call: Says) -> None:
    await call("setMyDescription", description="Lapor di sini")
    await call("setMyDescription", description="Report here", language_code="en")
    assert (await call("getMyDescription", language_code="en"))["description"] == "Report here"
    assert (await call("getMyDescription"))["description"] == "Lapor di sini"
    assert (await call("getMyName"))["name"] == "Tanggap"
    assert "too long" in await refused(call, "setMyShortDescription", short_description="a" * 121)


async def test_the_menu_button_is_kept(siti: Person, call: Says) -> None:
    await call("setChatMenuButton", menu_button={"type": "commands"})
    assert await call("getChatMenuButton", chat_id=siti.id) == {"type": "commands"}


async def test_who_the_bot_is(telegram: Telegram, call: Says) -> None:
    me = await call("getMe")
    assert (me["id"], me["username"]) == (telegram.bot.id, "tanggap_bot")


async def test_a_reaction_of_the_bot_shows(siti: Person, call: Says) -> None:
    message = siti.sends("terima kasih")
    place = {"chat_id": siti.id, "message_id": message.id}
    await call("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert [given[0]["emoji"] for given in message.reactions.values()] == ["👍"]
    wrong = [{"type": "emoji", "emoji": "🦖"}]
    assert "REACTION_INVALID" in await refused(call, "setMessageReaction", **place, reaction=wrong)
