"""Articles as content brings them, questions as people ask them, facts as the office has them."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from core.errors import Refused
from core.knowledge import office, rules
from core.knowledge import services as knowledge
from core.knowledge.confidence import Verdict
from core.knowledge.models import Article, AskedQuestion
from core.knowledge.queries import asked_by, find
from core.tickets.queries import ticket_by_id
from tests.core.sample_content import ARTICLES, article
from tests.core.town import NOW, Town, open_town


@pytest.fixture
async def town(town_url: str) -> AsyncIterator[Town]:
    async with open_town(town_url) as opened:
        async with opened.begin() as session:
            await knowledge.load_articles(session, ARTICLES, now=NOW)
        yield opened


async def test_loading_the_same_articles_again_changes_nothing(town: Town) -> None:
    async with town.begin() as session:
        assert await knowledge.load_articles(session, ARTICLES, now=NOW) == 0


async def test_a_changed_article_is_found_by_its_new_words(town: Town) -> None:
    changed = [*ARTICLES[1:], article("ktp/hilang", "Kartu identitas lenyap, bagaimana?")]
    async with town.begin() as session:
        assert (await find(session, "lenyap")).articles == []
        assert await knowledge.load_articles(session, changed, now=NOW) == 1
    async with town.begin() as session:
        [found] = (await find(session, "kartu identitas lenyap")).articles
        assert found.code == "ktp/hilang"


async def test_an_article_that_is_gone_is_retired_and_found_no_more(town: Town) -> None:
    async with town.begin() as session:
        assert await knowledge.load_articles(session, ARTICLES[1:], now=NOW) == 1
    async with town.begin() as session:
        codes = [one.code for one in (await find(session, "ktp hilang syarat")).articles]
        assert "ktp/hilang" not in codes
        assert await knowledge.load_articles(session, ARTICLES, now=NOW) == 1


async def test_what_the_office_wrote_itself_is_left_alone(town: Town) -> None:
    async with town.begin() as session:
        own = (await session.scalars(select(Article).where(Article.code == "ktp/biaya"))).one()
        own.shipped = False
    async with town.begin() as session:
        await knowledge.load_articles(session, [ARTICLES[0]], now=NOW)
        assert (await session.get_one(Article, own.id)).retired_at is None


async def test_a_question_is_kept_without_what_points_to_a_person(town: Town) -> None:
    said = "ktp saya 3374 0101 0190 0001 hilang, apa syaratnya? 0812-3456-7890, a.b@contoh.id"
    async with town.begin() as session:
        sari = await town.person(session, "Sari")
        asked, found = await knowledge.ask(session, sari, said, now=NOW)
        assert asked.masked == "ktp saya [#] hilang, apa syaratnya? [#], [#]"
        assert knowledge.original(session, asked) == said
        assert asked.verdict == found.verdict
        await knowledge.show(session, asked, found.articles[0])
        await knowledge.judge(session, asked, helpful=True, now=NOW)
        assert knowledge.original(session, asked) == asked.masked
    async with town.begin() as session:
        best = (await session.scalars(select(Article).where(Article.code == "ktp/hilang"))).one()
        assert (best.shown, best.helped) == (1, 1)


async def test_a_filed_question_points_to_its_ticket_and_gives_up_its_words(town: Town) -> None:
    ticket = await town.files()
    async with town.begin() as session:
        sari = await town.person(session, "Sari")
        asked, found = await knowledge.ask(session, sari, "apa itu ubur-ubur", now=NOW)
        assert found.verdict is Verdict.UNKNOWN
        became = await ticket_by_id(session, ticket)
        assert became is not None
        await knowledge.filed(session, asked.id, became, now=NOW)
    async with town.begin() as session:
        kept = (await session.scalars(select(AskedQuestion))).one()
        assert (kept.ticket_id, kept.words, kept.settled_at) == (ticket, None, NOW)


async def test_a_question_that_became_an_anonymous_report_is_forgotten(town: Town) -> None:
    ticket = await town.files(anonymous=True)
    async with town.begin() as session:
        sari = await town.person(session, "Sari")
        asked, _ = await knowledge.ask(session, sari, "apa itu ubur-ubur", now=NOW)
        became = await ticket_by_id(session, ticket)
        assert became is not None
        await knowledge.filed(session, asked.id, became, now=NOW)
    async with town.begin() as session:
        assert (await session.scalars(select(AskedQuestion))).all() == []


async def test_nobody_reaches_the_question_of_somebody_else(town: Town) -> None:
    async with town.begin() as session:
        sari, tono = await town.person(session, "Sari"), await town.person(session, "Tono")
        asked, _ = await knowledge.ask(session, sari, "ktp hilang", now=NOW)
        assert (await asked_by(session, sari, asked.id)) is asked
        with pytest.raises(Refused):
            await asked_by(session, tono, asked.id)


async def test_the_hours_an_answer_quotes_come_from_the_calendar(town: Town) -> None:
    async with town.begin() as session:
        facts = await office.facts(session, "id")
    assert facts["jam_layanan"].splitlines() == [
        "Senin–Kamis 08.00–12.00, 13.00–16.00",
        "Jumat 08.00–12.00, 13.30–16.00",
    ]
    assert facts["nama_kantor"] == "Kantor Kecamatan"


async def test_a_fact_nobody_entered_says_whom_to_ask_instead(town: Town) -> None:
    async with town.begin() as session:
        assert "/petugas" in (await office.facts(session, "id"))["telepon_kantor"]
        await office.set_fact(session, "telepon_kantor", " (021) 555 ", now=NOW)
        assert (await office.facts(session, "en"))["telepon_kantor"] == "(021) 555"
        await office.set_fact(session, "telepon_kantor", "", now=NOW)
        assert "/petugas" in (await office.facts(session, "id"))["telepon_kantor"]
        with pytest.raises(Refused):
            await office.set_fact(session, "warna_kantor", "biru", now=NOW)


def test_braces_that_are_no_fact_stay_as_they_are() -> None:
    assert rules.filled("{a} {b} {", {"a": "1"}) == "1 {b} {"
