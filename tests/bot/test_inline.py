"""`@bot words` in any chat: answers to send, the same for everybody, and nothing kept."""

from core.knowledge.models import AskedQuestion
from core.knowledge.services import load_articles
from core.updates import Update
from tests.core.sample_content import ARTICLES
from tests.world import World


async def test_answers_are_offered_in_any_chat_and_nothing_is_kept(world: World) -> None:
    async with world.machine.db.begin() as session:
        await load_articles(session, ARTICLES, now=world.clock.now())
    siti = world.citizen("Siti")
    asked = siti.person.asks_inline("ktp hilang")
    await world.settle()
    assert asked.results
    [best, *_] = asked.results
    assert (best["type"], best["title"]) == ("article", "KTP hilang, apa syarat menggantinya?")
    said = best["input_message_content"]
    assert "Jawaban ktp/hilang." in said["message_text"]
    assert "Sumber: kebijakan kantor" in said["message_text"]
    assert len(asked.results) <= 50
    for nothing in ("", "k", "ubur-ubur raksasa"):
        question = siti.person.asks_inline(nothing)
        await world.settle()
        assert question.results == []
    assert await world.rows(AskedQuestion) == []
    assert await world.rows(Update) == []
