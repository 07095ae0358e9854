"""The two common client libraries work against the simulator over HTTP."""

from collections.abc import AsyncIterator

import aiogram
import pytest
import telegram as ptb
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from simulator import groups
from simulator.people import Person
from simulator.telegram import TOKEN, Telegram
from tests.simulator.world import Client, picture


@pytest.fixture
async def bot(client: Client, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ptb.Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    root = str(client.make_url("/"))
    async with ptb.Bot(TOKEN, base_url=f"{root}bot", base_file_url=f"{root}file/bot") as bot:
        yield bot


@pytest.fixture
async def other(client: Client) -> AsyncIterator[aiogram.Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(str(client.make_url("/"))))
    async with aiogram.Bot(TOKEN, session=session).context() as bot:
        yield bot


async def test_ptb_walks_through_a_conversation(siti: Person, bot: ptb.Bot) -> None:
    assert bot.username == "tanggap_bot"
    siti.sends_photo(picture(), caption="Jalan rusak")
    start, photo = await bot.get_updates(timeout=0)
    assert start.message
    assert start.message.text == "/start"
    assert photo.message
    assert photo.message.caption == "Jalan rusak"
    file = await bot.get_file(photo.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()).startswith(b"\xff\xd8")
    button = ptb.InlineKeyboardButton("Kirim", callback_data="draft:send:1")
    markup = ptb.InlineKeyboardMarkup([[button]])
    card = await bot.send_message(siti.id, "<b>Kirim?</b>", "HTML", reply_markup=markup)
    siti.taps("Kirim")
    *_, press = await bot.get_updates(offset=photo.update_id + 1, timeout=0)
    assert press.callback_query
    assert press.callback_query.data == "draft:send:1"
    await press.callback_query.answer("Baik")
    await card.edit_text("Terkirim")
    assert siti.reads() == ["Terkirim"]


async def test_ptb_reads_every_kind_of_refusal(
    siti: Person, bot: ptb.Bot, telegram: Telegram
) -> None:
    group = telegram.add_group("Petugas", siti)
    groups.add(telegram, group, telegram.bot, siti.account)
    new = groups.migrate(telegram, group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "Halo")
    assert moved.value.new_chat_id == new.id
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "Halo")
    telegram.set_limits(on=True)
    await bot.send_message(siti.id, "satu")
    with pytest.raises(RetryAfter):
        await bot.send_message(siti.id, "dua")
    siti.blocks()
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(siti.id, "tiga")


async def test_ptb_sends_what_the_service_sends(siti: Person, bot: ptb.Bot) -> None:
    await bot.send_document(siti.id, b"%PDF", filename="surat.pdf", caption="Surat")
    await bot.send_media_group(siti.id, [ptb.InputMediaPhoto(picture()) for _ in range(2)])
    await bot.send_location(siti.id, -6.2, 106.8)
    await bot.send_chat_action(siti.id, "typing")
    keys = ptb.ReplyKeyboardMarkup([[ptb.KeyboardButton("Nomor", request_contact=True)]])
    await bot.send_message(siti.id, "Nomor?", reply_markup=keys)
    await bot.send_poll(siti.id, "?", ["a", "b"], type="quiz", correct_option_ids=[1])
    await bot.set_my_commands([("laporan", "Laporan saya")], ptb.BotCommandScopeChat(siti.id))
    assert (await bot.get_chat(siti.id)).first_name == "Siti"
    assert siti.reads() == ["Surat", "", "", "", "Nomor?", "?"]


async def test_aiogram_works_too(siti: Person, other: aiogram.Bot) -> None:
    updates = await other.get_updates()
    assert updates[0].message
    assert updates[0].message.text == "/start"
    photo = BufferedInputFile(picture(), "peta.png")
    sent = await other.send_photo(siti.id, photo, caption="<i>peta</i>", parse_mode="HTML")
    assert sent.photo
    assert sent.photo[-1].width == 400
    file = await other.download(sent.photo[-1])
    assert file
    assert file.read(2) == b"\xff\xd8"
    assert (await other.get_chat(siti.id)).first_name == "Siti"
