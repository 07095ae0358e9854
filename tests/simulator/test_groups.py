"""Groups: what a bot sees there, coming and going, becoming a supergroup."""

import pytest

from simulator import groups
from simulator.chats import Chat
from simulator.errors import ApiError, NotPossible
from simulator.people import Person
from simulator.telegram import Telegram
from tests.simulator.world import Says, Updates, refused


@pytest.fixture
def group(telegram: Telegram, siti: Person) -> Chat:
    """A group of Siti's with the bot in it."""
    group = telegram.add_group("Petugas Trantib", siti, telegram.person("Agus"))
    groups.add(telegram, group, telegram.bot, siti.account)
    return group


def test_a_bot_learns_that_it_was_added(group: Chat, updates: Updates) -> None:
    change = updates("my_chat_member")[0]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
        "left",
        "member",
    )
    assert change["chat"]["id"] == group.id
    assert "new_chat_members" in updates("message")[-1]


async def test_with_privacy_a_bot_sees_only_what_is_meant_for_it(
    group: Chat, siti: Person, call: Says, updates: Updates
) -> None:
    said = await call("sendMessage", chat_id=group.id, text="Tugas baru")
    member = siti.inside(group)
    member.sends("obrolan biasa")
    member.sends("/tugas")
    member.sends("/tugas@lain_bot")
    member.sends("/tugas@tanggap_bot")
    member.sends("siap", reply_to=said["message_id"])
    seen = [message.get("text") for message in updates("message") if "text" in message]
    assert seen == ["/start", "/tugas", "/tugas@tanggap_bot", "siap"]


def test_an_administrator_sees_everything(
    group: Chat, siti: Person, telegram: Telegram, updates: Updates
) -> None:
    groups.promote(telegram, group, telegram.bot, siti.account)
    siti.inside(group).sends("obrolan biasa")
    assert updates("message")[-1]["text"] == "obrolan biasa"


async def test_everybody_reads_what_the_bot_says(
    group: Chat, telegram: Telegram, siti: Person, call: Says
) -> None:
    await call("sendMessage", chat_id=group.id, text="Halo semua")
    agus = telegram.person("Agus")
    assert siti.inside(group).last.text == agus.inside(group).last.text == "Halo semua"


async def test_a_removed_bot_gets_403(
    group: Chat, telegram: Telegram, siti: Person, call: Says, updates: Updates
) -> None:
    groups.remove(telegram, group, telegram.bot, siti.account)
    assert updates("my_chat_member")[-1]["new_chat_member"]["status"] == "kicked"
    refusal = await refused(call, "sendMessage", chat_id=group.id, text="Halo")
    assert refusal == "Forbidden: bot was kicked from the group chat"


async def test_a_bot_can_leave(group: Chat, call: Says) -> None:
    await call("leaveChat", chat_id=group.id)
    refusal = await refused(call, "sendMessage", chat_id=group.id, text="Halo")
    assert refusal == "Forbidden: bot is not a member of the group chat"


async def test_a_group_becomes_a_supergroup(
    group: Chat, telegram: Telegram, siti: Person, call: Says, updates: Updates
) -> None:
    new = groups.migrate(telegram, group)
    with pytest.raises(ApiError) as moved:
        await call("sendMessage", chat_id=group.id, text="Halo")
    assert moved.value.parameters == {"migrate_to_chat_id": new.id}
    assert "upgraded to a supergroup chat" in moved.value.description
    before, after = updates("message")[-2:]
    assert before["migrate_to_chat_id"] == after["chat"]["id"] == new.id
    assert after["migrate_from_chat_id"] == before["chat"]["id"] == group.id
    sent = await call("sendMessage", chat_id=new.id, text="Halo")
    assert sent["chat"]["type"] == "supergroup"
    assert siti.inside(new).last.text == "Halo"


async def test_members_are_known(group: Chat, siti: Person, telegram: Telegram, call: Says) -> None:
    person = {"chat_id": group.id, "user_id": siti.id}
    assert (await call("getChatMember", **person))["status"] == "member"
    assert await call("getChatMemberCount", chat_id=group.id) == 3
    stranger = telegram.person("Budi")
    answer = await call("getChatMember", chat_id=group.id, user_id=stranger.id)
    assert answer["status"] == "left"
    groups.promote(telegram, group, telegram.bot, siti.account)
    admins = await call("getChatAdministrators", chat_id=group.id)
    assert [admin["user"]["id"] for admin in admins] == [telegram.bot.id]


async def test_pinning_needs_the_right(
    group: Chat, siti: Person, telegram: Telegram, call: Says
) -> None:
    sent = await call("sendMessage", chat_id=group.id, text="Piket")
    place = {"chat_id": group.id, "message_id": sent["message_id"]}
    assert "not enough rights" in await refused(call, "pinChatMessage", **place)
    groups.promote(telegram, group, telegram.bot, siti.account)
    await call("pinChatMessage", **place)
    assert (await call("getChat", chat_id=group.id))["pinned_message"]["text"] == "Piket"


async def test_a_group_the_bot_never_was_in_does_not_exist_for_it(
    telegram: Telegram, siti: Person, call: Says
) -> None:
    group = telegram.add_group("Lain", siti)
    refusal = await refused(call, "sendMessage", chat_id=group.id, text="Halo")
    assert refusal == "Bad Request: chat not found"


def test_nobody_writes_into_a_group_that_moved(
    group: Chat, telegram: Telegram, siti: Person
) -> None:
    groups.migrate(telegram, group)
    with pytest.raises(NotPossible):
        siti.inside(group).sends("halo?")
