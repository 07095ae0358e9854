"""`@bot ktp hilang`, typed in any chat: answers to send there.

Nothing is kept: such a question is answered, best effort, and neither written to the table of
updates nor tied to a person. What is offered is the same for everybody, so Telegram may keep it.
"""

import asyncio
import json
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.transport import Api
from core.db import Database
from core.i18n import html
from core.knowledge import office, rules
from core.knowledge.models import Article
from core.knowledge.queries import find
from core.masking import masked
from core.trouble import story

MOST_AT_ONCE = 16
LONGEST = 256  # characters of a query
SHORTEST = 3
KEPT = 300  # seconds that Telegram answers the same query by itself
LANGUAGE = "id"  # that of the articles

Json = dict[str, Any]

log = structlog.get_logger()


class Inline:
    """Owns its short tasks; when there are too many, the newest go without."""

    def __init__(self, api: Api, db: Database) -> None:
        self._api = api
        self._db = db
        self._tasks: set[asyncio.Task[None]] = set()

    def takes(self, raw: Any) -> bool:
        """Whether the update is such a question, which then is being answered."""
        query = raw.get("inline_query") if isinstance(raw, dict) else None
        if not isinstance(query, dict):
            return False
        if len(self._tasks) < MOST_AT_ONCE:
            task = asyncio.create_task(self._answer(query))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return True

    async def finish(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self, query: Json) -> None:
        try:
            results = await self._results(str(query.get("query", ""))[:LONGEST].strip())
            values: Json = {"inline_query_id": query.get("id", ""), "results": json.dumps(results)}
            values |= {"cache_time": KEPT, "is_personal": False}
            await self._api.call("answerInlineQuery", values, patience=5)
        except TelegramError as problem:
            log.info("inline.not_answered", problem=type(problem).__name__)
        except Exception as problem:
            log.error("inline.failed", problem=story(problem))

    async def _results(self, text: str) -> list[Json]:
        if len(text) < SHORTEST:
            return []
        async with self._db.read() as session:
            found = await find(session, masked(text))
            facts = await office.facts(session, LANGUAGE)
        return [_result(article, facts) for article in found.articles]


def _result(article: Article, facts: dict[str, str]) -> Json:
    answer = rules.filled(article.answer, facts)
    said = html(
        "knowledge.answer",
        LANGUAGE,
        question=article.question,
        answer=answer,
        source=article.source,
        reviewed=article.reviewed,
    )
    return {
        "type": "article",
        "id": str(article.id),
        "title": article.question,
        "description": article.service_name,
        "input_message_content": {"message_text": said, "parse_mode": "HTML"},
    }
