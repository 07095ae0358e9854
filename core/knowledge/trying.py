"""How a question would be answered, and why: what the ranking saw, in shares a person can read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from core.knowledge.confidence import Verdict, confidence, worth_showing
from core.knowledge.index import answers
from core.knowledge.models import Article
from core.knowledge.policy import consult
from core.knowledge.queries import articles_by_id
from core.knowledge.search import Hit
from core.masking import masked

SHOWN = 5
# What speaks for an article, in the order it is told; the names are those of the engine's signs.
SIGNS = ("covered", "asked", "told", "alike", "facet")


@dataclass(frozen=True)
class Found:
    """An article with how sure it is and what speaks for it, in percent; `shown` to who asks."""

    article: Article
    sure: int
    signs: dict[str, int]
    exact: bool
    shown: bool


@dataclass(frozen=True)
class Tried:
    verdict: Verdict
    found: Sequence[Found]


async def try_question(session: AsyncSession, text: str) -> Tried:
    """As if somebody had asked it now; nothing is kept of it."""
    hits, advice = consult(await answers(session), masked(text))
    hits, offered = hits[:SHOWN], advice.answers or [hit.key for hit in worth_showing(hits[:3])]
    articles = {one.id: one for one in await articles_by_id(session, [int(h.key) for h in hits])}
    found = [
        _found(articles[int(hit.key)], hit, shown=hit.key in offered)
        for hit in hits
        if int(hit.key) in articles
    ]
    return Tried(advice.verdict, found)


def _found(article: Article, hit: Hit, *, shown: bool) -> Found:
    signs = {name: round(100 * min(1.0, getattr(hit.signs, name))) for name in SIGNS}
    return Found(article, round(100 * confidence(hit)), signs, hit.exact, shown)
