"""Replies, questions and notes: what is sent, to whom, and that nothing typed is lost."""

import pytest

from core.tickets.models import Attachment
from tests.bot.desks import LAMP, RIDDLE, card, filed, leaves, newest, steps
from tests.simulator.world import picture
from tests.world import World

SAYS = "Kami periksa siang ini, Bu."
ALBUM = [picture(size) for size in (200, 210, 220)]


async def test_the_officer_sees_what_was_sent_and_to_whom(world: World) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Balas")
    assert (await newest(world)).code in budi.last
    assert LAMP in budi.last
    await budi.sends(SAYS)
    assert "Terkirim kepada pelapor (Siti)" in budi.last
    assert SAYS in budi.last


async def test_whoever_answers_a_new_report_has_it(world: World) -> None:
    await filed(world)
    dewi = world.staff("Dewi")
    await dewi.taps("Balas")
    await dewi.sends(SAYS)
    assert "Petugas: Dewi" in card(dewi).text


async def test_a_reply_to_the_card_writes_to_the_citizen(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.replies(card(budi), SAYS)
    assert SAYS in siti.last
    assert "Terkirim kepada pelapor (Siti)" in budi.last


async def test_a_reply_to_any_message_about_the_report_writes_to_the_citizen(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Terima")
    await budi.replies(budi.newest, SAYS)
    assert SAYS in siti.last
    await siti.replies(siti.newest, "Terima kasih, Pak.")
    assert "Terima kasih, Pak." in budi.last
    await budi.replies(budi.newest, "Sama-sama, Bu.")
    assert "Sama-sama, Bu." in siti.last


async def test_a_photo_in_a_reply_is_passed_on_and_not_forwarded(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.sends_photo(picture(), "Ini tiangnya?", reply_to=card(budi))
    assert "Ini tiangnya?" in siti.last or "Ini tiangnya?" in siti.reads()[-2]
    assert "photo" in siti.newest.data
    assert "forward_origin" not in siti.newest.data
    assert "1 lampiran" in budi.last


async def test_an_album_in_reply_to_the_card_goes_out_whole(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    pieces = [{"kind": "photo", "data": one, "reply_to": card(budi)} for one in ALBUM]
    await budi.sends_album(pieces, "Tiga tiang ini?")
    assert "3 lampiran sudah ada" in budi.last
    await budi.taps("Kirim")
    assert len([message for message in siti.person.messages if "photo" in message.data]) == 3
    assert len([text for text in budi.reads() if "Terkirim kepada pelapor" in text]) == 1


async def test_an_album_goes_out_when_the_officer_says_it_is_whole(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Balas")
    await budi.sends_album(ALBUM, "Tiga tiang ini?")
    assert "3 lampiran sudah ada" in budi.last
    assert await world.count(Attachment) == 0
    await budi.taps("Kirim")
    assert len([message for message in siti.person.messages if "photo" in message.data]) == 3
    assert "3 lampiran" in budi.last


async def test_a_question_waits_for_the_answer_and_brings_it_back(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Tanya pelapor")
    await budi.sends("Tiang nomor berapa, Bu?")
    assert "Tiang nomor berapa, Bu?" in siti.last
    assert "Menunggu jawaban pelapor" in card(budi).text
    await siti.replies(siti.newest, "Nomor tujuh.")
    assert "Nomor tujuh." in budi.last
    assert "Sedang ditangani" in card(budi).text


async def test_a_note_is_for_the_office_only(world: World) -> None:
    siti, budi, dewi = await filed(world), world.staff("Budi"), world.staff("Dewi")
    await budi.taps("Terima")
    heard = len(siti.reads())
    await dewi.taps("Catatan")
    await dewi.sends("Pelapor pernah salah alamat.")
    assert len(siti.reads()) == heard
    assert "Catatan dari Dewi" in budi.last
    assert "pelapor tidak membacanya" in dewi.last


async def test_a_note_written_as_a_reply_to_the_card_stays_a_note(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    heard = len(siti.reads())
    await budi.taps("Catatan")
    await budi.replies(card(budi), "Pelapor pernah salah alamat.")
    assert len(siti.reads()) == heard
    assert await steps(world) == ["filed", "noted"]


async def test_a_reply_to_the_words_of_a_note_does_not_reach_the_citizen(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    heard = len(siti.reads())
    await budi.taps("Catatan")
    await budi.sends("Pelapor pernah salah alamat.")
    await budi.replies(budi.newest, "Saya cek dulu di buku.")
    assert len(siti.reads()) == heard


@pytest.mark.parametrize("button", ["Tanya pelapor", "Catatan"])
async def test_a_photo_where_only_words_go_is_refused_kindly(world: World, button: str) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps(button)
    await budi.sends_photo(picture(), "Lihat ini")
    assert "hanya tulisan" in budi.last
    await budi.sends("Tiang nomor tujuh?")
    assert "Tiang nomor tujuh?" in budi.last


@pytest.mark.parametrize("button", ["Balas", "Tanya pelapor", "Catatan", "Selesai"])
async def test_a_sticker_says_nothing_and_a_lost_command_goes_nowhere(
    world: World, button: str
) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    heard = len(siti.reads())
    await budi.taps(button)
    await budi.sends_sticker()
    assert "dengan kata-kata" in budi.last or "jelaskan" in budi.last
    await budi.sends("/tuags")
    assert "Perintah itu tidak ada" in budi.last
    assert len(siti.reads()) == heard
    assert await steps(world) == ["filed"]


async def test_a_text_as_long_as_telegram_takes_arrives_whole(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    long = "".join(f"Tiang nomor {number}. " for number in range(300))[:4000].strip()
    await budi.replies(card(budi), long)
    for one in (siti, budi):
        assert set(long.split()) <= set(" ".join(one.reads()[-2:]).split())


async def test_a_text_the_app_had_to_cut_goes_out_in_one_piece(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    heard = len(siti.reads())
    await budi.replies(card(budi), ("x" * 7 + " ") * 511 + "y" * 8)
    assert "mungkin masih ada sambungannya" in budi.last
    assert len(siti.reads()) == heard
    await budi.sends("z" * 8 + " dan selesai.")
    assert f"{'y' * 8}{'z' * 8} dan selesai." in " ".join(siti.reads()[-2:])
    assert f"{'y' * 8}{'z' * 8} dan selesai." in " ".join(budi.reads()[-2:])


@pytest.mark.parametrize("button", ["Balas", "Tanya pelapor", "Catatan", "Selesai"])
async def test_what_was_typed_comes_back_when_a_colleague_was_faster(
    world: World, button: str
) -> None:
    await filed(world)
    budi, dewi = world.staff("Budi"), world.staff("Dewi")
    await budi.taps(button)
    await dewi.taps("Terima")
    await budi.sends(SAYS)
    assert "sudah ditangani Dewi" in budi.last
    assert "belum terkirim" in budi.last
    assert SAYS in budi.last
    assert await steps(world) == ["filed", "accepted"]


async def test_what_was_typed_comes_back_when_the_report_went_to_another_unit(
    world: World,
) -> None:
    await filed(world)
    budi = world.staff("Budi")
    await budi.taps("Balas")
    elsewhere = await world.unit("pelayanan")
    await world.does("Kartika", "reassign", await newest(world), elsewhere, "Soal loket.")
    await budi.sends(SAYS)
    assert SAYS in budi.last
    assert "belum terkirim" in budi.last
    assert "replied" not in await steps(world)


async def test_what_was_typed_comes_back_when_the_account_was_taken_away(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Balas")
    await leaves(world, "Budi")
    heard = len(siti.reads())
    await budi.sends(SAYS)
    assert "untuk petugas kantor" in budi.last
    assert SAYS in budi.last
    assert len(siti.reads()) == heard
    await budi.sends(RIDDLE)
    assert "Laporan Anda" in budi.last


async def test_whoever_has_the_report_may_answer_while_the_citizen_writes(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps("Tanya pelapor")
    await budi.sends("Tiang nomor berapa, Bu?")
    await budi.taps("Balas")
    await siti.replies(siti.finds("Tiang nomor"), "Nomor tujuh.")
    await budi.sends(SAYS)
    assert SAYS in siti.last


async def test_pressing_many_buttons_leaves_one_dialogue(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    for button in ("Balas", "Catatan", "Balas", "Tanya pelapor"):
        await budi.taps(button, card(budi))
    await budi.sends("Tiang nomor berapa, Bu?")
    assert "Pertanyaan terkirim" in budi.last
    assert "Tiang nomor berapa, Bu?" in siti.last


async def test_cancelling_sends_nothing(world: World) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    heard = len(siti.reads())
    await budi.taps("Balas")
    await budi.taps("Batal")
    assert "tetap seperti semula" in budi.last
    await budi.taps("Catatan")
    await budi.sends("/batal")
    await budi.sends(RIDDLE)
    assert "Laporan Anda" in budi.last
    assert len(siti.reads()) == heard
    assert await steps(world) == ["filed"]


@pytest.mark.parametrize("button", ["Balas", "Catatan"])
async def test_whoever_corrects_what_was_sent_is_told_how(world: World, button: str) -> None:
    siti, budi = await filed(world), world.staff("Budi")
    await budi.taps(button)
    sent = await budi.sends(SAYS)
    heard = len(siti.reads())
    await budi.edits(sent, "Kami periksa besok siang, Bu.")
    assert "Tulis ralatnya dengan membalas" in budi.last
    assert len(siti.reads()) == heard
