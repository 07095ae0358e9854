"""A citizen asks: answered, offered, or passed on, and nothing has to be written twice."""

import pytest

from core.knowledge.models import AskedQuestion
from core.knowledge.services import load_articles
from core.tickets.models import Ticket
from tests.core.sample_content import ARTICLES
from tests.simulator.world import picture
from tests.world import World

SURE = "Berapa biaya bikin KTP?"
VAGUE = "Bagaimana kalau KTP dan akta?"
STRANGE = "Apa syarat memelihara ubur-ubur di balai desa?"
CARD = "Pertanyaan Anda untuk petugas"


@pytest.fixture
async def knowing(world: World) -> World:
    async with world.machine.db.begin() as session:
        await load_articles(session, ARTICLES, now=world.clock.now())
    return world


async def test_a_clear_question_is_answered_at_once_with_its_source(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(SURE)
    assert "Jawaban ktp/biaya." in siti.last
    assert "kebijakan kantor" in siti.last
    assert siti.buttons == ["👍 Membantu", "Tidak membantu"]
    await siti.taps("👍 Membantu")
    assert "Senang dapat membantu" in siti.last
    [asked] = await knowing.rows(AskedQuestion)
    assert (asked.helpful, asked.words) == (True, None)


async def test_an_answer_quotes_the_office(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("Jam berapa kantor buka?")
    assert "Kecamatan Tirta Asri buka:\nSenin–Kamis 08.00–12.00, 13.00–16.00" in siti.last


async def test_an_english_reader_is_told_that_answers_are_indonesian(knowing: World) -> None:
    john = knowing.citizen("John", language="en")
    await john.sends(SURE)
    assert "in Indonesian for now" in john.last


async def test_a_vague_question_gets_offers_and_the_chosen_answer(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(VAGUE)
    assert "Mungkin ini yang Anda maksud?" in siti.last
    assert siti.buttons[-1] == "Bukan ini"
    assert siti.buttons == ["AKTA", "KTP", "Bukan ini"]
    await siti.taps("KTP")
    assert siti.buttons == ["Syarat", "Biaya", "Bukan ini"]
    await siti.taps("Biaya")
    assert "Jawaban ktp/biaya." in siti.last


async def test_none_of_the_offers_makes_a_draft_with_the_words_kept(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(VAGUE)
    await siti.taps("Bukan ini")
    assert CARD in siti.last
    assert VAGUE in siti.last
    await siti.taps("Kirim")
    [ticket] = await knowing.rows(Ticket)
    assert (ticket.kind, ticket.text) == ("information_request", VAGUE)
    [asked] = await knowing.rows(AskedQuestion)
    assert (asked.ticket_id, asked.words) == (ticket.id, None)


async def test_a_question_nobody_can_answer_is_ready_to_be_sent(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(STRANGE)
    assert CARD in siti.last
    assert STRANGE in siti.last
    await siti.taps("Kirim")
    [ticket] = await knowing.rows(Ticket)
    assert ticket.text == STRANGE


async def test_an_answer_that_does_not_help_leads_to_others_then_to_the_officers(
    knowing: World,
) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(VAGUE)
    await siti.taps("KTP")
    await siti.taps("Biaya")
    await siti.taps("Tidak membantu")
    assert "Terima kasih sudah memberi tahu" in siti.last
    assert siti.buttons == ["KTP", "AKTA", "Bukan ini"]
    await siti.taps("KTP")
    assert "Jawaban ktp/hilang." in siti.last
    await siti.taps("Tidak membantu")
    await siti.taps("Bukan ini")
    assert CARD in siti.last
    assert VAGUE in siti.last


async def test_an_only_answer_that_does_not_help_leads_to_the_officers(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("Jam berapa kantor buka?")
    await siti.taps("Tidak membantu")
    assert CARD in siti.last
    assert "Jam berapa kantor buka?" in siti.last


async def test_other_words_are_a_new_question_and_other_matters_a_report(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(VAGUE)
    await siti.sends("Apa syarat akta kelahiran?")
    assert "Jawaban akta/lahir." in siti.last
    await siti.sends(VAGUE)
    await siti.sends("Lampu jalan di depan balai desa mati sejak Senin.")
    assert "Lampu jalan" in siti.last
    assert "Kirim" in " ".join(siti.buttons)


async def test_tanya_takes_its_question_with_it_or_asks_for_one(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("/tanya biaya ktp")
    assert "Jawaban ktp/biaya." in siti.last
    await siti.sends("/tanya")
    assert "tulis pertanyaan Anda" in siti.last
    await siti.sends("biaya ktp")
    assert "Jawaban ktp/biaya." in siti.last


async def test_a_question_in_between_leaves_the_draft_alone(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("Lampu jalan di depan balai desa mati sejak Senin.")
    await siti.sends("/tanya biaya ktp")
    assert "Jawaban ktp/biaya." in siti.last
    await siti.taps("Kirim")
    [ticket] = await knowing.rows(Ticket)
    assert ticket.text == "Lampu jalan di depan balai desa mati sejak Senin."


async def test_offers_survive_a_restart_and_an_article_that_is_gone_is_not_shown(
    knowing: World,
) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(VAGUE)
    await knowing.restart()
    async with knowing.machine.db.begin() as session:
        await load_articles(session, ARTICLES[2:], now=knowing.clock.now())
    await siti.taps("KTP")
    assert "sedang diperbarui" in siti.last
    await siti.taps("Bukan ini")
    assert VAGUE in siti.last


@pytest.mark.parametrize("value", ["1", "99", "x", "9" * 30, "", "-1"])
async def test_a_forged_button_reaches_nobodys_question(knowing: World, value: str) -> None:
    siti, eko = knowing.citizen("Siti"), knowing.citizen("Eko")
    await siti.sends(SURE)
    await eko.sends("halo")
    await eko.taps_data(f"question:helpful:{value}:0")
    assert "sudah tidak tersedia" in eko.last
    [asked] = await knowing.rows(AskedQuestion)
    assert asked.helpful is None


@pytest.mark.parametrize("value", ["9", "999", "none2", ""])
async def test_a_forged_choice_is_no_answer(knowing: World, value: str) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(VAGUE)
    version = siti.newest.data["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await siti.taps_data(f"choosing:service:{value}:{version.split(':')[-1]}")
    assert CARD in siti.last or "Mungkin ini" in siti.last


async def test_a_draft_that_was_a_question_is_answered(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("Belum jadi bikin KTP karena biaya")
    assert "Laporan Anda" in siti.last
    await siti.taps("Bukan laporan?")
    assert "Mungkin ini yang Anda maksud?" in siti.last or "Jawaban ktp/biaya." in siti.last
    await siti.taps("Bukan ini" if "Bukan ini" in siti.buttons else "Tidak membantu")
    if "Bukan ini" in siti.buttons:
        await siti.taps("Bukan ini")
    assert CARD in siti.last
    assert "Belum jadi bikin KTP karena biaya" in siti.last
    await siti.taps("Kirim")
    [ticket] = await knowing.rows(Ticket)
    assert ticket.kind == "information_request"


async def test_a_draft_nobody_can_answer_becomes_a_question_on_its_card(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("Ubur-ubur di balai desa rusak")
    await siti.taps("Bukan laporan?")
    assert CARD in siti.last
    assert len(siti.reads()) == 1
    await siti.taps("Ini laporan")
    await siti.taps("Bukan laporan?")
    await siti.taps("Kirim")
    [asked] = await knowing.rows(AskedQuestion)
    [ticket] = await knowing.rows(Ticket)
    assert (ticket.kind, asked.ticket_id) == ("information_request", ticket.id)


async def test_a_question_with_a_photo_is_for_an_officer(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends_photo(picture(), "Biaya KTP saya rusak")
    await siti.taps("Bukan laporan?")
    assert CARD in siti.last
    assert "1 foto" in siti.last


async def test_what_the_question_before_was_about_need_not_be_said_again(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("KTP hilang, apa syarat menggantinya?")
    await siti.sends("biayanya brp ya?")
    assert "Jawaban ktp/biaya." in siti.last
    await knowing.passes(minutes=20)
    await siti.sends("biayanya brp ya?")
    assert "urusan apa" in siti.last


async def test_a_question_that_names_no_matter_is_asked_back_and_answered(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("biayanya berapa ya?")
    assert "urusan apa" in siti.last
    await siti.sends("KTP")
    assert "Jawaban ktp/biaya." in siti.last
    assert len(await knowing.rows(AskedQuestion)) == 1


async def test_a_report_in_place_of_the_matter_is_a_report(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("syaratnya apa aja kak?")
    assert "urusan apa" in siti.last
    await siti.sends("Lampu jalan di depan balai desa mati sejak Senin.")
    assert "✅ Kirim" in siti.buttons
