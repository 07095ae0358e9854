"""Service, then what of it: every way a question that is not answered at once may go."""

import pytest

from core.knowledge.models import AskedQuestion
from core.knowledge.services import ArticleRow, load_articles
from core.tickets.models import Ticket
from tests.core.sample_content import article
from tests.world import World

CARD = "Pertanyaan Anda untuk petugas"


def told(code: str, facet: str, question: str, *aliases: str) -> ArticleRow:
    row = article(code, question, *aliases)
    row["facet"] = facet
    return row


ARTICLES = [
    told("kk/baru", "syarat", "Apa syarat membuat KK baru?", "bikin kk baru"),
    told("kk/pisah", "syarat", "Apa syarat pisah KK?", "pecah kk dari orang tua"),
    told("kk/biaya", "biaya", "Berapa biaya KK?", "kk bayar ga"),
    told("kk/lama", "waktu", "Berapa lama KK selesai?", "kk jadi berapa hari"),
    told("kia/syarat", "syarat", "Apa syarat KIA?", "bikin kia"),
    told("kia/guna", "produk", "Apa itu KIA?", "kia buat apa"),
    told("sktm/syarat", "syarat", "Apa syarat SKTM?", "bikin sktm"),
    told("sku/syarat", "syarat", "Apa syarat SKU?", "bikin sku"),
    told("sku/awasi", "pengawasan", "Siapa yang mengawasi layanan SKU?", "pengawas sku"),
]
MANY = "apa saja syarat bikin kk baru, kia, sktm, sku?"


@pytest.fixture
async def knowing(world: World) -> World:
    async with world.machine.db.begin() as session:
        await load_articles(session, ARTICLES, now=world.clock.now())
    return world


async def test_two_facets_of_one_service_are_answered_in_one_message(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("berapa biaya sama berapa lama KK?")
    assert "Jawaban kk/biaya." in siti.last
    assert "Jawaban kk/lama." in siti.last
    assert siti.buttons == ["👍 Membantu", "Tidak membantu"]
    await siti.sends("Syarat sama biaya KK")
    assert "Jawaban kk/baru." in siti.last
    assert "Jawaban kk/biaya." in siti.last
    assert len([one for one in siti.reads() if "Jawaban" in one]) == 2


async def test_a_service_leads_to_its_facets_and_a_facet_to_its_cases(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("kk?")
    assert "Apa yang ingin Anda ketahui?" in siti.last
    assert siti.buttons == ["Syarat", "Biaya", "Waktu", "Bukan ini"]
    await siti.taps("Syarat")
    assert siti.buttons == ["Apa syarat membuat KK baru?", "Apa syarat pisah KK?", "Bukan ini"]
    await siti.taps("Bukan ini")
    assert siti.buttons == ["Syarat", "Biaya", "Waktu", "Bukan ini"]
    await siti.taps("Syarat")
    await siti.taps("Apa syarat pisah KK?")
    assert "Jawaban kk/pisah." in siti.last
    await siti.sends("sku?")
    assert siti.buttons == ["Syarat", "Pengawasan", "Bukan ini"]
    await siti.sends("syarat kk")
    assert siti.buttons == ["Apa syarat membuat KK baru?", "Apa syarat pisah KK?", "Bukan ini"]


async def test_what_was_asked_of_it_need_not_be_tapped_again(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("berapa biaya kia dan sku?")
    assert {"KK", "KIA"} <= set(siti.buttons)
    await siti.taps("KK")
    assert "Jawaban kk/biaya." in siti.last


async def test_a_facet_nobody_wrote_is_said_and_the_question_kept(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("Berapa biaya KIA?")
    assert "belum ada jawaban di sini: Biaya" in siti.last
    assert siti.buttons == ["Syarat", "Hasil layanan", "✉️ Tanya petugas"]
    await siti.taps("✉️ Tanya petugas")
    assert CARD in siti.last
    assert "Berapa biaya KIA?" in siti.last
    await siti.taps("Kirim")
    [ticket] = await knowing.rows(Ticket)
    [asked] = await knowing.rows(AskedQuestion)
    assert (ticket.text, asked.ticket_id) == ("Berapa biaya KIA?", ticket.id)


async def test_none_of_these_shows_the_next_ones_and_then_the_officers(knowing: World) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends(MANY)
    first = siti.buttons[:-1]
    assert len(first) == 3
    await siti.taps("Bukan ini")
    assert "SKU: Syarat" in siti.last
    assert not set(first) & set(siti.buttons)
    await siti.taps("Bukan ini")
    assert "SKU" in siti.last
    await siti.taps("Bukan ini")
    assert CARD in siti.last
    assert MANY in siti.last


async def test_an_answer_that_does_not_help_leads_on_to_the_rest_of_its_service(
    knowing: World,
) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("Apa itu KIA?")
    assert "Jawaban kia/guna." in siti.last
    await siti.taps("Tidak membantu")
    assert "Terima kasih sudah memberi tahu" in siti.last
    assert "Hasil layanan" not in siti.buttons
    await siti.taps("Syarat")
    assert "Jawaban kia/syarat." in siti.last
    await siti.taps("Membantu")
    [asked] = await knowing.rows(AskedQuestion)
    assert asked.helpful


@pytest.mark.parametrize("value", ["0", "99", "officer2", "evaluasi", ""])
async def test_a_forged_facet_tells_nothing(knowing: World, value: str) -> None:
    siti = knowing.citizen("Siti")
    await siti.sends("kk?")
    version = siti.data_of("Biaya").split(":")[-1]
    await siti.taps_data(f"choosing:facet:{value}:{version}")
    assert "Apa yang ingin Anda ketahui?" in siti.last
    await siti.sends("Lampu jalan di depan balai desa mati sejak Senin.")
    assert "✅ Kirim" in siti.buttons


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("kamu robot ya", "Saya bot kantor ini"),
        ("dasar goblok ga guna", "Kami mengerti Anda kesal"),
        ("bonjour, merci", "Indonesian or English"),
        ("makasih ya kak", "Sama-sama"),
    ],
)
async def test_mere_talk_is_answered_with_a_next_step(world: World, said: str, answer: str) -> None:
    siti = world.citizen("Siti")
    await siti.sends(said)
    assert answer in siti.last
    assert siti.buttons
    await siti.sends("Petugas goblok, minta uang rokok di loket")
    assert "Kami mengerti" not in siti.last
