"""What a newcomer meets first: the chat page of the simulator, in a real browser."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from tests.browser.room import (
    CARD,
    LAMP,
    NOTICE,
    QUIZ,
    WIDE,
    open_room,
    picture,
    siti,
    starts_and_opens,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_person_presses_start_writes_and_reads_the_answer(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await room.opens()
        await expect(room.page.get_by_text(NOTICE)).to_be_visible()
        await room.pane().get_by_role("button", name="Mulai").click()
        await expect(room.pane().get_by_role("log")).to_contain_text("/start")
        field = room.pane().get_by_label("Tulis pesan")
        await field.fill(LAMP)
        await field.press("Enter")
        await expect(room.pane().locator(".out").last).to_contain_text(LAMP)
        await expect(field).to_have_value("")
        await room.bot("sendChatAction", action="typing")
        await expect(room.pane().locator(".status")).to_contain_text("mengetik")
        await room.bot("sendMessage", text="<b>Terima kasih</b>, Ibu", parse_mode="HTML")
        await expect(room.pane().locator(".in b").last).to_have_text("Terima kasih")
        await expect(room.pane().locator(".status")).to_have_text("bot")


async def test_what_was_refused_comes_back_into_the_field(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.page.route("**/send", lambda route: route.abort())
        field = room.pane().get_by_label("Tulis pesan")
        await field.fill(LAMP)
        await field.press("Enter")
        await expect(room.page.get_by_text("silakan coba lagi")).to_be_visible()
        await expect(field).to_have_value(LAMP)
        room.faults.clear()


async def test_a_very_long_text_goes_as_several_messages(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        field = room.pane().get_by_label("Tulis pesan")
        await field.fill("kata " * 1000)
        await field.press("Enter")
        await expect(room.pane().locator(".out")).to_have_count(3)
        sent = [len(m.text) for m in siti(room).chat.messages.values()]
        assert sum(sent[1:]) == len("kata " * 1000) - 2


async def test_a_tapped_button_turns_until_the_bot_answers(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.bot("sendMessage", text="Sudah benar?", reply_markup=CARD)
        button = room.pane().get_by_role("button", name="Kirim", exact=True).first
        await button.click()
        await expect(button).to_have_attribute("aria-busy", "true")
        await room.answers(text="Terkirim")
        await expect(button).not_to_have_attribute("aria-busy", "true")
        await expect(room.pane().get_by_text("Terkirim", exact=True)).to_be_visible()
        async with room.page.expect_response("**/tap"):
            await button.click()
        await room.answers(text="Sudah kedaluwarsa", show_alert=True)
        await expect(room.page.get_by_role("dialog")).to_contain_text("Sudah kedaluwarsa")
        await room.page.keyboard.press("Escape")
        await expect(room.page.get_by_role("dialog")).to_have_count(0)


async def test_an_edit_happens_in_place_and_a_deleted_message_goes(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        card = await room.bot("sendMessage", text="Draf", reply_markup=CARD)
        message = room.pane().locator(".in").last
        await message.get_by_role("button", name="Kirim").focus()
        number = card["message_id"]
        await room.bot("editMessageText", message_id=number, text="Nomor 41", reply_markup=CARD)
        await expect(message).to_contain_text("Nomor 41")
        await expect(message).to_contain_text("diedit")
        await expect(message.get_by_role("button", name="Kirim")).to_be_focused()
        await room.bot("editMessageText", message_id=number, text="Nomor 42")
        await expect(message).to_contain_text("Nomor 42")
        await expect(message.get_by_role("button", name="Kirim")).to_have_count(0)
        await room.bot("deleteMessage", message_id=number)
        await expect(room.pane().locator(".in")).to_have_count(0)


async def test_own_words_are_changed_with_the_up_arrow(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        siti(room).sends("Lampu mti")
        field = room.pane().get_by_label("Tulis pesan")
        await expect(room.pane().locator(".out").last).to_contain_text("mti")
        await field.press("ArrowUp")
        await field.fill("Lampu mati")
        await field.press("Enter")
        await expect(room.pane().locator(".out").last).to_contain_text("Lampu mati")
        await expect(field).to_have_value("")


async def test_two_photos_go_as_one_album_and_open_large(browser: Browser, tmp_path: Path) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.pane().get_by_label("Lampirkan").click()
        async with room.page.expect_file_chooser() as chooser:
            await room.page.get_by_role("menuitem", name="Foto atau video").click()
        files = [picture(tmp_path, "a.png", "teal"), picture(tmp_path, "b.png", "olive")]
        await (await chooser.value).set_files(files)
        dialog = room.page.get_by_role("dialog", name="Kirim 2 lampiran")
        await dialog.get_by_label("Keterangan").fill("Dua sudut")
        await dialog.get_by_role("button", name="Kirim", exact=True).click()
        album = room.pane().locator(".album")
        await expect(album.locator("img")).to_have_count(2)
        await expect(room.pane().locator(".message").last).to_contain_text("Dua sudut")
        sent = [m.data for m in siti(room).chat.messages.values() if "photo" in m.data]
        assert len({data["media_group_id"] for data in sent}) == 1
        await album.locator("button").first.click()
        await room.page.keyboard.press("ArrowRight")
        await expect(room.page.get_by_role("dialog")).to_contain_text("2 dari 2")


async def test_a_quiz_tells_what_was_right_and_why(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.bot("sendPoll", **QUIZ)
        await room.pane().get_by_role("button", name="Bupati saja").click()
        poll = room.pane().locator(".poll")
        await expect(poll).to_contain_text("UU 25/2009 Pasal 20.")
        await expect(poll.locator(".wrong")).to_contain_text("Bupati saja")
        await expect(poll.locator(".right")).to_contain_text("Setiap penyelenggara")
        await expect(poll).to_contain_text("1 suara")


async def test_reply_buttons_share_words_place_and_contact(browser: Browser) -> None:
    rows = [
        [{"text": "Laporan saya"}],
        [{"text": "Kirim lokasi", "request_location": True}],
        [{"text": "Bagikan kontak", "request_contact": True}],
    ]
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.bot("sendMessage", text="Di mana?", reply_markup={"keyboard": rows})
        keys = room.pane().get_by_role("group", name="Tombol balasan")
        await keys.get_by_role("button", name="Laporan saya").click()
        await expect(room.pane().locator(".out").last).to_contain_text("Laporan saya")
        await keys.get_by_role("button", name="Kirim lokasi").click()
        await room.page.keyboard.press("ArrowRight")
        await room.page.get_by_role("button", name="Kirim lokasi ini").click()
        await expect(room.pane().locator(".place svg")).to_be_visible()
        await keys.get_by_role("button", name="Bagikan kontak").click()
        await room.page.get_by_role("button", name="Bagikan", exact=True).click()
        await expect(room.pane().locator(".contact")).to_contain_text("Siti")


async def test_a_voice_message_needs_no_microphone(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await room.pane().get_by_role("button", name="Rekam pesan suara").click()
        await expect(room.pane().locator(".record-label")).to_contain_text("Mikrofon tidak")
        await room.pane().get_by_role("button", name="Kirim", exact=True).click()
        play = room.pane().get_by_role("button", name="Putar pesan suara")
        await play.click()
        await expect(room.pane().get_by_role("button", name="Jeda")).to_be_visible()


async def test_the_bots_own_link_presses_start_and_the_bot_can_be_blocked(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        link = '<a href="https://t.me/tanggap_bot?start=undangan">Gabung</a>'
        await room.bot("sendMessage", text=link, parse_mode="HTML")
        await room.pane().get_by_role("link", name="Gabung").click()
        await expect(room.pane().locator(".out").last).to_contain_text("/start undangan")
        await room.pane().get_by_label("Menu obrolan").click()
        await room.page.get_by_role("menuitem", name="Blokir bot").click()
        await room.pane().get_by_role("button", name="Buka blokir").click()
        await expect(room.pane().get_by_label("Tulis pesan")).to_be_visible()


async def test_two_chats_side_by_side_and_what_is_unread(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        room.telegram.people["Rahmat"].starts()
        await starts_and_opens(room)
        await room.bot("sendMessage", to="Rahmat", text="Laporan baru")
        row = room.page.locator(".row", has_text="Rahmat")
        await expect(row.get_by_label("1 belum dibaca")).to_be_visible()
        await row.press("Control+Enter")
        await expect(room.pane(1).get_by_role("log")).to_contain_text("Laporan baru")
        await expect(row.get_by_label("belum dibaca")).to_have_count(0)
        assert "right=" in room.page.url


async def test_the_working_day_jumps(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        await starts_and_opens(room)
        await expect(room.page.locator(".clock")).to_contain_text("Senin, 2 Maret 2026")
        await room.page.get_by_role("button", name="Lompat satu hari kerja").click()
        await expect(room.page.locator(".clock")).to_contain_text("Selasa, 3 Maret 2026")
        await expect(room.pane().locator(".day")).to_have_text("Kemarin")


async def test_after_a_lost_connection_the_page_catches_up(browser: Browser) -> None:
    async with open_room(browser, WIDE) as room:
        refused = 0

        async def refuse_once(route: Route) -> None:
            nonlocal refused
            refused += 1
            await (route.fulfill(status=503) if refused == 1 else route.fallback())

        await room.page.route("**/control/events", refuse_once)
        await starts_and_opens(room)
        await expect(room.page.locator(".offline")).to_contain_text("Menyambung kembali")
        await room.bot("sendMessage", text="Sementara itu")
        await expect(room.pane().get_by_role("log")).to_contain_text("Sementara itu")
        await expect(room.page.locator(".offline")).to_be_hidden()
        room.faults.clear()


async def test_the_first_sight_is_a_citizen_beside_somebody_of_the_office(
    browser: Browser,
) -> None:
    async with open_room(browser, WIDE) as room:
        await room.opens()
        await expect(room.pane(0).locator(".as")).to_contain_text("Siti")
        await expect(room.pane(1).locator(".as")).to_contain_text("Rahmat")
