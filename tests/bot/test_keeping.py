"""Officers keep what the bot knows: from what nobody could answer to an answer for everybody."""

from typing import Any

import pytest
from sqlalchemy import select, update

from core.knowledge import editing, freshness
from core.knowledge.models import Article, ArticleDraft, AskedQuestion
from core.knowledge.services import load_articles
from core.people.models import Person
from tests.core.sample_content import ARTICLES
from tests.world import Someone, World

STRANGE = "Apa syarat memelihara ubur-ubur di balai desa?"
ALIKE = "syaratnya memelihara ubur-ubur di balai desa apa ya?"
REPLY = "Bu Siti, ubur-ubur hanya boleh di akuarium. Mintalah izin dulu di loket pelayanan."


@pytest.fixture
async def knowing(world: World) -> World:
    async with world.machine.db.begin() as session:
        await load_articles(session, ARTICLES, now=world.clock.now())
    return world


async def published(world: World, service: str = "hewan") -> Article:
    """The editor completes the only draft and publishes it, as the panel does."""
    async with world.machine.db.begin() as session:
        [row] = (await session.scalars(select(ArticleDraft))).all()
        draft = await editing.draft_by_id(session, row.id)
        assert draft is not None
        named = {"service": service, "service_name": "Hewan", "service_name_en": "Animals"}
        facts: dict[str, Any] = {"by": "admin:ani", "now": world.clock.now()}
        await editing.change_draft(session, draft, draft.content | named, **facts)
        seen = await editing.seen(session, draft)
        article = await editing.publish(session, draft, seen_as=seen, **facts)
        assert article is not None
    await world.settle()
    return article


async def asks_in_vain(world: World, name: str, text: str, *, sends: bool = False) -> Someone:
    citizen = world.citizen(name)
    await citizen.sends(text)
    assert "Pertanyaan Anda untuk petugas" in citizen.last
    await citizen.taps("Kirim" if sends else "Batal")
    return citizen


async def test_a_reply_becomes_a_draft_with_one_tap_and_all_who_asked_are_told_once(
    knowing: World,
) -> None:
    siti = await asks_in_vain(knowing, "Siti", STRANGE, sends=True)
    eko = await asks_in_vain(knowing, "Eko", ALIKE)
    blocked = await asks_in_vain(knowing, "Tini", ALIKE)
    await blocked.blocks()
    kartika = knowing.staff("Kartika")
    await kartika.replies(kartika.finds("ubur-ubur"), REPLY)
    assert kartika.buttons == ["📝 Jadikan jawaban bot"]
    keep = kartika.data_of("Jadikan")
    await kartika.taps("Jadikan jawaban bot")
    assert "Rancangan jawaban tersimpan" in kartika.last
    assert "Bu [#], ubur-ubur hanya boleh" in kartika.last
    await kartika.taps_data(keep)
    [draft] = await knowing.rows(ArticleDraft)
    assert (draft.state, draft.content["facet"]) == ("open", "syarat")
    assert {one.draft_id for one in await knowing.rows(AskedQuestion)} == {draft.id}

    before = {who: len(who.reads()) for who in (siti, eko, blocked)}
    article = await published(knowing)
    assert "Anda pernah bertanya" in eko.last
    assert "hanya boleh di akuarium" in eko.last
    assert len(eko.reads()) == before[eko] + 1
    # Siti read the officer's reply, and Tini blocked the bot.
    assert [len(who.reads()) for who in (siti, blocked)] == [before[siti], before[blocked]]
    await eko.taps("Membantu")
    async with knowing.machine.db.read() as session:
        kept = await session.get_one(Article, article.id)
        assert (kept.shown, kept.helped, kept.shipped) == (1, 1, False)
    await eko.sends(STRANGE)
    assert "hanya boleh di akuarium" in eko.last
    await kartika.sends("/celah")
    assert "Tidak ada pertanyaan" in kartika.last


async def test_the_queue_in_chat_groups_by_meaning_and_an_officer_writes_the_answer(
    knowing: World,
) -> None:
    await asks_in_vain(knowing, "Siti", STRANGE)
    await asks_in_vain(knowing, "Eko", ALIKE)
    await asks_in_vain(knowing, "Tini", "Bolehkah menyewa gamelan kecamatan?")
    budi, kartika = knowing.staff("Budi"), knowing.staff("Kartika")
    await budi.sends("/celah")
    assert "Tidak ada pertanyaan" in budi.last
    await kartika.sends("/celah")
    assert "2 pertanyaan belum terjawab" in kartika.last
    assert "ubur-ubur di balai desa apa ya? (2×)" in kartika.last
    await kartika.taps("1. ")
    assert "Ditanyakan 2×" in kartika.last
    assert STRANGE in kartika.last
    await kartika.taps("Tulis jawaban")
    await kartika.sends("ya")
    assert "10 sampai" in kartika.last
    await kartika.sends("Harus ada izin dari kantor ini.")
    assert "Rancangan jawaban tersimpan" in kartika.last
    await kartika.sends("/celah")
    assert "1 pertanyaan" in kartika.last
    await kartika.taps("1. ")
    await kartika.taps("Bukan pertanyaan umum")
    await kartika.sends("/celah")
    assert "Tidak ada pertanyaan" in kartika.last


async def test_neither_a_citizen_nor_another_unit_reaches_a_gap(knowing: World) -> None:
    siti = await asks_in_vain(knowing, "Siti", STRANGE, sends=True)
    budi = knowing.staff("Budi")
    await budi.sends("/celah")
    for verb in ("open:1", "write:1", "keep:1", "right:1", "dismiss:1", "alter:99", "gaps:x"):
        await siti.taps_data(f"knowledge:{verb}:0")
        assert "Ini untuk petugas kantor" in siti.last, verb
        await budi.taps_data(f"knowledge:{verb}:0")
        assert "Rancangan" not in budi.last, verb
    assert await knowing.count(ArticleDraft) == 0
    [asked] = await knowing.rows(AskedQuestion)
    assert asked.closed_at is None


async def kept_by_the_counter(world: World) -> Article:
    """The answer about what a KTP costs, kept by Pelayanan, where Putri works."""
    async with world.machine.db.begin() as session:
        unit = await world.unit("pelayanan")
        article = (await session.scalars(select(Article).where(Article.code == "ktp/biaya"))).one()
        await freshness.keep(session, article, unit.id, None, now=world.clock.now())
    return article


async def test_an_answer_comes_back_to_its_unit_and_each_time_later(knowing: World) -> None:
    article = await kept_by_the_counter(knowing)
    putri, budi = knowing.staff("Putri"), knowing.staff("Budi")
    await putri.sends("/celah")
    await knowing.passes(days=58)
    assert "Masih benarkah" not in putri.last
    await knowing.passes(days=4)
    assert "Masih benarkah jawaban ini?" in putri.last
    right, alter = putri.data_of("Masih benar"), putri.data_of("Ubah")
    await budi.sends("/celah")
    await budi.taps_data(right)
    assert "dijaga unit lain" in budi.last
    await knowing.passes(days=8)
    assert sum("Masih benarkah" in one for one in putri.reads()) == 2
    await putri.taps("Masih benar")
    assert "dicatat masih benar" in putri.last
    await putri.taps_data(alter)
    assert "sudah diperiksa" in putri.last
    async with knowing.machine.db.read() as session:
        row = await session.get_one(Article, article.id)
    assert row.review_on is not None
    # The second interval is several times the first, and the citizen reads the new date.
    assert (row.review_on - knowing.clock.now().date()).days > 200
    assert (row.reviewed, row.base) == (knowing.clock.now().date(), None)


async def test_what_is_no_longer_true_is_written_anew_and_waits_for_the_editor(
    knowing: World,
) -> None:
    article = await kept_by_the_counter(knowing)
    await knowing.passes(days=62)
    putri, siti = knowing.staff("Putri"), knowing.citizen("Siti")
    await putri.taps("Ubah")
    assert "Jawaban ktp/biaya." in putri.last
    await putri.sends("Tidak ada biaya, sejak tahun ini juga untuk KK.")
    assert "Rancangan jawaban tersimpan" in putri.last
    [draft] = await knowing.rows(ArticleDraft)
    assert (draft.article_id, draft.by.split(":")[0]) == (article.id, "staff")
    await siti.sends("Berapa biaya bikin KTP?")
    assert "Jawaban ktp/biaya." in siti.last
    await published(knowing, "ktp")
    await siti.sends("Berapa biaya bikin KTP?")
    assert "sejak tahun ini juga untuk KK" in siti.last


async def test_whoever_is_gone_is_not_written_to(knowing: World) -> None:
    names = ("Siti", "Eko", "Tini", "Rudi")
    people = [await asks_in_vain(knowing, name, STRANGE) for name in names]
    async with knowing.machine.db.begin() as session:
        now = knowing.clock.now()
        rows = (await session.scalars(select(AskedQuestion).order_by(AskedQuestion.id))).all()
        gone = dict(zip(("restricted_at", "banned_at", "erased_at"), rows, strict=False))
        for column, asked in gone.items():
            one = update(Person).where(Person.id == asked.person_id)
            await session.execute(one.values({column: now}))
    kartika = knowing.staff("Kartika")
    await kartika.sends("/celah")
    await kartika.taps("1. ")
    await kartika.taps("Tulis jawaban")
    await kartika.sends("Harus ada izin dari kantor ini.")
    await published(knowing)
    told = ["Anda pernah bertanya" in who.last for who in people]
    assert told == [False, False, False, True]
    # Whom the new answer does not help is heard again.
    await people[-1].taps("Tidak membantu")
    assert STRANGE in people[-1].last
    await kartika.sends("/celah")
    assert "1 pertanyaan belum terjawab" in kartika.last
